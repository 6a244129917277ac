"""Functions of SDKs, and names, that bring no settings into a client but those that the program shows."""

from __future__ import annotations

from typing import Final

SILENT: Final = frozenset(
    [
        "session",
        "config",
        "configuration",
        "clientconfig",
        "client",
        "resource",
        "loaddefaultconfig",
        "newsession",
        "newconfig",
        "newsessionwithoptions",
        "must",
        "builder",
        "standard",
        "build",
        "create",
        "defaultclient",
        "new",
        "newfromconfig",
        "awsoptions",
        "endpointconfiguration",
        "copy",
        "partial",
        "background",
        "todo",
        "withcredentials",
        "newstaticcredentials",
        "credentials",
        "fromconf",
        "fromenv",
        "load",
        "getsession",
        "sdk",
        "fromini",
        "fromnodeproviderchain",
        "fromtemporarycredentials",
        "basicawscredentials",
        "awsstaticcredentialsprovider",
        "getenv",
        "sessionawscredentials",
        "defaultsfromenv",
        "defaults",
        "defaultprovider",
        "region",
        "profilecredentialsprovider",
    ]
)
"""Functions of SDKs, squashed, that bring in nothing that is not seen in the program."""
HARMLESS: Final = ("ctx", "context", "cred", "logger", "log", "token", "cancel", "service", "assum", "secret", "key")
"""How names begin, squashed, that bring in no settings of a client."""
