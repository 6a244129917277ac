"""Whether policies let the call through in us-east-1, and only there: the evaluator is asked, region by region.

What a request will have besides its region is not known, so each question is asked twice: of the policies with every
other condition in the caller's favour, and with every other condition against it. Where the two answers differ, the
policies alone do not decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from checks.documents.policy import Policy
from checks.proof.evaluate import Decision, NamedPolicy, Policies, Principal, Request, evaluate
from checks.rules import asking
from policies.callers import CALL_ACTION, SERVICE_REGION
from policies.document import Condition, Effect, PolicyDocument, Statement

REGION: Final = "aws:requestedregion"
_TLS: Final = "aws:securetransport"
_KNOWN: Final = frozenset({REGION, _TLS, "aws:principalisawsservice"})
_OF_PRINCIPAL: Final = frozenset({"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"})
_OTHERS: Final = ("us-east-2", "us-west-2", "eu-central-1", "ap-southeast-2", "zz-nowhere-1")
"""Regions to try, the last of which no document names."""


@dataclass(frozen=True, slots=True)
class Say:
    """One document that has a say.

    Attributes:
        name: What people call it.
        least: What it allows at least.
        most: What it allows at most.
    """

    name: str
    least: PolicyDocument
    most: PolicyDocument

    @classmethod
    def written(cls, policy: Policy, name: str) -> Say:
        """A document as it was written, which may leave values open."""
        return cls(name, policy.bounds.least, policy.bounds.most)

    @classmethod
    def live(cls, document: PolicyDocument, name: str) -> Say:
        """A document as AWS has it."""
        return cls(name, document, document)

    @property
    def allows(self) -> bool:
        """Whether it has a statement that allows anything."""
        return any(statement.effect is Effect.ALLOW for statement in self.most.statements)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What it says of the call, at most."""
        return asking.speaking_of(self.most, CALL_ACTION).statements

    @property
    def denies_by_region(self) -> bool:
        """Whether it denies the call by its region."""
        return any(
            statement.effect is Effect.DENY and any(one.key.lower() == REGION for one in statement.conditions)
            for statement in self.statements
        )


@dataclass(frozen=True, slots=True)
class Grants:
    """All that decides about a caller's call.

    Attributes:
        caller: Who calls; None if only the documents are known.
        identity: What the caller, or its groups, have; None for all permissions that there are.
        boundaries: Permissions boundaries, each of which has to allow.
        scps: Service control policies, each of a level of its own, which has to allow.
    """

    caller: Principal | None = None
    identity: tuple[Say, ...] | None = None
    boundaries: tuple[Say, ...] = ()
    scps: tuple[Say, ...] = ()

    @property
    def says(self) -> tuple[Say, ...]:
        """All documents."""
        return (*(self.identity or ()), *self.boundaries, *self.scps)


class Answer(NamedTuple):
    """Whether the call goes through.

    Attributes:
        surely: Whether it does, whatever else the request has.
        possibly: Whether it may.
        decision: What decides where it may not; else what lets it through.
    """

    surely: bool
    possibly: bool
    decision: Decision


def ask(grants: Grants, region: str = SERVICE_REGION) -> Answer:
    """Ask whether the call goes through in a region.

    Raises:
        DocumentError: A document has a statement that cannot stand in it.
    """
    known = _KNOWN | (_OF_PRINCIPAL if grants.caller else frozenset())
    best = _decide(grants, region, {say: _favouring(say.most, known) for say in grants.says})
    worst = _decide(grants, region, {say: _opposing(say.least, known) for say in grants.says})
    return Answer(worst.allowed, best.allowed, best)


def ask_elsewhere(grants: Grants) -> tuple[str, Answer] | None:
    """A region besides the service's where the call surely goes through, or else may; None if there is none.

    Raises:
        DocumentError: A document has a statement that cannot stand in it.
    """
    named = (
        asking.concrete(value)
        for say in grants.says
        for statement in say.statements
        for condition in statement.conditions
        if condition.key.lower() == REGION
        for value in condition.values
    )
    answers = [
        (region, ask(grants, region)) for region in dict.fromkeys((*named, *_OTHERS)) if region != SERVICE_REGION
    ]
    sure = (pair for pair in answers if pair[1].surely)
    return next(sure, next((pair for pair in answers if pair[1].possibly), None))


def open_keys(grants: Grants) -> tuple[str, ...]:
    """The condition keys that the answer may turn on, and that no policy decides."""
    known = _KNOWN | (_OF_PRINCIPAL if grants.caller else frozenset())
    keys = (
        condition.key
        for say in grants.says
        for statement in say.statements
        for condition in statement.conditions
        if condition.key.lower() not in known
    )
    return tuple(dict.fromkeys(keys))


def _favouring(document: PolicyDocument, known: frozenset[str]) -> PolicyDocument:
    return asking.favouring(asking.speaking_of(document, CALL_ACTION), lambda one: one.key.lower() in known)


def _opposing(document: PolicyDocument, known: frozenset[str]) -> PolicyDocument:
    """A document for a caller against whom every condition turns out that is not known."""

    def is_known(condition: Condition) -> bool:
        return condition.key.lower() in known

    statements = (
        replace(statement, conditions=tuple(filter(is_known, statement.conditions)))
        for statement in asking.speaking_of(document, CALL_ACTION).statements
        if statement.effect is Effect.DENY or all(map(is_known, statement.conditions))
    )
    return PolicyDocument(document.version, tuple(statements))


def _decide(grants: Grants, region: str, documents: Mapping[Say, PolicyDocument]) -> Decision:
    def named(says: Iterable[Say]) -> tuple[NamedPolicy, ...]:
        return tuple(NamedPolicy(say.name, documents[say]) for say in says)

    identity = (asking.everything(),) if grants.identity is None else named(grants.identity)
    levels = tuple(
        # A policy that only denies stands beside FullAWSAccess, or nothing at all would be allowed.
        (*named((say,)), *(() if say.allows else (asking.everything(),)))
        for say in grants.scps
    )
    caller = grants.caller or asking.user(asking.STRANGER_ACCOUNT)
    request = Request(caller, CALL_ACTION, "*", {REGION: region, _TLS: "true"})
    decisions = [
        evaluate(request, Policies(identity=identity, boundary=boundary, scp_levels=levels))
        for boundary in named(grants.boundaries) or (None,)
    ]
    return next((decision for decision in decisions if not decision.allowed), decisions[0])
