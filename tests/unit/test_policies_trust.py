"""Who may assume the service's role."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import (
    ACCOUNT,
    EXTERNAL_ID,
    OTHER_ACCOUNT,
    ROLE_ARN,
    everything,
    external_ids,
    judge,
    partitions,
    user,
)

from checks.proof.evaluate import Principal
from policies.errors import ArgumentError
from policies.trust import SERVICE_ACCOUNT, trust_policy

SERVICE = Principal(arn=f"arn:aws:iam::{SERVICE_ACCOUNT}:root", account=SERVICE_ACCOUNT)
DELIVERY = Principal(
    arn=f"arn:aws:sts::{SERVICE_ACCOUNT}:assumed-role/CommerceAnalytics/delivery", account=SERVICE_ACCOUNT
)
ACCEPTED = {"sts:ExternalId": EXTERNAL_ID}


def assumes(principal: Principal, context: dict[str, str], action: str = "sts:AssumeRole") -> bool:
    """Whether a caller whose own account allows everything gets the role."""
    return judge(
        principal,
        action,
        ROLE_ARN,
        identity=everything(),
        attached=trust_policy(EXTERNAL_ID),
        decides=True,
        owner=ACCOUNT,
        context=context,
    ).allowed


@pytest.mark.parametrize("principal", [SERVICE, DELIVERY])
def test_the_service_assumes_the_role_with_the_right_id(principal: Principal) -> None:
    """The service's account gets the role, as root and as a session of one of its own roles."""
    assert assumes(principal, ACCEPTED)


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"sts:ExternalId": ""},
        {"sts:ExternalId": EXTERNAL_ID.upper()},
        {"sts:ExternalId": EXTERNAL_ID + "0"},
        {"sts:ExternalId": "*"},
        {"aws:userid": EXTERNAL_ID},
    ],
)
def test_without_the_right_id_nobody_assumes_it(context: dict[str, str]) -> None:
    """A missing id, another spelling and another id are refused, so no other seller's data can be mixed in."""
    assert not assumes(SERVICE, context)


@pytest.mark.parametrize(
    "principal",
    [
        user(),
        user(account=OTHER_ACCOUNT),
        Principal(arn=f"arn:aws:iam::{OTHER_ACCOUNT}:root", account=OTHER_ACCOUNT),
        Principal(arn="", account="", service="marketplace.amazonaws.com"),
        Principal(arn="", account=""),
    ],
    ids=str,
)
def test_nobody_else_assumes_it(principal: Principal) -> None:
    """Neither the seller's own users nor another account nor a service principal gets the role, id or not."""
    assert not assumes(principal, ACCEPTED)


@pytest.mark.parametrize("action", ["sts:TagSession", "sts:SetSourceIdentity", "sts:AssumeRoleWithSAML"])
def test_nothing_but_assuming_is_trusted(action: str) -> None:
    """Other calls on the role are not the service's."""
    assert not assumes(SERVICE, ACCEPTED, action)


@pytest.mark.parametrize(
    "external_id",
    [
        "",
        " ",
        "\t",
        "external-id",
        "YOUR_EXTERNAL_ID",
        "<external-id>",
        "example",
        "changeme",
        "null",
        "none",
        "todo",
        "xxxx",
        "0000",
        "00000000-0000-0000-0000-000000000000",
        "1234567890",
        "*",
        "${aws:userid}",
        "a b",
        "a",
        "a?",
    ],
)
def test_blank_and_placeholder_ids_are_refused(external_id: str) -> None:
    """AWS issues the id: a blank, a placeholder, a wildcard and a variable never become a trust policy."""
    with pytest.raises(ArgumentError) as caught:
        trust_policy(external_id)
    assert caught.value.argument == "external_id"


def test_a_wrong_partition_is_named() -> None:
    """The partition is checked, too."""
    with pytest.raises(ArgumentError) as caught:
        trust_policy(EXTERNAL_ID, partition="aws-moon")
    assert caught.value.argument == "partition"


@given(external_ids, partitions)
@settings(deadline=None)
def test_the_external_id_is_always_required(external_id: str, partition: str) -> None:
    """Every trust policy has one statement, one principal, one action, and the id as its only condition."""
    (statement,) = trust_policy(external_id, partition=partition).statements
    assert statement.principals is not None
    assert statement.principals.values == (("AWS", f"arn:{partition}:iam::452565589796:root"),)
    assert statement.actions == ("sts:AssumeRole",)
    assert [(found.operator, found.key, found.values) for found in statement.conditions] == [
        ("StringEquals", "sts:ExternalId", (external_id,))
    ]
    assert statement.resources == ()


@given(st.text(max_size=8))
@settings(deadline=None, max_examples=200)
def test_any_text_is_an_id_or_is_refused_by_name(text: str) -> None:
    """Whatever text is given: it stands unchanged in the condition, or the error names the argument."""
    try:
        (statement,) = trust_policy(text).statements
    except ArgumentError as error:
        assert error.argument == "external_id"  # noqa: PT017  # either outcome is right
    else:
        assert statement.conditions[0].values == (text,)
        assert text.isascii()
        assert not set(text) & set("*?$ \n")
