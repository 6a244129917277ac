"""A document that does not allow something which the reference does."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.proof._reference import COMPARED, reference
from checks.rules.rule import Context, Example, Expectations, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Prove that the reference is within the document, or show what is missing."""
    granted = reference(policy, context.expected, widest=False)
    if granted is None or policy.document is None:
        return
    from checks.proof.evaluate import NamedPolicy  # noqa: PLC0415  # the proof is loaded where it is asked
    from checks.proof.include import within  # noqa: PLC0415  # the same

    answer = within(NamedPolicy("the reference", granted), NamedPolicy("the document", policy.document))
    if answer.request is None:
        return
    keys = ", ".join(f"{key} = {value}" for key, value in sorted(answer.context.items()))
    circumstances = f" (with {keys})" if keys else ""
    sentence = (
        f"It does not allow {answer.request.action} on {answer.request.resource}{circumstances},"
        f" which a {policy.kind} policy is for."
    )
    yield Problem(policy, sentence, f"Grant what reference:{policy.kind} grants; `mca can` says what stops a request.")


RULE = Rule(
    code="MCA802",
    name="narrower-than-needed",
    severity=Severity.ERROR,
    summary="A role's, caller's or reader's policy does not allow something that its purpose needs.",
    why=(
        "A policy can look complete and still refuse: a deny elsewhere in it, a condition, a resource that is spelt"
        " differently. This rule proves that everything which the project would grant for the same destination is"
        " allowed, or shows a request that is not. A delivery that is refused shows up late, and sometimes nowhere."
    ),
    bad=Example(
        """\
⟦{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/daily/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}⟧
""",
        expected=Expectations(
            buckets=("acme-reports",),
            topics=("arn:aws:sns:us-east-1:111122223333:acme",),
            prefix="reports",
            account_id="111122223333",
        ),
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
""",
        expected=Expectations(
            buckets=("acme-reports",), topics=("arn:aws:sns:us-east-1:111122223333:acme",), account_id="111122223333"
        ),
    ),
    sources=(
        "The service's model in botocore: the actions that roleNameArn needs",
        "docs/proof.md: what is proved, and what it rests on",
    ),
    check=check,
    kinds=COMPARED,
)
