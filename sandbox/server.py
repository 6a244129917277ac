"""The sandbox's process: `python -m sandbox.server --port N --state DIR`.

It serves on the loopback only, keeps everything in memory, and writes below its state directory only: `sandbox.json`
once it answers, `server.log`, and large S3 objects while it lives.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import tempfile
import threading
import urllib.request
from pathlib import Path

import psutil

_HOST = "127.0.0.1"
_FILE = "sandbox.json"


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        arguments: The command line; None for the process's own.
    """
    parser = argparse.ArgumentParser(prog="sandbox.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="the state directory")
    options = parser.parse_args(arguments)
    _confine(options.state)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _serve(options.port, options.state, stop)


def _confine(state: Path) -> None:
    """Point what moto and werkzeug write or read from the surroundings at the state directory."""
    scratch = state / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(scratch)
    logging.basicConfig(filename=state / "server.log", level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(
        AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE=str(state / "aws" / "none"),
        AWS_SHARED_CREDENTIALS_FILE=str(state / "aws" / "none"),
        MOTO_DISABLE_GLOBAL_CORS="true",  # no page in a browser has any business here
        MOTO_IAM_LOAD_MANAGED_POLICIES="true",
        NO_PROXY="*",
    )


def _serve(port: int, state: Path, stop: threading.Event) -> None:
    # moto reads its settings when it is imported, so it is imported after they are set.
    from moto.moto_server.werkzeug_app import MotoRequestHandler  # noqa: PLC0415 - see above
    from werkzeug.serving import make_server  # noqa: PLC0415 - imported by moto; after it for the same reason

    from sandbox.assembly import assemble  # noqa: PLC0415 - imports moto

    class _QuietHandler(MotoRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing: the gate's journal tells more than an access log."""

    listener = socket.create_server((_HOST, port))  # bound first: the emulator must know the port
    port = listener.getsockname()[1]
    endpoint = f"http://{_HOST}:{port}"
    server = make_server(
        _HOST, port, assemble(endpoint), threaded=True, request_handler=_QuietHandler, fd=listener.fileno()
    )
    thread = threading.Thread(target=server.serve_forever, name="server", daemon=True)
    thread.start()
    with urllib.request.urlopen(  # noqa: S310 - an address of its own
        f"{endpoint}/_sandbox/health", timeout=10
    ):
        _announce(state, endpoint, port)
    stop.wait()
    (state / _FILE).unlink(missing_ok=True)
    server.shutdown()
    server.server_close()
    listener.close()


def _announce(state: Path, endpoint: str, port: int) -> None:
    pid = os.getpid()
    record = {"pid": pid, "created": psutil.Process(pid).create_time(), "port": port, "endpoint": endpoint}
    temporary = state / f"{_FILE}.{pid}"
    temporary.write_text(json.dumps(record))
    temporary.replace(state / _FILE)


if __name__ == "__main__":
    main()
