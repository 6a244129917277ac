"""Which resources of a statement its actions can be about, by the ARNs of the service authorization reference.

Everything here errs towards "it can": a wildcard may stand for anything, also for colons where the guide's two readings
differ; what is open, malformed or missing in the data may be any resource.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from checks.documents.nodes import Unknown
from checks.documents.policy import Value, WrittenStatement
from checks.rules.action_names import EVERY_ACTION, SERVICE, Written, written
from checks.rules.arn import Arn, parse
from checks.rules.catalogue import Action, Catalogue
from checks.rules.patterns import opened, wild

SURE: Final = frozenset({"iam", "kms", "s3", "sns", "sqs", "sts", SERVICE})
"""The services whose entries in the reference are taken at their word.

AWS's own managed policies contradict the reference in others: it lags behind some services.
"""

_S3: Final = "s3"
_BUCKET: Final = "arn:*:s3:::*"


_MOST_WORK: Final = 100_000
"""So many pairs of an action and a resource are compared; no policy within IAM's limits has more."""


class Resource(NamedTuple):
    """One resource of a statement, and what it can match."""

    value: Value
    pattern: str


def resources(statement: WrittenStatement) -> tuple[Resource, ...] | None:
    """The resources of a statement; None if it has no Resource, or if one is wholly open or no string."""
    return statement.once(_resources)


def _resources(statement: WrittenStatement) -> tuple[Resource, ...] | None:
    element = statement.resource
    if element is None or not element.values:
        return None
    found = tuple(Resource(value, pattern) for value in element.values if (pattern := _pattern(value)) is not None)
    return found if len(found) == len(element.values) else None


def _pattern(value: Value) -> str | None:
    if value.is_text:
        return opened(value.text)
    if isinstance(value.node, Unknown) and any(value.node.partial):
        return "".join("*" if part is None else part for part in value.node.partial)
    return None


def actions(statement: WrittenStatement, catalogue: Catalogue) -> list[tuple[Written, tuple[Action, ...]]]:
    """The well-formed actions of a statement, each with the known ones that it stands for; unknown ones with none."""
    return statement.once(_actions, catalogue)


def _actions(statement: WrittenStatement, catalogue: Catalogue) -> list[tuple[Written, tuple[Action, ...]]]:
    return [(action, catalogue.expand(action.text)) for action in written(statement.action)]


def named_actions(statement: WrittenStatement, catalogue: Catalogue) -> tuple[Action, ...]:
    """All actions of a statement; none if one of them is open, unknown, or every action."""
    return statement.once(_named_actions, catalogue)


def _named_actions(statement: WrittenStatement, catalogue: Catalogue) -> tuple[Action, ...]:
    element = statement.action
    if element is None or not element.complete or EVERY_ACTION in element.texts:
        return ()
    expanded = [found for _, found in actions(statement, catalogue)]
    complete = len(expanded) == len(element.values) and all(expanded)
    return tuple(dict.fromkeys(action for found in expanded for action in found)) if complete else ()


class Parts(NamedTuple):
    """The resources of a statement, and its actions with the known ones that each stands for."""

    resources: tuple[Resource, ...]
    actions: dict[str, tuple[Action, ...]]


def parts(statement: WrittenStatement, catalogue: Catalogue) -> Parts | None:
    """What has to be compared in a statement, each action once; None if something is open, or if it is too much."""
    found = resources(statement)
    if not found:
        return None
    some = {action.text.lower(): expanded for action, expanded in actions(statement, catalogue)}
    work = len(found) * sum(map(len, some.values()))
    return Parts(found, some) if work <= _MOST_WORK else None


def takes_none(action: Action) -> bool:
    """Whether an action has no resource types: its requests carry a star as their resource."""
    return not action.resource_types


def can_apply(action: Action, pattern: str, catalogue: Catalogue) -> bool:
    """Whether a request for an action can be about a resource that a pattern matches."""
    if not pattern.strip("*"):
        return True
    if takes_none(action):
        return pattern.strip("*") == "?"
    forms = catalogue.arns(action)
    return forms is None or any(_can_meet(pattern, form) for form in forms)


@lru_cache(maxsize=16384)
def _can_meet(pattern: str, form: str) -> bool:
    """Whether an ARN of a documented form exists that a pattern matches, by one reading of wildcards or the other."""
    given, known = parse(pattern), parse(form)
    if given is None or known is None:
        return True
    if known.service == _S3 and known.region and not (given.region or given.account):
        return False  # It is the ARN of a bucket or of objects, and the form is that of an access point or its like.
    if given.meets(known):
        # A bucket's name has no slash in it, so a pattern with a slash is about objects.
        return form != _BUCKET or "/" not in given.resource
    wider = _beyond_colons(given)
    return wider is not None and wider.meets(known)


def _beyond_colons(arn: Arn) -> Arn | None:
    """An ARN whose first wildcard before the resource takes all that follows; None if it has none there.

    A wildcard for the partition is left as it is: no ARN has a second one inside.
    """
    parts = list(arn)
    first = next((number for number in (1, 2, 3) if wild(parts[number])), None)
    if first is None:
        return None
    head = opened(parts[first]).split("*")[0].split("?")[0]
    return Arn._make([*parts[:first], head + "*", *["*"] * (len(parts) - first - 1)])
