"""Find the Pulumi engine, or get it.

In this order: `pulumi` on PATH; the project's own `.tools/bin`; Pulumi's official installer, into `.tools`; a build of
the pinned Go module in `sandbox/engine`, into `.tools/bin`. There is no fallback to anything that is not the engine.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pulumi.automation import PulumiCommand
from pulumi.automation.errors import InvalidVersionError
from semver import VersionInfo

from operations.progress import Progress
from policies.errors import EngineError

MINIMUM: Final = VersionInfo(3, 252, 0)
"""Older engines can delete a resource that was imported under an id of another spelling."""
_NEXT_MAJOR: Final = VersionInfo(4, 0, 0)
PINNED: Final = VersionInfo(3, 255, 0)
"""What is installed or built where no engine is found; `sandbox/engine/go.mod` names the same."""

_INSTALLER: Final = "https://get.pulumi.com/install.sh"
_INSTALLER_SECONDS: Final = 10
_PACKAGES: Final = 1900
"""Roughly how many Go packages a build compiles: only the progress line rests on it."""
_STEP: Final = 190
_REMEDY: Final = (
    "install Pulumi (https://www.pulumi.com/docs/install) so that `pulumi` is on PATH; or let this machine reach"
    " get.pulumi.com; or install Go 1.25 or later, and it is built here"
)


def find_engine(root: Path, progress: Progress) -> PulumiCommand:
    """The engine, ready to run.

    Args:
        root: The project's root; what is got is kept in its `.tools`.
        progress: Told what takes long.

    Raises:
        EngineError: There is no engine of version 3.252 or later, and none can be got.
    """
    tools = root / ".tools"
    problems: list[str] = []
    sources: tuple[Callable[[], PulumiCommand | str], ...] = (
        lambda: _existing(None),
        lambda: _existing(tools),
        lambda: _locked(tools, lambda: _install(tools, progress)),
        lambda: _locked(tools, lambda: _build(root, tools, progress)),
    )
    for source in sources:
        found = source()
        if isinstance(found, PulumiCommand):
            return found
        problems.append(found)
    raise EngineError(f"There is no usable Pulumi engine: {'; '.join(problems)}.", remedy=_REMEDY)


def _existing(root: Path | None) -> PulumiCommand | str:
    """The engine on PATH (`root` None) or in `root/bin`, or why not."""
    where = shutil.which("pulumi") if root is None else str(root / "bin" / "pulumi")
    if where is None or not Path(where).exists():
        return "none on PATH" if root is None else "none in .tools/bin"
    try:
        # The SDK's own check can be switched off by an environment variable, and this one must not be.
        engine = PulumiCommand(root=None if root is None else str(root), skip_version_check=True)
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError) as error:
        return f"{where} does not run ({error})"
    if engine.version is None or not MINIMUM <= engine.version < _NEXT_MAJOR:
        return f"{where} is {engine.version or 'of an unknown version'}, not {MINIMUM} or a later {MINIMUM.major}"
    return engine


def _locked(tools: Path, get: Callable[[], PulumiCommand | str]) -> PulumiCommand | str:
    """Get the engine once, however many processes want it."""
    try:
        tools.mkdir(exist_ok=True)
        with _exclusive(tools / "engine.lock"):
            found = _existing(tools)
            return found if isinstance(found, PulumiCommand) else get()
    except OSError as error:
        return f"nothing can be put into {tools.name} ({error})"


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(tools: Path, progress: Progress) -> PulumiCommand | str:
    try:
        # The SDK's installer waits without a limit, so ask first whether the host answers at all.
        urllib.request.urlopen(_INSTALLER, timeout=_INSTALLER_SECONDS).close()
        progress.doing(f"Installing Pulumi {PINNED} from get.pulumi.com into {tools.name}")
        return PulumiCommand.install(root=str(tools), version=PINNED)
    except (OSError, subprocess.CalledProcessError, InvalidVersionError) as error:
        return f"the official installer failed ({error})"


def _build(root: Path, tools: Path, progress: Progress) -> PulumiCommand | str:
    go = shutil.which("go")
    if go is None:
        return "no Go to build it with"
    progress.doing(f"Building Pulumi {PINNED} with Go, once; this takes some minutes")
    (tools / "bin").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tools) as scratch:
        binary = Path(scratch) / "pulumi"
        version = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{PINNED}"
        command = [go, "build", "-v", "-trimpath", "-ldflags", f"-s -w {version}", "-o", str(binary)]
        log = _run_build(
            [*command, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"], root / "sandbox" / "engine", progress
        )
        if not binary.exists():
            return f"`go build` failed ({log})"
        binary.replace(tools / "bin" / "pulumi")
    return _existing(tools)


def _run_build(command: list[str], where: Path, progress: Progress) -> str:
    """Run the build and count its packages; the tail of what it said otherwise."""
    environment = os.environ | {"GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -mod=readonly -buildvcs=false".strip()}
    said: list[str] = []
    compiled = 0
    with subprocess.Popen(  # noqa: S603  # the Go that `which` found
        command, cwd=where, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            if re.fullmatch(r"[\w./~-]+\n", line):
                compiled += 1
                if compiled % _STEP == 0:
                    share = min(99, 100 * compiled // _PACKAGES)
                    progress.doing(f"Building Pulumi {PINNED} with Go, once: {share} %")
            else:
                said.append(line.strip())
    return " / ".join(said[-5:])
