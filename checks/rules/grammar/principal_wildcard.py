"""A wildcard inside a principal."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._principals import entries
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for `*` and `?`; alone under AWS a `*` is everyone."""
    for entry in entries(policy):
        text = entry.value.text
        if "${" in text or not ("*" in text or "?" in text) or (text == "*" and entry.type == "AWS"):
            continue
        if entry.type == "AWS":
            remedy = 'Name the account, and narrow it: {"ArnLike": {"aws:PrincipalArn": "…"}} takes wildcards.'
        else:
            remedy = "Name the one that is meant."
        sentence = f"{shown(text)} has a wildcard in it; a principal takes none, but for * alone under AWS."
        yield Problem(entry.value, sentence, remedy)


RULE = Rule(
    code="MCA129",
    name="principal-wildcard",
    severity=Severity.ERROR,
    summary="A principal has `*` or `?` in it, and is not `*` alone.",
    why=(
        "Principals are compared whole: a part of a name or ARN cannot be left open. The document is refused, and S3"
        " says only “Invalid principal in policy”. A condition on `aws:PrincipalArn` takes wildcards."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::111122223333:role/reports-*"⟧},
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reports-*"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS JSON policy elements: Principal"',
        'IAM user guide, "Access Analyzer policy check reference": Unsupported wildcard in principal',
    ),
    check=check,
)
