"""Where else than to one bucket and one topic the role of the service may send reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from checks.documents.policy import Element, Policy, Value, WrittenStatement
from checks.rules import asking
from checks.rules.arn import Arn, parse
from checks.rules.patterns import wild
from checks.rules.rule import Expectations
from policies.arns import ROLE_NAME

_SENDING: Final = {"s3:PutObject": "bucket", "sns:Publish": "topic"}
_SELLER: Final = "000000000002"
"""The seller's account, where it is not said."""


class Stray(NamedTuple):
    """A resource that lets reports go astray.

    Attributes:
        where: The value, or the NotResource that leaves it open.
        text: What it says.
        what: What is left open: the bucket, or the topic.
        anywhere: Whether it can be anybody's; if not, some part of its name or region is left open.
    """

    where: Value | Element
    text: str
    what: str
    anywhere: bool


class _Place(NamedTuple):
    """A resource of somebody that a pattern may let the role send to."""

    resource: str
    account: str
    anywhere: bool


def strays(policy: Policy, expected: Expectations) -> tuple[Stray, ...]:
    """Every resource that lets reports go astray, denials and conditions considered."""
    return policy.once(_strays, expected)


def _strays(policy: Policy, expected: Expectations) -> tuple[Stray, ...]:
    found: dict[int, Stray] = {}
    for action in _SENDING:
        for stray in _of_action(policy, expected, action):
            found.setdefault(stray.where.span.start, stray)
    return tuple(found.values())


def _of_action(policy: Policy, expected: Expectations, action: str) -> Iterator[Stray]:
    for statement in policy.statements:
        if not statement.allows or not _may_name(statement, action):
            continue
        if statement.not_resource is not None:
            place = _strangers(action, expected)
            if _permits(policy, expected, statement, action, place):
                text = ", ".join(statement.not_resource.texts)
                yield Stray(statement.not_resource, text, _SENDING[action], anywhere=True)
        for value in statement.resource.known if statement.resource else ():
            places = [place for place in _places(value.text, action, expected) if asking.covers(value.text, place[0])]
            if any(_permits(policy, expected, statement, action, place) for place in places[:1]):
                yield Stray(value, value.text, _SENDING[action], places[0].anywhere)


def _may_name(statement: WrittenStatement, action: str) -> bool:
    if statement.action is not None:
        return asking.names_action(statement.action.texts, action)
    return statement.not_action is not None


def _places(text: str, action: str, expected: Expectations) -> Iterator[_Place]:
    """Resources that an open pattern matches; none for a pattern that names one bucket, or one topic."""
    if text == "*":
        yield _strangers(action, expected)
        return
    arn, service = parse(text), action.partition(":")[0]
    if arn is None or "${" in text or not asking.covers(arn.service, service):
        return
    partition = expected.partition if wild(arn.partition) else arn.partition
    if service == "s3":
        yield from _objects(arn, partition)
    elif wild(arn.resource) or wild(arn.account) or wild(arn.region):
        account = asking.STRANGER_ACCOUNT if wild(arn.account) else arn.account
        region = "us-east-1" if asking.covers(arn.region, "us-east-1") else asking.concrete(arn.region)
        resource = f"arn:{partition}:sns:{region}:{account}:{asking.concrete(arn.resource)}"
        yield _Place(resource, account, anywhere=wild(arn.account))


def _objects(arn: Arn, partition: str) -> Iterator[_Place]:
    name, slash, key = arn.resource.partition("/")
    if not wild(name) or arn.region.strip("*") or arn.account.strip("*"):
        return
    bucket = asking.concrete(name)
    resource = f"arn:{partition}:s3:::{bucket}/{asking.concrete(key) if slash else asking.ANY}"
    yield _Place(resource, asking.STRANGER_ACCOUNT, anywhere=not name.strip("*?"))


def _strangers(action: str, expected: Expectations) -> _Place:
    if action.startswith("s3:"):
        resource = f"arn:{expected.partition}:s3:::a-bucket-of-others/a-file"
    else:
        resource = f"arn:{expected.partition}:sns:us-east-1:{asking.STRANGER_ACCOUNT}:a-topic-of-others"
    return _Place(resource, asking.STRANGER_ACCOUNT, anywhere=True)


def _permits(policy: Policy, expected: Expectations, statement: WrittenStatement, action: str, place: _Place) -> bool:
    account = expected.account_id or _SELLER
    role = asking.role_session(f"arn:{expected.partition}:iam::{account}:role/{ROLE_NAME}")
    allows = asking.permitting(policy.bounds.least, role, action, place.resource, _sent(account, place))
    return statement.span in asking.places(allows)


def _sent(account: str, place: _Place) -> Mapping[str, str]:
    """What a call of the service carries, as far as conditions on a resource's owner may ask."""
    return {
        "aws:SecureTransport": "true",
        "aws:PrincipalAccount": account,
        "aws:ResourceAccount": place.account,
        "s3:ResourceAccount": place.account,
    }
