"""A customer key for a bucket or a topic, usable by the service's role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from checks.documents.policy import Kind
from checks.rules.rule import Expectations
from components.lint import refuse_errors
from components.options import child, guarded
from components.ownership import OWNER_TAG
from policies import names
from policies.key import key_policy

NAME_TAG = "mca:key"
"""Says which stack's which key it is. A key has no name of its own, so a half-made one is found again by this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerKeyArgs:
    """What a customer key is made from.

    Attributes:
        account_id: The seller's account.
        region: Where the key is: where the bucket or topic is.
        alias: The alias' name without `alias/`.
        tags: The tags of the key.

    Raises:
        ArgumentError: A value is wrong.
    """

    account_id: str
    region: str
    alias: str
    tags: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse wrong values before the engine sees them."""
        names.account_id(self.account_id, "account_id")
        names.region(self.region, "region")


class CustomerKey(pulumi.ComponentResource):
    """The key, rotated yearly, and an alias. Reports cannot be read without it, so it is guarded like the bucket.

    Attributes:
        arn: The key's ARN.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CustomerKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:CustomerKey", name, None, opts)
        key = aws.kms.Key(
            f"{name}-key",
            region=args.region,
            description="AWS Marketplace Commerce Analytics reports",
            enable_key_rotation=True,
            policy=refuse_errors(
                key_policy(args.account_id).to_json(),
                Kind.KEY,
                f"the policy of the key {args.alias}",
                expected=Expectations(account_id=args.account_id),
            ),
            tags={**args.tags, NAME_TAG: f"{args.tags.get(OWNER_TAG, '')}:{name}"},
            opts=guarded(self),
        )
        aws.kms.Alias(
            f"{name}-alias",
            name=f"alias/{args.alias}",
            region=args.region,
            target_key_id=key.key_id,
            opts=child(self),
        )
        self.arn = key.arn
        self.register_outputs({"arn": self.arn})
