"""Validation of inputs: closed schemas, so that nothing a program asks for is silently left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from sandbox.provider.schema import UNKNOWN, Field, Kind

Failure: TypeAlias = tuple[str, str]
"""A property path such as `rules[0].status`, and what is wrong with it."""

_LEAVES = {Kind.STRING: str, Kind.KEY: str, Kind.JSON: str, Kind.BOOL: bool, Kind.INT: int}


def failures(fields: Sequence[Field], values: Mapping[str, object], where: str = "") -> Iterator[Failure]:
    """Yield everything that is wrong with a set of inputs.

    Args:
        fields: All that is implemented.
        values: Plain inputs; unknown values pass.
        where: Path of the block that holds the values, empty at the top.

    Yields:
        One failure for each property that is missing, malformed or not implemented.
    """
    known = {field.name: field for field in fields}
    for name, value in values.items():
        path = f"{where}.{name}" if where else name
        if value is None or name.startswith("__"):
            continue
        if name not in known:
            yield path, f"the sandbox's aws provider does not implement the property {path!r}; it ignores nothing"
        elif value != UNKNOWN:
            yield from _value_failures(known[name], value, path)
    for field in fields:
        if field.required and values.get(field.name) is None:
            path = f"{where}.{field.name}" if where else field.name
            yield path, f"the required property {path!r} is missing"


def _value_failures(field: Field, value: object, path: str) -> Iterator[Failure]:
    if field.kind is Kind.BLOCK and isinstance(value, dict):
        yield from failures(field.fields, value, path)
    elif field.kind is Kind.BLOCKS and isinstance(value, list):
        for position, item in enumerate(value):
            if isinstance(item, dict):
                yield from failures(field.fields, item, f"{path}[{position}]")
            elif item != UNKNOWN:
                yield f"{path}[{position}]", f"expected {Kind.BLOCK}"
    elif field.kind is Kind.TAGS and isinstance(value, dict):
        yield from ((f"{path}.{key}", "expected a string") for key, tag in value.items() if not isinstance(tag, str))
    elif type(value) is not _LEAVES.get(field.kind):
        yield path, f"expected {field.kind}, got {value!r}"
    elif field.kind is Kind.JSON:
        yield from _document_failures(str(value), path)
    elif field.choices and value not in field.choices:
        yield path, f"expected one of {', '.join(field.choices)}, got {value!r}"


def _document_failures(text: str, path: str) -> Iterator[Failure]:
    if UNKNOWN in text or not text:
        return
    try:
        json.loads(text)
    except ValueError as error:
        yield path, f"contains an invalid JSON document: {error}"
