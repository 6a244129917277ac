"""What a certificate has to cover: readings, keys of several values, callers, and variables without a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from checks.documents.model import Effect
from checks.proof.certificate.cells import Clause, condition_tokens, is_open, resource_tokens
from checks.proof.evaluate import Principal, PrincipalKind, Reading
from checks.proof.evaluate.conditions import SetOperator, parse_operator
from checks.proof.evaluate.principals import Grant, grant
from checks.proof.evaluate.readings import Rejected
from checks.proof.include.multivalued import multivalued
from checks.proof.variables import Token, Wild

_ACCOUNT = re.compile(r"(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?\Z", re.DOTALL)


def several_keys(keys: Iterable[str]) -> frozenset[str]:
    """The keys that may have several values: a fact, which the search and this checker read in one place."""
    return multivalued(keys)


def readings_needed(whole: Sequence[Clause]) -> frozenset[Reading]:
    """The readings that may change the answer."""
    found = set()
    conditions = [(clause, condition) for clause in whole for condition in clause.statement.conditions]
    operators = [(parse_operator(condition.operator), condition) for _, condition in conditions]
    if any(_early(tokens) for clause in whole for tokens in resource_tokens(clause)):
        found.add(Reading.SEGMENTS)
    if any(operator.set_operator for operator, _ in operators):
        found.add(Reading.EMPTY_IS_NULL)
    if any(operator.set_operator is SetOperator.ANY and operator.if_exists for operator, _ in operators):
        found.add(Reading.ANY_IF_EXISTS)
    plain = {
        condition.key.lower() for operator, condition in operators if operator.comparison and not operator.set_operator
    }
    if several_keys(plain):
        found.add(Reading.UNQUALIFIED_SET)
    if any(
        "bool" in condition.operator.lower() and any(map(is_open, condition_tokens(clause, condition, frozenset())))
        for clause, condition in conditions
    ):
        found.add(Reading.BOOL_VARIABLES)
    named = [(clause.statement.principals, clause.statement.effect) for clause in whole if clause.statement.principals]
    if any(principals.negated and effect is Effect.DENY for principals, effect in named):
        found.add(Reading.NOT_PRINCIPAL_LEVELS)
    return frozenset(found)


def _early(tokens: Sequence[Token]) -> bool:
    """Whether a wildcard stands in the first five segments, other than a star that ends the pattern."""
    before = 0
    for number, token in enumerate(tokens):
        ends = number == len(tokens) - 1
        if isinstance(token, Wild) and before < 5 and not (token is Wild.STAR and ends):  # noqa: PLR2004  # an ARN's
            return True
        before += token.count(":") if isinstance(token, str) else 0
    return False


def callers_masks(whole: Sequence[Clause], level: int, rejected: Rejected, *, users: bool | None) -> Iterator[int]:
    """The masks of all callers, of IAM users only, or of all others only."""
    for caller in set(_callers(whole)):
        if users is not None and (caller.kind is PrincipalKind.USER) is not users:
            continue
        mask = 0
        for clause in whole:
            principals, effect = clause.statement.principals, clause.statement.effect
            least = level if effect is Effect.ALLOW and caller.has_account else Grant.ACCOUNT
            if principals and grant(principals, effect, caller, bounded=False, rejected=rejected) >= least:
                mask |= clause.bit
        yield mask


def _callers(whole: Sequence[Clause]) -> Iterator[Principal]:
    """Everybody whom the clauses name, and somebody of each kind whom they do not."""
    entries = {pair for clause in whole if (who := clause.statement.principals) for pair in who.values}
    named = sorted(value for kind, value in entries if kind == "AWS")
    someone = "unnamed"
    while any(someone in value for _, value in entries):
        someone += "-"
    known = {match[1] for value in named if (match := _ACCOUNT.match(value))}
    partitions = {value.split(":")[1] for value in named if value.startswith("arn:")} or {"aws"}
    elsewhere = next(account for number in range(len(known) + 1) if (account := f"{number:012}") not in known)
    found = []
    for account, partition in product((*known, elsewhere), partitions):
        iam, sts = f"arn:{partition}:iam::{account}", f"arn:{partition}:sts::{account}"
        user, role = f"{iam}:user/{someone}", f"{iam}:role/{someone}"
        found += [Principal(f"{iam}:root", account), Principal(user, account)]
        found.append(Principal(f"{sts}:assumed-role/{someone}/{someone}", account, role_arn=role))
        found.append(Principal(f"{sts}:federated-user/{someone}", account, user_arn=user))
    found += [caller for value in named for caller in _named(value, named, someone)]
    # Ids of users, of roles and of accounts may be anybody's.
    found += [bearer for value in named for caller in tuple(found) for bearer in _bearing(value, caller, someone)]
    for kind, value in entries:
        if kind == "Service":
            yield Principal("", "", service=value)
        elif kind == "Federated":
            yield Principal("", "", federated=value)
        elif kind == "CanonicalUser":
            yield from (replace(caller, canonical_user=value) for caller in found)
    yield from found
    yield from (Principal("", ""), Principal("", "", service=someone), Principal("", "", federated=someone))


def _bearing(value: str, caller: Principal, someone: str) -> Iterator[Principal]:
    """The caller with a unique id, if it is one of its kind."""
    if value.startswith("AIDA") and caller.kind is PrincipalKind.USER:
        yield replace(caller, userid=value)
    elif value.startswith("AROA") and caller.kind is PrincipalKind.ROLE_SESSION:
        yield replace(caller, userid=value if ":" in value else f"{value}:{someone}")


def _named(value: str, named: Sequence[str], someone: str) -> Iterator[Principal]:
    match = re.fullmatch(r"arn:([^:]+):(?:iam|sts)::(\d{12}):([a-z-]+)/(.+)", value, re.DOTALL)
    if match is None:
        return
    partition, account, kind, path = match.groups()
    iam, sts = f"arn:{partition}:iam::{account}", f"arn:{partition}:sts::{account}"
    if kind == "user":
        yield Principal(value, account)
        yield Principal(f"{sts}:federated-user/{someone}", account, user_arn=value)
        for other in named:
            if other.startswith(f"{sts}:federated-user/"):
                yield Principal(other, account, user_arn=value)
    elif kind == "role":
        role = path.rsplit("/", 1)[-1]
        yield Principal(f"{sts}:assumed-role/{role}/{someone}", account, role_arn=value)
        for other in named:
            if other.startswith(f"{sts}:assumed-role/{role}/"):
                yield Principal(other, account, role_arn=value)
    elif kind == "federated-user":
        yield Principal(value, account)
    elif kind == "assumed-role":
        yield from _session(value, account, f"{iam}:role/", named, someone)


def _session(value: str, account: str, roles: str, named: Sequence[str], someone: str) -> Iterator[Principal]:
    """The session of a role that is not named, which may have any path; names of roles are unique in an account."""
    role = value.split("/")[1]
    if not any(other.startswith(roles) and other.rsplit("/", 1)[-1] == role for other in named):
        yield from (Principal(value, account), Principal(value, account, role_arn=f"{roles}{someone}/{role}"))
