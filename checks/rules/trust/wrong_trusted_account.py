"""The service's role trusts another account than the service's."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import Trusted, has_open_principals, is_service_role, names_service, trusted
from policies.trust import SERVICE_ACCOUNT


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for the accounts that the role trusts, if the service's is not among them."""
    if not is_service_role(policy, context) or names_service(policy) or has_open_principals(policy):
        return
    for one in trusted(policy):
        if one.account:
            remedy = f"Write arn:aws:iam::{SERVICE_ACCOUNT}:root, and compare every digit."
            yield Problem(one.entry.value, _sentence(one, context.expected.account_id), remedy)


def _sentence(one: Trusted, own: str) -> str:
    whose = "the seller's own account" if one.account == own else f"account {one.account}"
    return f"The role trusts {one.text}, which is {whose}, and not the service's account {SERVICE_ACCOUNT}."


RULE = Rule(
    code="MCA501",
    name="wrong-trusted-account",
    severity=Severity.ERROR,
    summary="The service's role trusts an account that is not the service's.",
    why=(
        "The service assumes the role from its own account, 452565589796. A role that trusts another one, if only by a"
        " wrong digit, cannot be assumed by the service, and can be by whoever holds that account: with the role they"
        " may write to the seller's bucket and topic. The number and the ARN that ends in `:root` mean the same."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::452565589769:root"⟧},
      "Action": "sts:AssumeRole",
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
        "Integration tests of two AWS SDKs (no AWS page prints the account)",
        'IAM user guide, "AWS JSON policy elements: Principal"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
