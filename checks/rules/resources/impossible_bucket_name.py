"""A bucket whose name no bucket can have."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn
from checks.rules.patterns import LONGEST, wild
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import arns
from checks.rules.rule import Context, Example, Problem, Rule
from policies import names
from policies.errors import ArgumentError


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at the names of buckets that are written in full."""
    del context
    for value, arn in arns(policy):
        if arn.service != "s3" or arn.region or arn.account or not arn.resource or len(value.text) > LONGEST:
            continue
        if not wild(arn.bucket) and not of_resource(value.text) and (reason := _reason(arn)):
            yield Problem(value, f"{shown(value.text)} names no bucket: {reason}.", _remedy(arn))


def _reason(arn: Arn) -> str:
    if not arn.bucket:
        return "a slash stands where the name has to begin"
    try:
        names.bucket_name(arn.bucket)
    except ArgumentError as error:
        return error.what.rpartition("bucket name: ")[2].rstrip(".")
    return ""


def _remedy(arn: Arn) -> str:
    return "Write the bucket's name after the third colon in a row." if not arn.bucket else "Write the bucket's name."


RULE = Rule(
    code="MCA311",
    name="impossible-bucket-name",
    severity=Severity.WARNING,
    summary="An ARN names a bucket in a way that S3's rules for names do not allow.",
    why=(
        "S3 takes 3 to 63 lower-case letters, digits, dots and hyphens. A name that breaks this is a slip, or a whole"
        " ARN or address in place of a name, and the statement matches nothing. It is no error, since a few buckets in"
        " us-east-1 are older than the rules; and documentation uses names that S3 reserves, such as"
        " `amzn-s3-demo-bucket`."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ⟦"arn:aws:s3:::Acme_Reports/*"⟧
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
    sources=('S3 user guide, "General purpose bucket naming rules"',),
    check=check,
)
