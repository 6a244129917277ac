"""A type of principal that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.model import PRINCIPAL_TYPES
from checks.documents.nodes import Object
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import nearest
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look the types up."""
    for statement in policy.statements:
        for element in filter(None, (statement.get("Principal"), statement.get("NotPrincipal"))):
            if not isinstance(element.node, Object):
                continue
            for key, _ in element.node.members:
                if key.value not in PRINCIPAL_TYPES:
                    near = nearest(key.value, PRINCIPAL_TYPES)
                    yield Problem(
                        (policy.passage.span(key.start, key.end), (*element.path, key.value)),
                        f"There is no type of principal {shown(key.value)}.",
                        f'Write "{near}".' if near else f"Use one of {', '.join(PRINCIPAL_TYPES)}.",
                    )


RULE = Rule(
    code="MCA128",
    name="unknown-principal-type",
    severity=Severity.ERROR,
    summary="A Principal has a type other than AWS, Service, Federated or CanonicalUser.",
    why="The types are these four, in this spelling: `aws` and `Services` are none, and the document is refused.",
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {⟦"Aws"⟧: "arn:aws:iam::452565589796:root"},
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
    sources=('IAM user guide, "Access Analyzer policy check reference": Invalid principal key',),
    check=check,
)
