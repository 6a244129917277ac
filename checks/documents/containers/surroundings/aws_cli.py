"""What the AWS command line prints, and fragments of other files: known names of keys.

AWS CLI command reference: `iam get-role`, `get-role-policy`, `get-policy-version`, `get-account-authorization-details`
and their neighbours, `s3api get-bucket-policy`, `sns get-topic-attributes`, `kms get-key-policy`,
`organizations describe-policy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.containers.surroundings.setting import Setting, Surroundings, at, items, members, place, slot
from checks.documents.containers.tree import Tree
from checks.documents.kinds import looks_like_policy
from checks.documents.nodes import Array, Literal, Node, Object, Text
from checks.documents.policy import Holder, Kind

_TRUST: Final = frozenset({"assumerolepolicydocument", "assumerolepolicy"})
_OWNERS: Final = (("RoleName", Holder.ROLE), ("UserName", Holder.USER), ("GroupName", Holder.GROUP))
_DOCUMENT: Final = slot("PolicyDocument")
_CONTROL: Final = "SERVICE_CONTROL_POLICY"
_OF_AWS: Final = ":iam::aws:policy/"


def surroundings(tree: Tree) -> Surroundings:
    """The places of documents in the answers of the command line."""
    around = Surroundings()
    _details(around, tree)
    for node in _objects(tree.root):
        _by_keys(around, tree, node)
    return around


def _objects(root: Node) -> Iterator[Object]:
    """All objects of a tree; shared ones once."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        if isinstance(node, Object):
            seen.add(id(node))
            yield node
            waiting += (member.value for member in node.members)
        elif isinstance(node, Array):
            seen.add(id(node))
            waiting += node.items


def _by_keys(around: Surroundings, tree: Tree, node: Object) -> None:
    keys = {member.key.value for member in node.members}
    for key, value in members(node):
        if key.lower().replace("_", "") in _TRUST and (looks_like_policy(value) or isinstance(value, Text)):
            around.put(value, Setting(Kind.TRUST, name=node.text("RoleName") or ""))
        elif key == "Document" and "IsDefaultVersion" in keys:
            around.put(value, Setting(None, Holder.MANAGED))
    if {"PolicyName", "PolicyDocument"} <= keys:
        holder = next((holder for key, holder in _OWNERS if key in keys), None)
        place(around, tree, node, (_DOCUMENT._replace(holder=holder),))
    attributes = node.get("Attributes")
    if isinstance(attributes, Object) and isinstance(policy := attributes.get("Policy"), Text):
        kind = Kind.TOPIC if attributes.get("TopicArn") else Kind.RESOURCE
        around.put(policy, Setting(kind))
    if node is tree.root and isinstance(policy := node.get("Policy"), Text):
        around.put(policy, Setting())
    if _says(at(node, "PolicySummary", "Type"), _CONTROL) and (content := node.get("Content")):
        around.put(content, Setting(Kind.BOUNDARY, Holder.SCP))


def _says(node: Node | None, value: str) -> bool:
    return isinstance(node, Text) and node.value == value


def _details(around: Surroundings, tree: Tree) -> None:
    """`get-account-authorization-details`: only versions in force, and only policies that are the account's own."""
    boundaries = set()
    for list_, inline, holder in (
        ("UserDetailList", "UserPolicyList", Holder.USER),
        ("GroupDetailList", "GroupPolicyList", Holder.GROUP),
        ("RoleDetailList", "RolePolicyList", Holder.ROLE),
    ):
        for entity in items(at(tree.root, list_)):
            place(around, tree, entity, (slot(f"{inline}.*.PolicyDocument", None, holder),))
            arn = at(entity, "PermissionsBoundary", "PermissionsBoundaryArn")
            if isinstance(arn, Text):
                boundaries.add(arn.value)
    foreign = 0
    for policy in items(at(tree.root, "Policies")):
        versions = items(at(policy, "PolicyVersionList"))
        arn, name = at(policy, "Arn"), at(policy, "PolicyName")
        if isinstance(arn, Text) and _OF_AWS in arn.value:
            around.ignore(*versions)
            foreign += bool(versions)
            continue
        kind = Kind.BOUNDARY if isinstance(arn, Text) and arn.value in boundaries and _unattached(policy) else None
        for version in versions:
            document, default = at(version, "Document"), at(version, "IsDefaultVersion")
            if isinstance(default, Literal) and not default.value:
                around.ignore(version)
            elif document is not None:
                around.put(document, Setting(kind, Holder.MANAGED, name.value if isinstance(name, Text) else ""))
    if foreign:
        around.unread.append(f"{foreign} policies that AWS manages were not checked: only AWS can change them.")


def _unattached(policy: Node) -> bool:
    count = at(policy, "AttachmentCount")
    return getattr(count, "literal", "") == "0"
