"""What a proof may never do: the answers held against the independent evaluator, and against themselves."""

from __future__ import annotations

import copy
import json
import os
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from policy_pairs import alone, pairs, requests, statements

from checks.documents.model import Effect, PolicyDocument, Statement
from checks.proof.certificate import CertificateError, certificate, check
from checks.proof.evaluate import NamedPolicy, Reading, Request, evaluate
from checks.proof.include import Answer, Verdict, within

SEED = int(os.environ.get("MCA_SEED", "20261125"))
FEW = settings(
    max_examples=1_000, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
MANY = settings(FEW, max_examples=10_000)
KINDS = pytest.mark.parametrize("by_resource", [False, True], ids=["identity", "resource"])
REJECTED = [frozenset(), *(frozenset({reading}) for reading in Reading)]


def holds(answer: Answer, first: NamedPolicy, second: NamedPolicy, tried: list[Request], *, by_resource: bool) -> None:
    """An answer agrees with the evaluator, under every reading."""
    if answer.verdict is Verdict.REFUTED:
        assert answer.request is not None
        assert answer.first is not None
        assert answer.second is not None
        assert answer.first.allowed
        assert not answer.second.allowed
    if answer.verdict is Verdict.PROVED:
        for request in tried:
            for delegated in (False, True):
                for rejected in REJECTED:
                    mine, other = (
                        evaluate(
                            request,
                            alone(policy, request, by_resource=by_resource, delegated=delegated),
                            rejected=rejected,
                        )
                        for policy in (first, second)
                    )
                    assert not mine.allowed or other.allowed, (request, rejected)


def counted(by_resource: bool, how: settings) -> Counter[str]:  # noqa: FBT001  # parametrised
    """Decide generated pairs, check each answer, and count the answers."""
    count: Counter[str] = Counter()

    @seed(SEED)
    @how
    @given(pairs(by_resource=by_resource), st.lists(requests(by_resource=by_resource), min_size=12, max_size=12))
    def decide(pair: tuple[NamedPolicy, NamedPolicy], tried: list[Request]) -> None:
        answer = within(*pair)
        holds(answer, *pair, tried, by_resource=by_resource)
        count[answer.construct or answer.verdict.value] += 1

    decide()
    return count


@KINDS
def test_answers_agree_with_the_evaluator(*, by_resource: bool) -> None:
    """A refutation's request is allowed by the first policy and not by the second; nothing contradicts a proof."""
    count = counted(by_resource, FEW)
    assert count["proved"] > 100
    assert count["refuted"] > 100


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
@KINDS
def test_answers_agree_with_the_evaluator_at_length(*, by_resource: bool) -> None:
    """The same over ten times as many pairs; how often each construct is undecided is printed."""
    count = counted(by_resource, MANY)
    print(f"seed {SEED}, {'resource' if by_resource else 'identity'} policies: {dict(count)}")  # noqa: T201  # the result
    assert count["proved"] > 1_000


@KINDS
def test_every_certificate_checks_and_no_altered_one_does(*, by_resource: bool) -> None:
    """The checker accepts what was proved, and refuses it with any one cell taken out or altered."""

    @seed(SEED)
    @settings(FEW, max_examples=150)
    @given(pairs(by_resource=by_resource), st.randoms(use_true_random=False))
    def certify(pair: tuple[NamedPolicy, NamedPolicy], chance: Random) -> None:
        answer = within(*pair)
        if answer.verdict is not Verdict.PROVED:
            return
        whole = json.loads(json.dumps(certificate(answer, *pair)))
        first, second = check(whole)
        assert first == pair[0].document
        assert second == pair[1].document
        if not (whole["cases"] or whole["covered"]):
            # There is nothing to prove of a policy that allows nothing.
            assert all(statement.effect is Effect.DENY for statement in first.statements)
            return
        for _ in range(3):
            altered = copy.deepcopy(whole)
            alter(altered, chance, len(first.statements) + len(second.statements))
            with pytest.raises(CertificateError):
                check(altered)

    certify()


def alter(whole: dict[str, Any], chance: Random, clauses: int) -> None:
    """Take one thing out of a certificate that it needs, or change it."""
    if whole["covered"] and (not whole["cases"] or chance.random() < 0.3):  # a share
        place = chance.randrange(len(whole["covered"]))
        if chance.random() < 0.5 and needed(whole, place):  # either way
            del whole["covered"][place]
        else:
            whole["covered"][place]["within"] = whole["covered"][place]["clause"]
        return
    cells = chance.choice(list(chance.choice(whole["cases"])["variables"].values()))
    place = chance.randrange(len(cells))
    if chance.random() < 0.5:  # either way
        del cells[place]
    else:
        cells[place]["mask"] ^= 1 << chance.randrange(clauses)


def needed(whole: dict[str, Any], place: int) -> bool:
    """Whether the search would have a goal more if a clause were not covered: not for a deny beside no allow."""
    clause = whole["covered"][place]["clause"]
    allows = [item["Effect"] == "Allow" for item in whole["first"]["document"]["Statement"]]
    return bool(clause < 1 << len(allows) or any(allows))


def rewritten(document: PolicyDocument, chance: Random) -> PolicyDocument:
    """The same document in other words: another order, split statements, other letters, a statement twice."""
    result: list[Statement] = []
    for statement in document.statements:
        loud = replace(statement, actions=tuple(action.upper() for action in statement.actions))
        if len(statement.actions) > 1 and not statement.actions_negated:
            result += [replace(loud, actions=(action,)) for action in loud.actions]
        elif len(statement.resources) > 1 and not statement.resources_negated:
            result += [replace(loud, resources=(resource,)) for resource in loud.resources]
        else:
            result += [loud, statement]
    chance.shuffle(result)
    return replace(document, statements=tuple(result))


@KINDS
def test_other_words_for_the_same_never_change_an_answer(*, by_resource: bool) -> None:
    """Order, splitting, repetition and the case of actions change nothing."""

    @seed(SEED)
    @settings(FEW, max_examples=250)
    @given(pairs(by_resource=by_resource), st.randoms(use_true_random=False))
    def compare(pair: tuple[NamedPolicy, NamedPolicy], chance: Random) -> None:
        first, second = pair
        other = replace(first, document=rewritten(first.document, chance))
        another = replace(second, document=rewritten(second.document, chance))
        assert within(other, another).verdict is within(first, second).verdict

    compare()


@KINDS
def test_more_allowed_by_the_second_or_denied_by_the_first_never_refutes(*, by_resource: bool) -> None:
    """An Allow added to B, or a Deny added to A, never turns a proof into a refutation."""
    pair_strategy = pairs(by_resource=by_resource)

    @seed(SEED)
    @settings(FEW, max_examples=250)
    @given(pair_strategy, st.data())
    def add(pair: tuple[NamedPolicy, NamedPolicy], data: st.DataObject) -> None:
        first, second = pair
        if within(first, second).verdict is not Verdict.PROVED:
            return
        who = second.document.statements[0].principals
        more = data.draw(statements(st.just(who)))
        wider = replace(second.document, statements=(*second.document.statements, replace(more, effect=Effect.ALLOW)))
        tighter = replace(first.document, statements=(*first.document.statements, replace(more, effect=Effect.DENY)))
        assert within(first, replace(second, document=wider)).verdict is not Verdict.REFUTED
        assert within(replace(first, document=tighter), second).verdict is not Verdict.REFUTED

    add()
