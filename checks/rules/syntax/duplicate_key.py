"""A key that stands twice in one object."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA006",
    name="duplicate-key",
    severity=Severity.ERROR,
    summary="A key stands twice in one object.",
    why=(
        "Most decoders keep the last value and say nothing, so that a person reads one policy and IAM"
        " gets another: a grant, or a limit, is hidden. IAM's grammar allows no key twice."
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
      ⟦"Action"⟧: "s3:ListAllMyBuckets",
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
    sources=(
        "RFC 8259, section 4",
        'IAM user guide, "Grammar of the IAM JSON policy language"',
    ),
    fixes=True,
)
