"""The policy of a customer key that this project makes for a bucket or a topic."""

from __future__ import annotations

from policies import arns
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement, document
from policies.role import KEY_ACTIONS


def key_policy(account_id: str, *, role_name: str = arns.ROLE_NAME, partition: str = "aws") -> PolicyDocument:
    """Administration by the account through IAM, and use by the service's role.

    The key is made before the portal makes the role, and KMS refuses a principal that does not exist: so the role is
    named in a condition (`aws:PrincipalArn` is the role's ARN for its sessions too) and bound to the account.
    Sources: KMS developer guide, "Default key policy" and "kms:CallerAccount".

    Raises:
        ArgumentError: A wrong account, name or partition.
    """
    return document(
        Statement(
            effect=Effect.ALLOW,
            sid="AccountAdministersByIam",
            principals=Principals((("AWS", arns.account_root(account_id, partition=partition)),)),
            actions=("kms:*",),
            resources=("*",),
        ),
        Statement(
            effect=Effect.ALLOW,
            sid="CommerceAnalyticsRoleUses",
            principals=Principals((("AWS", "*"),)),
            actions=KEY_ACTIONS,
            resources=("*",),
            conditions=(
                Condition("StringEquals", "kms:CallerAccount", (account_id,)),
                Condition("ArnEquals", "aws:PrincipalArn", (arns.role(account_id, role_name, partition=partition),)),
            ),
        ),
    )
