"""NotPrincipal where it may not stand."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at each statement with NotPrincipal."""
    for statement in policy.statements:
        element = statement.get("NotPrincipal")
        if element is None:
            continue
        if policy.kind is Kind.TRUST:
            sentence = f"{subject(statement)} of a trust policy has a NotPrincipal."
        elif statement.allows:
            sentence = f"{subject(statement)} allows everyone but those listed, the anonymous included."
        else:
            continue
        yield Problem((element.name_span, element.path), sentence, "List under Principal whom you mean.")


RULE = Rule(
    code="MCA119",
    name="not-principal",
    severity=Severity.ERROR,
    summary="NotPrincipal stands in a trust policy, or in a statement that allows.",
    why=(
        "With Allow, NotPrincipal lets everyone in the world in but a few, people without an account included; the IAM"
        " guide says not to use it. A trust policy takes none. Even with Deny a condition on `aws:PrincipalArn` says"
        " the same with fewer surprises, since NotPrincipal must list account, role and session."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      ⟦"NotPrincipal"⟧: {"AWS": "arn:aws:iam::111122223333:user/intern"},
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
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS JSON policy elements: NotPrincipal"',),
    check=check,
    kinds=frozenset(kind for kind in Kind if kind.has_principal),
)
