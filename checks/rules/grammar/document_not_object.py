"""A document that is no object."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Array, Object, Unknown
from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the document's own value."""
    if isinstance(policy.node, Object | Unknown):
        return
    what = "a list" if isinstance(policy.node, Array) else "a single value"
    remedy = 'Write {"Version": "2012-10-17", "Statement": …} around it.'
    yield Problem(policy, f"The document is {what}; a policy is an object with a Version and a Statement.", remedy)


RULE = Rule(
    code="MCA101",
    name="document-not-object",
    severity=Severity.ERROR,
    summary="The document is a list or a single value, not an object.",
    why=(
        "A policy is one object that holds its version and its statements. A list of statements alone is what remains"
        " when a part of a policy is copied, and IAM refuses it."
    ),
    bad=Example(
        """\
⟦[
  {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::acme-reports/*"
  }
]⟧
"""
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
"""
    ),
    sources=('IAM user guide, "Grammar of the IAM JSON policy language"',),
    check=check,
)
