"""A condition that is not an object of objects."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Object, Unknown
from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at Condition and at what stands under each operator."""
    for statement in policy.statements:
        element = statement.get("Condition")
        if element is None or isinstance(element.node, Unknown):
            continue
        remedy = 'Write {"operator": {"key": "value"}}, such as {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}.'
        if not isinstance(element.node, Object):
            yield Problem(element, f"The Condition of {statement.label} is not an object.", remedy)
            continue
        for key, node in element.node.members:
            if not isinstance(node, Object | Unknown):
                place = (policy.passage.span(node.start, node.end), (*element.path, key.value))
                sentence = f"Under {key.value} in the Condition of {statement.label} has to stand an object of keys."
                yield Problem(place, sentence, remedy)


RULE = Rule(
    code="MCA126",
    name="condition-shape",
    severity=Severity.ERROR,
    summary="A Condition is not an object of operators, each with an object of keys.",
    why=(
        "A condition has three levels: operator, key, values. Where one is missing, or lists stand in their place, IAM"
        " refuses the document."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"aws:RequestedRegion": ⟦"us-east-1"⟧}
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
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Condition"',),
    check=check,
)
