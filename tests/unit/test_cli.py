"""The command line's contract: exit codes, what goes where, and how quick help is. No AWS, no engine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from policy_values import ACCOUNT, BUCKET, ROLE_ARN, TOPIC_ARN

from checks.result import Status
from checks.smoke.verdict import SmokeResult, Verdict
from operations.account import Identity
from operations.cli import COMMANDS, group, run
from operations.project import ROOT, Project
from operations.stack import Change
from operations.stages import Onboarding, Options, Stage, StageReport
from policies.destination import Destination
from policies.errors import EngineError, MCAError, RefusedError, SandboxError

MCA = str(Path(sys.executable).parent / "mca")
CHANGE = Change("create", "urn:pulumi:acme::mca::aws:s3/bucket:Bucket::acme-bucket-g1-bucket", "aws:s3/bucket:Bucket")


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and subcommand."""
    for name in COMMANDS:
        yield (name,)
        command = import_module(f"operations.cli.{name}").command
        if isinstance(command, click.Group):
            yield from ((name, sub) for sub in command.commands)


def found(path: tuple[str, ...]) -> click.Command:
    """The command of a path."""
    command: click.Command = group
    for name in path:
        assert isinstance(command, click.Group)
        inner = command.get_command(click.Context(command), name)
        assert inner is not None
        command = inner
    return command


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project folder to work in, no credentials, and a sandbox that does not run."""
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr("operations.cli.onboard.identify", lambda _: Identity(ACCOUNT, ROLE_ARN))
    for module in ("workplace", "sandbox", "demo"):
        monkeypatch.setattr(f"operations.cli.{module}.SANDBOX_STATE", tmp_path / ".sandbox")
    return Project(tmp_path)


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_help_names_every_option_and_argument(
    capsys: pytest.CaptureFixture[str], path: tuple[str, ...], flag: str
) -> None:
    """Every command answers both flags on stdout with each of its options, and each option says what it does."""
    assert run([*path, flag]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"Usage: {' '.join(('mca', *path))}")
    for parameter in found(path).params:
        if isinstance(parameter, click.Option):
            assert all(option in out for option in parameter.opts)
            assert parameter.help, f"{parameter.name} says nothing"
        else:
            assert parameter.make_metavar(click.Context(found(path))).strip("[].") in out


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The first help names each command with what it does, and each has a module."""
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for name, what in COMMANDS.items():
        assert name in out
        assert what in out
    assert {path.stem for path in (ROOT / "operations" / "cli").glob("*.py")} >= set(COMMANDS)


def test_help_imports_neither_boto3_nor_pulumi() -> None:
    """`mca --help` is quick because it loads nothing that talks to AWS or to the engine."""
    heavy = ("boto3", "botocore", "pulumi", "pulumi_aws", "moto", "ruamel", "rich", "psutil")
    script = (
        "import sys\nfrom operations.cli import run\nrun(['--help'])\n"
        f"print(sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "onboard" in done.stdout


def test_the_installed_command_prints_its_version() -> None:
    """The project installs `mca`, which knows its version."""
    done = subprocess.run([MCA, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("mca, version ")


WRONG: list[tuple[list[str], str]] = [
    (["nonsense"], "No such command 'nonsense'"),
    (["--nonsense"], "No such option"),
    (["onboard"], "Missing argument 'SELLER'"),
    (["onboard", "acme", "--nonsense"], "No such option"),
    (["onboard", "Acme", "--account-id", ACCOUNT], "error: seller: 'Acme' is not a seller name."),
    (["onboard", "../acme", "--account-id", ACCOUNT], "error: seller: "),
    (["onboard", "acme"], "error: --account-id: acme is new"),
    (["onboard", "acme", "--account-id", "12"], "error: --account-id: '12' is not an AWS account id."),
    (["onboard", "acme", "--account-id", "444455556666"], "error: The credentials are those of account"),
    (["onboard", "acme", "--account-id", ACCOUNT, "--bucket", "ACME"], "error: destinations.g1.bucket: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--topic", "a b"], "error: destinations.g1.topic: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--prefix", "/a"], "error: destinations.g1.prefix: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--bucket-region", "x"], "error: destinations.g1.bucketRegion: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--topic-key", "x"], "error: destinations.g1.topicKey: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--external-id", " "], "error: --external-id: it is blank."),
    (["onboard", "acme", "--account-id", ACCOUNT, "--external-id", "your-external-id"], "error: externalId: "),
    (["onboard", "acme", "--account-id", ACCOUNT, "--adopt", "role"], "Invalid value for '--adopt'"),
    (["onboard", "acme", "--account-id", ACCOUNT, "--caller", "alice"], "'alice' is not user:NAME"),
    (["onboard", "acme", "--account-id", ACCOUNT, "--caller", "user:"], "'user:' is not user:NAME"),
    (["onboard", "acme", "--account-id", ACCOUNT, "--reader", "admin:x"], "'admin:x' is not user:NAME"),
    (["onboard", "acme", "--account-id", ACCOUNT, "--queue", "q"], "error: subscriptions.sqs: "),
    (["onboard", "acme", "--wait-for-enrolment", "-1"], "Invalid value for '--wait-for-enrolment'"),
    (["onboard", "acme", "--smoke-timeout", "0"], "Invalid value for '--smoke-timeout'"),
    (["onboard", "acme", "--sandbox"], "error: The sandbox is not running."),
    (["smoke", "acme"], "error: There is no such configuration file."),
    (["smoke", "acme", "--timeout", "soon"], "Invalid value for '--timeout'"),
    (["smoke", "acme", "--sandbox"], "error: The sandbox is not running."),
    (["sandbox", "enroll", "acme"], "error: The sandbox is not running."),
    (["sandbox", "run", "--", "true"], "error: The sandbox is not running."),
    (["sandbox", "run"], "Missing argument"),
    (["sandbox", "nonsense"], "No such command 'nonsense'"),
    (["sandbox", "start", "--port", "http"], "Invalid value for '--port'"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_what_cannot_work_ends_with_2(
    capsys: pytest.CaptureFixture[str], workplace: Project, arguments: list[str], said: str
) -> None:
    """Wrong usage and wrong values end with 2, on stderr, in one sentence and a remedy; nothing is written."""
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert "\x1b" not in err
    assert not workplace.sellers()


def test_without_credentials_the_error_says_how_to_get_some(
    capsys: pytest.CaptureFixture[str], workplace: Project
) -> None:
    """Missing credentials and a missing profile are errors with a remedy, not tracebacks."""
    workplace.configure("acme", {"accountId": ACCOUNT, "destinations": {"g1": {"bucket": BUCKET, "topic": "t"}}})
    assert run(["smoke", "acme"]) == 2
    assert "error: There are no AWS credentials.\n  try: give --profile" in capsys.readouterr().err
    assert run(["smoke", "acme", "--profile", "nobody"]) == 2
    assert "error: There is no AWS profile 'nobody'." in capsys.readouterr().err


@pytest.mark.parametrize("broken", ["[profile", "nonsense", "[default]\nregion = us-east-1\n[default]\nregion"])
def test_a_broken_aws_configuration_is_an_error(
    capsys: pytest.CaptureFixture[str], workplace: Project, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """An AWS configuration file that cannot be read is said, not thrown."""
    workplace.configure("acme", {"accountId": ACCOUNT, "destinations": {"g1": {"bucket": BUCKET, "topic": "t"}}})
    (workplace.directory / "config").write_text(broken)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(workplace.directory / "config"))
    assert run(["smoke", "acme"]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_a_process_shows_no_traceback() -> None:
    """The installed command ends with its code and prints errors on stderr alone."""
    done = subprocess.run([MCA, "smoke", "Acme"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    what, remedy = done.stderr.splitlines()
    assert what == "error: seller: 'Acme' is not a seller name."
    assert remedy.startswith("  try: Use 1 to 32 lower-case letters, digits and hyphens")


def outcome(status: Status) -> Onboarding:
    """An onboarding that came this far."""
    remedy = "" if status is Status.PASS else "visit the page"
    reports = (
        StageReport(Stage.PREFLIGHT, Status.PASS, "The names can be had.", ("detail of a stage",)),
        StageReport(Stage.PORTAL, status, "The portal was asked.", (), remedy),
    )
    return Onboarding("acme", reports, Destination(BUCKET, TOPIC_ARN, "reports"), ROLE_ARN, None)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """Plays engine and onboarding, which passes; the options that it was given are kept."""
    asked: list[Options] = []

    def onboard(*arguments: Any) -> Onboarding:  # noqa: ANN401  # the operation's own
        asked.append(arguments[-1])
        return outcome(Status.PASS)

    monkeypatch.setattr("operations.cli.onboard.find_engine", lambda *_: SimpleNamespace())
    monkeypatch.setattr("operations.cli.onboard.onboard", onboard)
    return asked


ONBOARD = ["onboard", "acme", "--account-id", ACCOUNT]


@pytest.mark.parametrize(
    ("status", "code"), [(Status.PASS, 0), (Status.MANUAL, 1), (Status.UNKNOWN, 1), (Status.FAIL, 2)]
)
@pytest.mark.usefixtures("played")
def test_onboarding_says_by_its_code_how_far_it_came(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, status: Status, code: int
) -> None:
    """0 complete, 1 waits for a person, 2 failed; the stages are the result and so stand on stdout."""
    monkeypatch.setattr("operations.cli.onboard.onboard", lambda *_: outcome(status))
    assert run(ONBOARD) == code
    out, err = capsys.readouterr()
    assert "The portal was asked." in out
    assert ("next: visit the page" in out) is (status is not Status.PASS)
    assert (ROLE_ARN in out) is (status is Status.PASS)
    assert "wrote " in err
    assert "\x1b" not in out + err


def test_options_reach_the_operation(workplace: Project, played: list[Options]) -> None:
    """Minutes become seconds, --yes consents, --dry-run is passed on, and wishes are in the file."""
    grants = ["--caller", "user:alice", "--caller", "role:exporter", "--reader", "group:finance", "--prefix", "reports"]
    assert run([*ONBOARD, "--yes", "--dry-run", "--wait-for-enrolment", "1.5", "--smoke-timeout", "30", *grants]) == 0
    (options,) = played
    assert (options.dry_run, options.wait, options.smoke_timeout) == (True, 90, 30)
    assert options.consent((CHANGE,)) is True
    settings = workplace.settings("acme")
    assert (settings.callers.users, settings.callers.roles) == (("alice",), ("exporter",))
    assert (settings.readers.groups, settings.active_destination.prefix) == (("finance",), "reports")


def test_a_second_run_needs_no_options(capsys: pytest.CaptureFixture[str], played: list[Options]) -> None:
    """The file remembers what was said, and is not written again."""
    assert run(ONBOARD) == 0
    assert "wrote" in capsys.readouterr().err
    assert run(["onboard", "acme"]) == 0
    assert "wrote" not in capsys.readouterr().err
    assert len(played) == 2


def test_details_are_shown_if_asked_for(capsys: pytest.CaptureFixture[str], played: list[Options]) -> None:
    """Details of stages that passed are shown with --verbose only."""
    assert run(ONBOARD) == 0
    assert "detail of a stage" not in capsys.readouterr().out
    assert run(["onboard", "acme", "-v"]) == 0
    assert "detail of a stage" in capsys.readouterr().out
    assert len(played) == 2


def test_without_anybody_to_ask_nothing_is_changed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, played: list[Options]
) -> None:
    """Off a terminal and without --yes the changes are listed on stderr and refused with 2."""

    def onboard(*arguments: Any) -> Onboarding:  # noqa: ANN401  # the operation's own
        arguments[-1].consent((CHANGE,))
        return outcome(Status.PASS)

    monkeypatch.setattr("operations.cli.onboard.onboard", onboard)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    assert run(ONBOARD) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "acme-bucket-g1-bucket" in err
    assert "nobody to ask" in err
    assert "--yes" in err
    assert not played


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (EngineError("No engine.", remedy="install it"), 2, "error: No engine.\n  try: install it\n"),
        (RefusedError("Not ours.", where="topic"), 2, "error: Not ours.\n  at: topic\n"),
        (MCAError("What.", where="Where", remedy="Remedy"), 2, "error: What.\n  at: Where\n  try: Remedy\n"),
        (KeyboardInterrupt(), 130, "stopped; run the same command again to go on from here\n"),
        (click.Abort(), 130, "stopped; run the same command again to go on from here\n"),
    ],
)
@pytest.mark.usefixtures("played")
def test_every_error_has_its_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """Each error of ours ends with 2 and its three parts on stderr; Ctrl-C ends with 130."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("operations.cli.onboard.onboard", fail)
    assert run(ONBOARD) == code
    assert capsys.readouterr().err.endswith(said)


def smoked(verdict: Verdict) -> SmokeResult:
    """A smoke test that ended so."""
    return SmokeResult(
        verdict=verdict,
        sentence="This is what happened.",
        remedy="" if verdict is Verdict.DELIVERED else "do this",
        data_set_type="a_type",
        publication_date=datetime(2026, 1, 2, tzinfo=UTC),
        request_id=None if verdict is Verdict.DENIED else "request-1",
        message=None,
        metadata=None,
        files=(("s3://acme-reports/x.csv", 42),) if verdict is Verdict.DELIVERED else (),
        asked=datetime(2026, 1, 4, tzinfo=UTC),
        seconds=1.5,
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_smoke_test_says_by_its_code_whether_it_delivered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, workplace: Project, verdict: Verdict
) -> None:
    """0 for delivered and 1 for any other verdict, with the evidence on stdout and the waiting on stderr."""
    workplace.configure("acme", {"accountId": ACCOUNT, "destinations": {"g1": {"bucket": BUCKET, "topic": "t"}}})
    monkeypatch.setattr("operations.cli.smoke.identify", lambda _: Identity(ACCOUNT, ROLE_ARN))
    monkeypatch.setattr("operations.cli.smoke.preconditions", lambda *_: iter(()))
    monkeypatch.setattr("operations.cli.smoke.run_smoke_test", lambda *_: smoked(verdict))
    assert run(["smoke", "acme", "--timeout", "7"]) == (0 if verdict is Verdict.DELIVERED else 1)
    out, err = capsys.readouterr()
    assert f"{verdict.value}: This is what happened." in out
    assert ("next: do this" in out) is (verdict is not Verdict.DELIVERED)
    assert ("s3://acme-reports/x.csv (42 bytes)" in out) is (verdict is Verdict.DELIVERED)
    assert ("(refused)" in out) is (verdict is Verdict.DENIED)
    assert "waiting up to 7 s" in err


def test_a_smoke_test_refuses_another_accounts_credentials(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, workplace: Project
) -> None:
    """Credentials of another account are refused before anything is asked."""
    workplace.configure("acme", {"accountId": ACCOUNT, "destinations": {"g1": {"bucket": BUCKET, "topic": "t"}}})
    monkeypatch.setattr("operations.cli.smoke.identify", lambda _: Identity("444455556666", "arn:x"))
    assert run(["smoke", "acme"]) == 2
    assert "account 444455556666" in capsys.readouterr().err


def test_a_sandbox_that_does_not_run_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """`status` ends with 1, `stop` with 0: there is nothing to stop."""
    assert run(["sandbox", "status"]) == 1
    assert capsys.readouterr().out == "not running\n"
    assert run(["sandbox", "stop"]) == 0
    assert capsys.readouterr().out == "it was not running\n"


@pytest.mark.parametrize(
    ("command", "code"), [(["true"], 0), (["sh", "-c", "exit 7"], 7), (["no-such-command-here"], 127)]
)
def test_a_command_in_the_sandbox_ends_with_its_own_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str], code: int
) -> None:
    """`mca sandbox run -- COMMAND` passes the command's code on; 127 if there is no such command."""
    monkeypatch.setattr("operations.cli.sandbox.running_sandbox", SimpleNamespace)
    monkeypatch.setattr("sandbox.lifecycle.child_environment", lambda *_, **__: {"PATH": "/usr/bin:/bin"})
    assert run(["sandbox", "run", "--", *command]) == code
    assert ("there is no command" in capsys.readouterr().err) is (code == 127)


def test_the_demo_begins_with_a_fresh_sandbox(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox that somebody uses is not torn down by the demo."""
    monkeypatch.setattr("sandbox.lifecycle.status", lambda _: SimpleNamespace())
    assert run(["demo"]) == 2
    assert "mca sandbox stop" in capsys.readouterr().err


def test_the_engine_command_says_where_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`mca engine` prints version and place, or ends with 2."""
    monkeypatch.setattr(
        "operations.cli.engine.find_engine", lambda *_: SimpleNamespace(version="3.255.0", command="/opt/pulumi")
    )
    assert run(["engine"]) == 0
    assert capsys.readouterr().out == "Pulumi 3.255.0 at /opt/pulumi\n"

    def none(*_: object) -> None:
        raise EngineError("There is none.", remedy="get one")

    monkeypatch.setattr("operations.cli.engine.find_engine", none)
    assert run(["engine"]) == 2


@pytest.mark.parametrize("make", [lambda: SandboxError("x"), lambda: RefusedError("x", remedy="y")])
def test_an_error_has_no_empty_lines(make: Callable[[], MCAError]) -> None:
    """Parts that an error does not have are left out."""
    assert all(line.strip() for line in str(make()).splitlines())
