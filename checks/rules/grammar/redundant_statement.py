"""A statement that another one covers."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Array
from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._coverage import covered_statements
from checks.rules.grammar._deletion import deletions
from checks.rules.grammar._names import subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare each statement with each other one; what they are called does not matter."""
    element = policy.get("Statement")
    if element is None or not isinstance(element.node, Array) or len(policy.statements) < 2:  # noqa: PLR2004  # a pair
        return
    pairs = [(policy.statements[one], policy.statements[other]) for one, other in covered_statements(policy.statements)]
    ranges = [(item.start, item.end) for item in element.node.items]
    edits = deletions(policy.passage.text, ranges, [statement.number for statement, _ in pairs])
    for statement, wider in pairs:
        yield Problem(
            statement,
            f"{subject(statement)} says nothing that {wider.label} does not say.",
            "Delete it.",
            edits.get(statement.number, ()),
            ((wider.span, "this says it already"),),
        )


RULE = Rule(
    code="MCA135",
    name="redundant-statement",
    severity=Severity.NOTE,
    summary="A statement stands twice, or another one covers it wholly.",
    why=(
        "It changes nothing, and who narrows one of the two believes to have narrowed the policy. Only what is plain is"
        " reported: the same effect and principals, the same conditions or none in the wider one, and each action and"
        " resource covered by a pattern of the wider one. `--fix` deletes it; the meaning stays."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    ⟦{
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/daily/*"
    }⟧
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
    sources=(
        'IAM user guide, "Policy evaluation logic": the statements of a document are evaluated together',
        "That a statement with the narrower patterns adds nothing: inclusion of patterns, letter by letter",
    ),
    check=check,
    fixes=True,
)
