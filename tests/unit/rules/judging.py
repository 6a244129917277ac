"""Judge a document by one rule, for the tables of cases; values can be left open as a template leaves them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from checks.documents.kinds import kind_of
from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown
from checks.documents.policy import Holder, Kind, Policy
from checks.documents.source import Passage, Source
from checks.documents.syntax import read_json
from checks.findings import Finding
from checks.lint import judge
from checks.rules.registry import find, rules
from checks.rules.rule import Context, Expectations

OPEN = "<<open>>"
"""A string with this in it stands for a value that only the deployment of a template fills in."""

Statement = Mapping[str, Any]


def policy(  # what a container knows of a document
    *statements: Statement,
    kind: Kind | None = None,
    holder: Holder | None = None,
    name: str = "",
    path: tuple[str | int, ...] = (),
    version: str = "2012-10-17",
) -> Policy:
    """A policy of these statements, read from its JSON; open values are unknown."""
    text = json.dumps({"Version": version, "Statement": list(statements)}, indent=1)
    (root,) = read_json(text).roots
    node = opened(root)
    return Policy(Passage.whole(Source("policy.json", text)), node, kind or kind_of(node), holder, path, name)


def opened(node: Node) -> Node:
    """A value with its open strings turned into unknown values."""
    if isinstance(node, Text) and OPEN in node.value:
        parts = tuple(part for known in node.value.split(OPEN) for part in (known or "", None))[:-1]
        partial = tuple(part for part in parts if part != "")
        return Unknown(node.start, node.end, node.value, partial if len(partial) > 1 else ())
    if isinstance(node, Array):
        return node._replace(items=tuple(opened(item) for item in node.items))
    if isinstance(node, Object):
        return node._replace(members=tuple(Member(member.key, opened(member.value)) for member in node.members))
    return node


def findings(judged: Policy, *names: str, expected: Expectations | None = None) -> list[Finding]:
    """What the named rules, or all, find in a policy."""
    chosen = [find(name) for name in names] or rules()
    return list(judge(judged, chosen, Context(expected or Expectations())))


def found(name: str, judged: Policy, expected: Expectations | None = None) -> list[Any]:
    """What a rule points at: the values, in the order of the findings."""
    text = judged.passage.text
    return [json.loads(text[one.span.start : one.span.end]) for one in findings(judged, name, expected=expected)]


def severities(name: str, judged: Policy, expected: Expectations | None = None) -> list[str]:
    """How bad a rule finds it."""
    return [one.severity.value for one in findings(judged, name, expected=expected)]


def family(number: int) -> Sequence[str]:
    """The names of the rules of a family."""
    return [rule.name for rule in rules() if rule.code.startswith(f"MCA{number}")]
