"""The options that say which policy is meant, and what a reference is made for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from operations.documents import Surroundings
from policies.arns import ROLE_NAME

_F = TypeVar("_F", bound=Callable[..., Any])

FORMS = (
    "A policy is named by a file (FILE#2 or FILE#name for one of several), by - for standard input,"
    " by reference:role, :trust, :caller, :reader or :enrolment for this project's own, or live by role:NAME,"
    " role:NAME/POLICY or trust:NAME."
)
_OPTIONS = (
    ("--bucket", "bucket", "", "The destination bucket, for a reference."),
    ("--topic", "topic", "", "The topic's ARN, for a reference."),
    ("--prefix", "prefix", "", "The prefix of the reports, for a reference."),
    ("--account-id", "account_id", "", "The seller's account, for a reference; the topic's if not given."),
    ("--external-id", "external_id", "", "The external id that AWS issued, for reference:trust."),
    ("--role-name", "role_name", ROLE_NAME, "The role's name, for a reference."),
    ("--profile", "profile", None, "AWS profile for a live role."),
)


def options(command: _F) -> _F:
    """The options of every command that names policies."""
    for flag, name, default, text in reversed(_OPTIONS):
        command = click.option(flag, name, default=default, metavar="TEXT", help=text)(command)
    return command


def surroundings(given: dict[str, Any]) -> Surroundings:
    """What the options say."""
    return Surroundings(**{name: given[name] for _, name, _, _ in _OPTIONS})
