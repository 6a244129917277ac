"""Which cells there are, worked out without the search's help: for each variable, every mask that some value gives."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from itertools import chain, combinations, pairwise, product
from typing import Any, Final, NamedTuple

from checks.documents.model import Condition, PolicyDocument, Statement
from checks.proof import values
from checks.proof.certificate.texts import Pattern, representatives
from checks.proof.evaluate import Reading
from checks.proof.evaluate.conditions import Operator, SetOperator, Surroundings, parse_operator
from checks.proof.evaluate.readings import Rejected
from checks.proof.variables import Token, Variable, Wild, tokenize

_SEGMENTS: Final = 5
_ANY: Final = Wild.STAR
_ONE: Final = Wild.QUESTION
_ACTION: Final = Pattern.of((_ONE, _ANY, ":", _ANY, _ONE), segmented=True)
_ARN: Final = Pattern.of(("arn:", _ONE, _ANY, ":", _ONE, _ANY, ":", _ANY, ":", _ANY, ":", _ONE, _ANY), segmented=True)
_TEXTS: Final = ("string", "arn", "bool")


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement with its bit.

    Attributes:
        statement: The statement.
        variables: Whether its document knows policy variables.
        bit: Its bit.
        gone: Keys that are taken to be absent.
    """

    statement: Statement
    variables: bool
    bit: int
    gone: frozenset[str] = frozenset()


def clauses(first: PolicyDocument, second: PolicyDocument) -> tuple[Clause, ...]:
    """The statements of both documents, the first one's first."""
    whole = [(statement, document) for document in (first, second) for statement in document.statements]
    return tuple(
        Clause(statement, document.version == "2012-10-17", 1 << number)
        for number, (statement, document) in enumerate(whole)
    )


def is_open(tokens: Iterable[Token]) -> bool:
    """Whether a policy variable is among the tokens."""
    return any(isinstance(token, Variable) for token in tokens)


def resource_tokens(clause: Clause) -> list[tuple[Token, ...]]:
    """A clause's resources without those that match nothing, since a variable stands in their first five segments."""
    found = []
    for text in clause.statement.resources:
        parts = text.split(":", _SEGMENTS)
        late = len(parts) > _SEGMENTS and clause.variables
        head, tail = (text[: -len(parts[-1])] if parts[-1] else text, parts[-1]) if late else (text, "")
        if not (clause.variables and "${" in head):
            found.append(
                tokenize(head, variables=False, wildcards=True) + tokenize(tail, variables=late, wildcards=True)
            )
    return list(_resolved(clause, found))


def _resolved(clause: Clause, texts: Iterable[tuple[Token, ...]]) -> Iterator[tuple[Token, ...]]:
    """The texts that match something where keys are gone: with the defaults of their variables, which need one."""
    for tokens in texts:
        gone = [token for token in tokens if isinstance(token, Variable) and token.key in clause.gone]
        if all(token.default is not None for token in gone):
            yield tuple(token.default or "" if token in gone else token for token in tokens)


def condition_tokens(clause: Clause, condition: Condition, rejected: Rejected) -> list[tuple[Token, ...]]:
    """What a condition on texts compares with."""
    name = condition.operator.lower().rpartition(":")[2]
    replaced = clause.variables and not (name.startswith("bool") and Reading.BOOL_VARIABLES in rejected)
    wild = "like" in name or name.startswith("arn")
    texts = (tokenize(value, variables=replaced, wildcards=wild) for value in condition.values)
    return list(_resolved(clause, texts))


def action_masks(whole: Sequence[Clause]) -> Iterator[int]:
    """The masks of all actions."""
    tokens = {
        action.lower(): tokenize(action.lower(), variables=False, wildcards=True)
        for clause in whole
        for action in clause.statement.actions
    }
    patterns = {text: Pattern.of(parts) for text, parts in tokens.items()}
    for text in representatives(list(patterns.values()), _ACTION):
        matching = {name for name, pattern in patterns.items() if pattern.matches(text)}
        yield sum(
            clause.bit
            for clause in whole
            if any(action.lower() in matching for action in clause.statement.actions)
            is not clause.statement.actions_negated
        )


def resource_masks(whole: Sequence[Clause], rejected: Rejected) -> Iterator[int]:
    """The masks of all well-formed ARNs, and of `*`."""
    own = {clause.bit: resource_tokens(clause) for clause in whole}
    patterns = {
        tokens: Pattern.of(tokens, segmented=Reading.SEGMENTS not in rejected)
        for several in own.values()
        for tokens in several
    }
    for text in (*representatives(list(patterns.values()), _ARN), "*"):
        for matching in _doubted({tokens for tokens, pattern in patterns.items() if pattern.matches(text)}):
            yield sum(
                clause.bit
                for clause in whole
                if not clause.statement.resources
                or any(tokens in matching for tokens in own[clause.bit]) is not clause.statement.resources_negated
            )


def _doubted(matching: Iterable[Any]) -> Iterator[frozenset[Any]]:
    """What may really match, of tokens (or pairs that end in tokens) that match if variables are stars."""
    sure, doubtful = set(), []
    for item in matching:
        tokens = item.tokens if isinstance(item, _Atom) else item
        if is_open(tokens):
            doubtful.append(item)
        else:
            sure.add(item)
    return (frozenset((*sure, *chosen)) for chosen in subsets(doubtful))


def subsets(items: Sequence[Any], most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Every subset, of so many items at the most."""
    sizes = range(len(items) + 1 if most is None else min(most, len(items)) + 1)
    return chain.from_iterable(combinations(items, size) for size in sizes)


class _Atom(NamedTuple):
    """One comparison: the operator's kind (`string`, `numericless…`), the value, and its tokens if it is of texts."""

    kind: str
    wanted: str
    tokens: tuple[Token, ...]


class _Asked(NamedTuple):
    """A condition on the key, in a clause, with what it compares with."""

    bit: int
    condition: Condition
    operator: Operator
    atoms: frozenset[_Atom]


class _Element(NamedTuple):
    """What a value does: for each condition whether it satisfies it; and whether it is the empty text."""

    satisfied: tuple[bool, ...]
    empty: bool


def key_masks(whole: Sequence[Clause], key: str, rejected: Rejected, *, several: bool) -> Iterator[int]:
    """The masks of all values of a condition key: none, one, and several if it may have several."""
    asked = list(_asked(whole, key, rejected))
    everything = sum(clause.bit for clause in whole)
    elements = sorted(set(_elements(asked, rejected)))
    # One value for each condition that wants one is enough to show every state that sets can have.
    most = 0 if key in whole[0].gone else len(asked) + 1 if several else 1
    for chosen in subsets(elements, most):
        mask = everything
        for place, item in enumerate(asked):
            if not _true(item, [(one.satisfied[place], one.empty) for one in chosen], rejected):
                mask &= ~item.bit
        yield mask


def _asked(whole: Sequence[Clause], key: str, rejected: Rejected) -> Iterator[_Asked]:
    for clause in whole:
        for condition in clause.statement.conditions:
            if condition.key.lower() == key:
                kind = condition.operator.lower().rpartition(":")[2].removesuffix("ifexists").replace("not", "")
                texts = condition_tokens(clause, condition, rejected) if kind.startswith(_TEXTS) else None
                plain = (_Atom(kind, value, ()) for value in condition.values)
                atoms = frozenset(plain if texts is None else (_Atom(kind, "", tokens) for tokens in texts))
                yield _Asked(clause.bit, condition, parse_operator(condition.operator), atoms)


def _elements(asked: Sequence[_Asked], rejected: Rejected) -> Iterator[_Element]:
    """What every value does; of comparisons of several kinds, every combination counts as possible."""
    by_family: dict[str, list[_Atom]] = {}
    for atom in {atom for item in asked for atom in item.atoms if item.operator.comparison is not None}:
        family = "text" if atom.kind.startswith(_TEXTS) else atom.kind[:4]
        by_family.setdefault(family, []).append(atom)
    parts = [
        {frozenset(atom for atom in atoms if _matches(atom, value)) for value in _values(family, atoms)}
        for family, atoms in sorted(by_family.items())
    ]
    for combined in product(*parts):
        for matching in _doubted(chain.from_iterable(combined)):
            yield _Element(_satisfied(asked, matching), empty=False)
    nothing = {atom for atoms in by_family.values() for atom in atoms if _matches(atom, "")}
    for matching in _doubted(nothing):
        yield _Element(_satisfied(asked, matching), empty=Reading.EMPTY_IS_NULL not in rejected)


def _satisfied(asked: Sequence[_Asked], matching: frozenset[_Atom]) -> tuple[bool, ...]:
    return tuple(bool(item.atoms & matching) is not item.operator.negated for item in asked)


def _matches(atom: _Atom, value: str) -> bool:
    if not atom.kind.startswith(_TEXTS):
        comparison = parse_operator(atom.kind).comparison
        return comparison is not None and comparison(value, atom.wanted, Surroundings({}, variables=False))
    if atom.kind == "bool" and not is_open(atom.tokens):
        literal = "".join(map(str, atom.tokens)).lower()
        return literal in {"true", "false"} and value.lower() == literal
    return _pattern(atom).matches(value)


def _pattern(atom: _Atom) -> Pattern:
    folded = "ignorecase" in atom.kind or atom.kind == "bool"
    return Pattern.of(atom.tokens, folded=folded, segmented=atom.kind.startswith("arn"))


def _values(family: str, atoms: Sequence[_Atom]) -> Iterable[str]:
    """Values of which one lies in every cell of comparisons of one family."""
    if family == "text":
        return [text for text in representatives([_pattern(atom) for atom in atoms]) if text] or ["other"]
    wanted = [atom.wanted for atom in atoms]
    if family == "bina":
        return [*wanted, base64.b64encode(b"neither").decode(), "!"]
    if family == "ipad":
        return _addresses(wanted)
    read = values.number if family == "nume" else values.instant
    limits = sorted({number for text in wanted if (number := read(text)) is not None}) or [Decimal(0)]
    around = [limits[0] - 1, limits[-1] + 1, *((low + high) / 2 for low, high in pairwise(limits))]
    return [*(f"{number:f}" for number in (*limits, *around)), "!"]


def _addresses(wanted: Iterable[str]) -> list[str]:
    networks = [network for text in wanted if (network := values.network(text)) is not None]
    found = ["!"]
    for version, kind, size in ((4, IPv4Address, 32), (6, IPv6Address, 128)):
        ends = {int(item.broadcast_address) + 1 for item in networks if item.version == version}
        borders = {0} | ends | {int(item.network_address) for item in networks if item.version == version}
        found += [str(kind(border)) for border in borders if border < 1 << size]
    return found


def _true(item: _Asked, given: Sequence[tuple[bool, bool]], rejected: Rejected) -> bool:
    """Whether a condition is true of values: of each, whether it is satisfied and whether it counts as none."""
    operator = item.operator
    if operator.comparison is None:
        return any(value.lower() == ("false" if given else "true") for value in item.condition.values)
    counted = [satisfied for satisfied, empty in given if not (empty and operator.set_operator)]
    if operator.set_operator is SetOperator.ALL:
        return all(counted)
    if operator.set_operator is SetOperator.ANY:
        return any(counted) if counted else operator.if_exists and Reading.ANY_IF_EXISTS not in rejected
    if not given:
        return operator.negated or operator.if_exists
    every = operator.negated is not (Reading.UNQUALIFIED_SET in rejected)
    return all(counted) if every else any(counted)
