"""A value of a configuration file with the place where it stands: read as what it has to be, or refused with both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from policies.errors import ConfigurationError


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy for a word that is not among the known ones."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a wrong word needs it

    listed = list(known)
    close = get_close_matches(word.lower(), listed, 1)
    return f"Did you mean {close[0]}?" if close else f"Write one of {', '.join(listed)}."


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. Each of its methods raises ConfigurationError if the value is not what it is read as.

    Attributes:
        file: The file that it stands in.
        key: What leads to it there, such as `lint.suppressions.2.reason`.
        value: What stands there.
    """

    file: str
    key: str
    value: object

    def fail(self, what: str, remedy: str) -> NoReturn:
        """Refuse it.

        Args:
            what: What is wrong, to be read after its key.
            remedy: What to do about it.
        """
        raise ConfigurationError(f"{self.key}: {what}", where=self.file, remedy=remedy)

    def below(self, key: str, value: object) -> Setting:
        """A value inside this one."""
        return Setting(self.file, f"{self.key}.{key}".removeprefix("."), value)

    def table(self, known: Collection[str] | None = None) -> Mapping[str, Setting]:
        """The members of a table.

        Args:
            known: The keys that it may have; None for any.
        """
        if not isinstance(self.value, dict):
            self.fail(f"{self.value!r} is no table.", "Write a table of keys and values.")
        members = {key: self.below(key, value) for key, value in self.value.items()}
        for key, member in members.items():
            if known is not None and key not in known:
                member.fail("there is no such key.", nearest(key, known))
        return members

    def tables(self) -> list[Setting]:
        """The tables of a list; they are counted from 1."""
        if not isinstance(self.value, list) or not all(isinstance(item, dict) for item in self.value):
            self.fail(f"{self.value!r} is no list of tables.", f"Begin each one with a line [[{self.key}]].")
        return [self.below(str(number), item) for number, item in enumerate(self.value, 1)]

    def text(self) -> str:
        """A text that is not blank."""
        if not isinstance(self.value, str):
            self.fail(f"{self.value!r} is no text.", "Write it between quotation marks.")
        if not self.value.strip():
            self.fail("it is blank.", "Write something that tells a reader what is meant, or leave the key out.")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        if not isinstance(self.value, list):
            self.fail(f"{self.value!r} is no list.", 'Write a list of texts, such as ["a", "b"].')
        return tuple(self.below(str(number), item).text() for number, item in enumerate(self.value, 1))

    def one_of(self, words: Collection[str]) -> str:
        """One of some words."""
        if self.value not in words:
            self.fail(f"{self.value!r} is none of {', '.join(words)}.", nearest(str(self.value), words))
        return str(self.value)

    def day(self) -> date:
        """A day: TOML's own, or a text in its form."""
        if isinstance(self.value, date) and not isinstance(self.value, datetime):
            return self.value
        try:
            return date.fromisoformat(str(self.value))
        except ValueError:
            self.fail(f"{self.value!r} is no day.", "Write a day such as 2027-01-31.")
