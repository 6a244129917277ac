"""A list, string or map that is empty, where something has to be."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Array, Object
from checks.documents.policy import Element, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule

_FILLED = frozenset({"Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"})


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the elements that have to name something, and at the values of conditions."""
    for statement in policy.statements:
        for element in statement.elements:
            if element.name in _FILLED:
                yield from _empty(statement, element)
        for condition in statement.conditions:
            if isinstance(condition.element.node, Array) and not condition.values:
                sentence = f"The condition on {condition.key} has an empty list of values, which nothing equals."
                remedy = "Write the values, or delete the condition if it is meant to hold always."
                yield Problem(condition.element, sentence, remedy, severity=Severity.WARNING)


def _empty(statement: WrittenStatement, element: Element) -> Iterator[Problem]:
    remedy = "Write what is meant, or delete the statement."
    if isinstance(element.node, Array | Object) and not (
        element.node.items if isinstance(element.node, Array) else element.node.members
    ):
        yield Problem(element, f"{element.name} of {statement.label} is empty.", remedy)
        return
    in_map = statement.principals(element.name) if isinstance(element.node, Object) else ()
    for value in (entry.value for entry in in_map) if in_map else element.values:
        if value.is_text and not value.text.strip():
            yield Problem(value, f"A value of {element.name} of {statement.label} is an empty string.", remedy)
    if isinstance(element.node, Object):
        for key, node in element.node.members:
            if isinstance(node, Array) and not node.items:
                where = (statement.passage.span(node.start, node.end), (*element.path, key.value))
                yield Problem(where, f"{element.name} of {statement.label} has an empty list of {key.value}.", remedy)


RULE = Rule(
    code="MCA121",
    name="empty-value",
    severity=Severity.ERROR,
    summary="An action, resource, principal or condition value is an empty list, an empty string or an empty map.",
    why=(
        "A statement whose list is empty says nothing, and IAM refuses it. It is mostly what a script or template left"
        " when it had nothing to fill in; a list that should have limited something may be missing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦[]⟧,
      "Resource": ["arn:aws:s3:::acme-reports/*", ⟦""⟧]
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
      "Action": ["s3:GetObject"],
      "Resource": ["arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Access Analyzer policy check reference": Empty array action and its like',
        "The refusal: moto's policy validator, which repeats IAM's messages [inferred]",
    ),
    check=check,
)
