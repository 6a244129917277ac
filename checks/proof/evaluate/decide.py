"""The decision: a request against all the policies that apply to it.

Source: IAM user guide, "Policy evaluation logic", "How AWS enforcement code logic evaluates requests" and
"Cross-account policy evaluation logic". An explicit deny in any policy wins; then service control policies, the
resource policy, the identity policies, the boundary and the session policies have their say.

Not modelled: resource control policies, access control lists, VPC endpoint policies, and the root user's power over a
bucket policy that locks it out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn, Self

from checks.documents.model import Effect, PolicyDocument, Statement
from checks.proof.evaluate.conditions import Surroundings, holds
from checks.proof.evaluate.matching import action_matches, resource_matches
from checks.proof.evaluate.principals import Grant, grant
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.evaluate.request import Decision, NamedPolicy, Outcome, Policies, PrincipalKind, Request
from policies.errors import DocumentError

_WITH_VARIABLES = "2012-10-17"


def evaluate(request: Request, policies: Policies, *, rejected: Rejected = frozenset()) -> Decision:
    """Decide one request.

    Args:
        request: Who wants to do what to which resource, in which circumstances.
        policies: All that apply.
        rejected: Readings of unclear documentation that are not to be taken; none by default.

    Returns:
        Allowed, explicitly denied or implicitly denied, with the reason and what decided.

    Raises:
        DocumentError: If a statement stands in a policy of a kind that cannot hold it (a Principal in an identity
            policy, none in a resource policy), or uses an operator that IAM does not have.
    """
    return _Case.of(request, policies, rejected).decide()


def contested(request: Request, policies: Policies) -> tuple[Reading, ...]:
    """The readings that change the outcome if they alone are rejected: what the decision rests on."""
    taken = evaluate(request, policies).outcome
    return tuple(
        reading
        for reading in Reading
        if evaluate(request, policies, rejected=frozenset({reading})).outcome is not taken
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement that speaks of the request, in its policy."""

    policy: str
    statement: Statement
    grant: Grant


@dataclass(frozen=True, slots=True)
class _Case:
    """A request with its policies, its keys made ready once for each version of the policy language."""

    request: Request
    policies: Policies
    plain: Surroundings
    with_variables: Surroundings

    @classmethod
    def of(cls, request: Request, policies: Policies, rejected: Rejected) -> Self:
        keys = request.keys()
        return cls(
            request,
            policies,
            Surroundings(keys, variables=False, rejected=rejected),
            Surroundings(keys, variables=True, rejected=rejected),
        )

    def decide(self) -> Decision:
        if denial := next(self._found(Effect.DENY), None):
            return self._decision(Outcome.EXPLICIT_DENY, f"{_statement_name(denial)} denies", denial)
        caller = self.request.principal
        granted = max(self._in_resource_policy(Effect.ALLOW), key=lambda found: found.grant, default=None)
        if not caller.has_account:
            return self._allowed(granted) if granted else self._refused("The resource's policy does not allow")
        if refusal := self._organisation():
            return refusal
        if (self.request.resource_account or caller.account) != caller.account:
            return self._across_accounts(granted)
        return self._within_account(granted)

    def _organisation(self) -> Decision | None:
        """The refusal of the service control policies: each level has to allow."""
        for level in filter(None, (self.policies.scps, *self.policies.scp_levels)):
            if not self._allow(level):
                return self._refused(f"No service control policy of {_names(level)} allows")
        return None

    def _across_accounts(self, granted: _Found | None) -> Decision:
        """Both accounts have to allow."""
        if not granted:
            return self._refused("The resource is another account's, whose policy does not allow")
        return self._by_identity()

    def _within_account(self, granted: _Found | None) -> Decision:
        """The resource policy or an identity policy has to allow; what the first names decides what limits it."""
        if granted and granted.grant is Grant.DIRECT:
            return self._allowed(granted)
        if granted and granted.grant is Grant.ROLE:
            return self._limit() or self._allowed(granted)
        if self.policies.resource_policy_decides and not granted:
            return self._refused("Only the resource's own policy can admit callers, and it does not allow")
        return self._by_identity()

    def _by_identity(self) -> Decision:
        """What the caller's own account lets it do."""
        kind = self.request.principal.kind
        if kind is PrincipalKind.ROOT:
            return self._decision(Outcome.ALLOWED, "The account's root user may", None)
        if kind is PrincipalKind.FEDERATED_USER and not self.policies.session:
            # STS reference, GetFederationToken: without a session policy the session has no permissions of its own.
            return self._refused(
                "The federated session was made without a session policy, so nothing of its own allows"
            )
        allowing = self._allow(self.policies.identity)
        if not allowing:
            return self._refused("No identity policy allows")
        return self._limit() or self._allowed(allowing)

    def _limit(self) -> Decision | None:
        """The refusal of what only limits: the boundary and the session policies."""
        boundary, session = self.policies.boundary, self.policies.session
        if boundary and not self._allow((boundary,)):
            return self._refused(f"The permissions boundary {boundary.name!r} does not allow")
        if session and not self._allow(session):
            return self._refused(f"No session policy of {_names(session)} allows")
        return None

    def _found(self, effect: Effect) -> Iterator[_Found]:
        """The statements of any policy that speak of the request with an effect."""
        policies = self.policies
        organisation = [*policies.scps, *(policy for level in policies.scp_levels for policy in level)]
        boundary = (policies.boundary,) if policies.boundary else ()
        if self.request.principal.has_account:
            yield from self._in_identity(organisation, effect)
        yield from self._in_resource_policy(effect)
        yield from self._in_identity((*policies.identity, *boundary, *policies.session), effect)

    def _allow(self, policies: Iterable[NamedPolicy]) -> _Found | None:
        return next(self._in_identity(policies, Effect.ALLOW), None)

    def _in_identity(self, policies: Iterable[NamedPolicy], effect: Effect) -> Iterator[_Found]:
        for policy in policies:
            for number, statement in enumerate(policy.document.statements, 1):
                if statement.principals or not statement.resources:
                    _misplaced(policy, number, "an identity policy has resources and no principal")
                if statement.effect is effect and self._applies(statement, policy.document):
                    yield _Found(policy.name, statement, Grant.DIRECT)

    def _in_resource_policy(self, effect: Effect) -> Iterator[_Found]:
        policy = self.policies.resource
        for number, statement in enumerate(policy.document.statements if policy else (), 1):
            if policy is None or statement.principals is None:
                _misplaced(policy, number, "a resource policy names principals")
            if statement.effect is effect and self._applies(statement, policy.document):
                found = grant(
                    statement.principals,
                    effect,
                    self.request.principal,
                    bounded=self.policies.boundary is not None,
                    rejected=self.plain.rejected,
                )
                if found:
                    yield _Found(policy.name, statement, found)

    def _applies(self, statement: Statement, document: PolicyDocument) -> bool:
        """Whether action, resource and conditions of a statement match the request."""
        request = self.request
        surroundings = self.with_variables if document.version == _WITH_VARIABLES else self.plain
        return (
            any(action_matches(pattern, request.action) for pattern in statement.actions)
            is not statement.actions_negated
            and self._resource_applies(statement, surroundings)
            and all(holds(condition, surroundings) for condition in statement.conditions)
        )

    def _resource_applies(self, statement: Statement, surroundings: Surroundings) -> bool:
        if not statement.resources:
            return True
        segments = Reading.SEGMENTS not in surroundings.rejected
        return (
            any(
                resource_matches(
                    pattern,
                    self.request.resource,
                    surroundings.keys,
                    variables=surroundings.variables,
                    segments=segments,
                )
                for pattern in statement.resources
            )
            is not statement.resources_negated
        )

    def _allowed(self, found: _Found) -> Decision:
        return self._decision(Outcome.ALLOWED, f"{_statement_name(found)} allows", found)

    def _refused(self, why: str) -> Decision:
        return self._decision(Outcome.IMPLICIT_DENY, why, None)

    def _decision(self, outcome: Outcome, why: str, found: _Found | None) -> Decision:
        request = self.request
        reason = f"{why} {request.action} on {request.resource} to {request.principal}."
        return Decision(outcome, reason, found.policy if found else None, found.statement if found else None)


def _statement_name(found: _Found) -> str:
    statement = found.statement
    label = f"Statement {statement.sid!r}" if statement.sid else "A statement"
    line = f", line {statement.span.line}," if statement.span else ""
    return f"{label} of {found.policy!r}{line}"


def _names(policies: Iterable[NamedPolicy]) -> str:
    return ", ".join(repr(policy.name) for policy in policies)


def _misplaced(policy: NamedPolicy | None, number: int, rule: str) -> NoReturn:
    raise DocumentError(
        f"The statement has no place in this kind of policy: {rule}.",
        where=f"{policy.name if policy else 'policy'}, statement {number}",
    )
