"""Would this request be allowed? The questions that rules ask the evaluator.

A rule never compares policy text where a decision is meant: it names who asks for what, in which circumstances, and
the evaluator decides. The evaluator is loaded at the first question, since many documents raise none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from policies.document import CURRENT_VERSION, Condition, Effect, PolicyDocument, Span, Statement

if TYPE_CHECKING:
    from checks.proof.evaluate import NamedPolicy, Principal  # the evaluator is loaded at the first question

STRANGER_ACCOUNT: Final = "000000000001"
"""An account that no document names."""

ANY: Final = "x"
"""What stands for a wildcard in `concrete`."""

_CALLERS: Final = ("user/", "assumed-role/", "federated-user/")
_OPEN_PART: Final = re.compile(r"\$\{[^}]*\}|[*?]")
_ACCOUNT: Final = re.compile(r"(?:arn:[^:]*:(?:iam|sts)::)?([0-9]{12})(?:|:.+)")


def account_of(principal: str) -> str:
    """The account that an `AWS` principal is of: by its number, by the account's ARN, or by an identity's ARN."""
    match = _ACCOUNT.fullmatch(principal)
    return match[1] if match and principal.startswith("arn:") == (":" in principal) else ""


def is_account(principal: str) -> bool:
    """Whether an `AWS` principal stands for a whole account; its number and its `:root` ARN are the same."""
    return bool(account_of(principal)) and (":" not in principal or principal.endswith(":root"))


def user(account: str, name: str = "somebody") -> Principal:
    """A user of an account, with every permission that the account can give."""
    return _caller(f"arn:aws:iam::{account}:user/{name}", account)


def root(account: str, partition: str = "aws") -> Principal:
    """An account itself."""
    return _caller(f"arn:{partition}:iam::{account}:root", account)


def role_session(role_arn: str) -> Principal:
    """A session of a role; what it is called is not known."""
    _, partition, _, _, account, name = role_arn.split(":", 5)
    session = f"arn:{partition}:sts::{account}:assumed-role/{name.rsplit('/', 1)[-1]}/a-session"
    return _caller(session, account, role_arn=role_arn)


def identity(principal: str) -> Principal:
    """Somebody whom an `AWS` principal names: any user of an account, a session of a role, or whom the ARN says."""
    account, resource = account_of(principal), principal.split(":", 5)[-1]
    if resource.startswith("role/"):
        return role_session(principal)
    return _caller(principal, account) if resource.startswith(_CALLERS) else user(account)


def service(name: str) -> Principal:
    """An AWS service."""
    return _caller(service=name)


def federated(provider: str) -> Principal:
    """Somebody whom an identity provider vouches for."""
    return _caller(federated=provider)


def _caller(arn: str = "", account: str = "", **more: str) -> Principal:
    from checks.proof.evaluate import Principal  # noqa: PLC0415  # the same

    return Principal(arn, account, **more)


def admitting(  # noqa: PLR0913  # a request has this many parts
    document: PolicyDocument,
    principal: Principal,
    action: str,
    resource: str,
    context: Mapping[str, str | tuple[str, ...]] | None = None,
    *,
    owner: str = "",
) -> tuple[Statement, ...]:
    """The statements of a resource's policy, each of which lets a caller through whose own account lets it do all.

    Args:
        document: The resource's policy.
        principal: Who asks.
        action: For what.
        resource: The ARN.
        context: In which circumstances.
        owner: The resource's account, if it is the caller's; then only the policy itself counts.
    """
    from checks.proof.evaluate import NamedPolicy, Policies, Request, evaluate  # noqa: PLC0415  # the same

    request = Request(principal, action, resource, context or {}, owner or "the owner's")

    def admits(statements: tuple[Statement, ...]) -> bool:
        policy = NamedPolicy("the policy", PolicyDocument(document.version, statements))
        policies = Policies(identity=(everything(),), resource=policy, resource_policy_decides=True)
        return evaluate(request, policies).allowed

    return _each(speaking_of(document, action), admits)


def permitting(  # noqa: PLR0913  # a request has this many parts
    document: PolicyDocument,
    principal: Principal,
    action: str,
    resource: str,
    context: Mapping[str, str | tuple[str, ...]] | None = None,
    *,
    owner: str = "",
) -> tuple[Statement, ...]:
    """The statements of an identity's policy, each of which lets it do something in its own account.

    Args:
        document: The identity's policy.
        principal: The identity.
        action: What it asks for.
        resource: The ARN, or `*`.
        context: In which circumstances.
        owner: The resource's account, if conditions may ask for it.
    """
    from checks.proof.evaluate import NamedPolicy, Policies, Request, evaluate  # noqa: PLC0415  # the same

    request = Request(principal, action, resource, context or {}, owner or None)

    def permits(statements: tuple[Statement, ...]) -> bool:
        policy = NamedPolicy("the policy", PolicyDocument(document.version, statements))
        return evaluate(request, Policies(identity=(policy,))).allowed

    return _each(speaking_of(document, action), permits)


def _each(document: PolicyDocument, allowed: Callable[[tuple[Statement, ...]], bool]) -> tuple[Statement, ...]:
    """The allows that are enough alone, with all denials beside them."""
    if not allowed(document.statements):
        return ()
    denials = tuple(statement for statement in document.statements if statement.effect is Effect.DENY)
    allows = (statement for statement in document.statements if statement.effect is Effect.ALLOW)
    return tuple(statement for statement in allows if allowed((*denials, statement)))


@cache
def everything() -> NamedPolicy:
    """A policy of an identity that may do all."""
    from checks.proof.evaluate import NamedPolicy  # noqa: PLC0415  # the same

    statement = Statement(Effect.ALLOW, actions=("*",), resources=("*",))
    return NamedPolicy("everything", PolicyDocument(CURRENT_VERSION, (statement,)))


def is_denied(  # noqa: PLR0913  # a request has this many parts
    denial: PolicyDocument,
    principal: Principal,
    action: str,
    resource: str,
    context: Mapping[str, str | tuple[str, ...]],
    *,
    of_resource: bool,
) -> bool:
    """Whether a document denies a request that everything else allows, within one account.

    Args:
        denial: The document.
        principal: Who asks.
        action: For what.
        resource: The ARN, or `*`.
        context: In which circumstances.
        of_resource: Whether it is the resource's policy, and not the caller's.
    """
    from checks.proof.evaluate import NamedPolicy, Outcome, Policies, Request, evaluate  # noqa: PLC0415  # the same

    policy = NamedPolicy("the policy", denial)
    identity = (everything(),) if of_resource else (everything(), policy)
    policies = Policies(identity=identity, resource=policy if of_resource else None)
    request = Request(principal, action, resource, context, principal.account)
    return evaluate(request, policies).outcome is Outcome.EXPLICIT_DENY


def names_action(patterns: Iterable[str], action: str) -> bool:
    """Whether one of these patterns of actions names an action."""
    wanted = action.lower()
    return any(_names(pattern, wanted) for pattern in patterns)


def _names(pattern: str, wanted: str) -> bool:
    """Whether a pattern names an action, which is in lower case; most patterns are plain names."""
    if "*" not in pattern and "?" not in pattern:
        return pattern.lower() == wanted
    from checks.proof.evaluate.matching import action_matches  # noqa: PLC0415  # the same

    return action_matches(pattern, wanted)


def speaking_of(document: PolicyDocument, action: str) -> PolicyDocument:
    """What a document says of one action: the same answer to any question about it, and sooner found."""
    wanted = action.lower()
    statements = []
    for statement in document.statements:
        patterns = tuple(pattern for pattern in statement.actions if _names(pattern, wanted))
        if statement.actions_negated and not patterns:
            statements.append(statement)
        elif patterns and not statement.actions_negated:
            statements.append(replace(statement, actions=patterns))
    return PolicyDocument(document.version, tuple(statements))


def covers(pattern: str, resource: str) -> bool:
    """Whether a pattern of resources matches a resource; policy variables match nothing."""
    from checks.proof.evaluate.matching import resource_matches  # noqa: PLC0415  # the same

    return resource_matches(pattern, resource, {}, variables=True)


def concrete(pattern: str) -> str:
    """A resource that a pattern matches; policy variables are taken for wildcards."""
    return _OPEN_PART.sub(ANY, pattern)


def hold(conditions: Iterable[Condition], keys: Mapping[str, tuple[str, ...]], *, variables: bool = True) -> bool:
    """Whether all conditions are true of a request that has these keys, in lower case, and no others."""
    from checks.proof.evaluate.conditions import Surroundings, holds  # noqa: PLC0415  # the same

    surroundings = Surroundings(keys, variables=variables)
    return all(holds(condition, surroundings) for condition in conditions)


def favouring(document: PolicyDocument, judged: Callable[[Condition], bool]) -> PolicyDocument:
    """A document for a caller in whose favour every condition turns out that is not judged.

    Args:
        document: The document.
        judged: Which conditions stay. An allow loses the others; a denial that has others does not hold.
    """
    statements = (
        replace(statement, conditions=tuple(filter(judged, statement.conditions)))
        for statement in document.statements
        if statement.effect is Effect.ALLOW or all(map(judged, statement.conditions))
    )
    return PolicyDocument(document.version, tuple(statements))


def places(statements: Iterable[Statement]) -> frozenset[Span | None]:
    """Where statements were written."""
    return frozenset(statement.span for statement in statements)
