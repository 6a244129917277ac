"""Whether a policy allows only what another allows: proved, refuted by a request, or unknown with the reason.

The proof looks at every reading of AWS's pages on which the two policies depend, and at more requests than there are
(`spaces`), so what it proves holds; a refutation is a request that the independent evaluator has judged under each
of those readings. What is neither is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

from checks.documents.model import Effect
from checks.proof.evaluate import NamedPolicy, Principal, Reading, Request
from checks.proof.evaluate.principals import Grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include import witness
from checks.proof.include.answers import Answer, Case, Verdict
from checks.proof.include.choice import ACTION, RESOURCE, Choice, Variable
from checks.proof.include.choices import resource_choices
from checks.proof.include.clauses import Question, bind, is_open
from checks.proof.include.covers import covered
from checks.proof.include.instances import Instance, instances
from checks.proof.include.keys import key_choices
from checks.proof.include.limits import Deadline, Undecided
from checks.proof.include.principals import IMPLIED_KEYS, PRINCIPAL, USERNAME, mask_of
from checks.proof.include.readings import cases, relevant
from checks.proof.include.screen import Screen
from checks.proof.include.search import Exhausted, Found, goals, search
from checks.proof.include.spaces import Spaces
from policies.errors import DocumentError

LIMIT_SECONDS = 5.0
"""How long a question may take unless told otherwise."""


def within(first: NamedPolicy, second: NamedPolicy, *, seconds: float = LIMIT_SECONDS) -> Answer:
    """Whether the second policy allows every request that the first one allows.

    Two identity policies are compared for the same caller; two resource policies (bucket, topic, key, trust) for every
    caller, and a direct grant is more than one to the caller's account.

    Args:
        first: The policy that may be within the other.
        second: The other.
        seconds: When to give up.

    Raises:
        DocumentError: The two are not of one kind, or a condition has an operator that IAM does not have.
    """
    _refuse_unlike(first, second)
    spaces = Spaces(first, second)
    readings = relevant(spaces.usual, spaces.several)
    return _Decision(first, second, spaces, readings, Deadline(seconds)).answer()


def _refuse_unlike(first: NamedPolicy, second: NamedPolicy) -> None:
    kinds = {
        (statement.principals is not None, bool(statement.resources))
        for policy in (first, second)
        for statement in policy.document.statements
    }
    named = {principals for principals, _ in kinds}
    if len(named) > 1:
        raise DocumentError(
            "One statement names principals and another does not.",
            where=f"{first.name}, {second.name}",
            remedy="Compare two identity policies, or two resource policies.",
        )
    if (False, False) in kinds:
        raise DocumentError("A statement without principals has no resource.", where=f"{first.name}, {second.name}")


class _Decision:
    """One question, under all readings."""

    def __init__(
        self,
        first: NamedPolicy,
        second: NamedPolicy,
        spaces: Spaces,
        readings: tuple[Reading, ...],
        deadline: Deadline,
    ) -> None:
        self._first, self._second, self._spaces, self._readings = first, second, spaces, readings
        self._deadline = deadline
        self._covered = covered(spaces.usual)
        self._goals = tuple(goals(spaces.usual, self._covered))

    def answer(self) -> Answer:
        """Decide; a case that is not proved ends the proof, and the search for a request goes on in the others."""
        proved: list[Case] = []
        if not self._goals:
            return self._proved(proved)
        doubts: list[Undecided] = []
        for rejected in cases(self._readings):
            for level in self._levels():
                try:
                    ended = self._case(rejected, level)
                except Undecided as doubt:
                    doubts.append(doubt)
                    continue
                if isinstance(ended, Answer):
                    return ended
                proved += ended
        if doubts:
            return Answer(Verdict.UNKNOWN, doubts[0].reason, construct=doubts[0].construct)
        return self._proved(proved)

    def _proved(self, proved: list[Case]) -> Answer:
        reason = f"Whatever {self._first.name!r} allows, {self._second.name!r} allows, too."
        return Answer(Verdict.PROVED, reason, cases=tuple(proved), covered=self._covered)

    def _levels(self) -> tuple[Grant, ...]:
        return (Grant.ACCOUNT, Grant.ROLE, Grant.DIRECT) if self._spaces.by_resource else (Grant.NONE,)

    def _case(self, rejected: Rejected, level: Grant) -> list[Case] | Answer:
        """Decide one case: proved, perhaps in two halves, or refuted.

        Raises:
            Undecided: Neither.
        """
        spaces = self._spaces
        variables = spaces.variables(rejected, level)
        tied = bool((spaces.keys | spaces.open_keys) & IMPLIED_KEYS)
        exhausted: list[Exhausted] = []
        contested: list[Reading] = []
        for end in search(self._goals, variables, self._deadline):
            if isinstance(end, Exhausted):
                exhausted.append(end)
            elif not tied and all(choice.real for choice in end.values()):
                caller = spaces.callers[int(end[PRINCIPAL].values[0]) if spaces.by_resource else 0]
                screen = Screen(spaces.asked(rejected), end, rejected)
                answer = self._judged(end, Instance(caller, {}, {}), level, screen, contested)
                if answer:
                    return answer
        if len(exhausted) == len(self._goals):
            return [Case(rejected, level, None, tuple(variables), tuple(exhausted))]
        doubtful = tied or any(not choice.real for variable in variables for choice in variable.choices)
        answer = self._instantiated(rejected, level, variables, contested) if doubtful else None
        return answer or self._halves(rejected, level) or self._undecided(contested, tied=tied)

    def _undecided(self, contested: list[Reading], *, tied: bool) -> NoReturn:
        if contested:
            raise Undecided(f"The answer depends on an open reading. {contested[0].value}", "open readings")
        open_keys = self._spaces.open_keys
        raise Undecided(
            "No request was found, and none was excluded: keys that depend on each other, or on policy variables.",
            "policy variables" if open_keys else "keys that the caller implies" if tied else "mixed comparisons",
        )

    def _instantiated(
        self, rejected: Rejected, level: Grant, variables: list[Variable], contested: list[Reading]
    ) -> Answer | None:
        """A refutation by a request whose caller and variables are settled beforehand."""
        for found, instance, bound in self._instances(rejected, level, variables):
            answer = self._judged(found, instance, level, Screen(bound, found, rejected), contested)
            if answer:
                return answer
        return None

    def _halves(self, rejected: Rejected, level: Grant) -> list[Case]:
        """The proofs for IAM users and for all others; none, if there are not both."""
        found: list[Case] = []
        if USERNAME not in self._spaces.keys | self._spaces.open_keys:
            return found
        for users in (True, False):
            variables = self._spaces.halved(rejected, level, users=users)
            ended = list(search(self._goals, variables, self._deadline))
            exhausted = tuple(end for end in ended if isinstance(end, Exhausted))
            if len(exhausted) < len(ended):
                return []
            found.append(Case(rejected, level, users, tuple(variables), exhausted))
        return found

    def _instances(
        self,
        rejected: Rejected,
        level: Grant,
        variables: list[Variable],
    ) -> Iterator[tuple[Found, Instance, Question]]:
        """Requests found with the caller and the variables' keys settled beforehand."""
        spaces = self._spaces
        asked = spaces.asked(rejected)
        opened = {key for key in (None, *spaces.keys) if _opens(asked, key)}
        action, resource, *rest = variables
        allows = asked.bits(Effect.ALLOW, first=True)

        def allowed(caller: Principal) -> bool:
            return bool(mask_of(asked, caller, level, rejected) & allows)

        for instance in instances(asked, spaces.keys, allowed if spaces.by_resource else None):
            self._deadline.check()
            bound = bind(asked, instance.variables)
            settled = [action, resource_choices(bound, rejected) if None in opened else resource]
            for variable in rest:
                key = variable.name
                if key in instance.fixed or key in opened:
                    several, fixed = key in spaces.several, instance.fixed.get(key)
                    variable = key_choices(bound, key, rejected, several=several, fixed=fixed)  # noqa: PLW2901
                elif key == PRINCIPAL:
                    mask = mask_of(bound, instance.caller, level, rejected)
                    variable = Variable(PRINCIPAL, (Choice(mask, ()),))  # noqa: PLW2901
                settled.append(_real(variable))
            for ended in search(self._goals, settled, self._deadline):
                if not isinstance(ended, Exhausted):
                    yield ended, instance, bound

    def _judged(
        self, found: Found, instance: Instance, level: Grant, screen: Screen, contested: list[Reading]
    ) -> Answer | None:
        """The refutation, if the evaluator says the same under every reading; else the reading is noted."""
        context = instance.given | {
            name: choice.values
            for name, choice in found.items()
            if name not in {ACTION, RESOURCE, PRINCIPAL} and name not in IMPLIED_KEYS
        }
        action, resource = found[ACTION].values[0], found[RESOURCE].values[0]
        judge = witness.Judge(self._first, self._second, tuple(cases(self._readings)), level)
        request = Request(instance.caller, action, resource, {key: _plain(values) for key, values in context.items()})
        if not judge.refutes(request):
            contested += judge.contested(request)
            return None
        request = witness.readable(request, judge, screen)
        first, second = judge.decisions(request)
        reason = f"{self._first.name!r} allows {request.action} on {request.resource}, {self._second.name!r} does not."
        if level is Grant.DIRECT and not replace(judge, level=Grant.ROLE).refutes(request):
            reason = (
                f"{self._first.name!r} allows {request.action} on {request.resource} to {request.principal} itself; "
                f"{self._second.name!r} allows it only within the limits of its session policies."
            )
        return Answer(Verdict.REFUTED, reason, request, first, second)


def _plain(values: tuple[str, ...]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else values


def _opens(asked: Question, key: str | None) -> bool:
    """Whether a policy variable stands in the conditions on a key; for None, in a resource."""
    if key is None:
        return any(is_open(tokens) for clause in asked.clauses for tokens in clause.resources or ())
    tests = (test for clause in asked.clauses for test in clause.tests if test.key == key)
    return any(is_open(tokens) for test in tests for tokens in test.wanted)


def _real(variable: Variable) -> Variable:
    return Variable(variable.name, tuple(choice for choice in variable.choices if choice.real))
