"""What the stand-in provider accepts, and how it compares: without an engine."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.provider.experimental import provider as protocol

from policies.errors import AccountError, MCAError
from sandbox.provider.aws import Connection
from sandbox.provider.codec import from_aws, to_aws
from sandbox.provider.compare import changes, same_document
from sandbox.provider.plugin import AwsProvider
from sandbox.provider.registry import RESOURCES
from sandbox.provider.s3_settings import BucketLifecycleConfiguration
from sandbox.provider.schema import DEFAULTS, UNKNOWN, Field, Kind
from sandbox.provider.settings import setting_failures, settings_from
from sandbox.provider.values import plain, wrap


def check(kind: str, inputs: dict[str, object], old: dict[str, object] | None = None) -> protocol.CheckResponse:
    """Ask the provider to check inputs."""
    request = protocol.CheckRequest(f"urn:pulumi:s::p::{kind}::Name", wrap(old or {}), wrap(inputs), b"seed")
    return asyncio.run(AwsProvider().check(request))


REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    ("aws:s3/bucket:Bucket", {"objectLockEnabled": True}, "objectLockEnabled", "does not implement"),
    ("aws:s3/bucket:Bucket", {"versioning": {"enabled": True}}, "versioning", "does not implement"),
    ("aws:s3/bucket:Bucket", {"bucketPrefix": "a"}, "bucketPrefix", "does not implement"),
    ("aws:s3/bucket:Bucket", {"bucketNamespace": "mine"}, "bucketNamespace", "expected one of global"),
    ("aws:s3/bucket:Bucket", {"tags": {"a": 1}}, "tags.a", "expected a string"),
    ("aws:s3/bucket:Bucket", {"tags": "a"}, "tags", "expected a map of strings"),
    ("aws:s3/bucketVersioning:BucketVersioning", {"bucket": "b"}, "versioningConfiguration", "is missing"),
    (
        "aws:s3/bucketVersioning:BucketVersioning",
        {"bucket": "b", "versioningConfiguration": {}},
        "versioningConfiguration.status",
        "is missing",
    ),
    ("aws:s3/bucketVersioning:BucketVersioning", {"mfa": "1", "bucket": UNKNOWN}, "mfa", "does not implement"),
    (
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {"bucket": "b", "rules": [{"id": "x", "status": "Enabled", "expiration": {"date": "2030-01-01"}}]},
        "rules[0].expiration.date",
        "does not implement",
    ),
    (
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {"bucket": "b", "rules": [UNKNOWN, "x"]},
        "rules[1]",
        "expected an object",
    ),
    ("aws:iam/role:Role", {"assumeRolePolicy": "{}", "managedPolicyArns": []}, "managedPolicyArns", "does not impl"),
    ("aws:iam/role:Role", {"assumeRolePolicy": "{}", "inlinePolicies": []}, "inlinePolicies", "does not implement"),
    ("aws:iam/role:Role", {"assumeRolePolicy": "{"}, "assumeRolePolicy", "invalid JSON document"),
    ("aws:iam/role:Role", {"assumeRolePolicy": "{}", "maxSessionDuration": "1h"}, "maxSessionDuration", "whole number"),
    ("aws:sns/topic:Topic", {"policy": "{}"}, "policy", "does not implement"),
    ("aws:sns/topic:Topic", {"fifoTopic": False}, "fifoTopic", "does not implement"),
    ("aws:sqs/queue:Queue", {"fifoQueue": True}, "fifoQueue", "does not implement"),
    ("aws:kms/key:Key", {"enableKeyRotation": "yes"}, "enableKeyRotation", "expected a boolean"),
]


@pytest.mark.parametrize(("kind", "inputs", "path", "reason"), REFUSED)
def test_a_wrong_input_is_named(kind: str, inputs: dict[str, object], path: str, reason: str) -> None:
    """An input that is unknown, missing or malformed fails the check, with its path."""
    found = {failure.property: failure.reason for failure in check(kind, inputs).failures or []}
    assert reason in found[path]


@pytest.mark.parametrize("kind", sorted(RESOURCES))
def test_every_type_is_closed(kind: str) -> None:
    """No type takes a property that is not in its table."""
    found = {failure.property for failure in check(kind, {"neverHeardOf": True}).failures or []}
    assert "neverHeardOf" in found


@pytest.mark.parametrize("kind", sorted(RESOURCES))
def test_unknown_values_pass(kind: str) -> None:
    """What a preview does not know yet is no failure."""
    assert not check(kind, {field.name: UNKNOWN for field in RESOURCES[kind].fields}).failures


def test_names_are_generated_and_kept() -> None:
    """A name is made of the logical name and seven characters, and kept while it was generated."""
    first = plain(check("aws:iam/policy:Policy", {"policy": "{}"}).inputs or {})
    assert first["name"].startswith("Name-")
    assert len(first["name"]) == len("Name-") + 7
    kept = plain(check("aws:iam/policy:Policy", {"policy": "{}"}, {"name": "old", DEFAULTS: ["name"]}).inputs or {})
    assert kept["name"] == "old"
    given_before = plain(check("aws:iam/policy:Policy", {"policy": "{}"}, {"name": "old"}).inputs or {})
    assert given_before["name"] == first["name"]


def test_an_unknown_type_is_refused() -> None:
    """A type outside the table is an error that names it."""
    with pytest.raises(MCAError, match="does not implement the resource type aws:ec2/vpc:Vpc"):
        check("aws:ec2/vpc:Vpc", {})


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"maxRetries": "3"}, "maxRetries"),
        ({"assumeRoles": '[{"roleArn":"r"}]'}, "assumeRoles"),
        ({"endpoints": '[{"s3":"http://x"}]'}, "endpoints"),
        ({"defaultTags": '{"labels":{}}'}, "defaultTags"),
        ({"accessKey": "a"}, "secretKey"),
        ({"allowedAccountIds": "1"}, "allowedAccountIds"),
        ({"skipRegionValidation": '"x"'}, "skipRegionValidation"),
    ],
)
def test_a_wrong_provider_argument_is_named(arguments: dict[str, object], path: str) -> None:
    """A provider argument that is not implemented, or malformed, is refused by name."""
    assert [name for name, _ in setting_failures(arguments)] == [path]


def test_provider_arguments_are_read() -> None:
    """Arguments that are no strings come as JSON text."""
    arguments = {
        "region": "eu-west-1",
        "allowedAccountIds": '["111122223333"]',
        "defaultTags": '{"tags":{"a":"b"}}',
        "skipCredentialsValidation": "true",
        "version": "7.51.1",
    }
    assert not list(setting_failures(arguments))
    settings = settings_from(arguments)
    assert (settings.region, settings.allowed, settings.default_tags, settings.validate) == (
        "eu-west-1",
        ("111122223333",),
        {"a": "b"},
        False,
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"allowedAccountIds": '["1"]'}, "belong to account 2, but the provider allows only 1"),
        ({"forbiddenAccountIds": '["2"]'}, "belong to account 2, which the provider forbids"),
    ],
)
def test_the_account_guard_names_both_accounts(arguments: dict[str, object], expected: str) -> None:
    """Credentials of another account are refused with both account ids in the sentence."""
    connection = Connection(settings_from(arguments))
    connection.__dict__["identity"] = {"Account": "2", "Arn": "arn:aws:iam::2:user/u", "UserId": "u"}
    with pytest.raises(AccountError, match=expected):
        connection.guard()


STATEMENT = {"Effect": "Allow", "Action": ["a:b", "a:c"], "Resource": "*", "Principal": {"AWS": ["x", "y"]}}


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"Action": ["a:c", "a:b"]}, True),
        ({"Resource": ["*"]}, True),
        ({"Principal": {"AWS": ["y", "x"]}}, True),
        ({"Action": "a:b"}, False),
        ({"Effect": "Deny"}, False),
        ({"Principal": "*"}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
    ],
)
def test_documents_are_compared_by_meaning(change: dict[str, object], *, same: bool) -> None:
    """Order and one-or-list make no difference; anything that changes a request's fate does."""
    old = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]}, indent=2)
    new = json.dumps({"Statement": {**STATEMENT, **change}, "Version": "2012-10-17"})
    assert same_document(old, new) is same


def test_condition_booleans_are_strings() -> None:
    """IAM reads `true` and `"true"` alike."""

    def text(value: object) -> str:
        return json.dumps({"Statement": {**STATEMENT, "Condition": {"Bool": {"aws:SecureTransport": value}}}})

    assert same_document(text(value=True), text(["true"]))


@pytest.mark.parametrize(
    ("field", "old", "new", "paths"),
    [
        (Field("a"), None, None, []),
        (Field("a", default=""), None, "", []),
        (Field("a", computed=True), "x", None, []),
        (Field("a"), "x", None, ["a"]),
        (Field("a"), "x", UNKNOWN, ["a"]),
        (Field("a", Kind.KEY), "arn:aws:kms:r:1:key/k", "k", []),
        (Field("a", Kind.TAGS), None, {}, []),
        (Field("a", Kind.TAGS), {"x": "1", "y": "1"}, {"x": "2", "b c": "1"}, ['a["b c"]', "a.x", "a.y"]),
        (Field("a", Kind.BLOCK, fields=(Field("b"),)), {"b": "1"}, {"b": "2"}, ["a.b"]),
        (Field("a", Kind.BLOCK, fields=(Field("b"),)), None, {"b": "2"}, ["a"]),
        (Field("a", Kind.BLOCKS, fields=(Field("b"),)), [{"b": "1"}], [{"b": "1"}, {"b": "2"}], ["a[1]"]),
        (Field("a", Kind.BLOCKS, fields=(Field("b"),)), [{"b": "1"}], [UNKNOWN], ["a[0]"]),
    ],
)
def test_differences_are_leaves(field: Field, old: object, new: object, paths: list[str]) -> None:
    """A difference has the path of the leaf; defaults and computed values are none."""
    assert [change.path for change in changes(field, old, new, "a")] == paths


PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**50), 2**50) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), PLAIN))
def test_values_survive_the_protocol(values: dict[str, object]) -> None:
    """Wrapping and unwrapping gives the same values."""
    assert plain(wrap(values)) == values


def test_lifecycle_rules_survive_the_api() -> None:
    """What is written to AWS is read back as the same properties."""
    rules = [
        {
            "id": "x",
            "status": "Enabled",
            "filter": {"and": {"prefix": "p/", "tags": {"a": "b"}, "objectSizeLessThan": 5}},
            "noncurrentVersionExpiration": {"noncurrentDays": 3, "newerNoncurrentVersions": 2},
            "transitions": [{"days": 1, "storageClass": "GLACIER"}],
        }
    ]
    block = BucketLifecycleConfiguration.block
    spelled = to_aws(block, {"rules": rules})
    assert spelled["Rules"][0]["Filter"]["And"]["Tags"] == [{"Key": "a", "Value": "b"}]
    assert from_aws(block, spelled) == {"rules": rules}
