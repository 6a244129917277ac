"""The role's policy lacks one of the five actions that the service uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.kinds import PORTAL_POLICY
from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.actions._role import may_grant
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing
from policies.role import ROLE_ACTIONS

_MOST: Final = 3
"""So many of the five make a policy the one that is meant to hold them all."""
_PLACES: Final = {
    "s3:GetBucketLocation": "the bucket",
    "s3:PutObject": "the bucket's objects",
    "sns:GetTopicAttributes": "the topic",
    "sns:Publish": "the topic",
    "iam:GetRolePolicy": "the role itself",
}


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for each of the five; a policy that grants none of them is not about delivery."""
    missing = [action for action in ROLE_ACTIONS if not may_grant(policy, action)]
    granted = len(ROLE_ACTIONS) - len(missing)
    of_portal = policy.name.startswith(PORTAL_POLICY)
    element = policy.get("Statement")
    if not missing or element is None or not (granted or of_portal):
        return
    severity = Severity.ERROR if granted >= _MOST or of_portal else Severity.WARNING
    names = listing(missing, most=len(missing), last="or")
    where = listing([f"{action} on {_PLACES[action]}" for action in missing], most=len(missing))
    sentence = f"The role's policy does not allow {names}, which the service uses."
    remedy = f"Allow {where}, unless another policy of the role does."
    yield Problem((element.name_span, element.path), sentence, remedy, severity=severity)


RULE = Rule(
    code="MCA207",
    name="missing-role-action",
    severity=Severity.ERROR,
    summary="The policy of the service's role does not allow all five actions that a delivery takes.",
    why=(
        "The service looks up the bucket's region, writes the objects, reads the topic's attributes, publishes, and"
        " reads its own policy. Without the first two a request fails with a message; without the ones of the topic it"
        " fails in silence. A policy that has fewer than three of them may be an addition to another one: then it is a"
        " warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  ⟦"Statement"⟧: [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
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
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
"""
    ),
    sources=("botocore service model marketplacecommerceanalytics, documentation of roleNameArn",),
    check=check,
    kinds=frozenset({Kind.ROLE}),
)
