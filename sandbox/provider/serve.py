"""The plugin's process: a gRPC server that tells the engine its port, answers, and ends with the engine."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc  # type: ignore[import-untyped] # grpc ships no types
import grpc.aio  # type: ignore[import-untyped] # the same
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from policies.errors import MCAError
from sandbox.provider import VERSION
from sandbox.provider.plugin import AwsProvider, HalfMadeError
from sandbox.provider.values import wrap

_PARALLEL_CALLS = 32
_ORPHAN_CHECK_SECONDS = 0.5
_ANY_SIZE = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class PlainErrors(grpc.aio.ServerInterceptor):  # type: ignore[misc] # grpc ships no types
    """Answers a failed request with the error's own sentence.

    The SDK's server appends a traceback to every message; users are to see what happened, where, and what to do.
    """

    async def intercept_service(self, continuation: Any, details: Any) -> Any:  # noqa: ANN401 - grpc ships no types
        """Wrap the handler of one call."""
        handler = await continuation(details)
        if handler is None or handler.unary_unary is None:
            return handler
        return grpc.unary_unary_rpc_method_handler(
            _with_plain_errors(handler.unary_unary),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _with_plain_errors(
    answer: Callable[[Any, Any], Awaitable[object]],
) -> Callable[[Any, Any], Awaitable[object]]:
    async def guarded(request: Any, context: Any) -> object:  # noqa: ANN401 - grpc ships no types
        try:
            return await answer(request, context)
        except NotImplementedError as error:
            code, sentence = grpc.StatusCode.UNIMPLEMENTED, str(error)
        except Exception as error:
            cause = error.__context__  # the SDK raises an exception of its own while it handles ours
            if not isinstance(cause, MCAError):
                raise
            if isinstance(cause, HalfMadeError):
                context.set_trailing_metadata((("grpc-status-details-bin", _half_made(cause)),))
            code, sentence = grpc.StatusCode.UNKNOWN, str(cause)
        await context.abort(code, sentence)
        raise AssertionError("abort raises")

    return guarded


def _half_made(error: HalfMadeError) -> bytes:
    """Spell the state of a thing that exists as an error's detail, so that the engine keeps it (provider.proto)."""
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.identifier,
        properties=PropertyValue.marshal_map(wrap(error.state)),
        inputs=PropertyValue.marshal_map(wrap(error.inputs)),
        reasons=[str(error)],
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
    status.details.add().Pack(detail)
    return bytes(status.SerializeToString())


async def serve(engine_address: str) -> None:
    """Serve until the engine stops the process or is gone.

    Args:
        engine_address: Where the engine listens, `host:port`.
    """
    parent = os.getppid()  # before the port is told, since the parent may end at once
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_PARALLEL_CALLS))
    server = grpc.aio.server(interceptors=[PlainErrors()], options=_ANY_SIZE)
    servicer = ProviderServicer([], VERSION, AwsProvider(), engine_address=engine_address)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await _until_orphaned(parent)
    await server.stop(grace=None)


async def _until_orphaned(parent: int) -> None:
    """Wait until the process that started this one is dead; the SDK's server would stay after a `kill -9`."""
    while os.getppid() == parent:  # noqa: ASYNC110 - no event tells of a parent's death
        await asyncio.sleep(_ORPHAN_CHECK_SECONDS)


def main() -> None:
    """Run the plugin with the engine's command line: the address comes first, flags are the engine's logging."""
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    try:
        asyncio.run(serve(addresses[0] if addresses else ""))
    except KeyboardInterrupt:  # the engine is stopping everything in its process group
        return
