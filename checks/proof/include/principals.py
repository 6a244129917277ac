"""Who may call: one caller for all whom the policies do not tell apart, and the keys that each implies.

A statement names callers by whole ARNs, accounts, services and providers, never by a pattern, so the callers that are
named, and a fresh one of each kind in each account that is named and in another, stand for all. How directly an entry
names one of them is the evaluator's own question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from checks.documents.model import Effect, Principals
from checks.proof.evaluate import Principal, PrincipalKind, Request
from checks.proof.evaluate.principals import Grant, grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include.choice import Choice, Variable, distinct
from checks.proof.include.clauses import Question
from checks.proof.include.limits import Undecided

PRINCIPAL: Final = "principal"
IMPLIED_KEYS: Final = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principaltype",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:userid",
        "aws:username",
    }
)
"""The keys that follow from who calls (IAM user guide, "AWS global condition context keys")."""
USERNAME: Final = "aws:username"
"""Of these, the one of which the guide says that IAM users always have it, and that nobody else does."""
_ACCOUNT: Final = re.compile(r"(?:arn:([^:]+):(?:iam|sts)::)?(\d{12})(?::.*)?\Z", re.DOTALL)
_ACCOUNTS: Final = ("111122223333", "444455556666", "777788889999")
_MORE_ACCOUNTS: Final = tuple(f"{number:012}" for number in range(1_000))
_ID: Final = re.compile(r"AIDA\w+|AROA\w+(:.*)?", re.DOTALL)
_USER_ID: Final = re.compile(r"AIDA\w+")
_MOST: Final = 2_000


def default_caller(account: str = _ACCOUNTS[0]) -> Principal:
    """Somebody of whom no policy speaks."""
    return Principal(f"arn:aws:iam::{account}:user/alice", account)


def callers(asked: Question, extra: Iterable[str] = ()) -> list[Principal]:
    """A caller for each set that the clauses do not tell apart, IAM users and others apart.

    Args:
        asked: The clauses.
        extra: ARNs, account ids, user names and user ids that conditions speak of.

    Raises:
        Undecided: They are too many.
    """
    entries = {pair for clause in asked.clauses for pair in (clause.principals.values if clause.principals else ())}
    named = sorted({value for kind, value in entries if kind == "AWS"} | set(extra))
    matches = [match for value in named if (match := _ACCOUNT.match(value))]
    known = sorted({match[2] for match in matches})
    fresh = next(account for account in (*_ACCOUNTS, *_MORE_ACCOUNTS) if account not in known)
    partitions = sorted({match[1] for match in matches if match[1]} or {"aws"})
    words = [_unnamed(word, named) for word in ("alice", "other", "bob")]
    found = [
        caller
        for account in (fresh, *known)
        for partition in partitions
        for caller in _of_account(account, partition, *words)
    ]
    found += [caller for value in named for caller in _named(value, named)]
    # An id may be that of anybody, wherever it is, so each goes with each.
    found += [replace(caller, userid=_session(value, caller)) for value in named for caller in _bearers(value, found)]
    users = sorted(value for kind, value in entries if kind == "CanonicalUser")
    found += [replace(caller, canonical_user=value) for value in users for caller in found if caller.has_account]
    if entries:
        found += [Principal("", "", service=value) for kind, value in sorted(entries) if kind == "Service"]
        found += [Principal("", "", federated=value) for kind, value in sorted(entries) if kind == "Federated"]
        found += [
            Principal("", "", service=_unnamed("other.amazonaws.com", (value for _, value in entries))),
            Principal("", "", federated=_unnamed("other.example.com", (value for _, value in entries))),
            Principal("", ""),
        ]
    if len(found) > _MOST:
        raise Undecided(f"The policies tell more than {_MOST} callers apart.")
    return list(dict.fromkeys(found))


def _unnamed(word: str, named: Iterable[str]) -> str:
    """A name of which nothing speaks."""
    values = tuple(named)
    while any(word in value for value in values):
        word = f"x{word}"
    return word


def _of_account(account: str, partition: str, user: str, role: str, federated: str) -> Iterator[Principal]:
    iam, sts = f"arn:{partition}:iam::{account}", f"arn:{partition}:sts::{account}"
    yield Principal(f"{iam}:user/{user}", account)
    yield Principal(f"{sts}:assumed-role/{role}/{role}", account, role_arn=f"{iam}:role/{role}")
    yield Principal(f"{iam}:root", account)
    yield Principal(f"{sts}:federated-user/{federated}", account, user_arn=f"{iam}:user/{user}")


def _bearers(value: str, found: Iterable[Principal]) -> list[Principal]:
    """Whose a unique id may be."""
    kind = PrincipalKind.USER if _USER_ID.fullmatch(value) else PrincipalKind.ROLE_SESSION
    return [caller for caller in found if caller.kind is kind] if _ID.fullmatch(value) else []


def _session(value: str, caller: Principal) -> str:
    """The user id of a caller with a unique id: that of a role's session has the session's name."""
    named = ":" in value or caller.kind is PrincipalKind.USER
    return value if named else f"{value}:{caller.arn.rsplit('/', 1)[-1]}"


def _named(value: str, all_values: Iterable[str]) -> Iterator[Principal]:
    """The callers of whom an ARN speaks."""
    match = re.fullmatch(r"arn:([^:]+):(iam|sts)::(\d{12}):([a-z-]+)/(.+)", value, re.DOTALL)
    if match is None:
        return
    partition, service, account, kind, path = match.groups()
    name = path.rsplit("/", 1)[-1]
    sts = f"arn:{partition}:sts::{account}"
    if service == "iam" and kind == "user":
        yield Principal(value, account)
        yield Principal(f"{sts}:federated-user/{_unnamed('bob', all_values)}", account, user_arn=value)
    elif service == "iam" and kind == "role":
        yield Principal(f"{sts}:assumed-role/{name}/{_unnamed('session', all_values)}", account, role_arn=value)
    elif service == "sts" and kind == "assumed-role":
        # Two roles of an account never have one name, whatever their paths.
        role = re.escape(path.split("/", 1)[0])
        own = [
            other for other in all_values if re.fullmatch(rf"arn:{partition}:iam::{account}:role/(.*/)?{role}", other)
        ]
        elsewhere = f"arn:{partition}:iam::{account}:role/{_unnamed('x', all_values)}/{path.split('/', 1)[0]}"
        yield from (Principal(value, account, role_arn=other) for other in own or (None, elsewhere))
    elif service == "sts" and kind == "federated-user":
        yield Principal(value, account)
        for other in all_values:
            if re.fullmatch(rf"arn:{re.escape(partition)}:iam::{account}:user/.+", other):
                yield Principal(value, account, user_arn=other)


def implied(caller: Principal) -> dict[str, tuple[str, ...]]:
    """The keys that follow from a caller, with their values; those that it has not are absent."""
    keys = Request(caller, "s3:GetObject", "*", {}).keys()
    return {key: keys.get(key, ()) for key in IMPLIED_KEYS}


def principal_choices(asked: Question, who: Iterable[Principal], level: Grant, rejected: Rejected) -> Variable:
    """The callers, as the clauses see them.

    Args:
        asked: The clauses of resource policies.
        who: The callers.
        level: How directly an allow has to name a caller to count; callers without an account need only be named.
        rejected: The readings that are not taken.
    """
    return Variable(
        PRINCIPAL,
        distinct(Choice(mask_of(asked, caller, level, rejected), (str(number),)) for number, caller in enumerate(who)),
    )


def mask_of(asked: Question, caller: Principal, level: Grant, rejected: Rejected) -> int:
    """The clauses that speak of a caller directly enough."""
    mask = 0
    for number, clause in enumerate(asked.clauses):
        least = level if clause.effect is Effect.ALLOW and caller.has_account else Grant.ACCOUNT
        if _grant(clause.principals, clause.effect, caller, rejected) >= least:
            mask |= 1 << number
    return mask


def _grant(principals: Principals | None, effect: Effect, caller: Principal, rejected: Rejected) -> Grant:
    if principals is None:
        return Grant.DIRECT
    return grant(principals, effect, caller, bounded=False, rejected=rejected)
