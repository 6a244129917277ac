"""The texts that a run looks at: files, folders, and standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from checks.documents.containers.files import Found, Unreadable, read_bytes, walk
from checks.documents.source import Source
from checks.findings import Unread
from checks.globs import Glob

STDIN: Final = "-"
STDIN_NAME: Final = "<stdin>"


@dataclass(frozen=True)
class Text:
    """One text to look at.

    Attributes:
        source: The text, by the name that the user knows it by.
        path: Its path, relative to the folder that patterns begin at.
        file: Its file; None for standard input.
        encoding: How its bytes were decoded.
        named: Whether the user named it, and not only a folder that it is in.
    """

    source: Source
    path: str
    file: Path | None
    encoding: str
    named: bool


class Gathered(NamedTuple):
    """What was found below the paths that were named.

    Attributes:
        texts: The texts, in the order of the paths.
        folders: The folders that were looked through, as they were named.
        unread: What could not be read.
    """

    texts: tuple[Text, ...]
    folders: tuple[str, ...]
    unread: tuple[Unread, ...]


def relative(path: Path | str, root: Path) -> str:
    """A path as patterns see it: from a folder, with `/`."""
    return Path(os.path.relpath(Path(path).absolute(), root.absolute())).as_posix()


def shown(path: Path, directory: Path) -> str:
    """A path as people in a folder would write it."""
    whole = path if path.is_absolute() else directory / path
    return str(whole.relative_to(directory)) if whole.is_relative_to(directory) else str(path)


class Gatherer:
    """Reads texts.

    Args:
        root: The folder that patterns begin at.
        exclude: Files that are left out of folders.
        stdin: Reads standard input.
        stdin_name: What to call it; its ending says the language.
    """

    def __init__(
        self, root: Path, exclude: Sequence[Glob] = (), stdin: Callable[[], bytes] = bytes, stdin_name: str = STDIN_NAME
    ) -> None:
        self._root = root
        self._exclude = exclude
        self._stdin = stdin
        self._stdin_name = stdin_name
        self._texts: dict[str, Text] = {}
        self._unread: list[Unread] = []

    def gather(self, paths: Iterable[str]) -> Gathered:
        """The texts of files, of what is in folders, and of standard input for `-`; each once."""
        folders: list[str] = []
        for path in dict.fromkeys(paths):
            if path == STDIN:
                found = read_bytes(self._stdin(), self._stdin_name)
                self._add(found, None, self._stdin_name, named=True)
            elif not os.path.lexists(path):
                self._unread.append(Unread(path, "There is no such file or folder.", named=True))
            else:
                folder = Path(path).is_dir()
                folders += [path] * folder
                for item in walk([path]):
                    name = item.source.name if isinstance(item, Found) else item.name
                    seen = relative(name, self._root)
                    if not (folder and any(glob.matches(seen) for glob in self._exclude)):
                        self._add(item, Path(name), seen, named=not folder)
        return Gathered(tuple(self._texts.values()), tuple(folders), tuple(self._unread))

    def _add(self, item: Found | Unreadable, file: Path | None, path: str, *, named: bool) -> None:
        if isinstance(item, Unreadable):
            self._unread.append(Unread(item.name, item.sentence, named))
        elif path not in self._texts:
            self._texts[path] = Text(item.source, path, file, item.encoding, named)
