"""What a certificate has to cover: readings, keys of several values, callers, and variables without a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from checks.documents.model import Effect
from checks.proof.certificate.cells import Clause, condition_tokens, is_open, resource_tokens
from checks.proof.evaluate import Principal, Reading
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


def callers_masks(whole: Sequence[Clause], level: int, rejected: Rejected) -> Iterator[int]:
    """The masks of all callers."""
    for caller in set(_callers(whole)):
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
    known = {match[1] for value in named if (match := _ACCOUNT.match(value))}
    partitions = {value.split(":")[1] for value in named if value.startswith("arn:")} or {"aws"}
    for account in (*known, "000000000000"):
        for partition in partitions:
            iam, sts = f"arn:{partition}:iam::{account}", f"arn:{partition}:sts::{account}"
            yield from (Principal(f"{iam}:root", account), Principal(f"{iam}:user/unnamed", account))
            yield Principal(f"{sts}:assumed-role/unnamed/unnamed", account, role_arn=f"{iam}:role/unnamed")
            yield Principal(f"{sts}:federated-user/unnamed", account, user_arn=f"{iam}:user/unnamed")
    for value in named:
        yield from _named(value, named)
    for kind, value in entries:
        if kind == "Service":
            yield Principal("", "", service=value)
        elif kind == "Federated":
            yield Principal("", "", federated=value)
        elif kind == "CanonicalUser":
            yield Principal("arn:aws:iam::000000000000:user/unnamed", "000000000000", canonical_user=value)
    yield from (Principal("", ""), Principal("", "", service="unnamed"), Principal("", "", federated="unnamed"))


def _named(value: str, named: Sequence[str]) -> Iterator[Principal]:
    if value.startswith("AIDA"):
        yield Principal("arn:aws:iam::000000000000:user/unnamed", "000000000000", userid=value)
    if value.startswith("AROA"):
        session = "arn:aws:sts::000000000000:assumed-role/unnamed/unnamed"
        yield Principal(session, "000000000000", userid=value if ":" in value else f"{value}:unnamed")
    match = re.fullmatch(r"arn:([^:]+):(?:iam|sts)::(\d{12}):([a-z-]+)/(.+)", value, re.DOTALL)
    if match is None:
        return
    partition, account, kind, path = match.groups()
    sts = f"arn:{partition}:sts::{account}"
    if kind == "user":
        yield Principal(value, account)
        yield Principal(f"{sts}:federated-user/unnamed", account, user_arn=value)
    elif kind == "role":
        role = path.rsplit("/", 1)[-1]
        yield Principal(f"{sts}:assumed-role/{role}/unnamed", account, role_arn=value)
        for other in named:
            if other.startswith(f"{sts}:assumed-role/{role}/"):
                yield Principal(other, account, role_arn=value)
    elif kind in {"assumed-role", "federated-user"}:
        yield Principal(value, account)
