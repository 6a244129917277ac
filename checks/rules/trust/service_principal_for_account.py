"""The service's role trusts a service principal in place of the service's account."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import LOOKALIKES, Trusted, is_service_role, names_service, trusted
from policies.trust import SERVICE_ACCOUNT


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for service principals: any if the service's account is missing, and those that are taken for it."""
    if not is_service_role(policy, context):
        return
    is_alone = not names_service(policy)
    for one in trusted(policy):
        if one.entry.type == "Service" and (is_alone or _resembles(one)):
            yield Problem(
                one.entry.value,
                f"The role trusts {one.text}; Commerce Analytics comes from the account {SERVICE_ACCOUNT}, and has no"
                f" service principal.{_what(one)}",
                f'Write "Principal": {{"AWS": "arn:aws:iam::{SERVICE_ACCOUNT}:root"}}.',
            )


def _resembles(one: Trusted) -> bool:
    return any(part in one.text.lower() for part in LOOKALIKES)


def _what(one: Trusted) -> str:
    is_data_feeds = one.text.lower().startswith("reports.marketplace.")
    return " This one is of AWS Data Feeds, another product, which assumes no role." if is_data_feeds else ""


RULE = Rule(
    code="MCA502",
    name="service-principal-for-account",
    severity=Severity.ERROR,
    summary="The service's role trusts a service principal, and not the service's account.",
    why=(
        "Most AWS services assume roles as a service principal, such as `sns.amazonaws.com`. Commerce Analytics is"
        " older: it assumes the role as an ordinary account, with an external id. A name that looks right, such as"
        " `marketplacecommerceanalytics.amazonaws.com`, is refused by IAM or never matches, and nothing is delivered."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": ⟦"marketplacecommerceanalytics.amazonaws.com"⟧},
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
      "Principal": {"AWS": "452565589796"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
"""
    ),
    sources=(
        "Integration tests of two AWS SDKs; that the service has no service principal is [inferred]",
        'AWS Marketplace seller guide, "Seller delivery data feeds service"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
