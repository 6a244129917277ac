"""A role that asks an identity provider's people not for which application they signed in to."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._federation import web_identities


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether somebody who signed in to another application gets in."""
    del context
    for provider in web_identities(policy):
        if provider.admits(provider.audience_key, "another-application"):
            yield Problem(
                provider.one.entry.value,
                f"The role trusts {provider.one.text} for every audience.",
                f'Add a condition on "{provider.audience_key}".',
                severity=None if provider.is_app else Severity.NOTE,
            )


RULE = Rule(
    code="MCA517",
    name="web-identity-without-audience",
    severity=Severity.ERROR,
    summary="A trust of an OpenID Connect provider has no condition on the audience.",
    why=(
        "Amazon Cognito, Google, Facebook and Login with Amazon vouch for the users of all applications of the world;"
        " the audience says which one. For a provider that was registered in the account, IAM compares the audience"
        " with the registered ones anyway, and the condition is a second lock: a note."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": ⟦"cognito-identity.amazonaws.com"⟧},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
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
      "Principal": {"Federated": "cognito-identity.amazonaws.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "cognito-identity.amazonaws.com:aud": "us-east-1:0e4bb4f3-2a57-4fd2-9f1f-3c1d2b6a7e55"
        },
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
      }
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Available keys for AWS OIDC federation"',
        'Amazon Cognito developer guide, "Role trust and permissions"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
