"""A role that matches the subject of a web identity so widely that strangers match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import ConditionEntry, Kind, Policy, Value
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._federation import web_identities

_REPOSITORY: Final = "repo:"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger's subject gets in; and look for names of GitHub owners that are open at their end."""
    del context
    for provider in web_identities(policy):
        strangers = (provider.admits(provider.subject_key, subject) for subject in provider.strangers())
        entries = provider.conditions(provider.subject_key)
        is_open = bool(entries) and any(strangers)
        for entry in entries:
            for value in entry.values:
                if value.is_text and (_has_open_owner(entry, value) or (is_open and _is_wide(entry, value))):
                    yield Problem(
                        value,
                        f"{entry.operator} with {value.text!r} admits subjects that are not yours.",
                        "Write the subject up to its last part, with the owner's name in full.",
                        severity=None if provider.is_shared else Severity.WARNING,
                    )


def _is_pattern(entry: ConditionEntry) -> bool:
    return "like" in entry.operator.lower() and "not" not in entry.operator.lower()


def _is_wide(entry: ConditionEntry, value: Value) -> bool:
    """Whether a value may be what lets a stranger in: a pattern, or any if it is the operator that does."""
    return not _is_pattern(entry) or "*" in value.text or "?" in value.text


def _has_open_owner(entry: ConditionEntry, value: Value) -> bool:
    """Whether a GitHub subject leaves the owner's name open: `repo:acme*` is also a stranger's `acme-two`."""
    if not _is_pattern(entry) or not value.text.startswith(_REPOSITORY):
        return False
    owner, slash, _ = value.text.removeprefix(_REPOSITORY).partition("/")
    return "*" in owner or "?" in owner or not slash


RULE = Rule(
    code="MCA518",
    name="wildcard-subject",
    severity=Severity.ERROR,
    summary="The subject that a web identity's trust asks for matches strangers too.",
    why=(
        "`repo:*` is every repository of GitHub. `repo:acme*` is every owner whose name begins with these letters, and"
        " anybody can register one. A negated operator, `…IfExists` or `ForAllValues` admits whoever is not named."
        " `repo:acme/*`, every repository of one owner, is not reported."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": ⟦"repo:acme*"⟧}
      }
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
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/reports:*"}
      }
    }
  ]
}
"""
    ),
    sources=(
        'GitHub docs, "OpenID Connect reference"',
        'IAM user guide, "Create a role for OpenID Connect federation"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
