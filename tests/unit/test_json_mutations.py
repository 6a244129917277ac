"""Single edits of valid documents: a fault exactly where JSON has one, at its place, and what mends it."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NoReturn

import pytest

from checks.documents.source import Source, apply_edits
from checks.documents.syntax import Fault, read_json
from policies.bucket import bucket_policy
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.role import role_policy
from policies.trust import trust_policy

SEED = int(os.environ.get("MCA_SEED", "20261125"))
EDITS = 2_500
PLACE = Destination("acme-reports", "arn:aws:sns:us-east-1:111122223333:acme", "daily")
DOCUMENTS = [
    role_policy(PLACE, account_id="111122223333"),
    caller_policy(),
    reader_policy(PLACE),
    trust_policy("6b1c3f0e-1111"),
    bucket_policy("acme-reports"),
]
TEXTS = [json.dumps(document.to_dict(), indent=indent) for document in DOCUMENTS for indent in (None, 2, 4, "\t")]
TOKEN = re.compile(r'"[^"]*"|[{}\[\]:,]')
CHARACTERS = "{}[],:\"'abc01 \n\t\\/#<>\u201c"


def refuse(_: object) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError


def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """No key stands twice."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)


def is_json(text: str) -> bool:
    """What the standard library says, duplicate keys and NaN refused."""
    try:
        json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    except ValueError:
        return False
    return True


def by_characters(text: str, chance: random.Random) -> tuple[str, int]:
    """The text with one character deleted, inserted, replaced, or swapped with the next; and where."""
    place = chance.randrange(len(text) - 1)
    before, character, after = text[:place], text[place], text[place + 1 :]
    other = chance.choice(CHARACTERS)
    return chance.choice(
        [
            before + after,
            before + other + character + after,
            before + other + after,
            before + after[0] + character + after[1:],
        ]
    ), place


def by_tokens(text: str, chance: random.Random) -> tuple[str, int]:
    """The text with one token deleted, repeated, replaced by another, or swapped with the next; and where."""
    tokens = list(TOKEN.finditer(text))
    place = chance.randrange(len(tokens) - 1)
    one, following, other = tokens[place], tokens[place + 1], chance.choice(tokens)
    before, between, after = text[: one.start()], text[one.end() : following.start()], text[one.end() :]
    return chance.choice(
        [
            before + after,
            before + one[0] + one[0] + after,
            before + other[0] + after,
            before + following[0] + between + one[0] + text[following.end() :],
        ]
    ), one.start()


def lines_of(source: Source, fault: Fault) -> set[int]:
    """The lines that a fault points at: its own, and that of the place that has to do with it."""
    places = [fault.start, fault.end, *([fault.related[0]] if fault.related else [])]
    return {source.position(place)[0] for place in places}


def mended(text: str) -> str:
    """The text after its faults' edits were made."""
    edits = {edit for fault in read_json(text).faults for edit in fault.edits}
    return apply_edits(text, tuple(edits))


@pytest.mark.parametrize(
    ("edited", "least"),
    [
        (by_characters, {"on the line": 0.99, "alone": 0.97, "mended": 0.97, "as meant": 0.85}),
        (by_tokens, {"on the line": 0.98, "alone": 0.8, "mended": 0.8, "as meant": 0.75}),
    ],
)
def test_a_fault_exactly_where_json_has_one_and_what_mends_it(
    edited: Callable[[str, random.Random], tuple[str, int]], least: Mapping[str, float]
) -> None:
    """Faults are found if and only if the text is no JSON; nearly always one alone, on the edit's line, that mends it.

    The rest are edits that leave several readings: a bracket that stands well in two places, or a token that is gone
    for good.
    """
    chance = random.Random(SEED)  # noqa: S311  # edits, no secrets
    count: Counter[str] = Counter()
    for _ in range(EDITS):
        good = chance.choice(TEXTS)
        text, place = edited(good, chance)
        faults = read_json(text).faults
        assert bool(faults) is not is_json(text), text
        if not faults:
            continue
        source = Source("edited", text)
        near = {source.position(min(place + step, len(text)))[0] for step in (0, 1)}
        again = mended(text)
        count["broken"] += 1
        count["on the line"] += any(near & lines_of(source, fault) for fault in faults)
        count["alone"] += len(faults) == 1
        count["mended"] += is_json(again)
        count["as meant"] += is_json(again) and json.loads(again) == json.loads(good)
    assert count["broken"] > EDITS / 4
    assert {
        name: count[name] / count["broken"] for name, share in least.items() if count[name] < share * count["broken"]
    } == {}
