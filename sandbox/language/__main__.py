"""The host's process: a gRPC server that tells the engine its port, runs the program when asked, and ends with it."""

from __future__ import annotations

import os
import runpy
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]  # grpc ships no types
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from sandbox.language.plugin import run_plugin

_ORPHAN_CHECK_SECONDS = 0.5


class Host(LanguageServer):
    """Runs the program that the engine names, as the Automation API's server runs its inline program."""

    def __init__(self) -> None:
        super().__init__(lambda: None)

    def Run(self, request: language_pb2.RunRequest, context: Any) -> language_pb2.RunResponse:  # noqa: ANN401, N802  # gRPC's own name, and no types
        """Run `__main__.py` of the program's directory."""
        directory = Path(request.info.program_directory or request.pwd)
        sys.path.insert(0, str(directory))
        self.program = lambda: _run(directory / "__main__.py")
        answer: language_pb2.RunResponse = super().Run(request, context)  # type: ignore[no-untyped-call]  # the SDK's
        return answer

    def RunPlugin(  # noqa: N802  # gRPC's own name
        self,
        request: language_pb2.RunPluginRequest,
        context: Any,  # noqa: ANN401  # gRPC has no types
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a program of the project that is a plugin: the policy pack."""
        stop = threading.Event()
        context.add_callback(stop.set)
        environment = {name: value for name, _, value in (entry.partition("=") for entry in request.env)}
        return run_plugin(request.info.program_directory, request.args, request.pwd, environment, stop)


def _run(program: Path) -> None:
    runpy.run_path(str(program), run_name="__main__")


def _end_with(parent: int) -> None:
    """End when the engine does, also when it is killed."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK_SECONDS)
    os._exit(0)


def main() -> None:
    """Serve the engine that started this process."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(Host(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):  # how the engine ends its language host
        server.wait_for_termination()


if __name__ == "__main__":
    main()
