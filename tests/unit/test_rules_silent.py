"""No rule speaks of a document that `policies` makes, whatever its arguments are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import account_ids, bucket_names, external_ids, partitions, prefixes, topic_names

from checks.documents.policy import Holder, Kind
from checks.documents.source import Source
from checks.lint import lint, lint_document
from checks.rules.registry import rules
from checks.rules.rule import Context, Expectations
from policies.arns import ROLE_NAME
from policies.bucket import bucket_policy
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.enrolment import enrolment_policy
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

REGIONS = {
    "aws": ("us-east-1", "eu-central-1", "ap-southeast-2"),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1"),
    "aws-iso": ("us-iso-east-1",),
    "aws-iso-b": ("us-isob-east-1",),
    "aws-iso-e": ("eu-isoe-west-1",),
    "aws-iso-f": ("us-isof-south-1",),
    "aws-eusc": ("eusc-de-east-1",),
}
"""Regions of each partition (botocore, partitions.json)."""
role_names = st.just(ROLE_NAME) | st.from_regex(r"[A-Za-z0-9+=,.@_-]{1,64}", fullmatch=True)


class Case(NamedTuple):
    """A document, what it is for, and surroundings that fit it."""

    document: PolicyDocument
    kind: Kind
    holders: tuple[Holder | None, ...]
    expected: Expectations


@st.composite
def places(draw: st.DrawFn, partition: str, account: str) -> list[Destination]:
    """One to four destinations of one seller."""

    def place() -> Destination:
        bucket_region, topic_region = (draw(st.sampled_from(REGIONS[partition])) for _ in range(2))
        keys = [
            draw(st.none() | st.uuids().map(lambda key, at=region: f"arn:{partition}:kms:{at}:{account}:key/{key}"))
            for region in (bucket_region, topic_region)
        ]
        topic = f"arn:{partition}:sns:{topic_region}:{account}:{draw(topic_names)}"
        # Few names: generations often share a bucket, and one prefix may be below another.
        bucket = draw(st.sampled_from(["acme-reports", "acme-archive"]) | bucket_names)
        prefix = draw(st.none() | st.sampled_from(["daily", "daily/eu", "daily-eu"]) | prefixes)
        return Destination(bucket, topic, prefix, *keys)

    return [place() for _ in range(draw(st.integers(1, 4)))]


def around(account: str, partition: str, destinations: list[Destination]) -> Expectations:
    """What the user would say of these destinations."""
    common = {place.prefix or "" for place in destinations}
    return Expectations(
        account_id=account,
        buckets=tuple(place.bucket for place in destinations),
        topics=tuple(place.topic_arn for place in destinations),
        prefix=common.pop() if len(common) == 1 else "",
        partition=partition,
    )


@st.composite
def roles(draw: st.DrawFn) -> Case:
    """The role's permissions."""
    partition, account = draw(partitions), draw(account_ids)
    found = draw(places(partition, account))
    document = role_policy(*found, account_id=account, role_name=draw(role_names))
    return Case(document, Kind.ROLE, (None, Holder.ROLE, Holder.MANAGED), around(account, partition, found))


@st.composite
def readers(draw: st.DrawFn) -> Case:
    """The readers' permissions."""
    partition, account = draw(partitions), draw(account_ids)
    found = draw(places(partition, account))
    # Four destinations with long names and prefixes do not fit into what all inline policies of a user share.
    holders = (None, Holder.GROUP, Holder.ROLE, Holder.MANAGED)
    return Case(reader_policy(*found), Kind.READER, holders, around(account, partition, found))


@st.composite
def trusts(draw: st.DrawFn) -> Case:
    """The role's trust."""
    partition, external_id = draw(partitions), draw(external_ids)
    expected = Expectations(account_id=draw(account_ids), external_id=external_id, partition=partition)
    return Case(trust_policy(external_id, partition=partition), Kind.TRUST, (None,), expected)


@st.composite
def callers(draw: st.DrawFn) -> Case:
    """The callers' permissions, in any seller's surroundings."""
    partition, account = "aws", draw(account_ids)
    holders = (None, Holder.USER, Holder.GROUP, Holder.ROLE, Holder.MANAGED)
    return Case(caller_policy(), Kind.CALLER, holders, around(account, partition, draw(places(partition, account))))


@st.composite
def enrolments(draw: st.DrawFn) -> Case:
    """The permissions to enrol, in any seller's surroundings."""
    partition, account = "aws", draw(account_ids)
    holders = (None, Holder.USER, Holder.GROUP, Holder.ROLE, Holder.MANAGED)
    expected = around(account, partition, draw(places(partition, account)))
    return Case(enrolment_policy(), Kind.ENROLMENT, holders, expected)


@st.composite
def buckets(draw: st.DrawFn) -> Case:
    """The bucket's policy."""
    partition, account = draw(partitions), draw(account_ids)
    found = draw(places(partition, account))
    document = bucket_policy(found[0].bucket, partition=partition)
    return Case(document, Kind.BUCKET, (None,), around(account, partition, found))


@st.composite
def topics(draw: st.DrawFn) -> Case:
    """The topic's policy."""
    partition, account = draw(partitions), draw(account_ids)
    found = draw(places(partition, account))
    return Case(topic_policy(found[0].topic_arn), Kind.TOPIC, (None,), around(account, partition, found))


@st.composite
def keys(draw: st.DrawFn) -> Case:
    """A key's policy."""
    partition, account = draw(partitions), draw(account_ids)
    document = key_policy(account, role_name=draw(role_names), partition=partition)
    return Case(document, Kind.KEY, (None,), around(account, partition, draw(places(partition, account))))


CASES = {
    "role": roles,
    "reader": readers,
    "trust": trusts,
    "caller": callers,
    "enrolment": enrolments,
    "bucket": buckets,
    "topic": topics,
    "key": keys,
}


def written(document: PolicyDocument) -> tuple[str, str]:
    """The document as the project writes it, and without a blank."""
    return document.to_json(), json.dumps(document.to_dict(), separators=(",", ":"))


@pytest.mark.parametrize("cases", CASES.values(), ids=CASES)
def test_no_rule_speaks_of_what_policies_makes(cases: Callable[[], st.SearchStrategy[Case]]) -> None:
    """Every rule is silent on every document of `policies`: kind and surroundings given or not, however written."""

    @settings(deadline=None)  # the first document loads the rules' data
    @given(cases(), st.booleans(), st.booleans())
    def silent(case: Case, kind_given: bool, surroundings_given: bool) -> None:  # noqa: FBT001  # drawn, not written
        kind = case.kind if kind_given else None
        context = Context(case.expected) if surroundings_given else Context()
        for text in written(case.document):
            found = lint(Source("policy.json", text), rules(), context, kind)
            assert (found.findings, found.documents, found.unread) == ((), 1, ())
            for holder in case.holders:
                assert lint_document(Source("policy", text), rules(), context, kind, holder).findings == ()

    silent()
