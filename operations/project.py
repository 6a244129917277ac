"""The folder that holds the sellers: `Pulumi.yaml`, and one configuration file a seller below `sellers/`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from components.settings import SETTING_TYPES, SellerSettings, seller_settings
from policies import names
from policies.errors import ArgumentError, ConfigurationError

ROOT: Final = Path(__file__).resolve().parent.parent
"""The project's root: where the Pulumi program is."""
NAME: Final = "mca"
"""The Pulumi project's name, and so the namespace of its configuration."""
VERIFIED: Final = "verified"
"""The key under which a passed smoke test is written down; the program does not read it."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where a Pulumi project's files are; the program is always the one in `ROOT`."""

    directory: Path

    def config_file(self, seller: str) -> Path:
        """The configuration file of a seller's stack."""
        return self.directory / "sellers" / f"Pulumi.{names.seller(seller)}.yaml"

    def sellers(self) -> tuple[str, ...]:
        """The sellers that have a configuration file, sorted."""
        return tuple(sorted(path.name.split(".")[1] for path in self.directory.glob("sellers/Pulumi.*.yaml")))

    def settings(self, seller: str) -> SellerSettings:
        """A seller's settings, checked.

        Raises:
            ConfigurationError: The file is missing or broken, or holds a wrong value.
        """
        path = self.config_file(seller)
        try:
            return seller_settings(seller, self.values(seller))
        except ArgumentError as error:
            raise ConfigurationError(
                f"The configuration of {seller} is wrong: {error.what}", where=str(path), remedy=error.remedy
            ) from error

    def values(self, seller: str) -> dict[str, object]:
        """A seller's settings as the file has them, unchecked, by their names without `mca:`.

        Raises:
            ConfigurationError: The file is missing or broken.
        """
        path = self.config_file(seller)
        config = _section(_load(path), path)
        found = {str(key).split(":", 1)[1]: value for key, value in config.items() if str(key).startswith(f"{NAME}:")}
        return {key: _plain(value) for key, value in found.items() if key != VERIFIED}

    def configure(self, seller: str, changes: Mapping[str, object]) -> None:
        """Set keys of a seller's configuration, keeping its comments and everything else; whole or not at all.

        Raises:
            ArgumentError: A key is no setting of this project.
            ConfigurationError: The file is broken, or cannot be written.
        """
        if unknown := set(changes) - set(SETTING_TYPES) - {VERIFIED}:
            raise ArgumentError(min(unknown), "there is no such setting.")
        path = self.config_file(seller)
        document = _load(path) if path.exists() else CommentedMap()
        section = _section(document, path) if "config" in document else document.setdefault("config", CommentedMap())
        for key, value in changes.items():
            section[f"{NAME}:{key}"] = value
        _write(path, document)

    def verified(self, seller: str) -> Mapping[str, object] | None:
        """What the last passed smoke test wrote down: destination, request id and time; None if there is none."""
        path = self.config_file(seller)
        value = _section(_load(path), path).get(f"{NAME}:{VERIFIED}")
        return _plain(value) if isinstance(value, Mapping) else None  # type: ignore[return-value]  # a mapping stays one


def sandbox_project(directory: Path) -> Project:
    """A project of the sandbox's own, so that sellers there never mix with real ones.

    Its `Pulumi.yaml` is the real one, pointed at the real program.
    """
    directory.mkdir(parents=True, exist_ok=True)
    document = _load(ROOT / "Pulumi.yaml")
    document["main"] = os.path.relpath(ROOT, directory)
    _write(directory / "Pulumi.yaml", document)
    return Project(directory)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 120
    return yaml


def _load(path: Path) -> CommentedMap:
    try:
        document = _yaml().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        remedy = "begin with `mca onboard SELLER --account-id ACCOUNT`, which writes it"
        raise ConfigurationError("There is no such configuration file.", where=str(path), remedy=remedy) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The file is not YAML: {error}", where=str(path), remedy="mend it by hand") from error
    if document is None:
        return CommentedMap()
    if not isinstance(document, CommentedMap):
        raise ConfigurationError("The file is not a mapping of names to values.", where=str(path))
    return document


def _section(document: CommentedMap, path: Path) -> CommentedMap:
    config = document.get("config")
    if not isinstance(config, CommentedMap):
        raise ConfigurationError("The file has no `config` mapping.", where=str(path), remedy="mend it by hand")
    return config


def _write(path: Path, document: CommentedMap) -> None:
    """Write to a temporary name and rename: a reader or a crash never meets half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as scratch:
            temporary = Path(scratch) / path.name
            with temporary.open("w", encoding="utf-8") as file:
                _yaml().dump(document, file)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, temporary)
            temporary.replace(path)
    except OSError as error:
        remedy = "check the folder's permissions and free space"
        raise ConfigurationError(f"The file cannot be written: {error}", where=str(path), remedy=remedy) from error


def _plain(value: object) -> object:
    """The value without ruamel's own types."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
