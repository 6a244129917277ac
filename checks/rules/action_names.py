"""Actions as they are written: well formed or not, and what of this service they were meant to be."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from checks.documents.policy import Element, Policy, Value, WrittenStatement
from checks.rules.catalogue import Catalogue
from policies.callers import CALL_ACTION

SERVICE: Final = CALL_ACTION.partition(":")[0]
"""The service's prefix."""
SERVICE_CALLS: Final = {"generatedataset": "GenerateDataSet", "startsupportdataexport": "StartSupportDataExport"}
"""What the service can be asked for, by its name in lower case."""
EVERY_ACTION: Final = "*"

_WELL_FORMED: Final = re.compile(r"([A-Za-z0-9-]+):([A-Za-z0-9*?-]+)")
_LETTERS: Final = re.compile(r"[^a-z]")


class Written(NamedTuple):
    """One well-formed action with a service.

    Attributes:
        value: Where it stands.
        service: The service's prefix, in lower case.
        name: What stands after the colon.
    """

    value: Value
    service: str
    name: str

    @property
    def text(self) -> str:
        """As it is written."""
        return self.value.text

    @property
    def wild(self) -> bool:
        """Whether its name has wildcards."""
        return "*" in self.name or "?" in self.name


def elements(policy: Policy) -> tuple[tuple[WrittenStatement, Element], ...]:
    """Every Action and NotAction, with its statement."""
    return policy.once(_elements)


def _elements(policy: Policy) -> tuple[tuple[WrittenStatement, Element], ...]:
    return tuple(
        (statement, element)
        for statement in policy.statements
        for element in (statement.action, statement.not_action)
        if element
    )


def is_well_formed(text: str) -> bool:
    """Whether a text is `*`, or a service's prefix and a name with a colon between."""
    return text == EVERY_ACTION or _WELL_FORMED.fullmatch(text) is not None


def written(element: Element | None) -> tuple[Written, ...]:
    """The well-formed actions of an element; `*` is not among them."""
    return element.once(_written) if element else ()


def _written(element: Element) -> tuple[Written, ...]:
    return tuple(
        Written(value, match[1].lower(), match[2])
        for value in element.known
        if (match := _WELL_FORMED.fullmatch(value.text))
    )


def of_this_service(action: Written, catalogue: Catalogue) -> str | None:
    """What an action was meant to be if its prefix or name is this service's in another spelling; else None."""
    if action.service == SERVICE:
        return None
    call = SERVICE_CALLS.get(action.name.lower())
    miscalled = "commerceanalytics" in _LETTERS.sub("", action.service) and action.service not in catalogue.services
    if miscalled or call:
        return f"{SERVICE}:{call or action.name}"
    return None
