"""A whole seller: the real program under the recording engine, with the configuration of a stack."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID, KEY_ARN, ROLE_ARN
from recording import Recording, RecordingMonitor, record

from checks.documents.model import parse_policy
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Verdict, within
from components.ownership import owner, tags
from components.seller import SellerAccount, SellerAccountArgs
from components.settings import seller_settings
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.errors import ArgumentError
from policies.role import role_policy
from policies.trust import trust_policy

PROGRAM = str(Path(__file__).parent.parent.parent / "__main__.py")
TOPIC_ARN = f"arn:aws:sns:eu-central-1:{ACCOUNT}:acme-topic"
G1: dict[str, Any] = {
    "bucket": BUCKET,
    "topic": "acme-topic",
    "prefix": "reports",
    "bucketRegion": "us-west-2",
    "topicRegion": "eu-central-1",
}
BEFORE_PORTAL: dict[str, Any] = {
    "accountId": ACCOUNT,
    "destinations": {"g1": G1},
    "callers": {"users": ["alice"]},
    "readers": {"groups": ["finance"]},
}
KNOWN: dict[str, Any] = {**BEFORE_PORTAL, "externalId": EXTERNAL_ID}
ADOPTED: dict[str, Any] = {**KNOWN, "adopted": {"policyName": "oneClick_MarketplaceCommerceAnalyticsRole_1"}}
REGIONAL = ("aws:s3/", "aws:sns/", "aws:kms/", "aws:sqs/")


def deployed(settings: dict[str, Any], stack: str = "acme") -> Recording:
    """Run `__main__.py` with a configuration."""
    config = {f"mca:{key}": value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}
    return record(lambda: runpy.run_path(PROGRAM, run_name="__main__"), stack=stack, config=config)


def resources(recording: Recording) -> set[str]:
    """The types of all AWS resources."""
    return {found.type for found in recording if found.type.startswith("aws:")}


@pytest.mark.parametrize("settings", [BEFORE_PORTAL, KNOWN, ADOPTED])
def test_every_resource_has_the_sellers_provider_and_its_region(settings: dict[str, Any]) -> None:
    """All AWS resources go to the one guarded provider; regional ones say their region; none hangs on the stack."""
    recording = deployed(settings)
    provider = recording.only("pulumi:providers:aws")
    assert provider.inputs["region"] == "us-east-1"
    assert json.loads(provider.inputs["allowedAccountIds"]) == [ACCOUNT]
    for found in recording:
        if found.type.startswith("aws:"):
            assert found.provider.startswith("urn:pulumi:acme::mca::pulumi:pulumi:Stack$pulumi:providers:aws::seller::")
            assert found.parent_name != "mca-acme"
        if found.type.startswith(REGIONAL):
            assert found.inputs["region"] in {"us-west-2", "eu-central-1"}


@pytest.mark.parametrize("settings", [BEFORE_PORTAL, KNOWN, ADOPTED])
def test_bucket_topic_and_role_are_protected_and_retained(settings: dict[str, Any]) -> None:
    """No configuration leaves what holds data, or what AWS knows by name, unprotected."""
    kinds = {"aws:s3/bucket:Bucket", "aws:sns/topic:Topic", "aws:iam/role:Role"}
    found = [one for one in deployed(settings) if one.type in kinds]
    assert all(one.protect and one.retain for one in found)
    assert len(found) == (2 if settings is BEFORE_PORTAL else 3)


def test_components_hang_together() -> None:
    """The seller's component is the root of all; each part is its child."""
    recording = deployed(KNOWN)
    parents = {found.name: found.parent_name for found in recording if found.type.startswith("mca:index:")}
    assert parents == {
        "acme": "mca-acme",
        "acme-bucket-g1": "acme",
        "acme-topic-g1": "acme",
        "acme-role": "acme",
        "acme-callers": "acme",
    }


def test_nothing_of_role_or_callers_before_the_portal() -> None:
    """Without an external id there is a destination and nothing else: no role, no grant to anybody."""
    recording = deployed(BEFORE_PORTAL)
    assert not {kind for kind in resources(recording) if kind.startswith("aws:iam/")}
    assert recording.exports["roleArn"] is None
    assert recording.exports["bucket"] == BUCKET


def test_an_empty_external_id_is_none() -> None:
    """Pulumi.yaml's default, an empty text, means that the portal has not been visited."""
    assert deployed({**BEFORE_PORTAL, "externalId": ""}).names() == deployed(BEFORE_PORTAL).names()


def test_with_the_id_the_role_and_the_callers_are_made() -> None:
    """The role's policy is that of `policies`, for this destination; callers and readers get theirs."""
    recording = deployed(KNOWN)
    place = Destination(BUCKET, TOPIC_ARN, "reports")
    policy = recording.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    assert policy == role_policy(place, account_id=ACCOUNT).to_json()
    caller = recording.only("aws:iam/userPolicy:UserPolicy").inputs
    assert (caller["user"], caller["policy"]) == ("alice", caller_policy().to_json())
    reader = recording.only("aws:iam/groupPolicy:GroupPolicy").inputs
    assert (reader["group"], reader["policy"]) == ("finance", reader_policy(place).to_json())


def test_an_adopted_role_is_only_imported() -> None:
    """With an adopted policy nothing of the role is made or tagged; callers are still served."""
    recording = deployed(ADOPTED)
    for kind in ("aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"):
        found = recording.only(kind)
        assert found.import_id.startswith("MarketplaceCommerceAnalyticsRole")
        assert found.ignore_changes == ("*",)
        assert "tags" not in found.inputs
    assert recording.of("aws:iam/userPolicy:UserPolicy")


def test_adopting_keeps_the_names_of_the_resources() -> None:
    """Whether adopted or made, a resource has one logical name, so that a stack never holds the role twice."""
    made, adopted = (deployed(settings).names() for settings in (KNOWN, ADOPTED))
    assert made == adopted


def test_an_adopted_destination_is_only_imported() -> None:
    """An adopted bucket and topic get none of our settings, policies or tags."""
    recording = deployed({**BEFORE_PORTAL, "destinations": {"g1": {**G1, "adopt": ["bucket", "topic"]}}})
    assert resources(recording) == {"aws:s3/bucket:Bucket", "aws:sns/topic:Topic"}
    assert {found.import_id for found in recording if found.type.startswith("aws:")} == {BUCKET, TOPIC_ARN}


def test_two_generations_that_share_a_topic_make_one_topic() -> None:
    """A rotated bucket beside its predecessor: two buckets, one topic, one role policy for both."""
    second = {**G1, "bucket": "acme-reports-2"}
    recording = deployed({**KNOWN, "destinations": {"g1": G1, "g2": second}, "active": "g2"})
    assert len(recording.of("aws:sns/topic:Topic")) == 1
    assert {found.name for found in recording.of("aws:s3/bucket:Bucket")} == {
        "acme-bucket-g1-bucket",
        "acme-bucket-g2-bucket",
    }
    places = [Destination(name, TOPIC_ARN, "reports") for name in (BUCKET, "acme-reports-2")]
    assert (
        recording.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
        == role_policy(*places, account_id=ACCOUNT).to_json()
    )
    assert (recording.exports["generation"], recording.exports["bucket"]) == ("g2", "acme-reports-2")
    assert sorted(recording.exports["destinations"]) == ["g1", "g2"]


def test_two_generations_that_share_a_bucket_make_one_bucket() -> None:
    """A rotated topic beside its predecessor: one bucket, two topics."""
    recording = deployed({**KNOWN, "destinations": {"g1": G1, "g2": {**G1, "topic": "acme-topic-2"}}})
    assert len(recording.of("aws:s3/bucket:Bucket")) == 1
    assert len(recording.of("aws:sns/topic:Topic")) == 2


def test_topics_of_one_name_in_two_regions_are_two() -> None:
    """A topic's region is part of what it is."""
    recording = deployed({**KNOWN, "destinations": {"g1": G1, "g2": {**G1, "topicRegion": "us-east-1"}}})
    assert {found.inputs["region"] for found in recording.of("aws:sns/topic:Topic")} == {"eu-central-1", "us-east-1"}


def test_created_keys_encrypt_and_are_granted() -> None:
    """Keys are made where bucket and topic are, used by them, and granted to the role and the readers."""
    recording = deployed({**KNOWN, "destinations": {"g1": {**G1, "bucketKey": "create", "topicKey": "create"}}})
    keys = {found.name: found for found in recording.of("aws:kms/key:Key")}
    assert {name: found.inputs["region"] for name, found in keys.items()} == {
        "acme-bucket-key-g1-key": "us-west-2",
        "acme-topic-key-g1-key": "eu-central-1",
    }
    bucket_key = f"arn:aws:kms:us-west-2:{ACCOUNT}:key/acme-bucket-key-g1-key"
    topic_key = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/acme-topic-key-g1-key"
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    (rule,) = recording.only(kind).inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == bucket_key
    assert recording.only("aws:sns/topic:Topic").inputs["kmsMasterKeyId"] == topic_key
    place = Destination(BUCKET, TOPIC_ARN, "reports", bucket_key, topic_key)
    policy = recording.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    assert policy == role_policy(place, account_id=ACCOUNT).to_json()
    assert recording.only("aws:iam/groupPolicy:GroupPolicy").inputs["policy"] == reader_policy(place).to_json()


def test_a_key_of_ones_own_is_used_and_not_made() -> None:
    """An ARN in the configuration names a key that exists: it is used and granted; none is created."""
    own = KEY_ARN.replace("us-east-1", "us-west-2")
    recording = deployed({**KNOWN, "destinations": {"g1": {**G1, "bucketKey": own}}})
    assert not recording.of("aws:kms/key:Key")
    assert own in recording.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"]


def test_everything_taggable_says_whose_it_is() -> None:
    """Bucket, topic, role and key carry the owner tag, which decides whether a name is ours."""
    assert owner("mca", "acme") == "mca/acme"
    recording = deployed({**KNOWN, "destinations": {"g1": {**G1, "bucketKey": "create"}}})
    for kind in ("aws:s3/bucket:Bucket", "aws:sns/topic:Topic", "aws:iam/role:Role", "aws:kms/key:Key"):
        assert tags("mca", "acme", "acme").items() <= recording.only(kind).inputs["tags"].items()


def test_the_exports_are_what_callers_need() -> None:
    """The stack's outputs name the account, the active destination, the role, and every generation."""
    assert deployed(KNOWN).exports == {
        "accountId": ACCOUNT,
        "bucket": BUCKET,
        "topicArn": TOPIC_ARN,
        "roleArn": ROLE_ARN,
        "prefix": "reports",
        "generation": "g1",
        "destinations": {"g1": {"bucket": BUCKET, "topicArn": TOPIC_ARN, "prefix": "reports"}},
    }


def test_two_stacks_share_no_name_and_no_owner() -> None:
    """Another seller's stack registers other logical names, under another owner."""
    mine, theirs = deployed(BEFORE_PORTAL), deployed(BEFORE_PORTAL, stack="bolt")
    assert mine.names() & theirs.names() == {"seller"}
    assert theirs.only("aws:s3/bucket:Bucket").inputs["tags"]["mca:owner"] == "mca/bolt"


@pytest.mark.parametrize(
    ("argument", "changes"),
    [
        ("accountId", {"accountId": "1234"}),
        ("destinations", {"destinations": {}}),
        ("destinations.g1.bucket", {"destinations": {"g1": {**G1, "bucket": "ACME"}}}),
        ("destinations.g1.prefix", {"destinations": {"g1": {**G1, "prefix": "reports/*"}}}),
        ("active", {"active": "g9"}),
        ("externalId", {"externalId": "your-external-id"}),
        ("callers.users", {"callers": {"users": ["*"]}}),
    ],
)
def test_a_wrong_configuration_registers_nothing(
    argument: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program stops with the setting's name before the engine is asked for anything at all."""
    asked: list[str] = []
    register = RecordingMonitor.RegisterResource

    def watch(self: RecordingMonitor, request: Any) -> Any:  # noqa: ANN401  # gRPC's types
        asked.append(request.type)
        return register(self, request)

    monkeypatch.setattr(RecordingMonitor, "RegisterResource", watch)
    with pytest.raises(ArgumentError) as caught:
        deployed({**KNOWN, **changes})
    assert caught.value.argument == argument
    assert set(asked) <= {"pulumi:pulumi:Stack"}


def test_the_component_can_be_used_without_the_program() -> None:
    """A program of one's own can make a seller from settings, and gets the same outputs as attributes."""
    found: dict[str, object] = {}

    def program() -> None:
        provider = aws.Provider("mine", region="us-east-1")
        args = SellerAccountArgs(settings=seller_settings("acme", KNOWN), tags={})
        found.update(SellerAccount("acme", args, pulumi.ResourceOptions(providers=[provider])).outputs)

    record(program)
    assert (found["prefix"], found["generation"]) == ("reports", "g1")


def test_what_is_deployed_is_proved_to_be_the_reference() -> None:
    """Role, trust, caller and reader: proved within the reference, and the reference within them; all at once."""
    recording = deployed(KNOWN)
    place = Destination(BUCKET, TOPIC_ARN, "reports")
    role = recording.only("aws:iam/role:Role").inputs
    attached = {
        "role": (
            recording.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"],
            role_policy(place, account_id=ACCOUNT),
        ),
        "trust": (role["assumeRolePolicy"], trust_policy(EXTERNAL_ID)),
        "caller": (recording.only("aws:iam/userPolicy:UserPolicy").inputs["policy"], caller_policy()),
        "reader": (recording.only("aws:iam/groupPolicy:GroupPolicy").inputs["policy"], reader_policy(place)),
    }
    for name, (text, reference) in attached.items():
        mine, other = NamedPolicy(name, parse_policy(text)), NamedPolicy("reference", reference)
        assert within(mine, other).verdict is Verdict.PROVED
        assert within(other, mine).verdict is Verdict.PROVED
