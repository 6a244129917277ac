"""A plugin that is a Python program, such as a policy pack: run, and what it says handed on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from typing import IO

from pulumi.runtime.proto import language_pb2

_PORTION = 4096


def run_plugin(
    program: str, arguments: Sequence[str], directory: str, environment: Mapping[str, str], stop: threading.Event
) -> Iterator[language_pb2.RunPluginResponse]:
    """Run a program until it ends, or until it is to be stopped.

    Args:
        program: The folder of the program.
        arguments: What the engine gives it.
        directory: Where to run it.
        environment: Its environment, whole.
        stop: Set when the engine no longer needs it.

    Yields:
        What it writes to its two outputs as it comes, and its exit code last.
    """
    process = subprocess.Popen(  # noqa: S603  # the engine says which program, and this interpreter runs it
        [sys.executable, "-u", program, *arguments],
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
    assert process.stdout is not None  # noqa: S101  # both were asked for
    assert process.stderr is not None  # noqa: S101  # the same
    for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
        threading.Thread(target=_hand_on, args=(name, stream, said), daemon=True).start()
    threading.Thread(target=_end, args=(process, stop), daemon=True).start()
    ended = 0
    while ended < 2:  # noqa: PLR2004  # the two outputs
        name, portion = said.get()
        ended += not portion
        if portion and name == "stdout":
            yield language_pb2.RunPluginResponse(stdout=portion)
        elif portion:
            yield language_pb2.RunPluginResponse(stderr=portion)
    yield language_pb2.RunPluginResponse(exitcode=process.wait())
    stop.set()


def _hand_on(name: str, stream: IO[bytes], said: SimpleQueue[tuple[str, bytes]]) -> None:
    with stream:
        while portion := stream.read1(_PORTION):  # type: ignore[attr-defined]  # a pipe is buffered
            said.put((name, portion))
    said.put((name, b""))


def _end(process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    stop.wait()
    if process.poll() is None:
        process.terminate()
