"""A number in a spelling that JSON does not have."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA010",
    name="invalid-number",
    severity=Severity.ERROR,
    summary="A number has leading zeros, a plus sign, another base, or is NaN or infinite.",
    why=(
        "JSON's numbers are plain decimals. An account id with leading zeros is no number: it belongs"
        " into quotation marks, or its zeros are lost."
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
      "Condition": {"StringEquals": {"aws:PrincipalAccount": ⟦012345678901⟧}}
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
    sources=("RFC 8259, section 6",),
    fixes=True,
)
