"""boto3 clients against the sandbox's one endpoint, untouched by the user's own AWS configuration.

Profiles, configuration files, proxies and endpoint variables of the environment are not read: the emulator must reach
the sandbox and nothing else.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import boto3
import botocore.session
from botocore.config import Config

from sandbox.identities import ADMINISTRATOR_ROLE, OPERATOR_KEY, SECRET, SERVICE_KEY

if TYPE_CHECKING:
    from types_boto3_iam.client import IAMClient
    from types_boto3_s3.client import S3Client
    from types_boto3_sns.client import SNSClient
    from types_boto3_sts.client import STSClient

HOME_REGION: Final = "us-east-1"
"""The only region with the service's endpoint (service guide: troubleshooting)."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair, with a token if it is temporary."""

    key_id: str
    secret: str
    token: str | None = None


OPERATOR: Final = Credentials(OPERATOR_KEY, SECRET)
"""May become the administrator of any account in the sandbox."""

SERVICE: Final = Credentials(SERVICE_KEY, SECRET)
"""The service itself."""

_ISOLATED: Final = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ignore_configured_endpoint_urls": (None, None, True, None),
}
_CONFIG: Final = Config(
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=20,
    proxies={},
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
)


class Clients:
    """Makes clients; thread-safe.

    Args:
        endpoint_url: The sandbox's address.
    """

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url = endpoint_url
        self._lock = threading.Lock()
        core = botocore.session.Session(session_vars=_ISOLATED)
        self._session = boto3.Session(botocore_session=core, region_name=HOME_REGION)

    def iam(self, credentials: Credentials) -> IAMClient:
        """An IAM client."""
        return cast("IAMClient", self._make("iam", credentials, HOME_REGION))

    def s3(self, credentials: Credentials, region: str) -> S3Client:
        """An S3 client of a region."""
        return cast("S3Client", self._make("s3", credentials, region))

    def sns(self, credentials: Credentials, region: str) -> SNSClient:
        """An SNS client of a region."""
        return cast("SNSClient", self._make("sns", credentials, region))

    def sts(self, credentials: Credentials) -> STSClient:
        """An STS client."""
        return cast("STSClient", self._make("sts", credentials, HOME_REGION))

    def assume(
        self, credentials: Credentials, role_arn: str, session: str, *, external_id: str | None = None
    ) -> Credentials:
        """The temporary credentials of a role.

        Raises:
            botocore.exceptions.ClientError: The role does not let itself be assumed.
        """
        condition = {"ExternalId": external_id} if external_id else {}
        sts = self.sts(credentials)
        found = sts.assume_role(RoleArn=role_arn, RoleSessionName=session, **condition)["Credentials"]  # type: ignore[arg-type]  # a dict of one string member
        return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])

    def administrator(self, account: str) -> Credentials:
        """The credentials of an account's administrator, whom the sandbox does not judge."""
        return self.assume(OPERATOR, f"arn:aws:iam::{account}:role/{ADMINISTRATOR_ROLE}", "portal")

    def _make(self, service: str, credentials: Credentials, region: str) -> Any:  # noqa: ANN401 - boto3's clients share no type
        with self._lock:  # making a client from a shared session is not thread-safe; using it is
            return self._session.client(  # type: ignore[call-overload]  # the overloads want literal names
                service,
                region_name=region,
                endpoint_url=self._endpoint_url,
                aws_access_key_id=credentials.key_id,
                aws_secret_access_key=credentials.secret,
                aws_session_token=credentials.token,
                config=_CONFIG,
            )
