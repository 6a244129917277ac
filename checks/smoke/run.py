"""Ask for a data set and see it arrive: the only proof that a seller's account is set up.

The request id that the service answers proves that the caller may call, and nothing about delivery.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Any, Final
from urllib.parse import urlsplit

from boto3 import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from checks.audit.role import error_code
from checks.result import Result, Status
from checks.smoke import objects
from checks.smoke.calendar import SERVICE, check_date, newest_expected
from checks.smoke.cause import broken_hop
from checks.smoke.queue import Listener, listening
from checks.smoke.report import Asked, differences, read_table
from checks.smoke.verdict import SmokeResult, Verdict
from policies.callers import SERVICE_REGION
from policies.destination import Destination

DEFAULT_TYPE: Final = "customer_subscriber_hourly_monthly_subscriptions"
"""The type that the service guide's own verification asks for; published daily."""
DEFAULT_TIMEOUT: Final = 600.0
"""How long to wait for a delivery, in seconds; the service names no limit [inferred]."""
MARKER: Final = {"mca": "smoke"}
"""What the test writes into its requests, and has to come back."""
HOME: Final = f"{SERVICE}.{SERVICE_REGION}.amazonaws.com"
"""The service's only address (botocore model; service guide, "Troubleshooting")."""

_DENIED: Final = frozenset({"AccessDeniedException", "AccessDenied", "UnrecognizedClientException"})
_NOT_FOUND: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_SIGNED_ELSEWHERE: Final = "Credential should be scoped to a valid region"
_LOCATIONS: Final = ("dataSetS3Location", "dataSetMetaDataS3Location")
_BUCKET_HOPS: Final = frozenset({"locate-bucket", "write-report", "use-bucket-key"})


@dataclass(frozen=True, slots=True)
class SmokeTest:
    """What to try.

    Attributes:
        destination: Where the delivery is to go; below a prefix of the test's own.
        role_arn: The role.
        external_id: The id that the service uses; None if unknown, then silence is explained less well.
        data_set_type: Which set.
        timeout: Seconds to wait.
        date: The publication date to ask for; None for the newest that must exist.
        keep: Whether the delivered objects stay.
        patience: Seconds after which silence means that there is no data; before, that the time was too short.
    """

    destination: Destination
    role_arn: str
    external_id: str | None = None
    data_set_type: str = DEFAULT_TYPE
    timeout: float = DEFAULT_TIMEOUT
    date: date | None = None
    keep: bool = False
    patience: float = DEFAULT_TIMEOUT


def run_smoke_test(session: Session, test: SmokeTest) -> SmokeResult:
    """Ask for one data set, once, and follow it until it arrives or the time is up.

    Args:
        session: The caller's credentials.
        test: What to try.

    Returns:
        The verdict with its evidence. The temporary queue is gone, and the objects too unless they are to stay,
        whatever happened.

    Raises:
        ArgumentError: The type is unknown, or never had a date that must exist, or not the one that is asked for.
        ClientError: The queue could not be made, or a delivered file could not be looked at.
    """
    now = datetime.now(UTC)
    newest = test.date or newest_expected(test.data_set_type, now) or now.date()
    day = check_date(test.data_set_type, newest, now)
    attempt = _Attempt(session, test, now, datetime.combine(day, time_of_day(), UTC))
    result = None
    try:
        with listening(session, test.destination.topic_arn, test.timeout) as listener:
            result = attempt.follow(listener)
    finally:
        left = attempt.tidy()
    return replace(result, left=left)


class _Attempt:
    """One call and its aftermath."""

    def __init__(self, session: Session, test: SmokeTest, now: datetime, date: datetime) -> None:
        self._session, self._test, self._now, self._date = session, test, now, date
        self._begun = time.monotonic()
        self._prefix = objects.run_prefix(test.destination.smoke_prefix, now, keep=test.keep)
        self._request_id: str | None = None
        self._parameters: dict[str, Any] = {
            "dataSetType": test.data_set_type,
            "dataSetPublicationDate": date,
            "roleNameArn": test.role_arn,
            "destinationS3BucketName": test.destination.bucket,
            "destinationS3Prefix": self._prefix,
            "snsTopicArn": test.destination.topic_arn,
            "customerDefinedValues": MARKER,
        }
        self._s3 = session.client("s3")

    def follow(self, listener: Listener) -> SmokeResult:
        """Call, wait, look."""
        client = client_of(self._session)
        address = address_of(client)
        if address != HOME and address.endswith((".amazonaws.com", ".api.aws", ".amazonaws.com.cn")):
            sentence = f"The client would call {address}; the service answers at {HOME} only."
            return self._ends(Verdict.WRONG_REGION, sentence, _mend_address(address))
        try:
            self._request_id = str(client.generate_data_set(**self._parameters)["dataSetRequestId"])
        except ClientError as error:
            return self._refused(error)
        except BotoCoreError as error:
            verdict = Verdict.FAILED if address == HOME else Verdict.WRONG_REGION
            remedy = "check the network and its proxies" if address == HOME else _mend_address(address)
            return self._ends(verdict, f"The service could not be reached at {address}: {error}", remedy)
        message = listener.message(self._request_id, self._begun + self._test.timeout)
        if message is None:
            return self._silent()
        if str(message.get("success")).lower() != "true":
            return self._unsuccessful(message)
        return self._inspect(message)

    def tidy(self) -> tuple[str, ...]:
        """Remove this run's objects and killed runs'; what could not be removed, a sentence each."""
        bucket, smoke_prefix = self._test.destination.bucket, self._test.destination.smoke_prefix
        try:
            if self._request_id is not None and not self._test.keep:
                objects.remove(self._s3, bucket, self._prefix)
            objects.remove_left_overs(self._s3, bucket, smoke_prefix, self._now)
        except (ClientError, BotoCoreError) as error:
            return (f"What lies below s3://{bucket}/{smoke_prefix}/ could not be looked through and removed: {error}",)
        return ()

    def _refused(self, error: ClientError) -> SmokeResult:
        code = error_code(error)
        said = error.response.get("Error", {}).get("Message", "")
        if code in _DENIED:
            remedy = "give the caller policy to whoever calls (`callers` in the seller's configuration)"
            return self._ends(Verdict.DENIED, f"The caller may not ask for data sets: {said}", remedy)
        if code == "SubscriptionRequiredException":
            remedy = "enrol at https://aws.amazon.com/marketplace/management/cas/enroll, or contact AWS Marketplace"
            return self._ends(Verdict.NOT_SUBSCRIBED, f"The account is not enrolled in the service: {said}", remedy)
        if _SIGNED_ELSEWHERE in said:
            sentence = f"The request was signed for another region than {SERVICE_REGION}: {said}"
            return self._ends(Verdict.WRONG_REGION, sentence, _mend_address("another region's endpoint"))
        sentence = f"The service refused the request ({code}): {said}"
        broken = self._broken_hop() if code == "MarketplaceCommerceAnalyticsException" else None
        if broken is not None and broken.name == "assume-role":
            return self._ends(Verdict.NO_ROLE, f"{sentence} {broken.sentence}", broken.remedy)
        return self._ends(Verdict.FAILED, sentence, "try again later; if it stays, change what the message names")

    def _unsuccessful(self, message: Mapping[str, object]) -> SmokeResult:
        """A message says that the delivery failed: by the bucket's fault, if it or the live policies say so."""
        said = str(message.get("message") or "no reason")
        sentence = f"The service could not deliver and says: {said}"
        broken = self._broken_hop()
        if broken is not None and broken.name in _BUCKET_HOPS:
            return self._ends(Verdict.BUCKET_REFUSED, sentence, broken.remedy, message)
        if self._test.destination.bucket in said:
            remedy = f"let the role use the bucket {self._test.destination.bucket} as the message says"
            return self._ends(Verdict.BUCKET_REFUSED, sentence, remedy, message)
        remedy = broken.remedy if broken is not None else "change what the message names"
        return self._ends(Verdict.FAILED, sentence, remedy, message)

    def _silent(self) -> SmokeResult:
        """No message came: a topic that the role cannot use, a role that cannot be assumed, or no data at all."""
        waited = f"{self._test.timeout:.0f} s"
        files = self._files_below_prefix()
        broken = self._broken_hop()
        if broken is not None and broken.status is Status.FAIL:
            verdict = Verdict.NO_ROLE if broken.name == "assume-role" else Verdict.SILENT
            sentence = f"The request was accepted, but no message came in {waited}: {broken.sentence}"
            return self._ends(verdict, sentence, broken.remedy, files=files)
        if len(files) == len(_LOCATIONS):
            sentence = f"The files arrived, but no message did in {waited}."
            remedy = "let the role publish to the topic: see the topic's policy, its key's policy and the role's grants"
            return self._ends(Verdict.SILENT, sentence, remedy, files=files)
        if files or broken is not None or self._test.timeout < self._test.patience:
            why = broken.sentence if broken is not None else "Every grant is right."
            remedy = f"wait longer: --timeout {max(self._test.patience, 2 * self._test.timeout):.0f}"
            return self._ends(Verdict.TIMED_OUT, f"Nothing came in {waited}. {why}", remedy, files=files)
        sentence = (
            f"Nothing arrived in {waited}, and every grant is right: the day may hold no data. Nothing is proven."
        )
        return self._ends(Verdict.NO_DATA, sentence, "ask for a type and date for which this seller has data")

    def _broken_hop(self) -> Result | None:
        test = self._test
        return broken_hop(self._session, test.role_arn, test.destination, test.external_id)

    def _files_below_prefix(self) -> tuple[tuple[str, int], ...]:
        bucket = self._test.destination.bucket
        try:
            found = list(objects.sizes(self._s3, bucket, self._prefix))
        except ClientError:
            return ()  # a caller need not be a reader
        return tuple((f"s3://{bucket}/{key}", size) for key, size in found)

    def _inspect(self, message: Mapping[str, object]) -> SmokeResult:
        """Look at both files, at the keys that the message names."""
        files: list[tuple[str, int]] = []
        bodies: dict[str, bytes] = {}
        for name in _LOCATIONS:
            place = message.get(name)
            if not isinstance(place, dict) or not {"bucketName", "key"} <= set(place):
                sentence = f"The message says success but has no usable {name}."
                return self._ends(Verdict.FAILED, sentence, "contact AWS Marketplace", message)
            where = {"Bucket": place["bucketName"], "Key": place["key"]}
            address = f"s3://{place['bucketName']}/{place['key']}"
            if where["Bucket"] != self._test.destination.bucket or not where["Key"].startswith(f"{self._prefix}/"):
                sentence = f"The message announces {address}, which is not below s3://{self._test.destination.bucket}/"
                sentence += f"{self._prefix}/."
                return self._ends(Verdict.FAILED, sentence, "contact AWS Marketplace", message)
            try:
                size = self._s3.head_object(**where)["ContentLength"]
                bodies[name] = self._s3.get_object(**where)["Body"].read()
            except ClientError as error:
                if error_code(error) in _NOT_FOUND:
                    sentence = f"{address} was announced but is not there."
                    return self._ends(Verdict.FAILED, sentence, "try again", message)
                raise
            files.append((address, size))
        return self._compare(message, bodies, tuple(files))

    def _compare(
        self, message: Mapping[str, object], bodies: Mapping[str, bytes], files: tuple[tuple[str, int], ...]
    ) -> SmokeResult:
        data, about = (bodies[name] for name in _LOCATIONS)
        remedy = "try again; if it stays, contact AWS Marketplace with the request id"
        try:
            metadata = json.loads(about)
        except ValueError:
            metadata = None
        if not isinstance(metadata, dict):
            return self._ends(Verdict.FAILED, "The metadata file is no JSON object.", remedy, message, files=files)
        asked = Asked(self._request_id or "", self._parameters, self._now)
        problems = differences(metadata, asked, {name: message[name] for name in _LOCATIONS})
        table = read_table(data, files[0][1])
        if problems or table.problem:
            sentence = " ".join([*problems, *([table.problem] if table.problem else [])])
            return self._ends(Verdict.FAILED, sentence, remedy, message, metadata, files)
        sentence = f"The report, its metadata and the message for {self._date:%Y-%m-%d} arrived."
        return replace(self._ends(Verdict.DELIVERED, sentence, "", message, metadata, files), rows=table.rows)

    def _ends(  # noqa: PLR0913, PLR0917  # the evidence, as far as there is any
        self,
        verdict: Verdict,
        sentence: str,
        remedy: str,
        message: Mapping[str, object] | None = None,
        metadata: Mapping[str, object] | None = None,
        files: tuple[tuple[str, int], ...] = (),
    ) -> SmokeResult:
        return SmokeResult(
            verdict=verdict,
            sentence=sentence,
            remedy=remedy,
            data_set_type=self._test.data_set_type,
            publication_date=self._date,
            request_id=self._request_id,
            message=message,
            metadata=metadata,
            files=files,
            asked=self._now,
            seconds=time.monotonic() - self._begun,
        )


def address_of(client: Any) -> str:  # noqa: ANN401  # boto3 makes its client classes at run time
    """The host that a client of the service would call."""
    url: str = client.meta.endpoint_url
    return urlsplit(url).hostname or url


def client_of(session: Session) -> Any:  # noqa: ANN401  # the same
    """A session's client of the service, which never retries: a repeated request would be a second delivery."""
    return session.client(SERVICE, region_name=SERVICE_REGION, config=Config(retries={"total_max_attempts": 1}))


def _mend_address(address: str) -> str:
    return f"take {address} out of AWS_ENDPOINT_URL, its kin and ~/.aws/config; the service is at https://{HOME}"
