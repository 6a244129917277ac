"""The policies of a caller do not let it call in us-east-1."""

from checks.findings import Severity
from checks.rules.regions._shown import SERVICE_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR301",
    name="call-denied-at-home",
    severity=Severity.ERROR,
    summary="A caller's policies, a boundary or a service control policy do not allow GenerateDataSet in us-east-1.",
    why=(
        "The service answers in us-east-1 only, wherever the bucket and the topic are. A policy that keeps an"
        " account to its own regions denies the call, unless it exempts the action or names us-east-1; the caller"
        " sees AccessDenied, and nothing in its own grant explains it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    ⟦{
      "Effect": "Deny",
      "NotAction": "iam:*",
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}
    }⟧
  ]
}
""",
        name="boundary.json",
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {
      "Effect": "Deny",
      "NotAction": ["iam:*", "marketplacecommerceanalytics:*"],
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}
    }
  ]
}
""",
        name="boundary.json",
    ),
    sources=(
        'IAM user guide, "AWS: Denies access to AWS based on the requested Region"',
        SERVICE_GUIDE,
    ),
)
