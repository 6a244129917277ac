"""What the service accepts: constraints read from the installed botocore model, then what the model cannot say.

The wording of constraint errors is that of AWS's other JSON 1.1 services; that this one uses it, and the order of the
checks, is inferred.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from botocore.loaders import Loader
from botocore.model import ServiceModel, StructureShape

from checks.smoke.calendar import SERVICE, Cadence, data_set
from sandbox.emulator.protocol import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from botocore.model import MapShape, Shape

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ROLE: Final = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}):role/([\x21-\x7e]+/)?[a-zA-Z0-9_+=,.@-]{1,64}")
_TOPIC: Final = re.compile(
    r"arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-[0-9]):([0-9]{12}):[a-zA-Z0-9_-]{1,256}(\.fifo)?"
)
_BUCKET: Final = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class DataSetRequest:
    """A request that the service accepts.

    Attributes:
        account: The caller's account: the seller.
        data_set_type: One of the model's types.
        publication_date: As asked for, UTC; the time of day is ignored.
        role_arn: The role to deliver with.
        bucket: The destination's plain name.
        prefix: The keys' prefix as given; None if there was none.
        topic_arn: The topic to notify.
        values: The caller's own pairs, given back unchanged.
    """

    account: str
    data_set_type: str
    publication_date: datetime
    role_arn: str
    bucket: str
    prefix: str | None
    topic_arn: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The requested publication date."""
        return self.publication_date.date()

    @property
    def topic_region(self) -> str:
        """The topic's own region, from its ARN: it may differ from the service's."""
        return self.topic_arn.split(":")[3]


def read_request(account: str, members: Mapping[str, object]) -> DataSetRequest:
    """Check a ``GenerateDataSet`` body by the model and read it; unknown members are ignored [inferred].

    Args:
        account: The caller's account.
        members: The body's members.

    Raises:
        ServiceError: SerializationException for wrong types and dates, ValidationException for broken constraints.
    """
    shape = _input_shape()
    known = {name: members[name] for name in shape.members if members.get(name) is not None}
    for name, value in known.items():
        _check_type(name, value, shape.members[name])
    date_ = _read_date(known["dataSetPublicationDate"]) if "dataSetPublicationDate" in known else _EPOCH
    problems = [
        f"Value null at '{name}' failed to satisfy constraint: Member must not be null"
        for name in shape.required_members
        if name not in known
    ]
    problems += [each for name, value in known.items() for each in _broken(name, value, shape.members[name])]
    if problems:
        count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
        raise ServiceError("ValidationException", count + "; ".join(problems))
    texts = cast("dict[str, str]", known)
    return DataSetRequest(
        account=account,
        data_set_type=texts["dataSetType"],
        publication_date=date_,
        role_arn=texts["roleNameArn"],
        bucket=texts["destinationS3BucketName"],
        prefix=texts.get("destinationS3Prefix"),
        topic_arn=texts["snsTopicArn"],
        values=cast("dict[str, str]", known.get("customerDefinedValues", {})),
    )


def refusal(request: DataSetRequest) -> str | None:
    """Why the service refuses a request that the model allows; None if it does not.

    The first-day message is the service's own (seen in a public caller's source); the other texts, and that these
    are refused at once, are inferred.
    """
    kind = data_set(request.data_set_type)
    if kind.deprecated or kind.first is None:
        return f"{kind.name} data sets are no longer available."
    first = kind.first.replace(day=1) if kind.cadence is Cadence.MONTHLY else kind.first
    if request.day < first:
        return f"{kind.name} data sets are not available before {kind.first.isoformat()}T00:00:00.000Z"
    return _malformed(request)


def _malformed(request: DataSetRequest) -> str | None:
    role = _ROLE.fullmatch(request.role_arn)
    if role is None:
        return f"Invalid role ARN: {request.role_arn}"
    if role[2] != request.account:
        return f"The role {request.role_arn} does not belong to account {request.account}."
    if _TOPIC.fullmatch(request.topic_arn) is None:
        return f"Invalid SNS topic ARN: {request.topic_arn}"
    return None if is_bucket_name(request.bucket) else f"Invalid S3 bucket name: {request.bucket}"


def is_account(text: str) -> bool:
    """Whether a text is an AWS account id: twelve digits."""
    return re.fullmatch(r"[0-9]{12}", text) is not None


def is_bucket_name(text: str) -> bool:
    """Whether a text can be a bucket's plain name (Amazon S3 user guide: bucket naming rules)."""
    return _BUCKET.fullmatch(text) is not None


def topic_account(arn: str) -> str | None:
    """The account of a topic's ARN; None if it is none."""
    found = _TOPIC.fullmatch(arn)
    return found[3] if found else None


@cache
def _input_shape() -> StructureShape:
    model = ServiceModel(Loader().load_service_model(SERVICE, "service-2"), service_name=SERVICE)
    return cast("StructureShape", model.operation_model("GenerateDataSet").input_shape)


def _check_type(name: str, value: object, shape: Shape) -> None:
    if shape.type_name == "timestamp":
        return
    if shape.type_name == "map" and isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return
    if not (shape.type_name == "string" and isinstance(value, str)):
        raise ServiceError("SerializationException", f"The value of {name} is not a {shape.type_name}.")


def _read_date(value: object) -> datetime:
    """Seconds since 1970, as clients send, or ISO 8601 text [that text is taken is inferred]."""
    try:
        if isinstance(value, str):
            when = datetime.fromisoformat(value)
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return _EPOCH + timedelta(seconds=value)
    except (ValueError, OverflowError) as error:
        raise _bad_date() from error
    raise _bad_date()


def _bad_date() -> ServiceError:
    return ServiceError("SerializationException", "The value of dataSetPublicationDate is not a timestamp.")


def _broken(name: str, value: object, shape: Shape) -> Iterator[str]:
    if isinstance(value, str):
        rules = _rules(value, shape)
    elif isinstance(value, dict):
        pairs = cast("MapShape", shape)
        rules = _rules(value, shape)
        rules += [f"Map keys must satisfy constraint: [{rule}]" for key in value for rule in _rules(key, pairs.key)]
        rules += [f"Map value must satisfy constraint: [{r}]" for v in value.values() for r in _rules(v, pairs.value)]
    else:
        return
    for rule in dict.fromkeys(rules):
        yield f"Value '{value}' at '{name}' failed to satisfy constraint: {rule}"


def _rules(value: str | dict[str, str], shape: Shape) -> list[str]:
    """The constraints of the model that a value breaks, in the words of AWS's services."""
    limits = shape.metadata
    rules = []
    if "max" in limits and len(value) > limits["max"]:
        rules.append(f"Member must have length less than or equal to {limits['max']}")
    if "min" in limits and len(value) < limits["min"]:
        rules.append(f"Member must have length greater than or equal to {limits['min']}")
    if "pattern" in limits and isinstance(value, str) and re.fullmatch(limits["pattern"], value) is None:
        rules.append(f"Member must satisfy regular expression pattern: {limits['pattern']}")
    if (enum := limits.get("enum")) and value not in enum:
        rules.append(f"Member must satisfy enum value set: [{', '.join(enum)}]")
    return rules
