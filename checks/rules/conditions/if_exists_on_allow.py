"""An allow that lets through whoever does not say."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import Tested, presence_is_asked, tests
from checks.rules.conditions._guards import PUBLIC, VPC, is_guard
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the keys by which people keep others out."""
    for test in tests(policy):
        lax = test.operator.if_exists and not test.operator.negated and not test.operator.qualifier
        if not test.statement.allows or not lax or not is_guard(test.key):
            continue
        if not presence_is_asked(test) and not _is_one_of_two_networks(test):
            sentence = f"{test.entry.operator} lets every request through that carries no {test.entry.key}."
            remedy = f"Write {test.operator.name}, which asks for the key."
            yield Problem(test.at_key, sentence, remedy)


def _is_one_of_two_networks(test: Tested) -> bool:
    """Whether public addresses and VPCs are both asked for: each request carries the key of one of them."""
    keys = test.beside.wanted
    return (test.key == PUBLIC or test.key in VPC) and PUBLIC in keys and bool(keys & VPC)


RULE = Rule(
    code="MCA410",
    name="if-exists-on-allow",
    severity=Severity.WARNING,
    summary="An Allow guards itself with `IfExists`, which holds if the key is absent.",
    why=(
        "`…IfExists` means: if the request says so, it has to be right. A request that carries no such key passes:"
        " calls with long-term keys say nothing of MFA, calls from outside a VPC nothing of an endpoint, and only"
        " AWS's services send aws:SourceArn. Where a public address and a VPC are both asked for with `IfExists`, one"
        " of the two is always there, and nothing is said."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"BoolIfExists": {⟦"aws:MultiFactorAuthPresent"⟧: "true"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Condition operators": …IfExists condition operators',
        'IAM user guide, "AWS global condition context keys": availability of each key',
    ),
    check=check,
    kinds=GRANTING,
)
