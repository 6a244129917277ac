"""The role that the service assumes: created from a known external id, or adopted from the portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.options import adopted, guarded
from components.settings import Adopted
from policies import arns, names
from policies.trust import trust_policy

POLICY_NAME = "CommerceAnalyticsDelivery"
"""The inline policy of a role that this project created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommerceAnalyticsRoleArgs:
    """What the role is made from.

    Attributes:
        account_id: The seller's account.
        external_id: The id that AWS issued; from the seller, or read from the role that is adopted.
        policy: The permissions document as JSON; of an adopted role it is only compared, never written.
        adopted: The portal's policy, if the role is the portal's; None to create the role.
        tags: The tags of a created role.

    Raises:
        ArgumentError: A value is wrong.
    """

    account_id: str
    external_id: str
    policy: pulumi.Input[str]
    adopted: Adopted | None = None
    tags: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse wrong values before the engine sees them."""
        names.account_id(self.account_id, "account_id")
        names.external_id(self.external_id, "external_id")


class CommerceAnalyticsRole(pulumi.ComponentResource):
    """`MarketplaceCommerceAnalyticsRole` and the policy that lets it deliver.

    An adopted role is imported and then left alone: its trust, its policy and its tags stay as the portal wrote them.

    Attributes:
        arn: The role's ARN.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CommerceAnalyticsRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:CommerceAnalyticsRole", name, None, opts)
        guard = guarded(self)
        role = aws.iam.Role(
            f"{name}-role",
            name=arns.ROLE_NAME,
            assume_role_policy=trust_policy(args.external_id).to_json(),
            tags=None if args.adopted else dict(args.tags),
            opts=adopted(guard, arns.ROLE_NAME) if args.adopted else guard,
        )
        if args.adopted is None:
            aws.iam.RolePolicy(f"{name}-policy", name=POLICY_NAME, role=role.name, policy=args.policy, opts=guard)
        elif args.adopted.policy_arn is None:
            _adopt_inline(name, args.adopted, args.policy, guard)
        else:
            _adopt_managed(name, args.adopted.policy_name, args.adopted.policy_arn, args.policy, guard)
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})


def _adopt_inline(name: str, policy: Adopted, document: pulumi.Input[str], guard: pulumi.ResourceOptions) -> None:
    aws.iam.RolePolicy(
        f"{name}-policy",
        name=policy.policy_name,
        role=arns.ROLE_NAME,
        policy=document,
        opts=adopted(guard, f"{arns.ROLE_NAME}:{policy.policy_name}"),
    )


def _adopt_managed(
    name: str, policy_name: str, policy_arn: str, document: pulumi.Input[str], guard: pulumi.ResourceOptions
) -> None:
    aws.iam.Policy(f"{name}-policy", name=policy_name, policy=document, opts=adopted(guard, policy_arn))
    aws.iam.RolePolicyAttachment(
        f"{name}-attachment",
        role=arns.ROLE_NAME,
        policy_arn=policy_arn,
        opts=adopted(guard, f"{arns.ROLE_NAME}/{policy_arn}"),
    )
