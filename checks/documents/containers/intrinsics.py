"""CloudFormation's intrinsic functions, in the long form; YAML's short tags are read as the same.

AWS CloudFormation template reference guide, "Intrinsic function reference".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from checks.documents.containers.holes import Variables
from checks.documents.containers.tree import Dialect
from checks.documents.nodes import Array, Node, Text, Unknown

_SUBSTITUTED: Final = Variables(re.compile(r"(?P<kept>\$\{)!|\$\{[^}!]*\}"))
"""What `Fn::Sub` fills in; `${!name}` stands for `${name}`."""


def is_intrinsic(name: str) -> bool:
    """Whether a key names an intrinsic function, or one of Pulumi's YAML."""
    return name == "Ref" or name.startswith(("Fn::", "fn::"))


def _value(name: str, given: Node, read: Callable[[Node], Node]) -> tuple[str | None, ...] | None:
    if name == "Fn::Sub":
        # The second item names values of its own; they are as unknown as any other.
        text = given.items[0] if isinstance(given, Array) and given.items else given
        return _SUBSTITUTED.split(text.value) or ("",) if isinstance(text, Text) else None
    if name == "Fn::Join" and isinstance(given, Array) and len(given.items) == 2:  # noqa: PLR2004  # delimiter, items
        delimiter, items = given.items
        if isinstance(delimiter, Text) and isinstance(items, Array):
            return _joined(delimiter.value, [read(item) for item in items.items])
    return None


def _joined(delimiter: str, items: list[Node]) -> tuple[str | None, ...]:
    parts: list[str | None] = []
    for number, item in enumerate(items):
        known: tuple[str | None, ...] = (None,)
        if isinstance(item, Text):
            known = (item.value,)
        elif isinstance(item, Unknown) and item.partial:
            known = item.partial
        for part in (delimiter, *known) if number else known:
            if part is not None and parts and parts[-1] is not None:
                parts[-1] += part
            elif part != "":
                parts.append(part)
    return tuple(parts) or ("",)


def _is_nothing(name: str, given: Node) -> bool:
    return name == "Ref" and isinstance(given, Text) and given.value == "AWS::NoValue"


TEMPLATE: Final = Dialect(is_intrinsic, _value, _is_nothing, filled={"Fn::Sub": _SUBSTITUTED})
