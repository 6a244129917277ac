"""Deliveries from a topic to a queue, held to the queue's policy.

moto hands a message to every subscribed queue without asking. Here the service principal `sns.amazonaws.com` needs
`sqs:SendMessage` from the queue policy, with `aws:SourceArn` and `aws:SourceAccount` of the topic (SNS developer guide:
"Subscribing an Amazon SQS queue to an Amazon SNS topic"); a refused message is dropped in silence, as on AWS, and noted
in the journal. Not reproduced: queues in another account than the subscription's, redrive policies of subscriptions,
and customer keys on queues.
"""

from __future__ import annotations

from typing import Any

from moto.sns.models import Subscription

from checks.proof.evaluate import Decision, Outcome, Policies, Principal, Request, evaluate
from policies.errors import DocumentError
from sandbox.gate.journal import Entry, Journal
from sandbox.gate.live import queue_policy
from sandbox.gate.messaging import find_queue

_SERVICE = Principal(arn="", account="", service="sns.amazonaws.com")


def hold_to_policies(journal: Journal) -> None:
    """Put the check in front of moto's deliveries, for the life of this process.

    Args:
        journal: Where each decision is noted.
    """
    deliver = Subscription.publish

    def publish(self: Subscription, message: str, message_id: str, **options: Any) -> None:  # noqa: ANN401 - passed on
        if self.protocol == "sqs":
            decision = _decide(self)
            entry = Entry(_SERVICE.service or "", "sqs:SendMessage", self.endpoint, decision.outcome, decision.reason)
            journal.add(entry)
            if not decision.allowed:
                return
        deliver(self, message, message_id, **options)

    Subscription.publish = publish  # type: ignore[assignment, method-assign] # moto offers no hook for deliveries


def _decide(subscription: Subscription) -> Decision:
    queue = find_queue(subscription.endpoint)
    owner = subscription.endpoint.split(":")[4]
    if queue is None or owner != subscription.account_id:
        return Decision(Outcome.IMPLICIT_DENY, f"The account of the subscription has no queue {subscription.endpoint}.")
    context = {
        "aws:SourceArn": subscription.topic.arn,
        "aws:SourceAccount": subscription.topic.account_id,
        "aws:SecureTransport": "true",
    }
    request = Request(_SERVICE, "sqs:SendMessage", subscription.endpoint, context, owner)
    try:
        return evaluate(request, Policies(resource=queue_policy(subscription.endpoint)))
    except DocumentError as error:
        return Decision(Outcome.IMPLICIT_DENY, f"The queue policy cannot be read: {error}")
