"""A role that everyone may assume."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import ASSUME, EXTERNAL_ID
from policies.document import Condition

_BY_ID = " with the external id, which is no secret"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger may assume the role: as it is, or with the external id at hand."""
    del context
    entries = [(s, entry) for s in policy.statements if s.allows for entry in s.principals() if entry.value.text == "*"]
    if not entries:
        return
    grants = Grants(policy.bounds.least)
    stranger = asking.user(asking.STRANGER_ACCOUNT)
    for statement, entry in entries:
        is_free = grants.admits(statement.span, stranger, ASSUME)
        if is_free or grants.admits(statement.span, stranger, ASSUME, judged=_is_no_id):
            yield Problem(
                entry.value,
                f'The principal "*" lets every AWS account assume the role{"" if is_free else _BY_ID}.',
                "Name the account or the role that is meant.",
                severity=None if is_free else Severity.WARNING,
            )


def _is_no_id(condition: Condition) -> bool:
    return condition.key.lower() != EXTERNAL_ID


RULE = Rule(
    code="MCA504",
    name="public-trust",
    severity=Severity.ERROR,
    summary="A trust policy lets everyone assume the role.",
    why=(
        "Anybody who has an AWS account, and learns the role's ARN, becomes the role. A condition on the organisation"
        " or on the caller's ARN limits it, and then this rule is silent; an external id alone hardly does, since"
        " neither AWS nor its owner treats it as a secret: that is a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"*"⟧},
      "Action": "sts:AssumeRole"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/Deployer"},
      "Action": "sts:AssumeRole"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS JSON policy elements: Principal"',
        'IAM user guide, "Access to AWS accounts owned by third parties"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
