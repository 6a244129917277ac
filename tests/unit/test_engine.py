"""Where the engine is looked for, and what happens if it is nowhere: with fake programs on PATH."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pulumi.automation import PulumiCommand

from operations import engine
from operations.engine import MINIMUM, PINNED, find_engine
from operations.progress import Silent
from policies.errors import EngineError

GOOD = f"v{MINIMUM}"


@dataclass(slots=True)
class Told:
    """A progress that remembers."""

    sentences: list[str] = field(default_factory=list)

    def doing(self, sentence: str) -> None:
        """Remember it."""
        self.sentences.append(sentence)

    def note(self, sentence: str) -> None:
        """Remember it."""
        self.sentences.append(sentence)


@dataclass(frozen=True, slots=True)
class Machine:
    """A project folder and a folder on PATH, both empty, without a network."""

    root: Path
    path: Path

    def program(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Put a shell script on PATH, or into another folder."""
        where = (folder or self.path) / name
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(f"#!/bin/sh\n{script}\n")
        where.chmod(where.stat().st_mode | stat.S_IXUSR)
        return where

    def engine_on_path(self, version: str) -> None:
        """Put a `pulumi` on PATH that says it is of this version."""
        self.program("pulumi", f"echo {version}")

    def go(self, *, version: str = f"v{PINNED}", packages: int = 1500) -> Path:
        """Put a `go` on PATH that builds a `pulumi`; each build leaves a line in the file that is returned."""
        log = self.root / "builds"
        self.program(
            "go",
            f'echo "$@" >> {log}\n'
            'while [ "$1" != "-o" ]; do shift; done\n'
            f"i=0; while [ $i -lt {packages} ]; do echo example.com/package/p$i; i=$((i + 1)); done\n"
            "/bin/sleep 0.2\n"
            f'printf \'#!/bin/sh\\necho {version}\\n\' > "$2"; /bin/chmod +x "$2"',
        )
        return log


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine without an engine, Go or network."""
    made = Machine(tmp_path / "project", tmp_path / "bin")
    (made.root / "sandbox" / "engine").mkdir(parents=True)
    made.path.mkdir()
    monkeypatch.setenv("PATH", str(made.path))
    monkeypatch.delenv("PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK", raising=False)
    # Port 9 of loopback answers nobody, so the installer's host is as if the network were down.
    monkeypatch.setattr(engine, "_INSTALLER", "http://127.0.0.1:9/install.sh")
    return made


@pytest.mark.parametrize("version", [GOOD, "v3.255.0", "3.300.1", "v3.256.0-alpha.1"])
def test_an_engine_on_path_is_taken(machine: Machine, version: str) -> None:
    """A recent `pulumi` on PATH is used as it is, and nothing is made in the project."""
    machine.engine_on_path(version)
    assert find_engine(machine.root, Silent()).command == "pulumi"
    assert not (machine.root / ".tools").exists()


def test_the_projects_own_engine_is_the_second_source(machine: Machine) -> None:
    """Without one on PATH, the engine that an earlier run put into .tools is reused."""
    own = machine.program("pulumi", f"echo {GOOD}", machine.root / ".tools" / "bin")
    assert find_engine(machine.root, Silent()).command == str(own)


@pytest.mark.parametrize(
    "script",
    [
        "echo v3.251.9",
        "echo v3.252.0-alpha.1",
        "echo v2.25.0",
        "echo v4.0.0",
        "echo no version",
        "exit 3",
        "printf '\\377\\376'",
        "exec /no/such/interpreter",
    ],
)
def test_an_unfit_engine_on_path_is_passed_over(machine: Machine, script: str) -> None:
    """Too old, of another major version, broken or garbled: the next source is asked."""
    machine.program("pulumi", script)
    own = machine.program("pulumi", f"echo {GOOD}", machine.root / ".tools" / "bin")
    assert find_engine(machine.root, Silent()).command == str(own)


def test_the_version_check_cannot_be_switched_off(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's variable that skips its check does not let an engine in that can delete what it imported."""
    monkeypatch.setenv("PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK", "true")
    machine.engine_on_path("v3.200.0")
    with pytest.raises(EngineError, match=r"is 3\.200\.0, not 3\.252\.0"):
        find_engine(machine.root, Silent())


def test_without_any_engine_the_error_names_the_three_ways(machine: Machine) -> None:
    """No engine, no network, no Go: the error says what was tried and the three ways out of it."""
    with pytest.raises(EngineError) as caught:
        find_engine(machine.root, Silent())
    for tried in ("none on PATH", "none in .tools/bin", "installer failed", "no Go"):
        assert tried in caught.value.what
    for way in ("https://www.pulumi.com/docs/install", "get.pulumi.com", "install Go"):
        assert way in caught.value.remedy


def test_the_official_installer_comes_before_a_build(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where get.pulumi.com answers, the pinned version is installed into .tools, and Go is not asked."""
    builds = machine.go()
    asked: list[tuple[str | None, object]] = []

    def install(root: str | None = None, version: object = None) -> PulumiCommand:
        asked.append((root, version))
        machine.program("pulumi", f"echo v{PINNED}", machine.root / ".tools" / "bin")
        return PulumiCommand(root=root)

    script = machine.root / "install.sh"
    script.write_text("")
    monkeypatch.setattr(engine, "_INSTALLER", script.as_uri())
    monkeypatch.setattr(PulumiCommand, "install", install)
    told = Told()
    found = find_engine(machine.root, told)
    assert (found.version, asked) == (PINNED, [(str(machine.root / ".tools"), PINNED)])
    assert told.sentences == [f"Installing Pulumi {PINNED} from get.pulumi.com into .tools"]
    assert not builds.exists()


def test_go_builds_the_pinned_engine(machine: Machine) -> None:
    """The pinned module's CLI is built with its version set, progress is told with a share, and scratch is gone."""
    builds = machine.go()
    told = Told()
    found = find_engine(machine.root, told)
    assert found.command == str(machine.root / ".tools" / "bin" / "pulumi")
    assert found.version == PINNED
    (command,) = builds.read_text().splitlines()
    assert command.endswith("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi")
    assert f"version.Version=v{PINNED}" in command
    assert told.sentences[0].startswith(f"Building Pulumi {PINNED} with Go, once")
    shares = [int(sentence.rsplit(": ", 1)[-1].removesuffix(" %")) for sentence in told.sentences[1:]]
    assert len(shares) > 1
    assert shares == sorted(shares)
    assert shares[-1] < 100
    assert {path.name for path in (machine.root / ".tools").iterdir()} == {"bin", "engine.lock"}


def test_a_built_engine_is_not_built_again(machine: Machine) -> None:
    """The second run finds what the first one built."""
    builds = machine.go()
    first, second = (find_engine(machine.root, Silent()) for _ in range(2))
    assert first.command == second.command
    assert len(builds.read_text().splitlines()) == 1


def test_concurrent_runs_build_once(machine: Machine) -> None:
    """Four runs at once wait for one build, and all get its result."""
    builds = machine.go()
    found: list[str] = []
    runs = [
        threading.Thread(target=lambda: found.append(find_engine(machine.root, Silent()).command)) for _ in range(4)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join(30)
    assert found == [str(machine.root / ".tools" / "bin" / "pulumi")] * 4
    assert len(builds.read_text().splitlines()) == 1


def broken_build(machine: Machine) -> None:
    """A Go that fails."""
    machine.program("go", "echo example.com/one; echo 'cannot find module: no network' >&2; exit 1")


def broken_go(machine: Machine) -> None:
    """A Go that cannot be started."""
    path = machine.program("go", "")
    path.write_text("#!/no/such/interpreter\n")


def old_build(machine: Machine) -> None:
    """A Go that builds something too old."""
    machine.go(version="v3.0.0")


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (broken_build, "cannot find module: no network"),
        (broken_go, "No such file"),
        (old_build, "is 3.0.0, not 3.252.0"),
    ],
)
def test_a_failed_build_is_an_error_with_its_last_words(
    machine: Machine, arrange: Callable[[Machine], None], said: str
) -> None:
    """A build that fails, or builds the wrong thing, ends in one clear error, not in a fake engine."""
    arrange(machine)
    with pytest.raises(EngineError) as caught:
        find_engine(machine.root, Silent())
    assert said in caught.value.what


def test_a_project_that_cannot_be_written_is_an_error(machine: Machine) -> None:
    """Where .tools cannot be made, the error says so instead of a traceback."""
    machine.go()
    (machine.root / ".tools").write_text("a file is in the way")
    with pytest.raises(EngineError, match=r"nothing can be put into \.tools"):
        find_engine(machine.root, Silent())


def test_the_pinned_version_is_the_modules() -> None:
    """The version that is installed is the one that `sandbox/engine/go.mod` builds."""
    module = Path(engine.__file__).parent.parent / "sandbox" / "engine" / "go.mod"
    assert f"github.com/pulumi/pulumi/pkg/v3 v{PINNED}" in module.read_text()
    assert PINNED >= MINIMUM
