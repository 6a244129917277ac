"""What the service's role may do: five kinds of calls, on the seller's destinations and on nothing else."""

from __future__ import annotations

from policies import arns
from policies.destination import Destination, required, unique, widest
from policies.document import Effect, PolicyDocument, Statement, document

ROLE_ACTIONS = (
    "s3:GetBucketLocation",
    "s3:PutObject",
    "sns:GetTopicAttributes",
    "sns:Publish",
    "iam:GetRolePolicy",
)
"""The actions that the service uses (botocore model, documentation of `roleNameArn`)."""

KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")
"""What writing to a bucket, or publishing to a topic, with a customer key needs of the writer.

S3 user guide, "Using server-side encryption with AWS KMS keys"; SNS developer guide, "Key management".
"""


def role_policy(
    *destinations: Destination,
    account_id: str,
    role_name: str = arns.ROLE_NAME,
) -> PolicyDocument:
    """The permissions policy of the role for one or several destinations.

    Args:
        destinations: Where reports may go. During a rotation, both generations.
        account_id: The seller's account, in which the role lives.
        role_name: The role's name; the service reads the role's own policy.

    Raises:
        ArgumentError: No destination, mixed partitions, or a wrong account or name.
    """
    places = required(destinations)
    own = arns.role(account_id, role_name, partition=places[0].partition)
    statements = [
        _allow("LocateBucket", ("s3:GetBucketLocation",), unique(place.bucket_arn for place in places)),
        _allow("DeliverReports", ("s3:PutObject",), widest(place.objects_arn for place in places)),
        _allow(
            "AnnounceDelivery", ("sns:GetTopicAttributes", "sns:Publish"), unique(place.topic_arn for place in places)
        ),
        _allow("ReadOwnPolicy", ("iam:GetRolePolicy",), (own,)),
    ]
    if keys := unique(key for place in places for key in place.key_arns):
        statements.append(_allow("UseCustomerKeys", KEY_ACTIONS, keys))
    return document(*statements)


def _allow(sid: str, actions: tuple[str, ...], resources: tuple[str, ...]) -> Statement:
    return Statement(effect=Effect.ALLOW, sid=sid, actions=actions, resources=resources)
