"""Findings that the configuration suppresses, and suppressions that have nothing to suppress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from checks.findings import Finding
from checks.suppressions import Entry, leftovers, suppress
from operations.lint.gathering import Gathered, relative
from operations.lint.selection import Selection
from operations.lint.settings import Settings


class Suppressing:
    """Tells which findings of a run are suppressed.

    Args:
        settings: The configuration.
        selection: The rules of the run.
        gathered: What the run looks at.
        today: The day that expiry is judged by.
    """

    def __init__(self, settings: Settings, selection: Selection, gathered: Gathered, today: date) -> None:
        self._settings = settings
        self._selection = selection
        self._today = today
        self._path_of = {text.source.name: text.path for text in gathered.texts}
        self._linted = frozenset(self._path_of.values())
        self._unread = tuple(relative(item.source, settings.root) for item in gathered.unread)
        self._folders = tuple(relative(folder, settings.root) for folder in gathered.folders)

    def mark(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings; those that are suppressed say why."""
        settings = self._settings
        return suppress(findings, settings.suppressions, settings.source, self._path_of, self._today).findings

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings of a whole run, marked; and findings about suppressions that are expired or stale."""
        settings = self._settings
        applied = suppress(findings, settings.suppressions, settings.source, self._path_of, self._today)
        left = leftovers(settings.suppressions, applied.used, settings.source, self._looked_at, self._today)
        return (*applied.findings, *(finding for finding in left if finding.name in self._selection.names))

    def _looked_at(self, entry: Entry) -> bool:
        """Whether all files that an entry speaks of were linted by its rule, or are gone."""
        glob = entry.paths
        if entry.rule.name not in self._selection.names or any(glob.matches(path) for path in self._unread):
            return False
        if glob.literal:
            return glob.pattern in self._linted or not (self._settings.root / glob.pattern).exists()
        return any(folder == "." or Path(glob.folder).is_relative_to(folder) for folder in self._folders)
