"""A value of a type that its element does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.documents.nodes import Array, Literal, Node, Number, Object, Text, Unknown
from checks.documents.policy import Policy, Value
from checks.findings import Severity
from checks.rules.grammar._names import placed
from checks.rules.rule import Context, Example, Problem, Rule

_SINGLE = frozenset({"Version", "Id", "Sid", "Effect"})
_PRINCIPALS = frozenset({"Principal", "NotPrincipal"})
_LISTS = frozenset({"Action", "NotAction", "Resource", "NotResource"})


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the values of each element; `statement-not-object` and its like look at the shape of the others."""
    for element, _ in placed(policy):
        if element.name in _SINGLE and not isinstance(element.node, Text | Unknown):
            sentence = f"{element.name} is {_called(element.node)}; it takes one string."
            yield Problem(element, sentence, "Write one string, in quotation marks.")
    for statement in policy.statements:
        for element in statement.elements:
            if element.name in _LISTS:
                if not element.complete:
                    yield from _texts(element.name, element.values)
            elif element.name in _PRINCIPALS and isinstance(element.node, Object):
                yield from _texts(element.name, (entry.value for entry in statement.principals(element.name)))
        for condition in statement.conditions:
            yield from _scalars(condition.key, condition.values)


def _texts(name: str, values: Iterable[Value]) -> Iterator[Problem]:
    for value in values:
        if not isinstance(value.node, Text | Unknown):
            yield _problem(value, f"A value of {name}", "Write a string, or a list of strings.")


def _scalars(key: str, values: Iterable[Value]) -> Iterator[Problem]:
    for value in values:
        if isinstance(value.node, Array | Object) or (isinstance(value.node, Literal) and value.node.value is None):
            remedy = "Write a string, a number or a boolean, or a list of them."
            yield _problem(value, f"A value of the condition on {key}", remedy)


def _problem(value: Value, what: str, remedy: str) -> Problem:
    called = _called(value.node)
    keys = [key.value for key, _ in value.node.members] if isinstance(value.node, Object) else []
    if any(key == "Ref" or key.startswith("Fn::") for key in keys):
        called += " (a function of CloudFormation, which only a template may hold)"
    return Problem(value, f"{what} is {called}.", remedy)


def _called(node: Node) -> str:
    match node:
        case Number():
            return f"the number {node.literal}"
        case Literal():
            return "null" if node.value is None else f"the boolean {str(node.value).lower()}"
        case Array():
            return "a list"
        case Object():
            return "an object"
        case _:
            return "a string"


RULE = Rule(
    code="MCA120",
    name="wrong-value-type",
    severity=Severity.ERROR,
    summary="A number, boolean, null, list or object stands where a string has to be.",
    why=(
        "Apart from condition values, every value of a policy is a string or a list of strings. Account ids lose their"
        " leading zeros as numbers, a null is what a template leaves of a variable that was not set; IAM refuses both."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": ⟦1⟧,
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ["arn:aws:s3:::acme-reports/*", ⟦null⟧]
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ["arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language"',
        'IAM user guide, "Access Analyzer policy check reference": Data type mismatch',
    ),
    check=check,
)
