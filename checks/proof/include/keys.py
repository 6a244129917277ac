"""The choices of a condition key: absent, one value, or several, as the conditions see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.include.atoms import Atom, ValueCell, atom, value_cells
from checks.proof.include.choice import Choice, Variable, distinct
from checks.proof.include.clauses import Question, Test
from checks.proof.include.limits import CELLS, Undecided
from checks.proof.include.operators import Family, Quantifier

_FRESH: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:requestedregion": ("us-east-1", "eu-central-1", "us-west-2"),
    "aws:securetransport": ("true", "false"),
    "aws:sourceip": ("203.0.113.7", "198.51.100.7", "2001:db8::7"),
    "aws:username": ("alice", "bob"),
    "aws:principalaccount": ("111122223333", "444455556666"),
    "aws:sourceaccount": ("111122223333", "444455556666"),
    "aws:resourceaccount": ("111122223333", "444455556666"),
    "aws:principalarn": ("arn:aws:iam::111122223333:role/other", "arn:aws:iam::444455556666:user/bob"),
    "aws:sourcearn": ("arn:aws:sns:us-east-1:444455556666:other",),
    "aws:principaltype": ("AssumedRole", "User", "Account", "FederatedUser"),
    "sts:externalid": ("another-id", "a-second-id"),
    "s3:prefix": ("other", "other/"),
}
"""Readable values of well-known keys."""
_PLAIN: Final = ("other", "another")


class _Asked(NamedTuple):
    """A condition on the key: the clause's bit, the condition, and the bits of its comparisons."""

    bit: int
    test: Test
    atoms: int


@dataclass(frozen=True, slots=True)
class _State:
    """What the conditions know of a set of values: which are satisfied by all of them, and which by any."""

    every: int
    some: int


def key_choices(
    asked: Question, key: str, rejected: Rejected, *, several: bool, fixed: tuple[str, ...] | None = None
) -> Variable:
    """A key's choices.

    Args:
        asked: The clauses.
        key: The key, in lower case.
        rejected: The readings that are not taken.
        several: Whether the key may have more than one value.
        fixed: Its values, if they are settled: none if the key is absent. None if it may have any.

    Raises:
        Undecided: There are too many.
    """
    numbers: dict[Atom, int] = {}
    conditions = []
    for number, clause in enumerate(asked.clauses):
        for test in clause.tests:
            if test.key == key:
                atoms = 0
                if test.operator.family is not Family.NULL:
                    for wanted in test.wanted:
                        atoms |= 1 << numbers.setdefault(atom(test.operator, wanted), len(numbers))
                conditions.append(_Asked(1 << number, test, atoms))
    judge = _Judge(asked.all, tuple(conditions), rejected)
    if fixed is not None:
        return Variable(key, (judge.fixed(list(numbers), fixed),))
    cells = value_cells(tuple(numbers), _FRESH.get(key, _PLAIN))
    choices = [Choice(judge.absent(), ())]
    if several:
        choices += judge.sets(cells)
    else:
        choices += [Choice(judge.one(cell), (cell.value,), cell.real) for cell in cells]
    return Variable(key, distinct(choices))


class _Judge:
    """Says which clauses the conditions on one key leave alive."""

    def __init__(self, everything: int, conditions: Sequence[_Asked], rejected: Rejected) -> None:
        self._all, self._conditions, self._rejected = everything, conditions, rejected
        self._empty_is_null = Reading.EMPTY_IS_NULL not in rejected

    def _mask(self, truths: Iterable[bool]) -> int:
        mask = self._all
        for condition, true in zip(self._conditions, truths, strict=True):
            if not true:
                mask &= ~condition.bit
        return mask

    def absent(self) -> int:
        """The clauses alive if the key is absent."""
        return self._mask(self._if_absent(condition.test) for condition in self._conditions)

    def _if_absent(self, test: Test) -> bool:
        operator = test.operator
        if operator.family is Family.NULL:
            return any(_text(tokens).lower() == "true" for tokens in test.wanted)
        if operator.quantifier is Quantifier.ALL:
            return True
        if operator.quantifier is Quantifier.ANY:
            return operator.if_exists and Reading.ANY_IF_EXISTS not in self._rejected
        return operator.negated or operator.if_exists

    def _satisfied(self, cell: ValueCell) -> int:
        """The conditions, by their place, that a value satisfies."""
        bits = 0
        for place, condition in enumerate(self._conditions):
            if bool(cell.vector & condition.atoms) is not condition.test.operator.negated:
                bits |= 1 << place
        return bits

    def one(self, cell: ValueCell) -> int:
        """The clauses alive for a single value."""
        return self._alive(self._element(cell))

    def _element(self, cell: ValueCell) -> _State:
        satisfied = self._satisfied(cell)
        if cell.value or not self._empty_is_null:
            return _State(satisfied, satisfied)
        # To a set operator an empty text is no value: it neither satisfies nor fails.
        sets = sum(1 << place for place, asked in enumerate(self._conditions) if asked.test.operator.quantifier)
        return _State(satisfied | sets, satisfied & ~sets)

    def _alive(self, state: _State, *, only_empty: bool = False) -> int:
        return self._mask(self._true(place, state, only_empty=only_empty) for place in range(len(self._conditions)))

    def _true(self, place: int, state: _State, *, only_empty: bool) -> bool:
        test = self._conditions[place].test
        operator = test.operator
        every, some = bool(state.every >> place & 1), bool(state.some >> place & 1)
        if operator.family is Family.NULL:
            return any(_text(tokens).lower() == "false" for tokens in test.wanted)
        if operator.quantifier is Quantifier.ALL:
            return every
        if operator.quantifier is Quantifier.ANY:
            return some or (only_empty and operator.if_exists and Reading.ANY_IF_EXISTS not in self._rejected)
        return every if operator.negated is not (Reading.UNQUALIFIED_SET in self._rejected) else some

    def sets(self, cells: Sequence[ValueCell]) -> Iterator[Choice]:
        """The choices of every set of values: what all satisfy and what any does, closed under one more value.

        Raises:
            Undecided: There are too many.
        """
        elements = [(self._element(cell), cell) for cell in cells]
        found: dict[tuple[_State, bool], tuple[tuple[str, ...], bool]] = {}
        waiting = []
        for state, cell in elements:
            empty = self._empty_is_null and cell.value == ""
            if (state, empty) not in found:
                found[state, empty] = ((cell.value,), cell.real)
                waiting.append((state, empty))
        while waiting:
            state, empty = waiting.pop(0)
            held, real = found[state, empty]
            for more, cell in elements:
                joined = (
                    _State(state.every & more.every, state.some | more.some),
                    empty and self._empty_is_null and cell.value == "",
                )
                if joined not in found:
                    found[joined] = ((*held, cell.value), real and cell.real)
                    waiting.append(joined)
            if len(found) > CELLS:
                raise Undecided(f"The set conditions part a key's values into more than {CELLS} states.")
        for (state, empty), (held, real) in found.items():
            yield Choice(self._alive(state, only_empty=empty), held, real)

    def fixed(self, atoms: Sequence[Atom], given: tuple[str, ...]) -> Choice:
        """The only choice of a key whose values are settled."""
        if not given:
            return Choice(self.absent(), ())
        state = _State(-1, 0)
        for value in given:
            vector = sum(1 << number for number, item in enumerate(atoms) if item.matches(value))
            element = self._element(ValueCell(vector, value, real=True))
            state = _State(state.every & element.every, state.some | element.some)
        only_empty = self._empty_is_null and not any(given)
        return Choice(self._alive(state, only_empty=only_empty), given)


def _text(tokens: Iterable[object]) -> str:
    return "".join(token for token in tokens if isinstance(token, str))
