"""A stand-in for `pulumi-language-python`, for engines that come without it.

Pulumi's own distribution brings the language host; an engine that was built from its Go module does not. With this one
at the end of PATH a plain `pulumi up` works in the sandbox all the same, while a real host is always found first. It
runs the project's `__main__.py`, and that of a policy pack, in this interpreter. It does not install dependencies,
list plugins, or convert programs.
"""
