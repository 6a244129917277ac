"""A statement that is no object."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Object, Unknown
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the value of Statement, or at each item of its list."""
    element = policy.get("Statement")
    for value in element.values if element else ():
        if not isinstance(value.node, Object | Unknown):
            what = shown(value.text) or "A list or an empty text"
            sentence = f"{what} stands where a statement has to be."
            yield Problem(value, sentence, "Write an object with Effect and Action.")


RULE = Rule(
    code="MCA103",
    name="statement-not-object",
    severity=Severity.ERROR,
    summary="Something else than an object stands where a statement has to be.",
    why=(
        "Each statement is an object. A text in its place is often a document that was written into another one"
        " without being decoded; a list in a list is a pair of brackets too many. IAM refuses both."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦"Allow s3:GetObject on arn:aws:s3:::acme-reports/*"⟧
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
    sources=('IAM user guide, "Grammar of the IAM JSON policy language"',),
    check=check,
)
