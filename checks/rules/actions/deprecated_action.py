"""An action of which AWS says that it is dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import elements, written
from checks.rules.rule import Context, Example, Problem, Rule

_DEAD: Final = {
    "marketplacecommerceanalytics:startsupportdataexport": "Product Support Connection ended in December 2022",
}


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for the actions by name."""
    for statement, element in elements(policy):
        for action in written(element) if statement.allows else ():
            if reason := _DEAD.get(action.text.lower()):
                yield Problem(action.value, f"{action.text} does nothing any more: {reason}.", "Delete it.")


RULE = Rule(
    code="MCA211",
    name="deprecated-action",
    severity=Severity.WARNING,
    summary="A policy allows an action that AWS has retired.",
    why=(
        "The export of support data was a part of the service until December 2022. A grant of it is left over, and what"
        " relies on it does not work any more."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "marketplacecommerceanalytics:GenerateDataSet",
        ⟦"marketplacecommerceanalytics:StartSupportDataExport"⟧
      ],
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
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
    sources=("botocore service model marketplacecommerceanalytics: deprecatedMessage of StartSupportDataExport",),
    check=check,
)
