"""The denials that stop a call of a delivery, and what each one rests on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from checks.documents.policy import Element, Policy, WrittenStatement
from checks.rules import asking
from checks.rules.denies._denials import denials
from checks.rules.denies._hops import ASSUMED, REGION, TLS, Hop, hops, role_arns
from checks.rules.rule import Context
from policies.callers import CALL_ACTION
from policies.document import PolicyDocument, Statement
from policies.role import KEY_ACTIONS, ROLE_ACTIONS

_CALLS: Final = (*ROLE_ACTIONS, *KEY_ACTIONS, CALL_ACTION)


class Stop(NamedTuple):
    """A statement that denies calls of a delivery.

    Attributes:
        statement: The statement.
        actions: The calls that it stops, by their actions.
        keys: All condition keys that it asks for, in lower case.
        open: Those of them whose values in the call are neither known nor assumed.
        assumed: Those of them whose values are assumed.
        by_caller: Whether it is the caller's own call that is stopped, and not one of the service.
        spares: Whether it has NotPrincipal, and so names whom it spares.
    """

    statement: WrittenStatement
    actions: tuple[str, ...]
    keys: frozenset[str]
    open: frozenset[str]
    assumed: frozenset[str]
    by_caller: bool
    spares: bool

    @property
    def is_plain(self) -> bool:
        """Whether it rests on nothing that is open or assumed, nor on what another rule of this family is about."""
        return not (self.open or self.assumed or self.spares or self.keys & {TLS, REGION})

    @property
    def what(self) -> str:
        """The calls, for a sentence."""
        return " and ".join(filter(None, (", ".join(self.actions[:-1]), self.actions[-1])))

    @property
    def scope(self) -> WrittenStatement | Element:
        """What it speaks of."""
        return self.statement.action or self.statement.not_action or self.statement

    def condition(self, keys: Container[str]) -> Element:
        """Where it asks for one of these keys."""
        return next(entry.element for entry in self.statement.conditions if entry.key.lower() in keys)


class _Reason(NamedTuple):
    open: frozenset[str]
    assumed: frozenset[str]
    by_caller: bool


def stops(policy: Policy, context: Context) -> tuple[Stop, ...]:
    """The denials of a policy that stop a call, each once with the calls that it stops for the same reason."""
    return policy.once(_stops, context)


def _stops(policy: Policy, context: Context) -> tuple[Stop, ...]:
    return tuple(_found(policy, context))


def _found(policy: Policy, context: Context) -> Iterator[Stop]:
    found = [pair for pair in denials(policy) if any(_speaks_of(pair[0], action) for action in _CALLS)]
    if not found:
        return
    calls = hops(policy, context)
    arns = role_arns(policy, context)
    for statement, written in found:
        reasons: dict[_Reason, list[str]] = {}
        for hop in calls:
            if (reason := _reason(policy, statement, hop, arns)) is not None:
                reasons.setdefault(reason, []).append(hop.action)
        keys = frozenset(condition.key.lower() for condition in statement.conditions)
        spares = bool(statement.principals and statement.principals.negated)
        for reason, actions in reasons.items():
            yield Stop(written, tuple(dict.fromkeys(actions)), keys, *reason, spares)


def _speaks_of(statement: Statement, action: str) -> bool:
    return asking.names_action(statement.actions, action) is not statement.actions_negated


def _reason(policy: Policy, statement: Statement, hop: Hop, arns: Iterable[str]) -> _Reason | None:
    """What a denial of a call rests on; None if it does not deny it, or if that turns on a region nobody knows."""
    if not _speaks_of(statement, hop.action):
        return None
    keys = frozenset(condition.key.lower() for condition in statement.conditions)
    assumed = frozenset(ASSUMED).intersection(keys - hop.settled) if not hop.is_call else frozenset()
    unknown = keys - hop.settled - assumed
    if REGION in unknown:
        return None
    conditions = tuple(condition for condition in statement.conditions if condition.key.lower() not in unknown)
    denial = PolicyDocument(policy.bounds.most.version, (replace(statement, conditions=conditions),))
    sent: dict[str, str | tuple[str, ...]] = {TLS: "true"} | {key: ASSUMED[key] for key in assumed}
    if hop.region:
        sent[REGION] = hop.region
    callers = [asking.user(asking.STRANGER_ACCOUNT)] if hop.is_call else [asking.role_session(arn) for arn in arns]
    stands = policy.kind.has_principal
    if all(asking.is_denied(denial, one, hop.action, hop.resource, sent, of_resource=stands) for one in callers):
        return _Reason(unknown, assumed, hop.is_call)
    return None
