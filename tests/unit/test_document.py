"""The policy document as values, and the guide's two broken documents as the strict reader sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import read_back

from checks.documents.model import parse_policy
from policies.callers import CALL_ACTION
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement, document
from policies.errors import DocumentError

SEEDS = Path(__file__).parent.parent / "data" / "seeds"

words = st.text("abcXYZ019:/*?-", min_size=1, max_size=8)
values = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
# One condition a pair of operator and key, as an object of JSON holds each once; keys that differ in case are twins.
conditions = st.lists(
    st.builds(Condition, st.sampled_from(["StringLike", "ArnEquals", "Bool"]), st.sampled_from(["a:b", "c:d"]), values),
    max_size=4,
    unique_by=lambda found: (found.operator, found.key),
).map(lambda found: tuple(sorted(found, key=lambda one: one.operator)))
principals = st.builds(
    lambda aws, services, negated: Principals(
        tuple(("AWS", one) for one in aws) + tuple(("Service", one) for one in services), negated
    ),
    values,
    st.lists(words, max_size=2, unique=True),
    st.booleans(),
)
statements = st.builds(
    Statement,
    effect=st.sampled_from(Effect),
    sid=st.none() | st.text("abc1", max_size=4),
    principals=st.none() | principals,
    actions=values,
    actions_negated=st.booleans(),
    resources=values,
    resources_negated=st.booleans(),
    conditions=conditions,
)
documents = st.builds(
    PolicyDocument,
    st.sampled_from(["2008-10-17", "2012-10-17"]),
    st.lists(statements, min_size=1, max_size=3).map(tuple),
    st.none() | words,
)


@given(documents)
@settings(deadline=None, max_examples=150)
def test_writing_and_reading_are_inverse(written: PolicyDocument) -> None:
    """Any document reads back from its JSON as an equal one: no element is lost, added or moved."""
    assert read_back(written) == written


@given(documents)
@settings(deadline=None, max_examples=50)
def test_equal_documents_print_alike(written: PolicyDocument) -> None:
    """Reading and printing again gives the same bytes."""
    assert read_back(written).to_json() == written.to_json()


def test_the_form_of_the_json() -> None:
    """Elements stand in the IAM guide's order, single values without brackets, one element a line."""
    statement = Statement(
        effect=Effect.ALLOW,
        sid="One",
        principals=Principals((("AWS", "arn:aws:iam::111122223333:root"),)),
        actions=("s3:GetObject", "s3:PutObject"),
        resources=("*",),
        conditions=(Condition("Bool", "aws:SecureTransport", ("true",)),),
    )
    assert document(statement).to_json() == (
        "{\n"
        '  "Version": "2012-10-17",\n'
        '  "Statement": [\n'
        "    {\n"
        '      "Sid": "One",\n'
        '      "Effect": "Allow",\n'
        '      "Principal": {\n'
        '        "AWS": "arn:aws:iam::111122223333:root"\n'
        "      },\n"
        '      "Action": [\n'
        '        "s3:GetObject",\n'
        '        "s3:PutObject"\n'
        "      ],\n"
        '      "Resource": "*",\n'
        '      "Condition": {\n'
        '        "Bool": {\n'
        '          "aws:SecureTransport": "true"\n'
        "        }\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}"
    )


def test_a_condition_is_never_lost() -> None:
    """JSON holds one value list for an operator and key, so a second such condition is refused, not dropped."""
    twice = (Condition("StringLike", "a:b", ("x",)), Condition("StringLike", "A:B", ("y",)))
    statement = Statement(effect=Effect.ALLOW, actions=("s3:GetObject",), resources=("*",), conditions=twice)
    with pytest.raises(DocumentError, match="StringLike"):
        document(statement).to_json()


def test_a_document_is_immutable() -> None:
    """A document is a value: it can be a key, and nothing changes it."""
    one = document(Statement(effect=Effect.DENY, actions=("s3:*",), resources=("*",)))
    assert len({one, document(*one.statements)}) == 1
    with pytest.raises(AttributeError):
        one.version = "2008-10-17"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    # Python 3.13 and later point at the stray comma, earlier ones behind it.
    ("name", "lines"),
    [("guide-caller-policy", (8, 9)), ("troubleshooting-caller-policy", (7, 8))],
)
def test_the_guides_own_policies_are_not_json(name: str, lines: tuple[int, int]) -> None:
    """Both policies that the service guide prints are refused, at the line where JSON ends being JSON."""
    with pytest.raises(DocumentError, match="not valid JSON") as caught:
        parse_policy((SEEDS / f"{name}.json").read_text(), name=name)
    assert any(caught.value.where.startswith(f"{name}, line {line}, column ") for line in lines)


@pytest.mark.parametrize("name", ["guide-caller-policy", "troubleshooting-caller-policy"])
def test_the_mended_policies_say_what_the_guide_means(name: str) -> None:
    """With the stray characters gone, each is the grant of GenerateDataSet on everything."""
    (statement,) = parse_policy((SEEDS / f"{name}.mended.json").read_text()).statements
    assert (statement.effect, statement.actions, statement.resources) == (Effect.ALLOW, (CALL_ACTION,), ("*",))


def test_mending_only_removes_what_is_not_json() -> None:
    """A mended file differs from the guide's text in the stray commas and the stray letter alone."""
    for name, stray in (("guide-caller-policy", (",]",)), ("troubleshooting-caller-policy", (",}", ",]", ",a}"))):
        text = "".join((SEEDS / f"{name}.json").read_text().split())
        for extra in stray:
            assert text.count(extra) == 1
            text = text.replace(extra, extra[-1])
        assert text == json.dumps(json.loads((SEEDS / f"{name}.mended.json").read_text()), separators=(",", ":"))
