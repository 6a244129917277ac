"""A bracket that is not closed."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA021",
    name="unclosed-bracket",
    severity=Severity.ERROR,
    summary="An object or a list is not closed.",
    why=(
        "The end of the text was lost, or a bracket in its middle. Where a line is indented like the one"
        " that opened the bracket, the place is known."
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
      "Condition": ⟦{⟧"StringEquals": {"aws:RequestedRegion": "us-east-1"}
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
    sources=("RFC 8259, sections 4 and 5",),
    fixes=True,
)
