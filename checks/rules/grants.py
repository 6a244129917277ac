"""The allows of a resource's policy, asked about one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checks.rules import asking
from policies.document import Condition, Effect, PolicyDocument, Principals, Span, Statement

if TYPE_CHECKING:
    from checks.proof.evaluate import Principal  # the evaluator is loaded at the first question

_MANY: Final = 100


class Grants:
    """The allows of a resource's policy, asked about one by one, with all its denials."""

    def __init__(self, document: PolicyDocument) -> None:
        """Sort the statements; questions are asked later."""
        self._version = document.version
        self._allows = {one.span: one for one in document.statements if one.effect is Effect.ALLOW}
        self._denials = tuple(one for one in document.statements if one.effect is Effect.DENY)
        self._named: dict[Span | None, dict[str, list[tuple[str, str]]]] = {}

    @property
    def has_denials(self) -> bool:
        """Whether the policy denies anything."""
        return bool(self._denials)

    def get(self, place: Span) -> Statement | None:
        """The allow that was written at a place; None if nothing of it is sure."""
        return self._allows.get(place)

    def admits(  # noqa: PLR0913  # a request has this many parts
        self,
        place: Span,
        principal: Principal,
        action: str,
        context: Mapping[str, str | tuple[str, ...]] | None = None,
        *,
        resource: str = "*",
        named: tuple[str, str] | None = None,
        judged: Callable[[Condition], bool] | None = None,
    ) -> bool:
        """Whether an allow lets a caller through whose own account lets it do all.

        Args:
            place: Where the allow was written.
            principal: Who asks.
            action: For what.
            context: In which circumstances.
            resource: The ARN.
            named: The one principal of the allow that counts, with its type; all if None.
            judged: Which conditions count, as in `asking.favouring`; all if None.
        """
        from checks.proof.evaluate import NamedPolicy, Policies, Request, evaluate  # noqa: PLC0415  # the same

        allow = self._allows.get(place)
        if allow is None or asking.names_action(allow.actions, action) is allow.actions_negated:
            return False
        if named:
            allow = replace(allow, principals=Principals((named,)))
        denials = (self._towards(denial, principal.account) for denial in self._denials)
        document = PolicyDocument(self._version, (*filter(None, denials), allow))
        if judged:
            document = asking.favouring(document, judged)
        policies = Policies((asking.everything(),), NamedPolicy("the policy", document), resource_policy_decides=True)
        return evaluate(Request(principal, action, resource, context or {}, "the owner's"), policies).allowed

    def _towards(self, denial: Statement, account: str) -> Statement | None:
        """A denial as far as it may speak of an account, if it names so many that going through them takes long."""
        principals = denial.principals
        if principals is None or principals.negated or len(principals.values) < _MANY:
            return denial
        by_account = self._named.setdefault(denial.span, {})
        if not by_account:
            for pair in principals.values:
                by_account.setdefault(asking.account_of(pair[1]) if pair[0] == "AWS" else "", []).append(pair)
        pairs = tuple(by_account.get("", ())) + (tuple(by_account.get(account, ())) if account else ())
        return replace(denial, principals=Principals(pairs)) if pairs else None
