"""Calls to AWS: lazy boto3 clients, and one error that names the call."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from policies.errors import AccountError

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from sandbox.provider.settings import Settings

Answer: TypeAlias = dict[str, Any]
"""What an AWS operation answers, as boto3 parses it."""

ABSENT = frozenset(
    {
        "404",
        "AWS.SimpleQueueService.NonExistentQueue",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchEntity",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "NoSuchTagSet",
        "NotFound",
        "NotFoundException",
        "OwnershipControlsNotFoundError",
        "QueueDoesNotExist",
        "ServerSideEncryptionConfigurationNotFoundError",
    }
)
"""Error codes that say "there is no such thing" (botocore models of s3, sns, iam, kms, sqs)."""


class CallError(AccountError):
    """AWS refused a call, or could not be reached.

    Args:
        code: AWS's error code, or the class of boto3's own error.
        operation: The call as `service:Operation`.
        message: The rest.
    """

    def __init__(self, code: str, operation: str, message: str) -> None:
        super().__init__(f"{code} on {operation}: {message}")
        self.code = code

    @property
    def absent(self) -> bool:
        """Whether the error says that the thing does not exist."""
        return self.code in ABSENT


class Connection:
    """A configured session with AWS, safe to use from several threads.

    Args:
        settings: How to reach AWS.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, str], BaseClient] = {}

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - types-boto3 types a session by its literal service names only
        import boto3  # noqa: PLC0415 - half a second of start-up that a preview without calls does not need
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - the same

        given = self.settings
        try:
            return boto3.Session(
                aws_access_key_id=given.access_key,
                aws_secret_access_key=given.secret_key,
                aws_session_token=given.token,
                region_name=given.region,
                profile_name=given.profile,
            )
        except BotoCoreError as error:
            raise AccountError(
                f"The aws provider cannot make a session: {error}", remedy="check AWS_PROFILE and aws:profile"
            ) from error

    @cached_property
    def region(self) -> str:
        """The provider's region.

        Raises:
            AccountError: Neither an argument nor the environment nor the profile gives one.
        """
        # pulumi-aws reads AWS_REGION first; boto3 knows only the other name (boto3 guide: configuration).
        region = self.settings.region or os.environ.get("AWS_REGION")
        if not region:
            with self._lock:
                region = self._session.region_name
        if not region:
            raise AccountError(
                "The aws provider has no region.", remedy="set aws:region, aws.Provider(region=...) or AWS_REGION"
            )
        return str(region)

    @cached_property
    def identity(self) -> Answer:
        """Who the credentials belong to: STS's `Account`, `Arn` and `UserId`."""
        return self.call("sts", self.region, "get_caller_identity")

    @property
    def account(self) -> str:
        """The account id of the credentials."""
        return str(self.identity["Account"])

    @property
    def partition(self) -> str:
        """The partition of the credentials' ARN: `aws`, `aws-cn` or `aws-us-gov`."""
        return str(self.identity["Arn"]).split(":")[1]

    def guard(self) -> None:
        """Hold the account guard.

        Raises:
            AccountError: The credentials belong to an account that is not allowed, or cannot be checked.
        """
        given = self.settings
        if not (given.validate or given.allowed or given.forbidden):
            return
        account = self.account
        if given.allowed and account not in given.allowed:
            raise AccountError(
                f"The credentials belong to account {account}, but the provider allows only "
                f"{', '.join(given.allowed)} (allowedAccountIds). Nothing was read or changed.",
                remedy=f"use credentials of account {given.allowed[0]}",
            )
        if account in given.forbidden:
            raise AccountError(
                f"The credentials belong to account {account}, which the provider forbids "
                f"({', '.join(given.forbidden)} in forbiddenAccountIds). Nothing was read or changed.",
                remedy="use credentials of another account",
            )

    def _client(self, service: str, region: str) -> BaseClient:
        from botocore.config import Config  # noqa: PLC0415 - see _session

        with self._lock:  # making clients from one session is not thread-safe, using them is (boto3 guide: clients)
            if (service, region) not in self._clients:
                style = Config(s3={"addressing_style": "path"}) if self.settings.path_style else None
                self._clients[service, region] = self._session.client(service, region_name=region, config=style)
            return self._clients[service, region]

    def call(self, service: str, region: str, operation: str, **parameters: object) -> Answer:
        """Call an operation by its boto3 name.

        Raises:
            CallError: AWS refused, or was not reached.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see _session

        label = f"{service}:{''.join(part.capitalize() for part in operation.split('_'))}"
        try:
            client = self._client(service, region)
            label = f"{service}:{client.meta.method_to_api_mapping[operation]}"
            answer: Answer = getattr(client, operation)(**parameters)
        except ClientError as error:
            told = error.response.get("Error", {})
            raise CallError(str(told.get("Code")), label, str(told.get("Message", ""))) from error
        except BotoCoreError as error:
            raise CallError(type(error).__name__, label, str(error)) from error
        return answer


@dataclass(frozen=True, slots=True)
class Aws:
    """One service in one region, as a resource's handler sees it.

    Attributes:
        connection: The configured session.
        service: boto3's name of the service.
        region: The resource's region.
    """

    connection: Connection
    service: str
    region: str

    def __call__(self, operation: str, **parameters: object) -> Answer:
        """Call an operation; raises `CallError`."""
        return self.connection.call(self.service, self.region, operation, **parameters)

    def find(self, operation: str, **parameters: object) -> Answer | None:
        """Call an operation; None if AWS says that the thing does not exist."""
        try:
            return self(operation, **parameters)
        except CallError as error:
            if error.absent:
                return None
            raise

    def pages(self, operation: str, member: str, cursor: tuple[str, str], **parameters: object) -> Iterator[Any]:
        """Yield the items of a listing.

        Args:
            operation: boto3's name.
            member: Where the answer holds the items.
            cursor: The answer's member and the parameter that carry the position.
            **parameters: The operation's own.
        """
        following, parameter = cursor
        position: dict[str, object] = {}
        while True:
            answer = self(operation, **parameters, **position)
            yield from answer.get(member, [])
            if not answer.get(following):
                return
            position = {parameter: answer[following]}
