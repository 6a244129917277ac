"""Files, folders and standard input as sources.

A file that is named is always read. In a folder, only files are read whose ending says that they may hold a policy, and
that no ignore file names; a file that cannot be read is said, never passed over in silence.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from checks.documents.containers.choose import ENDINGS, ending_of
from checks.documents.source import Source
from policies.errors import ArgumentError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec  # only folders need it

STDIN: Final = "<stdin>"
"""The name of what comes from standard input."""
LARGEST: Final = 16 * 1024 * 1024
"""A larger file is not read, in bytes: a policy has at most some ten thousand."""

_SKIPPED: Final = frozenset(
    [
        ".git",
        ".hg",
        ".mypy_cache",
        ".ruff_cache",
        ".svn",
        ".terraform",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "venv",
    ]
)
"""Folders that hold what tools put there."""
_IGNORE_FILES: Final = (".gitignore", ".ignore", ".mcaignore")
"""Files that name what is not to be looked at, in the language of `.gitignore`."""
_BEGINNING: Final = 8_192
"""So many bytes tell a file's encoding."""
_SPARSE: Final = 3
"""In a text of wide characters, one byte of so many is zero at least."""


class Found(NamedTuple):
    """A file that was read.

    Attributes:
        source: Its name and text.
        named: Whether the user named it; if not, it was found in a folder.
        encoding: How its bytes were decoded; a mark of the byte order stays in the text where it is UTF-8.
    """

    source: Source
    named: bool
    encoding: str


class Unreadable(NamedTuple):
    """A file that could not be read: its name, and a full sentence."""

    name: str
    sentence: str


def read_bytes(data: bytes, name: str) -> Found | Unreadable:
    """Decode a text that is meant to be UTF-8; UTF-16 and UTF-32 are known by their first bytes.

    Args:
        data: What the file holds.
        name: What to call it.
    """
    if len(data) > LARGEST:
        return Unreadable(name, f"{name} is longer than {LARGEST:,} bytes, so it was not read.")
    encoding = _encoding(data)
    try:
        return Found(Source(name, data.decode(encoding)), named=True, encoding=encoding)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} cannot be decoded"
        return Unreadable(name, f"{name} is not text in {encoding.upper()}: {reason}, so it was not read.")


def _encoding(data: bytes) -> str:
    """UTF-8, unless the first bytes are a mark of another one, or every second one is zero."""
    head = data[:_BEGINNING]
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return json.detect_encoding(head).removesuffix("-sig") if head.count(0) * _SPARSE >= len(head) > 0 else "utf-8"


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(LARGEST + 1)


def _may_hold_policy(path: Path) -> bool:
    return ending_of(path.name) in ENDINGS


def walk(
    paths: Iterable[str],
    stdin: Callable[[], bytes] = _standard_input,
    wanted: Callable[[Path], bool] = _may_hold_policy,
) -> Iterator[Found | Unreadable]:
    """Read files, and what folders hold, in the order of their names; each file once.

    Args:
        paths: Files and folders, as the user wrote them; `-` is standard input.
        stdin: How to read standard input.
        wanted: Which files of a folder are read, by their paths.

    Raises:
        ArgumentError: A path leads nowhere.
    """
    seen: set[Path] = set()
    for path in paths:
        if path == "-":
            yield read_bytes(stdin(), STDIN)
            continue
        if not os.path.lexists(path):
            raise ArgumentError("PATH", f"there is no file or folder {path!r}.", remedy="Give the path of a file.")
        if not Path(path).is_dir():
            if _first_time(Path(path), seen):
                yield _read(Path(path))
            continue
        yield from _in_folder(Path(path), seen, wanted)


def _in_folder(folder: Path, seen: set[Path], wanted: Callable[[Path], bool]) -> Iterator[Found | Unreadable]:
    for file in _files(folder, wanted):
        if isinstance(file, Unreadable):
            yield file
        elif _first_time(file, seen):
            found = _read(file)
            if isinstance(found, Found):
                yield found._replace(named=False)
            elif not _is_binary(file):
                yield found


def _first_time(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    new = real not in seen
    seen.add(real)
    return new


def _read(path: Path) -> Found | Unreadable:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Unreadable(str(path), f"{path} cannot be read: {error.strerror}.")
    return read_bytes(data, str(path))


def _is_binary(path: Path) -> bool:
    """Whether a file that could not be read is no text at all, whatever its name."""
    if not os.access(path, os.R_OK):
        return False
    with path.open("rb") as file:
        return b"\x00" in file.read(_BEGINNING)


class _Ignore(NamedTuple):
    """An ignore file: the folder that it speaks of, and its lines."""

    folder: Path
    spec: GitIgnoreSpec


def _files(root: Path, wanted: Callable[[Path], bool]) -> Iterator[Path | Unreadable]:
    """The files below a folder that are wanted, by their names. Links to folders are not followed."""
    top = root.resolve()
    waiting: list[tuple[Path, tuple[_Ignore, ...]]] = [(top, _outer_ignores(top))]
    while waiting:
        folder, ignores = waiting.pop()
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            name = str(root / folder.relative_to(top))
            yield Unreadable(name, f"The folder {name} cannot be read: {error.strerror}.")
            continue
        ignores += tuple(_ignores(folder))
        folders = []
        for entry in entries:
            path, is_folder = folder / entry.name, entry.is_dir(follow_symlinks=False)
            if entry.name in _SKIPPED or _is_ignored(path, ignores, is_folder=is_folder):
                continue
            if is_folder:
                folders.append((path, ignores))
            elif entry.is_file() and wanted(path):
                yield root / path.relative_to(top)
        waiting += reversed(folders)


def _ignores(folder: Path, names: tuple[str, ...] = _IGNORE_FILES) -> Iterator[_Ignore]:
    """The ignore files of a folder; the last one counts most."""
    for name in names:
        file = folder / name
        if file.is_file():
            from pathspec import GitIgnoreSpec  # noqa: PLC0415  # few folders have one

            yield _Ignore(folder, GitIgnoreSpec.from_lines(file.read_text(errors="replace").splitlines()))


def _outer_ignores(top: Path) -> tuple[_Ignore, ...]:
    """The ignore files above a folder, from the top of its repository; none if it is in no repository."""
    above: list[Path] = []
    for folder in (top, *top.parents):
        if (folder / ".git").exists():
            above = [one for one in (folder, *above) if one != top]
            return (*_ignores(folder, (".git/info/exclude",)), *(ignore for one in above for ignore in _ignores(one)))
        above.insert(0, folder)
    return ()


def _is_ignored(path: Path, ignores: tuple[_Ignore, ...], *, is_folder: bool) -> bool:
    for folder, spec in reversed(ignores):
        said = spec.check_file(f"{path.relative_to(folder).as_posix()}{'/' if is_folder else ''}").include
        if said is not None:
            return said
    return False
