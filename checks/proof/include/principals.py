"""Who may call: one caller for all whom the policies do not tell apart, and the keys that each implies.

A statement names callers by whole ARNs, accounts, services and providers, never by a pattern, so the callers that are
named, and a fresh one of each kind in each account that is named and in another, stand for all. How directly an entry
names one of them is the evaluator's own question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from checks.documents.model import Effect, Principals
from checks.proof.evaluate import Principal, Request
from checks.proof.evaluate.principals import Grant, grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include.choice import Choice, Variable, distinct
from checks.proof.include.clauses import Question

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
_ACCOUNT: Final = re.compile(r"(?:arn:([^:]+):(?:iam|sts)::)?(\d{12})(?::.*)?\Z", re.DOTALL)
_ACCOUNTS: Final = ("111122223333", "444455556666", "777788889999")
_MOST: Final = 400


def default_caller(account: str = _ACCOUNTS[0]) -> Principal:
    """Somebody of whom no policy speaks."""
    return Principal(f"arn:aws:iam::{account}:user/alice", account)


def callers(asked: Question, extra: Iterable[str] = ()) -> list[Principal]:
    """A caller for each set that the clauses do not tell apart.

    Args:
        asked: The clauses.
        extra: ARNs, account ids, user names and user ids that conditions speak of.
    """
    entries = {pair for clause in asked.clauses for pair in (clause.principals.values if clause.principals else ())}
    named = {value for kind, value in entries if kind == "AWS"} | set(extra)
    known = {match[2]: match[1] or "aws" for value in sorted(named) if (match := _ACCOUNT.match(value))}
    partitions = {match[1] for value in named if (match := _ACCOUNT.match(value)) and match[1]} or {"aws"}
    fresh = next(account for account in _ACCOUNTS if account not in known)
    found: list[Principal] = []
    for account, partition in {fresh: min(partitions), **known}.items():
        found += _of_account(account, partition)
    for value in sorted(named):
        found += _named(value, sorted(named))
    if entries:
        found += [Principal("", "", service=value) for kind, value in sorted(entries) if kind == "Service"]
        found += [Principal("", "", federated=value) for kind, value in sorted(entries) if kind == "Federated"]
        found += [
            Principal(f"arn:aws:iam::{fresh}:user/alice", fresh, canonical_user=value)
            for kind, value in sorted(entries)
            if kind == "CanonicalUser"
        ]
        found += [
            Principal("", "", service="other.amazonaws.com"),
            Principal("", "", federated="other.example.com"),
            Principal("", ""),
        ]
    return list(dict.fromkeys(found))[:_MOST]


def _of_account(account: str, partition: str) -> Iterator[Principal]:
    iam, sts = f"arn:{partition}:iam::{account}", f"arn:{partition}:sts::{account}"
    yield Principal(f"{iam}:user/alice", account)
    yield Principal(f"{sts}:assumed-role/other/session", account, role_arn=f"{iam}:role/other")
    yield Principal(f"{iam}:root", account)
    yield Principal(f"{sts}:federated-user/bob", account, user_arn=f"{iam}:user/alice")


def _named(value: str, all_values: Iterable[str]) -> Iterator[Principal]:
    """The callers of whom an ARN or a unique id speaks."""
    match = re.fullmatch(r"arn:([^:]+):(iam|sts)::(\d{12}):([a-z-]+)/(.+)", value, re.DOTALL)
    if match is None:
        if re.fullmatch(r"AIDA\w+", value):
            yield Principal(f"arn:aws:iam::{_ACCOUNTS[0]}:user/alice", _ACCOUNTS[0], userid=value)
        elif re.fullmatch(r"AROA\w+(:.*)?", value):
            yield Principal(
                f"arn:aws:sts::{_ACCOUNTS[0]}:assumed-role/other/session",
                _ACCOUNTS[0],
                userid=value if ":" in value else f"{value}:session",
            )
        return
    partition, service, account, kind, path = match.groups()
    name = path.rsplit("/", 1)[-1]
    sts = f"arn:{partition}:sts::{account}"
    if service == "iam" and kind == "user":
        yield Principal(value, account)
        yield Principal(f"{sts}:federated-user/bob", account, user_arn=value)
    elif service == "iam" and kind == "role":
        yield Principal(f"{sts}:assumed-role/{name}/session", account, role_arn=value)
    elif service == "sts" and kind == "assumed-role":
        yield Principal(value, account)
        role = path.split("/", 1)[0]
        for other in all_values:
            if re.fullmatch(rf"arn:{re.escape(partition)}:iam::{account}:role/(.*/)?{re.escape(role)}", other):
                yield Principal(value, account, role_arn=other)
    elif service == "sts" and kind == "federated-user":
        yield Principal(value, account)


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
