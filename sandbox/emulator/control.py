"""The emulator's control endpoints, for the sandbox's own commands and for tests: plain JSON, no signature.

========================================  =====================================================================
``POST /_sandbox/enroll``                 ``{account, bucket, topicArn, inline}``: the portal's click; the enrolment
``POST /_sandbox/external-id``            ``{account}``: sign up without a role; ``{account, externalId}``
``GET /_sandbox/faults``                  the switches by account
``PUT /_sandbox/faults``                  ``{account, switches}``: replace an account's switches (``"*"``: everyone's)
``DELETE /_sandbox/faults``               drop all, or ``?account=``'s
``GET /_sandbox/requests``                the last calls, or ``?account=``'s, and what became of each
``POST /_sandbox/drain``                  ``{timeout}``: wait for the deliveries; ``{drained}``
========================================  =====================================================================

An error is ``{"error": {"what", "where", "remedy"}}`` with 400 (bad input), 404, 405 or 409 (refused).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from policies.errors import ArgumentError, MCAError, SandboxError
from sandbox.emulator.faults import EVERYONE
from sandbox.emulator.protocol import ServiceError, read_body, read_object, respond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from sandbox.emulator.faults import Faults
    from sandbox.emulator.ledger import Ledger
    from sandbox.emulator.portal import Portal

PREFIX: Final = "/_sandbox/"
_MAX_DRAIN: Final = 300.0


class Control:
    """The WSGI app of the emulator's control endpoints.

    Args:
        portal: Enrols accounts.
        faults: The switches.
        ledger: The record of requests.
        drain: Waits for the deliveries, at most so many seconds.
    """

    def __init__(self, portal: Portal, faults: Faults, ledger: Ledger, drain: Callable[[float], bool]) -> None:
        self._portal = portal
        self._faults = faults
        self._ledger = ledger
        self._drain = drain
        self._routes: dict[str, dict[str, Callable[[WSGIEnvironment], Mapping[str, object]]]] = {
            "enroll": {"POST": self._enroll},
            "external-id": {"POST": self._external_id},
            "faults": {"GET": self._get_faults, "PUT": self._put_faults, "DELETE": self._delete_faults},
            "requests": {"GET": self._requests},
            "drain": {"POST": self._wait},
        }

    def handles(self, path: str) -> bool:
        """Whether a request's path is one of this app's."""
        return path.removeprefix(PREFIX) in self._routes and path.startswith(PREFIX)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        status = HTTPStatus.OK
        document: dict[str, object] = {}
        try:
            if not self.handles(path):
                known = ", ".join(PREFIX + name for name in self._routes)
                status, document = _error(HTTPStatus.NOT_FOUND, f"There is no {path}.", f"One of: {known}.")
            elif (handler := self._routes[path.removeprefix(PREFIX)].get(method)) is None:
                allowed = ", ".join(self._routes[path.removeprefix(PREFIX)])
                status, document = _error(
                    HTTPStatus.METHOD_NOT_ALLOWED, f"{path} does not take {method}.", f"One of: {allowed}."
                )
            else:
                document = dict(handler(environ))
        except ServiceError as error:
            status, document = _error(error.status, error.message, "Send a JSON object.")
        except SandboxError as error:
            status, document = _error(HTTPStatus.CONFLICT, error.what, error.remedy, error.where)
        except MCAError as error:
            status, document = _error(HTTPStatus.BAD_REQUEST, error.what, error.remedy, error.where)
        return respond(start_response, status, document, content_type="application/json")

    def _enroll(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        body = _members(environ, "account", "bucket", "topicArn", "inline")
        inline = body.get("inline", True)
        if not isinstance(inline, bool):
            raise ArgumentError("inline", f"{inline!r} is no truth value", remedy="true or false.")
        return self._portal.enrol(
            _text(body, "account"), _text(body, "bucket"), _text(body, "topicArn"), inline=inline
        ).as_document()

    def _external_id(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        account = _text(_members(environ, "account"), "account")
        return {"account": account, "externalId": self._portal.external_id(account)}

    def _get_faults(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        del environ
        return self._faults.snapshot()

    def _put_faults(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        body = _members(environ, "account", "switches")
        switches = body.get("switches")
        if not isinstance(switches, dict):
            raise ArgumentError("switches", "is missing or no object", remedy="An object of switches and values.")
        self._faults.put(_text(body, "account", EVERYONE), switches)
        return self._faults.snapshot()

    def _delete_faults(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        self._faults.clear(_account(environ))
        return self._faults.snapshot()

    def _requests(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        return {"requests": [entry.as_document() for entry in self._ledger.entries(_account(environ))]}

    def _wait(self, environ: WSGIEnvironment) -> Mapping[str, object]:
        timeout = _members(environ, "timeout").get("timeout", 30)
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 <= timeout <= _MAX_DRAIN:
            raise ArgumentError("timeout", f"{timeout!r} does not fit", remedy=f"Seconds from 0 to {_MAX_DRAIN:g}.")
        return {"drained": self._drain(timeout)}


def _members(environ: WSGIEnvironment, *known: str) -> dict[str, object]:
    body = read_object(read_body(environ))
    if unknown := sorted(set(body) - set(known)):
        raise ArgumentError(unknown[0], "is no member of this request", remedy=f"Members: {', '.join(known)}.")
    return body


def _text(body: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise ArgumentError(name, "is missing or no text", remedy="Give it as a JSON string.")
    return value


def _account(environ: WSGIEnvironment) -> str | None:
    query: str = environ.get("QUERY_STRING", "")
    accounts = parse_qs(query).get("account")
    return accounts[-1] if accounts else None


def _error(status: HTTPStatus, what: str, remedy: str, where: str = "") -> tuple[HTTPStatus, dict[str, object]]:
    return status, {"error": {"what": what, "where": where, "remedy": remedy}}
