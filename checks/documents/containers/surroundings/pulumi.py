"""Pulumi: exported stacks, state files, previews as JSON, and programs in YAML.

Pulumi, "Pulumi state and backends" and "Pulumi YAML reference"; the schema of pulumi-aws.
"""

from __future__ import annotations

import re
from typing import Final

from checks.documents.containers.surroundings.setting import Slots, Surroundings, at, find, items, members, place, slot
from checks.documents.containers.tree import Tree
from checks.documents.nodes import Literal, Node, Object, Text
from checks.documents.policy import Holder, Kind

_SLOTS: Final[Slots] = {
    "aws:iam:GroupPolicy": (slot("policy", None, Holder.GROUP),),
    "aws:iam:Policy": (slot("policy", None, Holder.MANAGED),),
    "aws:iam:Role": (slot("assumeRolePolicy", Kind.TRUST), slot("inlinePolicies.*.policy", None, Holder.ROLE)),
    "aws:iam:RolePolicy": (slot("policy", None, Holder.ROLE),),
    "aws:iam:UserPolicy": (slot("policy", None, Holder.USER),),
    "aws:kms:ExternalKey": (slot("policy", Kind.KEY),),
    "aws:kms:Key": (slot("policy", Kind.KEY),),
    "aws:kms:KeyPolicy": (slot("policy", Kind.KEY),),
    "aws:kms:ReplicaKey": (slot("policy", Kind.KEY),),
    "aws:organizations:Policy": (slot("content", Kind.BOUNDARY, Holder.SCP),),
    "aws:s3:Bucket": (slot("policy", Kind.BUCKET),),
    "aws:s3:BucketPolicy": (slot("policy", Kind.BUCKET),),
    "aws:s3:BucketV2": (slot("policy", Kind.BUCKET),),
    "aws:sns:Topic": (slot("policy", Kind.TOPIC),),
    "aws:sns:TopicPolicy": (slot("policy", Kind.TOPIC),),
    "aws:sqs:Queue": (slot("policy", Kind.RESOURCE),),
    "aws:sqs:QueuePolicy": (slot("policy", Kind.RESOURCE),),
    "aws-native:iam:ManagedPolicy": (slot("policyDocument", None, Holder.MANAGED),),
    "aws-native:iam:Role": (
        slot("assumeRolePolicyDocument", Kind.TRUST),
        slot("policies.*.policyDocument", None, Holder.ROLE),
    ),
    "aws-native:iam:RolePolicy": (slot("policyDocument", None, Holder.ROLE),),
    "aws-native:iam:UserPolicy": (slot("policyDocument", None, Holder.USER),),
    "aws-native:kms:Key": (slot("keyPolicy", Kind.KEY),),
    "aws-native:s3:BucketPolicy": (slot("policyDocument", Kind.BUCKET),),
    "aws-native:sns:TopicInlinePolicy": (slot("policyDocument", Kind.TOPIC),),
    "aws-native:sns:TopicPolicy": (slot("policyDocument", Kind.TOPIC),),
}
_MODULE: Final = re.compile(r"^([^:]+):([^:/]+)(?:/[^:]*)?:([^:]+)$")
_CONTROL: Final = "SERVICE_CONTROL_POLICY"
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks a special value; beside it stands `ciphertext` or `plaintext` of a secret."""
_UNKNOWN: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What the engine writes for a string, list, asset and object that it does not know yet."""


def surroundings(tree: Tree) -> Surroundings:
    """The inputs of resources that hold policies."""
    around, root = Surroundings(), tree.root
    for state in (at(root, "deployment"), at(root, "checkpoint", "latest")):
        around.ignore(at(state, "pending_operations"))
        for resource in items(at(state, "resources")):
            deleted = at(resource, "delete")
            if isinstance(deleted, Literal) and deleted.value:
                around.ignore(resource)
                continue
            _resource(around, tree, resource)
    for step in items(at(root, "steps")):
        around.ignore(at(step, "oldState"), at(step, "detailedDiff"))
        if (state := at(step, "newState")) is not None:
            _resource(around, tree, state)
    for name, resource in members(at(root, "resources")):
        _inputs(around, tree, at(resource, "type"), at(resource, "properties"), name)
    return around


def _resource(around: Surroundings, tree: Tree, resource: Node) -> None:
    """A resource of a state: what was asked for counts; the outputs repeat it."""
    around.ignore(at(resource, "outputs"))
    urn = at(resource, "urn")
    name = urn.value.rpartition("::")[2] if isinstance(urn, Text) else ""
    _inputs(around, tree, at(resource, "type"), at(resource, "inputs"), name)


def _inputs(around: Surroundings, tree: Tree, type_: Node | None, inputs: Node | None, name: str) -> None:
    found = _MODULE.match(type_.value) if isinstance(type_, Text) else None
    if found is None:
        return
    kind = f"{found[1]}:{found[2]}:{found[3]}"
    policy = at(inputs, "type")
    if kind == "aws:organizations:Policy" and isinstance(policy, Text) and policy.value != _CONTROL:
        around.ignore(at(inputs, "content"))
        return
    slots = _SLOTS.get(kind, ())
    for each in slots:
        for node, own in find(tree, inputs, each.path, name):
            where = f"{own}: {each.path[-1]}"
            if isinstance(node, Object) and node.get(_SIGNATURE):
                if node.get("plaintext") is None:
                    around.unread.append(f"{where} is an encrypted secret, so it was not checked.")
                    around.ignore(node)
            elif isinstance(node, Text) and node.value in _UNKNOWN:
                around.unread.append(f"{where} is known only after the deployment, so it was not checked.")
                around.ignore(node)
    place(around, tree, inputs, slots, name)
