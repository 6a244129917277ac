"""A principal in a policy that is attached to one."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import IDENTITY, subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Principal and NotPrincipal in each statement."""
    what = "a boundary or service control policy" if policy.kind is Kind.BOUNDARY else "a user, group or role"
    for statement in policy.statements:
        for element in filter(None, (statement.get("Principal"), statement.get("NotPrincipal"))):
            sentence = f"{subject(statement)} has a {element.name}, which a policy of {what} cannot have."
            remedy = f"Delete {element.name}, or attach the policy to the resource that it speaks of."
            yield Problem((element.name_span, element.path), sentence, remedy)


RULE = Rule(
    code="MCA117",
    name="principal-in-identity-policy",
    severity=Severity.ERROR,
    summary="A policy of a user, group or role, a boundary or a service control policy has a principal.",
    why=(
        "Such a policy speaks of whoever it is attached to. IAM refuses a Principal in it: either it does not belong"
        " there, or the document is one for a bucket, topic, key or trust relationship."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      ⟦"Principal"⟧: {"AWS": "arn:aws:iam::111122223333:user/analyst"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
""",
        kind=Kind.IDENTITY,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
""",
        kind=Kind.IDENTITY,
    ),
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language", policy grammar notes',
        'IAM user guide, "Access Analyzer policy check reference": Unsupported principal, SCP syntax error principal',
    ),
    check=check,
    kinds=IDENTITY,
)
