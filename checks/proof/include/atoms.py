"""What a condition compares a value with, and the values that no comparison tells apart.

Texts are parted by their patterns. Numbers, dates, addresses and bytes are parted by a few values: the constants, and
one between, below or beyond each two; those stand for all.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise
from typing import Final, NamedTuple

from checks.proof import values
from checks.proof.include.beginnings import Plain, is_elsewhere, parts, plain
from checks.proof.include.cells import cells
from checks.proof.include.choices import open_vectors
from checks.proof.include.clauses import Tokens, is_open, widest
from checks.proof.include.globs import Glob, Universe, glob
from checks.proof.include.limits import CELLS, STATES, Undecided
from checks.proof.include.operators import Family, Operator, Order

_TEXTS: Final = frozenset({Family.TEXT, Family.FOLDED, Family.PATTERN, Family.ARN, Family.BOOL})
_SPELT: Final = frozenset({Family.TEXT, Family.PATTERN, Family.ARN})
"""The families in which letters match in their own case only."""
_BOOLEANS: Final = frozenset({"true", "false"})
_ORDERS: Final[dict[Order, Callable[[Decimal, Decimal], bool]]] = {
    Order.EQUAL: lambda given, limit: given == limit,
    Order.LESS: lambda given, limit: given < limit,
    Order.LESS_OR_EQUAL: lambda given, limit: given <= limit,
    Order.GREATER: lambda given, limit: given > limit,
    Order.GREATER_OR_EQUAL: lambda given, limit: given >= limit,
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison with one value of the policy."""

    family: Family
    order: Order
    wanted: Tokens

    @property
    def pattern(self) -> Glob | None:
        """The texts that match, variables taken as stars; None if it is no comparison of texts."""
        if self.family not in _TEXTS:
            return None
        tokens = widest(self.wanted)
        folded = self.family in {Family.FOLDED, Family.BOOL}
        return glob(tokens, folded=folded, segmented=self.family is Family.ARN)

    @property
    def text(self) -> str:
        """The value, where variables are not replaced."""
        return "".join(token for token in self.wanted if isinstance(token, str))

    @property
    def possible(self) -> bool:
        """Whether any value can match: to Bool, only true and false do."""
        return self.family is not Family.BOOL or is_open(self.wanted) or self.text.lower() in _BOOLEANS

    def matches(self, value: str) -> bool:
        """Whether a value of the request matches, variables taken as stars."""
        if not self.possible:
            return False
        if (pattern := self.pattern) is not None:
            return pattern.matches(value)
        if self.family is Family.ADDRESS:
            given, within = values.address(value), values.network(self.text)
            return given is not None and within is not None and given.version == within.version and given in within
        if self.family is Family.BINARY:
            return (octets := values.octets(value)) is not None and octets == values.octets(self.text)
        read = values.number if self.family is Family.NUMBER else values.instant
        given_, limit = read(value), read(self.text)
        return given_ is not None and limit is not None and _ORDERS[self.order](given_, limit)


def atom(operator: Operator, wanted: Tokens) -> Atom:
    """The comparison of an operator with a value."""
    return Atom(operator.family, operator.order, wanted)


class ValueCell(NamedTuple):
    """Values that no comparison tells apart: which atoms match (bit 0 is the first), one of them, and if it is sure."""

    vector: int
    value: str
    real: bool


@lru_cache(maxsize=512)
def value_cells(atoms: tuple[Atom, ...], fresh: tuple[str, ...]) -> Sequence[ValueCell]:
    """The cells of one key's values; the empty text is in a cell of its own, since set operators take it for none.

    Args:
        atoms: All comparisons with the key.
        fresh: Readable values to try first where nothing names one.

    Raises:
        Undecided: They are too many.
    """
    if (plainest := _plain_cells(atoms, fresh)) is not None:
        return plainest
    texts = [(1 << number, item) for number, item in enumerate(atoms) if item.family in _TEXTS and item.possible]
    others = [(1 << number, item) for number, item in enumerate(atoms) if item.family not in _TEXTS]
    unsure = sum(bit for bit, item in texts if is_open(item.wanted))
    kinds = {item.family for _, item in others}
    if not others:
        found = _text_cells(texts, fresh)
    elif not texts and len(kinds) == 1:
        found = {_vector(atoms, value): (value, True) for value in _typed_values(others, kinds, fresh)}
    else:
        found = _mixed_cells(atoms, texts, others, fresh)
    if len(found) > CELLS:
        raise Undecided(f"The conditions part a key's values into more than {CELLS} cells.")
    return [
        ValueCell(vector, value, real and sure)
        for whole, value, real in (*((whole, *cell) for whole, cell in found.items()), (_vector(atoms, ""), "", True))
        for vector, sure in open_vectors(whole, unsure)
    ]


def _plain_cells(atoms: Sequence[Atom], fresh: tuple[str, ...]) -> Sequence[ValueCell] | None:
    """The cells of comparisons with texts and beginnings; None if one is of another kind."""
    own: dict[Plain, int] = {}
    for number, item in enumerate(atoms):
        pattern = plain(item.wanted) if item.family in _SPELT else None
        if pattern is None:
            return None
        own[pattern] = own.get(pattern, 0) | 1 << number
    outermost, *others = parts(own)
    value = next((value for value in fresh if is_elsewhere(value, others)), outermost.text(complete=False))
    named = (ValueCell(part.bits, part.text(complete=True), real=True) for part in others if part.begin)
    nothing = own.get(Plain("", whole=True), 0) | outermost.bits
    return [ValueCell(outermost.bits, value, real=True), *named, ValueCell(nothing, "", real=True)]


def _text_cells(texts: Sequence[tuple[int, Atom]], fresh: tuple[str, ...]) -> dict[int, tuple[str, bool]]:
    patterns = [pattern for _, item in texts if (pattern := item.pattern) is not None]
    found = cells(patterns, Universe(least=1, fresh=fresh), STATES)
    return {
        sum(bit for number, (bit, _) in enumerate(texts) if cell.vector >> number & 1): (cell.text, True)
        for cell in found
    }


def _mixed_cells(
    atoms: Sequence[Atom],
    texts: Sequence[tuple[int, Atom]],
    others: Sequence[tuple[int, Atom]],
    fresh: tuple[str, ...],
) -> dict[int, tuple[str, bool]]:
    """Comparisons of several kinds with one key: every combination of their cells, and which of them were seen."""
    by_kind = [_text_cells(texts, fresh)] if texts else []
    for kind in sorted({item.family for _, item in others}):
        alike = [(bit, item) for bit, item in others if item.family is kind]
        by_kind.append(
            {
                sum(bit for bit, item in alike if item.matches(value)): (value, True)
                for value in _typed_values(alike, {kind}, fresh)
            }
        )
    found: dict[int, tuple[str, bool]] = {0: ("not one", False)}
    for part in by_kind:
        found = {before | vector: (value, False) for before in found for vector, (value, _) in part.items()}
        if len(found) > CELLS:
            raise Undecided(f"Comparisons of several kinds part a key's values into more than {CELLS} cells.")
    for part in by_kind:
        for value, _ in part.values():
            found[_vector(atoms, value)] = (value, True)
    return found


def _vector(atoms: Sequence[Atom], value: str) -> int:
    return sum(1 << number for number, item in enumerate(atoms) if item.matches(value))


def _typed_values(items: Iterable[tuple[int, Atom]], kinds: Iterable[Family], fresh: tuple[str, ...]) -> Iterator[str]:
    """Values of which one lies in each cell of comparisons of one kind."""
    texts = [item.text for _, item in items]
    yield from fresh
    for kind in kinds:
        if kind is Family.ADDRESS:
            yield from _addresses(texts)
        elif kind is Family.BINARY:
            yield from texts
            yield base64.b64encode(b"other").decode()
        elif kind is Family.NUMBER:
            yield from _points([number for text in texts if (number := values.number(text)) is not None])
        elif kind is Family.DATE:
            yield from _points([instant for text in texts if (instant := values.instant(text)) is not None])
    yield "not one"


def _points(limits: Iterable[Decimal]) -> Iterator[str]:
    """The limits, and a number between, below and beyond them."""
    ordered = sorted(set(limits))
    yield from (_plain(limit) for limit in ordered)
    yield from (_plain((low + high) / 2) for low, high in pairwise(ordered))
    yield _plain(ordered[0] - 1 if ordered else Decimal(0))
    yield _plain(ordered[-1] + 1 if ordered else Decimal(0))


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _addresses(texts: Iterable[str]) -> Iterator[str]:
    """The first address of each stretch between the borders of the networks, in both versions."""
    borders: dict[int, set[int]] = {4: {0}, 6: {0}}
    for text in texts:
        network = values.network(text)
        if network is not None:
            borders[network.version] |= {int(network.network_address), int(network.broadcast_address) + 1}
    yield from (str(IPv4Address(border)) for border in sorted(borders[4]) if border < 1 << 32)
    yield from (str(IPv6Address(border)) for border in sorted(borders[6]) if border < 1 << 128)
