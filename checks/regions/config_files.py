"""The shared AWS files, `config` and `credentials`, with the place of each setting; secrets are not kept.

They are read as botocore reads them: the settings of a profile in the credentials file go before those in the
configuration file, names of settings are taken in lower case, and what is indented belongs to the setting above.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.documents.source import Source
from checks.regions.places import Place

_SECTION: Final = re.compile(r"\[(?P<name>[^\]]*)\]")
_SETTING: Final = re.compile(r"(?P<indent>\s*)(?P<key>[^\s=:#;][^=:]*?)\s*(?P<sign>[=:])\s*(?P<value>.*?)\s*")
_KEPT: Final = frozenset(
    {
        "endpoint_url",
        "ignore_configured_endpoint_urls",
        "region",
        "services",
        "use_dualstack_endpoint",
        "use_fips_endpoint",
    }
)


@dataclass(frozen=True, slots=True)
class FileSetting:
    """One setting of a file.

    Attributes:
        section: The kind of section, `profile` or `services`, and its name.
        group: The setting that it is indented below; may be empty.
        key: Its name, in lower case.
        value: Its value.
        place: Where it stands.
    """

    section: tuple[str, str]
    group: str
    key: str
    value: str
    place: Place


def read_file(name: str, text: str, *, credentials: bool = False) -> tuple[FileSetting, ...]:
    """The settings of a file that have to do with where a call goes.

    Args:
        name: The file's path, as people are to see it.
        text: What it holds. What is not kept is blanked in the settings' source.
        credentials: Whether it is the credentials file, whose sections are all profiles.
    """
    lines = text.split("\n")
    kept = [line if _is_kept(line) else re.sub(r"\S", " ", line) for line in lines]
    source = Source(name, "\n".join(kept))
    return tuple(_settings(lines, source, credentials=credentials))


def _is_kept(line: str) -> bool:
    match = _SETTING.fullmatch(line)
    return bool(_SECTION.match(line)) or (match is not None and match["key"].lower() in _KEPT)


def _settings(lines: list[str], source: Source, *, credentials: bool) -> Iterator[FileSetting]:
    section, group, start = ("", ""), "", 0
    for line in lines:
        header, match = _SECTION.match(line), _SETTING.fullmatch(line.removesuffix("\r"))
        if header:
            section, group = _section(header["name"], credentials=credentials), ""
        elif match:
            key, indented = match["key"].lower(), bool(match["indent"])
            if not indented:
                group = key if not match["value"] else ""
            if key in _KEPT and (not indented or group):
                place = Place(source, start + match.start("key"), start + match.end("value"))
                yield FileSetting(section, group if indented else "", key, match["value"], place)
        start += len(line) + 1


def _section(header: str, *, credentials: bool) -> tuple[str, str]:
    """The kind and the name of a section; a name may be quoted."""
    if credentials:
        return ("profile", header.strip())
    try:
        words = shlex.split(header)
    except ValueError:
        return ("", header)
    if words == ["default"]:
        return ("profile", "default")
    return (words[0], words[1]) if len(words) == 2 else ("", header)  # noqa: PLR2004  # a kind and a name
