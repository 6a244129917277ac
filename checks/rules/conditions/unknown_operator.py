"""A condition operator that IAM does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from checks.documents.policy import ConditionEntry, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.conditions._operators import FAMILY, IF_EXISTS, QUALIFIERS, operator
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.spelling import nearest
from policies.document import Span

_OTHER_NAMES: Final = {
    "boolean": "Bool",
    "booleanequals": "Bool",
    "boolequals": "Bool",
    "cidr": "IpAddress",
    "equals": "StringEquals",
    "ipaddressnotequals": "NotIpAddress",
    "ipaddressequals": "IpAddress",
    "like": "StringLike",
    "notequals": "StringNotEquals",
    "stringcontains": "StringLike",
    "stringstartswith": "StringLike",
}


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Take each operator apart, once for all its keys."""
    hints = Hints()
    for statement in policy.statements:
        seen: set[Span] = set()
        for entry in statement.conditions:
            if operator(entry.operator) is not None or entry.operator_span in seen:
                continue
            seen.add(entry.operator_span)
            sentence = f"IAM has no condition operator {shown(entry.operator)}."
            yield Problem((entry.operator_span, entry.path[:-1]), sentence, _remedy(entry, hints))


def _remedy(entry: ConditionEntry, hints: Hints) -> str:
    if ":" in entry.operator and operator(entry.key):
        return f'Write the operator outside and the key inside: {{"{entry.key}": {{"{entry.operator}": …}}}}.'
    meant = hints.meant(_meant, entry.operator)
    return f"Write {meant}." if meant else "Write one of the guide's, such as StringEquals, Bool, IpAddress or ArnLike."


def _meant(text: str) -> str:
    """The operator that another text was probably meant to be; empty if that is not clear."""
    before, colon, rest = text.rpartition(":")
    qualifier = _nearest(before.lower(), {one.lower(): one for one in QUALIFIERS}) if colon else ""
    lower = rest.strip().lower()
    suffix = next((end for end in ("ifexists", "ifexist", "ifexsits") if lower.endswith(end)), "")
    bare = lower.removesuffix(suffix)
    name = _OTHER_NAMES.get(bare) or _nearest(bare, {one.lower(): one for one in FAMILY})
    if not name or qualifier is None:
        return ""
    if name == "Null":
        return name
    return f"{qualifier}:{name}{IF_EXISTS if suffix else ''}".removeprefix(":")


def _nearest(name: str, known: Mapping[str, str]) -> str | None:
    """The documented spelling of the name that another one was probably meant to be."""
    close = name if name in known else nearest(name, known)
    return known[close] if close else None


RULE = Rule(
    code="MCA401",
    name="unknown-operator",
    severity=Severity.ERROR,
    summary="A condition names an operator that does not exist.",
    why=(
        "IAM refuses the document. Every operator names a type (String, Numeric, Date, Bool, Binary, IpAddress, Arn);"
        " a set operator stands before it with a colon, `IfExists` directly behind it. Null takes neither."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {⟦"StringEqual"⟧: {"s3:ExistingObjectTag/kind": "report"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {⟦"NullIfExists"⟧: {"aws:SourceVpce": "false"}}
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
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"s3:ExistingObjectTag/kind": "report"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"Null": {"aws:SourceVpce": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Condition operators"',
        'IAM user guide, "Access Analyzer policy check reference": Invalid condition operator, Null with if exists',
    ),
    check=check,
)
