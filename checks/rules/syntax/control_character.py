"""A control character, or a line end inside a string."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA005",
    name="control-character",
    severity=Severity.ERROR,
    summary="A character below U+0020 stands in a string, or between the values.",
    why=(
        "A text that was copied from a terminal or a page may carry characters that cannot be seen. In a"
        " string they have to be written as escapes; elsewhere they have no place. A NUL ends the text for"
        " some readers, so that they see another document than IAM."
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
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1⟦	⟧"}}
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
