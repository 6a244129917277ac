"""Pulumi: exported stacks, state files, previews as JSON, and programs in YAML.

Pulumi, "Pulumi state and backends" and "Pulumi YAML reference"; the schema of pulumi-aws.
"""

from __future__ import annotations

import re
from typing import Final

from checks.documents.containers.surroundings.setting import (
    Slot,
    Slots,
    Surroundings,
    at,
    find,
    items,
    members,
    place,
    slot,
)
from checks.documents.containers.tree import Tree
from checks.documents.nodes import Literal, Node, Object, Text
from checks.documents.policy import Holder, Kind

_ORGANISATIONS: Final = "aws:organizations:Policy"
SLOTS: Final[Slots] = {
    "aws:iam:GroupPolicy": (slot("policy", None, Holder.GROUP),),
    "aws:iam:Policy": (slot("policy", None, Holder.MANAGED),),
    "aws:iam:Role": (slot("assumeRolePolicy", Kind.TRUST), slot("inlinePolicies.*.policy", None, Holder.ROLE)),
    "aws:iam:RolePolicy": (slot("policy", None, Holder.ROLE),),
    "aws:iam:UserPolicy": (slot("policy", None, Holder.USER),),
    "aws:kms:ExternalKey": (slot("policy", Kind.KEY),),
    "aws:kms:Key": (slot("policy", Kind.KEY),),
    "aws:kms:KeyPolicy": (slot("policy", Kind.KEY),),
    "aws:kms:ReplicaKey": (slot("policy", Kind.KEY),),
    _ORGANISATIONS: (slot("content", Kind.BOUNDARY, Holder.SCP),),
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
"""The types of resources that hold policies, as Pulumi shows them, and the inputs that hold them."""
_MODULE: Final = re.compile(r"^([^:]+):([^:/]+)(?:/[^:]*)?:([^:]+)$")
_CONTROL: Final = "SERVICE_CONTROL_POLICY"
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks a special value; beside it stands `ciphertext` or `plaintext` of a secret."""
UNKNOWN: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What the engine writes for a boolean, number, string, list, asset, archive or object that it does not know yet."""


def slots_of(type_: str, policy_type: str = _CONTROL) -> tuple[Slot, ...]:
    """The inputs of a resource that hold policies of IAM's language.

    Args:
        type_: The resource's type, such as `aws:iam/role:Role`.
        policy_type: The type of a policy of the organisation; all but one have a language of their own.
    """
    found = _MODULE.match(type_)
    kind = f"{found[1]}:{found[2]}:{found[3]}" if found else ""
    return SLOTS.get(kind, ()) if kind != _ORGANISATIONS or policy_type == _CONTROL else ()


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
    if not isinstance(type_, Text):
        return
    policy = at(inputs, "type")
    slots = slots_of(type_.value, policy.value if isinstance(policy, Text) else _CONTROL)
    if not slots and slots_of(type_.value):
        around.ignore(at(inputs, "content"))
    for each in slots:
        for node, own in find(tree, inputs, each.path, name):
            where = f"{own}: {each.path[-1]}"
            if isinstance(node, Object) and node.get(SIGNATURE):
                if node.get("plaintext") is None:
                    around.unread.append(f"{where} is an encrypted secret, so it was not checked.")
                    around.ignore(node)
            elif isinstance(node, Text) and node.value in UNKNOWN:
                around.unread.append(f"{where} is known only after the deployment, so it was not checked.")
                around.ignore(node)
    place(around, tree, inputs, slots, name)
