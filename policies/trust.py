"""Who may assume the role: the service's account, with the external id that AWS issued for this seller.

The principal and the condition are those of two AWS SDKs' integration tests; no AWS page prints them.
"""

from __future__ import annotations

from typing import Final

from policies import arns, names
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement, document

SERVICE_ACCOUNT: Final = "452565589796"
"""The account from which the service assumes a seller's role."""


def trust_policy(external_id: str, *, partition: str = "aws") -> PolicyDocument:
    """The role's trust policy.

    Args:
        external_id: The id that AWS issued for this seller account; never invented, blank or shared.
        partition: The partition of the role.

    Raises:
        ArgumentError: The id is blank, a placeholder or malformed, or there is no such partition.
    """
    return document(
        Statement(
            effect=Effect.ALLOW,
            sid="CommerceAnalyticsService",
            principals=Principals((("AWS", arns.account_root(SERVICE_ACCOUNT, partition=partition)),)),
            actions=("sts:AssumeRole",),
            conditions=(Condition("StringEquals", "sts:ExternalId", (names.external_id(external_id),)),),
        )
    )
