"""The names and identifiers that policies are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import ACCOUNT

from policies import arns, names
from policies.errors import ArgumentError

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000001"

CHECKS: dict[str, Callable[[str], str]] = {
    "account_id": names.account_id,
    "partition": names.partition,
    "region": names.region,
    "bucket": names.bucket_name,
    "topic": names.topic_name,
    "iam": lambda value: names.iam_name(value, "iam"),
    "seller": names.seller,
    "prefix": names.prefix,
    "external_id": names.external_id,
    "key_arn": names.key_arn,
    "topic_arn": lambda value: str(arns.topic(value)),
}

GOOD = {
    "account_id": ["111122223333", "000000000000"],
    "partition": ["aws", "aws-cn", "aws-us-gov"],
    "region": ["us-east-1", "eu-central-1", "us-gov-west-1", "ap-southeast-2"],
    "bucket": ["abc", "a" * 63, "acme.reports-1", "1a1", "acme-111122223333-us-east-1-an", "300.1.1.1.example"],
    "topic": ["t", "T_1-x", "a" * 256],
    "iam": ["alice", "a+b=c,d.e@f-g_h", "x" * 64],
    "seller": ["acme", "a", "a-1", "a" * 32],
    "prefix": ["reports", "reports/daily", "a.b/(c)!", "x" * 900],
    "external_id": ["9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42", "ab", "a" * 1224, "acct:1/x=y,z@w.v+u_t"],
    "key_arn": [KEY, "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0123456789abcdef"],
    "topic_arn": ["arn:aws:sns:us-west-2:111122223333:demo-topic"],
}
BAD = {
    "account_id": [
        "",
        "1111222233334",
        "11112222333",
        "1111-2222-3333",
        " 111122223333",
        "111122223333\n",
        "\u0661" * 12,
    ],
    "partition": ["", "AWS", "aws-moon", "*"],
    "region": ["", "us-east", "us-east-1a", "US-EAST-1", "us east 1", "*", "us-*-1", "us-east-\u0661", "us-east-1\n"],
    "bucket": [
        "",
        "ab",
        "a" * 64,
        "Acme",
        "-acme",
        "acme-",
        ".acme",
        "a..b",
        "a_b",
        "a/b",
        "a*b",
        "192.168.5.4",
        "xn--acme",
        "sthree-acme",
        "acme-s3alias",
        "acme--ol-s3",
        "acme--x-s3",
        "arn:aws:s3:::acme",
        "acme\n",
    ],
    "topic": ["", "a" * 257, "a.b", "t.fifo", "a b", "*", "ä", "t\n"],
    "iam": ["", "a/b", "a b", "*", "x" * 65, "ä", "a?", "$a", "alice\n"],
    "seller": ["", "Acme", "1acme", "acme-", "-acme", "a_b", "a" * 33, "acme/dev", "..", "acme.dev", "a b", "acme\n"],
    "prefix": ["", "/", "/a", "a/", "a//b", "a b", "a*", "a?b", "${a}", "a\n", "x" * 901, "ä", "a\\b", "a%b"],
    "external_id": [
        "",
        "  ",
        "a",
        "a b",
        "a" * 1225,
        "<your-external-id>",
        "xxxxxxxx",
        "TBD",
        "ä" * 8,
        "ab\n",
        "123456",
    ],
    "key_arn": ["", "alias/a", "0a1b2c3d", KEY + "/*", KEY.replace(":key/", ":alias/"), KEY.replace("aws", "moon")],
    "topic_arn": ["", "t", "arn:aws:sqs:us-west-2:111122223333:t", "arn:aws:sns:us-west-2:111122223333:t:id"],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in GOOD.items() for value in values])
def test_a_right_value_comes_back(kind: str, value: str) -> None:
    """A value that AWS takes is returned unchanged."""
    assert CHECKS[kind](value) == value


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in BAD.items() for value in values])
def test_a_wrong_value_names_the_argument(kind: str, value: str) -> None:
    """A value that AWS would refuse, or that would widen a grant, raises with the argument's name and a remedy."""
    with pytest.raises(ArgumentError) as caught:
        CHECKS[kind](value)
    assert caught.value.argument == kind
    assert caught.value.remedy


def test_the_callers_name_for_an_argument_is_used() -> None:
    """The error speaks of the value by the name under which the caller knows it."""
    with pytest.raises(ArgumentError, match=r"^destinations\.g1\.bucket: "):
        names.bucket_name("X", "destinations.g1.bucket")


@pytest.mark.parametrize("kind", sorted(CHECKS))
@given(value=st.text(max_size=20))
@settings(deadline=None, max_examples=60)
def test_nothing_that_widens_gets_through(kind: str, value: str) -> None:
    """Whatever text is given: it comes back unchanged and free of wildcards, variables and blanks, or is refused."""
    try:
        found = CHECKS[kind](value)
    except ArgumentError:
        return
    assert found == value
    assert found.isascii()
    assert found
    assert not set(found) & set('*?$"\\ \t\r\n')


def test_arns_of_names() -> None:
    """The ARNs of a bucket, its objects, a role and an account, in their partition."""
    assert arns.bucket("acme", partition="aws-cn") == "arn:aws-cn:s3:::acme"
    assert arns.objects("acme") == "arn:aws:s3:::acme/*"
    assert arns.objects("acme", "reports") == "arn:aws:s3:::acme/reports/*"
    assert arns.role(ACCOUNT) == f"arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole"
    assert arns.account_root(ACCOUNT, partition="aws-us-gov") == f"arn:aws-us-gov:iam::{ACCOUNT}:root"
    assert arns.topic(f"arn:aws:sns:us-west-2:{ACCOUNT}:demo").region == "us-west-2"
