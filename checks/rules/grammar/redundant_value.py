"""A value that another value of its list covers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import eq
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Node, Object, Path, Text
from checks.documents.policy import Policy, WrittenStatement
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._coverage import action_covers, covered_values, resource_covers
from checks.rules.grammar._deletion import deletions
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Span

_COVERING: Final[dict[str, Callable[[str, str], bool]]] = {
    "Action": action_covers,
    "NotAction": action_covers,
    "Resource": resource_covers,
    "NotResource": resource_covers,
}


class _List(NamedTuple):
    """A list of values, and how they are compared."""

    node: Array
    path: Path
    covering: Callable[[str, str], bool]


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the values of each list; principals and condition values with equal ones only."""
    for statement in policy.statements:
        for found in _lists(statement):
            yield from _in(policy, found)


def _lists(statement: WrittenStatement) -> Iterator[_List]:
    for element in statement.elements:
        if element.name in _COVERING and isinstance(element.node, Array):
            yield _List(element.node, element.path, _COVERING[element.name])
        elif element.name in {"Principal", "NotPrincipal"} and isinstance(element.node, Object):
            for key, node in element.node.members:
                if isinstance(node, Array):
                    yield _List(node, (*element.path, key.value), eq)
    for condition in statement.conditions:
        if isinstance(condition.element.node, Array):
            yield _List(condition.element.node, condition.path, eq)


def _in(policy: Policy, found: _List) -> Iterator[Problem]:
    items = found.node.items
    known = [(number, item.value) for number, item in enumerate(items) if isinstance(item, Text)]
    texts = [text.lower() if found.covering is action_covers else text for _, text in known]
    pairs = [(known[one], known[other]) for one, other in covered_values(texts, found.covering)]
    if not pairs:
        return
    edits = deletions(policy.passage.text, [(item.start, item.end) for item in items], [one for (one, _), _ in pairs])
    for (number, text), (other, wider) in pairs:
        how = "stands twice in one list" if text == wider else f"says nothing more beside {shown(wider)}"
        yield Problem(
            (_span(policy, items[number]), (*found.path, number)),
            f"{shown(text)} {how}.",
            "Delete it.",
            edits.get(number, ()),
            ((_span(policy, items[other]), "this says it already"),),
        )


def _span(policy: Policy, node: Node) -> Span:
    return policy.passage.span(node.start, node.end)


RULE = Rule(
    code="MCA134",
    name="redundant-value",
    severity=Severity.NOTE,
    summary="A value stands twice in a list, or a pattern in the list covers it.",
    why=(
        "It changes nothing, takes characters of the document's limit, and hides how much is granted: who reads"
        " `s3:GetObject` may overlook the `s3:*` beside it. `--fix` deletes it; the meaning stays."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", ⟦"s3:GetObject"⟧],
      "Resource": ["arn:aws:s3:::acme-reports/*", ⟦"arn:aws:s3:::acme-reports/daily/*"⟧]
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
        'IAM user guide, "Access Analyzer policy check reference": Redundant action, Redundant resource',
        'IAM user guide, "IAM JSON policy elements: Resource"',
    ),
    check=check,
    fixes=True,
)
