"""Conditions on one key that no value meets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.conditions._entries import Tested, has_variable, of
from checks.rules.conditions._operators import stated
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing
from policies.document import Condition

_MOST: Final = 20
"""So many conditions on one key, and so many values of them, are compared; nobody writes more."""
_TEXTS: Final = frozenset({"String", "Arn"})
_ORDERED: Final = frozenset({"Numeric", "Date"})
_EXACT: Final = frozenset({"StringEquals", "Bool", "NumericEquals", "DateEquals", "BinaryEquals"})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Try every value that could meet the conditions on a key that has one value at most."""
    for statement in policy.statements:
        by_key: dict[str, list[Tested]] = {}
        for test in of(statement):
            by_key.setdefault(test.key, []).append(test)
        for name, some in by_key.items():
            if 1 < len(some) <= _MOST and _is_single_valued(name, some, context) and _exclude_each_other(some):
                first, last = some[0], some[-1]
                names = listing(f"{test.entry.operator} {_said(test)}" for test in some)
                sentence = f"No value of {last.entry.key} meets {names}: the statement never applies."
                remedy = "Write alternatives as the values of one condition, or as two statements."
                related = ((first.entry.element.span, "it excludes this"),)
                yield Problem(last.entry.element, sentence, remedy, related=related)


def _is_single_valued(name: str, some: list[Tested], context: Context) -> bool:
    """Whether a key has one value at most, and everything that is asked of it is stated."""
    key = context.catalogue.key(name)
    if key is None or key.multivalued or any(test.operator.qualifier for test in some):
        return False
    if sum(len(test.texts) for test in some) > _MOST * _MOST:
        return False
    return all(stated(test.entry) and not any(map(has_variable, test.texts)) for test in some)


def _exclude_each_other(some: list[Tested]) -> bool:
    """Whether none of the values that come into question, nor the key's absence, meets all of them."""
    candidates = _candidates(some)
    return candidates is not None and not any(_meets(some, value) for value in (None, *candidates))


def _candidates(some: list[Tested]) -> list[str] | None:
    """Values of which one meets all conditions if any value does; None if that cannot be said."""
    if any(test.operator.name == "Null" and {text.lower() for text in test.texts} == {"true"} for test in some):
        return []
    comparing = [test for test in some if test.operator.name != "Null"]
    families = {test.operator.family for test in comparing}
    if not (families <= _TEXTS or len(families) == 1):
        return None
    for test in comparing:
        if test.operator.name in _EXACT and not test.operator.if_exists:
            return test.texts
    if not families <= _ORDERED or not families:
        return None
    return _around(families.pop(), [text for test in comparing for text in test.texts])


def _around(family: str, texts: list[str]) -> list[str] | None:
    """The limits, and values between and beyond them, in an order's own spelling."""
    from checks.proof import values  # noqa: PLC0415  # few documents have two conditions on one key

    read = values.number if family == "Numeric" else values.instant
    limits = [limit for text in texts if (limit := read(text)) is not None]
    if len(limits) < len(texts):
        return None
    between = [(one + other) / 2 for one, other in pairwise(sorted(limits))]
    beyond = [min(limits) - 1, max(limits) + 1]
    return [f"{value:f}" for value in (*limits, *between, *beyond)]


def _meets(some: list[Tested], value: str | None) -> bool:
    conditions = (Condition(test.entry.operator, test.entry.key, tuple(test.texts)) for test in some)
    return asking.hold(conditions, {some[0].key: () if value is None else (value,)})


def _said(test: Tested) -> str:
    return listing(test.texts, last="or")


RULE = Rule(
    code="MCA408",
    name="contradictory-conditions",
    severity=Severity.ERROR,
    summary="The conditions that a statement sets on one key exclude each other.",
    why=(
        "All conditions of a statement have to hold at once; only the values of one condition are alternatives. Two"
        " values under two operators, a range that is empty, or `Null` beside a value make a statement that never"
        " applies: it grants, or denies, nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {
        "StringEquals": {"s3:ExistingObjectTag/kind": "report"},
        "StringLike": {"s3:ExistingObjectTag/kind": ⟦"invoice-*"⟧}
      }
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringLike": {"s3:ExistingObjectTag/kind": ["report", "invoice-*"]}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Conditions with multiple context keys or values"',),
    check=check,
)
