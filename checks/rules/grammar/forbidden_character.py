"""A character that a policy may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.nodes import Object, Path, Text, walk
from checks.documents.policy import Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import STORED_BY_IAM
from checks.rules.rule import Context, Example, Problem, Rule

_FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\u00ff]+")


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at keys and strings as they are written: an escape in JSON is plain ASCII."""
    text = policy.passage.text
    if not _FORBIDDEN.search(text, policy.node.start, policy.node.end):
        return
    for path, node in walk(policy.node, policy.path):
        if isinstance(node, Text):
            yield from _in(policy, text, node, path)
        elif isinstance(node, Object):
            for key, _ in node.members:
                yield from _in(policy, text, key, (*path, key.value))


def _in(policy: Policy, text: str, node: Text, path: Path) -> Iterator[Problem]:
    for found in _FORBIDDEN.finditer(text, node.start, node.end):
        codes = " ".join(f"U+{ord(character):04X}" for character in found[0][:3])
        sentence = f"{shown(found[0])} ({codes}) in {shown(node.value)} is not among the characters of a policy."
        remedy = "Write a character between U+0020 and U+00FF."
        yield Problem((policy.passage.span(*found.span()), path), sentence, remedy)


RULE = Rule(
    code="MCA132",
    name="forbidden-character",
    severity=Severity.ERROR,
    summary="A policy that IAM or KMS stores has a character beyond U+00FF, or a control character.",
    why=(
        "A policy document holds tab, line feed, carriage return and the characters from U+0020 to U+00FF, no others."
        " The dash of a word processor, a typographic quotation mark or a zero-width blank from a web page makes IAM"
        " refuse it, and can hardly be seen."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme⟦\u2013⟧reports/*"
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
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM and AWS STS quotas", IAM name requirements',
        "KMS API reference, PutKeyPolicy (Policy)",
    ),
    check=check,
    kinds=STORED_BY_IAM | {Kind.KEY},
)
