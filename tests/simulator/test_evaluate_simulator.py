"""Our evaluator against another implementation; docs/evaluator-differences.md has what differs, and what decides it."""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from deviations import DEVIATIONS, deviating
from question import Question
from recorded_answers import COUNT, FILE, answers, recorded_cases, written
from simulations import Case, case
from simulator import ask, install

from checks.proof.evaluate import Outcome

SEED = int(os.environ.get("MCA_SEED") or random.SystemRandom().randrange(1, 2**31))
"""Give it again in the environment to see the same cases."""
CAMPAIGN = 12_000
TABLE = Path(__file__).parents[2] / "docs" / "evaluator-differences.md"


def asked(one: Case) -> Question:
    """A case as a question to our evaluator."""
    return Question(one.request, one.policies)


def unexplained(cases: Iterable[tuple[Case, Outcome]]) -> list[str]:
    """The cases on which the simulator says neither what we say nor what the table makes us expect."""
    return [
        f"the simulator: {theirs}; we: {ours}; expected: {deviating(asked(one)).answer()}\n{one.simulation}"
        for one, theirs in cases
        if (ours := asked(one).answer()) is not theirs and deviating(asked(one)).answer() is not theirs
    ]


def test_every_recorded_answer_is_ours_or_in_the_table() -> None:
    """On thousands of recorded requests, we say what the simulator says, or the table tells why not."""
    cases = recorded_cases()
    theirs = answers(cases)
    assert Counter(theirs).most_common()[-1][1] > COUNT // 10, "A recording in which one outcome is rare says little."
    assert unexplained(zip(cases, theirs, strict=True)) == []
    ours = sum(asked(one).answer() is said for one, said in zip(cases, theirs, strict=True))
    assert f"Of the {COUNT:,} recorded answers {ours:,} are ours." in TABLE.read_text()


def test_without_node_the_failure_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Node is missing, the comparison fails, and says what to install."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(AssertionError, match=r"node is missing\. Install Node\.js"):
        install()


def test_the_table_has_every_deviation() -> None:
    """Each known deviation has a row, and each row is a known deviation."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", TABLE.read_text(), re.MULTILINE)
    assert rows == sorted(rows)
    assert set(rows) == set(DEVIATIONS)
    assert len(rows) == len(DEVIATIONS)


@pytest.mark.campaign
def test_the_recording_is_what_the_simulator_says() -> None:
    """Asked again, the simulator gives the recorded answers, and no row of the table is without a case among them."""
    cases = recorded_cases()
    theirs = ask(cases)
    assert written(cases, theirs) == FILE.read_text()
    idle = set(DEVIATIONS)
    for one, said in zip(cases, theirs, strict=True):
        if asked(one).answer() is not said:
            idle -= {name for name in idle if deviating(asked(one), without=name).answer() is not said}
    assert idle == set()


@pytest.mark.campaign
def test_the_simulator_answers_as_the_table_says() -> None:
    """On new requests the table's deviations give every answer of the simulator, those that we share included."""
    sys.stdout.write(f"MCA_SEED={SEED}\n")
    cases = [case(number, SEED) for number in range(CAMPAIGN)]
    theirs = ask(cases)
    wrong = [
        f"MCA_SEED={SEED}\nthe simulator: {said}\n{one.simulation}"
        for one, said in zip(cases, theirs, strict=True)
        if deviating(asked(one)).answer() is not said
    ]
    assert wrong == []
