"""The short way to cells held against the long one: patterns that are texts or beginnings, and the automaton."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.model import Effect, PolicyDocument, Statement
from checks.proof.include import atoms, choices
from checks.proof.include.clauses import question
from checks.proof.include.globs import glob
from checks.proof.include.keys import key_choices
from checks.proof.variables import tokenize
from policies.document import Condition

ACTIONS = [
    *(
        "*",
        "s3:*",
        "s3*",
        "s*",
        "s3:Get*",
        "s3:GetO*",
        "s3:Get",
        "s3:GetObject",
        "s3:Getx",
        "s3:getx*",
        "x*",
        "x:other",
    ),
    *("sns:Pub*", "sns:Publish", "s3", "s3:", ":x", ":*", "s3:x:y", "s3:x:*", "iam:*"),
]
RESOURCES = [
    *("*", "a*", "ar*", "arn*", "arn:*", "arn:aws:*", "arn:aws:s3*", "arn:aws:s3::*", "arn:aws:s3:::*", "arn:aws::::*"),
    *("arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::b/*", "arn:aws:s3:::bx", "arn:aws:s3:::b:c*", "arn:aws:s3:::"),
    *("arn:aws:sns:us-east-1:1:t", "arn:aws:sns:us-*", "arn:x:s3:::other", "arn::s3:::b", "arn::s3:::*", "foo", "foo*"),
    *("arn:aws:s3:::${*}", "${*}"),
]
OPERATORS = ["StringLike", "StringEquals", "StringNotLike", "ArnLike"]
VALUES = ["", "*", "a", "a*", "ab", "ab*", "abc", "b*", "other", "x*", "ax", "o*"]


def some(items: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the items."""
    return st.lists(st.sampled_from(items), min_size=1, max_size=4, unique=True).map(tuple)


STATEMENTS = st.builds(
    Statement,
    effect=st.just(Effect.ALLOW),
    actions=some(ACTIONS),
    actions_negated=st.booleans(),
    resources=some(RESOURCES),
    resources_negated=st.booleans(),
    conditions=st.builds(
        Condition,
        st.sampled_from(["StringLike", "StringEquals", "StringNotLike", "ArnLike"]),
        st.just("a:b"),
        some(VALUES),
    ).map(lambda condition: (condition,)),
)


@settings(max_examples=300)
@given(st.lists(STATEMENTS, min_size=1, max_size=4).map(tuple))
def test_the_short_way_finds_the_cells_of_the_long_one(statements: tuple[Statement, ...]) -> None:
    """Both part actions, resources and values into the same cells; each action lies in the cell that it stands for."""
    asked = question(PolicyDocument("2012-10-17", statements), PolicyDocument("2012-10-17", statements[:1]))

    def parted() -> list[dict[int, tuple[str, ...]]]:
        atoms.value_cells.cache_clear()
        variables = (
            choices.action_choices(asked),
            choices.resource_choices(asked, frozenset()),
            key_choices(asked, "a:b", frozenset(), several=False),
        )
        return [{choice.mask: choice.values for choice in variable.choices} for variable in variables]

    short = parted()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choices, "plain_actions", lambda _: None)
        patch.setattr(choices, "plain_resources", lambda _: None)
        patch.setattr(atoms, "_plain_cells", lambda *_: None)
        long = parted()
    assert [set(cells) for cells in short] == [set(cells) for cells in long]
    for mask, (action,) in short[0].items():
        for number, clause in enumerate(asked.clauses):
            matches = any(_matches(pattern, action) for pattern in clause.actions)
            assert bool(mask >> number & 1) is (matches is not clause.actions_negated)


def _matches(pattern: str, text: str) -> bool:
    tokens = tokenize(pattern, variables=False, wildcards=True)
    return glob(token for token in tokens if not hasattr(token, "key")).matches(text)
