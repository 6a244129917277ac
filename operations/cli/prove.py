"""`mca prove`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from checks.proof.certificate import CertificateError, certificate, check
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import LIMIT_SECONDS, Answer, Verdict, within
from operations.cli import references
from operations.documents import find_policy
from policies.errors import ArgumentError

FORMAT: Final = "mca-prove/1"
_MARKS: Final = {Verdict.PROVED: ("✓", "green"), Verdict.REFUTED: ("✗", "red"), Verdict.UNKNOWN: ("?", "yellow")}


@click.command("prove", epilog=references.FORMS)
@click.argument("first", metavar="POLICY", required=False)
@click.option("--within", "second", metavar="POLICY", help="The policy that should allow all that POLICY allows.")
@click.option("--equivalent", is_flag=True, help="Ask in both directions.")
@click.option("--certificate", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the proof there.")
@click.option(
    "--check",
    "checked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Verify a certificate instead, with a checker of its own.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)
@click.option("--unknown-ok", is_flag=True, help="Exit with 0 where it is not decided.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=LIMIT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="When to give up on a direction.",
)
@references.options
def command(  # noqa: PLR0913  # the command's options
    *,
    first: str | None,
    second: str | None,
    equivalent: bool,
    file: Path | None,
    checked: Path | None,
    form: str,
    unknown_ok: bool,
    timeout: float,
    **given: Any,  # noqa: ANN401  # the options of `references`
) -> int:
    """Prove that POLICY allows nothing that another policy does not, or show a request that it allows.

    Exit code 0: proved; 1: refuted; 2: not decided (0 with --unknown-ok), or it could not be asked.
    """
    if checked is not None:
        return _verify(checked)
    if first is None or second is None:
        raise click.UsageError("Give POLICY and --within POLICY, or --check FILE.")
    around = references.surroundings(given)
    one, other = find_policy(first, around), find_policy(second, around)
    pairs = [(one, other), (other, one)] if equivalent else [(one, other)]
    answers = [(pair, within(*pair, seconds=timeout)) for pair in pairs]
    if form == "json":
        click.echo(
            json.dumps({"format": FORMAT, "answers": [_fields(answer, *pair) for pair, answer in answers]}, indent=2)
        )
    else:
        for pair, answer in answers:
            _print(answer, *pair)
    if file is not None:
        _write(file, answers)
    verdicts = {answer.verdict for _, answer in answers}
    if Verdict.REFUTED in verdicts:
        return 1
    return 2 if Verdict.UNKNOWN in verdicts and not unknown_ok else 0


def _verify(path: Path) -> int:
    try:
        given = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise ArgumentError(
            "--check", f"{path} is not JSON ({error}).", remedy="Give a file of --certificate."
        ) from error
    for proof in given if isinstance(given, list) else [given]:
        if not isinstance(proof, dict):
            raise CertificateError(
                "This is not a certificate.", where=str(path), remedy="Give a file of --certificate."
            )
        first, second = check(proof)
        count = len(first.statements) + len(second.statements)
        click.echo(
            f"✓ checked: {proof['first']['name']} is within {proof['second']['name']}"
            f" ({len(proof['cases'])} cases, {count} statements)"
        )
    return 0


def _print(answer: Answer, first: NamedPolicy, second: NamedPolicy) -> None:
    mark, colour = _MARKS[answer.verdict]
    click.secho(f"{mark} {answer.verdict}", fg=colour, bold=True, nl=False)
    click.echo(f": {first.name} within {second.name}")
    click.echo(f"  {answer.reason}")
    if answer.request is None or answer.first is None or answer.second is None:
        return
    click.echo("  the request:")
    for name, value in _request(answer).items():
        shown = ", ".join(f"{key} = {held}" for key, held in value.items()) if isinstance(value, dict) else value
        click.echo(f"    {name:10} {shown or '(none)'}")
    click.echo(f"  {first.name}: {answer.first.outcome}. {answer.first.reason}")
    click.echo(f"  {second.name}: {answer.second.outcome}. {answer.second.reason}")


def _request(answer: Answer) -> dict[str, Any]:
    request = answer.request
    if request is None:
        return {}
    context = {key: value if isinstance(value, str) else list(value) for key, value in request.context.items()}
    return {
        "principal": str(request.principal),
        "action": request.action,
        "resource": request.resource,
        "context": context,
    }


def _fields(answer: Answer, first: NamedPolicy, second: NamedPolicy) -> Mapping[str, object]:
    fields: dict[str, object] = {
        "policy": first.name,
        "within": second.name,
        "verdict": answer.verdict.value,
        "reason": answer.reason,
    }
    if answer.request is not None and answer.first is not None and answer.second is not None:
        fields["request"] = _request(answer)
        fields["decisions"] = {
            "policy": {"outcome": answer.first.outcome.value, "reason": answer.first.reason},
            "within": {"outcome": answer.second.outcome.value, "reason": answer.second.reason},
        }
    if answer.construct:
        fields["construct"] = answer.construct
    return fields


def _write(path: Path, answers: list[tuple[tuple[NamedPolicy, NamedPolicy], Answer]]) -> None:
    """Write the proofs; nothing is written unless everything is proved."""
    if any(answer.verdict is not Verdict.PROVED for _, answer in answers):
        click.echo("no certificate is written: not everything is proved", err=True)
        return
    proofs = [certificate(answer, *pair) for pair, answer in answers]
    text = json.dumps(proofs[0] if len(proofs) == 1 else proofs, indent=1)
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, suffix=".tmp") as made:
            made.write(text + "\n")
        os.replace(made.name, path)  # noqa: PTH105  # the name of a temporary file
    except OSError as error:
        raise ArgumentError(
            "--certificate", f"{path} cannot be written ({error}).", remedy="Name another file."
        ) from error
    click.echo(f"certificate written to {path}; `mca prove --check {path}` verifies it", err=True)
