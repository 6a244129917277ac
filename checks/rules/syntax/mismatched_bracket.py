"""A bracket that is closed by one of the other kind."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA003",
    name="mismatched-bracket",
    severity=Severity.ERROR,
    summary="A list is closed like an object, or an object like a list.",
    why=(
        "Objects stand in braces and lists in brackets, and what was opened last is closed first. A"
        " crossed pair makes everything behind it unreadable to IAM."
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
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ⟦}⟧
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
    sources=("RFC 8259, sections 4 and 5",),
    fixes=True,
)
