"""A resource's policy with another service's action."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.action_names import elements, written
from checks.rules.actions._owners import OWNERS
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare each prefix with that of the resource's service."""
    service, resource = OWNERS[policy.kind]
    for _, element in elements(policy):
        for action in written(element):
            if action.service != service:
                sentence = f"{action.text} in the policy of a {resource}: only actions of {service} can be about it."
                yield Problem(action.value, sentence, "Move it to the policy of the identity, or of its own resource.")


RULE = Rule(
    code="MCA218",
    name="foreign-action",
    severity=Severity.ERROR,
    summary="The policy of a bucket, topic or key names an action of another service.",
    why=(
        "The policy of a resource speaks of that resource only. S3 and SNS refuse a policy with an action of another"
        " service [inferred for KMS], and it could never apply."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": ["s3:*", ⟦"sns:Publish"⟧],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
""",
        kind=Kind.BUCKET,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
""",
        kind=Kind.BUCKET,
    ),
    sources=(
        'S3 user guide, "Policies and permissions in Amazon S3"',
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference"',
    ),
    check=check,
    kinds=frozenset(OWNERS),
)
