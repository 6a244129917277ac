"""A denial of regions that leaves out the service's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._hops import REGION
from checks.rules.denies._stops import Stop, stops
from checks.rules.rule import Context, Example, Problem, Rule
from policies.callers import SERVICE_REGION

_OF_CALLER: Final = ("aws:principal", "aws:userid", "aws:username")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a denial that looks at the region stops the call, or a call of the delivery."""
    found: dict[tuple[int, bool], list[Stop]] = {}
    for stop in stops(policy, context):
        is_exempting = bool(stop.open) and all(key.startswith(_OF_CALLER) for key in stop.open)
        if REGION in stop.keys and not (stop.spares or stop.assumed) and (is_exempting or not stop.open):
            found.setdefault((stop.statement.number, is_exempting), []).append(stop)
    for (_, is_exempting), group in found.items():
        what = " and ".join(stop.what for stop in group)
        yield Problem(
            group[0].condition({REGION}),
            f"{group[0].statement.label.capitalize()} denies {what} by the region"
            + (", unless the caller is exempt." if is_exempting else "."),
            f"Put {SERVICE_REGION} among the regions, or exempt marketplacecommerceanalytics:* and iam:*.",
            severity=Severity.WARNING if is_exempting else None,
        )


RULE = Rule(
    code="MCA603",
    name="region-deny",
    severity=Severity.ERROR,
    summary="A denial of regions stops the request for a data set, or the delivery.",
    why=(
        "Commerce Analytics answers in us-east-1 only, and so do IAM's global calls: the request is one of us-east-1,"
        " wherever the bucket and the topic are. A policy that keeps an account to European regions stops it, unless it"
        " exempts the action. Where a denial exempts some callers by their ARN, only they can call: a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": ["iam:*", "sts:*", "organizations:*", "support:*"],
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": ⟦["eu-central-1", "eu-west-1"]⟧}}
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": [
        "iam:*",
        "sts:*",
        "organizations:*",
        "support:*",
        "marketplacecommerceanalytics:*"
      ],
      "Resource": "*",
      "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    sources=(
        'IAM user guide, "AWS: Denies access to AWS based on the requested Region"',
        'Service guide, "Troubleshooting"',
    ),
    check=check,
    kinds=frozenset({Kind.CALLER, Kind.IDENTITY, Kind.BOUNDARY, Kind.ROLE, Kind.TOPIC}),
)
