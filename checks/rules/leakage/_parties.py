"""Who gets in by the policy of a resource: everyone, an organisation, other accounts, services."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from checks.documents.policy import Kind, Policy, Value, WrittenStatement
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.rule import Context
from policies.document import Condition, Effect, Span, Statement

if TYPE_CHECKING:
    from checks.proof.evaluate import Principal  # the evaluator is loaded at the first question

_CHOSEN: Final = re.compile(
    r"aws:(referer|useragent|requestedregion|tagkeys|requesttag/.*)"
    r"|s3:(x-amz-.*|prefix|delimiter|max-keys|authtype|signature.*|versionid|requestobjecttag.*)"
    r"|sns:protocol"
    r"|kms:(encryptioncontext.*|viaservice|grantoperations|grantconstrainttype|requestalias|encryptionalgorithm)"
    r"|secretsmanager:versionstage",
)
"""Keys, in lower case, whose values a caller chooses: a condition on them keeps nobody out."""
_ORGANISATION: Final = frozenset({"aws:principalorgid", "aws:principalorgpaths"})
_IDENTIFYING: Final = frozenset(
    {"aws:principalaccount", "aws:principalarn", "aws:sourceowner", "aws:principaltype", "kms:calleraccount"}
)
"""Keys that say who a caller is."""
_SENT: Final = {"aws:SecureTransport": "true", "aws:SourceIp": "198.18.0.1"}
_ACCOUNT: Final = re.compile(r"arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):")
_ANY_ACCOUNT: Final = re.compile(r"(arn:[^:]*:iam::)[*?]+(:.*)")
_FEW: Final = 3


class Access(NamedTuple):
    """A place where a policy lets somebody in.

    Attributes:
        where: The principal, or the condition's value, that lets them in.
        who: Who they are, to begin a sentence with.
        actions: What they may do, of what was asked.
        account: The account that they are of; empty if they are of many.
    """

    where: Value
    who: str
    actions: tuple[str, ...]
    account: str = ""

    @property
    def what(self) -> str:
        """The actions, for a sentence."""
        if len(self.actions) > _FEW:
            return f"{', '.join(self.actions[:_FEW])} and more"
        return " and ".join(filter(None, (", ".join(self.actions[:-1]), self.actions[-1])))


def of_everyone(policy: Policy, actions: Iterable[str]) -> Iterator[Access]:
    """Where a policy lets a stranger in."""
    for where, found in _of_strangers(policy, tuple(actions), lambda condition: not _is_chosen(condition)):
        yield Access(where, "Everyone", found)


def of_organisation(policy: Policy, actions: Iterable[str]) -> Iterator[Access]:
    """Where a policy lets in every account of an organisation, and not everyone."""
    wanted = tuple(actions)
    if not any(entry.key.lower() in _ORGANISATION for one in policy.statements for entry in one.conditions):
        return
    open_to_all = {access.where.path for access in of_everyone(policy, wanted)}

    def judged(condition: Condition) -> bool:
        return not _is_chosen(condition) and condition.key.lower() not in _ORGANISATION

    for where, found in _of_strangers(policy, wanted, judged):
        if where.path not in open_to_all:
            yield Access(where, "Every account of the organisation", found)


def _of_strangers(
    policy: Policy, actions: tuple[str, ...], judged: Callable[[Condition], bool]
) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """The principals, each of them everyone, by which strangers get in."""
    statements = [one for one in policy.statements if one.allows and any(_everyones(one))]
    if not statements:
        return
    grants = Grants(policy.bounds.least)
    for statement in statements:
        strangers = (asking.user(asking.STRANGER_ACCOUNT), *_alike(statement))
        found: dict[str, None] = {}
        for one in strangers:
            asked = _Asked(grants, policy.kind, statement.span, one, judged)
            found.update(dict.fromkeys(asked.admitted(actions)))
        for where in _everyones(statement) if found else ():
            yield where, tuple(found)


def _alike(statement: WrittenStatement) -> Iterator[Principal]:
    """Strangers who are called as a condition asks, where it does not ask of which account they are."""
    for entry in statement.conditions:
        for value in entry.values if entry.key.lower() == "aws:principalarn" else ():
            if value.is_text and (match := _ANY_ACCOUNT.fullmatch(value.text)):
                yield asking.identity(asking.concrete(match[1] + asking.STRANGER_ACCOUNT + match[2]))


def of_others(policy: Policy, context: Context, actions: Iterable[str]) -> Iterator[Access]:
    """Where a policy lets accounts in that are not the resource's own; nowhere if that one is not known."""
    own, wanted = _own_account(policy, context), tuple(actions)
    grants = Grants(policy.bounds.least)
    for statement in policy.statements if own else ():
        reading = grants.get(statement.span)
        # Without conditions and denials, what holds for one of those named holds for all.
        is_plain = reading is not None and not (reading.conditions or grants.has_denials)
        found: tuple[str, ...] | None = None
        for value, arn, named in _named(statement):
            other = asking.identity(arn)
            if other.account == own:
                continue
            if found is None or not is_plain:
                found = _Asked(grants, policy.kind, statement.span, other, _is_identifying, named).admitted(wanted)
            if found:
                yield Access(value, f"{value.text}, of another account,", found, other.account)


def _own_account(policy: Policy, context: Context) -> str:
    """The account that the resource is of: as the user said, or as the resource's ARN says; empty if neither."""
    resources = (resource for statement in policy.bounds.least.statements for resource in statement.resources)
    named = {match[1] for resource in resources if (match := _ACCOUNT.match(resource))}
    return context.expected.account_id or (named.pop() if len(named) == 1 else "")


def _named(statement: WrittenStatement) -> Iterator[tuple[Value, str, tuple[str, str]]]:
    """Whom an allow names, by its principals or, if they are everyone, by its conditions.

    Yields:
        The value that names them, an account or ARN, and the principal by which they get in.
    """
    if not statement.allows:
        return
    for entry in statement.principals():
        if entry.type == "AWS" and entry.value.is_text and asking.account_of(entry.value.text):
            yield entry.value, entry.value.text, ("AWS", entry.value.text)
    for condition in statement.conditions if any(_everyones(statement)) else ():
        for value in condition.values if condition.key.lower() in _IDENTIFYING else ():
            if value.is_text and asking.account_of(concrete := asking.concrete(value.text)):
                yield value, concrete, ("AWS", "*")


def of_services(policy: Policy, judged: Callable[[str], bool]) -> Iterator[Access]:
    """Where a policy lets AWS services in on behalf of any account.

    Args:
        policy: The policy.
        judged: Which services to ask about, by their names in lower case.
    """
    grants = Grants(policy.bounds.least)
    actions = stated_actions(policy)
    for statement in policy.statements:
        for entry in statement.principals() if statement.allows else ():
            if entry.type == "Service" and entry.value.is_text and judged(entry.value.text.lower()):
                caller, named = asking.service(entry.value.text), (entry.type, entry.value.text)
                asked = _Asked(grants, policy.kind, statement.span, caller, lambda one: not _is_chosen(one), named)
                if found := asked.admitted(actions):
                    yield Access(entry.value, entry.value.text, found)


def stated_actions(policy: Policy) -> tuple[str, ...]:
    """The actions and patterns of actions that the allows name."""
    return tuple(
        dict.fromkeys(
            action
            for statement in policy.bounds.least.statements
            if statement.effect is Effect.ALLOW and not statement.actions_negated
            for action in statement.actions
        )
    )


def _everyones(statement: WrittenStatement) -> Iterator[Value]:
    return (entry.value for entry in statement.principals() if entry.type == "AWS" and entry.value.text == "*")


def _is_chosen(condition: Condition) -> bool:
    return _CHOSEN.fullmatch(condition.key.lower()) is not None


def _is_identifying(condition: Condition) -> bool:
    return condition.key.lower() in _IDENTIFYING


class _Asked(NamedTuple):
    """A caller at one statement, by one of its principals or by any."""

    grants: Grants
    kind: Kind
    place: Span
    caller: Principal
    judged: Callable[[Condition], bool]
    named: tuple[str, str] | None = None

    def admitted(self, actions: Iterable[str]) -> tuple[str, ...]:
        """The actions, or patterns of actions, for which the statement lets the caller in."""
        reading = self.grants.get(self.place)
        return tuple(pattern for pattern in actions if reading and self._admits(reading, asking.concrete(pattern)))

    def _admits(self, reading: Statement, action: str) -> bool:
        account = self.caller.account
        # SNS and KMS say of which account a caller is; a stranger's account is no secret either.
        sent = {**_SENT, **({"kms:CallerAccount": account, "aws:SourceOwner": account} if account else {})}
        return asking.names_action(reading.actions, action) is not reading.actions_negated and any(
            self.grants.admits(
                self.place,
                self.caller,
                action,
                sent,
                resource=resource,
                named=self.named,
                judged=self.judged,
            )
            for resource in _resources(self.kind, reading, action)
        )


def _resources(kind: Kind, statement: Statement, action: str) -> Iterator[str]:
    """One resource for each pattern of a statement; a bucket for actions on buckets, an object for those on objects."""
    for pattern in ("*",) if statement.resources_negated else statement.resources:
        if kind is not Kind.BUCKET:
            yield pattern if pattern == "*" else asking.concrete(pattern)
            continue
        bucket, slash, _ = asking.concrete("arn:aws:s3:::*" if pattern == "*" else pattern).partition("/")
        is_open = pattern.endswith("*")
        if "object" not in action.lower():
            yield from () if slash else (bucket,)
        elif slash or is_open:
            yield asking.concrete(pattern) if slash else f"{bucket}/{asking.ANY}"
