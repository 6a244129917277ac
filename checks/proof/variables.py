"""The text of a policy as tokens: literal text, wildcards and policy variables.

Source: IAM user guide, "IAM policy elements: Variables and tags". Variables and the escapes `${*}`, `${?}`, `${$}`
exist only under version 2012-10-17; under 2008-10-17 the same characters are literal text and wildcards.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_KEY_AND_DEFAULT = re.compile(r"\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?")


class Wild(Enum):
    """A wildcard: any number of characters, or exactly one."""

    STAR = "*"
    QUESTION = "?"


@dataclass(frozen=True, slots=True)
class Variable:
    """`${key}` or `${key, 'default'}`; the key in lower case."""

    key: str
    default: str | None


Token = str | Wild | Variable


@lru_cache(maxsize=4096)
def tokenize(text: str, *, variables: bool, wildcards: bool) -> tuple[Token, ...]:
    """Split policy text into tokens.

    Args:
        text: As it stands in the document.
        variables: Whether the document's version knows variables, and the element takes them.
        wildcards: Whether `*` and `?` are wildcards here; if not, they are literal.

    Returns:
        The tokens; neighbouring literal text may be in several tokens.
    """
    tokens: list[Token] = []
    position = 0
    for match in _VARIABLE.finditer(text) if variables else ():
        tokens.extend(_plain(text[position : match.start()], wildcards=wildcards))
        tokens.append(_variable(match[1]))
        position = match.end()
    tokens.extend(_plain(text[position:], wildcards=wildcards))
    return tuple(tokens)


def _plain(text: str, *, wildcards: bool) -> list[Token]:
    if not wildcards or not ("*" in text or "?" in text):
        return [text] if text else []
    return [Wild(part) if part in {"*", "?"} else part for part in re.split(r"([*?])", text) if part]


def _variable(content: str) -> Token:
    """What stands between the braces. What is neither an escape nor a key is a variable that never resolves."""
    if content in {"*", "?", "$"}:
        return content
    match = _KEY_AND_DEFAULT.fullmatch(content)
    return Variable(match[1].lower(), match[2]) if match else Variable("", None)


def resolve(tokens: tuple[Token, ...], context: Mapping[str, tuple[str, ...]]) -> tuple[str | Wild, ...] | None:
    """Replace the variables by their values.

    A value is literal text: a `*` in it is no wildcard [inferred: the guide offers `${*}` only for the policy's own
    text]. A multivalued key cannot be used (IAM user guide: "Single-valued vs. multivalued context keys").

    Args:
        tokens: From `tokenize`.
        context: Keys in lower case.

    Returns:
        Tokens without variables; None if a variable has neither a single value nor a default.
    """
    resolved: list[str | Wild] = []
    for token in tokens:
        if not isinstance(token, Variable):
            resolved.append(token)
            continue
        values = context.get(token.key, ())
        value = values[0] if len(values) == 1 else token.default
        if value is None:
            return None
        resolved.append(value)
    return tuple(resolved)
