"""The service may do more with the role than assume it."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import ASSUME, service_statements


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for other actions than sts:AssumeRole where the service's account is trusted."""
    del context
    for statement in service_statements(policy):
        if statement.not_action is not None:
            yield Problem(
                statement.not_action,
                "NotAction gives the service every action on the role but those named.",
                f'Write "Action": "{ASSUME}".',
            )
        for value in statement.action.known if statement.action else ():
            if value.text.lower() != ASSUME.lower():
                yield Problem(value, f"The service needs {ASSUME} only, and has {value.text}.", f"Write {ASSUME}.")


RULE = Rule(
    code="MCA511",
    name="extra-trust-action",
    severity=Severity.WARNING,
    summary="The trust of the service's account has other actions than sts:AssumeRole.",
    why=(
        "`sts:TagSession` lets the service put tags on its session, which conditions elsewhere may rest on;"
        " `sts:SetSourceIdentity` lets it name whom it acts for; `sts:*` is all of these and whatever AWS adds. The"
        " role that the enrolment page makes has `sts:AssumeRole` alone."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": ["sts:AssumeRole", ⟦"sts:TagSession"⟧],
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
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
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
"""
    ),
    sources=(
        "Integration tests of two AWS SDKs; that the service sends no session tags is [inferred]",
        'IAM user guide, "Pass session tags in AWS STS"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
