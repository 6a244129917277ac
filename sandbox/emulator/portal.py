"""The seller portal's enrolment: the click that makes the service's role in a seller's account.

The documents are the portal's own and are written here, not taken from ``policies/``: the tool is tested against what
AWS makes, not against itself. The role's name, the policy's prefix and the inline form are in the service guide; the
managed form follows from the enrolment permissions that AWS published in 2022 [inferred].
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from policies.errors import ArgumentError, SandboxError
from sandbox.emulator.sellers import Enrolment
from sandbox.emulator.validation import is_account, is_bucket_name, topic_account
from sandbox.identities import SERVICE_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from types_boto3_iam.client import IAMClient

    from sandbox.emulator.clients import Clients
    from sandbox.emulator.sellers import Sellers

ROLE_NAME: Final = "MarketplaceCommerceAnalyticsRole"
"""The role's name in every account (service guide)."""

POLICY_PREFIX: Final = f"oneClick_{ROLE_NAME}_"
"""What the policy's name starts with; digits follow (service guide; that they are digits is inferred)."""


class Portal:
    """Enrols accounts, one at a time.

    Args:
        clients: Makes clients against the sandbox.
        sellers: Where enrolments are noted.
        clock: Tells the time; the policy's name holds it.
    """

    def __init__(self, clients: Clients, sellers: Sellers, clock: Callable[[], datetime]) -> None:
        self._clients = clients
        self._sellers = sellers
        self._clock = clock
        self._lock = threading.Lock()

    def external_id(self, account: str) -> str:
        """Sign an account up and tell its external id, for a seller who makes the role without the portal.

        Raises:
            ArgumentError: The account is no account id.
        """
        _require(is_account(account), "account", account, "Twelve digits.")
        return self._sellers.issue(account)

    def enrol(self, account: str, bucket: str, topic_arn: str, *, inline: bool = True) -> Enrolment:
        """Play the click: make the role and its policy, and sign the account up.

        The same enrolment again changes nothing; another destination is refused, as the guide tells sellers to edit
        the policy instead [that the portal refuses is inferred]. Like the portal, this does not look whether bucket and
        topic exist [inferred].

        Args:
            account: The seller's account.
            bucket: The destination's plain name.
            topic_arn: The topic, in any region, of the same account.
            inline: Whether the policy is inline in the role or a managed one attached to it.

        Raises:
            ArgumentError: An argument is malformed, or the topic is another account's.
            SandboxError: The account is enrolled with another destination, or has a role of that name already.
        """
        _require(is_account(account), "account", account, "Twelve digits.")
        _require(is_bucket_name(bucket), "bucket", bucket, "A bucket's plain name, not its ARN.")
        _require(topic_account(topic_arn) == account, "topicArn", topic_arn, f"A topic's ARN in account {account}.")
        with self._lock:
            if known := self._sellers.enrolment(account):
                if (known.bucket, known.topic_arn) == (bucket, topic_arn):
                    return known
                raise SandboxError(
                    f"Account {account} is already enrolled with bucket {known.bucket} and topic {known.topic_arn}.",
                    where="seller portal",
                    remedy=f"Edit the policy {known.policy_name} of the role to use other resources.",
                )
            enrolment = self._make(account, bucket, topic_arn, inline=inline)
            self._sellers.enrol(enrolment)
            return enrolment

    def _make(self, account: str, bucket: str, topic_arn: str, *, inline: bool) -> Enrolment:
        external_id = self._sellers.external_id(account)
        name = f"{POLICY_PREFIX}{int(self._clock().timestamp() * 1000)}"
        partition = topic_arn.split(":")[1]
        role_arn = f"arn:{partition}:iam::{account}:role/{ROLE_NAME}"
        policy = json.dumps(permissions(role_arn, bucket, topic_arn))
        try:
            iam = self._clients.iam(self._clients.administrator(account))
            iam.create_role(
                RoleName=ROLE_NAME, Path="/", AssumeRolePolicyDocument=json.dumps(trust(external_id, partition))
            )
            policy_arn = None if inline else _managed(iam, name, policy)
            if policy_arn is None:
                iam.put_role_policy(RoleName=ROLE_NAME, PolicyName=name, PolicyDocument=policy)
        except ClientError as error:
            raise SandboxError(
                f"The portal cannot make the role in account {account}: {error}",
                where=role_arn,
                remedy=f"Delete the role {ROLE_NAME} if it is not needed, and enrol again.",
            ) from error
        return Enrolment(account, external_id, role_arn, name, policy_arn, bucket, topic_arn)


def trust(external_id: str, partition: str = "aws") -> dict[str, object]:
    """The trust policy that the portal writes (AWS SDKs' integration tests)."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:{partition}:iam::{SERVICE_ACCOUNT}:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": external_id}},
            }
        ],
    }


def permissions(role_arn: str, bucket: str, topic_arn: str) -> dict[str, object]:
    """The permission policy that the portal writes: the botocore model's five actions [its layout is inferred]."""
    partition = role_arn.split(":")[1]
    grants = (
        (["s3:GetBucketLocation"], f"arn:{partition}:s3:::{bucket}"),
        (["s3:PutObject"], f"arn:{partition}:s3:::{bucket}/*"),
        (["sns:GetTopicAttributes", "sns:Publish"], topic_arn),
        (["iam:GetRolePolicy"], role_arn),
    )
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": [on]} for actions, on in grants],
    }


def _managed(iam: IAMClient, name: str, policy: str) -> str:
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=arn)
    return arn


def _require(held: bool, argument: str, value: str, remedy: str) -> None:  # noqa: FBT001 - the condition itself
    if not held:
        raise ArgumentError(argument, f"{value!r} does not fit", remedy=remedy)
