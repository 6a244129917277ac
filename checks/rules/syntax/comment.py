"""A comment."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA004",
    name="comment",
    severity=Severity.ERROR,
    summary="A comment stands in the document.",
    why=("JSON has no comments of any kind. IAM refuses the document; a Sid can say what a statement is for."),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  ⟦// who may ask for reports⟧
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
    sources=("RFC 8259, section 2: its grammar has no comments",),
    fixes=True,
)
