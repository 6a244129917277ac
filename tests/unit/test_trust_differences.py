"""How a live trust policy is held against the one that the service needs."""

from __future__ import annotations

import pytest

from checks.audit.role import LiveRole, trust_differences
from checks.documents.model import parse_policy
from policies.trust import SERVICE_ACCOUNT, trust_policy

EXTERNAL_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
EXPECTED = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{SERVICE_ACCOUNT}:root"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
}
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}


def _role(*statements: dict[str, object]) -> LiveRole:
    trust = parse_policy({"Version": "2012-10-17", "Statement": list(statements)})
    return LiveRole("arn:aws:iam::111122223333:role/R", trust, (), None, {})


@pytest.mark.parametrize(
    "statement",
    [
        EXPECTED,
        EXPECTED | {"Sid": "portal"},
        EXPECTED | {"Principal": {"AWS": SERVICE_ACCOUNT}},
        EXPECTED | {"Action": ["sts:AssumeRole"]},
        trust_policy(EXTERNAL_ID).to_dict()["Statement"][0],  # type: ignore[index]  # a list, as the type cannot say
    ],
)
def test_a_policy_that_means_the_same_is_no_difference(statement: dict[str, object]) -> None:
    """Names, lists of one, and an account written as its number change nothing."""
    assert trust_differences(_role(statement), EXTERNAL_ID) == ()


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ((EXPECTED, EVERYBODY), ['It also says: {"Effect": "Allow", "Principal": {"AWS": "*"}']),
        ((EVERYBODY,), ["It also says", "It does not say"]),
        ((EXPECTED | {"Condition": {"StringLike": {"sts:ExternalId": "*"}}},), ["StringLike", "It does not say"]),
        ((EXPECTED | {"Condition": {"StringEquals": {"sts:ExternalId": "another"}}},), ["another", EXTERNAL_ID]),
    ],
)
def test_every_difference_is_said_in_full(statements: tuple[dict[str, object], ...], words: list[str]) -> None:
    """A further statement, a looser condition or another id is shown as it stands, and what is missing too."""
    said = " ".join(trust_differences(_role(*statements), EXTERNAL_ID))

    assert [word for word in words if word not in said] == []
