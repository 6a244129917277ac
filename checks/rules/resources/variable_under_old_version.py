"""A policy variable in a document of the old version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.model import DEFAULT_VERSION
from checks.documents.nodes import Object
from checks.documents.policy import Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.variables import variables

_KEY: Final = re.compile(r"\s*[A-Za-z0-9.-]+:[^:].*|[*?$]", re.DOTALL)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at resources and condition values, if no version, or the old one, is said."""
    del context
    if not isinstance(policy.node, Object) or (policy.get("Version") and policy.version != DEFAULT_VERSION):
        return
    for value in _values(policy):
        found = next(filter(_KEY.fullmatch, variables(value.text)), None) if "${" in value.text else None
        if found is not None and not of_resource(value.text):
            sentence = f"${{{shown(found)}}} is literal text: there are no variables before version 2012-10-17."
            yield Problem(value, sentence, 'Write "Version": "2012-10-17" at the beginning of the document.')


def _values(policy: Policy) -> Iterator[Value]:
    yield from resources(policy)
    for statement in policy.statements:
        for condition in statement.conditions:
            yield from (value for value in condition.values if value.is_text)


RULE = Rule(
    code="MCA308",
    name="variable-under-old-version",
    severity=Severity.ERROR,
    summary="A policy variable stands in a document of version 2008-10-17, or of none.",
    why=(
        "Variables came with 2012-10-17. Before, `${aws:username}` is a name that begins with a dollar sign, and there"
        " is none: an allow grants nothing, a denial denies nothing, and no message says so. A document without a"
        " Version is of the old one."
    ),
    bad=Example(
        """\
{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ⟦"arn:aws:s3:::acme-reports/${aws:username}/*"⟧
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
      "Resource": "arn:aws:s3:::acme-reports/${aws:username}/*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM policy elements: Variables and tags"',
        'IAM user guide, "Access Analyzer policy check reference": Variable unsupported in version',
    ),
    check=check,
)
