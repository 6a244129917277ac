"""What a template leaves open in a document, beyond single values."""

from __future__ import annotations

from checks.documents.nodes import Object
from checks.documents.policy import Policy, WrittenStatement


def has_open_statement(policy: Policy) -> bool:
    """Whether a statement is open as a whole, so that the document may say more than is read."""
    element = policy.get("Statement")
    return element is not None and not all(isinstance(value.node, Object) for value in element.values)


def has_open_condition(statement: WrittenStatement) -> bool:
    """Whether conditions are open as a whole, so that the statement may have more of them than are read."""
    element = statement.get("Condition")
    if element is None:
        return False
    return not (isinstance(element.node, Object) and all(isinstance(one.value, Object) for one in element.node.members))
