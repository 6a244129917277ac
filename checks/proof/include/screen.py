"""A quick look at requests that differ from one that refutes in their action and resource only.

The clauses that such a request leaves alive are known from its two texts. What does not refute by them is not worth
the evaluator's time; of what does, only the evaluator decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.documents.model import Effect
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.include.beginnings import Plain, plain
from checks.proof.include.choice import ACTION, RESOURCE
from checks.proof.include.clauses import Question, is_open, widest
from checks.proof.include.globs import Glob, glob, wildcards
from checks.proof.include.masks import Masks
from checks.proof.include.plainly import plain_action
from checks.proof.include.search import Found


class Screen:
    """Says which requests may refute."""

    def __init__(self, asked: Question, found: Found, rejected: Rejected) -> None:
        """Take what a request has chosen besides its action and resource.

        Args:
            asked: The clauses.
            found: The choices.
            rejected: The readings that are not taken.
        """
        self._rest = asked.all
        for name, choice in found.items():
            if name not in {ACTION, RESOURCE}:
                self._rest &= choice.mask
        self._allows, self._others = (asked.bits(Effect.ALLOW, first=first) for first in (True, False))
        self._denies, self._other_denies = (asked.bits(Effect.DENY, first=first) for first in (True, False))
        actions = Masks([(clause.actions, clause.actions_negated) for clause in asked.clauses])
        resources = Masks(
            [
                None if clause.resources is None else (clause.resources, clause.resources_negated)
                for clause in asked.clauses
            ]
        )
        segmented = Reading.SEGMENTS not in rejected
        self._sure = not any(map(is_open, resources.own))
        self._mask_of_actions, self._mask_of_resources = actions.mask, resources.mask
        self._actions = _Texts(
            (plain_action(action) or wildcards(action), bits) for action, bits in actions.own.items()
        )
        self._resources = _Texts(
            (plain(tokens) or glob(widest(tokens), segmented=segmented), bits) for tokens, bits in resources.own.items()
        )

    def may_refute(self, action: str, resource: str) -> bool:
        """Whether the request with another action and resource refutes, as far as the clauses tell."""
        if not self._sure:
            return True
        alive = self._rest & self._mask_of_actions(self._actions.bits(action.lower()))
        alive &= self._mask_of_resources(self._resources.bits(resource))
        if not alive & self._allows or alive & self._denies:
            return False
        return bool(alive & self._other_denies) or not alive & self._others


class _Texts:
    """Patterns, each with bits, and the bits of those that match a text."""

    def __init__(self, patterns: Iterable[tuple[Plain | Glob, int]]) -> None:
        self._whole: dict[str, int] = {}
        self._begins: list[tuple[str, int]] = []
        self._others: list[tuple[Glob, int]] = []
        self._known: dict[str, int] = {}
        for pattern, bits in patterns:
            if isinstance(pattern, Glob):
                self._others.append((pattern, bits))
            elif pattern.whole:
                self._whole[pattern.begin] = bits
            else:
                self._begins.append((pattern.begin, bits))

    def bits(self, text: str) -> int:
        """The bits of all patterns that match."""
        known = self._known.get(text)
        if known is None:
            known = self._whole.get(text, 0)
            for begin, bits in self._begins:
                if text.startswith(begin):
                    known |= bits
            for pattern, bits in self._others:
                if pattern.matches(text):
                    known |= bits
            self._known[text] = known
        return known
