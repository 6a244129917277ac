"""Ask a running sandbox for what no AWS service offers: the portal's click, faults, and what became of requests."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final

from policies.errors import SandboxError
from sandbox.running import Running

_SECONDS: Final = 330.0
"""Longer than the longest wait that an endpoint offers."""


def ask(running: Running, method: str, endpoint: str, body: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401  # JSON
    """Call one of the control endpoints that `sandbox.emulator.control` lists.

    Args:
        running: The sandbox.
        method: The HTTP method.
        endpoint: Its name after `/_sandbox/`.
        body: The JSON object to send, if any.

    Returns:
        The answer's JSON value.

    Raises:
        SandboxError: The sandbox refused, and says why; or it does not answer.
    """
    request = urllib.request.Request(  # noqa: S310  # the sandbox's own address, always http on loopback
        f"{running.endpoint}/_sandbox/{endpoint}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)["error"]
        raise SandboxError(problem["what"], where=problem["where"], remedy=problem["remedy"]) from error
    except OSError as error:
        remedy = "mca sandbox start"
        raise SandboxError(f"The sandbox does not answer: {error}", where=running.endpoint, remedy=remedy) from error
