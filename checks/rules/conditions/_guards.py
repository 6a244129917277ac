"""Keys by which people keep others out, and which a request may lack.

Source: IAM user guide, "AWS global condition context keys", availability of each key.
"""

from __future__ import annotations

from typing import Final

VPC: Final = frozenset(
    {
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    }
)
"""Keys of requests that come through a VPC endpoint."""
PUBLIC: Final = "aws:sourceip"
"""The key of all other requests."""
MFA: Final = frozenset({"aws:multifactorauthage", "aws:multifactorauthpresent"})
_OTHERS: Final = frozenset(
    {
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceidentity",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
    }
)
_PRINCIPAL_TAG: Final = "aws:principaltag/"


def is_guard(key: str) -> bool:
    """Whether a key, in lower case, says who calls or from where, and may be absent."""
    return key == PUBLIC or key in VPC or key in MFA or key in _OTHERS or key.startswith(_PRINCIPAL_TAG)
