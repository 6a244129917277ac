"""A document that allows something which the reference does not."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.proof._reference import COMPARED, reference
from checks.rules.rule import Context, Example, Expectations, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Prove that the document is within the reference, or point at the statement that allows more."""
    granted = reference(policy, context.expected, widest=True)
    if granted is None or policy.document is None:
        return
    from checks.proof.evaluate import NamedPolicy  # noqa: PLC0415  # the proof is loaded where it is asked
    from checks.proof.include import within  # noqa: PLC0415  # the same

    answer = within(NamedPolicy("the document", policy.document), NamedPolicy("the reference", granted))
    if answer.request is None or answer.first is None:
        return
    decided = answer.first.statement
    number = policy.document.statements.index(decided) if decided in policy.document.statements else None
    where = next((item for item in policy.statements if item.number == number), policy)
    keys = ", ".join(f"{key} = {value}" for key, value in sorted(answer.context.items()))
    circumstances = f" (with {keys})" if keys else ""
    sentence = (
        f"It allows {answer.request.action} on {answer.request.resource}{circumstances},"
        f" which nobody needs for what a {policy.kind} policy is for."
    )
    yield Problem(where, sentence, f"Grant what `mca prove … --within reference:{policy.kind}` proves, and no more.")


RULE = Rule(
    code="MCA801",
    name="broader-than-reference",
    severity=Severity.WARNING,
    summary="A role's, caller's or reader's policy allows something that is not needed for its purpose.",
    why=(
        "Other rules know mistakes that people make; this one proves. It asks whether there is any request at all that"
        " the document allows and the project's own document for the same destination does not, and shows one. It"
        " speaks only if the bucket and the topic are given, and stays silent where it cannot decide."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation"],
      "Resource": "arn:aws:s3:::acme-reports"
    },
    ⟦{
      "Effect": "Allow",
      "Action": ["s3:PutObject", "s3:PutObjectAcl"],
      "Resource": "arn:aws:s3:::acme-reports/*"
    }⟧,
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
