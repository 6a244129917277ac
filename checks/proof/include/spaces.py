"""The variables of a question with their choices, each worked out once for all readings on which it does not depend."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from checks.proof.evaluate import NamedPolicy, Principal, PrincipalKind, Reading
from checks.proof.evaluate.principals import Grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include.choice import ACTION, RESOURCE, Variable
from checks.proof.include.choices import action_choices, resource_choices
from checks.proof.include.clauses import Question, bind, keys_in_variables, question
from checks.proof.include.keys import key_choices
from checks.proof.include.multivalued import multivalued
from checks.proof.include.principals import PRINCIPAL, USERNAME, callers, default_caller, principal_choices

_NONE: Final[Rejected] = frozenset()
_OF_RESOURCES: Final = frozenset({Reading.SEGMENTS})
_OF_KEYS: Final = frozenset(
    {Reading.UNQUALIFIED_SET, Reading.EMPTY_IS_NULL, Reading.ANY_IF_EXISTS, Reading.BOOL_VARIABLES}
)
_OF_CALLERS: Final = frozenset({Reading.NOT_PRINCIPAL_LEVELS})


class Spaces:
    """What requests can choose."""

    def __init__(self, first: NamedPolicy, second: NamedPolicy) -> None:
        """Take two policies apart.

        Raises:
            DocumentError: A condition has an operator that IAM does not have.
        """
        self._first, self._second = first.document, second.document
        self.usual = question(self._first, self._second)
        self.by_resource = any(clause.principals is not None for clause in self.usual.clauses)
        self.keys = frozenset(test.key for clause in self.usual.clauses for test in clause.tests)
        self.several = multivalued(self.keys)
        self.open_keys = keys_in_variables(self.usual.clauses)
        self._known: dict[tuple[str, Rejected, Grant], Variable] = {}
        self._callers: list[Principal] | None = None

    def asked(self, rejected: Rejected) -> Question:
        """The clauses."""
        if Reading.BOOL_VARIABLES in rejected:
            return question(self._first, self._second, rejected)
        return self.usual

    @property
    def callers(self) -> list[Principal]:
        """A caller for each set that the clauses do not tell apart."""
        if self._callers is None:
            self._callers = callers(self.usual) if self.by_resource else [default_caller()]
        return self._callers

    def variables(self, rejected: Rejected, level: Grant) -> list[Variable]:
        """Action and resource, then the keys of conditions, then the caller if the policies name callers.

        Args:
            rejected: The readings that are not taken.
            level: How directly a resource policy has to name the caller.

        Raises:
            Undecided: There are too many choices.
        """
        asked = self.asked(rejected)
        found = [
            self._once((ACTION, _NONE, Grant.NONE), lambda: action_choices(asked)),
            self._once((RESOURCE, rejected & _OF_RESOURCES, Grant.NONE), lambda: resource_choices(asked, rejected)),
        ]
        for key in sorted(self.keys):
            make = partial(key_choices, asked, key, rejected, several=key in self.several)
            found.append(self._once((f"{key} of the context", rejected & _OF_KEYS, Grant.NONE), make))
        if self.by_resource:
            make = partial(principal_choices, asked, self.callers, level, rejected)
            found.append(self._once((PRINCIPAL, rejected & _OF_CALLERS, level), make))
        return found

    def halved(self, rejected: Rejected, level: Grant, *, users: bool) -> list[Variable]:
        """The variables of requests by IAM users only, or by all others, who have no user name.

        Args:
            rejected: The readings that are not taken.
            level: How directly a resource policy has to name the caller.
            users: Whether by users.

        Raises:
            Undecided: There are too many choices.
        """
        asked = self.asked(rejected) if users else bind(self.asked(rejected), {USERNAME: None})
        found = [action_choices(asked), resource_choices(asked, rejected)]
        for key in sorted(self.keys):
            fixed = () if key == USERNAME and not users else None
            found.append(key_choices(asked, key, rejected, several=key in self.several, fixed=fixed))
        if self.by_resource:
            who = [caller for caller in self.callers if (caller.kind is PrincipalKind.USER) is users]
            found.append(principal_choices(asked, who, level, rejected))
        return found

    def _once(self, place: tuple[str, Rejected, Grant], make: Callable[[], Variable]) -> Variable:
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = make()
        return known
