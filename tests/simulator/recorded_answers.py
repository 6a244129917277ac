"""The simulator's recorded answers, so that the comparison needs no Node; run this file to record them anew.

Each line of `answers.jsonl` has the answers to a hundred cases, a letter each, and a digest of what was asked: whoever
changes the cases has to record again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # as a program, this file finds the project itself

from simulations import Case, case
from simulator import ask

from checks.proof.evaluate import Outcome

SEED = 5
COUNT = 6000
FILE = Path(__file__).with_name("answers.jsonl")
LETTERS = {"A": Outcome.ALLOWED, "E": Outcome.EXPLICIT_DENY, "I": Outcome.IMPLICIT_DENY}
_BLOCK = 100


def recorded_cases() -> list[Case]:
    """The cases that were asked."""
    return [case(number, SEED) for number in range(COUNT)]


def answers(cases: Sequence[Case]) -> list[Outcome]:
    """The recorded answers to the recorded cases.

    Raises:
        AssertionError: If other cases were asked.
    """
    found: list[Outcome] = []
    for line, block in zip(FILE.read_text().splitlines(), _blocks(cases), strict=True):
        recorded = json.loads(line)
        assert recorded["asked"] == _digest(block), (
            "Other cases were asked. Record anew, with Node: `.venv/bin/python tests/simulator/recorded_answers.py`."
        )
        found += [LETTERS[letter] for letter in recorded["answers"]]
    return found


def written(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> str:
    """The text of the file for answers to cases."""
    letters = {outcome: letter for letter, outcome in LETTERS.items()}
    text = "".join(letters[outcome] for outcome in outcomes)
    lines = (
        {"asked": _digest(block), "answers": text[number * _BLOCK : (number + 1) * _BLOCK]}
        for number, block in enumerate(_blocks(cases))
    )
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def _blocks(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    return (cases[start : start + _BLOCK] for start in range(0, len(cases), _BLOCK))


def _digest(cases: Sequence[Case]) -> str:
    return hashlib.sha256("\n".join(each.simulation for each in cases).encode()).hexdigest()[:16]


if __name__ == "__main__":
    CASES = recorded_cases()
    FILE.write_text(written(CASES, ask(CASES)))
