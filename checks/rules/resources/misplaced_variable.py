"""A policy variable where none is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.patterns import LONGEST
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.variables import is_open
from policies.document import CURRENT_VERSION


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at the first five parts of resources, at principals, and at braces that are not closed."""
    del context
    if policy.version != CURRENT_VERSION:
        return
    for value in resources(policy):
        if "${" in value.text and (problem := _in_resource(value)):
            yield problem
    for statement in policy.statements:
        for name in ("Principal", "NotPrincipal"):
            for entry in statement.principals(name):
                text = entry.value.text
                if entry.value.is_text and "${" in text and not (of_resource(text) or is_open(text)):
                    sentence = f"No variable is filled in in {name}, so {shown(text)} names nobody."
                    yield Problem(entry.value, sentence, "Name the principal, or ask for it in a condition.")


def _in_resource(value: Value) -> Problem | None:
    text = value.text
    if len(text) > LONGEST or of_resource(text):
        return None
    if text.rfind("${") > text.rfind("}"):
        return Problem(value, f"The brace of a variable in {shown(text)} is not closed.", "Write ${key}.")
    arn = parse(text)
    if arn is not None and any("${" in part for part in arn[:-1]):
        sentence = f"{shown(text)} has a variable before its fifth colon, where the guide says that none is filled in."
        remedy = "Write the value there, or *; variables belong into the last part."
        return Problem(value, sentence, remedy, severity=Severity.WARNING)
    return None


RULE = Rule(
    code="MCA310",
    name="misplaced-variable",
    severity=Severity.ERROR,
    summary="A policy variable stands in a principal, in a part of an ARN that takes none, or is not closed.",
    why=(
        "In a resource, says the guide, variables are filled in after the fifth colon only: not for the partition,"
        " service, region or account. One of AWS's own policies has one for the account, so there it is a warning. In a"
        " principal they are never filled in. What is left matches nothing and names nobody."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sns:Subscribe",
      "Resource": ⟦"arn:aws:sns:us-east-1:${aws:PrincipalAccount}:acme-reports"⟧
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
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM policy elements: Variables and tags"',
        'IAM user guide, "Access Analyzer policy check reference": Variable unsupported in element',
    ),
    check=check,
)
