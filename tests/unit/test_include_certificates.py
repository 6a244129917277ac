"""Certificates that claim too much are refused, one by one."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from checks.documents.model import parse_policy
from checks.proof.certificate import CertificateError, certificate, check
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Verdict, within

Whole = dict[str, Any]
OBJECTS = "arn:aws:s3:::b/*"
FIRST = [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS},
    {"Effect": "Allow", "Action": "s3:PutObject", "Resource": OBJECTS},
    {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"},
]
SECOND = [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": OBJECTS},
    {"Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::b*"},
    {"Effect": "Deny", "NotAction": ["s3:*", "sns:*"], "Resource": "*"},
]
ROLE = {"AWS": "arn:aws:iam::111122223333:role/R"}


def policy(name: str, *statements: Mapping[str, object]) -> NamedPolicy:
    """A policy."""
    return NamedPolicy(name, parse_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def proof(first: NamedPolicy, second: NamedPolicy) -> Whole:
    """The certificate of a proof."""
    answer = within(first, second)
    assert answer.verdict is Verdict.PROVED
    return copy.deepcopy(dict(certificate(answer, first, second)))


def plain() -> Whole:
    """A certificate with both: statements that stand in others by the letter, and a search."""
    whole = proof(policy("A", *FIRST), policy("B", *SECOND))
    assert whole["covered"] == [{"clause": 1, "within": 8}, {"clause": 32, "within": 4}]
    assert [case["users"] for case in whole["cases"]] == [None]
    check(whole)
    return whole


def cover(inner: int, outer: int) -> Callable[[Whole], None]:
    """Claim that a clause stands in another."""
    return lambda whole: whole["covered"].append({"clause": inner, "within": outer})


def set_document(name: str, number: int, element: str, value: object) -> Callable[[Whole], None]:
    """Change a statement of a document under its proof."""
    return lambda whole: whole[name]["document"]["Statement"][number].update({element: value})


FORGED: list[tuple[str, Callable[[Whole], object], str]] = [
    ("another format", lambda whole: whole.update(format="mca-proof/0"), "format"),
    ("no case", lambda whole: whole.update(cases=[]), "missing"),
    ("a cover less", lambda whole: whole["covered"].pop(0), "missing"),
    ("a cover that does not cover", cover(2, 16), "does not stand"),
    ("a cover by itself", cover(2, 2), "does not stand"),
    ("a cover by a deny", cover(2, 32), "does not stand"),
    ("a cover of the second's allow", cover(16, 2), "does not stand"),
    ("a cover of a deny by one of the second's", cover(4, 32), "does not stand"),
    ("a cover by nothing", cover(2, 64), "not a whole certificate"),
    ("a wider action", set_document("first", 0, "Action", "s3:Get*"), "does not stand"),
    ("a narrower condition", set_document("second", 0, "Condition", {"Null": {"a:b": "true"}}), "does not stand"),
    ("a longer complement", set_document("first", 2, "NotAction", ["s3:*", "iam:*"]), "does not stand"),
    ("a wider resource", set_document("first", 1, "Resource", "arn:aws:s3:::*"), "missing|request"),
    ("no remains", lambda whole: whole["cases"][0]["goals"][0]["steps"][0]["remains"].clear(), "missing|out"),
    ("no goals", lambda whole: whole["cases"][0]["goals"].clear(), "search"),
]


@pytest.mark.parametrize(("change", "said"), [forged[1:] for forged in FORGED], ids=[forged[0] for forged in FORGED])
def test_a_forged_certificate_is_refused(change: Callable[[Whole], object], said: str) -> None:
    """Each change to a good certificate makes it a bad one, and the error says why."""
    whole = plain()
    change(whole)
    with pytest.raises(CertificateError, match=said):
        check(whole)


def halves() -> Whole:
    """A certificate in two halves: a role has no user name."""
    condition = {"StringEquals": {"aws:username": "alice"}}
    one = {"Effect": "Allow", "Principal": ROLE, "Action": "sts:AssumeRole", "Condition": condition}
    other = {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}
    return proof(policy("A", one), policy("B", other))


def test_the_halves_of_a_proof_are_both_needed() -> None:
    """A case may be proved for IAM users and for all others apart; one half alone proves nothing."""
    whole = halves()
    halved = [number for number, case in enumerate(whole["cases"]) if case["users"] is not None]
    assert {whole["cases"][number]["users"] for number in halved} == {True, False}
    check(whole)
    for number in halved:
        less = copy.deepcopy(whole)
        del less["cases"][number]
        with pytest.raises(CertificateError, match="missing"):
            check(less)
        other = copy.deepcopy(whole)
        other["cases"][number]["users"] = not whole["cases"][number]["users"]
        with pytest.raises(CertificateError, match="missing"):
            check(other)


def test_a_half_is_not_passed_off_as_the_whole() -> None:
    """The cells of one half are not those of everybody."""
    whole = halves()
    for case in whole["cases"]:
        case["users"] = None
    with pytest.raises(CertificateError, match="missing"):
        check(whole)
