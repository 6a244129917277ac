"""An action that is none: no colon, blanks, a wildcard for the service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.action_names import elements, is_well_formed
from checks.rules.catalogue import Catalogue
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule

_SEPARATOR = re.compile(r"\s*(?:::|[.:/])\s*")
_LONGEST = 128


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at the form of each action; empty strings are another rule's."""
    hints = Hints()
    for _, element in elements(policy):
        for value in element.known:
            if value.text.strip() and not is_well_formed(value.text):
                meant = hints.meant(lambda text: _meant(text, context.catalogue), value.text)
                remedy = f"Write {meant}." if meant else "Write the service's prefix, a colon and the action's name."
                yield Problem(value, f"{shown(value.text)} is no action: {_fault(value.text)}.", remedy)


def _fault(text: str) -> str:
    service, colon, name = text.partition(":")
    faults = {
        "it is an ARN, which belongs into Resource": text.startswith("arn:"),
        "policy variables are not replaced in actions": "${" in text,
        "several actions have to be a list of strings": "," in text or ";" in text,
        "it has blanks in it": any(character.isspace() for character in text),
        "no colon parts a service from a name": not colon,
        "wildcards are not allowed in the service's part": "*" in service or "?" in service,
        "the service is missing": not service,
        "the name is missing": not name,
        "only letters, digits and hyphens are allowed, and wildcards in the name": True,
    }
    return next(fault for fault, found in faults.items() if found)


def _meant(text: str, catalogue: Catalogue) -> str:
    """The action that a malformed one was meant to be, if it is one with a wrong separator or with blanks."""
    if len(text) > _LONGEST:
        return ""
    if text.replace(":", "").strip("* ") == "":
        return '"*", if every action is meant'
    candidate = _SEPARATOR.sub(":", text.strip(), count=1)
    found = catalogue.find(candidate)
    if found:
        return str(found)
    return candidate if is_well_formed(candidate) and catalogue.expand(candidate) else ""


RULE = Rule(
    code="MCA203",
    name="malformed-action",
    severity=Severity.ERROR,
    summary="A value of Action or NotAction is not a service's prefix, a colon and a name.",
    why=(
        "IAM refuses the document. Each action is a string of its own; wildcards may stand in the name, never for the"
        " service; the only action without a service is `*`."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [⟦"s3.GetObject"⟧, ⟦"*:List*"⟧, "s3:GetObjectVersion", ⟦"s3:GetObjectTagging, s3:GetObjectAcl"⟧],
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
      "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectAcl"],
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Action"',
        "The refusal: moto's policy validator, which repeats IAM's messages [inferred]",
    ),
    check=check,
)
