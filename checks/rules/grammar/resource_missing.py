"""A statement without a resource, where one has to be."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import IDENTITY, lacks, subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Resource or NotResource in each statement."""
    for statement in policy.statements:
        if lacks(statement.elements, "Resource", "NotResource"):
            effect = "KMS stores it, and it has no effect" if policy.kind is Kind.KEY else "it is refused"
            sentence = f"{subject(statement)} has neither Resource nor NotResource: {effect}."
            remedy = 'Add a Resource; for actions that take no resource, such as GenerateDataSet, it is "*".'
            yield Problem(statement, sentence, remedy)


RULE = Rule(
    code="MCA115",
    name="resource-missing",
    severity=Severity.ERROR,
    summary="A statement of an identity, bucket or key policy has neither Resource nor NotResource.",
    why=(
        "These policies say on what their actions act, also where an action takes no resource: then it is `*`. IAM and"
        " S3 refuse the document; KMS is said to store it all the same, with a statement that does nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦{
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }⟧
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
        'IAM user guide, "IAM JSON policy elements: Resource"',
        "KMS API reference, PutKeyPolicy (Policy)",
    ),
    check=check,
    kinds=IDENTITY | {Kind.BUCKET, Kind.KEY},
)
