"""Find what a program does with the service."""

from __future__ import annotations

from checks.regions.callers.clients import clients_of
from checks.regions.callers.code import Program
from checks.regions.callers.requests import requests_of
from checks.regions.callers.search import Search
from checks.regions.callers.sites import Sites


def find_sites(program: Program, text: str, language: str) -> Sites:
    """Find the clients and requests of a program.

    Args:
        program: The program.
        text: Its text.
        language: A key of `SDKS`.
    """
    search = Search.of(program, text, language)
    return Sites(clients_of(search), tuple(requests_of(search)), program.problems)
