"""A role that takes a SAML provider's assertions for any audience."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import trusted
from policies.document import Condition

_KEYS = frozenset({"saml:aud", "saml:recipient"})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether an assertion that was made for another service gets in."""
    del context
    grants = Grants(policy.bounds.least)
    for one in trusted(policy):
        if one.entry.type != "Federated" or ":saml-provider/" not in one.text:
            continue
        caller, named = asking.federated(one.text), (one.entry.type, one.text)
        if grants.admits(one.statement.span, caller, "sts:AssumeRoleWithSAML", named=named, judged=_is_of_audience):
            yield Problem(
                one.entry.value,
                f"The role takes assertions of {one.text} that were made for any service.",
                'Add "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}.',
            )


def _is_of_audience(condition: Condition) -> bool:
    return condition.key.lower() in _KEYS


RULE = Rule(
    code="MCA519",
    name="saml-without-audience",
    severity=Severity.WARNING,
    summary="A trust of a SAML provider has no condition on the audience.",
    why=(
        "An assertion says for which service it was made. A role that does not ask takes one that another service"
        " received, and may hand on. The roles that the IAM console makes ask for `SAML:aud`."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": ⟦"arn:aws:iam::111122223333:saml-provider/Office"⟧},
      "Action": "sts:AssumeRoleWithSAML"
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
    sources=('IAM user guide, "Create a role for SAML 2.0 federation" and "Available keys for SAML-based federation"',),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
