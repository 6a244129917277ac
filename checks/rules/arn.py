"""The parts of an ARN as a policy writes it: with wildcards, with variables, or cut short.

Format: AWS general reference, "Amazon Resource Names (ARNs)". Wildcards match inside a segment; an ARN that has fewer
than six segments and ends in `*` matches whatever follows (IAM user guide, "IAM JSON policy elements: Resource").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from checks.rules.patterns import LONGEST, opened, overlaps

SEGMENTS: Final = 6

_COLON_OR_VARIABLE: Final = re.compile(r":|\$\{[^}]*\}")
_SLASH_OR_VARIABLE: Final = re.compile(r"/|\$\{[^}]*\}")


class Arn(NamedTuple):
    """An ARN's five segments after `arn`; those that a shortened ARN leaves out are `*`."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        """The ARN, in full."""
        return ":".join(("arn", *self))

    @property
    def bucket(self) -> str:
        """The name of the bucket, if it is an ARN of S3's buckets or objects; else empty."""
        if self.service != "s3" or self.region.strip("*") or self.account.strip("*"):
            return ""
        if "${" not in self.resource or len(self.resource) > LONGEST:
            return self.resource.partition("/")[0]
        slashes = (found.start() for found in _SLASH_OR_VARIABLE.finditer(self.resource) if found[0] == "/")
        return self.resource[: next(slashes, len(self.resource))]

    def meets(self, other: Arn) -> bool:
        """Whether an ARN exists that both match; variables may stand for anything."""
        return all(overlaps(opened(mine), opened(its)) for mine, its in zip(self, other, strict=True))


def segments(text: str) -> list[str]:
    """A text cut at its first five colons; a colon inside `${…}` is none."""
    if "${" not in text or len(text) > LONGEST:
        return text.split(":", SEGMENTS - 1)
    colons = [found.start() for found in _COLON_OR_VARIABLE.finditer(text) if found[0] == ":"][: SEGMENTS - 1]
    return [text[start + 1 : end] for start, end in zip([-1, *colons], [*colons, len(text)], strict=True)]


@lru_cache(maxsize=4096)
def parse(text: str) -> Arn | None:
    """Take an ARN apart; None if it is none, if segments are missing, or for `*`."""
    parts = segments(text)
    if parts[0] != "arn":
        return None
    if len(parts) < SEGMENTS:
        if not text.endswith("*"):
            return None
        parts += ["*"] * (SEGMENTS - len(parts))
    return Arn(*parts[1:])
