"""A mock engine that writes down what is asked of it.

Pulumi's own mocks show types, names and inputs only. This one keeps the whole request, so that a test sees what the
engine would: protect, retain, parents, providers, imports and ignored changes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi
from pulumi.runtime import mocks, rpc, set_all_config
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import get_root_resource

ACCOUNT = "111122223333"
"""The account in which the mock engine says it makes things."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One resource as the program asked for it."""

    type: str
    name: str
    custom: bool
    inputs: Mapping[str, Any]
    protect: bool
    retain: bool
    parent: str
    provider: str
    providers: Mapping[str, str]
    import_id: str
    ignore_changes: tuple[str, ...]
    aliases: tuple[str, ...]
    """Names and URNs; the SDK's own aliases of types are left out."""
    depends_on: tuple[str, ...]

    @property
    def parent_name(self) -> str:
        """The logical name of the parent."""
        return self.parent.rsplit("::", 1)[-1]

    def document(self, key: str) -> dict[str, Any]:
        """An input that holds a policy, decoded."""
        found: dict[str, Any] = json.loads(self.inputs[key])
        return found


@dataclass(slots=True)
class Recording:
    """Everything that a program registered, in order, and what the stack exports."""

    registrations: list[Registration] = field(default_factory=list)
    exports: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Registration]:
        """The registrations, in order."""
        return iter(self.registrations)

    def of(self, kind: str) -> list[Registration]:
        """The registrations of a type, such as `aws:s3/bucket:Bucket`."""
        return [found for found in self.registrations if found.type == kind]

    def only(self, kind: str) -> Registration:
        """The one registration of a type."""
        (found,) = self.of(kind)
        return found

    def names(self) -> set[str]:
        """The logical names of all resources."""
        return {found.name for found in self.registrations}


class _Aws(mocks.Mocks):
    """Answers creations with the properties that the components read back."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise AssertionError(f"the program calls {args.token}")

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        name = args.inputs.get("name", args.name)
        region = args.inputs.get("region", "us-east-1")
        arns = {
            "aws:sns/topic:Topic": f"arn:aws:sns:{region}:{ACCOUNT}:{name}",
            "aws:iam/role:Role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
            "aws:kms/key:Key": f"arn:aws:kms:{region}:{ACCOUNT}:key/{args.name}",
            "aws:s3/bucket:Bucket": f"arn:aws:s3:::{args.inputs.get('bucket')}",
        }
        state = dict(args.inputs)
        if args.typ in arns:
            state["arn"] = arns[args.typ]
        if args.typ == "aws:kms/key:Key":
            state["keyId"] = args.name
        return f"{args.name}-id", state


class RecordingMonitor(mocks.MockMonitor):
    """The mock monitor, keeping each registration as the engine would get it."""

    def __init__(self) -> None:
        super().__init__(_Aws())
        self.recording = Recording()

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> Any:  # noqa: ANN401, N802  # gRPC's names and types
        """Keep the request, then answer as the mocks do."""
        if request.type != "pulumi:pulumi:Stack":
            self.recording.registrations.append(
                Registration(
                    type=request.type,
                    name=request.name,
                    custom=request.custom,
                    inputs=rpc.deserialize_properties(request.object),
                    protect=request.protect,
                    retain=request.retainOnDelete,
                    parent=request.parent,
                    provider=request.provider,
                    providers=dict(request.providers),
                    import_id=request.importId,
                    ignore_changes=tuple(request.ignoreChanges),
                    aliases=(*request.aliasURNs, *(found.spec.name for found in request.aliases if found.spec.name)),
                    depends_on=tuple(request.dependencies),
                )
            )
        with _event_loop():  # the SDK calls from a thread of its own, and would leave a loop open there
            return super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK has no annotations there


@contextmanager
def _event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop of this thread, closed afterwards: the SDK never closes those that it makes."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def record(program: Callable[[], object], *, stack: str = "acme", config: Mapping[str, str] | None = None) -> Recording:
    """Run a program against the recording engine.

    Args:
        program: What to run; an exception in it comes out as it is.
        stack: The stack's name; the project is `mca`.
        config: The stack's configuration, by full keys, objects as JSON.

    Returns:
        What it registered.
    """
    monitor = RecordingMonitor()

    def resolved() -> pulumi.Output[None]:
        program()
        root = cast("Any", get_root_resource())
        exported = pulumi.Output.from_input(dict(root.outputs))
        return exported.apply(monitor.recording.exports.update)

    # As Pulumi's own hosts do: that resources of a refused program come to nothing is no news.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with _event_loop():
        mocks.set_mocks(monitor.mocks, project="mca", stack=stack, preview=False, monitor=monitor)
        set_all_config(dict(config or {}))
        mocks.test(resolved)()  # type: ignore[no-untyped-call]  # the SDK has no annotations there
    return monitor.recording
