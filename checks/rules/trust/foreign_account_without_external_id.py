"""A role that a whole foreign account may assume without an external id."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from checks.rules.trust._service import ASSUME, is_service_role, trusted


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each account that is not the seller's whether anybody of it may assume the role, without conditions."""
    own = context.expected.account_id
    if not own or is_service_role(policy, context):
        return
    grants = Grants(policy.bounds.least)
    for one in trusted(policy):
        if not asking.is_account(one.text) or one.account == own:
            continue
        if grants.admits(one.statement.span, asking.user(one.account), ASSUME, named=(one.entry.type, one.text)):
            yield Problem(
                one.entry.value,
                f"Whoever account {one.account} lets may assume the role, and no external id is asked for.",
                "Name the role or user that is meant; for a provider who serves many customers, ask for the external"
                " id that it issued for you.",
            )


RULE = Rule(
    code="MCA514",
    name="foreign-account-without-external-id",
    severity=Severity.WARNING,
    summary="A role trusts a whole account, other than the seller's own, without any condition.",
    why=(
        "A provider's account that many customers trust is a deputy: one customer can make it use another one's role."
        " An external id prevents that. Where the account is a sister's, the name of the role that is meant keeps"
        " everybody else of it out. The rule needs to know the seller's account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::444455556666:root"⟧},
      "Action": "sts:AssumeRole"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "5b0e2d7c-88a1-4f53-b7f0-2f6f1f0c9f31"}}
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=('IAM user guide, "Access to AWS accounts owned by third parties" and "The confused deputy problem"',),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
