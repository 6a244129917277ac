"""The role that the service assumes: created from a known external id, or adopted from the portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from checks.documents.policy import Holder, Kind
from checks.rules.rule import Expectations
from components.lint import refuse_errors, report_errors
from components.options import adopted, guarded
from components.settings import Adopted
from policies import arns, names
from policies.trust import trust_policy

POLICY_NAME = "CommerceAnalyticsDelivery"
"""The inline policy of a role that this project created."""
_TRUST = f"the trust policy of {arns.ROLE_NAME}"


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

    An adopted role is imported and then left alone: its trust, its policy and its tags stay as the portal wrote them,
    and what the rules find in them is only said. A created role gets no document in which they find an error.

    Attributes:
        arn: The role's ARN.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CommerceAnalyticsRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:CommerceAnalyticsRole", name, None, opts)
        guard = guarded(self)
        role = _make(name, args, guard) if args.adopted is None else _adopt(name, args, args.adopted, guard)
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})


def _make(name: str, args: CommerceAnalyticsRoleArgs, guard: pulumi.ResourceOptions) -> aws.iam.Role:
    expected = Expectations(account_id=args.account_id, external_id=args.external_id)
    trust = trust_policy(args.external_id).to_json()
    role = aws.iam.Role(
        f"{name}-role",
        name=arns.ROLE_NAME,
        assume_role_policy=refuse_errors(trust, Kind.TRUST, _TRUST, expected=expected),
        tags=dict(args.tags),
        opts=guard,
    )
    policy = refuse_errors(args.policy, Kind.ROLE, f"the policy {POLICY_NAME}", holder=Holder.ROLE, expected=expected)
    aws.iam.RolePolicy(f"{name}-policy", name=POLICY_NAME, role=role.name, policy=policy, opts=guard)
    return role


def _adopt(name: str, args: CommerceAnalyticsRoleArgs, policy: Adopted, guard: pulumi.ResourceOptions) -> aws.iam.Role:
    expected = Expectations(account_id=args.account_id, external_id=args.external_id)
    role = aws.iam.Role(
        f"{name}-role",
        name=arns.ROLE_NAME,
        assume_role_policy=trust_policy(args.external_id).to_json(),
        opts=adopted(guard, arns.ROLE_NAME),
    )
    report_errors(role.assume_role_policy, Kind.TRUST, _TRUST, role, expected=expected)
    live = (
        _adopt_inline(name, policy, args.policy, guard)
        if policy.policy_arn is None
        else _adopt_managed(name, policy.policy_name, policy.policy_arn, args.policy, guard)
    )
    report_errors(live.policy, Kind.ROLE, f"the policy {policy.policy_name}", live, expected=expected)
    return role


def _adopt_inline(
    name: str, policy: Adopted, document: pulumi.Input[str], guard: pulumi.ResourceOptions
) -> aws.iam.RolePolicy:
    return aws.iam.RolePolicy(
        f"{name}-policy",
        name=policy.policy_name,
        role=arns.ROLE_NAME,
        policy=document,
        opts=adopted(guard, f"{arns.ROLE_NAME}:{policy.policy_name}"),
    )


def _adopt_managed(
    name: str, policy_name: str, policy_arn: str, document: pulumi.Input[str], guard: pulumi.ResourceOptions
) -> aws.iam.Policy:
    policy = aws.iam.Policy(f"{name}-policy", name=policy_name, policy=document, opts=adopted(guard, policy_arn))
    aws.iam.RolePolicyAttachment(
        f"{name}-attachment",
        role=arns.ROLE_NAME,
        policy_arn=policy_arn,
        opts=adopted(guard, f"{arns.ROLE_NAME}/{policy_arn}"),
    )
    return policy
