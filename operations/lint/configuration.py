"""Find the configuration of linting, and read it: the nearest one upward, or the one that was named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from checks.documents.source import Source
from operations.lint.gathering import shown
from operations.lint.settings import Settings, read
from operations.lint.values import Setting
from policies.errors import ConfigurationError

FILES: Final = ("mca.toml", "pyproject.toml")
"""The files that may hold it, in the order in which a folder's are asked."""
_TABLES: Final = {"pyproject.toml": ("tool", "mca", "lint")}
_OWN_TABLE: Final = ("lint",)


def load(named: Path | None, directory: Path) -> Settings:
    """The configuration.

    A `pyproject.toml` without `[tool.mca.lint]` says nothing, and the search goes on above it.

    Args:
        named: The file that was named; None to search.
        directory: Where the search begins.

    Raises:
        ConfigurationError: A file is missing, broken, or says something that means nothing.
    """
    if named is not None:
        found = _settings(named, directory)
        if found is None:
            table = ".".join(_TABLES[named.name])
            raise ConfigurationError(f"There is no table [{table}].", where=str(named), remedy=f"Add [{table}] to it.")
        return found
    for folder in (directory, *directory.parents):
        for name in FILES:
            if (folder / name).is_file():
                found = _settings(folder / name, directory)
                if found is not None:
                    return found
    return Settings(directory)


def _settings(path: Path, directory: Path) -> Settings | None:
    """What a file says; None if it is one of many tools' and says nothing of linting."""
    name = shown(path, directory)
    source, document = _load(path, name)
    root = path.resolve().parent
    shared = _TABLES.get(path.name)
    setting = Setting(name, "", document)
    for key in shared or _OWN_TABLE:
        members = setting.table(None if shared else _OWN_TABLE)
        if key not in members:
            return None if shared else Settings(root, source)
        setting = members[key]
    return read(setting, source, root)


def _load(path: Path, name: str) -> tuple[Source, dict[str, Any]]:
    import tomllib  # noqa: PLC0415  # most runs have no configuration

    try:
        text = path.read_text(encoding="utf-8")
        return Source(name, text), tomllib.loads(text)
    except OSError as error:
        remedy = "Give the path of a file that can be read, or leave --config out."
        raise ConfigurationError(
            f"The configuration cannot be read: {error.strerror}.", where=name, remedy=remedy
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"The file is no TOML: {error}.", where=name, remedy="Mend it.") from error
