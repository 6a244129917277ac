"""Who may change who may use a bucket, a topic, a queue or a key."""

from __future__ import annotations

from typing import Any

import pytest
from judging import OPEN, found, policy

from checks.documents.policy import Kind
from checks.rules.catalogue import load
from checks.rules.leakage.rewrites_resource_policies import WAYS
from checks.rules.rule import Expectations

OWN = "111122223333"
TOPIC = f"arn:aws:sns:eu-central-1:{OWN}:acme"
NAME = "rewrites-resource-policies"
MINE = {"StringEquals": {"aws:ResourceTag/mine": "yes"}}
SAID = Expectations(OWN, ("acme-reports",), (TOPIC,))


def allow(action: Any, resource: Any = "*", condition: Any = None) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """An allow."""
    block = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": action, "Resource": resource} | block


@pytest.mark.parametrize(
    ("kind", "statements", "expected", "texts"),
    [
        (Kind.IDENTITY, [allow("s3:*")], Expectations(), ["s3:*"]),
        (Kind.IDENTITY, [allow(["s3:GetObject", "s3:putbucketpolicy"])], Expectations(), ["s3:putbucketpolicy"]),
        (Kind.IDENTITY, [allow("sns:Set*", f"arn:aws:sns:*:{OWN}:*")], Expectations(), ["sns:Set*"]),
        (Kind.IDENTITY, [allow("kms:CreateGrant")], Expectations(), ["kms:CreateGrant"]),
        (Kind.IDENTITY, [allow("s3:PutBucketPolicy", "arn:aws:s3:::acme-reports")], Expectations(), []),
        (Kind.IDENTITY, [allow("s3:PutBucketPolicy", "arn:aws:s3:::acme-reports")], SAID, ["s3:PutBucketPolicy"]),
        (Kind.IDENTITY, [allow("s3:PutBucketPolicy", "arn:aws:s3:::acme-website")], SAID, []),
        (Kind.IDENTITY, [allow("sns:SetTopicAttributes", TOPIC)], SAID, ["sns:SetTopicAttributes"]),
        (Kind.IDENTITY, [allow("sns:SetTopicAttributes", f"{TOPIC}-other")], SAID, []),
        (Kind.IDENTITY, [allow("*")], Expectations(), []),
        (Kind.IDENTITY, [allow("s3:PutBucketPolicy", OPEN)], Expectations(), []),
        (
            Kind.IDENTITY,
            [allow("s3:PutBucketPolicy", "*", {"StringEquals": {"aws:ResourceTag/mine": "yes"}})],
            SAID,
            [],
        ),
        (
            Kind.IDENTITY,
            [allow("s3:PutBucketPolicy"), {"Effect": "Deny", "Action": "s3:PutBucketP*", "Resource": "*"}],
            SAID,
            [],
        ),
        (Kind.ENROLMENT, [allow("s3:PutBucketPolicy")], Expectations(), []),
        (Kind.BOUNDARY, [allow("s3:*")], Expectations(), []),
    ],
)
def test_it_speaks_of_whoever_can_open_resources_in_general(
    kind: Kind, statements: list[dict[str, Any]], expected: Expectations, texts: list[str]
) -> None:
    """A power over any resource, or over the delivery's own, is found where it is named; a narrow one is not."""
    assert found(NAME, policy(*statements, kind=kind), expected) == texts


def test_the_actions_are_aws_own() -> None:
    """Each action exists, and is about permissions or settings that hold them."""
    assert {action for action in WAYS if load().find(action) is None} == set()
