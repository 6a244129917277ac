"""Quotation marks that JSON does not have, or one that is missing."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA016",
    name="quotation-marks",
    severity=Severity.ERROR,
    summary="A string stands in single or typographic quotation marks, or lacks the first one.",
    why=(
        "Word processors and chat programs replace straight quotation marks by typographic ones. JSON"
        " knows the straight double one only."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": ⟦\u201cAllow\u201d⟧,
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
    sources=("RFC 8259, section 7",),
    fixes=True,
)
