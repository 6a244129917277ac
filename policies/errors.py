"""The project's errors, as one tree.

::

    MCAError                 what happened, where, and what to do about it
    ├── ArgumentError        a value that a caller gave is wrong (also a ValueError); names the argument
    ├── DocumentError        a policy document cannot be read or means nothing to IAM
    ├── ConfigurationError   a configuration file is missing, broken or holds a wrong value
    ├── FileError            a file cannot be read or written
    ├── EngineError          the Pulumi engine cannot be found, is too old, or failed
    ├── RefusedError         the tool will not do this: it would touch what is not its own, or attach what is unfit
    ├── AccountError         AWS refused, or the credentials are missing, expired or of another account
    └── SandboxError         the sandbox is not running, or was asked for what it does not reproduce

They live on the ground floor so that every layer may raise them and the command line needs one `except`.
"""

from __future__ import annotations


class MCAError(Exception):
    """Base of every error that a user may see.

    Args:
        what: A full sentence: what happened.
        where: The file, stack, resource or call it happened in; empty if the sentence says it.
        remedy: What a person can do about it; empty only if nothing can be done.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """The parts that are not empty, one a line."""
        return "\n".join(
            part
            for part in (self.what, self.where and f"  at: {self.where}", self.remedy and f"  try: {self.remedy}")
            if part
        )


class ArgumentError(MCAError, ValueError):
    """A value that a caller gave is wrong.

    Args:
        argument: The parameter's name, as the caller wrote it.
        problem: What is wrong with the value, to be read after the name.
        remedy: What value would do.
    """

    def __init__(self, argument: str, problem: str, *, remedy: str = "") -> None:
        super().__init__(f"{argument}: {problem}", remedy=remedy)
        self.argument = argument


class DocumentError(MCAError, ValueError):
    """A policy document cannot be read or means nothing to IAM."""


class ConfigurationError(MCAError):
    """A configuration is missing, broken or holds a wrong value."""


class FileError(MCAError):
    """A file cannot be read or written."""


class EngineError(MCAError):
    """The Pulumi engine cannot be found, is too old, or failed."""


class RefusedError(MCAError):
    """The tool will not do this: it would touch what is not its own, or attach a document that is unfit."""


class AccountError(MCAError):
    """AWS refused, or the credentials are missing, expired or of another account."""


class SandboxError(MCAError):
    """The sandbox is not running, or was asked for what it does not reproduce."""
