"""`mca smoke`: what its options ask for, and the three ways of reporting."""

from __future__ import annotations

import json
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checks.result import Result, Status
from checks.smoke.calendar import data_sets
from checks.smoke.run import SmokeTest
from checks.smoke.verdict import SmokeResult, Verdict
from operations.account import Identity
from operations.cli import run
from operations.project import Project

ACCOUNT = "111122223333"
RESULT = SmokeResult(
    verdict=Verdict.SILENT,
    sentence="No message came.",
    remedy="let the role publish",
    data_set_type="daily_business_fees",
    publication_date=datetime(2026, 1, 2, tzinfo=UTC),
    request_id="request-1",
    message=None,
    metadata=None,
    files=(("s3://acme-reports/x.csv", 42),),
    asked=datetime(2026, 1, 4, tzinfo=UTC),
    seconds=1.5,
    left=("This could not be removed.",),
)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[SmokeTest]:
    """A seller with two destinations, and what would have been tried."""
    (tmp_path / "Pulumi.yaml").write_text("name: mca\nruntime: python\nstackConfigDir: sellers\n")
    monkeypatch.chdir(tmp_path)
    places = {name: {"bucket": f"acme-reports-{name}", "topic": f"topic-{name}"} for name in ("g1", "g2")}
    Project(tmp_path).configure("acme", {"accountId": ACCOUNT, "destinations": places, "active": "g1"})
    monkeypatch.setattr("operations.cli.smoke.identify", lambda _: Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/x"))
    found = (Result("topic", Status.UNKNOWN, "It may not be read.", "Let it be read."),)
    monkeypatch.setattr("operations.cli.smoke.preconditions", lambda *_: found)
    tests: list[SmokeTest] = []

    def tried(_: object, test: SmokeTest) -> SmokeResult:
        tests.append(test)
        return RESULT

    monkeypatch.setattr("operations.cli.smoke.run_smoke_test", tried)
    return tests


def test_the_options_say_what_is_tried(asked: list[SmokeTest]) -> None:
    """Date, destination, type, time-out and keeping reach the test; without them it is the active destination."""
    options = ["--date", "2026-01-02", "--destination", "g2", "--keep", "--timeout", "5"]
    assert run(["smoke", "acme", *options, "--data-set-type", "daily_business_fees"]) == 1
    assert run(["smoke", "acme"]) == 1
    full, plain = asked
    assert (full.date, full.keep, full.timeout) == (date(2026, 1, 2), True, 5)
    assert (full.destination.bucket, full.data_set_type) == ("acme-reports-g2", "daily_business_fees")
    assert (plain.date, plain.keep, plain.destination.bucket) == (None, False, "acme-reports-g1")


def test_each_precondition_is_a_line(asked: list[SmokeTest], capsys: pytest.CaptureFixture[str]) -> None:
    """What was looked at before stands on stdout for people, with its remedy; the test is tried all the same."""
    assert run(["smoke", "acme"]) == 1
    assert "UNKNOWN topic: It may not be read. Next: Let it be read." in capsys.readouterr().out
    assert len(asked) == 1


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_report_goes_to_the_standard_output_or_to_a_file(
    asked: list[SmokeTest], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """JSON and HTML are the same in a file and on stdout, and stdout holds nothing else."""
    assert run(["smoke", "acme", "--format", form]) == 1
    out = capsys.readouterr().out
    assert run(["smoke", "acme", "--format", form, "--output", "report"]) == 1
    assert (capsys.readouterr().out, Path("report").read_text()) == ("", out)
    if form == "json":
        told = json.loads(out)
        assert (told["verdict"], told["requestId"], told["status"]) == ("accepted but silent", "request-1", "FAIL")
        assert [step["status"] for step in told["path"]].count("FAIL") == 1
    assert len(asked) == 2


def test_the_policy_is_printed_and_nothing_is_tried(asked: list[SmokeTest], capsys: pytest.CaptureFixture[str]) -> None:
    """`--print-policy` needs no credentials: it prints a policy for the named destination and asks for nothing."""
    assert run(["smoke", "acme", "--print-policy", "--destination", "g2"]) == 0
    out = capsys.readouterr().out
    assert "acme-reports-g2" in out
    assert json.loads(out)["Version"] == "2012-10-17"
    assert asked == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--destination", "g9"], "'g9' is not among the destinations"),
        (["--output", "report"], "text goes to the standard output"),
        (["--date", "yesterday"], "Invalid value for '--date'"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_tried(
    asked: list[SmokeTest], capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """A wrong destination, date or output is an error of the command line, with what is wrong in it."""
    assert run(["smoke", "acme", *options]) == 2
    assert said in capsys.readouterr().err
    assert asked == []


def test_no_stack_is_needed(asked: list[SmokeTest], capsys: pytest.CaptureFixture[str]) -> None:
    """A role, a bucket and a topic stand for a seller; without one of them it is an error that names all three."""
    role, topic = f"arn:aws:iam::{ACCOUNT}:role/other", f"arn:aws:sns:eu-west-1:{ACCOUNT}:topic"
    given = ["--role-arn", role, "--bucket", "their-reports", "--topic-arn", topic, "--external-id", "id-1"]
    assert run(["smoke", *given, "--prefix", "cas"]) == 1
    (test,) = asked
    assert (test.role_arn, test.destination.bucket, test.destination.prefix) == (role, "their-reports", "cas")
    assert (test.destination.topic_arn, test.external_id) == (topic, "id-1")
    capsys.readouterr()
    assert run(["smoke", *given[2:]]) == 2
    assert "--role-arn, --bucket and --topic-arn" in capsys.readouterr().err


def test_all_types_are_those_with_a_date(asked: list[SmokeTest], capsys: pytest.CaptureFixture[str]) -> None:
    """Each type that is not deprecated is tried once, in the calendar's order; JSON holds a record each."""
    assert run(["smoke", "acme", "--all-types", "--format", "json"]) == 1
    names = [each.data_set_type for each in asked]
    assert names == [each.name for each in data_sets() if not each.deprecated]
    assert len(json.loads(capsys.readouterr().out)["results"]) == len(names) == 21


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--data-set-type", "customer_profile_by_revenue"], "AWS Marketplace Management Portal"),
        (["--data-set-type", "monthly"], "is no data set type"),
        (["--date", "2017-01-01"], "Use 2017-09-15."),
        (["--date", "2999-01-01"], "must exist up to"),
    ],
)
def test_a_request_that_cannot_be_answered_is_not_sent(
    asked: list[SmokeTest], capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """The calendar refuses a type or a date before anything is asked, and names the nearest that would do."""
    assert run(["smoke", "acme", *options]) == 2
    assert said in capsys.readouterr().err
    assert asked == []


def test_a_request_to_end_is_taken_like_ctrl_c(asked: list[SmokeTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM interrupts the test, so that the clean-up runs; afterwards the signal means what it did before."""
    before = signal.getsignal(signal.SIGTERM)

    def ended(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("operations.cli.smoke.run_smoke_test", ended)
    assert run(["smoke", "acme"]) == 130
    assert signal.getsignal(signal.SIGTERM) is before
    assert asked == []
