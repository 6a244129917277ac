"""What a request can choose of actions and of resources: their cells, each as the clauses that it leaves alive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.include.cells import Cell, cells
from checks.proof.include.choice import ACTION, RESOURCE, Choice, Variable, distinct
from checks.proof.include.clauses import Question, Tokens, is_open, widest
from checks.proof.include.globs import COLON, Glob, Universe, glob, literal, wildcards
from checks.proof.include.limits import CELLS, STATES, Undecided
from checks.proof.include.plainly import plain_actions, plain_resources
from checks.proof.variables import Wild


class _Alternatives:
    """Clauses that each ask for one of several patterns, or for none of them."""

    def __init__(self, wanted: Sequence[tuple[Iterable[int], bool] | None]) -> None:
        """Of each clause: the patterns' numbers, and whether it wants none of them; None if it does not ask."""
        self._always = self._never_wanted = 0
        self._alive_by: dict[int, int] = {}
        self._dead_by: dict[int, int] = {}
        for number, asks in enumerate(wanted):
            bit = 1 << number
            if asks is None:
                self._always |= bit
                continue
            patterns, negated = asks
            if negated:
                self._never_wanted |= bit
            by = self._dead_by if negated else self._alive_by
            for pattern in patterns:
                by[pattern] = by.get(pattern, 0) | bit

    def mask(self, vector: int) -> int:
        """The clauses that a set of matching patterns leaves alive."""
        alive, dead = self._always, 0
        while vector:
            lowest = vector & -vector
            vector ^= lowest
            number = lowest.bit_length() - 1
            alive |= self._alive_by.get(number, 0)
            dead |= self._dead_by.get(number, 0)
        return alive | (self._never_wanted & ~dead)


# ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_SERVICE: Final = Universe(least=1, without=":*?", fresh=("s3", "sns", "iam", "ec2", "other"))
_NAME: Final = Universe(least=1, without=":*?", fresh=("other",))
_ACTION: Final = Universe(
    without="*", shape=Glob((Wild.QUESTION, Wild.STAR, COLON, Wild.STAR, Wild.QUESTION), segmented=True)
)


def action_choices(asked: Question) -> Variable:
    """The actions, as the clauses see them. An action is a prefix and a name with one colon between them.

    Raises:
        Undecided: The patterns are too many, or too entangled.
    """
    if (plain := plain_actions(asked)) is not None:
        return Variable(ACTION, plain)
    numbers: dict[str, int] = {}
    wanted = [
        ([numbers.setdefault(action, len(numbers)) for action in clause.actions], clause.actions_negated)
        for clause in asked.clauses
    ]
    seen = _Alternatives(wanted)
    return Variable(
        ACTION,
        distinct(Choice(seen.mask(vector), (text,)) for vector, text in _action_cells(tuple(numbers))),
    )


@lru_cache(maxsize=256)
def _action_cells(patterns: tuple[str, ...]) -> Sequence[tuple[int, str]]:
    split = [_service_and_name(pattern) for pattern in patterns]
    if any(parts is None for parts in split):
        # A pattern without a colon may reach over it; the texts are taken whole.
        return [(cell.vector, cell.text) for cell in cells([wildcards(text) for text in patterns], _ACTION, STATES)]
    return _product([parts or () for parts in split], (_SERVICE, _NAME))


def _service_and_name(pattern: str) -> tuple[Glob, ...] | None:
    """A pattern's two parts; empty if it matches no action; None if it cannot be parted."""
    if pattern == "*":
        return wildcards("*"), wildcards("*")
    parts = pattern.split(COLON)
    if len(parts) == 1:
        return None if "*" in pattern else ()
    return (wildcards(parts[0]), wildcards(parts[1])) if len(parts) == 2 else ()  # noqa: PLR2004  # prefix and name


def _product(patterns: Sequence[tuple[Glob, ...]], universes: Sequence[Universe]) -> list[tuple[int, str]]:
    """The cells of texts of several segments with a colon between each two: bit `n` is pattern `n`, a tuple of parts.

    Segment by segment, with only the patterns that match so far; an empty tuple matches nothing.
    """
    memo: dict[tuple[int, int], list[tuple[int, str]]] = {}

    def rest(level: int, alive: int) -> list[tuple[int, str]]:
        if level == len(universes):
            return [(alive, "")]
        known = memo.get((level, alive))
        if known is not None:
            return known
        numbers = [number for number in range(len(patterns)) if alive >> number & 1]
        found: dict[int, str] = {}
        for cell in _segment_cells([patterns[number][level] for number in numbers], universes[level]):
            on = sum(1 << number for place, number in enumerate(numbers) if cell.vector >> place & 1)
            for vector, text in rest(level + 1, on):
                found.setdefault(vector, f"{cell.text}{COLON if level + 1 < len(universes) else ''}{text}")
        if len(found) > CELLS:
            raise Undecided(f"The policies part the actions or resources into more than {CELLS} cells.")
        memo[level, alive] = list(found.items())
        return memo[level, alive]

    return rest(0, sum(1 << number for number, parts in enumerate(patterns) if parts))


def _segment_cells(globs: Sequence[Glob], universe: Universe) -> list[Cell]:
    unique = {pattern: place for place, pattern in enumerate(dict.fromkeys(globs))}
    found = cells(list(unique), universe, STATES)
    if len(unique) == len(globs):
        return found
    places = [unique[pattern] for pattern in globs]
    return [
        Cell(sum(1 << number for number, place in enumerate(places) if vector >> place & 1), text)
        for vector, text in found
    ]


# ── resources ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SEGMENTS: Final = (
    Universe(shape=literal("arn"), fresh=("arn",)),
    Universe(least=1, without=":*?", fresh=("aws", "aws-cn", "aws-us-gov")),
    Universe(least=1, without=":*?", fresh=("s3", "sns", "iam", "other")),
    Universe(without=":*?", fresh=("", "us-east-1", "eu-central-1")),
    Universe(without=":*?", fresh=("", "111122223333", "444455556666")),
    Universe(least=1, fresh=("other", "other/report.csv")),
)
"""The six segments of an ARN. What AWS's services name has no wildcards; an object's key may hold anything."""
_ARN: Final = Universe(
    shape=Glob(
        (
            *("arn:", Wild.QUESTION, Wild.STAR, ":", Wild.QUESTION, Wild.STAR, ":"),
            *(Wild.STAR, ":", Wild.STAR, ":", Wild.QUESTION, Wild.STAR),
        ),
        segmented=True,
    )
)


def resource_choices(asked: Question, rejected: Rejected) -> Variable:
    """The resources, as the clauses see them: all well-formed ARNs, and `*`.

    Raises:
        Undecided: The patterns are too many, or too entangled.
    """
    if (plain := plain_resources(asked)) is not None:
        return Variable(RESOURCE, plain)
    segmented = Reading.SEGMENTS not in rejected
    numbers: dict[Tokens, int] = {}
    wanted = [
        None
        if clause.resources is None
        else ([numbers.setdefault(tokens, len(numbers)) for tokens in clause.resources], clause.resources_negated)
        for clause in asked.clauses
    ]
    globs = tuple(glob(widest(tokens), segmented=segmented) for tokens in numbers)
    unsure = sum(1 << number for number, tokens in enumerate(numbers) if is_open(tokens))
    seen = _Alternatives(wanted)
    return Variable(
        RESOURCE,
        distinct(
            Choice(seen.mask(vector), (text,), real)
            for whole, text in _resource_cells(globs, segmented=segmented)
            for vector, real in open_vectors(whole, unsure)
        ),
    )


@lru_cache(maxsize=256)
def _resource_cells(globs: tuple[Glob, ...], *, segmented: bool) -> Sequence[tuple[int, str]]:
    if segmented:
        found = _product([pattern.segments or () for pattern in globs], _SEGMENTS)
    else:
        found = [(cell.vector, cell.text) for cell in cells(globs, _ARN, STATES)]
    return [*found, (sum(1 << number for number, pattern in enumerate(globs) if pattern.matches("*")), "*")]


def open_vectors(vector: int, unsure: int) -> Iterable[tuple[int, bool]]:
    """The vectors that a cell may really have, where some patterns hold variables: those may match, or not.

    Args:
        vector: What matches if every variable is a star.
        unsure: The bits of the patterns that hold variables.

    Raises:
        Undecided: They are too many.
    """
    doubtful = vector & unsure
    if not doubtful:
        return ((vector, True),)
    if doubtful.bit_count() > _MOST_OPEN:
        raise Undecided(f"More than {_MOST_OPEN} patterns with policy variables match the same text.")
    result, subset = [], doubtful
    while True:
        result.append((vector & ~doubtful | subset, False))
        if not subset:
            return result
        subset = (subset - 1) & doubtful


_MOST_OPEN: Final = 8
