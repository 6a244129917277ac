"""The texts that a run looks at: files, folders, and standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

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
        content: The bytes that it was decoded from.
        named: Whether the user named it, and not only a folder that it is in.
    """

    source: Source
    path: str
    file: Path | None
    content: bytes = field(repr=False)
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
                self._add(self._stdin_name, None, self._stdin, named=True)
            elif Path(path).is_dir():
                folders.append(path)
                for file in _files(Path(path)):
                    if not any(glob.matches(relative(file, self._root)) for glob in self._exclude):
                        self._add(str(file), file, file.read_bytes, named=False)
            else:
                self._add(path, Path(path), Path(path).read_bytes, named=True)
        return Gathered(tuple(self._texts.values()), tuple(folders), tuple(self._unread))

    def _add(self, name: str, file: Path | None, read: Callable[[], bytes], *, named: bool) -> None:
        path = relative(file, self._root) if file else name
        if path in self._texts:
            return
        try:
            content = read()
            text = content.decode("utf-8")
        except OSError as error:
            self._unread.append(Unread(name, f"It cannot be read: {error.strerror}.", named))
        except UnicodeDecodeError as error:
            sentence = f"It is no text in UTF-8: byte {error.start + 1} is {error.object[error.start]:#04x}."
            self._unread.append(Unread(name, sentence, named))
        else:
            self._texts[path] = Text(Source(name, text), path, file, content, named)


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
