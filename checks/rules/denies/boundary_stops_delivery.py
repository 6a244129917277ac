"""A boundary, or a service control policy with a list of allows, that leaves out what a delivery needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._hops import CALL, texts
from checks.rules.rule import Context, Example, Problem, Rule
from policies.arns import ROLE_NAME
from policies.document import Effect
from policies.role import ROLE_ACTIONS

_MOST: Final = 3
"""So many of the role's five actions, named one by one, make it the role's boundary."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for the actions that no allow names; a policy of denials only is attached beside another that allows."""
    del context
    allows = [statement for statement in policy.bounds.most.statements if statement.effect is Effect.ALLOW]
    first = next((statement for statement in policy.statements if statement.allows), None)
    if not allows or first is None:
        return

    def is_allowed(action: str) -> bool:
        return any(asking.names_action(one.actions, action) is not one.actions_negated for one in allows)

    missing = [action for action in ROLE_ACTIONS if not is_allowed(action)]
    if not missing or (len(missing) == len(ROLE_ACTIONS) and is_allowed(CALL.action)):
        return
    yield Problem(
        first.action or first.not_action or first,
        f"No allow names {', '.join(missing)}, which the service's role needs within its boundary, and its account"
        " within the service control policies.",
        "Add the actions, if it is to limit the service's role or the account that it is in.",
        severity=None if _is_of_role(policy) else Severity.WARNING,
    )


def _is_of_role(policy: Policy) -> bool:
    said = {text.lower() for text in texts(policy)}
    named = sum(action.lower() in said for action in ROLE_ACTIONS)
    return named >= _MOST or ROLE_NAME.lower() in policy.name.lower()


RULE = Rule(
    code="MCA608",
    name="boundary-stops-delivery",
    severity=Severity.ERROR,
    summary="A boundary allows not all of the five actions that a delivery needs.",
    why=(
        "A permissions boundary, and a service control policy that lists what is allowed, take away whatever they do"
        " not name, as a denial would, and say nothing about it. Whose boundary it is, the document does not tell: it"
        " is an error if it names most of the role's actions, and otherwise a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦["s3:PutObject", "s3:GetBucketLocation", "sns:Publish", "iam:GetRolePolicy"]⟧,
      "Resource": "*"
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:PutObject",
        "s3:GetBucketLocation",
        "sns:GetTopicAttributes",
        "sns:Publish",
        "iam:GetRolePolicy"
      ],
      "Resource": "*"
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    sources=(
        'IAM user guide, "Permissions boundaries for IAM entities"',
        'Organizations user guide, "SCP evaluation"',
        "botocore model, documentation of roleNameArn",
    ),
    check=check,
    kinds=frozenset({Kind.BOUNDARY}),
)
