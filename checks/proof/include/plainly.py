"""Actions and resources where all patterns are of the plainest kind: texts and beginnings, without an automaton."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from checks.proof.include.beginnings import Part, Plain, is_elsewhere, parts, plain
from checks.proof.include.choice import Choice
from checks.proof.include.clauses import Question
from checks.proof.include.globs import COLON
from checks.proof.include.masks import Masks

_FRESH_ACTIONS: Final = tuple(f"{service}:other" for service in ("s3", "sns", "iam", "ec2", "other"))
_FRESH_ARNS: Final = (
    "arn:aws:s3:::other",
    "arn:aws:sns:us-east-1:111122223333:other",
    "arn:aws:iam::111122223333:role/other",
    "arn:aws:other:::other",
    "arn:aws-cn:other:::other",
)
_ARN: Final = Plain("arn:", whole=False)
_REST: Final = ("", "", ":s3:::other", ":::other", "::other", ":other", "")
"""By the number of colons in the beginning of an ARN: what completes it."""
_LAST_SEGMENT: Final = 5


def plain_actions(asked: Question) -> tuple[Choice, ...] | None:
    """The choices of actions; None if a pattern is of another kind."""
    wanted: list[tuple[Sequence[Plain], bool] | None] = []
    for clause in asked.clauses:
        patterns = [plain_action(action) for action in clause.actions]
        if None in patterns:
            return None
        wanted.append(([pattern for pattern in patterns if pattern is not None], clause.actions_negated))
    masks = Masks(wanted)
    found = _choices(masks, parts(masks.own), _action, _FRESH_ACTIONS)
    return tuple(Choice(mask, (text,)) for mask, text in found.items())


def plain_action(pattern: str) -> Plain | None:
    """A pattern of actions as the plainest one; None if it is none."""
    if "*" not in pattern and "?" not in pattern:
        return Plain(pattern, whole=True)
    begin = pattern[:-1]
    return None if pattern[-1] != "*" or "*" in begin or "?" in begin else Plain(begin, whole=False)


def _action(part: Part) -> str | None:
    """An action of a cell: a prefix and a name; None if there is none."""
    service, colon, name = part.begin.partition(COLON)
    if COLON in name or (colon and not service):
        return None
    if part.following is None:
        return part.begin if name else None
    return part.text("" if colon else ":other", complete=bool(name))


def plain_resources(asked: Question) -> tuple[Choice, ...] | None:
    """The choices of resources, in either reading of segments; None if a pattern is of another kind."""
    wanted: list[tuple[Sequence[Plain], bool] | None] = []
    for clause in asked.clauses:
        if clause.resources is None:
            wanted.append(None)
            continue
        patterns = [plain(tokens) for tokens in clause.resources]
        if None in patterns:
            return None
        wanted.append(([pattern for pattern in patterns if pattern is not None], clause.resources_negated))
    masks = Masks(wanted)
    found = _choices(masks, parts({_ARN: 0} | masks.own), _resource, _FRESH_ARNS)
    star = 0
    for (begin, whole), bits in masks.own.items():
        if begin == "*" or not (begin or whole):
            star |= bits
    found.setdefault(masks.mask(star), "*")
    return tuple(Choice(mask, (text,)) for mask, text in found.items())


def _resource(part: Part) -> str | None:
    """A well-formed ARN of a cell; None if there is none."""
    segments = part.begin.split(COLON, _LAST_SEGMENT)
    # All segments but the one that goes on are as they stand; partition and service are not empty.
    if segments[0] != "arn" or len(segments) == 1 or not all(segments[1:3][: len(segments) - 2]):
        return None
    if "*" in part.begin and any("*" in segment for segment in segments[:_LAST_SEGMENT]):
        return None
    if part.following is None:
        return part.begin if len(segments) > _LAST_SEGMENT and segments[-1] else None
    return part.text(_REST[len(segments)], complete=len(segments) > _LAST_SEGMENT and bool(segments[-1]))


def _choices(
    masks: Masks[Plain], found: Sequence[Part], text_of: Callable[[Part], str | None], fresh: Iterable[str]
) -> dict[int, str]:
    """A text for each mask that one gives; a readable one, where nothing that is named is asked for."""
    result: dict[int, str] = {}
    for place, part in enumerate(found):
        mask = masks.mask(part.bits)
        if mask in result or (text := text_of(part)) is None:
            continue
        if not result:
            others = found[place + 1 :]
            text = next((text for text in fresh if is_elsewhere(text, others)), text)
        result[mask] = text
    return result
