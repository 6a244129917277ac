"""Signature version 4: who signs a request, for where, and whether the signature is right.

The canonical request is built from the headers that the signature names
(AWS general reference: "Signature Version 4 signing process"). Presigned addresses are read for Amazon S3 only.
What the body hashes to is taken from `X-Amz-Content-SHA256` where it is sent, so a body that was changed after it was
signed is not noticed; neither is an old date.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from moto.core.request import Request

_ALGORITHM = "AWS4-HMAC-SHA256"
_SCOPE_PARTS = 5


@dataclass(frozen=True, slots=True)
class Signature:
    """The signed part of a request: `access_key/date/region/service/aws4_request`, and the signature over it."""

    access_key: str
    date: str
    region: str
    service: str
    token: str
    timestamp: str
    signed_headers: tuple[str, ...]
    value: str
    presigned: bool


def read(request: Request) -> Signature | None:
    """Read the signature of a request.

    Args:
        request: The request as it arrived.

    Returns:
        The signature, or None if the request is not signed with signature version 4.
    """
    header = request.headers.get("Authorization", "")
    if header.startswith(_ALGORITHM):
        parts = dict(part.strip().split("=", 1) for part in header.removeprefix(_ALGORITHM).split(",") if "=" in part)
        token, timestamp = request.headers.get("X-Amz-Security-Token", ""), request.headers.get("X-Amz-Date", "")
        names = ("Credential", "SignedHeaders", "Signature")
    elif request.args.get("X-Amz-Algorithm") == _ALGORITHM:
        parts = dict(request.args.items())
        token, timestamp = request.args.get("X-Amz-Security-Token", ""), request.args.get("X-Amz-Date", "")
        names = ("X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature")
    else:
        return None
    scope, signed, value = (parts.get(name, "") for name in names)
    fields = scope.split("/")
    if len(fields) != _SCOPE_PARTS or not all((*fields, signed, value)):
        return None
    access_key, date, region, service, _ = fields
    presigned = names[0] != "Credential"
    return Signature(
        access_key, date, region, service.lower(), token, timestamp, tuple(signed.split(";")), value, presigned
    )


def is_right(request: Request, signature: Signature, secret: str) -> bool:
    """Whether the request was signed with this secret.

    Args:
        request: The request as it arrived.
        signature: What `read` gave for it.
        secret: The secret access key of the signer.
    """
    day, terminator = signature.timestamp[:8], "aws4_request"
    scope = f"{day}/{signature.region}/{signature.service}/{terminator}"
    digest = hashlib.sha256(_canonical_request(request, signature).encode()).hexdigest()
    key = f"AWS4{secret}".encode()
    for part in (day, signature.region, signature.service, terminator):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"{_ALGORITHM}\n{signature.timestamp}\n{scope}\n{digest}"
    return hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex(), signature.value)


def _canonical_request(request: Request, signature: Signature) -> str:
    path = request.raw_path if signature.service == "s3" else quote(request.raw_path, safe="/~")
    query = sorted(
        (quote(name, safe="~"), quote(value, safe="~"))
        for name, value in parse_qsl(request.query_string.decode(), keep_blank_values=True)
        if name != "X-Amz-Signature"
    )
    headers = (f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in signature.signed_headers)
    payload = request.headers.get("X-Amz-Content-SHA256")
    if payload is None:
        payload = "UNSIGNED-PAYLOAD" if signature.presigned else hashlib.sha256(request.get_data()).hexdigest()
    return "\n".join(
        (
            request.method,
            path,
            "&".join(f"{name}={value}" for name, value in query),
            *headers,
            "",
            ";".join(signature.signed_headers),
            payload,
        )
    )
