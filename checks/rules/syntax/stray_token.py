"""Something that has no place where it stands."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA019",
    name="stray-token",
    severity=Severity.ERROR,
    summary="A comma, a colon or a word stands where JSON has no place for it.",
    why=(
        "The troubleshooting page of the service's own guide prints a policy with a single letter behind"
        " a bracket: a slip of the keyboard that everybody copies."
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
  ]⟦a⟧
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
        "RFC 8259, section 2",
        'Service guide, "Troubleshooting"',
    ),
    fixes=True,
)
