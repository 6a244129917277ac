"""A role that everybody may assume whom an identity provider vouches for."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._federation import web_identities


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger of the provider gets in by a statement that asks for no claim but the audience."""
    del context
    for provider in web_identities(policy):
        if provider.is_app or provider.tells_subjects_apart:
            continue
        if provider.admits(provider.subject_key, provider.strangers()[0]):
            who = "builds of everybody who uses it" if provider.is_shared else "everybody whom it vouches for"
            yield Problem(
                provider.one.entry.value,
                f"The role trusts {provider.one.text} for {who}: there is no condition on the subject.",
                f'Add a condition on "{provider.subject_key}" with the subject that is meant.',
                severity=None if provider.is_shared else Severity.WARNING,
            )


RULE = Rule(
    code="MCA516",
    name="web-identity-without-subject",
    severity=Severity.ERROR,
    summary="A trust of an OpenID Connect provider has no condition on the subject.",
    why=(
        "GitHub, GitLab, HCP Terraform and Buildkite vouch for the builds of all their users: without a condition on"
        " `…:sub`, any repository in the world may assume the role. With a provider that is the seller's own, such as a"
        " cluster's, it is everybody of that provider: a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": ⟦"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"⟧
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
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
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:acme/reports:ref:refs/heads/main"
        }
      }
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Create a role for OpenID Connect federation"',
        'IAM user guide, "Identity-provider controls for shared OIDC providers"',
        'GitHub docs, "Configuring OpenID Connect in Amazon Web Services"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
