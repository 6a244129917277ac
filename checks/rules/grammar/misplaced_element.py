"""An element that stands in the document and belongs into a statement, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import meant, placed
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look where each element belongs."""
    for element, in_statement in placed(policy):
        name, here = meant(element.name, in_statement=in_statement)
        if not name or here:
            continue
        if not in_statement:
            sentence = f"{element.name} stands in the document itself, but belongs into a statement."
            remedy = f'Write it as "{name}" into a statement, in the list under "Statement".'
        elif name == "Statement":
            sentence, remedy = "A statement stands in another statement.", "Put it beside that one, into the list."
        else:
            sentence = f"{element.name} stands in a statement, but belongs into the document itself."
            remedy = "Write Sid, or move it to the document." if name == "Id" else "Move it to the document."
        yield Problem((element.name_span, element.path), sentence, remedy)


RULE = Rule(
    code="MCA109",
    name="misplaced-element",
    severity=Severity.ERROR,
    summary="An element of statements stands in the document itself, or one of the document in a statement.",
    why=(
        "A bracket that is closed too early, or a statement that was pasted in place of the document, puts an element"
        " one level too high or too low. IAM refuses the document; and a Condition that has slipped out of its"
        " statement limits nothing in tools that do not look."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports"
    }
  ],
  ⟦"Condition"⟧: {"StringLike": {"s3:prefix": "daily/*"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringLike": {"s3:prefix": "daily/*"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Grammar of the IAM JSON policy language"',),
    check=check,
)
