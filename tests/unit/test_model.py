"""The policy model and its strict reader."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.model import Condition, Effect, Principals, parse_policy
from policies.errors import DocumentError

ALLOW = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}'


def statement(**changes: object) -> dict[str, object]:
    """A valid statement with elements replaced; None takes one out."""
    elements = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | changes
    return {key: value for key, value in elements.items() if value is not None}


def document(*statements: object, **changes: object) -> dict[str, object]:
    """A valid document with elements replaced."""
    return {"Version": "2012-10-17", "Statement": list(statements) or [statement()]} | changes


def test_every_element_is_read() -> None:
    """A document with every element comes back typed, single values as tuples."""
    policy = parse_policy(
        document(
            statement(
                Sid="one",
                Effect="Deny",
                NotPrincipal={"AWS": ["111122223333", "222233334444"], "Service": "sns.amazonaws.com"},
                NotAction=["s3:*", "sns:*"],
                Action=None,
                NotResource="arn:aws:s3:::b",
                Resource=None,
                Condition={"Bool": {"aws:SecureTransport": False}, "NumericEquals": {"s3:max-keys": [1, 2.5]}},
            ),
            Id="the-id",
        )
    )
    (only,) = policy.statements
    assert (policy.version, policy.id) == ("2012-10-17", "the-id")
    assert (only.effect, only.sid, only.span) == (Effect.DENY, "one", None)
    assert only.principals == Principals(
        (("AWS", "111122223333"), ("AWS", "222233334444"), ("Service", "sns.amazonaws.com")), negated=True
    )
    assert (only.actions, only.actions_negated) == (("s3:*", "sns:*"), True)
    assert (only.resources, only.resources_negated) == (("arn:aws:s3:::b",), True)
    assert only.conditions == (
        Condition("Bool", "aws:SecureTransport", ("false",)),
        Condition("NumericEquals", "s3:max-keys", ("1", "2.5")),
    )


def test_the_version_defaults_to_the_old_one() -> None:
    """A document without Version is of 2008-10-17 (IAM user guide: IAM JSON policy elements: Version)."""
    assert parse_policy({"Statement": statement()}).version == "2008-10-17"


def test_star_is_every_aws_principal() -> None:
    """`"*"` and `{"AWS": "*"}` are the same principal (IAM user guide: AWS JSON policy elements: Principal)."""
    star, mapped = (parse_policy(document(statement(Principal=value))) for value in ("*", {"AWS": "*"}))
    assert star == mapped


def test_a_statement_of_a_trust_policy_has_no_resource() -> None:
    """Without Resource and NotResource the tuple is empty, and not negated."""
    (only,) = parse_policy(document(statement(Resource=None, Principal="*"))).statements
    assert (only.resources, only.resources_negated) == ((), False)


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": ' + ALLOW + "}",
        '\n\t{"Statement":[' + ALLOW + " , \n  " + ALLOW + '], "Version": "2012-10-17"}',
        '{"Id": "a {\\"Statement\\": []} b", "Stat\\u0065ment": [' + ALLOW + "]}",
    ],
)
def test_spans_cut_out_the_statement(text: str) -> None:
    """The text of a statement's span is that statement, and line and column point at its first character."""
    for item in parse_policy(text).statements:
        assert item.span is not None
        assert json.loads(text[item.span.start : item.span.end]) == json.loads(ALLOW)
        assert text.split("\n")[item.span.line - 1][item.span.column - 1] == "{"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("\ufeff{}", "not valid JSON"),
        ('{"Statement": ' + ALLOW + ",}", "not valid JSON"),
        ('{"Statement": [' + ALLOW + ",]}", "not valid JSON"),
        ('{"Statement": ' + ALLOW + "} // comment", "not valid JSON"),
        ("{'Statement': " + ALLOW + "}", "not valid JSON"),
        ('{"Id": "a\nb", "Statement": ' + ALLOW + "}", "not valid JSON"),
        ('{"Statement": ' + ALLOW + "} {}", "not valid JSON"),
        ('{"Id": NaN, "Statement": ' + ALLOW + "}", "NaN is not JSON"),
        ('{"Id": -Infinity, "Statement": ' + ALLOW + "}", "-Infinity is not JSON"),
        ("[" * 100_000, "nested more than"),
        ('{"Statement": ' + ALLOW + ', "Statement": ' + ALLOW + "}", "twice"),
        ('{"Statement": ' + ALLOW + ', "STATEMENT": ' + ALLOW + "}", "twice"),
        ('{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}', "twice"),
        ('{"": 1, "": 2}', "twice"),
        ("[]", "JSON object is expected"),
        ('"text"', "JSON object is expected"),
        ("null", "JSON object is expected"),
    ],
)
def test_text_that_is_not_strict_json_is_refused(text: str, said: str) -> None:
    """Whatever is not strict JSON with unique keys, or no object, is an error that says so."""
    with pytest.raises(DocumentError, match=said):
        parse_policy(text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "no statement"),
        (document(Statement=[]), "no statement"),
        (document(Version="2013-01-01"), "Version is"),
        (document(version="2012-10-17"), "twice"),
        (document(Comment="x"), "not an element"),
        (document(Id=3), "Id is not a string"),
        (document("text"), "JSON object is expected"),
        (document(statement(Effect="allow")), "Effect is"),
        (document(statement(Effect=None)), "Effect is"),
        (document(statement(Effect=["Allow"])), "Effect is"),
        (document(statement(Action=None)), "neither Action nor NotAction"),
        (document(statement(NotAction="s3:*")), "both Action and NotAction"),
        (document(statement(NotResource="*")), "both Resource and NotResource"),
        (document(statement(Principal="*", NotPrincipal="*")), "both Principal and NotPrincipal"),
        (document(statement(Action=[])), "Action is not a string"),
        (document(statement(Action=[1])), "Action is not a string"),
        (document(statement(Resource=[])), "Resource is not a string"),
        (document(statement(Resource={"Ref": "Bucket"})), "Resource is not a string"),
        (document(statement(Sid=1)), "Sid is not a string"),
        (document(statement(Principals="*")), "not an element"),
        (document(statement(Principal="111122223333")), "JSON object is expected"),
        (document(statement(Principal={})), "names nobody"),
        (document(statement(Principal={"aws": "*"})), "not an element"),
        (document(statement(Principal={"AWS": []})), "is not a string"),
        (document(statement(Condition=[])), "JSON object is expected"),
        (document(statement(Condition={"Bool": "true"})), "JSON object is expected"),
        (document(statement(Condition={"Bool": {"a:b": None}})), "A condition value"),
        (document(statement(Condition={"Bool": {"a:b": [["x"]]}})), "A condition value"),
        (document(statement(Condition={"Bool": {"aws:X": "1", "AWS:x": "2"}})), "twice"),
    ],
)
def test_what_is_no_policy_is_refused(value: Mapping[str, object], said: str) -> None:
    """A document outside the grammar is an error with the place and the fault, as text and as an object."""
    for form in (value, json.dumps(value)):
        with pytest.raises(DocumentError, match=said) as caught:
            parse_policy(form, name="bucket policy")
        assert caught.value.where.startswith("bucket policy")


def test_an_error_says_which_statement_and_line() -> None:
    """The place of a fault in text holds the number and the line of the statement."""
    text = '{"Statement": [\n' + ALLOW + ',\n{"Effect": "Allow", "Resource": "*"}]}'
    with pytest.raises(DocumentError) as caught:
        parse_policy(text)
    assert caught.value.where == "policy, statement 2, line 3"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["Version", "Statement", "Effect", "Action", "Resource", "Principal", "Condition"]),
                inner | st.just("Allow") | st.just("2012-10-17"),
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    """No JSON value brings another error than DocumentError."""
    try:
        parse_policy(json.dumps(value))
    except DocumentError:
        return


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text brings another error than DocumentError."""
    with pytest.raises(DocumentError):
        parse_policy(text)
