"""Wildcards, ARN segments and policy variables in Action and Resource."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.proof.evaluate.matching import action_matches, arn_matches, resource_matches, text_matches
from checks.proof.variables import Wild, resolve, tokenize

TOPIC = "arn:aws:sns:us-east-1:111122223333:topic"


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        # IAM user guide: IAM JSON policy elements: Action ("The prefix and the action name are case insensitive").
        ("s3:GetObject", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:GetObject", "s3:GetObjectAcl", False),
        ("s3:GetObject", "sns:GetObject", False),
        # The same page: wildcards stand for any characters, anywhere in the name.
        ("*", "s3:GetObject", True),
        ("s3:*", "s3:GetObject", True),
        ("s3:*", "s3express:CreateSession", False),
        ("s3:*Object", "s3:PutObject", True),
        ("s3:*Object", "s3:PutObjectAcl", False),
        ("s3:Get*", "s3:getobject", True),
        ("iam:*AccessKey*", "iam:CreateAccessKey", True),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:?etObject", "s3:etObject", False),
        ("s3:GetObject?", "s3:GetObject", False),
        ("", "s3:GetObject", False),
        # Policy variables do not exist in Action (IAM user guide: Where you can use policy variables).
        ("s3:${*}", "s3:GetObject", False),
        # A dot, a bracket or a star in the name of the request is no syntax.
        ("s3:Get.bject", "s3:GetObject", False),
    ],
)
def test_actions(pattern: str, action: str, expected: object) -> None:
    """An action pattern matches in any case of letters, with wildcards."""
    assert action_matches(pattern, action) is expected


@pytest.mark.parametrize(
    ("pattern", "resource", "expected"),
    [
        # IAM user guide: IAM JSON policy elements: Resource; S3 user guide: Amazon S3 resources.
        ("*", "*", True),
        ("*", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::b", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::b", "arn:aws:s3:::B", False),
        ("arn:aws:s3:::b", "arn:aws:s3:::b/key", False),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::b*", "arn:aws:s3:::bucket/key", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b/c", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", False),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/é", True),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/😀", True),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/", False),
        ("arn:aws:s3:::b/a*z*", "arn:aws:s3:::b/az", True),
        ("arn:aws:s3:::b/*\n", "arn:aws:s3:::b/x\n", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x\n", True),
        # Wildcards in the sixth segment match colons, those before do not.
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a:b", True),
        ("arn:aws:sns:*:111122223333:topic", TOPIC, True),
        ("arn:aws:sns:*:*:*", TOPIC, True),
        ("arn:aws:sns:*:topic", TOPIC, False),
        ("arn:*:topic", TOPIC, False),
        ("arn:aws:sns:us-east-?:111122223333:topic", TOPIC, True),
        ("arn:aws:sns:us-east-1?111122223333:topic", TOPIC, False),
        ("arn:aws:sns:us-*:111122223333:t*c", TOPIC, True),
        ("arn:aws:sns:*:111122223333:t*", "arn:aws:sns:r:9:x:111122223333:t", False),
        # Fewer than six segments: a star at the end stands for the rest.
        ("arn:aws:sns:*", TOPIC, True),
        ("arn:aws:s*", TOPIC, True),
        ("arn:*", TOPIC, True),
        ("arn:aws:sns:us-east-1", TOPIC, False),
        ("arn:aws:s3:::*", "*", False),
        ("topic", TOPIC, False),
        ("*topic", TOPIC, False),
    ],
)
def test_resources(pattern: str, resource: str, expected: object) -> None:
    """A resource pattern matches by segments and by case."""
    assert resource_matches(pattern, resource, {}, variables=True) is expected


KEYS = {"aws:username": ("alice",), "aws:tagkeys": ("a", "b"), "x:star": ("*",), "x:colon": ("a:b",), "x:empty": ("",)}


@pytest.mark.parametrize(
    ("pattern", "name", "new", "old"),
    [
        # IAM user guide: IAM policy elements: Variables and tags. `new`: Version 2012-10-17, `old`: 2008-10-17.
        ("${aws:username}/*", "alice/x", True, False),
        ("${aws:username}/*", "bob/x", False, False),
        ("${AWS:UserName}", "alice", True, False),
        ("${aws:username}", "${aws:username}", False, True),
        # Escapes are single characters, also in the name that is matched.
        ("${*}", "*", True, False),
        ("${*}", "anything", False, False),
        ("${*}", "${anything}", False, True),
        ("a${?}", "a?", True, False),
        ("a${?}", "ab", False, False),
        ("${$}{x}", "${x}", True, False),
        # Defaults: for a key that is absent; not for one that is there.
        ("${aws:userid, 'nobody'}", "nobody", True, False),
        ("${aws:username, 'nobody'}", "alice", True, False),
        ("${aws:username, 'nobody'}", "nobody", False, False),
        ("x${aws:userid, ''}", "x", True, False),
        ("${aws:userid, 'n*'}", "nobody", False, False),
        # Without a value or default nothing matches, however many wildcards stand beside it.
        ("${aws:userid}", "", False, False),
        ("*${aws:userid}*", "alice", False, False),
        # A multivalued key cannot be used (Single-valued vs. multivalued context keys).
        ("${aws:TagKeys}", "a", False, False),
        # A value is text.
        ("${x:star}", "alice", False, False),
        ("${x:star}", "*", True, False),
        ("${x:colon}", "a:b", True, False),
        ("a${x:empty}b", "ab", True, False),
        # What is no variable: an open brace is text, nonsense between braces never resolves.
        ("a${b", "a${b", True, True),
        ("${}", "", False, False),
        ("${a b}", "x", False, False),
    ],
)
def test_variables_in_resources(pattern: str, name: str, new: object, old: object) -> None:
    """Variables, defaults and escapes work in the resource part, under the newer version only."""
    prefix = "arn:aws:s3:::"
    assert resource_matches(prefix + pattern, prefix + name, KEYS, variables=True) is new
    assert resource_matches(prefix + pattern, prefix + name, KEYS, variables=False) is old


@pytest.mark.parametrize(
    "pattern",
    ["arn:aws:sns:us-east-1:${x:star}:topic", "arn:aws:sns:${x:r, 'us-east-1'}:111122223333:topic", "${x:star}"],
)
def test_variables_before_the_fifth_colon_match_nothing(pattern: str) -> None:
    """A variable replaces only the resource part of an ARN (Where you can use policy variables)."""
    assert not resource_matches(pattern, TOPIC, KEYS, variables=True)


def test_the_other_reading_of_segments_lets_a_star_cross_colons() -> None:
    """The reading that is not taken by default matches over the whole text."""
    pattern = "arn:aws:sns:*:topic"
    assert not resource_matches(pattern, TOPIC, {}, variables=True)
    assert resource_matches(pattern, TOPIC, {}, variables=True, segments=False)


def plain(pattern: str, text: str, *, wild: str = "*", colons: bool = True) -> bool:
    """The definition of wildcards, by recursion on the first character."""
    if not pattern:
        return not text
    if pattern[0] == wild:
        rest = bool(text) and (colons or text[0] != ":") and plain(pattern, text[1:], colons=colons)
        return rest or plain(pattern[1:], text, colons=colons)
    same = bool(text) and (pattern[0] == text[0] or (pattern[0] == "?" and (colons or text[0] != ":")))
    return same and plain(pattern[1:], text[1:], colons=colons)


@given(st.text("ab*?", max_size=8), st.text("ab*?", max_size=8))
def test_wildcards_are_what_their_definition_says(pattern: str, text: str) -> None:
    """The compiled form agrees with the definition on any pattern and text."""
    tokens = resolve(tokenize(pattern, variables=True, wildcards=True), {}) or ()
    assert text_matches(tokens, text) is plain(pattern, text)


SEGMENT = st.text("ab*?", max_size=3)


@given(st.lists(SEGMENT, min_size=6, max_size=6), st.lists(st.text("ab", max_size=3), min_size=6, max_size=8))
def test_segments_are_what_their_definition_says(pattern: list[str], arn: list[str]) -> None:
    """A pattern of six segments matches exactly if each segment does, the sixth with its colons."""
    expected = all(plain(part, text, colons=False) for part, text in zip(pattern[:5], arn[:5], strict=True)) and plain(
        pattern[5], ":".join(arn[5:])
    )
    assert resource_matches(":".join(pattern), ":".join(arn), {}, variables=True) is expected


@given(st.text("ab:*?", max_size=10), st.text("ab:", max_size=10))
def test_segments_never_match_more_than_the_whole_text_does(pattern: str, text: str) -> None:
    """What matches by segments matches over the whole text, too."""
    tokens = resolve(tokenize(pattern, variables=False, wildcards=True), {}) or ()
    assert not arn_matches(tokens, text) or text_matches(tokens, text)


def test_many_stars_stay_fast() -> None:
    """A pattern of a hundred stars against a text that nearly matches takes no more than a moment."""
    tokens = (Wild.STAR, "a") * 100 + (Wild.STAR, "b")
    started = time.perf_counter()
    assert not text_matches(tokens, "a" * 2000)
    assert time.perf_counter() - started < 1
