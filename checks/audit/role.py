"""Read a role as it is: its trust policy, every inline and attached policy, and its boundary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from boto3 import Session
from botocore.exceptions import ClientError

from checks.documents.model import PolicyDocument, Statement, parse_policy
from policies.trust import SERVICE_ACCOUNT, trust_policy

PORTAL_POLICY: Final = "oneClick_MarketplaceCommerceAnalyticsRole"
"""How the name of the portal's policy begins; the rest is unknown (service guide, "Troubleshooting")."""


@dataclass(frozen=True, slots=True)
class RolePolicyDocument:
    """One policy of a role.

    Attributes:
        name: The policy's name.
        arn: Its ARN if it is a managed policy, else None.
        document: The document.
    """

    name: str
    arn: str | None
    document: PolicyDocument

    @property
    def from_portal(self) -> bool:
        """Whether the enrolment page made it, by its name."""
        return self.name.startswith(PORTAL_POLICY)


@dataclass(frozen=True, slots=True)
class LiveRole:
    """A role as IAM holds it.

    Attributes:
        arn: Its ARN.
        trust: Its trust policy.
        policies: Its inline and attached policies.
        boundary: Its permissions boundary, if it has one.
        tags: Its tags.
    """

    arn: str
    trust: PolicyDocument
    policies: tuple[RolePolicyDocument, ...]
    boundary: RolePolicyDocument | None
    tags: Mapping[str, str]

    @property
    def external_ids(self) -> tuple[str, ...]:
        """The external ids under which the service may assume the role, as its trust policy states them."""
        return tuple(
            value
            for statement in self.trust.statements
            if statement.principals
            and any(SERVICE_ACCOUNT in principal for _, principal in statement.principals.values)
            for condition in statement.conditions
            if condition.key.lower() == "sts:externalid"
            for value in condition.values
        )


def trust_differences(role: LiveRole, external_id: str) -> tuple[str, ...]:
    """Say how a live trust policy differs from the one that the service needs; nothing if it means the same.

    A difference is reported and never mended: the portal, or a person, may have had a reason.
    """
    expected = {_meaning(statement) for statement in trust_policy(external_id).statements}
    found = {_meaning(statement): statement for statement in role.trust.statements}
    more = [found[meaning] for meaning in found.keys() - expected]
    sentences = [f"It also says: {json.dumps(statement.to_dict())}." for statement in more]
    if expected - found.keys():
        sentences.append(f"It does not say, in these words: {trust_policy(external_id).to_json()}.")
    return tuple(sentences)


def _meaning(statement: Statement) -> Statement:
    """The statement without its name and place; an account and its root are the same principal."""
    principals = statement.principals
    if principals is not None:
        values = sorted(
            (kind, f"arn:aws:iam::{value}:root" if value.isdecimal() else value) for kind, value in principals.values
        )
        principals = replace(principals, values=tuple(values))
    return replace(statement, sid=None, span=None, principals=principals)


def read_role(session: Session, name: str) -> LiveRole | None:
    """Read a role with everything that decides what it may do.

    Args:
        session: Credentials with `iam:GetRole`, `ListRolePolicies`, `GetRolePolicy`, `ListAttachedRolePolicies`,
            `GetPolicy` and `GetPolicyVersion`.
        name: The role's name.

    Returns:
        The role; None if there is none.

    Raises:
        ClientError: IAM refused a call.
        DocumentError: A policy is not readable.
    """
    iam = session.client("iam")
    try:
        role: Mapping[str, Any] = iam.get_role(RoleName=name)["Role"]
    except iam.exceptions.NoSuchEntityException:
        return None
    inline = [
        RolePolicyDocument(
            policy,
            None,
            _document(iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"], policy),
        )
        for page in iam.get_paginator("list_role_policies").paginate(RoleName=name)
        for policy in page["PolicyNames"]
    ]
    attached = [
        _managed(iam, policy["PolicyArn"])
        for page in iam.get_paginator("list_attached_role_policies").paginate(RoleName=name)
        for policy in page["AttachedPolicies"]
    ]
    boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    tags: Iterable[Mapping[str, str]] = role.get("Tags", ())
    return LiveRole(
        arn=role["Arn"],
        trust=_document(role["AssumeRolePolicyDocument"], f"trust policy of {name}"),
        policies=(*inline, *attached),
        boundary=_managed(iam, boundary) if boundary else None,
        tags={tag["Key"]: tag["Value"] for tag in tags},
    )


def error_code(error: ClientError) -> str:
    """The code of a refused call, such as `AccessDenied`."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _managed(iam: Any, arn: str) -> RolePolicyDocument:  # noqa: ANN401  # boto3 makes its client classes at run time
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    return RolePolicyDocument(policy["PolicyName"], arn, _document(version["Document"], policy["PolicyName"]))


def _document(value: object, name: str) -> PolicyDocument:
    """A document as boto3 returns it: decoded, unless the text was not JSON that it could decode."""
    return parse_policy(value if isinstance(value, str) else json.dumps(value), name=name)
