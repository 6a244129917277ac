"""What has to hold before a data set is asked for: a line each, found by reading only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from boto3 import Session
from botocore.exceptions import BotoCoreError, ClientError

from checks.audit.delivery import judge_delivery
from checks.audit.role import LiveRole, error_code, read_role
from checks.result import Result, Status
from checks.smoke.run import HOME, SmokeTest, address_of, client_of
from policies import arns
from policies.callers import CALL_ACTION, SERVICE_REGION
from policies.errors import DocumentError


def preconditions(session: Session, test: SmokeTest) -> Iterator[Result]:
    """Check each precondition of a smoke test, in the order of the delivery.

    Args:
        session: The caller's credentials.
        test: What is to be tried.

    Yields:
        A result each as soon as it is known; UNKNOWN with the reason for what may not be read.
    """
    place = test.destination
    who = cache(lambda: session.client("sts").get_caller_identity())
    yield _tried("caller", lambda: _caller(who(), test.role_arn))
    yield _tried("caller-allowed", lambda: _allowed(session, who()["Arn"]))
    yield _endpoint(session)
    yield _tried("bucket", lambda: _bucket(session, place.bucket))
    yield _tried("topic", lambda: _topic(session, place.topic_arn))
    role: list[LiveRole] = []
    yield _tried("role", lambda: _role(session, test.role_arn, role))
    if not role:
        sentence = "What the role may do is not known, as it could not be read."
        yield Result("delivery", Status.UNKNOWN, sentence, "Let the role be read, or wait for the verdict.")
        return
    external_id = test.external_id or next(iter(role[0].external_ids), None)
    if external_id is None:
        sentence = "The role's trust policy names no external id, and none is given."
        yield Result("assume-role", Status.FAIL, sentence, "Enrol again; the portal makes the trust policy.")
        return
    yield from judge_delivery(session, role[0], place, external_id)


def _tried(name: str, check: Callable[[], Result]) -> Result:
    try:
        return check()
    except (ClientError, BotoCoreError, DocumentError) as error:
        what = error.operation_name if isinstance(error, ClientError) else "the call"
        return Result(name, Status.UNKNOWN, f"It could not be looked at: {error}", f"Allow {what} to whoever tests.")


def _caller(who: Mapping[str, Any], role_arn: str) -> Result:
    owner = role_arn.split(":")[4]
    if who["Account"] != owner:
        sentence = f"The caller is {who['Arn']}, and the role is account {owner}'s."
        return Result("caller", Status.FAIL, sentence, f"Call with credentials of account {owner}.")
    return Result("caller", Status.PASS, f"The caller is {who['Arn']} of account {owner}.")


def _allowed(session: Session, who: str) -> Result:
    source = who
    if ":assumed-role/" in who:  # a session's policies are its role's; a role with a path is not found by it
        source = who.replace(":sts:", ":iam:", 1).replace(":assumed-role/", ":role/", 1).rsplit("/", 1)[0]
    region = {
        "ContextKeyName": "aws:RequestedRegion",
        "ContextKeyValues": [SERVICE_REGION],
        "ContextKeyType": "string",
    }
    answer = session.client("iam").simulate_principal_policy(
        PolicySourceArn=source,
        ActionNames=[CALL_ACTION],
        ContextEntries=[region],  # type: ignore[list-item]  # the type is a literal's
    )
    decision = answer["EvaluationResults"][0]["EvalDecision"]
    if decision == "allowed":
        return Result("caller-allowed", Status.PASS, f"IAM's simulation allows {CALL_ACTION} to {source}.")
    sentence = f"IAM's simulation says {decision} of {CALL_ACTION} by {source}."
    return Result("caller-allowed", Status.FAIL, sentence, f"Allow {CALL_ACTION} on * to the caller.")


def _endpoint(session: Session) -> Result:
    address = address_of(client_of(session))
    if address == HOME:
        return Result("endpoint", Status.PASS, f"The client calls {HOME}.")
    sentence = f"The client calls {address} instead of {HOME}: right for the sandbox or a proxy only."
    remedy = "Take the address out of AWS_ENDPOINT_URL, its kin and ~/.aws/config."
    return Result("endpoint", Status.MANUAL, sentence, remedy)


def _bucket(session: Session, bucket: str) -> Result:
    try:
        # S3 answers nothing for us-east-1.
        found: str | None = session.client("s3").get_bucket_location(Bucket=bucket).get("LocationConstraint")
    except ClientError as error:
        if error_code(error) == "NoSuchBucket":
            return Result("bucket", Status.FAIL, f"There is no bucket {bucket}.", "Make it, or name the right one.")
        raise
    return Result("bucket", Status.PASS, f"The bucket {bucket} is in {found or 'us-east-1'}, as it may be.")


def _topic(session: Session, topic_arn: str) -> Result:
    region = arns.topic(topic_arn).region
    try:
        session.client("sns", region_name=region).get_topic_attributes(TopicArn=topic_arn)
    except ClientError as error:
        if error_code(error) in {"NotFound", "NotFoundException"}:
            return Result("topic", Status.FAIL, f"There is no topic {topic_arn}.", "Make it, or name the right one.")
        raise
    return Result("topic", Status.PASS, f"The topic {topic_arn} is in {region}, as it may be.")


def _role(session: Session, role_arn: str, found: list[LiveRole]) -> Result:
    role = read_role(session, role_arn.rsplit("/", 1)[-1])
    if role is None or role.arn != role_arn:
        remedy = "Enrol, so that the portal makes the role; or name the one that it made."
        return Result("role", Status.FAIL, f"There is no role {role_arn}.", remedy)
    found.append(role)
    count = len(role.policies)
    return Result(
        "role", Status.PASS, f"The role {role_arn} exists and has {count} polic{'y' if count == 1 else 'ies'}."
    )
