"""Which accounts the service knows as sellers, and under which external id."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the portal's click made.

    Attributes:
        account: The seller's account.
        external_id: The id that the service gives when it assumes the role.
        role_arn: The role, as the portal's success message shows it.
        policy_name: The ``oneClick_…`` policy's name.
        policy_arn: Its ARN if it is a managed policy; None if it is inline.
        bucket: The destination's name.
        topic_arn: The notification topic.
    """

    account: str
    external_id: str
    role_arn: str
    policy_name: str
    policy_arn: str | None
    bucket: str
    topic_arn: str

    def as_document(self) -> dict[str, object]:
        """The enrolment as JSON values."""
        return {
            "account": self.account,
            "externalId": self.external_id,
            "roleArn": self.role_arn,
            "policyName": self.policy_name,
            "policyArn": self.policy_arn,
            "inline": self.policy_arn is None,
            "bucket": self.bucket,
            "topicArn": self.topic_arn,
        }


class Sellers:
    """The subscribed accounts; thread-safe.

    Args:
        seed: Tells one sandbox's external ids from another's.
    """

    def __init__(self, seed: str = "sandbox") -> None:
        self._namespace = uuid.uuid5(uuid.NAMESPACE_OID, f"commerce-analytics:{seed}")
        self._lock = threading.Lock()
        self._subscribed: set[str] = set()
        self._enrolled: dict[str, Enrolment] = {}

    def external_id(self, account: str) -> str:
        """The account's external id: a UUID, the same each time, another one for each account."""
        return str(uuid.uuid5(self._namespace, account))

    def issue(self, account: str) -> str:
        """Sign an account up without making its role, and tell its external id, for a seller who makes the role."""
        with self._lock:
            self._subscribed.add(account)
        return self.external_id(account)

    def enrol(self, enrolment: Enrolment) -> None:
        """Note what the portal made, and that the account is signed up."""
        with self._lock:
            self._subscribed.add(enrolment.account)
            self._enrolled[enrolment.account] = enrolment

    def subscribed(self, account: str) -> bool:
        """Whether the service answers the account's calls."""
        with self._lock:
            return account in self._subscribed

    def enrolment(self, account: str) -> Enrolment | None:
        """What the portal made for an account, if it did."""
        with self._lock:
            return self._enrolled.get(account)
