"""What gives a role, user or group its rights: inline policies and attachments of managed ones.

Both exist for all three kinds of holder with the same shape, so that a class is a name and a holder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from policies.errors import ArgumentError
from sandbox.provider.iam import document_text
from sandbox.provider.resource import Resource
from sandbox.provider.schema import Field, Kind, Properties

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws


def _split(identifier: str, separator: str, shape: str) -> tuple[str, str]:
    holder, found, rest = identifier.partition(separator)
    if not (holder and found and rest):
        raise ArgumentError("id", f"{identifier!r} is no import id of this type", remedy=f"give {shape}")
    return holder, rest


class InlinePolicy(Resource):
    """An inline policy; its id is `holder:policy`."""

    service = "iam"
    autoname = "name"
    holder: ClassVar[str]

    def create(self, aws: Aws, new: Properties) -> str:
        """Put the policy."""
        self._put(aws, new[self.holder], new["name"], new["policy"])
        return f"{new[self.holder]}:{new['name']}"

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Get the policy."""
        holder, name = self._names(identifier)
        answer = aws.find(f"get_{self.holder}_policy", **self._subject(holder), PolicyName=name)
        if answer is None:
            return None
        return {"id": identifier, self.holder: holder, "name": name, "policy": document_text(answer["PolicyDocument"])}

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Put the new document."""
        del old
        self._put(aws, *self._names(identifier), new["policy"])

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete this policy and no other."""
        del state
        holder, name = self._names(identifier)
        aws.find(f"delete_{self.holder}_policy", **self._subject(holder), PolicyName=name)

    def _names(self, identifier: str) -> tuple[str, str]:
        return _split(identifier, ":", f"the {self.holder}'s name, a colon and the policy's name")

    def _subject(self, holder: str) -> dict[str, str]:
        return {f"{self.holder.capitalize()}Name": holder}

    def _put(self, aws: Aws, holder: str, name: str, document: str) -> None:
        aws(f"put_{self.holder}_policy", **self._subject(holder), PolicyName=name, PolicyDocument=document)


class Attachment(Resource):
    """A managed policy's attachment; its id is `holder/policy-arn`, which is also what an import takes."""

    service = "iam"
    holder: ClassVar[str]

    def create(self, aws: Aws, new: Properties) -> str:
        """Attach; attaching twice is no error to AWS."""
        aws(f"attach_{self.holder}_policy", **self._subject(new[self.holder]), PolicyArn=new["policyArn"])
        return f"{new[self.holder]}/{new['policyArn']}"

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Find it in the holder's list; a holder that is gone has none."""
        holder, arn = self._names(identifier)
        subject = self._subject(holder)
        if aws.find(f"get_{self.holder}", **subject) is None:
            return None
        listing = f"list_attached_{self.holder}_policies"
        attached = aws.pages(listing, "AttachedPolicies", ("Marker", "Marker"), **subject)
        if not any(policy["PolicyArn"] == arn for policy in attached):
            return None
        return {"id": identifier, self.holder: holder, "policyArn": arn}

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Nothing can change: both inputs replace."""

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Detach this policy and no other."""
        del state
        holder, arn = self._names(identifier)
        aws.find(f"detach_{self.holder}_policy", **self._subject(holder), PolicyArn=arn)

    def _names(self, identifier: str) -> tuple[str, str]:
        return _split(identifier, "/", f"the {self.holder}'s name, a slash and the policy's ARN")

    def _subject(self, holder: str) -> dict[str, str]:
        return {f"{self.holder.capitalize()}Name": holder}


def _inline_fields(holder: str) -> tuple[Field, ...]:
    return (
        Field(holder, required=True, replaces=True),
        Field("name", computed=True, replaces=True),
        Field("policy", Kind.JSON, required=True),
    )


def _attachment_fields(holder: str) -> tuple[Field, ...]:
    return (Field(holder, required=True, replaces=True), Field("policyArn", required=True, replaces=True))


class RolePolicy(InlinePolicy):
    """`aws:iam/rolePolicy:RolePolicy`."""

    pulumi_type = "aws:iam/rolePolicy:RolePolicy"
    holder = "role"
    fields = _inline_fields(holder)


class UserPolicy(InlinePolicy):
    """`aws:iam/userPolicy:UserPolicy`."""

    pulumi_type = "aws:iam/userPolicy:UserPolicy"
    holder = "user"
    fields = _inline_fields(holder)


class GroupPolicy(InlinePolicy):
    """`aws:iam/groupPolicy:GroupPolicy`."""

    pulumi_type = "aws:iam/groupPolicy:GroupPolicy"
    holder = "group"
    fields = _inline_fields(holder)


class RolePolicyAttachment(Attachment):
    """`aws:iam/rolePolicyAttachment:RolePolicyAttachment`."""

    pulumi_type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    holder = "role"
    fields = _attachment_fields(holder)


class UserPolicyAttachment(Attachment):
    """`aws:iam/userPolicyAttachment:UserPolicyAttachment`."""

    pulumi_type = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
    holder = "user"
    fields = _attachment_fields(holder)


class GroupPolicyAttachment(Attachment):
    """`aws:iam/groupPolicyAttachment:GroupPolicyAttachment`."""

    pulumi_type = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
    holder = "group"
    fields = _attachment_fields(holder)
