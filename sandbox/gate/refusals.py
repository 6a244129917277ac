"""How each protocol says no: the status, headers and body of an error, in the shape that the service's clients parse.

Shapes: botocore's error parsers; codes: the services' "Common errors" pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import uuid4
from xml.sax.saxutils import escape

_DENIED = {"sns": "AuthorizationError", "s3": "AccessDenied"}
_FORBIDDEN, _BAD_REQUEST = 403, 400


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error to answer with.

    Attributes:
        code: The service's error code.
        message: For the caller to read.
        status: The HTTP status, if it is not the protocol's usual one.
    """

    code: str
    message: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def denied(service: str, protocol: str, message: str) -> Refusal:
    """The refusal of a permission.

    Args:
        service: The signing name.
        protocol: As `protocol_of` gives it.
        message: Who may not do what, and why.
    """
    usual = "AccessDeniedException" if protocol in {"json", "rest-json"} and service != "sqs" else "AccessDenied"
    return Refusal(_DENIED.get(service, usual), message)


def unknown_key(service: str, protocol: str) -> Refusal:
    """The refusal of an access key that no account has."""
    message = "The security token included in the request is invalid."
    if service == "s3":
        return Refusal("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
    if protocol in {"json", "rest-json"} and service != "sqs":
        return Refusal("UnrecognizedClientException", message)
    return Refusal("InvalidClientTokenId", message, _FORBIDDEN)


def render(refusal: Refusal, service: str, protocol: str, method: str = "POST") -> Answer:
    """Put a refusal into the protocol's shape.

    Args:
        refusal: What to say.
        service: The signing name.
        protocol: As `protocol_of` gives it.
        method: The HTTP method; the answer to HEAD has no body.
    """
    request_id = str(uuid4())
    headers: list[tuple[str, str]] = [("x-amzn-RequestId", request_id)]
    if protocol in {"json", "rest-json"}:
        status = _BAD_REQUEST if protocol == "json" else _FORBIDDEN
        body = json.dumps({"__type": refusal.code, "message": refusal.message, "Message": refusal.message})
        headers += [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-ErrorType", refusal.code)]
        if service == "sqs":  # its clients expect the codes of the query protocol (botocore: awsQueryCompatible)
            headers.append(("x-amzn-query-error", f"{refusal.code};Sender"))
    else:
        status = _FORBIDDEN
        error = f"<Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
        if protocol == "rest-xml" and service == "s3":
            body = f"<Error>{error}<RequestId>{request_id}</RequestId><HostId>sandbox</HostId></Error>"
        else:
            body = (
                f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error>"
                f"<RequestId>{request_id}</RequestId></ErrorResponse>"
            )
        body = '<?xml version="1.0" encoding="UTF-8"?>\n' + body
        headers.append(("Content-Type", "text/xml"))
    content = b"" if method == "HEAD" else body.encode()
    headers.append(("Content-Length", str(len(content))))
    return Answer(refusal.status or status, tuple(headers), content)
