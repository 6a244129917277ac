"""A comma after the last member or item."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA001",
    name="trailing-comma",
    severity=Severity.ERROR,
    summary="A comma stands after the last member of an object, or after the last item of a list.",
    why=(
        "JSON has commas between values, never after the last one. IAM refuses the whole document, and its message"
        " names a place behind the comma. Both policies that are printed in the service's own guide have this fault."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*"
    }⟦,⟧
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
