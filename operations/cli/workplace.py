"""Where a command works: the real project and AWS, or the sandbox. The same code runs in both."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from operations.project import ROOT, Project, sandbox_project
from policies import names
from policies.errors import SandboxError
from sandbox import lifecycle

SANDBOX_STATE: Final = ROOT / ".sandbox"
_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a command works.

    Attributes:
        project: The sellers' configuration.
        profile: The AWS profile to use; None for the environment's credentials.
        account: The account that a new seller gets if none is named: the sandbox opens one; AWS does not.
    """

    project: Project
    profile: str | None
    account: str | None


def options(command: _F) -> _F:
    """The two options of every command that works on a seller."""
    command = click.option("--profile", metavar="NAME", help="AWS profile of the seller's account.")(command)
    return click.option("--sandbox", is_flag=True, help="Work in the running sandbox instead of AWS.")(command)


def enter(seller: str, profile: str | None, *, sandbox: bool, account: str | None = None) -> Workplace:
    """Go where the command is to work; for the sandbox, point this process's environment there.

    Args:
        seller: The seller.
        profile: The AWS profile that was asked for.
        sandbox: Whether to work in the sandbox.
        account: The account that was asked for, if any; the sandbox opens one for a new seller.

    Raises:
        ArgumentError: The seller's name is none.
        SandboxError: The sandbox is asked for and does not run.
    """
    names.seller(seller)
    if not sandbox:
        if profile is not None:
            _use_profile(profile)
        return Workplace(Project(Path.cwd() if (Path.cwd() / "Pulumi.yaml").exists() else ROOT), profile, None)
    running = running_sandbox()
    project = sandbox_project(running.state / "project")
    if project.config_file(seller).exists():
        account = project.settings(seller).account_id
    account = names.account_id(account or opened_account(seller), "--account-id")
    lifecycle.account(running, seller, account)
    surroundings = lifecycle.child_environment(running, profile=profile or seller)
    os.environ.clear()
    os.environ.update(surroundings)
    return Workplace(project, profile or seller, account)


def _use_profile(profile: str) -> None:
    """Let the engine's plugins work as this profile too: keys in the environment would go before it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ["AWS_PROFILE"] = profile


def running_sandbox() -> lifecycle.Running:
    """The sandbox of this project.

    Raises:
        SandboxError: It does not run.
    """
    running = lifecycle.status(SANDBOX_STATE)
    if running is None:
        raise SandboxError("The sandbox is not running.", remedy="mca sandbox start")
    return running


def opened_account(seller: str) -> str:
    """The account that the sandbox opens for a seller: always the same twelve digits for the same name."""
    digest = int.from_bytes(hashlib.sha256(seller.encode()).digest()[:8])
    return f"{digest % 9 * 10**11 + 10**11 + digest % 10**11:012d}"
