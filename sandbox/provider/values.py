"""The protocol's property values as plain Python values, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pulumi.provider.experimental.property_value import Computed, PropertyValue

from policies.errors import SandboxError
from sandbox.provider.schema import UNKNOWN, Properties


def plain(values: Mapping[str, PropertyValue]) -> Properties:
    """Unwrap a map of property values; secrets and outputs lose their mark, which the engine keeps by itself.

    Raises:
        SandboxError: A value is an asset, an archive or a resource reference: no property here takes one.
    """
    return {key: _plain(value, key) for key, value in values.items()}


def _plain(wrapped: PropertyValue, path: str) -> object:
    value = wrapped.value
    if isinstance(value, Computed):
        return UNKNOWN
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {key: _plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(cast("PropertyValue", item), f"{path}[{position}]") for position, item in enumerate(value)]
    raise SandboxError(
        f"The property {path!r} is a {type(value).__name__}, which the sandbox's aws provider does not take.",
        remedy="give a string, number, boolean, list or map",
    )


def wrap(values: Mapping[str, object]) -> dict[str, PropertyValue]:
    """Wrap plain values for the engine; members that are None are left out."""
    return {key: _wrap(value) for key, value in values.items() if value is not None}


def _wrap(value: object) -> PropertyValue:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return PropertyValue(float(value))
    if isinstance(value, dict):
        return PropertyValue(wrap(value))
    if isinstance(value, list):
        return PropertyValue([_wrap(item) for item in value])
    if value is None or isinstance(value, bool | str):
        return PropertyValue(value)
    raise TypeError(f"a {type(value).__name__} is no property value")
