"""The proof held against two SMT solvers with an encoding of their own."""

from __future__ import annotations

import importlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from policy_pairs import ACTIONS, HERE, some
from solver_encoding import SUPPORTED, decided
from test_include_properties import SEED

from checks.documents.model import Condition, Effect, PolicyDocument, Statement
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Verdict, within

RESOURCES = [
    *("*", "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b*", "arn:aws:s3:::b/a/*", "arn:aws:s3:::*"),
    *("arn:aws:s3:::b/?", f"arn:aws:sns:us-east-1:{HERE}:t", "arn:aws:s3*"),
]
TESTS = [
    ("StringEquals", "aws:RequestedRegion", ["us-east-1", "eu-west-1", "us-*"]),
    ("StringLike", "aws:RequestedRegion", ["us-*", "*", "us-east-?"]),
    ("StringNotEquals", "aws:RequestedRegion", ["us-east-1", "eu-west-1"]),
    ("StringNotLikeIfExists", "aws:RequestedRegion", ["us-*"]),
    ("StringEqualsIfExists", "aws:UserAgent", ["a"]),
    ("StringNotLike", "aws:UserAgent", ["a*"]),
    ("Null", "aws:RequestedRegion", ["true", "false"]),
]


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Condition, ...]:
    """Up to two conditions on texts."""
    chosen = draw(st.lists(st.sampled_from(TESTS), max_size=2, unique_by=lambda test: (test[0], test[1])))
    assert all(operator.removesuffix("IfExists") in SUPPORTED for operator, _, _ in chosen)
    return tuple(Condition(operator, key, draw(some(values, 2))) for operator, key, values in chosen)


STATEMENTS = st.builds(
    Statement,
    effect=st.sampled_from([Effect.ALLOW, Effect.ALLOW, Effect.DENY]),
    sid=st.none(),
    principals=st.none(),
    actions=some(ACTIONS),
    actions_negated=st.sampled_from([False, False, False, True]),
    resources=some(RESOURCES),
    resources_negated=st.sampled_from([False, False, False, True]),
    conditions=conditions(),
    span=st.none(),
)
DOCUMENTS = st.lists(STATEMENTS, min_size=1, max_size=2).map(lambda held: PolicyDocument("2012-10-17", tuple(held)))


def agree(name: str, examples: int) -> Counter[str]:
    """Ask the proof and a solver the same questions, and count how each pair of answers came out."""
    ask = decided(importlib.import_module(name), 1_000)
    count: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(DOCUMENTS, DOCUMENTS, st.booleans())
    def compare(first: PolicyDocument, second: PolicyDocument, joined: bool) -> None:  # noqa: FBT001  # drawn
        if joined:
            second = replace(second, statements=(*first.statements, *second.statements))
        mine = within(NamedPolicy("A", first), NamedPolicy("B", second)).verdict
        theirs = ask(first, second)
        count[f"{mine}, {name} {theirs}"] += 1
        assert mine is not Verdict.UNKNOWN
        assert theirs is None or theirs is (mine is Verdict.PROVED)

    compare()
    return count


@pytest.mark.parametrize(("name", "examples"), [("z3", 100), ("cvc5.pythonic", 30)])
def test_the_solvers_agree(name: str, examples: int) -> None:
    """Wherever both decide, z3 and cvc5 give the proof's answer; they decide more than half of the questions."""
    count = agree(name, examples)
    assert sum(number for answers, number in count.items() if not answers.endswith("None")) > examples / 2


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", ["z3", "cvc5.pythonic"])
def test_the_solvers_agree_at_length(name: str) -> None:
    """The same over many more pairs; the answers are counted and printed."""
    print(f"seed {SEED}: {dict(agree(name, 3_000))}")  # noqa: T201  # the result
