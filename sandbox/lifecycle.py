"""Start, stop and find the sandbox's process. Nothing here prints; everything lives below one state directory."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from policies.errors import SandboxError
from sandbox.running import Running
from sandbox.surroundings import account, child_environment, environment, inherited

__all__ = ["Running", "account", "child_environment", "environment", "inherited", "start", "status", "stop"]

_FILE, _LOG, _LOCK = "sandbox.json", "server.log", "start.lock"
_START_SECONDS, _STOP_SECONDS, _HEALTH_SECONDS, _POLL_SECONDS = 30.0, 10.0, 5.0, 0.02
_ROOT = Path(__file__).resolve().parent.parent
_children: dict[int, subprocess.Popen[bytes]] = {}
"""Servers that this process started: kept, so that they are waited for when they end."""


@atexit.register
def _wait_for_ended() -> None:
    """Take note of the servers that another process stopped."""
    for child in _children.values():
        child.poll()


def start(state_dir: Path | str, port: int = 0) -> Running:
    """Start the sandbox, or find the one that runs already.

    Args:
        state_dir: Where it may write; made if missing. What a dead sandbox left there is replaced.
        port: The loopback port; 0 takes a free one.

    Returns:
        The sandbox, answering.

    Raises:
        SandboxError: It does not start; with the tail of its log. Or it runs on another port than the one asked for.
    """
    state = Path(state_dir).resolve()
    state.mkdir(parents=True, exist_ok=True)
    with _locked(state):
        running = status(state)
        if running is None:
            _clear(state)
            running = _launch(state, port)
        elif port not in {0, running.port}:
            raise SandboxError(
                f"The sandbox runs already, on port {running.port}.", where=str(state), remedy="mca sandbox stop"
            )
    return running


def status(state_dir: Path | str) -> Running | None:
    """Find the sandbox of a state directory.

    Args:
        state_dir: The directory that `start` was given.

    Returns:
        The sandbox, or None if none answers.
    """
    state = Path(state_dir).resolve()
    running = _recorded(state)
    return running if running is not None and _lives(running) and _answers(running) else None


def stop(state_dir: Path | str) -> bool:
    """Stop the sandbox and throw its state away; a directory without a sandbox is thrown away, too.

    Args:
        state_dir: The directory that `start` was given.

    Returns:
        Whether a sandbox ran.

    Raises:
        SandboxError: The directory is not a sandbox's, or the process does not end.
    """
    state = Path(state_dir).resolve()
    if not state.exists():
        return False
    if not (state / _LOCK).exists():
        raise SandboxError(
            "This is not a sandbox's state directory, so it is left alone.",
            where=str(state),
            remedy="give the directory that the sandbox was started with",
        )
    with _locked(state):
        running = _recorded(state)
        alive = running is not None and _lives(running)
        if running is not None and alive:
            _end(running)
        shutil.rmtree(state)
    return alive


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    with (state / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _recorded(state: Path) -> Running | None:
    try:
        record = json.loads((state / _FILE).read_text())
        return Running(
            state, int(record["pid"]), float(record["created"]), int(record["port"]), str(record["endpoint"])
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # Missing, or not written by a server: there is no sandbox that could be found by it.
        return None


def _lives(running: Running) -> bool:
    child = _children.get(running.pid)
    if child is not None and child.poll() is not None:
        del _children[running.pid]
        return False
    try:
        process = psutil.Process(running.pid)
        same = abs(process.create_time() - running.created) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _answers(running: Running) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{running.endpoint}/_sandbox/health", timeout=_HEALTH_SECONDS) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
    except (urllib.error.URLError, OSError):
        return False


def _clear(state: Path) -> None:
    """Remove what an earlier sandbox left, except the lock that is held."""
    for entry in state.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != _LOCK:
            entry.unlink()


def _launch(state: Path, port: int) -> Running:
    command = [sys.executable, "-m", "sandbox.server", "--port", str(port), "--state", str(state)]
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    with (state / _LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the project's own module
            command,
            cwd=state,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _children[process.pid] = process
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        running = _recorded(state)
        if running is not None:
            return running
        time.sleep(_POLL_SECONDS)
    ended = process.poll()
    if ended is None:
        process.kill()
        process.wait()
    del _children[process.pid]
    tail = "\n".join((state / _LOG).read_text(errors="replace").splitlines()[-20:])
    problem = f"did not answer within {_START_SECONDS:.0f} s" if ended is None else f"ended with status {ended}"
    raise SandboxError(f"The sandbox {problem}. Its log ends:\n{tail}", where=str(state / _LOG))


def _end(running: Running) -> None:
    process = psutil.Process(running.pid)
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_STOP_SECONDS)
    child = _children.pop(running.pid, None)
    if child is not None:
        child.poll()
