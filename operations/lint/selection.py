"""Which rules are applied to which file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from checks.rules.registry import matching
from checks.rules.rule import Rule
from operations.lint.settings import Settings
from policies.errors import ArgumentError


class Selection:
    """The rules of a run.

    Args:
        settings: What the configuration says.
        select: What the command line selects; if anything, the configuration's selecting and ignoring is not asked.
        ignore: What the command line leaves out, besides.

    Raises:
        ArgumentError: A word selects nothing, or no rule is left.
    """

    def __init__(self, settings: Settings, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        self._per_file = settings.per_file_ignores
        chosen = matching(select or settings.select) - matching(ignore if select else (*settings.ignore, *ignore))
        if not chosen:
            raise ArgumentError("--ignore", "no rule is left.", remedy="Select more, or ignore less.")
        self.rules: tuple[Rule, ...] = tuple(sorted(chosen, key=lambda rule: rule.code))
        self._by_patterns: dict[tuple[int, ...], tuple[Rule, ...]] = {(): self.rules}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the rules that are applied to some file at least."""
        return frozenset(rule.name for rule in self.rules)

    def of(self, path: str) -> tuple[Rule, ...]:
        """The rules that are applied to a file.

        Args:
            path: Its path, relative to the folder that patterns begin at.
        """
        hits = tuple(number for number, (glob, _) in enumerate(self._per_file) if glob.matches(path))
        if hits not in self._by_patterns:
            ignored = matching(word for number in hits for word in self._per_file[number][1])
            self._by_patterns[hits] = tuple(rule for rule in self.rules if rule not in ignored)
        return self._by_patterns[hits]
