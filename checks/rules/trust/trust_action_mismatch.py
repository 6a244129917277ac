"""An action of a trust policy that none of its principals can take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy, PrincipalEntry
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule

_SAML: Final = ":saml-provider/"
_FITTING: Final = {
    "sts:assumerole": "an AWS or Service principal",
    "sts:assumerolewithsaml": "a SAML provider as Federated principal",
    "sts:assumerolewithwebidentity": "an OpenID Connect provider as Federated principal",
}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for actions that fit no principal of their statement; all principals have to be known."""
    del context
    for statement in policy.statements:
        entries = statement.principals()
        if not statement.allows or not entries or not all(entry.value.is_text for entry in entries):
            continue
        for value in statement.action.known if statement.action else ():
            wanted = _FITTING.get(value.text.lower())
            if wanted and not any(_fits(value.text.lower(), entry) for entry in entries):
                named = ", ".join(entry.value.text for entry in entries)
                yield Problem(
                    value,
                    f"{value.text} takes {wanted}, and the statement names {named}: it lets nobody in.",
                    "Write the action that this kind of principal takes, or name the other kind.",
                )


def _fits(action: str, entry: PrincipalEntry) -> bool:
    if entry.value.text == "*":
        return True
    if entry.type != "Federated":
        return action == "sts:assumerole"
    return action == ("sts:assumerolewithsaml" if _SAML in entry.value.text else "sts:assumerolewithwebidentity")


RULE = Rule(
    code="MCA513",
    name="trust-action-mismatch",
    severity=Severity.ERROR,
    summary="An action of a trust policy fits none of the principals of its statement.",
    why=(
        "Accounts, users, roles and services come by `sts:AssumeRole`; a SAML provider's people by"
        " `sts:AssumeRoleWithSAML`; those of an OpenID Connect provider by `sts:AssumeRoleWithWebIdentity`. Any other"
        " pair never matches, and the role cannot be assumed."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Office"},
      "Action": ⟦"sts:AssumeRole"⟧,
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
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
      "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Office"},
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Compare AWS STS credentials" and "AWS JSON policy elements: Principal"',),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
