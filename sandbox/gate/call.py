"""What a caller asks for: the parsed call, and the permissions that it needs.

The operation and its parameters are read with botocore's service models, through the router and the parsers that moto
itself uses, so that the gate and the back end cannot read one request in two ways. Amazon S3 is the exception: moto
dispatches it by hand, the gate by the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException


@dataclass(frozen=True, slots=True)
class Call:
    """One parsed request.

    Attributes:
        service: The signing name in the credential scope, e.g. `sns`.
        region: The region in the credential scope.
        operation: The operation of the service model, e.g. `PutObject`.
        parameters: The input, named as in the service model.
        headers: The request's headers, with lower-case names.
    """

    service: str
    region: str
    operation: str
    parameters: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as text; empty if it is absent."""
        value = self.parameters.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Need:
    """One permission that a call needs.

    Attributes:
        action: The IAM action, e.g. `s3:PutObject`.
        resource: The ARN that it acts on, or `*`.
        account: The account that owns the resource; None: the caller's own.
        context: Condition keys that belong to this need.
        failure: The error code that the service answers with if the need is not met; empty: the service's usual one.
    """

    action: str
    resource: str
    account: str | None = None
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    failure: str = ""


def protocol_of(service: str, content_type: str) -> str:
    """The protocol that a request to this service is written in, and its errors with it.

    Args:
        service: The signing name.
        content_type: The request's content type.

    Returns:
        `query`, `json`, `rest-xml` or `rest-json`; `json` for what botocore does not know.
    """
    try:
        return determine_request_protocol(get_service_model(service), content_type)
    except (BotoCoreError, NotImplementedError):
        return "json"


def parse(request: Request, service: str, region: str) -> Call | None:
    """Read a request.

    Args:
        request: The request; its body must be readable again afterwards.
        service: The signing name in the credential scope.
        region: The region in the credential scope.

    Returns:
        The call, or None if no operation of the service's model has this shape.
    """
    try:
        operation, labels = get_service_router(service).match(request)
        protocol = determine_request_protocol(get_service_model(service), request.content_type)
        parameters = PROTOCOL_PARSERS[protocol](operation).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.get_data(),
                "url_path": request.path,
                "url_params": labels,
            }
        )
    except (BotoCoreError, HTTPException, NotImplementedError, RecursionError, RequestParserError, ValueError):
        return None
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(service, region, operation.name, parameters or {}, headers)
