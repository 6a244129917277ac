"""CloudFormation and SAM templates.

AWS CloudFormation template reference guide, "Resource and property reference"; AWS SAM developer guide, "AWS SAM
resources and properties".
"""

from __future__ import annotations

from typing import Final

from checks.documents.containers.surroundings.setting import Setting, Slots, Surroundings, at, members, place, slot
from checks.documents.containers.tree import Tree
from checks.documents.kinds import looks_like_policy
from checks.documents.nodes import Array, Node, Text
from checks.documents.policy import Holder, Kind

_SLOTS: Final[Slots] = {
    "AWS::ApiGateway::RestApi": (slot("Policy", Kind.RESOURCE),),
    "AWS::Backup::BackupVault": (slot("AccessPolicy", Kind.RESOURCE),),
    "AWS::EC2::VPCEndpoint": (slot("PolicyDocument", Kind.RESOURCE),),
    "AWS::ECR::Repository": (slot("RepositoryPolicyText", Kind.RESOURCE),),
    "AWS::EFS::FileSystem": (slot("FileSystemPolicy", Kind.RESOURCE),),
    "AWS::IAM::Group": (slot("Policies.*.PolicyDocument", None, Holder.GROUP),),
    "AWS::IAM::GroupPolicy": (slot("PolicyDocument", None, Holder.GROUP),),
    "AWS::IAM::ManagedPolicy": (slot("PolicyDocument", None, Holder.MANAGED),),
    "AWS::IAM::Role": (
        slot("AssumeRolePolicyDocument", Kind.TRUST),
        slot("Policies.*.PolicyDocument", None, Holder.ROLE),
    ),
    "AWS::IAM::RolePolicy": (slot("PolicyDocument", None, Holder.ROLE),),
    "AWS::IAM::User": (slot("Policies.*.PolicyDocument", None, Holder.USER),),
    "AWS::IAM::UserPolicy": (slot("PolicyDocument", None, Holder.USER),),
    "AWS::KMS::Key": (slot("KeyPolicy", Kind.KEY),),
    "AWS::KMS::ReplicaKey": (slot("KeyPolicy", Kind.KEY),),
    "AWS::Logs::ResourcePolicy": (slot("PolicyDocument", Kind.RESOURCE),),
    "AWS::OpenSearchService::Domain": (slot("AccessPolicies", Kind.RESOURCE),),
    "AWS::S3::AccessPoint": (slot("Policy", Kind.RESOURCE),),
    "AWS::S3::BucketPolicy": (slot("PolicyDocument", Kind.BUCKET),),
    "AWS::SNS::TopicInlinePolicy": (slot("PolicyDocument", Kind.TOPIC),),
    "AWS::SNS::TopicPolicy": (slot("PolicyDocument", Kind.TOPIC),),
    "AWS::SQS::QueueInlinePolicy": (slot("PolicyDocument", Kind.RESOURCE),),
    "AWS::SQS::QueuePolicy": (slot("PolicyDocument", Kind.RESOURCE),),
    "AWS::SSO::PermissionSet": (slot("InlinePolicy", Kind.IDENTITY),),
    "AWS::SecretsManager::ResourcePolicy": (slot("ResourcePolicy", Kind.RESOURCE),),
    "AWS::Serverless::Function": (slot("AssumeRolePolicyDocument", Kind.TRUST),),
}
_ATTACHED_TO: Final = (("Users", Holder.USER), ("Groups", Holder.GROUP), ("Roles", Holder.ROLE))
"""Whom an AWS::IAM::Policy is attached to; the first one that is there has the narrowest limit of size."""
_POLICY: Final = slot("PolicyDocument")
_CONTENT: Final = slot("Content", Kind.BOUNDARY, Holder.SCP)
_WITH_POLICIES: Final = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_CONTROL: Final = "SERVICE_CONTROL_POLICY"


def surroundings(tree: Tree) -> Surroundings:
    """The properties of a template's resources that hold policies."""
    around = Surroundings()
    resources = dict(members(at(tree.root, "Resources")))
    for boundary in _boundaries(tree, resources):
        document = at(resources.get(boundary), "Properties", "PolicyDocument")
        if document is not None:
            around.put(document, Setting(Kind.BOUNDARY, Holder.MANAGED, boundary))
    for name, resource in resources.items():
        kind, properties = at(resource, "Type"), at(resource, "Properties")
        if not isinstance(kind, Text) or properties is None:
            continue
        slots = _SLOTS.get(kind.value, ())
        if kind.value == "AWS::IAM::Policy":
            holder = next((holder for key, holder in _ATTACHED_TO if at(properties, key)), None)
            slots = (_POLICY._replace(holder=holder),)
        elif kind.value == "AWS::Organizations::Policy":
            type_ = at(properties, "Type")
            if isinstance(type_, Text) and type_.value == _CONTROL:
                slots = (_CONTENT,)
        place(around, tree, properties, slots, name)
        if kind.value in _WITH_POLICIES:
            _documents_in_list(around, tree, at(properties, "Policies"), name)
    return around


def _boundaries(tree: Tree, resources: dict[str, Node]) -> set[str]:
    """The managed policies that a resource of the template has as its permissions boundary."""
    found = set()
    for resource in resources.values():
        boundary = at(resource, "Properties", "PermissionsBoundary")
        if boundary is not None and tree.call(boundary) in {"Ref", "Fn::GetAtt"}:
            given = next(members(boundary))[1]
            first = given.items[0] if isinstance(given, Array) and given.items else given
            if isinstance(first, Text):
                found.add(first.value.partition(".")[0])
    return found


def _documents_in_list(around: Surroundings, tree: Tree, policies: Node | None, name: str) -> None:
    """SAM's `Policies` are names, ARNs, policy templates and documents; one alone, or a list."""
    if policies is None:
        return
    for value in tree.through(policies):
        for item in value.items if isinstance(value, Array) else (value,):
            for document in tree.through(item):
                if looks_like_policy(document):
                    around.put(document, Setting(None, Holder.ROLE, name))
