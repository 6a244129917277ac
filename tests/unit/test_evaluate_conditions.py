"""Every condition operator, its qualifiers, and absent keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.model import Condition
from checks.proof.evaluate.conditions import Surroundings, holds, parse_operator
from checks.proof.evaluate.readings import Reading
from policies.errors import DocumentError


def check(operator: str, wanted: tuple[str, ...], given_values: tuple[str, ...], *rejected: Reading) -> bool:
    """Judge one operator on one key; no values mean that the key is absent."""
    keys = {"the:key": given_values, "aws:username": ("alice",), "x:flag": ("true",)}
    surroundings = Surroundings(keys, variables=True, rejected=frozenset(rejected))
    return holds(Condition(operator, "THE:Key", wanted), surroundings)


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        # IAM user guide: Condition operators, section by section.
        # String
        ("StringEquals", "Abc", "Abc", True),
        ("StringEquals", "Abc", "abc", False),
        ("StringEquals", "a*", "abc", False),
        ("StringEquals", "a*", "a*", True),
        ("StringEquals", "", "", True),
        ("StringEquals", "${aws:username}", "alice", True),
        ("StringEquals", "${aws:username}", "Alice", False),
        ("StringEquals", "${no:key}", "", False),
        ("StringEquals", "${no:key, 'x'}", "x", True),
        ("StringEquals", "${no:key, ''}", "", True),
        ("StringEquals", "${*}", "*", True),
        ("StringNotEquals", "Abc", "Abc", False),
        ("StringNotEquals", "Abc", "abc", True),
        ("StringNotEquals", "${no:key}", "x", True),
        ("StringEqualsIgnoreCase", "ABC", "abc", True),
        ("StringEqualsIgnoreCase", "É", "é", True),
        ("StringEqualsIgnoreCase", "a*", "ab", False),
        ("StringEqualsIgnoreCase", "${aws:username}", "ALICE", True),
        ("StringEqualsIgnoreCase", "${no:key}", "x", False),
        ("StringNotEqualsIgnoreCase", "ABC", "abc", False),
        ("StringNotEqualsIgnoreCase", "ABC", "abd", True),
        ("StringLike", "a*", "abc", True),
        ("StringLike", "a*", "Abc", False),
        ("StringLike", "a?c", "abc", True),
        ("StringLike", "a?c", "ac", False),
        ("StringLike", "b", "abc", False),
        ("StringLike", "*", "", True),
        ("StringLike", "a${*}", "a*", True),
        ("StringLike", "a${*}", "ab", False),
        ("StringLike", "home/${aws:username}/*", "home/alice/x", True),
        ("StringLike", "*${no:key}*", "x", False),
        ("StringNotLike", "a*", "abc", False),
        ("StringNotLike", "a*", "bc", True),
        # Numeric
        ("NumericEquals", "10", "10.0", True),
        ("NumericEquals", "10", "10.5", False),
        ("NumericEquals", "-3", "-3", True),
        ("NumericEquals", "0.1", "0.10", True),
        ("NumericEquals", "9007199254740993", "9007199254740992", False),
        ("NumericEquals", "ten", "ten", False),
        ("NumericEquals", "${aws:username}", "10", False),
        ("NumericNotEquals", "10", "11", True),
        ("NumericNotEquals", "10", "10.0", False),
        ("NumericLessThan", "10", "9.99", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericLessThanEquals", "10", "11", False),
        ("NumericGreaterThan", "10", "100", True),
        ("NumericGreaterThan", "10", "10", False),
        ("NumericGreaterThanEquals", "10", "10", True),
        ("NumericGreaterThanEquals", "10", "9", False),
        # Date: W3C forms of ISO 8601, or seconds since 1970
        ("DateEquals", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", True),
        ("DateEquals", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", True),
        ("DateEquals", "2020-01-01T00:00:00Z", "2019-12-31T19:30:00-04:30", True),
        ("DateEquals", "2020-01-01", "2020-01-01T00:00Z", True),
        ("DateEquals", "2020-01", "2020-01-01", True),
        ("DateEquals", "2020", "2020-01-01", True),
        ("DateEquals", "1577836800", "2020-01-01T00:00:00Z", True),
        ("DateEquals", "1577836800.5", "2020-01-01T00:00:00.5Z", True),
        ("DateEquals", "2020-13-01", "2020-13-01", False),
        ("DateEquals", "2020-01-01T00:00:00", "2020-01-01T00:00:00", False),
        ("DateEquals", "2020-*", "2020-01-01", False),
        ("DateNotEquals", "2020-01-01", "2020-01-02", True),
        ("DateNotEquals", "2020-01-01", "2020-01-01T00:00:00Z", False),
        ("DateLessThan", "2020-01-01", "2019-12-31T23:59:59Z", True),
        ("DateLessThan", "2020-01-01", "2020-01-01", False),
        ("DateLessThanEquals", "2020-01-01", "2020-01-01", True),
        ("DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z", True),
        ("DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", False),
        ("DateGreaterThanEquals", "2020-01-01", "1577836800", True),
        # Bool
        ("Bool", "true", "true", True),
        ("Bool", "True", "true", True),
        ("Bool", "false", "true", False),
        ("Bool", "yes", "yes", False),
        ("Bool", "${x:flag}", "true", True),
        ("Bool", "${no:key}", "true", False),
        # Binary
        ("BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", True),
        ("BinaryEquals", "AAAA", "AAAB", False),
        ("BinaryEquals", "not base64", "not base64", False),
        # IP address
        ("IpAddress", "203.0.113.0/24", "203.0.113.255", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.0", False),
        ("IpAddress", "203.0.113.5", "203.0.113.5", True),
        ("IpAddress", "203.0.113.5", "203.0.113.6", False),
        ("IpAddress", "0.0.0.0/0", "8.8.8.8", True),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
        ("IpAddress", "203.0.113.77/24", "203.0.113.1", True),
        ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:ffff::1", True),
        ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5679::1", False),
        ("IpAddress", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", True),
        ("IpAddress", "203.0.113.*", "203.0.113.1", False),
        ("IpAddress", "203.0.113.0/24", "not an address", False),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.1", False),
        ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True),
        ("NotIpAddress", "203.0.113.0/24", "2001:db8::1", True),
        ("NotIpAddress", "203.0.113.5", "2001:db8::1", True),
        ("NotIpAddress", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", False),
        # ARN: the guide's own example, where StringLike matches and ArnLike does not
        (
            "StringLike",
            "arn:aws:someservice:*:111122223333:finance/*",
            "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
            True,
        ),
        (
            "ArnLike",
            "arn:aws:someservice:*:111122223333:finance/*",
            "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
            False,
        ),
        ("ArnLike", "arn:aws:iam::*:role/${aws:username}", "arn:aws:iam::111122223333:role/alice", True),
        ("ArnLike", "arn:aws:iam::*:role/a", "arn:aws:iam::111122223333:role/A", False),
        ("ArnLike", "arn:aws:sns:*", "arn:aws:sns:us-east-1:111122223333:t", True),
        ("ArnLike", "${no:key}", "arn:aws:iam::111122223333:role/a", False),
        ("ArnEquals", "arn:aws:iam::*:role/a?", "arn:aws:iam::111122223333:role/ab", True),
        ("ArnNotEquals", "arn:aws:iam::*:role/a?", "arn:aws:iam::111122223333:role/ab", False),
        ("ArnNotLike", "arn:aws:iam::*:role/a", "arn:aws:iam::111122223333:role/b", True),
    ],
)
def test_operators(operator: str, wanted: str, value: str, expected: object) -> None:
    """One value of the request against one of the policy; IfExists changes nothing while the key is there."""
    assert check(operator, (wanted,), (value,)) is expected
    assert check(operator + "IfExists", (wanted,), (value,)) is expected


POSITIVE = ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "NumericLessThan", "DateGreaterThan", "Bool"]
POSITIVE += ["BinaryEquals", "IpAddress", "ArnLike", "ArnEquals", "NumericEquals", "DateEquals"]
NEGATED = ["StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "NumericNotEquals", "DateNotEquals"]
NEGATED += ["NotIpAddress", "ArnNotLike", "ArnNotEquals"]


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_absent_keys(operator: str) -> None:
    """An absent key fails a positive operator, satisfies a negated one, and satisfies both with IfExists.

    IAM user guide: Condition operators ("the values do not match and the condition is false … is true").
    """
    assert check(operator, ("x",), ()) is (operator in NEGATED)
    assert check(operator + "IfExists", ("x",), ()) is True
    assert check("ForAllValues:" + operator, ("x",), ()) is True
    assert check("ForAnyValue:" + operator, ("x",), ()) is False


@pytest.mark.parametrize(
    ("wanted", "values", "expected"),
    [
        (("true",), (), True),
        (("false",), (), False),
        (("true",), ("x",), False),
        (("false",), ("x",), True),
        (("False",), ("x",), True),
        (("false",), ("",), True),
        (("true", "false"), (), True),
        (("${aws:username}",), (), False),
    ],
)
def test_null(wanted: tuple[str, ...], values: tuple[str, ...], expected: object) -> None:
    """Null asks whether the key is absent (IAM user guide: Condition operator to check existence)."""
    assert check("Null", wanted, values) is expected


@pytest.mark.parametrize(
    ("operator", "wanted", "values", "expected"),
    [
        # IAM user guide: Conditions with multiple context keys or values: OR, and NOR for negated operators.
        ("StringEquals", ("a", "b"), ("b",), True),
        ("StringEquals", ("a", "b"), ("c",), False),
        ("StringEquals", (), ("c",), False),
        ("StringNotEquals", ("a", "b"), ("b",), False),
        ("StringNotEquals", ("a", "b"), ("c",), True),
        ("StringNotEquals", ("${no:key}", "b"), ("b",), False),
        ("StringNotEquals", (), ("c",), True),
        ("NumericGreaterThan", ("10", "3"), ("5",), True),
        # Single-valued vs. multivalued context keys.
        ("ForAllValues:StringEquals", ("a", "b"), ("a",), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("a", "b"), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("a", "c"), False),
        ("ForAllValues:StringEquals", ("a", "b"), (), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("",), True),
        ("ForAllValues:StringNotEquals", ("a", "b"), ("c", "d"), True),
        ("ForAllValues:StringNotEquals", ("a", "b"), ("a", "d"), False),
        ("ForAllValues:StringLike", ("a*",), ("ab", "ac"), True),
        ("ForAllValues:StringEqualsIfExists", ("a",), (), True),
        ("ForAnyValue:StringEquals", ("a", "b"), ("a", "c"), True),
        ("ForAnyValue:StringEquals", ("a", "b"), ("c", "d"), False),
        ("ForAnyValue:StringEquals", ("a", "b"), (), False),
        ("ForAnyValue:StringEquals", ("",), ("",), False),
        ("ForAnyValue:StringNotEquals", ("a", "b"), ("a", "c"), True),
        ("ForAnyValue:StringNotEquals", ("a", "b"), ("a", "b"), False),
        ("ForAnyValue:StringEqualsIfExists", ("a",), (), True),
        ("ForAnyValue:StringEqualsIfExists", ("a",), ("b",), False),
        ("foranyvalue:stringequals", ("a",), ("a",), True),
        # Several values without a set operator: a reading (Reading.UNQUALIFIED_SET).
        ("StringEquals", ("a",), ("a", "b"), True),
        ("StringNotEquals", ("a",), ("a", "b"), False),
        ("StringNotEquals", ("a",), ("b", "c"), True),
    ],
)
def test_several_values(operator: str, wanted: tuple[str, ...], values: tuple[str, ...], expected: object) -> None:
    """Values of the policy are alternatives; set operators say what the values of the request are."""
    assert check(operator, wanted, values) is expected


@pytest.mark.parametrize(
    ("reading", "operator", "wanted", "values"),
    [
        (Reading.UNQUALIFIED_SET, "StringEquals", "a", ("a", "b")),
        (Reading.UNQUALIFIED_SET, "StringNotEquals", "a", ("a", "b")),
        (Reading.EMPTY_IS_NULL, "ForAllValues:StringEquals", "a", ("",)),
        (Reading.EMPTY_IS_NULL, "ForAnyValue:StringEquals", "", ("",)),
        (Reading.ANY_IF_EXISTS, "ForAnyValue:StringEqualsIfExists", "a", ()),
        (Reading.BOOL_VARIABLES, "Bool", "${x:flag}", ("true",)),
    ],
)
def test_a_rejected_reading_turns_the_answer(
    reading: Reading, operator: str, wanted: str, values: tuple[str, ...]
) -> None:
    """Each open question is one switch: rejecting its reading, and no other, turns the answer."""
    taken = check(operator, (wanted,), values)
    assert check(operator, (wanted,), values, reading) is not taken
    assert check(operator, (wanted,), values, *(other for other in Reading if other is not reading)) is taken


def test_variables_are_text_in_the_old_version() -> None:
    """Under 2008-10-17 a variable is compared as it stands (IAM user guide: Variables and tags)."""
    surroundings = Surroundings({"the:key": ("${aws:username}",), "aws:username": ("alice",)}, variables=False)
    assert holds(Condition("StringEquals", "the:key", ("${aws:username}",)), surroundings)


@pytest.mark.parametrize(
    "operator",
    [
        "",
        "Equals",
        "StringIs",
        "NumericLike",
        "NullIfExists",
        "ForAllValues:Null",
        "ForSomeValues:StringLike",
        ":StringLike",
        "ForAnyValue:",
        "ForAllValues:ForAnyValue:StringLike",
        "StringEqualsIfExistsIfExists",
    ],
)
def test_unknown_operators_are_refused(operator: str) -> None:
    """What is not an operator of the guide is an error, not a condition that never holds."""
    with pytest.raises(DocumentError, match="not a condition operator"):
        parse_operator(operator)


VALUES = st.lists(st.sampled_from(["a", "b", "ab", "A", "10", "2020-01-01", "10.0.0.1", "true", "x*"]), max_size=3)


@given(
    st.sampled_from(
        [
            ("StringEquals", "StringNotEquals"),
            ("StringLike", "StringNotLike"),
            ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
            ("NumericEquals", "NumericNotEquals"),
            ("DateEquals", "DateNotEquals"),
            ("IpAddress", "NotIpAddress"),
            ("ArnLike", "ArnNotLike"),
        ]
    ),
    VALUES,
    VALUES,
)
def test_a_negated_operator_is_the_complement(pair: tuple[str, str], wanted: list[str], values: list[str]) -> None:
    """Negated is not positive, the key absent or not; and ForAnyValue negated is not ForAllValues."""
    positive, negated = pair
    request = tuple(values)
    assert check(negated, tuple(wanted), request) is not check(positive, tuple(wanted), request)
    every, some = (
        check(f"ForAllValues:{positive}", tuple(wanted), request),
        check(f"ForAnyValue:{negated}", tuple(wanted), request),
    )
    assert every is not some
