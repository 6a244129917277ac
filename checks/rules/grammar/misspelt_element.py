"""An element whose name is nearly right."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import meant, placed
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare each name with the known ones; two that differ in case only are `twin-keys`'."""
    for element, in_statement in placed(policy):
        name, here = meant(element.name, in_statement=in_statement)
        if not name or not here or name == element.name:
            continue
        if name.lower() == element.name.lower() and any(
            other.path == (*element.path[:-1], name) for other, _ in placed(policy)
        ):
            continue
        sentence = f"The policy language has no element {shown(element.name)}; {name} was probably meant."
        yield Problem((element.name_span, element.path), sentence, f'Write "{name}".')


RULE = Rule(
    code="MCA108",
    name="misspelt-element",
    severity=Severity.ERROR,
    summary="The name of an element is misspelt, or written in the wrong case.",
    why=(
        "Names of elements are written as the grammar writes them: `Action`, not `action` or `Actions`. IAM refuses the"
        " document, and other tools pass over the element in silence, as if it granted or denied nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      ⟦"Actions"⟧: "s3:GetObject",
      ⟦"resource"⟧: "arn:aws:s3:::acme-reports/*"
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
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language"',
        "That other cases of letters are refused: moto's policy validator [inferred]",
    ),
    check=check,
)
