"""The emulator's control endpoints, for the sandbox's own commands and for tests: plain JSON, no signature.

=========================================  ====================================================================
``POST /_sandbox/enroll``                  ``{account, bucket, topicArn, inline}``: the portal's click; the enrolment
``POST /_sandbox/external-id``             ``{account}``: sign up without a role; ``{account, externalId}``
``GET /_sandbox/faults``                   the switches by account
``PUT /_sandbox/faults``                   ``{account, switches}``: replace an account's switches (``"*"``: everyone's)
``DELETE /_sandbox/faults``                drop all, or those of ``{account}``
``GET /_sandbox/requests``                 the last calls, or those of ``{account}``, and what became of each
``POST /_sandbox/drain``                   ``{timeout}``: wait for the deliveries; ``{drained}``
=========================================  ====================================================================

An error is ``{"error": {"what", "where", "remedy"}}`` with 400 (bad input), 405 (method) or 409 (refused).
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from policies.errors import ArgumentError, MCAError, SandboxError
from sandbox.emulator.faults import EVERYONE
from sandbox.emulator.protocol import ServiceError, read_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.emulator.faults import Faults
    from sandbox.emulator.ledger import Ledger
    from sandbox.emulator.portal import Portal

    Members = Mapping[str, object]
    Handler = Callable[[Members], Members]
    Endpoint = Callable[[str, bytes], tuple[int, object]]

_MAX_DRAIN: Final = 300.0


class Control:
    """The emulator's control endpoints.

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
        self._routes: dict[str, dict[str, Handler]] = {
            "enroll": {"POST": self._enroll},
            "external-id": {"POST": self._external_id},
            "faults": {"GET": self._get_faults, "PUT": self._put_faults, "DELETE": self._delete_faults},
            "requests": {"GET": self._requests},
            "drain": {"POST": self._wait},
        }

    def endpoints(self) -> dict[str, Endpoint]:
        """The endpoints by their names after ``/_sandbox/``: from a method and a body to a status and a JSON value."""
        return {name: partial(self._answer, name) for name in self._routes}

    def _answer(self, name: str, method: str, body: bytes) -> tuple[int, object]:
        handlers = self._routes[name]
        if method not in handlers:
            problem = f"{name} does not take {method}."
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, problem, f"One of: {', '.join(handlers)}.")
        try:
            return HTTPStatus.OK, handlers[method](read_object(body))
        except ServiceError as error:
            return _error(error.status, error.message, "Send a JSON object.")
        except SandboxError as error:
            return _error(HTTPStatus.CONFLICT, error.what, error.remedy, error.where)
        except MCAError as error:
            return _error(HTTPStatus.BAD_REQUEST, error.what, error.remedy, error.where)

    def _enroll(self, body: Members) -> Members:
        _only(body, "account", "bucket", "topicArn", "inline")
        inline = body.get("inline", True)
        if not isinstance(inline, bool):
            raise ArgumentError("inline", f"{inline!r} is no truth value", remedy="true or false.")
        account, bucket, topic_arn = (_text(body, name) for name in ("account", "bucket", "topicArn"))
        return self._portal.enrol(account, bucket, topic_arn, inline=inline).as_document()

    def _external_id(self, body: Members) -> Members:
        _only(body, "account")
        account = _text(body, "account")
        return {"account": account, "externalId": self._portal.external_id(account)}

    def _get_faults(self, body: Members) -> Members:
        _only(body)
        return self._faults.snapshot()

    def _put_faults(self, body: Members) -> Members:
        _only(body, "account", "switches")
        switches = body.get("switches")
        if not isinstance(switches, dict):
            raise ArgumentError("switches", "is missing or no object", remedy="An object of switches and values.")
        self._faults.put(_text(body, "account", EVERYONE), switches)
        return self._faults.snapshot()

    def _delete_faults(self, body: Members) -> Members:
        _only(body, "account")
        self._faults.clear(_text(body, "account") if body else None)
        return self._faults.snapshot()

    def _requests(self, body: Members) -> Members:
        _only(body, "account")
        entries = self._ledger.entries(_text(body, "account") if body else None)
        return {"requests": [entry.as_document() for entry in entries]}

    def _wait(self, body: Members) -> Members:
        _only(body, "timeout")
        timeout = body.get("timeout", 30)
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 <= timeout <= _MAX_DRAIN:
            raise ArgumentError("timeout", f"{timeout!r} does not fit", remedy=f"Seconds from 0 to {_MAX_DRAIN:g}.")
        return {"drained": self._drain(timeout)}


def _only(body: Members, *known: str) -> None:
    if unknown := sorted(set(body) - set(known)):
        raise ArgumentError(unknown[0], "is no member of this request", remedy=f"Known: {', '.join(known) or 'none'}.")


def _text(body: Members, name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise ArgumentError(name, "is missing or no text", remedy="Give it as a JSON string.")
    return value


def _error(status: HTTPStatus, what: str, remedy: str, where: str = "") -> tuple[int, object]:
    return status, {"error": {"what": what, "where": where, "remedy": remedy}}
