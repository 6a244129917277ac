"""Lint files: what to look at, by which rules, what does not count, and what is mended. Nothing here prints."""
