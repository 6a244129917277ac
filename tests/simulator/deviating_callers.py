"""Where the simulator sees callers otherwise. Each function asks our evaluator what the simulator answers."""

from __future__ import annotations

import re
from dataclasses import replace

from question import Question

from checks.documents.model import Effect, Principals, Statement, parse_policy
from checks.proof.evaluate import NamedPolicy, Principal, PrincipalKind, Reading

_ROLE = re.compile(r"(arn:[^:]+:iam::\d{12}):role/(?:.*/)?([^/]+)")
_EVERYTHING = NamedPolicy(
    "everything",
    parse_policy({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}),
)


def _as(question: Question, principal: Principal) -> Question:
    """The question of another caller, whose keys stay those of the first."""
    request = question.request
    context = dict.fromkeys(replace(request, principal=principal).keys(), ()) | request.keys()
    return replace(question, request=replace(request, principal=principal, context=context))


def not_principal_spares_by_any_level(question: Question) -> Question:
    """NotPrincipal spares a caller if its account, its role or its session is listed."""
    return replace(question, rejected=question.rejected | {Reading.NOT_PRINCIPAL_LEVELS})


def root_is_a_user(question: Question) -> Question:
    """The root user needs an Allow like any other user, and its account's entries only delegate."""
    caller = question.request.principal
    if caller.kind is not PrincipalKind.ROOT:
        return question
    return _as(question, replace(caller, arn=caller.arn.replace(":root", ":user/root")))


def role_by_its_name(question: Question) -> Question:
    """A role's path is not looked at, nor the case of its name."""
    caller = question.request.principal
    role = caller.role if caller.has_account else None

    def key(arn: str) -> tuple[str, str] | None:
        match = _ROLE.fullmatch(arn)
        return (match[1], match[2].lower()) if match else None

    def change(statement: Statement, _variables: bool) -> Statement:  # noqa: FBT001  # the shape of StatementChange
        if not (statement.principals and role):
            return statement
        entries = tuple(
            (kind, role if kind == "AWS" and key(value) == key(role) else value)
            for kind, value in statement.principals.values
        )
        return replace(statement, principals=Principals(entries, statement.principals.negated))

    return question.statements(change)


def federated_user_by_its_name(question: Question) -> Question:
    """The user behind a federated session is taken to be the one of the same name."""
    caller = question.request.principal
    if caller.kind is not PrincipalKind.FEDERATED_USER:
        return question
    name = caller.arn.rsplit("/", 1)[-1]
    return replace(
        question,
        request=replace(
            question.request, principal=replace(caller, user_arn=f"arn:aws:iam::{caller.account}:user/{name}")
        ),
    )


def no_unique_ids(question: Question) -> Question:
    """An entry that is the unique id of a user or role names nobody."""
    caller = question.request.principal
    return _as(question, replace(caller, userid=None)) if caller.userid else question


def no_canonical_users(question: Question) -> Question:
    """A canonical user id names nobody."""
    caller = question.request.principal
    return _as(question, replace(caller, canonical_user=None)) if caller.canonical_user else question


def provider_needs_identity(question: Question) -> Question:
    """A caller for whom an identity provider vouches is of another account, and has no policy that could allow."""
    if question.request.principal.kind is not PrincipalKind.PROVIDER:
        return question
    return question.documents(
        lambda document: replace(
            document, statements=tuple(each for each in document.statements if each.effect is Effect.DENY)
        )
    )


def session_policy_limits_all(question: Question) -> Question:
    """A session policy limits what a resource policy grants to the session itself."""
    policies = question.policies
    if not policies.session:
        return question
    return replace(question, policies=replace(policies, scp_levels=(*policies.scp_levels, policies.session)))


def federated_without_session_policy(question: Question) -> Question:
    """A federated session without a session policy has what its identity policies allow."""
    if question.request.principal.kind is not PrincipalKind.FEDERATED_USER or question.policies.session:
        return question
    return replace(question, policies=replace(question.policies, session=(_EVERYTHING,)))
