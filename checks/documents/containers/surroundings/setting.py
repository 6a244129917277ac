"""What the surroundings of a policy say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.documents.containers.tree import Tree
from checks.documents.nodes import Array, Node, Object, Text
from checks.documents.policy import Holder, Kind
from policies.arns import ROLE_NAME


class Setting(NamedTuple):
    """What is known of the document that has to stand in a place.

    Attributes:
        kind: What it is for; None to tell by what it says.
        holder: What it is attached to.
        name: What it is called.
        ignored: Whether nothing is to be looked for here: it stands somewhere else too, or is nobody's to mend.
        bare: Whether statements stand here, which a tool puts into a document of its own.
    """

    kind: Kind | None = None
    holder: Holder | None = None
    name: str = ""
    ignored: bool = False
    bare: bool = False


IGNORED = Setting(ignored=True)


@dataclass
class Surroundings:
    """The places of a tree where policies have to stand.

    Attributes:
        settings: What is known of each, by the identity of its value.
        unread: Full sentences: what the text says that it leaves out.
        once: Whether a document that stands in such a place is not looked at again where it is repeated.
    """

    settings: dict[int, Setting] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    once: bool = False

    def put(self, node: Node, setting: Setting) -> None:
        """Say what is known of the document at a value; what was said first counts."""
        self.settings.setdefault(id(node), setting)

    def ignore(self, *nodes: Node | None) -> None:
        """Look for nothing in these values."""
        for node in nodes:
            if node is not None:
                self.settings[id(node)] = IGNORED


class Slot(NamedTuple):
    """A property that holds a document.

    Attributes:
        path: The property's name, and below it the names that lead to the document; `*` is each item of a list.
        kind: What the document is for; None to tell by what it says.
        holder: What it is attached to.
    """

    path: tuple[str, ...]
    kind: Kind | None = None
    holder: Holder | None = None


def slot(path: str, kind: Kind | None = None, holder: Holder | None = None) -> Slot:
    """A slot whose path is written with dots."""
    return Slot(tuple(path.split(".")), kind, holder)


Slots = Mapping[str, tuple[Slot, ...]]
"""The slots of each type of resource."""

_NAMES = ("PolicyName", "policyName", "name", "ManagedPolicyName", "managedPolicyName")


def find(tree: Tree, node: Node | None, path: tuple[str, ...], name: str = "") -> Iterator[tuple[Node, str]]:
    """Each value that a path leads to, with the policy's name that stands beside it, else with `name`."""
    if node is None:
        return
    if not path:
        yield node, name
        return
    for value in tree.through(node):
        if path[0] == "*":
            for item in value.items if isinstance(value, Array) else (value,):
                yield from find(tree, item, path[1:], name)
        elif isinstance(value, Object):
            beside = next((text for key in _NAMES if (text := value.text(key))), name)
            for member in value.members:
                if member.key.value == path[0]:
                    yield from find(tree, member.value, path[1:], beside)


def place(around: Surroundings, tree: Tree, resource: Node | None, slots: tuple[Slot, ...], name: str = "") -> None:
    """Say what is known of the documents of a resource.

    Args:
        around: Where to say it.
        tree: What the resource stands in.
        resource: Its properties.
        slots: Where they hold documents.
        name: What to call a document that has no name of its own.
    """
    owner = next((text for key in ("RoleName", "roleName", "role", "name") if (text := _text(resource, key))), "")
    for each in slots:
        kind = each.kind or (Kind.ROLE if each.holder is Holder.ROLE and owner == ROLE_NAME else None)
        for node, own in find(tree, resource, each.path, name):
            if not (isinstance(node, Text) and not node.value.strip()):
                around.put(node, Setting(kind, each.holder, own))


def _text(node: Node | None, key: str) -> str | None:
    return node.text(key) if isinstance(node, Object) else None


def members(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The keys and values of an object; none if it is something else."""
    if isinstance(node, Object):
        for member in node.members:
            yield member.key.value, member.value


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; none if it is something else."""
    return node.items if isinstance(node, Array) else ()


def at(node: Node | None, *keys: str) -> Node | None:
    """The value that keys lead to, if there is one."""
    for key in keys:
        node = node.get(key) if isinstance(node, Object) else None
    return node
