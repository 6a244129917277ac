"""One endpoint for everything: the control paths, the Commerce Analytics emulator, and moto, behind the gate."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from sandbox.gate import refusals
from sandbox.gate.call import protocol_of
from sandbox.gate.gate import Gate
from sandbox.gate.refusals import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LOG = logging.getLogger(__name__)
_CONTROL = "/_sandbox/"
_ANALYTICS = "marketplacecommerceanalytics"

Control = Callable[[str, bytes], tuple[int, object]]
"""A control endpoint: from the HTTP method and the body to a status and a JSON value."""


class Backends:
    """What answers admitted requests: the emulator for its own service, moto for every other.

    Args:
        analytics: The Commerce Analytics emulator.
    """

    def __init__(self, analytics: WSGIApplication) -> None:
        self._analytics = analytics
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; whatever goes wrong is an error in the service's shape."""
        service = environ["sandbox.service"]
        try:
            application = self._analytics if service == _ANALYTICS else self._moto
            return application(environ, start_response)
        except NotImplementedError as error:
            refusal = Refusal("NotImplemented", f"The sandbox does not reproduce this call: {error}", 501)
        except Exception:  # noqa: BLE001 - it is logged, and no client ever sees a bare page
            _LOG.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            refusal = Refusal("InternalFailure", "The sandbox failed; its log says why.", 500)
        protocol = protocol_of(service, environ.get("CONTENT_TYPE", ""))
        answer = refusals.render(refusal, service, protocol, environ["REQUEST_METHOD"])
        start_response(f"{answer.status} {refusal.code}", list(answer.headers))
        return [answer.body]


class Sandbox:
    """The whole sandbox as one WSGI application.

    Args:
        analytics: The Commerce Analytics emulator.
        controls: Control endpoints by their name after `/_sandbox/`.
    """

    def __init__(self, analytics: WSGIApplication, controls: Mapping[str, Control]) -> None:
        self.gate = Gate(Backends(analytics))
        self._controls = {"decisions": self._decisions, "health": _health, **controls}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
        if host not in {"127.0.0.1", "localhost"} and not host.endswith(".localhost"):
            # A page that a browser shows may reach the loopback by a name of its own, never under these.
            return _json(start_response, 403, {"error": "The sandbox answers on this machine only."})
        path = environ["PATH_INFO"]
        if not path.startswith(_CONTROL):
            return self.gate(environ, start_response)
        control = self._controls.get(path.removeprefix(_CONTROL))
        if control is None:
            return _json(start_response, 404, {"error": f"No control endpoint {path}."})
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        return _json(start_response, *control(environ["REQUEST_METHOD"], body))

    def _decisions(self, method: str, body: bytes) -> tuple[int, object]:  # noqa: ARG002 - the shape of a control
        return 200, self.gate.journal.entries()


def _health(method: str, body: bytes) -> tuple[int, object]:  # noqa: ARG001 - the shape of a control
    return 200, {"status": "ok"}


def _json(start_response: StartResponse, status: int, value: object) -> Iterable[bytes]:
    body = json.dumps(value).encode()
    start_response(f"{status} -", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
