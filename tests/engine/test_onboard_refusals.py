"""What onboarding refuses, each before anything is made; and what it adopts when it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sellers import Seller

from checks.result import Status
from components.ownership import OWNER_TAG
from policies.errors import MCAError, RefusedError

pytestmark = pytest.mark.engine


def make_bucket(seller: Seller, owner: str | None = None) -> None:
    """A bucket of the default name, with an owner tag or without."""
    seller.client("s3").create_bucket(Bucket=seller.bucket)
    if owner is not None:
        tags = {"TagSet": [{"Key": OWNER_TAG, "Value": owner}]}
        seller.client("s3").put_bucket_tagging(Bucket=seller.bucket, Tagging=tags)


def make_topic(seller: Seller, owner: str | None = None) -> None:
    """A topic of the default name, with an owner tag or without."""
    tags = [] if owner is None else [{"Key": OWNER_TAG, "Value": owner}]
    seller.client("sns").create_topic(Name=seller.topic.rsplit(":", 1)[-1], Tags=tags)


def make_role(seller: Seller, owner: str | None = None) -> None:
    """A role of the service's name, with an owner tag or without."""
    tags = [] if owner is None else [{"Key": OWNER_TAG, "Value": owner}]
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "9d5c1a52"}},
            }
        ],
    }
    seller.client("iam").create_role(
        RoleName="MarketplaceCommerceAnalyticsRole", AssumeRolePolicyDocument=json.dumps(trust), Tags=tags
    )


def edit(old: str, new: str) -> Callable[[Seller], None]:
    """Onboarded as far as the configuration, which a person then edits."""

    def change(seller: Seller) -> None:
        seller.configure()
        file = seller.project.config_file(seller.name)
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    return change


def nothing(seller: Seller) -> None:
    """The account is as new."""


def taken_elsewhere(seller: Seller) -> None:
    """Another account has a bucket of the default name."""
    seller.cloud.seller("stranger").client("s3").create_bucket(Bucket=seller.bucket)


CASES = {
    "bucket-of-another-stack": (
        lambda seller: make_bucket(seller, "mca/other"),
        [],
        "belongs to another stack",
        "choose another bucket name",
    ),
    "bucket-of-nobody-known": (make_bucket, [], "state does not know it", "--adopt bucket"),
    "bucket-that-only-says-it-is-ours": (
        lambda seller: make_bucket(seller, f"mca/{seller.name}"),
        [],
        "state does not know it",
        "--adopt bucket",
    ),
    "bucket-of-another-account": (taken_elsewhere, [], "is another account's", "choose another bucket name"),
    "topic-of-another-stack": (
        lambda seller: make_topic(seller, "mca/other"),
        [],
        "belongs to another stack",
        "choose another topic name",
    ),
    "topic-of-nobody-known": (make_topic, [], "state does not know it", "--adopt topic"),
    "nothing-to-adopt": (nothing, ["--adopt", "bucket"], "There is no bucket", "take bucket out of `adopt`"),
    "role-of-another-stack": (
        lambda seller: make_role(seller, "mca/other"),
        [],
        "belongs to the stack mca/other",
        "the stack that owns it",
    ),
    "role-with-another-external-id": (
        make_role,
        ["--external-id", "5f0e2b7c"],
        "another external id",
        "take externalId out",
    ),
    "role-that-is-there-already": (
        make_role,
        ["--external-id", "9d5c1a52"],
        "exists already",
        "take externalId out",
    ),
    "external-id-blank": (nothing, ["--external-id", " "], "--external-id: it is blank", "Leave it out"),
    "external-id-empty": (nothing, ["--external-id", ""], "--external-id: it is blank", "Leave it out"),
    "external-id-placeholder": (
        nothing,
        ["--external-id", "<YOUR_EXTERNAL_ID>"],
        "is blank or a placeholder",
        "never invented",
    ),
    "bucket-name": (nothing, ["--bucket", "Reports_2026"], "is not a bucket name", "Choose another name"),
    "topic-name": (nothing, ["--topic", "a b"], "is not a topic name", "letters, digits"),
    "region": (nothing, ["--topic-region", "Frankfurt"], "is not a region", "such as us-east-1"),
    "key": (nothing, ["--bucket-key", "alias/mine"], "is not the ARN of a KMS key", "aws kms describe-key"),
    "caller-that-is-not-there": (nothing, ["--caller", "user:nobody"], "There is no IAM user nobody", "make it first"),
    "caller-of-no-kind": (nothing, ["--caller", "nobody"], "user:NAME", "--caller"),
    "file-unknown-key": (edit("mca:active", "mca:actvie"), [], "there is no such setting", "Known here"),
    "file-blank-external-id": (
        edit("mca:active: g1", "mca:active: g1\n  mca:externalId: '  '"),
        [],
        "is blank or a placeholder",
        "never invented",
    ),
    "file-broken": (edit("config:", "config: ["), [], "The file is not YAML", "mend it by hand"),
    "file-number-for-text": (edit("mca:active: g1", "mca:active: 1"), [], "is not text", "quotation marks"),
    "nobody-to-ask": (nothing, None, "there is nobody to ask", "run again with --yes"),
    "file-says-otherwise": (
        lambda seller: seller.configure(),
        ["--bucket", "another-name-1"],
        "is configured with bucket",
        "leave the option out",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_refuses_before_anything_is_made(
    seller: Seller, case: tuple[Callable[[Seller], None], list[str] | None, str, str]
) -> None:
    """Exit code 2, the reason and the remedy on stderr, no traceback, and the account as it was."""
    arrange, arguments, reason, remedy = case
    arrange(seller)
    before = seller.inventory()
    options = [] if arguments is None else ["--yes", *arguments]
    refused = seller.mca("onboard", seller.name, "--account-id", seller.account, *options)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False), refused.stderr + refused.stdout
    said = " ".join(refused.stderr.split())
    assert reason in said
    assert remedy in said
    assert seller.inventory() == before


@pytest.mark.parametrize(
    ("name", "account", "reason"),
    [
        ("Acme", "222222222222", "'Acme' is not a seller name"),
        ("-acme", "222222222222", "No such option"),
        ("../acme", "222222222222", "'../acme' is not a seller name"),
        ("acme", "2222", "--account-id: '2222' is not an AWS account id"),
        ("acme", "\uff12" * 12, "is not an AWS account id"),
        ("unheard-of", None, "--account-id: unheard-of is new, and its account is not known"),
    ],
)
def test_wrong_names_are_refused_and_nothing_is_written(
    seller: Seller, name: str, account: str | None, reason: str
) -> None:
    """A seller's name or an account that is none is refused by what is wrong with it, and no file is left."""
    before = sorted(seller.project.directory.rglob("*"))
    options = [] if account is None else ["--account-id", account]
    refused = seller.mca("onboard", name, "--yes", *options)
    assert (refused.returncode, reason in refused.stderr) == (2, True), refused.stderr
    assert sorted(seller.project.directory.rglob("*")) == before
    assert seller.inventory() == {}


@pytest.mark.parametrize("described", [False, True])
def test_credentials_of_another_account_are_refused(seller: Seller, *, described: bool) -> None:
    """Another account's profile is refused, new seller or not; neither account gets anything."""
    other = seller.cloud.seller("other")
    if described:
        seller.configure()
    refused = seller.mca("onboard", seller.name, "--account-id", seller.account, "--yes", "--profile", other.name)
    assert refused.returncode == 2
    assert f"The credentials are those of account {other.account}" in refused.stderr
    assert f"give --profile with credentials of {seller.account}" in refused.stderr
    assert (seller.inventory(), other.inventory()) == ({}, {})
    assert seller.project.config_file(seller.name).exists() == described


def test_a_profile_is_what_the_engine_works_with(seller: Seller) -> None:
    """`--profile` counts for the engine too, whatever credentials the environment has."""
    other = seller.cloud.seller("other")
    onboarded = other.mca("onboard", seller.name, "--account-id", seller.account, "--yes", "--profile", seller.name)
    assert onboarded.returncode == 1, onboarded.stderr
    assert seller.inventory() == {"buckets": [seller.bucket], "topics": [seller.topic]}
    assert other.inventory() == {}


def test_credentials_that_are_none_are_refused(seller: Seller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without credentials, or with a profile that is none, it says how to give them."""
    unknown = seller.mca("onboard", seller.name, "--account-id", seller.account, "--profile", "nobody")
    assert (unknown.returncode, "There is no AWS profile 'nobody'" in unknown.stderr) == (2, True), unknown.stderr
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(variable, str(tmp_path / "none"))
    monkeypatch.delenv("AWS_PROFILE")
    missing = seller.cloud.mca("onboard", seller.name, "--account-id", seller.account)
    assert (missing.returncode, "There are no AWS credentials" in missing.stderr) == (2, True), missing.stderr


def test_a_bucket_and_a_topic_are_adopted_as_they_are(seller: Seller) -> None:
    """Told to adopt, it imports both and never changes them: no tag, no policy, no setting, nor later."""
    make_bucket(seller)
    make_topic(seller)
    before = features(seller)
    seller.onboard(adopt=("bucket", "topic"))
    assert {change.operation for change in seller.asked[0] if change.type.startswith("aws:")} == {"import"}
    assert features(seller) == before
    seller.enrol()
    assert seller.onboard().status is Status.PASS
    stack = seller.stack()
    with seller.environment():
        assert stack.update() == ()
    assert features(seller) == before
    assert {kind.split("::")[2].split("$")[-1] for kind in seller.resources()} & {
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:sns/topicPolicy:TopicPolicy",
    } == set()


def test_what_a_person_says_no_to_is_an_error_of_this_project(seller: Seller) -> None:
    """A library user gets the refusal as a value of the project's own error type, with where and remedy."""
    make_bucket(seller)
    with pytest.raises(RefusedError) as caught:
        seller.onboard()
    assert isinstance(caught.value, MCAError)
    assert caught.value.where == "destinations.g1.bucket"
    assert "--adopt bucket" in caught.value.remedy


def features(seller: Seller) -> dict[str, object]:
    """Everything of bucket and topic that an update could change."""
    s3, sns = seller.client("s3"), seller.client("sns")
    found: dict[str, object] = {"topic": sns.get_topic_attributes(TopicArn=seller.topic)["Attributes"]}
    found["topic tags"] = sns.list_tags_for_resource(ResourceArn=seller.topic)["Tags"]
    for question in (
        "get_bucket_tagging",
        "get_bucket_policy",
        "get_bucket_versioning",
        "get_bucket_encryption",
        "get_bucket_ownership_controls",
        "get_public_access_block",
        "get_bucket_lifecycle_configuration",
    ):
        try:
            answer = getattr(s3, question)(Bucket=seller.bucket)
        except s3.exceptions.ClientError as error:
            answer = error.response["Error"]
        found[question] = {key: value for key, value in answer.items() if key not in {"ResponseMetadata", "RequestId"}}
    return found
