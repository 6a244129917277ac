"""The policies of a caller let it call in other regions."""

from checks.findings import Severity
from checks.rules.regions._shown import SERVICE_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR302",
    name="call-not-pinned",
    severity=Severity.WARNING,
    summary="A caller's policies together allow GenerateDataSet in other regions than us-east-1.",
    why=(
        "Nothing answers there. A caller that is pinned by aws:RequestedRegion gets a plain refusal when its"
        " region is wrong, instead of a connection that fails; and nothing is granted that could never be used."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦{
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*"
    }⟧
  ]
}
""",
        name="policy.json",
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
""",
        name="policy.json",
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys": aws:RequestedRegion',
        SERVICE_GUIDE,
    ),
)
