"""A text with more faults than a document with mistakes has."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA020",
    name="too-many-faults",
    severity=Severity.ERROR,
    summary="The text has more than a thousand faults; the rest was not read.",
    why=("This is no document with mistakes in it, but something else: another language, or a binary file."),
    bad=Example("," * 1_000 + "⟦,,⟧"),
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
    sources=("RFC 8259",),
)
