"""Read policy documents into the typed, immutable values of `policies.document`: what a document means.

Text is read as strict JSON (no comments, no trailing commas, no `NaN`, no key twice) and each statement keeps the
range of text that it came from. `checks.documents.policy` is what a document says, right or wrong. Grammar: AWS IAM
user guide, "Grammar of the IAM JSON policy language". Element names and `Effect` are taken in their documented
spelling only; IAM may accept more [inferred], this reader does not guess.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, NoReturn

from checks.documents.nodes import Array, Node, Number, Object, Unknown
from checks.documents.source import Passage, Source
from checks.documents.syntax import FaultKind, read_json
from policies.document import Condition, Effect, PolicyDocument, Principals, Span, Statement
from policies.errors import DocumentError

__all__ = ["Condition", "Effect", "PolicyDocument", "Principals", "Span", "Statement", "parse_node", "parse_policy"]

DEFAULT_VERSION = "2008-10-17"
"""The version of a document that names none (AWS IAM user guide: "IAM JSON policy elements: Version")."""
VERSIONS = (DEFAULT_VERSION, "2012-10-17")
PRINCIPAL_TYPES = ("AWS", "CanonicalUser", "Federated", "Service")

_DOCUMENT_ELEMENTS = frozenset({"Version", "Id", "Statement"})
_STATEMENT_ELEMENTS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)


def parse_policy(document: str | Mapping[str, object], *, name: str = "policy") -> PolicyDocument:
    """Read one policy document.

    Args:
        document: The JSON text, or the object that it decodes to.
        name: What to call the document in errors.

    Returns:
        The typed document; its statements have spans if text was given.

    Raises:
        DocumentError: If it is not strict JSON, or not a policy by IAM's grammar.
    """
    if not isinstance(document, str):
        return _document(document, name, ())
    passage = Passage.whole(Source(name, document))
    reading = read_json(document)
    if reading.faults:
        fault = reading.faults[0]
        line, column = passage.source.position(fault.start)
        what = "" if fault.kind is FaultKind.DUPLICATE_KEY else "The document is not valid JSON: "
        _fail(f"{what}{fault.sentence}", f"{name}, line {line}, column {column}", fault.remedy)
    return parse_node(reading.roots[0], passage, name=name)


def parse_node(node: Node, passage: Passage, *, name: str = "policy") -> PolicyDocument:
    """Give the meaning of a document that is read already.

    Args:
        node: The document.
        passage: What it was read from.
        name: What to call the document in errors.

    Raises:
        DocumentError: It is not a policy by IAM's grammar, or something in it is not known.
    """
    statements = node.get("Statement") if isinstance(node, Object) else None
    listed = statements.items if isinstance(statements, Array) else (statements,) if statements else ()
    value = _plain(node, name)
    return _document(value, name, tuple(passage.span(item.start, item.end) for item in listed))


class _Spelling(NamedTuple):
    """A number, as it is written."""

    literal: str


def _plain(node: Node, name: str) -> object:
    """A value as `json` would decode it, but for the spelling of numbers; no two keys of an object are alike."""
    if isinstance(node, Object):
        _refuse_twins([member.key.value for member in node.members], name)
        return {member.key.value: _plain(member.value, name) for member in node.members}
    if isinstance(node, Array):
        return [_plain(item, name) for item in node.items]
    if isinstance(node, Unknown):
        _fail(f"{node.text or 'A value'} is not known.", name)
    return _Spelling(node.literal) if isinstance(node, Number) else node.value


def _fail(what: str, where: str, remedy: str = "") -> NoReturn:
    raise DocumentError(what, where=where, remedy=remedy)


def _refuse_twins(keys: Sequence[str], where: str) -> None:
    """Refuse keys that are equal but for case: the grammar allows none, and decoders keep only the last."""
    seen: dict[str, str] = {}
    for key in keys:
        if (twin := seen.get(key.lower())) is not None:
            _fail(f"The key {key!r} stands twice in one object, first as {twin!r}.", where, "Merge the two.")
        seen[key.lower()] = key


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        _fail("A JSON object is expected here.", where)
    _refuse_twins(list(value), where)
    return value


def _only(value: Mapping[str, object], allowed: frozenset[str], where: str) -> None:
    for key in value:
        if key not in allowed:
            _fail(
                f"{key!r} is not an element of the policy language.", where, f"Use one of {', '.join(sorted(allowed))}."
            )


def _document(value: object, name: str, spans: tuple[Span, ...]) -> PolicyDocument:
    document = _object(value, name)
    _only(document, _DOCUMENT_ELEMENTS, name)
    version = document.get("Version", DEFAULT_VERSION)
    if version not in VERSIONS:
        _fail(f"Version is {version!r}.", name, f"Write one of {', '.join(VERSIONS)}.")
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list | tuple) else (statements,)
    if statements is None or not listed:
        _fail("The document has no statement.", name, "Add a Statement.")
    return PolicyDocument(
        version=str(version),
        statements=tuple(
            _statement(item, f"{name}, statement {number}", spans[number - 1] if spans else None)
            for number, item in enumerate(listed, 1)
        ),
        id=_optional_text(document, "Id", name),
    )


def _statement(value: object, where: str, span: Span | None) -> Statement:
    statement = _object(value, where)
    if span:
        where = f"{where}, line {span.line}"
    _only(statement, _STATEMENT_ELEMENTS, where)
    effect = statement.get("Effect")
    if not isinstance(effect, str) or effect not in {item.value for item in Effect}:
        _fail(f"Effect is {effect!r}.", where, "Write Allow or Deny, in this spelling.")
    action = _one_of(statement, "Action", "NotAction", where)
    if action is None:
        _fail("The statement has neither Action nor NotAction.", where)
    resource = _one_of(statement, "Resource", "NotResource", where)
    principal = _one_of(statement, "Principal", "NotPrincipal", where)
    return Statement(
        effect=Effect(effect),
        sid=_optional_text(statement, "Sid", where),
        principals=_principals(statement[principal], principal, where) if principal else None,
        actions=_texts(statement[action], action, where),
        actions_negated=action == "NotAction",
        resources=_texts(statement[resource], resource, where) if resource else (),
        resources_negated=resource == "NotResource",
        conditions=tuple(_conditions(statement.get("Condition", {}), where)),
        span=span,
    )


def _one_of(statement: Mapping[str, object], plain: str, negated: str, where: str) -> str | None:
    """Which of an element and its complement is there."""
    if plain in statement and negated in statement:
        _fail(f"The statement has both {plain} and {negated}.", where, "Keep one of them.")
    return plain if plain in statement else negated if negated in statement else None


def _optional_text(value: Mapping[str, object], key: str, where: str) -> str | None:
    text = value.get(key)
    if key in value and not isinstance(text, str):
        _fail(f"{key} is not a string.", where)
    return text if isinstance(text, str) else None


def _texts(value: object, element: str, where: str) -> tuple[str, ...]:
    """A string, or a list of at least one string."""
    items = value if isinstance(value, list | tuple) else (value,)
    texts = tuple(item for item in items if isinstance(item, str))
    if not texts or len(texts) != len(items):
        _fail(f"{element} is not a string or a list of strings.", where)
    return texts


def _principals(value: object, element: str, where: str) -> Principals:
    if value == "*":
        return Principals((("AWS", "*"),), element == "NotPrincipal")
    by_type = _object(value, f"{where}, {element}")
    _only(by_type, frozenset(PRINCIPAL_TYPES), f"{where}, {element}")
    pairs = tuple((kind, text) for kind, texts in by_type.items() for text in _texts(texts, f"{element}.{kind}", where))
    if not pairs:
        _fail(f"{element} names nobody.", where)
    return Principals(pairs, element == "NotPrincipal")


def _conditions(value: object, where: str) -> Iterator[Condition]:
    for operator, keys in _object(value, f"{where}, Condition").items():
        for key, values in _object(keys, f"{where}, Condition.{operator}").items():
            listed = values if isinstance(values, list | tuple) else (values,)
            yield Condition(
                operator, key, tuple(_scalar(item, f"{where}, Condition.{operator}.{key}") for item in listed)
            )


def _scalar(value: object, where: str) -> str:
    """A condition value as text: JSON booleans and numbers mean their spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Spelling):
        return value.literal
    if isinstance(value, str | int | float):
        return str(value)
    _fail("A condition value is not a string, a boolean or a number.", where)
