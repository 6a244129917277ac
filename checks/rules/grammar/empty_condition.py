"""A condition that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Member, Object
from checks.documents.policy import Element, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.grammar._deletion import deletions
from checks.rules.rule import Context, Example, Problem, Rule

_REMEDY = "Delete it, or write the condition that was meant."


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Conditions without an operator, and for operators without a key."""
    for statement in policy.statements:
        element = statement.get("Condition")
        if element is None or not isinstance(element.node, Object):
            continue
        members = element.node.members
        empty = [number for number, (_, node) in enumerate(members) if isinstance(node, Object) and not node.members]
        if len(empty) == len(members):
            yield _whole(policy, statement, element)
            continue
        edits = deletions(policy.passage.text, _ranges(members), empty)
        for number in empty:
            key, node = members[number]
            place = (policy.passage.span(node.start, node.end), (*element.path, key.value))
            sentence = f"{key.value} in the Condition of {statement.label} has no key, so it limits nothing."
            yield Problem(place, sentence, _REMEDY, edits.get(number, ()))


def _whole(policy: Policy, statement: WrittenStatement, element: Element) -> Problem:
    """The problem of a Condition that is empty altogether."""
    around = policy.elements[[other.name for other in policy.elements].index("Statement")].values[statement.number].node
    members = around.members if isinstance(around, Object) else ()
    number = next(number for number, (key, _) in enumerate(members) if key.value == "Condition")
    edits = deletions(policy.passage.text, _ranges(members), [number]) if len(members) > 1 else {}
    sentence = f"The Condition of {statement.label} says nothing, so it limits nothing."
    return Problem(element, sentence, _REMEDY, edits.get(number, ()))


def _ranges(members: tuple[Member, ...]) -> list[tuple[int, int]]:
    return [(key.start, node.end) for key, node in members]


RULE = Rule(
    code="MCA122",
    name="empty-condition",
    severity=Severity.NOTE,
    summary="A Condition, or an operator in it, is an empty object.",
    why=(
        "It is legal and limits nothing. Who reads the document may think that there is a limit; perhaps there should"
        " be one."
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
      "Condition": ⟦{"IpAddress": {}}⟧
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
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Access Analyzer policy check reference": Empty object condition',),
    check=check,
    fixes=True,
)
