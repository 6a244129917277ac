"""Values nested more deeply than any policy."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA014",
    name="nested-too-deeply",
    severity=Severity.ERROR,
    summary="Values are nested more than 200 deep.",
    why=(
        "A policy needs six levels. A text that goes deeper by hundreds is no policy, and some readers"
        " crash on it; the rest of it is not read."
    ),
    bad=Example("[" * 200 + "⟦[⟧" + "]" * 201),
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
    sources=("RFC 8259, section 9: a parser may set limits on depth",),
)
