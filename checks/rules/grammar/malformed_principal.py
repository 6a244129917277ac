"""A principal that cannot be one."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._principals import entries, fault, is_unique_id
from checks.rules.patterns import wild
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the form of each principal; wildcards and ids of deleted identities are other rules'."""
    for entry in entries(policy):
        if wild(entry.value.text) or is_unique_id(entry):
            continue
        if found := fault(entry.type, entry.value.text):
            yield Problem(entry.value, found.sentence, found.remedy)


RULE = Rule(
    code="MCA130",
    name="malformed-principal",
    severity=Severity.ERROR,
    summary="A principal does not have the form that its type asks for.",
    why=(
        "Under AWS stands the number of an account or the ARN of an account, user, role or session; under Service a"
        " name such as `sns.amazonaws.com`; under Federated an identity provider. A group is no principal, and an"
        " account id has 12 digits. The service that stores the policy refuses it (“Invalid principal”)."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::45256558979:root"⟧},
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
    sources=('IAM user guide, "AWS JSON policy elements: Principal"',),
    check=check,
)
