"""`aws:iam/role:Role` and `aws:iam/policy:Policy`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sandbox.provider.compare import same_document
from sandbox.provider.resource import Resource
from sandbox.provider.schema import TAGS, Field, Kind, Properties
from sandbox.provider.tagging import from_pairs, pairs, retag

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws

_VERSIONS_KEPT = 5
"""A managed policy has at most five versions (IAM user guide: quotas)."""


def document_text(document: object) -> str:
    """Spell a policy document that boto3 has decoded already."""
    return document if isinstance(document, str) else json.dumps(document)


class Role(Resource):
    """`aws:iam/role:Role`; its policies are resources of their own, and those of others are left alone."""

    pulumi_type = "aws:iam/role:Role"
    service = "iam"
    autoname = "name"
    fields = (
        Field("name", computed=True, replaces=True),
        Field("path", default="/", replaces=True),
        Field("assumeRolePolicy", Kind.JSON, required=True),
        Field("description", default=""),
        Field("maxSessionDuration", Kind.INT, default=3600),
        Field("permissionsBoundary", default=""),
        Field("forceDetachPolicies", Kind.BOOL, default=False, local=True),
        TAGS,
    )
    outputs = ("arn", "createDate", "uniqueId")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the role."""
        boundary = {"PermissionsBoundary": new["permissionsBoundary"]} if new["permissionsBoundary"] else {}
        aws(
            "create_role",
            RoleName=new["name"],
            Path=new["path"],
            AssumeRolePolicyDocument=new["assumeRolePolicy"],
            Description=new["description"],
            MaxSessionDuration=new["maxSessionDuration"],
            Tags=pairs(new["tagsAll"]),
            **boundary,
        )
        return str(new["name"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read the role itself, not its policies."""
        answer = aws.find("get_role", RoleName=identifier)
        if answer is None:
            return None
        held = answer["Role"]
        return {
            "id": held["RoleName"],
            "name": held["RoleName"],
            "arn": held["Arn"],
            "path": held["Path"],
            "uniqueId": held["RoleId"],
            "createDate": held["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "assumeRolePolicy": document_text(held["AssumeRolePolicyDocument"]),
            "description": held.get("Description", ""),
            "maxSessionDuration": held.get("MaxSessionDuration", 3600),
            "permissionsBoundary": held.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", ""),
            "tagsAll": from_pairs(held.get("Tags", [])),
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Change what differs, one call a sort of change."""
        role = {"RoleName": identifier}
        if not same_document(old.get("assumeRolePolicy"), new["assumeRolePolicy"]):
            aws("update_assume_role_policy", PolicyDocument=new["assumeRolePolicy"], **role)
        described = (new["description"], new["maxSessionDuration"])
        if (old.get("description") or "", old.get("maxSessionDuration")) != described:
            aws("update_role", Description=described[0], MaxSessionDuration=described[1], **role)
        if (old.get("permissionsBoundary") or "") != new["permissionsBoundary"]:
            if new["permissionsBoundary"]:
                aws("put_role_permissions_boundary", PermissionsBoundary=new["permissionsBoundary"], **role)
            else:
                aws("delete_role_permissions_boundary", **role)
        retag(aws, old, new, operations=("tag_role", "untag_role"), **role)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the role; AWS refuses while it has policies, unless `forceDetachPolicies` removes them first."""
        role = {"RoleName": identifier}
        if state.get("forceDetachPolicies"):
            cursor = ("Marker", "Marker")
            for policy in list(aws.pages("list_attached_role_policies", "AttachedPolicies", cursor, **role)):
                aws.find("detach_role_policy", PolicyArn=policy["PolicyArn"], **role)
            for name in list(aws.pages("list_role_policies", "PolicyNames", cursor, **role)):
                aws.find("delete_role_policy", PolicyName=name, **role)
        aws.find("delete_role", **role)


class Policy(Resource):
    """`aws:iam/policy:Policy`, a customer managed policy; its id is its ARN."""

    pulumi_type = "aws:iam/policy:Policy"
    service = "iam"
    autoname = "name"
    fields = (
        Field("name", computed=True, replaces=True),
        Field("path", default="/", replaces=True),
        Field("description", default="", replaces=True),
        Field("policy", Kind.JSON, required=True),
        TAGS,
    )
    outputs = ("arn", "attachmentCount", "policyId")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the policy."""
        answer = aws(
            "create_policy",
            PolicyName=new["name"],
            Path=new["path"],
            Description=new["description"],
            PolicyDocument=new["policy"],
            Tags=pairs(new["tagsAll"]),
        )
        return str(answer["Policy"]["Arn"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read the policy and its default version."""
        answer = aws.find("get_policy", PolicyArn=identifier)
        if answer is None:
            return None
        held = answer["Policy"]
        version = aws("get_policy_version", PolicyArn=identifier, VersionId=held["DefaultVersionId"])["PolicyVersion"]
        return {
            "id": held["Arn"],
            "arn": held["Arn"],
            "name": held["PolicyName"],
            "path": held["Path"],
            "policyId": held["PolicyId"],
            "attachmentCount": held["AttachmentCount"],
            "description": held.get("Description", ""),
            "policy": document_text(version["Document"]),
            "tagsAll": from_pairs(held.get("Tags", [])),
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Write a new default version, and drop the oldest one if there is no room."""
        if not same_document(old.get("policy"), new["policy"]):
            spare = self._spare_versions(aws, identifier)
            if len(spare) >= _VERSIONS_KEPT - 1:
                oldest = min(spare, key=lambda version: int(version.removeprefix("v")))
                aws("delete_policy_version", PolicyArn=identifier, VersionId=oldest)
            aws("create_policy_version", PolicyArn=identifier, PolicyDocument=new["policy"], SetAsDefault=True)
        retag(aws, old, new, operations=("tag_policy", "untag_policy"), PolicyArn=identifier)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete all versions; AWS refuses while the policy is attached to anything."""
        del state
        if aws.find("get_policy", PolicyArn=identifier) is None:
            return
        for version in self._spare_versions(aws, identifier):
            aws("delete_policy_version", PolicyArn=identifier, VersionId=version)
        aws.find("delete_policy", PolicyArn=identifier)

    def _spare_versions(self, aws: Aws, arn: str) -> list[str]:
        versions = aws.pages("list_policy_versions", "Versions", ("Marker", "Marker"), PolicyArn=arn)
        return [str(version["VersionId"]) for version in versions if not version["IsDefaultVersion"]]
