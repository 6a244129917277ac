"""One seller's settings, read from a stack's configuration and checked before anything is created.

The keys are those of `Pulumi.yaml`'s `config` block without their `mca:`. This module knows no Pulumi, so that the
command line can check a configuration without an engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policies import arns, names
from policies.callers import SERVICE_REGION
from policies.errors import ArgumentError

CREATE_KEY: Final = "create"
"""The value of a key setting that asks for a new customer key."""

_GENERATION: Final = re.compile(r"g[1-9][0-9]*")
_ELSEWHERE: Final = re.compile(r"(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-.*")
"""Regions of other partitions: an account of the service's partition, `aws`, has nothing there."""
_QUEUE: Final = re.compile(r"arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}")
_POLICY: Final = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:policy/[\w+=,.@/-]+", re.ASCII)
_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class DestinationSettings:
    """One generation of the place that reports go to.

    Attributes:
        generation: `g1`, `g2`, …
        bucket: The bucket's name.
        topic: The topic's name.
        prefix: The prefix that callers send; None for none.
        bucket_region: The bucket's region; any.
        topic_region: The topic's region; any.
        bucket_key: None for SSE-S3, `create`, or the ARN of a customer key in the bucket's region.
        topic_key: None, `create`, or the ARN of a customer key in the topic's region.
        adopt_bucket: The bucket exists: import it and never change it.
        adopt_topic: The topic exists: import it and never change it.
    """

    generation: str
    bucket: str
    topic: str
    prefix: str | None = None
    bucket_region: str = SERVICE_REGION
    topic_region: str = SERVICE_REGION
    bucket_key: str | None = None
    topic_key: str | None = None
    adopt_bucket: bool = False
    adopt_topic: bool = False


@dataclass(frozen=True, slots=True)
class PrincipalNames:
    """IAM users, groups and roles of the seller's account, by plain name."""

    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adopted:
    """The policy that the portal put on the role: inline if it has no ARN, else managed."""

    policy_name: str
    policy_arn: str | None = None


@dataclass(frozen=True, slots=True)
class SellerSettings:
    """Everything that a seller's stack is made from.

    Without `external_id` the stack has destinations only: the portal has not been visited. With it and without
    `adopted` the role is created; with both, the portal's role is adopted.
    """

    seller: str
    account_id: str
    destinations: tuple[DestinationSettings, ...]
    active: str
    external_id: str | None = None
    adopted: Adopted | None = None
    callers: PrincipalNames = PrincipalNames()
    readers: PrincipalNames = PrincipalNames()
    subscriptions_sqs: tuple[str, ...] = ()
    subscriptions_email: tuple[str, ...] = ()

    @property
    def active_destination(self) -> DestinationSettings:
        """The generation that callers are told to use."""
        return next(place for place in self.destinations if place.generation == self.active)

    @property
    def role_arn(self) -> str:
        """The role's ARN, whether or not it exists yet."""
        return arns.role(self.account_id)

    def topic_arn(self, place: DestinationSettings) -> str:
        """The ARN of a generation's topic."""
        return str(arns.TopicArn("aws", place.topic_region, self.account_id, place.topic))


SETTING_TYPES: Final[Mapping[str, bool]] = {
    "accountId": False,
    "destinations": True,
    "active": False,
    "externalId": False,
    "adopted": True,
    "callers": True,
    "readers": True,
    "subscriptions": True,
}
"""The keys of a stack's configuration; true for those that hold objects."""


def seller_settings(seller: str, config: Mapping[str, object]) -> SellerSettings:
    """Read and check a stack's configuration.

    Args:
        seller: The stack's name.
        config: The configuration of the `mca` namespace, decoded.

    Raises:
        ArgumentError: A key is unknown or a value is wrong; it names the key.
    """
    _refuse_unknown(config, tuple(SETTING_TYPES), "")
    places = _mapping(config.get("destinations"), "destinations")
    destinations = tuple(_destination(str(generation), value) for generation, value in places.items())
    if not destinations:
        raise ArgumentError("destinations", "there is none.", remedy="Give g1 a bucket and a topic.")
    active = _text(config, "active", "") or destinations[0].generation
    if active not in {place.generation for place in destinations}:
        raise ArgumentError("active", f"{active!r} is not among the destinations.", remedy="Name one of them.")
    _refuse_disagreement(destinations)
    external_id = _text(config, "externalId", "") or None
    subscriptions = _mapping(config.get("subscriptions"), "subscriptions")
    _refuse_unknown(subscriptions, ("sqs", "email"), "subscriptions.")
    adopted = _adopted(config)
    if adopted and external_id is None:
        remedy = "Give the external id of the adopted role's trust policy."
        raise ArgumentError("externalId", "it is missing although a role is adopted.", remedy=remedy)
    return SellerSettings(
        seller=names.seller(seller),
        account_id=names.account_id(_text(config, "accountId", "") or "", "accountId"),
        destinations=destinations,
        active=active,
        external_id=None if external_id is None else names.external_id(external_id, "externalId"),
        adopted=adopted,
        callers=_principals(config, "callers"),
        readers=_principals(config, "readers"),
        subscriptions_sqs=tuple(
            _shaped(arn, _QUEUE, "subscriptions.sqs", "arn:aws:sqs:REGION:ACCOUNT:NAME")
            for arn in _texts(subscriptions, "sqs", "subscriptions.")
        ),
        subscriptions_email=tuple(
            _shaped(address, _ADDRESS, "subscriptions.email", "name@example.com")
            for address in _texts(subscriptions, "email", "subscriptions.")
        ),
    )


def _destination(generation: str, value: object) -> DestinationSettings:
    at = f"destinations.{generation}."
    fields = _mapping(value, f"destinations.{generation}")
    known = ("bucket", "topic", "prefix", "bucketRegion", "topicRegion", "bucketKey", "topicKey", "adopt")
    _refuse_unknown(fields, known, at)
    if not _GENERATION.fullmatch(generation):
        raise ArgumentError("destinations", f"{generation!r} is not a generation.", remedy="Use g1, g2, …")
    adopt = _texts(fields, "adopt", at)
    if unknown := set(adopt) - {"bucket", "topic"}:
        raise ArgumentError(f"{at}adopt", f"{min(unknown)!r} cannot be adopted.", remedy="Use bucket or topic.")
    prefix = _text(fields, "prefix", at)
    bucket_region, topic_region = (_region(fields, key, at) for key in ("bucketRegion", "topicRegion"))
    return DestinationSettings(
        generation=generation,
        bucket=names.bucket_name(_text(fields, "bucket", at) or "", f"{at}bucket"),
        topic=names.topic_name(_text(fields, "topic", at) or "", f"{at}topic"),
        prefix=None if prefix is None else names.prefix(prefix, f"{at}prefix"),
        bucket_region=bucket_region,
        topic_region=topic_region,
        bucket_key=_key(fields, "bucketKey", at, bucket_region),
        topic_key=_key(fields, "topicKey", at, topic_region),
        adopt_bucket="bucket" in adopt,
        adopt_topic="topic" in adopt,
    )


def _region(fields: Mapping[str, object], key: str, at: str) -> str:
    region = names.region(_text(fields, key, at) or SERVICE_REGION, at + key)
    if _ELSEWHERE.fullmatch(region):
        raise ArgumentError(at + key, f"{region} is in another partition.", remedy="Use a commercial region.")
    return region


def _key(fields: Mapping[str, object], key: str, at: str, region: str) -> str | None:
    value = _text(fields, key, at)
    if value is None or value == CREATE_KEY:
        return value
    if names.key_arn(value, at + key).split(":")[3] != region:
        raise ArgumentError(at + key, f"the key is not in {region}.", remedy="Use a key of the same region.")
    return value


def _refuse_disagreement(destinations: tuple[DestinationSettings, ...]) -> None:
    """Two generations may share a bucket or a topic, but then they must say the same of it."""
    seen: dict[tuple[str, ...], tuple[object, ...]] = {}
    for place in destinations:
        for kind, identity, said in (
            ("bucket", (place.bucket,), (place.bucket_region, place.bucket_key, place.adopt_bucket)),
            ("topic", (place.topic, place.topic_region), (place.topic_key, place.adopt_topic)),
        ):
            if seen.setdefault((kind, *identity), said) != said:
                argument = f"destinations.{place.generation}.{kind}"
                raise ArgumentError(
                    argument, "an earlier generation describes it differently.", remedy="Make them agree."
                )


def _adopted(config: Mapping[str, object]) -> Adopted | None:
    fields = _mapping(config.get("adopted"), "adopted")
    if not fields:
        return None
    _refuse_unknown(fields, ("policyName", "policyArn"), "adopted.")
    name = names.iam_name(_text(fields, "policyName", "adopted.") or "", "adopted.policyName")
    arn = _text(fields, "policyArn", "adopted.")
    if arn is not None:
        _shaped(arn, _POLICY, "adopted.policyArn", "arn:aws:iam::ACCOUNT:policy/NAME")
    return Adopted(policy_name=name, policy_arn=arn)


def _principals(config: Mapping[str, object], key: str) -> PrincipalNames:
    fields = _mapping(config.get(key), key)
    _refuse_unknown(fields, ("users", "groups", "roles"), f"{key}.")
    users, groups, roles = (
        tuple(names.iam_name(name, f"{key}.{kind}") for name in _texts(fields, kind, f"{key}."))
        for kind in ("users", "groups", "roles")
    )
    return PrincipalNames(users=users, groups=groups, roles=roles)


def _shaped(value: str, shape: re.Pattern[str], argument: str, example: str) -> str:
    """The value, if it has the shape that the example shows."""
    if not shape.fullmatch(value):
        raise ArgumentError(argument, f"{value!r} is not of the form {example}.", remedy=f"Give it as {example}.")
    return value


def _refuse_unknown(fields: Mapping[str, object], known: tuple[str, ...], at: str) -> None:
    for key in fields:
        if key not in known:
            raise ArgumentError(f"{at}{key}", "there is no such setting.", remedy=f"Known here: {', '.join(known)}.")


def _mapping(value: object, argument: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        remedy = "Write it as a mapping of names to values."
        raise ArgumentError(argument, f"{value!r} is not a mapping.", remedy=remedy)
    return value


def _text(fields: Mapping[str, object], key: str, at: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise ArgumentError(f"{at}{key}", f"{value!r} is not text.", remedy="Put it in quotation marks.")


def _texts(fields: Mapping[str, object], key: str, at: str) -> tuple[str, ...]:
    value = fields.get(key, [])
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ArgumentError(f"{at}{key}", f"{value!r} is not a list of texts.", remedy="Write it as a list.")
    if twins := [item for number, item in enumerate(value) if item in value[:number]]:
        raise ArgumentError(f"{at}{key}", f"{twins[0]!r} stands in it twice.", remedy="Name each once.")
    return tuple(value)
