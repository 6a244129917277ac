"""Where the simulator judges conditions otherwise. Each function asks our evaluator what the simulator answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from question import NEVER, Question
from vocabulary import KEYS

from checks.documents.model import Condition
from checks.proof import values
from checks.proof.evaluate import Reading
from checks.proof.evaluate.conditions import parse_operator
from checks.proof.variables import resolve, tokenize

_SETS = {key.name.lower() for key in KEYS if key.multivalued}
_ESCAPE = re.compile(r"\$\{([*?$])\}")
_VARIABLE = re.compile(r"\$\{\s*([^\s,}']+)")
_EMPTY_DEFAULT = re.compile(r",\s*''\s*\}")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NO_ADDRESS, _NO_BINARY, _NO_ARN = "255.255.255.255/32", "AAAA", "arn:mca:none:::none"
_EPOCH = re.compile(r"-?\d+(\.\d+)?")


def _on(
    question: Question, prefixes: tuple[str, ...], change: Callable[[Condition, tuple[str, ...], bool], Condition]
) -> Question:
    """Change the conditions of some operators whose key is there; the change is told the key's values."""
    keys = question.request.keys()

    def each(condition: Condition, variables: bool) -> Condition:  # noqa: FBT001  # the shape of ConditionChange
        name = condition.operator.lower().rpartition(":")[2]
        given = keys.get(condition.key.lower(), ())
        if not given or not name.removeprefix("not").startswith(prefixes) or name == "null":
            return condition
        return change(condition, given, variables)

    return question.conditions(each)


def _negated(condition: Condition) -> bool:
    return parse_operator(condition.operator).negated


def _wanting(condition: Condition, change: Callable[[str], str]) -> Condition:
    return replace(condition, values=tuple(map(change, condition.values)))


def old_version_knows_variables(question: Question) -> Question:
    """Variables are replaced under 2008-10-17 too."""
    return question.documents(lambda document: replace(document, version="2012-10-17"))


def set_without_operator(question: Question) -> Question:
    """A multivalued key under an operator without a set operator never matches, not even a negated one."""

    def change(condition: Condition, _given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        return NEVER if condition.key.lower() in _SETS and ":" not in condition.operator else condition

    return _on(question, ("",), change)


def any_if_exists(question: Question) -> Question:
    """ForAnyValue with IfExists is false if the key is absent."""
    return replace(question, rejected=question.rejected | {Reading.ANY_IF_EXISTS})


def empty_text_is_a_value(question: Question) -> Question:
    """An empty string is a value like any other."""
    return replace(question, rejected=question.rejected | {Reading.EMPTY_IS_NULL})


def negation_of_unresolved(question: Question) -> Question:
    """A negated operator does not match if one of its values has a variable without a value."""
    keys = question.request.keys()

    def change(condition: Condition, _given: tuple[str, ...], variables: bool) -> Condition:  # noqa: FBT001  # as above
        unresolved = any(
            resolve(tokenize(value, variables=variables, wildcards=False), keys) is None for value in condition.values
        )
        return NEVER if _negated(condition) and unresolved else condition

    return _on(question, ("string", "arn"), change)


def negation_of_unreadable(question: Question) -> Question:
    """A negated comparison of numbers, dates or ARNs does not match if one side is none."""

    def readable(operator: str, value: str) -> bool:
        name = operator.lower().rpartition(":")[2]
        return values.number(value) is not None if name.startswith("numeric") else value.count(":") > 3

    def change(condition: Condition, given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        sides = given if condition.operator.lower().rpartition(":")[2].startswith("arn") else given + condition.values
        unreadable = not all(readable(condition.operator, side) for side in sides)
        return NEVER if _negated(condition) and unreadable else condition

    return _on(question, ("numeric", "arn"), change)


def short_arn_pattern(question: Question) -> Question:
    """A pattern of an Arn operator with fewer than six parts matches nothing, and makes a negated one false."""

    def change(condition: Condition, _given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        if _negated(condition) and any(value.count(":") < 5 for value in condition.values):
            return NEVER
        return _wanting(condition, lambda value: value if value.count(":") >= 5 else _NO_ARN)

    return _on(question, ("arn",), change)


def escapes_are_text(question: Question) -> Question:
    """Where wildcards are text, so are `${*}`, `${?}` and `${$}`."""

    def change(condition: Condition, _given: tuple[str, ...], variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, lambda value: _ESCAPE.sub(r"${$}{\1}", value)) if variables else condition

    return _on(question, ("stringequals", "stringnotequals"), change)


def year_is_epoch(question: Question) -> Question:
    """Four digits are seconds since 1970, not a year."""

    def change(condition: Condition, _given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, lambda value: f"{value}.0" if re.fullmatch(r"\d{4}", value) else value)

    return _on(question, ("date",), change)


def epoch_in_milliseconds(question: Question) -> Question:
    """A date as seconds since 1970 is compared with the milliseconds of a date in ISO 8601."""

    def change(condition: Condition, given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        by_epoch = _EPOCH.fullmatch(given[0]) is not None

        def scaled(value: str) -> str:
            moment = values.instant(value)
            if moment is None or (_EPOCH.fullmatch(value) is not None) == by_epoch:
                return value
            return f"{moment * 1000 if by_epoch else moment / 1000:f}"

        return _wanting(condition, scaled)

    return _on(question, ("date",), change)


def all_of_ipv4_is_one_host(question: Question) -> Question:
    """The range 0.0.0.0/0 is taken as the one address 0.0.0.0."""

    def change(condition: Condition, _given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, lambda value: "0.0.0.0/32" if value == "0.0.0.0/0" else value)

    return _on(question, ("ipaddress",), change)


def bare_address_is_text(question: Question) -> Question:
    """An address without a prefix is compared as text, and NotIpAddress with one of the other family is false."""

    def change(condition: Condition, given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        bare = [value for value in condition.values if "/" not in value]
        if _negated(condition) and any((":" in value) != (":" in given[0]) for value in bare):
            return NEVER
        return _wanting(condition, lambda value: _NO_ADDRESS if value in bare and value != given[0] else value)

    return _on(question, ("ipaddress",), change)


def binary_is_text(question: Question) -> Question:
    """Binary values are compared as base64, not as the bytes that it stands for."""

    def change(condition: Condition, given: tuple[str, ...], _variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, lambda value: value if value == given[0] else _NO_BINARY)

    return _on(question, ("binary",), change)


def empty_default_is_none(question: Question) -> Question:
    """A default of no characters is no default."""

    def rewritten(text: str) -> str:
        return _EMPTY_DEFAULT.sub("}", text)

    def change(condition: Condition, _given: tuple[str, ...], variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, rewritten) if variables else condition

    return _on(question, ("string", "arn", "bool"), change).resources(rewritten)


def empty_value_leaves_variable(question: Question) -> Question:
    """A variable whose value is empty takes its default; without one, its text matches nothing."""
    keys = question.request.keys()

    def rewritten(text: str) -> str:
        return _VARIABLE.sub(
            lambda match: "${mca:absent" if keys.get(match[1].lower()) == ("",) else match[0],
            text,
        )

    def change(condition: Condition, _given: tuple[str, ...], variables: bool) -> Condition:  # noqa: FBT001  # as above
        return _wanting(condition, rewritten) if variables else condition

    return _on(question, ("string", "arn", "bool"), change).resources(rewritten)


def wildcard_is_half_a_character(question: Question) -> Question:
    """`?` is one unit of UTF-16, so that a character beyond the first 65,536 is two."""

    def halves(text: str) -> str:
        return _ASTRAL.sub(
            lambda match: "".join(map(chr, memoryview(match[0].encode("utf-16-le")).cast("H"))),
            text,
        )

    request = question.request
    context = {
        key: halves(given) if isinstance(given, str) else tuple(map(halves, given))
        for key, given in request.context.items()
    }
    return (
        replace(question, request=replace(request, resource=halves(request.resource), context=context))
        .conditions(lambda condition, _: _wanting(condition, halves))
        .resources(halves)
    )
