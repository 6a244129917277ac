"""The notification topic's policy: the account governs it through IAM; messages come over TLS only."""

from __future__ import annotations

from policies import arns
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement, document

OWNER_ACTIONS = (
    "sns:GetTopicAttributes",
    "sns:SetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:Subscribe",
    "sns:Publish",
)
"""What a topic policy can hand to the account; SNS refuses a wildcard over all its actions there."""


def topic_policy(topic_arn: str) -> PolicyDocument:
    """The policy of a topic: its own account by delegation, nobody else, and no message in clear text.

    Naming the account's root delegates to IAM, so the role's own policy decides about delivery (IAM user guide,
    "AWS JSON policy elements: Principal"; SNS developer guide, "Enforce encryption of data in transit").

    Raises:
        ArgumentError: It is not a topic's ARN.
    """
    topic = arns.topic(topic_arn)
    root = arns.account_root(topic.account, partition=topic.partition)
    return document(
        Statement(
            effect=Effect.ALLOW,
            sid="OwnAccount",
            principals=Principals((("AWS", root),)),
            actions=OWNER_ACTIONS,
            resources=(topic_arn,),
        ),
        Statement(
            effect=Effect.DENY,
            sid="TlsOnly",
            principals=Principals((("AWS", "*"),)),
            actions=("sns:Publish",),
            resources=(topic_arn,),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        ),
    )
