"""A version that the policy language does not have."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.model import VERSIONS
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look the version up. Values that are no strings are `wrong-value-type`'s."""
    element = policy.get("Version")
    if element is not None and policy.version is not None and policy.version not in VERSIONS:
        sentence = f"The policy language has no version {shown(policy.version) or 'of no name'}."
        yield Problem(element, sentence, 'Write "2012-10-17".')


RULE = Rule(
    code="MCA106",
    name="version-unknown",
    severity=Severity.ERROR,
    summary="Version is neither 2012-10-17 nor 2008-10-17.",
    why=(
        "Version names the policy language, not the document: it is one of two fixed dates. Today's date, or a version"
        " of one's own, makes IAM refuse the document."
    ),
    bad=Example(
        """\
{
  "Version": ⟦"2026-10-17"⟧,
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
    sources=('IAM user guide, "IAM JSON policy elements: Version"',),
    check=check,
)
