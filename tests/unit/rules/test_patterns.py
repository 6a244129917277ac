"""Wildcards as sets of texts, and the parts of ARNs."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.rules.arn import Arn, parse, segments
from checks.rules.patterns import LONGEST, covers, matches, opened, overlaps

patterns = st.text("ab*?", max_size=7)
TEXTS = ["".join(letters) for size in range(6) for letters in product("abc", repeat=size)]
LONGER = ["".join(letters) for size in range(11) for letters in product("ab", repeat=size)]


def expression(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression, the plain way."""
    return re.compile("".join({"*": ".*", "?": "."}.get(part, part) for part in pattern))


@given(patterns, st.text("abc", max_size=7))
def test_a_pattern_matches_what_its_regular_expression_matches(pattern: str, text: str) -> None:
    """`matches` and `re` agree on every pattern and text."""
    assert matches(pattern, text) == (expression(pattern).fullmatch(text) is not None)


@given(patterns, patterns)
def test_what_a_pattern_covers_it_matches(wider: str, narrower: str) -> None:
    """A pattern that covers another matches each of its texts."""
    if covers(wider, narrower):
        narrow, wide = expression(narrower), expression(wider)
        assert all(wide.fullmatch(text) for text in TEXTS if narrow.fullmatch(text))


@given(st.text("ab*?", max_size=5), st.text("ab*?", max_size=5))
def test_patterns_overlap_exactly_if_a_text_is_common(first: str, second: str) -> None:
    """Short patterns overlap if and only if one of the short texts is matched by both."""
    one, two = expression(first), expression(second)
    longest = len(first) + len(second)
    texts = (
        TEXTS if longest <= 5 else ["".join(letters) for size in range(11) for letters in product("ab", repeat=size)]
    )
    assert overlaps(first, second) == any(one.fullmatch(text) and two.fullmatch(text) for text in texts)


@pytest.mark.parametrize(
    ("wider", "narrower", "covered"),
    [
        ("s3:*", "s3:putobject", True),
        ("s3:*", "s3:put*", True),
        ("s3:put?", "s3:put*", False),
        ("*", "", True),
        ("a*b", "a*c*b", True),
        ("a${aws:username}", "a${aws:username}", True),
        ("a*", "a${aws:username}", True),
        ("a?", "a${*}", False),
        ("a${*}", "a${aws:username}", False),
        ("*" * (LONGEST + 1), "a", False),
    ],
)
def test_covers_by_table(wider: str, narrower: str, covered: bool) -> None:  # noqa: FBT001  # a table's column
    """Coverage holds only where it is certain, variables included."""
    assert covers(wider, narrower) is covered


def test_a_variable_opens_to_anything_and_an_escape_to_one_character() -> None:
    """An opened text matches at least what the text can match."""
    assert opened("a/${aws:username}/${*}/b") == "a/*/?/b"
    assert opened("no variable") == "no variable"


def test_patterns_beyond_any_name_are_not_compared() -> None:
    """What is too long to be a name may overlap with anything, and is not looked at."""
    assert overlaps("a" * (LONGEST + 1), "b")
    assert overlaps("*a" * 500, "*b" * 500)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arn:aws:s3:::bucket/*", Arn("aws", "s3", "", "", "bucket/*")),
        ("arn:aws:logs:eu-west-1:1:log-group:a:*", Arn("aws", "logs", "eu-west-1", "1", "log-group:a:*")),
        ("arn:aws:s3:*", Arn("aws", "s3", "*", "*", "*")),
        ("arn:*", Arn("*", "*", "*", "*", "*")),
        (
            "arn:aws:iam::${aws:PrincipalAccount}:role/${aws:username}",
            Arn("aws", "iam", "", "${aws:PrincipalAccount}", "role/${aws:username}"),
        ),
        ("arn:aws:s3:::a${b", Arn("aws", "s3", "", "", "a${b")),
        ("*", None),
        ("arn:aws:s3", None),
        ("ARN:aws:s3:::b", None),
        ("bucket", None),
    ],
)
def test_an_arn_is_taken_apart(text: str, parts: Arn | None) -> None:
    """Segments are cut at colons outside variables; a shortened ARN is filled with stars; the rest is no ARN."""
    assert parse(text) == parts


def test_a_very_long_text_is_cut_at_its_colons() -> None:
    """A text beyond the length of any ARN is cut without a look at its variables."""
    assert len(segments("${a:b}" * LONGEST)) == 6


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ("arn:aws:s3:::a*", "arn:aws:s3:::ab/*", True),
        ("arn:aws:s3:::a", "arn:aws:s3:::b", False),
        ("arn:*:sns:*:111122223333:*", "arn:aws:sns:us-east-1:111122223333:t", True),
        ("arn:aws:sns:us-east-1:${aws:PrincipalAccount}:t", "arn:aws:sns:us-east-1:111122223333:t", True),
        ("arn:aws:sns:us-*", "arn:aws:sns:eu-west-1:111122223333:t", False),
    ],
)
def test_arns_meet_by_segments(first: str, second: str, meet: bool) -> None:  # noqa: FBT001  # a table's column
    """Two ARNs meet if each of their segments overlaps."""
    one, two = parse(first), parse(second)
    assert one
    assert two
    assert one.meets(two) is two.meets(one) is meet


@pytest.mark.parametrize(
    ("text", "bucket"),
    [
        ("arn:aws:s3:::acme/reports/*", "acme"),
        ("arn:aws:s3:*", "*"),
        ("arn:aws:s3:::${aws:PrincipalTag/bucket}-x/reports/*", "${aws:PrincipalTag/bucket}-x"),
        ("arn:aws:s3:::${aws:PrincipalTag/bucket}", "${aws:PrincipalTag/bucket}"),
        ("arn:aws:s3:us-east-1:111122223333:accesspoint/x", ""),
        ("arn:aws:sns:us-east-1:111122223333:t", ""),
    ],
)
def test_a_bucket_is_read_from_its_arn(text: str, bucket: str) -> None:
    """The bucket is the resource up to its first slash, and only in ARNs of buckets and objects."""
    arn = parse(text)
    assert arn
    assert arn.bucket == bucket
    assert str(arn).startswith("arn:aws:")
