"""Authorisation in front of the back ends, as one WSGI application around another.

A request must be signed by a key that some account has, with the right secret; then every permission that it needs is
judged. What the gate cannot map is refused to everybody but administrators.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from moto.core.request import Request
from werkzeug.wsgi import get_input_stream

from sandbox.gate import principals, refusals, signature
from sandbox.gate.backend import judge_nothing
from sandbox.gate.call import parse, protocol_of
from sandbox.gate.delivery import hold_to_policies
from sandbox.gate.journal import Entry, Journal
from sandbox.gate.judge import judge
from sandbox.gate.needs import needs, unreproduced
from sandbox.gate.principals import Caller
from sandbox.gate.refusals import Refusal
from sandbox.gate.signature import Signature

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_MOTO_OWN_PATHS = ("/moto-api", "/latest/meta-data", "/latest/api")


class Gate:
    """The gate: a WSGI application that lets admitted requests through to another.

    It sets `sandbox.principal`, `sandbox.region` and `sandbox.service` in the environment of what it admits. One gate
    a process: it makes the sandbox's first identities and puts its check into moto's deliveries.

    Args:
        application: What answers admitted requests.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self.journal = Journal()
        principals.populate()
        judge_nothing()
        hold_to_policies(self.journal)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = _buffered(environ)
        signed = signature.read(request)
        if signed is None or request.path.startswith(_MOTO_OWN_PATHS):
            message = "The sandbox answers only requests that are signed with signature version 4."
            return _refuse(Refusal("MissingAuthenticationToken", message, 403), "s3", request, start_response)
        protocol = protocol_of(signed.service, request.content_type or "")
        caller = principals.find(signed.access_key)
        if caller is None:
            refusal = refusals.unknown_key(signed.service, protocol)
            self._note(signed.access_key, signed.service, refusal)
            return _refuse(refusal, signed.service, request, start_response)
        problem = _credentials(request, signed, caller)
        if problem is not None:
            self._note(str(caller.principal), signed.service, problem)
        else:
            problem = self._permissions(request, signed, caller, protocol)
        if problem is not None:
            return _refuse(problem, signed.service, request, start_response)
        environ["sandbox.principal"] = caller.principal
        environ["sandbox.region"] = signed.region
        environ["sandbox.service"] = signed.service
        # moto would take the account from a header that a client sends; so the gate always sends its own.
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = caller.principal.account
        return self._application(environ, start_response)

    def _permissions(self, request: Request, signed: Signature, caller: Caller, protocol: str) -> Refusal | None:
        call = parse(request, signed.service, signed.region)
        gap = unreproduced(call) if call else ""
        found = needs(call, caller.principal.account) if call and not gap else None
        if gap or (found is None and not caller.administrator):
            name = gap or (f"{call.service}:{call.operation}" if call else f"this call of {signed.service}")
            message = f"The sandbox does not reproduce {name}, so it refuses it instead of guessing who may call it."
            refusal = (
                Refusal("NotImplemented", message, 501) if gap else refusals.denied(signed.service, protocol, message)
            )
            self._note(str(caller.principal), name, refusal)
            return refusal
        denial = judge(caller, found or (), signed.region, request.remote_addr or "", self.journal)
        if denial is None:
            return None
        if denial.need.failure:
            return Refusal(denial.need.failure, denial.message, 400)
        implied = denial.need.action.startswith("kms:") and signed.service == "sns"
        if implied:  # what a publisher lacks on the topic's key (API reference: Publish, "KMSAccessDenied")
            return Refusal("KMSAccessDenied", denial.message, 400)
        return refusals.denied(signed.service, protocol, denial.message)

    def _note(self, principal: str, action: str, refusal: Refusal) -> None:
        self.journal.add(Entry(principal, action, "", "refused", f"{refusal.code}: {refusal.message}"))


def _credentials(request: Request, signed: Signature, caller: Caller) -> Refusal | None:
    if not hmac.compare_digest(signed.token.encode(), caller.token.encode()):
        code = "InvalidToken" if signed.service == "s3" else "InvalidClientTokenId"
        return Refusal(code, "The security token included in the request is invalid.", 403)
    if caller.expired:
        return Refusal("ExpiredToken", "The security token included in the request is expired.", 403)
    if not signature.is_right(request, signed, caller.secret):
        message = "The request signature we calculated does not match the signature you provided."
        return Refusal("SignatureDoesNotMatch", message, 403)
    return None


def _buffered(environ: WSGIEnvironment) -> Request:
    """The request, with a body of its own, so that the back end can read the body again."""
    body = get_input_stream(environ).read()
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ.pop("wsgi.input_terminated", None)
    request = Request({**environ, "wsgi.input": BytesIO(body)})
    request.get_data()  # kept by the request, also after its form has been parsed
    return request


def _refuse(refusal: Refusal, service: str, request: Request, start_response: StartResponse) -> Iterable[bytes]:
    protocol = protocol_of(service, request.content_type or "")
    answer = refusals.render(refusal, service, protocol, request.method)
    start_response(f"{answer.status} {refusal.code}", list(answer.headers))
    return [answer.body]
