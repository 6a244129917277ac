"""A document without a statement."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Array, Object
from checks.documents.policy import STATEMENT_ELEMENTS, Policy
from checks.findings import Severity
from checks.rules.grammar._names import lacks
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for statements; statement elements that stand in the document itself are `misplaced-element`'s."""
    element = policy.get("Statement")
    remedy = "Add a statement with Effect, Action and what else this kind of policy needs."
    if element is not None:
        if isinstance(element.node, Array) and not element.node.items:
            yield Problem(element, "The list of statements is empty, so the policy says nothing.", remedy)
    elif isinstance(policy.node, Object) and lacks(
        policy.elements, "Statement", *STATEMENT_ELEMENTS, in_statement=False
    ):
        yield Problem(policy, "The document has no Statement, so the policy says nothing.", remedy)


RULE = Rule(
    code="MCA102",
    name="no-statement",
    severity=Severity.ERROR,
    summary="The document has no Statement, or an empty list of statements.",
    why="Statement is the one element that every policy must have. IAM refuses a document without one.",
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": ⟦[]⟧
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
    sources=(
        'IAM user guide, "IAM JSON policy elements: Statement"',
        'IAM user guide, "Access Analyzer policy check reference": Missing statement',
    ),
    check=check,
)
