"""What is said of grants: whether each lets the call through in us-east-1, and only there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Finding
from checks.proof.evaluate import Decision
from checks.regions.grants import REGION, Grants, Say, ask, ask_elsewhere, open_keys
from checks.regions.places import Place, found
from checks.result import Status
from checks.rules.conditions._region import calling
from policies.callers import CALL_ACTION, SERVICE_REGION
from policies.document import Statement
from policies.errors import DocumentError

_DENIED: Final = "call-denied-at-home"
_NOT_PINNED: Final = "call-not-pinned"
_LET: Final = f"Let {CALL_ACTION} through in {SERVICE_REGION}: name the region, or exempt the action."
_PIN: Final = f'Add "Condition": {{"StringEquals": {{"aws:RequestedRegion": "{SERVICE_REGION}"}}}} to what allows it.'
_Where = Callable[[Statement | None], Place]
_Question = Callable[[Grants, _Where, str], Finding]


def judge_limit(policy: Policy, *, scp: bool) -> tuple[Finding, ...]:
    """Judge a boundary or a service control policy that was given as a file.

    Args:
        policy: The document.
        scp: Whether it is a service control policy; one that allows nothing is taken to stand beside FullAWSAccess.
    """
    what = "service control policy" if scp else "boundary"
    say = Say.written(policy, f"the {what} {policy.name}".strip())
    grants = Grants(scps=(say,)) if scp else Grants(boundaries=(say,))
    return tuple(_asked(grants, _in(policy), f"The {what}", _home))


def judge_document(policy: Policy) -> tuple[Finding, ...]:
    """Judge a document that was found: if it grants the call by name, or denies it by region.

    Args:
        policy: The document, of whatever kind.
    """
    if policy.kind.has_principal:
        return ()
    say = Say.written(policy, policy.name or "the document")
    if any(calling(policy)):
        return tuple(_asked(Grants(identity=(say,)), _in(policy), "The document", _home, _pinned))
    if say.denies_by_region:
        return tuple(_asked(Grants(scps=(say,)), _in(policy), "The document", _home))
    return ()


def judge_caller(grants: Grants, who: str, place: Place) -> tuple[Finding, ...]:
    """Judge all that decides about a live caller.

    Args:
        grants: The caller, its policies and what limits it.
        who: What people call it, such as `The user alice`.
        place: Where it is listed.
    """
    return tuple(_asked(grants, lambda _: place, who, _home, _pinned))


def _in(policy: Policy) -> _Where:
    """Where a statement was written, or the whole document."""

    def where(statement: Statement | None) -> Place:
        span = (statement.span if statement else None) or policy.span
        return Place(policy.passage.source, span.start, span.end)

    return where


def _asked(grants: Grants, where: _Where, who: str, *questions: _Question) -> Iterator[Finding]:
    """The answers to questions; UNKNOWN if the documents cannot be judged."""
    try:
        for question in questions:
            yield question(grants, where, who)
    except DocumentError as error:
        yield found(_DENIED, Status.UNKNOWN, where(None), f"{who} cannot be judged: {error.what}", error.remedy)


def _home(grants: Grants, where: _Where, who: str) -> Finding:
    """Whether the call goes through where the service answers."""
    answer = ask(grants)
    place = where(answer.decision.statement)
    if answer.surely:
        return found(_DENIED, Status.PASS, place, f"{who} lets the call through in {SERVICE_REGION}.")
    if answer.possibly:
        sentence = (
            f"Whether {who[0].lower()}{who[1:]} lets the call through in {SERVICE_REGION} turns on {_keys(grants)}."
        )
        return found(
            _DENIED, Status.UNKNOWN, place, sentence, "See that it holds for whoever calls, or write it plainly."
        )
    sentence = f"{who} does not let the call through in {SERVICE_REGION}: {_reason(answer.decision)}."
    return found(_DENIED, Status.FAIL, place, sentence, _LET)


def _pinned(grants: Grants, where: _Where, who: str) -> Finding:
    """Whether the call goes through anywhere else."""
    elsewhere = ask_elsewhere(grants)
    if elsewhere is None:
        place = where(ask(grants).decision.statement)
        return found(_NOT_PINNED, Status.PASS, place, f"{who} lets the call through in no other region.")
    region, answer = elsewhere
    place = where(answer.decision.statement)
    shown = region if region in {value for say in grants.says for value in _regions(say)} else "any other region"
    if answer.surely:
        sentence = f"{who} lets the call through in {shown}, too: {_reason(answer.decision)}."
        return found(_NOT_PINNED, Status.FAIL, place, sentence, _PIN)
    sentence = f"{who} may let the call through in {shown}, or not: that turns on {_keys(grants)}."
    return found(_NOT_PINNED, Status.UNKNOWN, place, sentence, _PIN)


def _regions(say: Say) -> Iterator[str]:
    """The regions that a document names."""
    for statement in say.statements:
        for condition in statement.conditions:
            if condition.key.lower() == REGION:
                yield from condition.values


def _keys(grants: Grants) -> str:
    return ", ".join(open_keys(grants)) or "values that the document leaves open"


def _reason(decision: Decision) -> str:
    """The reason without the request, which the sentence tells: `Statement 'X' of 'the boundary' denies`."""
    what = decision.reason.partition(f" {CALL_ACTION}")[0]
    return f"{what[0].lower()}{what[1:]} it"
