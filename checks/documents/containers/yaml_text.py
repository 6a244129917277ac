"""YAML: templates, and any mapping or block of text that holds a policy."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from checks.documents.containers.holes import Variables
from checks.documents.containers.intrinsics import TEMPLATE
from checks.documents.containers.json_text import read_json_text
from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.containers.search import Search
from checks.documents.containers.tree import Dialect, Tree
from checks.documents.containers.yaml_nodes import read_nodes
from checks.documents.containers.yaml_scalars import scalar_content
from checks.documents.nodes import Node, Object
from checks.documents.source import Passage
from checks.documents.syntax import FaultKind, read_json

# Serverless Framework, "Variables"; Pulumi YAML reference, "Interpolation". The first has names that IAM has too.
_SERVERLESS: Final = Variables(
    re.compile(
        r"(?P<kept>(?!))|\$\{(?:aws:(?:accountId|region)|cf|env|file|git|opt|param|s3|self|sls|ssm|strToBool)[^}]*\}"
    )
)
_PULUMI: Final = Variables(re.compile(r"\$(?P<kept>\$\{)|\$\{[^}]*\}"))


def read_yaml(passage: Passage, asked: Asked) -> SourceReading:
    """Read a text that is meant to be YAML, of which JSON is a part."""
    if passage.text.startswith("\ufeff"):
        passage = passage.within(passage.text[1:], 1, str)
    begins_as_json = passage.text.lstrip()[:1] in {"{", "["}
    if begins_as_json and not read_json(passage.text).faults:
        return read_json_text(passage, asked)
    reading = read_nodes(passage)
    if begins_as_json and reading.problem:
        return read_json_text(passage, asked)
    search = Search(asked.kind)
    for number, root in enumerate(reading.roots):
        tree = Tree(passage, root, _dialect(root), scalar_content, is_json=False)
        search.tree(tree, (number,) if len(reading.roots) > 1 else ())
    if reading.problem:
        search.unread(reading.problem)
    judged = replace(passage, encode=None)
    ranges = [(policy.node.start, policy.node.end) for policy in search.found.policies if policy.passage == judged]
    search.fault(
        passage,
        *(
            fault
            for fault in reading.faults
            if fault.kind is FaultKind.DUPLICATE_KEY or any(start <= fault.start < end for start, end in ranges)
        ),
    )
    return search.found


def _dialect(root: Node) -> Dialect:
    keys = {member.key.value for member in root.members} if isinstance(root, Object) else set()
    if {"service", "provider"} <= keys:
        return replace(TEMPLATE, variables=_SERVERLESS)
    return replace(TEMPLATE, variables=_PULUMI) if {"runtime", "resources"} <= keys else TEMPLATE
