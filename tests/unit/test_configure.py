"""From what a person says on the command line to the seller's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from policy_values import ACCOUNT, EXTERNAL_ID, OTHER_ACCOUNT

from operations.configure import Wishes, configure
from operations.project import Project
from policies.errors import ArgumentError, ConfigurationError, MCAError, RefusedError

QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:reports"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


@pytest.fixture
def known(project: Project) -> Project:
    """A project that knows acme, with a caller."""
    configure(
        project,
        "acme",
        Wishes(account_id=ACCOUNT, destination={"prefix": "reports"}, callers={"users": ("alice",)}),
    )
    return project


def text(project: Project) -> str:
    """The seller's file."""
    return project.config_file("acme").read_text()


def test_a_new_seller_needs_only_an_account(project: Project) -> None:
    """Bucket and topic get names made from the seller's."""
    assert configure(project, "acme", Wishes(account_id=ACCOUNT)) is True
    place = project.settings("acme").active_destination
    assert (place.generation, place.bucket, place.topic) == (
        "g1",
        f"acme-cas-reports-{ACCOUNT}",
        "acme-cas-notifications",
    )


def test_everything_said_is_written(project: Project) -> None:
    """Each wish stands in the file under its setting."""
    wishes = Wishes(
        account_id=ACCOUNT,
        destination={"bucket": "acme-reports", "topicRegion": "eu-central-1", "topicKey": "create"},
        adopt=("bucket",),
        external_id=EXTERNAL_ID,
        callers={"users": ("alice",), "groups": (), "roles": ("exporter",)},
        readers={"groups": ("finance",)},
        subscriptions={"sqs": (QUEUE,), "email": ("ops@example.com",)},
    )
    configure(project, "acme", wishes)
    assert project.values("acme") == {
        "accountId": ACCOUNT,
        "destinations": {
            "g1": {
                "bucket": "acme-reports",
                "topic": "acme-cas-notifications",
                "topicRegion": "eu-central-1",
                "topicKey": "create",
                "adopt": ["bucket"],
            }
        },
        "active": "g1",
        "externalId": EXTERNAL_ID,
        "callers": {"users": ["alice"], "roles": ["exporter"]},
        "readers": {"groups": ["finance"]},
        "subscriptions": {"sqs": [QUEUE], "email": ["ops@example.com"]},
    }


@pytest.mark.parametrize(
    ("argument", "wishes"),
    [
        ("--account-id", Wishes()),
        ("accountId", Wishes(account_id="1111-2222-3333")),
        ("--external-id", Wishes(account_id=ACCOUNT, external_id="")),
        ("--external-id", Wishes(account_id=ACCOUNT, external_id="  ")),
        ("externalId", Wishes(account_id=ACCOUNT, external_id="your-external-id")),
        ("destinations.g1.bucket", Wishes(account_id=ACCOUNT, destination={"bucket": "ACME"})),
        ("destinations.g1.prefix", Wishes(account_id=ACCOUNT, destination={"prefix": "/"})),
        ("destinations.g1.topicKey", Wishes(account_id=ACCOUNT, destination={"topicKey": "alias/x"})),
        ("callers.users", Wishes(account_id=ACCOUNT, callers={"users": ("a/b",)})),
        ("subscriptions.email", Wishes(account_id=ACCOUNT, subscriptions={"email": ("ops",)})),
    ],
)
def test_a_wrong_wish_writes_nothing(project: Project, argument: str, wishes: Wishes) -> None:
    """A wrong value is refused by name before there is a file."""
    with pytest.raises(ArgumentError) as caught:
        configure(project, "acme", wishes)
    assert caught.value.argument == argument
    assert not project.config_file("acme").exists()


@pytest.mark.parametrize("seller", ["Acme", "../acme", ""])
def test_a_wrong_seller_writes_nothing(project: Project, seller: str) -> None:
    """The seller's name becomes a file name, so it is checked first."""
    with pytest.raises(ArgumentError):
        configure(project, seller, Wishes(account_id=ACCOUNT))
    assert not list(project.directory.iterdir())


def test_saying_nothing_changes_nothing(known: Project) -> None:
    """A second run without options leaves the file as it is, to the byte."""
    before = text(known)
    assert configure(known, "acme", Wishes()) is False
    assert text(known) == before


def test_saying_the_same_changes_nothing(known: Project) -> None:
    """A second run with the same options leaves the file as it is."""
    before = text(known)
    same = Wishes(account_id=ACCOUNT, destination={"prefix": "reports"}, callers={"users": ("alice",)})
    assert configure(known, "acme", same) is False
    assert text(known) == before


CONTRADICTIONS: list[tuple[str, dict[str, Any]]] = [
    ("accountId", {"account_id": OTHER_ACCOUNT}),
    ("bucket", {"destination": {"bucket": "other-reports"}}),
    ("topic", {"destination": {"topic": "other-topic"}}),
    ("prefix", {"destination": {"prefix": "elsewhere"}}),
    ("bucketRegion", {"destination": {"bucketRegion": "us-west-2"}}),
    ("topicRegion", {"destination": {"topicRegion": "us-west-2"}}),
    ("bucketKey", {"destination": {"bucketKey": "create"}}),
    ("topicKey", {"destination": {"topicKey": "create"}}),
]


@pytest.mark.parametrize(("key", "said"), CONTRADICTIONS)
def test_a_contradiction_is_refused(known: Project, key: str, said: dict[str, Any]) -> None:
    """What is configured is not overwritten by an option: the error names the setting and both values."""
    before = text(known)
    with pytest.raises(RefusedError, match=f"configured with {key} ") as caught:
        configure(known, "acme", Wishes(**said))
    assert caught.value.where == str(known.config_file("acme"))
    assert caught.value.remedy
    assert text(known) == before


def test_the_external_id_can_become_known_and_never_changes(known: Project) -> None:
    """The id can be added once; another one, or a blank, is refused afterwards."""
    assert configure(known, "acme", Wishes(external_id=EXTERNAL_ID)) is True
    assert configure(known, "acme", Wishes(external_id=EXTERNAL_ID)) is False
    with pytest.raises(RefusedError, match="externalId"):
        configure(known, "acme", Wishes(external_id="another-id-of-aws"))
    with pytest.raises(ArgumentError, match=r"^--external-id: it is blank"):
        configure(known, "acme", Wishes(external_id=""))
    assert known.settings("acme").external_id == EXTERNAL_ID


def test_callers_are_added_to_those_before(known: Project) -> None:
    """Naming one more caller takes nothing from those named before."""
    wishes = Wishes(callers={"users": ("bob", "alice"), "roles": ("exporter",)}, readers={"users": ("carol",)})
    configure(known, "acme", wishes)
    found = known.settings("acme")
    assert (found.callers.users, found.callers.roles) == (("alice", "bob"), ("exporter",))
    assert found.readers.users == ("carol",)


def test_adoption_is_added_to_what_is_adopted(known: Project) -> None:
    """Adopting the topic, too, keeps the bucket adopted."""
    configure(known, "acme", Wishes(adopt=("bucket",)))
    configure(known, "acme", Wishes(adopt=("topic",)))
    place = known.settings("acme").active_destination
    assert (place.adopt_bucket, place.adopt_topic) == (True, True)


def test_a_wrong_addition_writes_nothing(known: Project) -> None:
    """A wrong value added to a file that exists leaves it as it is."""
    before = text(known)
    with pytest.raises(ArgumentError, match=r"^readers\.users"):
        configure(known, "acme", Wishes(readers={"users": ("*",)}))
    assert text(known) == before


def test_a_broken_file_is_not_overwritten(known: Project) -> None:
    """A file that cannot be read is left for a person to mend."""
    known.config_file("acme").write_text("config: [")
    with pytest.raises(MCAError) as caught:
        configure(known, "acme", Wishes(account_id=ACCOUNT))
    assert isinstance(caught.value, ConfigurationError)
    assert text(known) == "config: ["
