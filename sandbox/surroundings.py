"""What a program needs around it to work against the sandbox: environment variables, AWS profiles, directories.

The user's own AWS files are never read or written, and no real endpoint can be reached by accident: the endpoint, the
configuration and the credentials all point into the sandbox.
"""

from __future__ import annotations

import configparser
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from policies.errors import ArgumentError
from sandbox.identities import ADMINISTRATOR_ROLE, OPERATOR_KEY, SECRET
from sandbox.running import Running

OPERATOR_PROFILE = "operator"
_ROOT = Path(__file__).resolve().parent.parent
_ACCOUNT = re.compile(r"\d{12}")
_PROFILE = re.compile(r"[A-Za-z0-9._-]{1,128}")
_INHERITED = ("AWS_CONTAINER_", "AWS_ENDPOINT_URL", "PULUMI_")
_REMOVED = frozenset(
    {
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
        "AWS_DEFAULT_PROFILE",
        "AWS_DEFAULT_REGION",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_CA_BUNDLE",
    }
)


def environment(running: Running, *, profile: str | None = None) -> dict[str, str]:
    """The variables that a program needs, except `PATH`.

    Args:
        running: The sandbox.
        profile: The AWS profile to work with; None for the operator's own.

    Returns:
        Variables to set. Remove the ones that `inherited` names, or take all from `child_environment`.
    """
    aws, state = running.state / "aws", running.state
    operator = _section(aws / "config", "profile " + OPERATOR_PROFILE, {"region": "us-east-1"})
    _section(
        aws / "credentials", OPERATOR_PROFILE, {"aws_access_key_id": OPERATOR_KEY, "aws_secret_access_key": SECRET}
    )
    (state / "pulumi").mkdir(exist_ok=True)
    return {
        "AWS_ENDPOINT_URL": running.endpoint,
        "AWS_CONFIG_FILE": str(operator),
        "AWS_SHARED_CREDENTIALS_FILE": str(aws / "credentials"),
        "AWS_PROFILE": profile or OPERATOR_PROFILE,
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "PULUMI_BACKEND_URL": (state / "pulumi").as_uri(),
        "PULUMI_HOME": str(state / "pulumi-home"),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "MCA_PYTHON": sys.executable,
    }


def inherited(name: str) -> bool:
    """Whether a variable of the user's would lead a program away from the sandbox, so that it must not be passed on."""
    return name in _REMOVED or name.startswith(_INHERITED)


def child_environment(
    running: Running, *, profile: str | None = None, base: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A whole environment for a program: the user's, cleaned, with the sandbox's on top.

    Args:
        running: The sandbox.
        profile: The AWS profile to work with; None for the operator's own.
        base: The environment to begin with; None for this process's.
    """
    kept = {name: value for name, value in (os.environ if base is None else base).items() if not inherited(name)}
    first = (_ROOT / "sandbox" / "provider" / "bin", _ROOT / ".tools" / "bin")
    last = _ROOT / "sandbox" / "language" / "bin"  # a real language host comes before the stand-in
    path = os.pathsep.join([*map(str, first), *filter(None, [kept.get("PATH", "")]), str(last)])
    return kept | environment(running, profile=profile) | {"PATH": path}


def account(running: Running, name: str, account_id: str) -> str:
    """Write an AWS profile that reaches one account as its administrator.

    Args:
        running: The sandbox.
        name: The profile's name.
        account_id: The account, 12 digits; it begins to exist by being used.

    Returns:
        The ARN of the role that the profile takes.

    Raises:
        ArgumentError: The name or the id is not one.
    """
    if not _PROFILE.fullmatch(name) or name in {OPERATOR_PROFILE, "default"}:
        raise ArgumentError(
            "name", f"{name!r} cannot name a profile", remedy="letters, digits, dot, hyphen, underscore"
        )
    if not _ACCOUNT.fullmatch(account_id):
        raise ArgumentError("account_id", f"{account_id!r} is not an account id", remedy="twelve digits")
    role = f"arn:aws:iam::{account_id}:role/{ADMINISTRATOR_ROLE}"
    values = {
        "role_arn": role,
        "source_profile": OPERATOR_PROFILE,
        "role_session_name": name[:64],
        "region": "us-east-1",
    }
    environment(running)  # the operator's profile must be there for the other to lean on
    _section(running.state / "aws" / "config", f"profile {name}", values)
    return role


def _section(path: Path, section: str, values: Mapping[str, str]) -> Path:
    """Put one section into a configuration file; readers see the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parser = configparser.RawConfigParser()
    parser.read(path)
    if parser.has_section(section) and dict(parser.items(section)) == dict(values):
        return path
    parser[section] = dict(values)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as temporary:
        parser.write(temporary)
    Path(temporary.name).replace(path)
    return path
