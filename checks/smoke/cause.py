"""Why a delivery does not come, and the one change that would mend it, as far as the live policies tell."""

from __future__ import annotations

from dataclasses import replace

from boto3 import Session
from botocore.exceptions import ClientError

from checks.audit.delivery import judge_delivery
from checks.audit.role import read_role
from checks.result import Result, Status
from policies.destination import Destination
from policies.trust import SERVICE_ACCOUNT


def broken_hop(session: Session, role_arn: str, destination: Destination, external_id: str | None) -> Result | None:
    """The first hop that the live policies stop, else the first that could not be judged; None if all are right.

    Args:
        session: Credentials; those that may not read IAM make the answer UNKNOWN.
        role_arn: The role that the service delivers with.
        destination: Where it delivers to.
        external_id: The seller's external id; None for the one that the role's trust names.
    """
    try:
        role = read_role(session, role_arn.rsplit("/", 1)[-1])
    except ClientError as error:
        # A caller need not be a reader of IAM, which is right for a caller: the verdict then says less.
        return Result("read-role", Status.UNKNOWN, f"The role's policies could not be read: {error}.")
    if role is None:
        remedy = "enrol again, so that the portal makes the role; or give the ARN of the role that it made"
        return Result("assume-role", Status.FAIL, "The role does not exist.", remedy)
    external_id = external_id or next(iter(role.external_ids), None)
    if external_id is None:
        sentence = "The role's trust policy names no external id."
        return Result("assume-role", Status.FAIL, sentence, _mend("assume-role", role_arn, destination))
    results = judge_delivery(session, role, destination, external_id)
    for status in (Status.FAIL, Status.UNKNOWN):
        for result in results:
            if result.status is status:
                return replace(result, remedy=result.remedy or _mend(result.name, role_arn, destination))
    return None


def _mend(hop: str, role: str, place: Destination) -> str:
    """The one change that opens a hop."""
    grants = {
        "read-own-policy": ("iam:GetRolePolicy", role),
        "locate-bucket": ("s3:GetBucketLocation", place.bucket_arn),
        "write-report": ("s3:PutObject", place.objects_arn),
        "read-topic": ("sns:GetTopicAttributes", place.topic_arn),
        "publish": ("sns:Publish", place.topic_arn),
        "use-bucket-key": ("kms:GenerateDataKey and kms:Decrypt", "the bucket's key"),
        "use-topic-key": ("kms:GenerateDataKey and kms:Decrypt", "the topic's key"),
    }
    if hop not in grants:
        return f"let arn:aws:iam::{SERVICE_ACCOUNT}:root assume {role} with the seller's external id"
    action, resource = grants[hop]
    return f"allow {action} on {resource} to {role}, or remove the deny that the sentence names"
