"""A resource in the policy of a bucket or topic that is not that bucket or topic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn, parse
from checks.rules.patterns import wild
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Span

_SERVICES: Final = {Kind.BUCKET: "s3", Kind.TOPIC: "sns"}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the resources with the service, and with the first one that names a bucket or topic in full."""
    del context
    service = _SERVICES[policy.kind]
    first: tuple[str, Span] | None = None
    for value in resources(policy):
        arn = parse(value.text)
        if value.text == "*" and policy.kind is Kind.BUCKET:
            yield Problem(value, "A bucket's policy cannot speak of *: S3 refuses it.", _REMEDY)
        elif arn is None or wild(arn.service) or of_resource(value.text):
            continue
        elif arn.service != service:
            yield Problem(value, f"{shown(value.text)} is no {policy.kind}, so the policy cannot speak of it.", _REMEDY)
        elif name := _name(arn):
            first = first or (name, value.span)
            if name != first[0]:
                sentence = f"{shown(name)} is another {policy.kind} than {shown(first[0])}; a policy speaks of one."
                yield Problem(value, sentence, _REMEDY, related=((first[1], "the first one is here"),))


def _name(arn: Arn) -> str:
    """The bucket or topic that an ARN names; empty if it names several, or something else."""
    name = arn.bucket if arn.service == "s3" else str(arn)
    return "" if wild(name) else name


_REMEDY: Final = "Name the resource that the policy is attached to."

RULE = Rule(
    code="MCA316",
    name="resource-of-another",
    severity=Severity.ERROR,
    summary="The policy of a bucket or topic names a resource that is not that bucket or topic.",
    why=(
        "A bucket's policy speaks of the bucket and its objects by their ARNs: S3 refuses `*`, another bucket, and what"
        " is no bucket (“Policy has invalid resource”). A topic's policy covers one topic. What stands there is mostly"
        " left from the document that it was copied from."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", ⟦"arn:aws:s3:::acme-archive/*"⟧],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
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
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'S3 user guide, "Bucket policies for Amazon S3"',
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference", policy quotas',
        "That S3 refuses `*` [inferred from reports of its message, and from cfn-lint's rule E3514]",
    ),
    check=check,
    kinds=frozenset(_SERVICES),
)
