"""Translation between Pulumi's property names and the AWS API's members, driven by the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.provider.schema import Field, Kind, Properties


def to_aws(fields: Sequence[Field], values: Mapping[str, object]) -> Properties:
    """Spell a block as an AWS API parameter; absent members without a default are left out."""
    answer: Properties = {}
    for field in fields:
        value = values.get(field.name)
        value = field.default if value is None else value
        if value is not None and not (field.kind is Kind.STRING and value == "" and field.default == ""):
            answer[field.aws_name] = _to_aws(field, value)
    return answer


def _to_aws(field: Field, value: object) -> object:
    if field.kind is Kind.BLOCK and isinstance(value, dict):
        return to_aws(field.fields, value)
    if field.kind is Kind.BLOCKS and isinstance(value, list):
        return [to_aws(field.fields, item) for item in value]
    if field.kind is Kind.TAGS and isinstance(value, dict):
        return [{"Key": key, "Value": tag} for key, tag in value.items()]
    return value


def from_aws(fields: Sequence[Field], answer: Mapping[str, object]) -> Properties:
    """Read a block from an AWS API answer; members that no field names are not ours and are left."""
    return {
        field.name: _from_aws(field, answer[field.aws_name])
        for field in fields
        if answer.get(field.aws_name) not in (None, [])
    }


def _from_aws(field: Field, value: object) -> object:
    if field.kind is Kind.BLOCK and isinstance(value, dict):
        return from_aws(field.fields, value)
    if field.kind is Kind.BLOCKS and isinstance(value, list):
        return [from_aws(field.fields, item) for item in value]
    if field.kind is Kind.TAGS and isinstance(value, list):
        return {tag["Key"]: tag["Value"] for tag in value}
    return value
