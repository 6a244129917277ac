"""A request that refutes: judged by the independent evaluator, and put into words that a person knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Final

from checks.documents.model import Condition, Effect, PolicyDocument, Statement
from checks.proof.evaluate import Decision, NamedPolicy, Policies, Reading, Request, evaluate
from checks.proof.evaluate.principals import Grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include.screen import Screen
from policies.document import CURRENT_VERSION

_EVERYTHING: Final = NamedPolicy(
    "what the caller's own account allows",
    PolicyDocument(CURRENT_VERSION, (Statement(Effect.ALLOW, actions=("*",), resources=("*",)),)),
)
_NOTHING: Final = NamedPolicy("a session policy that allows nothing", PolicyDocument(CURRENT_VERSION, ()))


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks the evaluator about requests.

    Attributes:
        first: The policy that should allow.
        second: The policy that should not.
        readings: The readings to reject, case by case.
        level: How directly a resource policy has to name the caller; 0 for identity policies. A grant to the caller
            itself holds also if its session policies allow nothing, so it is judged with one that does not.
    """

    first: NamedPolicy
    second: NamedPolicy
    readings: tuple[Rejected, ...]
    level: Grant

    def refutes(self, request: Request) -> bool:
        """Whether the first policy allows and the second does not, under every reading."""
        return all(self._refutes(request, rejected) for rejected in self.readings)

    def contested(self, request: Request) -> list[Reading]:
        """The readings that decide whether a request refutes."""
        usual = self._refutes(request, frozenset())
        other = [rejected for rejected in self.readings if self._refutes(request, rejected) is not usual]
        return sorted({reading for rejected in other for reading in rejected})

    def _refutes(self, request: Request, rejected: Rejected) -> bool:
        return self._decision(self.first, request, rejected).allowed and not (
            self._decision(self.second, request, rejected).allowed
        )

    def decisions(self, request: Request, rejected: Rejected = frozenset()) -> tuple[Decision, Decision]:
        """What the evaluator says of each policy."""
        return self._decision(self.first, request, rejected), self._decision(self.second, request, rejected)

    def _decision(self, policy: NamedPolicy, request: Request, rejected: Rejected) -> Decision:
        return evaluate(request, self._alone(policy), rejected=rejected)

    def _alone(self, policy: NamedPolicy) -> Policies:
        if self.level is Grant.NONE:
            return Policies(identity=(policy,))
        identity = (_EVERYTHING,) if self.level is Grant.ACCOUNT else ()
        session = (_NOTHING,) if self.level is Grant.DIRECT else ()
        return Policies(identity=identity, resource=policy, session=session, resource_policy_decides=True)


def readable(request: Request, judge: Judge, screen: Screen) -> Request:
    """The request with a known action, a resource such as people have, and no key that it does not need."""
    request = replace(request, action=_spelt_action(request.action))
    for tried in islice(_candidates(request, judge.first), _MOST):
        if screen.may_refute(tried.action, tried.resource) and judge.refutes(tried):
            request = tried
            break
    for key in sorted(request.context):
        tried = replace(request, context={name: value for name, value in request.context.items() if name != key})
        if judge.refutes(tried):
            request = tried
    return _spelt(request, judge)


_FAMILIAR: Final = (
    *("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject", "sns:Publish", "sns:Subscribe"),
    *("iam:PassRole", "iam:PutRolePolicy", "sts:AssumeRole", "kms:Decrypt"),
    "marketplacecommerceanalytics:GenerateDataSet",
)
"""Actions that everybody knows, to be tried first."""
_FILLERS: Final = ("report.csv", "other", "other/report.csv", "111122223333", "us-east-1")
_MOST: Final = 100
"""How many requests are tried for a more readable one."""


def _spelt_action(action: str) -> str:
    """An action in its documented spelling, if it is known."""
    from checks.rules.catalogue import load  # noqa: PLC0415  # the data is read only for a refutation

    return str(load().find(action) or action)


def _candidates(request: Request, policy: NamedPolicy) -> Iterator[Request]:
    """Requests to try instead of one that the search made up: known actions, on resources that they take."""
    from checks.rules.catalogue import load  # noqa: PLC0415  # the data is read only for a refutation

    catalogue = load()
    service, _, name = request.action.lower().partition(":")
    known = catalogue.actions(service)
    begin = sorted((key for key in known if key.startswith(name)), key=len)
    familiar = [action for action in _FAMILIAR if catalogue.find(action) in known.values()]
    actions = dict.fromkeys((*begin[:1], *map(str.lower, (action.partition(":")[2] for action in familiar)), *begin))
    if name not in known and not any(service == action.partition(":")[0] for action in _FAMILIAR):
        actions |= dict.fromkeys(known)
    words = list(_resources(request, policy))
    for key in actions:
        entry = known[key]
        forms = [form for kind, form in catalogue.resource_patterns(service).items() if kind in entry.resource_types]
        for resource in words if forms else ["*", *words]:
            if not forms or any(fnmatchcase(resource, form) for form in forms):
                yield replace(request, action=str(entry), resource=resource)
    for action in _FAMILIAR:
        for resource in words:
            yield replace(request, action=action, resource=resource)


def _resources(request: Request, policy: NamedPolicy) -> Iterator[str]:
    """Resources such as people have: in the policy's own words, and some of this project's."""
    if request.resource.count(":") >= _COLONS:
        yield f"{request.resource}report.csv" if request.resource.endswith("/") else request.resource
    for statement in policy.document.statements:
        for pattern in statement.resources:
            for filler in _FILLERS:
                text = pattern.replace("*", filler).replace("?", "x")
                if "$" not in text and text.count(":") >= _COLONS:
                    yield text
    yield from (
        "arn:aws:s3:::another-bucket/report.csv",
        "arn:aws:s3:::another-bucket",
        "arn:aws:sns:us-east-1:111122223333:another-topic",
        "arn:aws:iam::111122223333:role/another-role",
        "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555",
        "*",
    )


_COLONS: Final = 5


def _spelt(request: Request, judge: Judge) -> Request:
    """Keys in the spelling of the policies."""
    spelling = {condition.key.lower(): condition.key for condition in _conditions((judge.first, judge.second))}
    return replace(request, context={spelling.get(key, key): value for key, value in request.context.items()})


def _conditions(policies: Iterable[NamedPolicy]) -> Iterator[Condition]:
    for policy in policies:
        for statement in policy.document.statements:
            yield from statement.conditions
