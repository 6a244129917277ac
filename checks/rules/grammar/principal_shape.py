"""A principal that is neither `*` nor an object of types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.nodes import Object, Text, Unknown
from checks.documents.policy import Element, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule

_AWS: Final = re.compile(r"arn:[^:]+:(?:iam|sts):.+|[0-9]{12}|\*")
_SERVICE: Final = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?")


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at Principal and NotPrincipal of each statement."""
    for statement in policy.statements:
        for element in filter(None, (statement.get("Principal"), statement.get("NotPrincipal"))):
            if isinstance(element.node, Object | Unknown) or _is_everyone(element):
                continue
            text = f" {shown(element.texts[0])}" if element.texts else ""
            sentence = f"{element.name}{text} has no type: it is an object of types with principals, or the text *."
            yield Problem(element, sentence, _remedy(element))


def _is_everyone(element: Element) -> bool:
    return isinstance(element.node, Text) and element.node.value == "*"


def _remedy(element: Element) -> str:
    for kind, form in (("AWS", _AWS), ("Service", _SERVICE)):
        if element.complete and all(form.fullmatch(text) for text in element.texts):
            listed = ", ".join(f'"{shown(text)}"' for text in element.texts)
            return f'Write {{"{kind}": {f"[{listed}]" if len(element.texts) > 1 else listed}}}.'
    return 'Write {"AWS": …}, {"Service": …}, {"Federated": …} or {"CanonicalUser": …}.'


RULE = Rule(
    code="MCA127",
    name="principal-shape",
    severity=Severity.ERROR,
    summary="A Principal is a plain text or a list, not an object of types.",
    why=(
        'Every principal has a type: `{"AWS": …}`, `{"Service": …}`, `{"Federated": …}` or `{"CanonicalUser": …}`. Only'
        ' `"*"` may stand alone. The document is refused.'
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": ⟦"arn:aws:iam::452565589796:root"⟧,
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
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
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Access Analyzer policy check reference": Invalid principal format',),
    check=check,
)
