"""An effect that is neither Allow nor Deny."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Text
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import nearest
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the effect of each statement; values that are no strings are `wrong-value-type`'s."""
    for statement in policy.statements:
        element = statement.get("Effect")
        if element is None or not isinstance(element.node, Text) or statement.effect:
            continue
        text = element.node.value
        near = nearest(text.strip(), ("Allow", "Deny"))
        remedy = f'Write "{near}".' if near else 'Write "Allow" or "Deny".'
        yield Problem(element, f'Effect is "{shown(text)}"; it is Allow or Deny, in this spelling.', remedy)


RULE = Rule(
    code="MCA112",
    name="effect-invalid",
    severity=Severity.ERROR,
    summary="The Effect of a statement is something else than Allow or Deny.",
    why="The value is compared letter by letter: `allow` is no effect, and IAM refuses the document.",
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": ⟦"allow"⟧,
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
    sources=('IAM user guide, "IAM JSON policy elements: Effect"',),
    check=check,
)
