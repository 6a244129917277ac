"""Amazon Resource Names, in every partition. Format: AWS general reference, "Amazon Resource Names (ARNs)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from policies import names
from policies.errors import ArgumentError

ROLE_NAME: Final = "MarketplaceCommerceAnalyticsRole"
"""The role that the enrolment page makes and the service assumes (service guide, "Technical implementation guide")."""

_TOPIC: Final = re.compile(r"arn:([\w-]+):sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_.-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class TopicArn:
    """An SNS topic's ARN, taken apart."""

    partition: str
    region: str
    account: str
    name: str

    def __str__(self) -> str:
        """The ARN."""
        return f"arn:{self.partition}:sns:{self.region}:{self.account}:{self.name}"


def topic(arn: str, argument: str = "topic_arn") -> TopicArn:
    """Take a standard topic's ARN apart.

    Raises:
        ArgumentError: It is not the ARN of a standard topic.
    """
    match = _TOPIC.fullmatch(arn)
    if not match:
        remedy = "Give it as arn:aws:sns:REGION:ACCOUNT:NAME."
        raise ArgumentError(argument, f"{arn!r} is not an SNS topic's ARN.", remedy=remedy)
    return TopicArn(
        partition=names.partition(match[1], argument),
        region=names.region(match[2], argument),
        account=match[3],
        name=names.topic_name(match[4], argument),
    )


def bucket(name: str, *, partition: str = "aws") -> str:
    """The ARN of a bucket."""
    return f"arn:{names.partition(partition)}:s3:::{names.bucket_name(name)}"


def objects(bucket_name: str, prefix: str | None = None, *, partition: str = "aws") -> str:
    """The ARN pattern of a bucket's objects, or of those below a prefix."""
    below = f"{names.prefix(prefix)}/*" if prefix else "*"
    return f"{bucket(bucket_name, partition=partition)}/{below}"


def role(account_id: str, role_name: str = ROLE_NAME, *, partition: str = "aws") -> str:
    """The ARN of a role that has no path."""
    account, name = names.account_id(account_id), names.iam_name(role_name, "role_name")
    return f"arn:{names.partition(partition)}:iam::{account}:role/{name}"


def account_root(account_id: str, *, partition: str = "aws") -> str:
    """The ARN that stands for an account as a principal."""
    return f"arn:{names.partition(partition)}:iam::{names.account_id(account_id)}:root"
