"""`mca can`."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import click

from checks.proof.evaluate import Policies, Principal, Reading, Request, contested, evaluate
from operations.cli import references
from operations.documents import Surroundings, find_policy
from policies.errors import ArgumentError

FORMAT: Final = "mca-can/1"
_CALLER: Final = "arn:aws:iam::111122223333:user/somebody"


@click.command("can", epilog=references.FORMS)
@click.argument("action")
@click.argument("resource")
@click.option("--policy", "identity", multiple=True, metavar="POLICY", help="An identity policy of the caller.")
@click.option("--resource-policy", metavar="POLICY", help="The policy of the bucket, topic, key or role asked for.")
@click.option("--boundary", metavar="POLICY", help="The caller's permissions boundary.")
@click.option("--scp", "scps", multiple=True, metavar="POLICY", help="A service control policy of the account.")
@click.option("--session-policy", "session", multiple=True, metavar="POLICY", help="A policy passed with the session.")
@click.option("--principal", default=_CALLER, show_default=True, metavar="ARN", help="Who asks; or a service's name.")
@click.option("--context", multiple=True, metavar="KEY=VALUE", help="A condition key; again for more values.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)
@references.options
def command(  # noqa: PLR0913  # the command's options
    *,
    action: str,
    resource: str,
    identity: tuple[str, ...],
    resource_policy: str | None,
    boundary: str | None,
    scps: tuple[str, ...],
    session: tuple[str, ...],
    principal: str,
    context: tuple[str, ...],
    form: str,
    **given: Any,  # noqa: ANN401  # the options of `references`
) -> int:
    """Say whether a request for ACTION on RESOURCE is allowed, and by which statement.

    Exit code 0: allowed; 1: denied; 2: it could not be asked.
    """
    if not identity and resource_policy is None:
        raise click.UsageError("Give --policy or --resource-policy.")
    if not re.fullmatch(r"[\w-]+:\w+", action):
        raise ArgumentError("ACTION", f"{action!r} is not an action.", remedy="Give one such as s3:PutObject.")
    around = references.surroundings(given)
    policies = Policies(
        identity=tuple(find_policy(named, around) for named in identity),
        resource=find_policy(resource_policy, around) if resource_policy else None,
        boundary=find_policy(boundary, around) if boundary else None,
        scps=tuple(find_policy(named, around) for named in scps),
        session=tuple(find_policy(named, around) for named in session),
        resource_policy_decides=action.lower().startswith(("sts:assumerole", "kms:")),
    )
    request = Request(_principal(principal), action, resource, _context(context), _owner(resource, around))
    decision = evaluate(request, policies)
    open_readings = contested(request, policies)
    if form == "json":
        click.echo(
            json.dumps(
                {
                    "format": FORMAT,
                    "outcome": decision.outcome.value,
                    "reason": decision.reason,
                    "policy": decision.policy,
                    "statement": decision.statement.to_dict() if decision.statement else None,
                    "rests_on": [reading.value for reading in open_readings],
                },
                indent=2,
            )
        )
    else:
        _print(decision.outcome.value, decision.reason, open_readings, allowed=decision.allowed)
    return 0 if decision.allowed else 1


def _print(outcome: str, reason: str, readings: tuple[Reading, ...], *, allowed: bool) -> None:
    click.secho(f"{'✓' if allowed else '✗'} {outcome}", fg="green" if allowed else "red", bold=True, nl=False)
    click.echo(f": {reason}")
    for reading in readings:
        click.echo(f"  This rests on a question that AWS's pages leave open. Taken as true: {reading.value}")


def _principal(text: str) -> Principal:
    if text.endswith(".amazonaws.com"):
        return Principal("", "", service=text)
    match = re.fullmatch(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):(?:root|(?:user|assumed-role|federated-user)/.+)", text)
    if not match:
        remedy = "Give a user, :root, assumed-role or federated-user ARN, or a service such as sns.amazonaws.com."
        raise ArgumentError("--principal", f"{text!r} is not a caller.", remedy=remedy)
    return Principal(text, match[1])


def _context(pairs: tuple[str, ...]) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ArgumentError("--context", f"{pair!r} is not KEY=VALUE.", remedy="Write aws:SecureTransport=true.")
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else tuple(values) for key, values in found.items()}


_ACCOUNT_SEGMENT: Final = 4


def _owner(resource: str, around: Surroundings) -> str | None:
    """The account that owns the resource: the one its ARN names, or --account-id; else the caller's own."""
    parts = resource.split(":")
    named = parts[_ACCOUNT_SEGMENT] if len(parts) > _ACCOUNT_SEGMENT else ""
    return named or around.account_id or None
