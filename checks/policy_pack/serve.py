"""The pack's process: a gRPC server that tells the engine its port, answers, and ends with the engine."""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import grpc  # type: ignore[import-untyped]  # grpc ships no types
from pulumi.runtime.proto import analyzer_pb2_grpc

from checks.policy_pack.analyzer import Analyzer

_PARALLEL_CALLS = 4
_ORPHAN_CHECK_SECONDS = 0.5
_ANY_SIZE = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


def main() -> None:
    """Serve the engine that started this process."""
    engine = (
        os.getppid()
    )  # asked before the port is told: an engine that is killed then has another process in its place
    server = grpc.server(ThreadPoolExecutor(max_workers=_PARALLEL_CALLS), options=_ANY_SIZE)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Thread(target=_end_with, args=(engine, server), daemon=True).start()
    with suppress(KeyboardInterrupt):  # how the engine ends its plugins
        server.wait_for_termination()


def _end_with(parent: int, server: grpc.Server) -> None:
    """End when the engine does, also when it is killed."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK_SECONDS)
    server.stop(0)
