"""An element that the policy language does not have."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import meant, placed
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look each name up; those that are nearly right are `misspelt-element`'s."""
    for element, in_statement in placed(policy):
        if not meant(element.name, in_statement=in_statement).element:
            known = STATEMENT_ELEMENTS if in_statement else DOCUMENT_ELEMENTS
            where = "statement" if in_statement else "document"
            sentence = f"The policy language has no element {shown(element.name)}."
            remedy = f"Delete it; a {where} has {', '.join(known[:-1])} and {known[-1]}."
            yield Problem((element.name_span, element.path), sentence, remedy)


RULE = Rule(
    code="MCA107",
    name="unknown-element",
    severity=Severity.ERROR,
    summary="A document or statement has an element that the policy language does not have.",
    why=(
        "The elements are a closed list. There is none for comments, names or descriptions, and IAM refuses a document"
        " with any other. What a statement is for can be said in its Sid."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  ⟦"Comment"⟧: "What the analysts may read",
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
      "Sid": "AnalystsRead",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language"',
        'IAM user guide, "Access Analyzer policy check reference": Invalid policy element',
    ),
    check=check,
)
