"""The service's role trusts others beside the service."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import LOOKALIKES, is_service_role, names_service, trusted


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for principals that are neither the service's account nor everyone, which is another rule's."""
    if not is_service_role(policy, context) or not names_service(policy):
        return
    for one in trusted(policy):
        is_lookalike = one.entry.type == "Service" and any(part in one.text.lower() for part in LOOKALIKES)
        if one.is_service or one.text == "*" or is_lookalike:
            continue
        own = bool(one.account) and one.account == context.expected.account_id
        yield Problem(
            one.entry.value,
            f"The role trusts {one.text} too" + (", which is of the seller's own account." if own else "."),
            "Take it out; give whoever needs to write to the bucket or topic a role of its own.",
            severity=Severity.WARNING if own else None,
        )


RULE = Rule(
    code="MCA503",
    name="extra-trusted-principal",
    severity=Severity.ERROR,
    summary="The service's role trusts a principal beside the service's account.",
    why=(
        "Whoever is trusted can take the role and, with it, overwrite reports, and send messages that programs take"
        " for the service's. The enrolment page makes a role that only the service can assume. A principal of the"
        " seller's own account is a warning: it is often a test that was left behind."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::452565589796:root", ⟦"arn:aws:iam::444455556666:root"⟧]},
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
        'IAM user guide, "How to use trust policies" and "The confused deputy problem"',
        "Service guide, the enrolment page's role",
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
