"""Write files whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from policies.errors import FileError


def write(path: Path, content: bytes) -> None:
    """Write under a temporary name beside the file and rename: a reader or a crash never meets half a file.

    A symbolic link stays one, and what it leads to is written; mode bits are kept. A device or a pipe, which cannot
    be renamed over, is written to as it is.

    Raises:
        FileError: It cannot be written; the file is as it was.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        _replace(target, content)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        remedy = "Check that the folder exists, its permissions, and the free space."
        raise FileError(f"The file cannot be written: {reason}.", where=str(path), remedy=remedy) from error


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name[:200]}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
