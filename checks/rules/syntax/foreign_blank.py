"""A blank that is none to JSON."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA008",
    name="foreign-blank",
    severity=Severity.ERROR,
    summary="A blank other than space, tab and line ends stands between the values.",
    why=(
        "Word processors and web pages use blanks of their own, such as U+00A0. They look like spaces,"
        " and JSON does not know them."
    ),
    bad=Example(
        """\
{
  "Version":⟦\u00a0⟧"2012-10-17",
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
    sources=("RFC 8259, section 2",),
    fixes=True,
)
