"""Terraform: plans and states as JSON, and configurations.

Terraform, "JSON output format"; AWS provider documentation, the resources named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from checks.documents.containers.surroundings.setting import (
    Setting,
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
from checks.documents.nodes import Array, Literal, Node, Object, Text, Unknown
from checks.documents.policy import Holder, Kind

_POLICY: Final = "policy"
_SLOTS: Final[Slots] = {
    "aws_api_gateway_rest_api": (slot(_POLICY, Kind.RESOURCE),),
    "aws_api_gateway_rest_api_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_backup_vault_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_cloudwatch_log_resource_policy": (slot("policy_document", Kind.RESOURCE),),
    "aws_ecr_repository_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_efs_file_system_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_iam_group_policy": (slot(_POLICY, None, Holder.GROUP),),
    "aws_iam_policy": (slot(_POLICY, None, Holder.MANAGED),),
    "aws_iam_role": (slot("assume_role_policy", Kind.TRUST), slot("inline_policy.*.policy", None, Holder.ROLE)),
    "aws_iam_role_policy": (slot(_POLICY, None, Holder.ROLE),),
    "aws_iam_user_policy": (slot(_POLICY, None, Holder.USER),),
    "aws_kms_external_key": (slot(_POLICY, Kind.KEY),),
    "aws_kms_key": (slot(_POLICY, Kind.KEY),),
    "aws_kms_key_policy": (slot(_POLICY, Kind.KEY),),
    "aws_kms_replica_key": (slot(_POLICY, Kind.KEY),),
    "aws_opensearch_domain": (slot("access_policies", Kind.RESOURCE),),
    "aws_organizations_policy": (slot("content", Kind.BOUNDARY, Holder.SCP),),
    "aws_s3_access_point": (slot(_POLICY, Kind.RESOURCE),),
    "aws_s3_bucket": (slot(_POLICY, Kind.BUCKET),),
    "aws_s3_bucket_policy": (slot(_POLICY, Kind.BUCKET),),
    "aws_secretsmanager_secret_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_sns_topic": (slot(_POLICY, Kind.TOPIC),),
    "aws_sns_topic_policy": (slot(_POLICY, Kind.TOPIC),),
    "aws_sqs_queue": (slot(_POLICY, Kind.RESOURCE),),
    "aws_sqs_queue_policy": (slot(_POLICY, Kind.RESOURCE),),
    "aws_ssoadmin_permission_set_inline_policy": (slot("inline_policy", Kind.IDENTITY),),
    "aws_vpc_endpoint": (slot(_POLICY, Kind.RESOURCE),),
}
DATA: Final = "aws_iam_policy_document"
"""The data source that writes a policy in HCL."""
_REFERENCE: Final = re.compile(rf"(?:\$\{{)?data\.{DATA}\.([\w-]+)(?:\[[^\]]*\])?\.(?:minified_)?json\}}?")
_BOUNDARY: Final = re.compile(r"(?:\$\{)?aws_iam_policy\.([\w-]+)(?:\[[^\]]*\])?\.arn\}?")
_CONTROL: Final = "SERVICE_CONTROL_POLICY"
_REPEATED: Final = (
    "configuration",
    "output_changes",
    "outputs",
    "relevant_attributes",
    "resource_changes",
    "resource_drift",
)
"""What a plan or state says of a resource besides its planned values."""


def deployed(tree: Tree) -> Surroundings:
    """The documents of a plan's planned resources, or of a state's."""
    around = Surroundings(once=True)
    root = tree.root
    for key in _REPEATED:
        around.ignore(at(root, key))
    for values in (at(root, "planned_values"), at(root, "values")):
        around.ignore(at(values, "outputs"))
        for resource in _resources(at(values, "root_module")):
            _deployed(around, tree, resource, at(resource, "values"), at(resource, "address"))
    for resource in _resources(at(root, "prior_state", "values", "root_module")):
        # The data sources that a plan could read stand only here.
        if _says(resource, "mode", "data"):
            _deployed(around, tree, resource, at(resource, "values"), None)
        else:
            around.ignore(resource)
    for resource in items(at(root, "resources")):
        for instance in items(at(resource, "instances")):
            _deployed(around, tree, resource, at(instance, "attributes"), at(resource, "name"))
    around.unread += _unknown(root)
    return around


def _deployed(around: Surroundings, tree: Tree, resource: Node, values: Node | None, name: Node | None) -> None:
    kind = at(resource, "type")
    if not isinstance(kind, Text):
        return
    if kind.value == DATA:
        # What the document was made of is not in the grammar of IAM.
        around.ignore(at(values, "statement"), at(values, "minified_json"), at(values, "source_json"))
        json = at(values, "json")
        around.ignore(*(value for key, value in members(values) if key != "json" and value is not json))
        return
    if not _has_grammar(kind.value, values):
        around.ignore(at(values, "content"))
        return
    place(around, tree, values, _SLOTS.get(kind.value, ()), name.value if isinstance(name, Text) else "")


def _has_grammar(kind: str, values: Node | None) -> bool:
    """Whether an organization's policy is in the grammar of IAM, and can be judged as one."""
    type_ = at(values, "type")
    return kind != "aws_organizations_policy" or not isinstance(type_, Text) or type_.value == _CONTROL


def _resources(module: Node | None) -> Iterator[Node]:
    waiting = [module]
    while waiting:
        found = waiting.pop()
        yield from items(at(found, "resources"))
        waiting += reversed(items(at(found, "child_modules")))


def _unknown(root: Node) -> Iterator[str]:
    """The documents that a plan does not know yet."""
    for change in items(at(root, "resource_changes")):
        kind, address = at(change, "type"), at(change, "address")
        actions = {item.value for item in items(at(change, "change", "actions")) if isinstance(item, Text)}
        if not isinstance(kind, Text) or not actions & {"create", "update"}:
            continue
        for each in _SLOTS.get(kind.value, ()):
            unknown = at(change, "change", "after_unknown", each.path[0])
            if isinstance(unknown, Literal) and unknown.value:
                where = address.value if isinstance(address, Text) else kind.value
                yield f"{where}: {each.path[0]} is known only after the plan is applied, so it was not checked."


def _says(node: Node, key: str, value: str) -> bool:
    return isinstance(node, Object) and node.text(key) == value


def configured(tree: Tree) -> Surroundings:
    """The documents of a configuration, in HCL or in its JSON form."""
    around = Surroundings()
    resources = list(_blocks(tree.root, "resource"))
    data = {(kind, name): body for kind, name, body in _blocks(tree.root, "data")}
    if tree.is_json:
        for (kind, name), body in data.items():
            if kind == DATA:
                around.ignore(body)
                around.unread.append(
                    f"data.{DATA}.{name} is written in Terraform's JSON syntax, so it was not checked."
                )
    boundaries = {
        found[1]
        for _, _, body in resources
        if (found := _BOUNDARY.fullmatch(_spelling(at(body, "permissions_boundary"))))
    }
    for kind, name, body in resources:
        if not _has_grammar(kind, body):
            around.ignore(at(body, "content"))
            continue
        slots = _SLOTS.get(kind, ())
        if kind == "aws_iam_policy" and name in boundaries:
            slots = tuple(each._replace(kind=Kind.BOUNDARY) for each in slots)
        _refer(around, tree, body, slots, name, data)
        place(around, tree, body, slots, name)
    return around


def _refer(  # noqa: PLR0913, PLR0917  # what a block is, and where it stands
    around: Surroundings,
    tree: Tree,
    body: Node,
    slots: Iterable[tuple[tuple[str, ...], Kind | None, Holder | None]],
    name: str,
    data: dict[tuple[str, str], Node],
) -> None:
    """A document that stands in a data source has its kind and holder from the resource that it is for."""
    for path, kind, holder in slots:
        for node, own in find(tree, body, path, name):
            found = _REFERENCE.fullmatch(_spelling(node))
            if found:
                around.ignore(node)
                if (document := data.get((DATA, found[1]))) and not tree.is_json:
                    around.put(document, Setting(kind, holder, own))


def _spelling(node: Node | None) -> str:
    if isinstance(node, Unknown):
        return node.text
    return node.value if isinstance(node, Text) else ""


def _blocks(root: Node, block: str) -> Iterator[tuple[str, str, Node]]:
    """The type, name and body of each block of `resource` or `data`."""
    for key, types in members(root):
        if key != block:
            continue
        for kind, names in members(types):
            for name, body in members(names):
                for each in body.items if isinstance(body, Array) else (body,):
                    yield kind, name, each
