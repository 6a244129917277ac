"""An allow for everybody but some."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import presence_is_asked, tests
from checks.rules.conditions._guards import is_guard
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the keys by which people keep others out."""
    for test in tests(policy):
        if not test.statement.allows or not test.operator.negated or test.operator.qualifier or not is_guard(test.key):
            continue
        # “Not empty” is how AWS asks for a tag whose value then stands in the resource.
        if not presence_is_asked(test) and test.is_stated and test.texts != [""]:
            sentence = f"{test.entry.operator} lets every request through that carries no {test.entry.key}."
            remedy = "Say who may, or keep the others out by a Deny."
            yield Problem(test.at_key, sentence, remedy)


RULE = Rule(
    code="MCA411",
    name="negated-on-allow",
    severity=Severity.WARNING,
    summary="An Allow guards itself with a negated operator, which holds if the key is absent.",
    why=(
        "“Not from this address” also holds for a request without an address, as one through a VPC endpoint is; “not"
        " this organisation” holds for everybody who is in none. A list of those who may not is never complete: say"
        " who may, or write a Deny."
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
      "Condition": {"NotIpAddress": {⟦"aws:SourceIp"⟧: "198.51.100.0/24"}}
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
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Condition operators": negated matching',
        'IAM user guide, "AWS global condition context keys": availability of each key',
    ),
    check=check,
    kinds=GRANTING,
)
