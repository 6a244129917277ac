"""Which condition keys may have several values in one request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SEVERAL: Final = frozenset(
    {
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:tagkeys",
        "aws:vpceorgpaths",
    }
)
"""The global keys that are multivalued (IAM user guide, "AWS global condition context keys")."""
_SINGLE_PREFIXES: Final = ("aws:", "sts:externalid", "kms:calleraccount")


def multivalued(keys: Iterable[str]) -> frozenset[str]:
    """The keys, in lower case, of which the guide or the service's reference says that they may have several values.

    A key that neither knows has one value, as the guide says of keys in general ("Single-valued vs. multivalued context
    keys").
    """
    return frozenset(key for key in keys if key in SEVERAL or (not key.startswith(_SINGLE_PREFIXES) and _listed(key)))


def _listed(key: str) -> bool:
    from checks.rules.catalogue import load  # noqa: PLC0415  # the data is read only for keys of services

    kind = load().key_type(key)
    return kind is not None and kind.startswith("ArrayOf")
