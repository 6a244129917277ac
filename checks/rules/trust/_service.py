"""Whether a trust policy is that of the service's role, and which statements of it speak of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.policy import ConditionEntry, Policy, PrincipalEntry, Value, WrittenStatement
from checks.rules import asking
from checks.rules.rule import Context
from policies.arns import ROLE_NAME
from policies.trust import SERVICE_ACCOUNT

LOOKALIKES: Final = ("commerceanalytics", "commerce-analytics", "reports.marketplace.")
"""What service principals have in their names that people take for the service's. It has none [inferred]."""

EXTERNAL_ID: Final = "sts:externalid"
ASSUME: Final = "sts:AssumeRole"
_FEW: Final = 2
"""So many wrong digits are a misspelling: two neighbours exchanged, or two typed wrongly."""


class Trusted(NamedTuple):
    """A principal that an allow of the policy names, with the statement."""

    statement: WrittenStatement
    entry: PrincipalEntry

    @property
    def text(self) -> str:
        """What it says."""
        return self.entry.value.text

    @property
    def account(self) -> str:
        """The account it is of; empty if it is of none."""
        return asking.account_of(self.text) if self.entry.type == "AWS" else ""

    @property
    def is_service(self) -> bool:
        """Whether it is the account from which the service assumes roles."""
        return self.account == SERVICE_ACCOUNT


def trusted(policy: Policy) -> Iterator[Trusted]:
    """The principals that the policy's allows name and that are known."""
    for statement in policy.statements:
        if statement.allows:
            for entry in statement.principals():
                if entry.value.is_text:
                    yield Trusted(statement, entry)


def has_open_principals(policy: Policy) -> bool:
    """Whether an allow names a principal that is not known, which may be the service's account."""
    return any(
        not entry.value.known for statement in policy.statements if statement.allows for entry in statement.principals()
    )


def names_service(policy: Policy) -> bool:
    """Whether an allow names the service's account."""
    return any(one.is_service for one in trusted(policy))


def is_service_role(policy: Policy, context: Context) -> bool:
    """Whether the policy is that of the service's role.

    It is if it names the service's account, or what is easily taken for it; if its surroundings call it by the role's
    name; or if it asks for the external id that AWS issued for this seller.
    """
    called = f"{policy.name}/{'/'.join(map(str, policy.path))}"
    if ROLE_NAME.lower() in called.lower() or any(map(_resembles, trusted(policy))):
        return True
    wanted = context.expected.external_id
    return bool(wanted) and any(
        value.text == wanted
        for statement in policy.statements
        for entry in external_id_conditions(statement)
        for value in entry.values
    )


def _resembles(one: Trusted) -> bool:
    if one.entry.type == "Service":
        return any(part in one.text.lower() for part in LOOKALIKES)
    return bool(one.account) and sum(map(str.__ne__, one.account, SERVICE_ACCOUNT)) <= _FEW


def service_statements(policy: Policy) -> tuple[WrittenStatement, ...]:
    """The allows that name the service's account."""
    named = {one.statement.number for one in trusted(policy) if one.is_service}
    return tuple(statement for statement in policy.statements if statement.number in named)


def external_id_conditions(statement: WrittenStatement) -> tuple[ConditionEntry, ...]:
    """The conditions of a statement on the external id."""
    return tuple(entry for entry in statement.conditions if entry.key.lower() == EXTERNAL_ID)


def is_negated(entry: ConditionEntry) -> bool:
    """Whether a condition asks for anything but its values."""
    return "not" in entry.operator.lower()


def has_wildcard(entry: ConditionEntry, value: Value) -> bool:
    """Whether a value of a condition matches others than itself."""
    text = value.text.replace("${*}", "").replace("${?}", "")
    return "like" in entry.operator.lower() and ("*" in text or "?" in text)


def external_ids(statement: WrittenStatement) -> Iterator[Value]:
    """The ids that a statement asks for, one by one, and that are known; wildcards are not among them."""
    for entry in external_id_conditions(statement):
        if not is_negated(entry) and entry.operator.lower() != "null":
            yield from (value for value in entry.values if value.is_text and not has_wildcard(entry, value))


def admitting(policy: Policy, external_id: str | None) -> tuple[WrittenStatement, ...]:
    """The allows that let the service assume the role with an external id, or with none, whatever else they ask for."""
    document = asking.favouring(policy.bounds.least, lambda condition: condition.key.lower() == EXTERNAL_ID)
    given = {} if external_id is None else {"sts:ExternalId": external_id}
    found = asking.places(asking.admitting(document, asking.root(SERVICE_ACCOUNT), ASSUME, "*", given))
    return tuple(statement for statement in service_statements(policy) if statement.span in found)
