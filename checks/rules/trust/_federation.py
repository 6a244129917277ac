"""The identity providers that a trust policy names, and strangers whom they vouch for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.policy import ConditionEntry, Policy, WrittenStatement
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.trust._service import Trusted, trusted

WEB_IDENTITY: Final = "sts:AssumeRoleWithWebIdentity"

_PROVIDER: Final = ":oidc-provider/"
_APPS: Final = {
    "accounts.google.com": "aud",
    "cognito-identity.amazonaws.com": "aud",
    "graph.facebook.com": "app_id",
    "www.amazon.com": "app_id",
}
"""The providers that IAM knows by name, and the claim that says which application a person signed in to."""
_STRANGERS: Final = {
    "token.actions.githubusercontent.com": "repo:a-stranger/anything:ref:refs/heads/main",
    "gitlab.com": "project_path:a-stranger/anything:ref_type:branch:ref:main",
    "app.terraform.io": "organization:a-stranger:project:any:workspace:any:run_phase:apply",
    "agent.buildkite.com": "organization:a-stranger:pipeline:any:ref:refs/heads/main:commit:any:step:any",
}
"""Providers that vouch for anybody's builds, with the subject of a stranger's."""
_OTHER_STRANGERS: Final = ("a-stranger", "system:serviceaccount:a-namespace:a-stranger")


class Provider(NamedTuple):
    """An OpenID Connect provider that a statement trusts."""

    one: Trusted
    issuer: str
    grants: Grants

    @property
    def statement(self) -> WrittenStatement:
        """The statement."""
        return self.one.statement

    @property
    def is_shared(self) -> bool:
        """Whether anybody can have a subject of its own there."""
        return self.issuer in _STRANGERS

    @property
    def is_app(self) -> bool:
        """Whether it signs people in to applications, so that the audience is what tells whose they are."""
        return self.issuer in _APPS

    @property
    def audience_key(self) -> str:
        """The condition key of the audience."""
        return f"{self.issuer}:{_APPS.get(self.issuer, 'aud')}"

    @property
    def subject_key(self) -> str:
        """The condition key of the subject."""
        return f"{self.issuer}:sub"

    def conditions(self, key: str) -> tuple[ConditionEntry, ...]:
        """The conditions of the statement on a key."""
        return tuple(entry for entry in self.statement.conditions if entry.key.lower() == key.lower())

    @property
    def tells_subjects_apart(self) -> bool:
        """Whether the statement asks for any claim beside the audience."""
        audiences = {self.audience_key.lower(), f"{self.issuer}:oaud", f"{self.issuer}:azp"}
        keys = {entry.key.lower() for entry in self.statement.conditions}
        return any(key.startswith(f"{self.issuer}:") for key in keys - audiences)

    def admits(self, key: str, value: str) -> bool:
        """Whether somebody with this claim gets in, if every condition on other keys turns out in their favour."""
        return self.grants.admits(
            self.statement.span,
            asking.federated(self.one.text),
            WEB_IDENTITY,
            {key: value},
            named=("Federated", self.one.text),
            judged=lambda condition: condition.key.lower() == key.lower(),
        )

    def strangers(self) -> tuple[str, ...]:
        """Subjects that are surely not the seller's."""
        return (_STRANGERS[self.issuer],) if self.is_shared else _OTHER_STRANGERS


def web_identities(policy: Policy) -> Iterator[Provider]:
    """The OpenID Connect providers that the policy's allows trust."""
    grants = Grants(policy.bounds.least)
    for one in trusted(policy):
        if one.entry.type == "Federated":
            _, is_arn, issuer = one.text.partition(_PROVIDER)
            if is_arn or one.text in _APPS:
                yield Provider(one, (issuer or one.text).lower(), grants)
