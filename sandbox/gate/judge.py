"""Whether a caller may have what its call needs, by the live policies and the project's own evaluator.

An administrator holds every permission in its own account, whatever that account's bucket, topic, queue and key
policies say. What another account owns, and the trust policy of a role, decide for administrators too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from checks.proof.evaluate import Decision, Outcome, Request, evaluate
from policies.errors import DocumentError
from sandbox.gate import live
from sandbox.gate.call import Need
from sandbox.gate.journal import Entry, Journal
from sandbox.gate.principals import Caller, is_administrator_role
from sandbox.identities import OPERATOR_ACCOUNT


@dataclass(frozen=True, slots=True)
class Denial:
    """A need that is not met.

    Attributes:
        need: The permission.
        message: The sentence for the caller, in AWS's form.
    """

    need: Need
    message: str


def judge(caller: Caller, needs: tuple[Need, ...], region: str, address: str, journal: Journal) -> Denial | None:
    """Decide on every need of a call.

    Args:
        caller: Who calls.
        needs: What the call needs.
        region: The region that the request is signed for.
        address: The client's address.
        journal: Where each decision is noted.

    Returns:
        The first need that is not met, or None if all are.
    """
    for need in needs:
        decision = _decide(caller, need, region, address)
        entry = Entry(str(caller.principal), need.action, need.resource, decision.outcome.value, decision.reason)
        journal.add(entry)
        if not decision.allowed:
            return Denial(need, _message(caller, need, decision))
        if need.failure:
            return Denial(need, f"{need.resource} does not exist, or is not enabled, or this caller may not use it.")
    return None


def _decide(caller: Caller, need: Need, region: str, address: str) -> Decision:
    own = need.account in {None, caller.principal.account}
    assumes = need.action == "sts:AssumeRole"
    if assumes and is_administrator_role(need.resource):
        if caller.administrator and caller.principal.account == OPERATOR_ACCOUNT:
            return Decision(Outcome.ALLOWED, "The operator administers every account of the sandbox.")
        return Decision(Outcome.IMPLICIT_DENY, "Only the sandbox's operator takes this role.")
    if caller.administrator and own and not assumes:
        return Decision(Outcome.ALLOWED, "The caller administers the account.")
    context = _surroundings(region, address) | dict(need.context)
    if need.action.startswith("kms:"):
        # KMS knows the caller's account in every call, also in those that a service makes in the caller's name.
        context["kms:CallerAccount"] = caller.principal.account
    request = Request(caller.principal, need.action, need.resource, context, need.account)
    try:
        return evaluate(request, live.policies(caller, need))
    except DocumentError as error:
        return Decision(Outcome.IMPLICIT_DENY, f"A live policy cannot be read: {error}")


def _surroundings(region: str, address: str) -> dict[str, str | tuple[str, ...]]:
    """The global condition keys of a request. The sandbox's plain HTTP stands for HTTPS, so transport is secure."""
    now = datetime.now(UTC)
    return {
        "aws:RequestedRegion": region,
        "aws:SecureTransport": "true",
        "aws:SourceIp": address,
        "aws:CurrentTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:ViaAWSService": "false",
    }


def _message(caller: Caller, need: Need, decision: Decision) -> str:
    reason = decision.reason.rstrip(".")
    return (
        f"User: {caller.principal} is not authorized to perform: {need.action} on resource: {need.resource} "
        f"because {reason[:1].lower()}{reason[1:]}"
    )
