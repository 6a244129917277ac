"""AWS's JSON 1.1 protocol, the server's side: one request read, one answer or error written.

An error is a JSON object with ``__type`` and ``message``; every answer carries ``x-amzn-RequestId``. Whatever arrives,
the client gets such an answer and never a web page (AWS's JSON 1.1 protocol in the Smithy documentation).
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

TARGET_PREFIX: Final = "MarketplaceCommerceAnalytics20150701"
"""What comes before the dot in ``X-Amz-Target`` (botocore model: targetPrefix)."""

CONTENT_TYPE: Final = "application/x-amz-json-1.1"
MAX_BODY: Final = 1 << 20
"""Bytes of a request that are read; a longer one is refused."""


class ServiceError(Exception):
    """An error that the service answers with.

    Args:
        code: The error's name as the client sees it, such as ``ValidationException``.
        message: The service's sentence.
        status: The HTTP status.
    """

    def __init__(self, code: str, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Call:
    """A request that the protocol could read.

    Attributes:
        operation: The name after the dot of ``X-Amz-Target``.
        members: The body's members.
    """

    operation: str
    members: Mapping[str, object]


def read_call(environ: WSGIEnvironment) -> Call:
    """Read a request.

    Raises:
        ServiceError: UnknownOperationException (404) for another method, path or target prefix;
            SerializationException (400) for a body that is no JSON object; RequestEntityTooLargeException (413).
    """
    prefix, dot, operation = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")
    called = environ["REQUEST_METHOD"], environ.get("PATH_INFO") or "/"
    if called != ("POST", "/") or prefix != TARGET_PREFIX or not dot:
        raise unknown_operation()
    return Call(operation, read_object(read_body(environ)))


def unknown_operation() -> ServiceError:
    """The answer to a call of an operation that the service does not have [message inferred]."""
    return ServiceError(
        "UnknownOperationException", "The requested operation is not recognized by the service.", HTTPStatus.NOT_FOUND
    )


def read_body(environ: WSGIEnvironment) -> bytes:
    """The request's body, as far as its length says, or to its end if it comes in chunks.

    Raises:
        ServiceError: The length is no number, or the body is longer than `MAX_BODY`.
    """
    stream = cast("BinaryIO", environ["wsgi.input"])
    length = environ.get("CONTENT_LENGTH") or ("" if environ.get("wsgi.input_terminated") else "0")
    if length and not (length.isascii() and length.isdigit()):
        raise ServiceError("SerializationException", "The content length is not a number.")
    body = b"" if length == "0" else stream.read(min(int(length[:20] or MAX_BODY + 1), MAX_BODY + 1))
    if len(body) > MAX_BODY:
        raise ServiceError(
            "RequestEntityTooLargeException", "The request is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )
    return body


def read_object(body: bytes) -> dict[str, object]:
    """Read a JSON object; an empty body is an empty object.

    Raises:
        ServiceError: SerializationException: not UTF-8, not JSON, not an object, or text that is no Unicode.
    """
    try:
        found = json.loads(body.decode() or "{}", parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ServiceError("SerializationException", "The request body is not valid JSON.") from error
    if not isinstance(found, dict):
        raise ServiceError("SerializationException", "Start of structure or map was expected.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def respond(
    start: StartResponse,
    status: HTTPStatus,
    document: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
) -> Iterable[bytes]:
    """Answer with a JSON document and a request id of its own."""
    body = json.dumps(document).encode()
    fields = {
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(len(body)),
        "x-amzn-RequestId": str(uuid.uuid4()),
        **(headers or {}),
    }
    start(f"{status.value} {status.phrase}", list(fields.items()))
    return [body]


def respond_error(start: StartResponse, error: ServiceError) -> Iterable[bytes]:
    """Answer with an error in the service's shape; the header names it too, as AWS's front ends do."""
    return respond(
        start,
        error.status,
        {"__type": error.code, "message": error.message},
        headers={"x-amzn-ErrorType": error.code},
    )
