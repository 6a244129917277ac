"""A caller may call in other regions than the one in which the service answers."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.conditions._operators import stated
from checks.rules.conditions._region import ELSEWHERE, calling, is_plain_pin, is_unconditional, permitted, pins
from checks.rules.openness import has_open_statement
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing
from policies.callers import SERVICE_REGION

_REMEDY = f'Add "Condition": {{"StringEquals": {{"aws:RequestedRegion": "{SERVICE_REGION}"}}}}.'


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Ask whether the call is allowed in another region; a denial elsewhere in the document may pin it too."""
    if has_open_statement(policy):
        return
    denies = any(not statement.allows for statement in policy.statements)
    for statement, value in calling(policy):
        entries = pins(statement)
        if any(map(is_plain_pin, entries)):
            continue
        if (is_unconditional(statement) and not denies) or _may_everywhere(policy, statement):
            sentence = f"{value.text} is allowed in every region; the service answers in {SERVICE_REGION} only."
            yield Problem(value, sentence, _REMEDY)
            continue
        for entry in entries:
            others = [one.text for one in stated(entry) or () if one.text != SERVICE_REGION]
            if others and permitted(policy, statement, SERVICE_REGION) and permitted(policy, statement, others[0]):
                sentence = f"The call is allowed in {listing(others)} too; only {SERVICE_REGION} answers."
                remedy = f"Write {SERVICE_REGION} alone, in a statement of the call's own if other actions need more."
                yield Problem(entry.element, sentence, remedy, severity=Severity.NOTE)


def _may_everywhere(policy: Policy, statement: WrittenStatement) -> bool:
    return permitted(policy, statement, ELSEWHERE) and permitted(policy, statement, SERVICE_REGION)


RULE = Rule(
    code="MCA418",
    name="caller-region-not-pinned",
    severity=Severity.WARNING,
    summary="A caller's policy allows GenerateDataSet in other regions than us-east-1.",
    why=(
        "The service answers in us-east-1 only; clients build addresses for other regions without a complaint, and the"
        " connection fails in ways that are hard to read. A caller that is pinned gets a plain refusal instead, and"
        " nothing is granted that could never be used. Where other regions stand beside us-east-1 it is a note."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"marketplacecommerceanalytics:GenerateDataSet"⟧,
      "Resource": "*"
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
        'AWS Marketplace seller guide, "AWS Marketplace Commerce Analytics Service", troubleshooting',
        'IAM user guide, "AWS global condition context keys": aws:RequestedRegion',
    ),
    check=check,
    kinds=frozenset({Kind.CALLER}),
)
