"""The file of a baseline: compared with a run's findings, or written from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from checks.baseline import NAME, Baseline, compare, counted, leftovers, read, write
from checks.documents.source import Source
from checks.findings import Finding
from checks.fingerprints import Key
from checks.rules.registry import linted_rules
from operations import files
from operations.lint.gathering import Gathered, relative, shown
from operations.lint.selection import Selection
from policies.errors import ConfigurationError

__all__ = ["NAME", "BaselineFile"]


class BaselineFile:
    """A baseline's file. Its keys name files as they are seen from its own folder.

    Args:
        file: The file, which may not be there yet.
        directory: The working directory, from which people see it.
        selection: The rules of the run.
        gathered: What the run looks at.
    """

    def __init__(self, file: Path, directory: Path, selection: Selection, gathered: Gathered) -> None:
        self._file = file
        self._name = shown(file, directory)
        self._folder = file.absolute().parent
        self._path_of = {
            text.source.name: relative(text.file, self._folder) if text.file else text.path for text in gathered.texts
        }
        self._linted = frozenset(self._path_of.values())
        self._not_applied = {rule.name for rule in linted_rules()} - selection.names

    def load(self) -> Baseline:
        """What it says.

        Raises:
            ConfigurationError: It is missing or broken.
        """
        try:
            text = self._file.read_text(encoding="utf-8")
        except OSError as error:
            remedy = "Make it with `mca lint --write-baseline`, or give the path of another one."
            raise ConfigurationError(
                f"The baseline cannot be read: {error.strerror}.", where=self._name, remedy=remedy
            ) from error
        except UnicodeDecodeError as error:
            remedy = "Write it anew with `mca lint --write-baseline`, or take it back from version control."
            raise ConfigurationError("The baseline is no text in UTF-8.", where=self._name, remedy=remedy) from error
        return read(Source(self._name, text))

    def apply(self, findings: Iterable[Finding], baseline: Baseline) -> tuple[Finding, ...]:
        """The findings; those that the baseline has say so. And one for each entry that stands for more."""
        applied = compare(findings, baseline, self._path_of)
        left = leftovers(applied.missing, baseline, self._looked_at)
        return (*applied.findings, *left)

    def write(self, findings: Iterable[Finding]) -> int:
        """Write the findings that count, and keep the entries for what the run did not look at.

        Returns:
            How many findings it stands for.

        Raises:
            ConfigurationError: There is one already, and it is broken.
            FileError: It cannot be written.
        """
        counts = counted((finding for finding in findings if finding.counts), self._path_of)
        if self._file.exists():
            kept = {key: count for key, count in self.load().counts.items() if not self._looked_at(key)}
            counts += Counter(kept)
        files.write(self._file, write(counts).encode())
        return counts.total()

    def _looked_at(self, key: Key) -> bool:
        """Whether a file was linted by a rule; a file or a rule that is gone needs no entry any more."""
        if key.rule in self._not_applied:
            return False
        return key.file in self._linted or not (self._folder / key.file).exists()
