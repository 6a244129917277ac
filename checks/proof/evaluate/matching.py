"""Wildcards over text and over the segments of an ARN.

Sources: IAM user guide, "IAM JSON policy elements: Resource" and "… Action"; S3 user guide, "Amazon S3 resources".
`?` is one character, also if its encoding takes several bytes [inferred].
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from checks.proof.variables import Wild, resolve, tokenize

_LAST_SEGMENT = 5
"""The number of colons before the resource part, the sixth segment of an ARN."""


def action_matches(pattern: str, action: str) -> bool:
    """Whether a pattern of Action or NotAction matches an action, in any case of letters."""
    tokens = tokenize(pattern.lower(), variables=False, wildcards=True)
    return text_matches(resolve(tokens, {}) or (), action.lower())


def resource_matches(
    pattern: str,
    resource: str,
    context: Mapping[str, tuple[str, ...]],
    *,
    variables: bool,
    segments: bool = True,
) -> bool:
    """Whether a pattern of Resource or NotResource matches a resource.

    A wildcard in one of the first five segments matches no colon; the sixth segment may hold colons. A pattern with
    fewer segments that ends in `*` matches whatever follows. A variable resolves only in the sixth segment; elsewhere,
    or without a value, the pattern matches nothing.

    Args:
        pattern: As it stands in the document.
        resource: The request's ARN or `*`.
        context: The request's keys in lower case.
        variables: Whether the document's version knows variables.
        segments: Whether to match by segments; if not, wildcards match over the whole text.
    """
    head, tail = _resource_part(pattern) if variables else (pattern, "")
    if "${" in head and variables:
        return False
    tokens = resolve(
        tokenize(head, variables=False, wildcards=True) + tokenize(tail, variables=variables, wildcards=True), context
    )
    if tokens is None:
        return False
    return arn_matches(tokens, resource, segments=segments)


def _resource_part(pattern: str) -> tuple[str, str]:
    """A pattern as the text up to its fifth colon, colon included, and the rest."""
    parts = pattern.split(":", _LAST_SEGMENT)
    if len(parts) <= _LAST_SEGMENT:
        return pattern, ""
    return ":".join(parts[:_LAST_SEGMENT]) + ":", parts[_LAST_SEGMENT]


def text_matches(tokens: tuple[str | Wild, ...], text: str) -> bool:
    """Whether tokens match the whole of a text; wildcards match any character."""
    return _expression(tokens, segments=False).match(text) is not None


def arn_matches(tokens: tuple[str | Wild, ...], text: str, *, segments: bool = True) -> bool:
    """Whether tokens match the whole of an ARN, by segments unless told otherwise."""
    return _expression(tokens, segments=segments).match(text) is not None


@lru_cache(maxsize=4096)
def _expression(tokens: tuple[str | Wild, ...], *, segments: bool) -> re.Pattern[str]:
    """Tokens as a regular expression.

    All that stands after one star and before the next is put at its first possible place and kept there (an atomic
    group): for wildcards that is enough, and no pattern takes more than quadratic time.
    """
    chunks = [""]
    opening: list[str] = []
    colons = 0
    for position, token in enumerate(tokens):
        free = not segments or colons >= _LAST_SEGMENT
        if token is Wild.STAR:
            last = position == len(tokens) - 1
            opening.append("." if free or last else "[^:]")
            chunks.append("")
        elif token is Wild.QUESTION:
            chunks[-1] += "." if free else "[^:]"
        else:
            colons += token.count(":")
            chunks[-1] += re.escape(token)
    source = chunks[0]
    for number, (character, chunk) in enumerate(zip(opening, chunks[1:], strict=True), 1):
        source += f"(?>{character}*?{chunk})" if number < len(opening) else f"{character}*{chunk}"
    return re.compile(source + r"\Z", re.DOTALL)
