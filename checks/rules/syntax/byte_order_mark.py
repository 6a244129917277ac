"""A byte order mark before the text."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA002",
    name="byte-order-mark",
    severity=Severity.ERROR,
    summary="The text begins with a byte order mark.",
    why=(
        "Some editors put U+FEFF at the beginning of a file. It cannot be seen, RFC 8259 forbids to send"
        " it, and what reads strictly refuses the document at its first character."
    ),
    bad=Example(
        """\
⟦\ufeff⟧{
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
    sources=("RFC 8259, section 8.1",),
    fixes=True,
)
