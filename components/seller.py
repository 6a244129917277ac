"""A seller's account: its destinations, the role, and the seller's own callers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.bucket import DestinationBucket, DestinationBucketArgs
from components.callers import CallerPolicies, CallerPoliciesArgs
from components.key import CustomerKey, CustomerKeyArgs
from components.role import CommerceAnalyticsRole, CommerceAnalyticsRoleArgs
from components.settings import CREATE_KEY, DestinationSettings, SellerSettings
from components.topic import NotificationTopic, NotificationTopicArgs
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.role import role_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerAccountArgs:
    """What a seller's account is made from.

    Attributes:
        settings: The stack's configuration, checked.
        tags: The tags of everything that takes tags.
    """

    settings: SellerSettings
    tags: Mapping[str, str]


class SellerAccount(pulumi.ComponentResource):
    """One seller, whole.

    Attributes:
        outputs: What callers need, by the names of the stack's outputs: `bucket`, `topicArn`, `roleArn`, `prefix`
            and `generation` of the active destination, and all `destinations` by generation.
    """

    outputs: dict[str, pulumi.Output[str] | str | dict[str, object] | None]

    def __init__(self, name: str, args: SellerAccountArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:SellerAccount", name, None, opts)
        self._name, self._args, self._settings = name, args, args.settings
        self._buckets: dict[str, DestinationBucket] = {}
        self._topics: dict[str, NotificationTopic] = {}
        self._keys: dict[tuple[str, str], pulumi.Output[str]] = {}
        for place in self._settings.destinations:
            self._deploy(place)
        self._policies = [self._place(place) for place in self._settings.destinations]
        role_arn = self._deploy_role()
        self.outputs = self._describe(role_arn)
        self.register_outputs(self.outputs)

    def _deploy(self, place: DestinationSettings) -> None:
        """Make a generation's bucket and topic, unless an earlier generation has made them."""
        opts = pulumi.ResourceOptions(parent=self)
        if place.bucket not in self._buckets:
            self._buckets[place.bucket] = DestinationBucket(
                f"{self._name}-bucket-{place.generation}",
                DestinationBucketArgs(
                    name=place.bucket,
                    region=place.bucket_region,
                    prefixes=self._prefixes(place.bucket),
                    key_arn=self._key("bucket", place.bucket, place.bucket_region, place.bucket_key, place.generation),
                    tags=self._args.tags,
                    adopt=place.adopt_bucket,
                ),
                opts,
            )
        topic_arn = self._settings.topic_arn(place)
        if topic_arn not in self._topics:
            self._topics[topic_arn] = NotificationTopic(
                f"{self._name}-topic-{place.generation}",
                NotificationTopicArgs(
                    arn=topic_arn,
                    key_arn=self._key("topic", topic_arn, place.topic_region, place.topic_key, place.generation),
                    sqs=self._settings.subscriptions_sqs,
                    email=self._settings.subscriptions_email,
                    tags=self._args.tags,
                    adopt=place.adopt_topic,
                ),
                opts,
            )

    def _prefixes(self, bucket: str) -> tuple[str | None, ...]:
        """The prefixes of all generations that share a bucket, each once."""
        return tuple(dict.fromkeys(place.prefix for place in self._settings.destinations if place.bucket == bucket))

    def _key(
        self, kind: str, owner: str, region: str, setting: str | None, generation: str
    ) -> pulumi.Output[str] | None:
        """The ARN of the key that encrypts a bucket or topic; made here if the setting asks for it."""
        if setting is None:
            return None
        if setting == CREATE_KEY:
            name = f"{self._name}-{kind}-key-{generation}"
            args = CustomerKeyArgs(
                account_id=self._settings.account_id, region=region, alias=f"mca/{name}", tags=self._args.tags
            )
            arn = CustomerKey(name, args, pulumi.ResourceOptions(parent=self)).arn
        else:
            arn = pulumi.Output.from_input(setting)
        self._keys[kind, owner] = arn
        return arn

    def _place(self, place: DestinationSettings) -> pulumi.Output[Destination]:
        """The generation as policies see it, once its keys are known."""
        topic_arn = self._settings.topic_arn(place)

        def destination(keys: Mapping[str, str | None]) -> Destination:
            return Destination(
                bucket=place.bucket,
                topic_arn=topic_arn,
                prefix=place.prefix,
                bucket_key_arn=keys["bucket"],
                topic_key_arn=keys["topic"],
            )

        return pulumi.Output.all(
            bucket=self._keys.get(("bucket", place.bucket)), topic=self._keys.get(("topic", topic_arn))
        ).apply(destination)

    def _deploy_role(self) -> pulumi.Output[str] | None:
        """The role and, now that somebody can deliver, the callers. Nothing before the portal has been visited."""
        settings = self._settings
        if settings.external_id is None:
            return None
        opts = pulumi.ResourceOptions(parent=self)
        places = pulumi.Output.all(*self._policies)
        role = CommerceAnalyticsRole(
            f"{self._name}-role",
            CommerceAnalyticsRoleArgs(
                account_id=settings.account_id,
                external_id=settings.external_id,
                policy=places.apply(lambda all_: _json(role_policy(*all_, account_id=settings.account_id))),
                adopted=settings.adopted,
                tags=self._args.tags,
            ),
            opts,
        )
        CallerPolicies(
            f"{self._name}-callers",
            CallerPoliciesArgs(
                callers=settings.callers,
                caller_policy=_json(caller_policy()),
                readers=settings.readers,
                reader_policy=places.apply(lambda all_: _json(reader_policy(*all_))),
            ),
            opts,
        )
        return role.arn

    def _describe(
        self, role_arn: pulumi.Output[str] | None
    ) -> dict[str, pulumi.Output[str] | str | dict[str, object] | None]:
        active = self._settings.active_destination
        return {
            "accountId": self._settings.account_id,
            "bucket": self._buckets[active.bucket].name,
            "topicArn": self._topics[self._settings.topic_arn(active)].arn,
            "roleArn": role_arn,
            "prefix": active.prefix,
            "generation": active.generation,
            "destinations": {
                place.generation: {
                    "bucket": self._buckets[place.bucket].name,
                    "topicArn": self._topics[self._settings.topic_arn(place)].arn,
                    "prefix": place.prefix,
                }
                for place in self._settings.destinations
            },
        }


def _json(document: PolicyDocument) -> str:
    return document.to_json()
