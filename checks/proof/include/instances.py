"""Requests with what depends on each other settled beforehand: who calls, and the values of policy variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from checks.proof.evaluate import Principal, PrincipalKind
from checks.proof.include.clauses import Question, Tokens, Values, is_open, keys_in_variables
from checks.proof.include.operators import Family
from checks.proof.include.principals import IMPLIED_KEYS, callers, default_caller, implied
from checks.proof.variables import Variable, Wild

_MOST: Final = 400
_FILLERS: Final = ("111122223333", "444455556666", "x")
"""What may stand for a star in the constants of conditions."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One way to settle them.

    Attributes:
        caller: Who calls.
        variables: The values of the keys that stand in variables, None for an absent one.
        fixed: The values of the keys that are settled: those that the caller implies, and the variables'.
    """

    caller: Principal
    variables: Values
    fixed: Mapping[str, tuple[str, ...]]

    @property
    def given(self) -> dict[str, tuple[str, ...]]:
        """The settled keys that the request has to bring itself."""
        return {key: values for key, values in self.fixed.items() if key not in IMPLIED_KEYS}


def instances(asked: Question, keys: frozenset[str], allowed: Callable[[Principal], bool] | None) -> Iterator[Instance]:
    """Ways to settle them, the plainest first; some hundreds at most, so that not to find one excludes nothing.

    Args:
        asked: The clauses.
        keys: The keys of conditions.
        allowed: Whether the first policy may allow a caller anything; None if the clauses name no principals.
    """
    open_keys = keys_in_variables(asked.clauses)
    who: list[Principal] = [default_caller()]
    if allowed or (keys | open_keys) & IMPLIED_KEYS:
        who += callers(asked, {text for key in IMPLIED_KEYS for text in _constants(asked, key)} | _users(asked))
    # An identity policy is attached to a user, a group or a role; the root user has none.
    attached = {PrincipalKind.USER, PrincipalKind.ROLE_SESSION}
    who = [caller for caller in who if (allowed(caller) if allowed else caller.kind in attached)]
    free = sorted(open_keys - IMPLIED_KEYS)
    options = [(*dict.fromkeys((*_constants(asked, key), *_fitting(asked, key), "blue", "red")), None) for key in free]
    for (caller, own), values in islice(
        product([(caller, implied(caller)) for caller in who], product(*options)), _MOST
    ):
        chosen: dict[str, str | None] = dict(zip(free, values, strict=True))
        fixed = {key: own[key] for key in keys & IMPLIED_KEYS}
        fixed |= {key: () if value is None else (value,) for key, value in chosen.items()}
        bound = chosen | {key: own[key][0] if own[key] else None for key in open_keys & IMPLIED_KEYS}
        yield Instance(caller, bound, fixed)


def _constants(asked: Question, key: str) -> Iterable[str]:
    """Values that conditions on a key speak of, with something for each star."""
    found: dict[str, None] = {}
    for clause in asked.clauses:
        for test in clause.tests:
            if test.key == key and test.operator.family is not Family.NULL:
                for tokens in test.wanted:
                    if not is_open(tokens):
                        for filler in _FILLERS:
                            found["".join(_filled(token, filler) for token in tokens)] = None
    return found


def _fitting(asked: Question, key: str) -> Iterable[str]:
    """Values with which a pattern that holds the key as a variable matches what another one names."""
    compared: dict[str, dict[Tokens, None]] = {}
    for clause in asked.clauses:
        compared.setdefault("", {}).update(dict.fromkeys(clause.resources or ()))
        for test in clause.tests:
            if test.operator.takes_variables:
                compared.setdefault(test.key, {}).update(dict.fromkeys(test.wanted))
    found: dict[str, None] = {}
    for patterns in compared.values():
        texts = ["".join(_filled(token, "x") for token in tokens) for tokens in patterns if not is_open(tokens)]
        for tokens in patterns:
            if any(isinstance(token, Variable) and token.key == key for token in tokens):
                expression = re.compile("".join(_expression(tokens, key)), re.DOTALL)
                found |= {match[1]: None for text in texts if (match := expression.fullmatch(text))}
    return found


def _expression(tokens: Tokens, key: str) -> Iterator[str]:
    """A regular expression for what a pattern matches; the key's value is its first group."""
    again = False
    for token in tokens:
        if isinstance(token, Variable) and token.key == key:
            yield r"\1" if again else "(.+?)"
            again = True
        elif isinstance(token, str):
            yield re.escape(token)
        else:
            yield "." if token is Wild.QUESTION else ".*"


def _filled(token: object, filler: str) -> str:
    if token is Wild.STAR:
        return filler
    return "x" if token is Wild.QUESTION else str(token)


def _users(asked: Question) -> set[str]:
    """The users of whom conditions on aws:username speak, as ARNs in every account that is named."""
    key = "aws:username"
    names = (*_constants(asked, key), *_fitting(asked, key), "bob")
    entries = " ".join(value for clause in asked.clauses if clause.principals for _, value in clause.principals.values)
    accounts = {"111122223333", *re.findall(r"\b\d{12}\b", entries)}
    return {f"arn:aws:iam::{account}:user/{name}" for account in accounts for name in names}
