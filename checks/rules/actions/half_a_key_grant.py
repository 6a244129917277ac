"""The role may use a customer key for one half of the work only."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.action_names import Written, written
from checks.rules.actions._role import granting, may_grant
from checks.rules.patterns import matches
from checks.rules.rule import Context, Example, Problem, Rule
from policies.role import KEY_ACTIONS


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for the other action of the pair wherever one of them is granted."""
    missing = [action for action in KEY_ACTIONS if not may_grant(policy, action)]
    if len(missing) != 1:
        return
    first = next((one for statement in granting(policy) for one in _of_pair(statement)), None)
    if first:
        sentence = f"The role is allowed {first.text} without {missing[0]}; with a customer key, a delivery takes both."
        yield Problem(first.value, sentence, f"Add {missing[0]} on the same key.")


def _of_pair(statement: WrittenStatement) -> Iterator[Written]:
    for action in written(statement.action):
        if any(matches(action.text.lower(), needed.lower()) for needed in KEY_ACTIONS):
            yield action


RULE = Rule(
    code="MCA209",
    name="half-a-key-grant",
    severity=Severity.WARNING,
    summary="The role's policy allows one of kms:GenerateDataKey and kms:Decrypt, and not the other.",
    why=(
        "With a customer key on the bucket or on the topic, writing takes both: objects in parts are encrypted with a"
        " data key that has to be decrypted for each part, and publishing needs the pair too. On the bucket's key the"
        " lack shows as a failed delivery, on the topic's key it shows nowhere [inferred]."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"kms:GenerateDataKey"⟧,
      "Resource": "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001"
    }
  ]
}
""",
        kind=Kind.ROLE,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
      "Resource": "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001"
    }
  ]
}
""",
        kind=Kind.ROLE,
    ),
    sources=(
        'S3 user guide, "Using server-side encryption with AWS KMS keys"',
        'SNS developer guide, "Key management"',
    ),
    check=check,
    kinds=frozenset({Kind.ROLE}),
)
