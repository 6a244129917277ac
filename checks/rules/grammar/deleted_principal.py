"""A principal that does not exist any more."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._principals import entries, is_unique_id
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for the ids that stand in place of ARNs."""
    for entry in entries(policy):
        if is_unique_id(entry):
            what = "role" if entry.value.text.startswith("AROA") else "user"
            sentence = f"{entry.value.text} is the id of a {what} that was deleted, even if its name exists again."
            yield Problem(entry.value, sentence, f"Write the ARN of the {what} that is meant now, or delete it.")


RULE = Rule(
    code="MCA131",
    name="deleted-principal",
    severity=Severity.WARNING,
    summary="A principal is an id such as `AROA…`, not an ARN.",
    why=(
        "IAM keeps the id of a user or role behind its ARN, and shows the ARN as long as there is one. An id in the"
        " document is what remains after a deletion: it names nobody, and a new role of the same name does not come in"
        " its place. A grant or denial that rests on it is lost."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"AROAJQABLZS4A3QDU576Q"⟧},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS JSON policy elements: Principal", IAM role principals',),
    check=check,
)
