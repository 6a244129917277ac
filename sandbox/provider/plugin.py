"""The provider: the engine's requests, answered with the table of resource types."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from pulumi.provider.experimental import provider as protocol

from policies.errors import MCAError, SandboxError
from sandbox.provider.aws import Aws, Connection
from sandbox.provider.check import failures
from sandbox.provider.compare import Change, Verb
from sandbox.provider.invokes import invoke
from sandbox.provider.registry import RESOURCES
from sandbox.provider.schema import DEFAULTS, REGION, Properties
from sandbox.provider.settings import Settings, setting_failures, settings_from
from sandbox.provider.state import Scope, complete, differences, identity, inputs_from, merged, previewed
from sandbox.provider.values import plain, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sandbox.provider.resource import Resource

T = TypeVar("T")
_Request: TypeAlias = (
    protocol.CheckRequest
    | protocol.DiffRequest
    | protocol.CreateRequest
    | protocol.ReadRequest
    | protocol.UpdateRequest
    | protocol.DeleteRequest
)

_SUFFIX_LENGTH = 7
_KINDS = {
    (Verb.ADD, False): protocol.PropertyDiffKind.ADD,
    (Verb.ADD, True): protocol.PropertyDiffKind.ADD_REPLACE,
    (Verb.DELETE, False): protocol.PropertyDiffKind.DELETE,
    (Verb.DELETE, True): protocol.PropertyDiffKind.DELETE_REPLACE,
    (Verb.UPDATE, False): protocol.PropertyDiffKind.UPDATE,
    (Verb.UPDATE, True): protocol.PropertyDiffKind.UPDATE_REPLACE,
}


class ResourceError(SandboxError):
    """An operation on a resource failed.

    Args:
        kind: The type token.
        name: The logical name.
        problem: What happened.
    """

    def __init__(self, kind: str, name: str, problem: Exception) -> None:
        super().__init__(f"{kind} {name}: {problem}")


class HalfMadeError(ResourceError):
    """The thing exists, but not as asked for: the engine keeps it in the state, and the next update goes on.

    Args:
        kind: The type token.
        name: The logical name.
        problem: What happened.
        identifier: The thing's id.
        state: What is known of it.
        inputs: What was asked for.
    """

    def __init__(  # noqa: PLR0913 - the parts of one protocol message
        self, kind: str, name: str, problem: Exception, *, identifier: str, state: Properties, inputs: Properties
    ) -> None:
        super().__init__(kind, name, problem)
        self.identifier = identifier
        self.state = state
        self.inputs = inputs


class AwsProvider(protocol.Provider):
    """`aws` for the engine. Blocking calls run in threads, so that independent resources proceed in parallel."""

    def __init__(self) -> None:
        """Start unconfigured; the engine configures before it asks for anything."""
        self._connection = Connection(Settings())

    async def check_config(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Validate the provider's arguments."""
        found = [protocol.CheckFailure(*failure) for failure in setting_failures(plain(request.new_inputs))]
        return protocol.CheckResponse(inputs=request.new_inputs, failures=found)

    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        """Take the arguments and hold the account guard.

        Secrets and outputs are declined: the engine then sends plain values and marks the answers itself.
        """
        arguments = plain(request.args)
        for name, problem in setting_failures(arguments):
            raise SandboxError(f"aws provider argument {name}: {problem}")
        self._connection = Connection(settings_from(arguments))
        await asyncio.to_thread(self._connection.guard)
        return protocol.ConfigureResponse(
            accept_secrets=False, supports_preview=True, accept_resources=False, accept_outputs=False
        )

    async def invoke(self, request: protocol.InvokeRequest) -> protocol.InvokeResponse:
        """Answer a function call."""
        answer = await asyncio.to_thread(invoke, self._connection, request.tok, plain(request.args))
        return protocol.InvokeResponse(return_value=wrap(answer))

    async def check(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Validate a resource's inputs and give it a name if it has none."""
        resource = _resource(_type(request))
        old, new = plain(request.old_inputs), plain(request.new_inputs)
        found = [protocol.CheckFailure(*failure) for failure in failures(resource.fields, new)]
        inputs = {name: value for name, value in new.items() if name != DEFAULTS}
        if resource.autoname and inputs.get(resource.autoname) is None:
            generated = old.get(resource.autoname) if resource.autoname in old.get(DEFAULTS, []) else None
            suffix = hashlib.sha256(request.random_seed).hexdigest()[:_SUFFIX_LENGTH]
            inputs[resource.autoname] = generated or resource.derive_name(request.name, suffix)
            inputs[DEFAULTS] = [resource.autoname]
        return protocol.CheckResponse(inputs=wrap(inputs), failures=found)

    async def diff(self, request: protocol.DiffRequest) -> protocol.DiffResponse:
        """Compare the state with new inputs, property by property."""
        resource = _resource(_type(request))
        new = plain(request.new_inputs)
        found = differences(resource, plain(request.old_state), new, self._scope(), request.ignore_changes)
        return _diff_response(found, given_name=bool(resource.autoname) and DEFAULTS not in new, name=resource.autoname)

    async def create(self, request: protocol.CreateRequest) -> protocol.CreateResponse:
        """Make a thing; in a preview, say what is known of it."""
        resource = _resource(_type(request))
        inputs = plain(request.properties)
        new = complete(resource, inputs, {}, self._scope())
        if request.preview:
            return protocol.CreateResponse(properties=wrap(previewed(resource, new, self._scope())))
        aws = self._aws(resource, new)
        identifier = await _run(request, lambda: resource.create(aws, new))
        try:
            await asyncio.to_thread(resource.settle, aws, identifier, new)
            state = await asyncio.to_thread(self._read, resource, aws, identifier, new)
        except MCAError as error:
            known = identity(resource, identifier, new, self._scope(aws.region))
            raise HalfMadeError(
                _type(request), request.name, error, identifier=identifier, state=known, inputs=inputs
            ) from error
        return protocol.CreateResponse(resource_id=identifier, properties=wrap(state))

    async def read(self, request: protocol.ReadRequest) -> protocol.ReadResponse:
        """Refresh a state, or import a thing by pulumi-aws's import id; no id in the answer: it is gone."""
        resource = _resource(_type(request))
        old, inputs = plain(request.properties), plain(request.inputs)
        identifier, _, chosen = (
            request.resource_id.partition("@") if resource.regional else (request.resource_id, "", "")
        )
        aws = self._aws(resource, {REGION.name: chosen} if chosen else old)
        answer = await _run(request, lambda: resource.read(aws, identifier))
        if answer is None:
            return protocol.ReadResponse(resource_id="")
        state = merged(resource, answer, old, self._scope(aws.region))
        return protocol.ReadResponse(
            resource_id=str(state["id"]),
            properties=wrap(state),
            inputs=wrap(inputs_from(resource, state, inputs, self._scope())),
        )

    async def update(self, request: protocol.UpdateRequest) -> protocol.UpdateResponse:
        """Change a thing in place."""
        resource = _resource(_type(request))
        old = plain(request.olds)
        ignored = [path for path in request.ignore_changes if path.isidentifier()]
        new = complete(resource, plain(request.news), old, self._scope(), ignored)
        if request.preview:
            known = {name: value for name, value in new.items() if value is not None}
            return protocol.UpdateResponse(properties=wrap({**old, **known}))
        aws = self._aws(resource, old)
        await _run(request, lambda: resource.update(aws, request.resource_id, old, new))
        state = await _run(request, lambda: self._read(resource, aws, request.resource_id, new))
        return protocol.UpdateResponse(properties=wrap(state))

    async def delete(self, request: protocol.DeleteRequest) -> None:
        """Remove a thing."""
        resource = _resource(_type(request))
        state = plain(request.properties)
        aws = self._aws(resource, state)
        await _run(request, lambda: resource.delete(aws, request.resource_id, state))

    async def cancel(self) -> None:
        """Let calls in flight finish: each is one short request."""

    def _scope(self, region: str = "") -> Scope:
        return Scope(region or self._connection.region, self._connection.settings.default_tags)

    def _aws(self, resource: Resource, known: Properties) -> Aws:
        """The service in the resource's region: the provider's for a global one, whose clients need any."""
        chosen = known.get(REGION.name) if resource.regional else None
        return Aws(self._connection, resource.service, str(chosen or self._connection.region))

    def _read(self, resource: Resource, aws: Aws, identifier: str, known: Properties) -> Properties:
        answer = resource.read(aws, identifier)
        if answer is None:
            raise SandboxError(f"{identifier} was made, but AWS does not find it.")
        return merged(resource, answer, known, self._scope(aws.region))


def _type(request: _Request) -> str:
    """The resource's own type: a URN names its parents' types before it, joined by `$`."""
    return str(request.type).rsplit("$", 1)[-1]


def _resource(token: str) -> Resource:
    try:
        return RESOURCES[token]
    except KeyError:
        raise SandboxError(
            f"The sandbox's aws provider does not implement the resource type {token}.",
            remedy=f"use one of {', '.join(sorted(RESOURCES))}, or the real pulumi-aws plugin",
        ) from None


async def _run(
    request: protocol.CreateRequest | protocol.ReadRequest | protocol.UpdateRequest | protocol.DeleteRequest,
    work: Callable[[], T],
) -> T:
    try:
        return await asyncio.to_thread(work)
    except MCAError as error:
        raise ResourceError(_type(request), request.name, error) from error


def _diff_response(found: Sequence[Change], *, given_name: bool, name: str) -> protocol.DiffResponse:
    roots = [change.path.partition(".")[0].partition("[")[0] for change in found]
    replaces = sorted({root for root, change in zip(roots, found, strict=True) if change.replaces})
    return protocol.DiffResponse(
        changes=bool(found),
        replaces=replaces,
        # A name given by hand can exist once only, so the old thing makes room first, as in pulumi-aws.
        delete_before_replace=bool(replaces) and given_name and name not in replaces,
        diffs=sorted(set(roots)),
        detailed_diff={
            change.path: protocol.PropertyDiff(_KINDS[change.verb, change.replaces], input_diff=False)
            for change in found
        },
    )
