"""`aws:kms/…`: keys and their aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.provider.compare import same_document
from sandbox.provider.resource import Resource
from sandbox.provider.schema import REGION, TAGS, Field, Kind, Properties
from sandbox.provider.tagging import from_pairs, pairs, retag

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws

_LONGEST_WINDOW_DAYS = 30


class Key(Resource):
    """`aws:kms/key:Key`; deleting it schedules the deletion, and a key that waits for it counts as gone."""

    pulumi_type = "aws:kms/key:Key"
    service = "kms"
    fields = (
        Field("description", computed=True),
        Field("policy", Kind.JSON, computed=True),
        Field("isEnabled", Kind.BOOL, default=True),
        Field("enableKeyRotation", Kind.BOOL, default=False),
        Field("deletionWindowInDays", Kind.INT, local=True),
        Field("bypassPolicyLockoutSafetyCheck", Kind.BOOL, default=False, local=True),
        Field("keyUsage", default="ENCRYPT_DECRYPT", replaces=True),
        Field("customerMasterKeySpec", default="SYMMETRIC_DEFAULT", replaces=True),
        Field("multiRegion", Kind.BOOL, computed=True, replaces=True),
        REGION,
        TAGS,
    )
    outputs = ("arn", "keyId")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the key; AWS writes its default policy if none is given."""
        answer = aws(
            "create_key",
            KeyUsage=new["keyUsage"],
            KeySpec=new["customerMasterKeySpec"],
            Tags=pairs(new["tagsAll"], "TagKey", "TagValue"),
            MultiRegion=bool(new["multiRegion"]),
            **({"Description": new["description"]} if new["description"] else {}),
            **_policy(new),
        )
        return str(answer["KeyMetadata"]["KeyId"])

    def settle(self, aws: Aws, identifier: str, new: Properties) -> None:
        """Switch rotation on and the key off, if asked: a new key has neither."""
        if new["enableKeyRotation"]:
            aws("enable_key_rotation", KeyId=identifier)
        if not new["isEnabled"]:
            aws("disable_key", KeyId=identifier)

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read metadata, policy, rotation and tags."""
        answer = aws.find("describe_key", KeyId=identifier)
        if answer is None or answer["KeyMetadata"]["KeyState"] in ("PendingDeletion", "PendingReplicaDeletion"):
            return None
        held = answer["KeyMetadata"]
        subject = {"KeyId": held["KeyId"]}
        tags = aws.pages("list_resource_tags", "Tags", ("NextMarker", "Marker"), **subject)
        return {
            "id": held["KeyId"],
            "keyId": held["KeyId"],
            "arn": held["Arn"],
            "description": held.get("Description", ""),
            "isEnabled": held["Enabled"],
            "keyUsage": held["KeyUsage"],
            "customerMasterKeySpec": held.get("KeySpec", "SYMMETRIC_DEFAULT"),
            "multiRegion": held.get("MultiRegion", False),
            "policy": aws("get_key_policy", PolicyName="default", **subject)["Policy"],
            "enableKeyRotation": aws("get_key_rotation_status", **subject)["KeyRotationEnabled"],
            "tagsAll": from_pairs(list(tags), "TagKey", "TagValue"),
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Change what differs; a disabled key is enabled before and disabled after the rest, which needs it enabled."""
        if new["isEnabled"] and not old.get("isEnabled", True):
            aws("enable_key", KeyId=identifier)
        if old.get("enableKeyRotation", False) != new["enableKeyRotation"]:
            aws("enable_key_rotation" if new["enableKeyRotation"] else "disable_key_rotation", KeyId=identifier)
        if (old.get("description") or "") != (new["description"] or ""):
            aws("update_key_description", KeyId=identifier, Description=new["description"] or "")
        if new["policy"] and not same_document(old.get("policy"), new["policy"]):
            aws("put_key_policy", KeyId=identifier, PolicyName="default", **_policy(new))
        retag(aws, old, new, key="TagKey", value="TagValue", KeyId=identifier)
        if not new["isEnabled"] and old.get("isEnabled", True):
            aws("disable_key", KeyId=identifier)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Schedule the deletion."""
        window = state.get("deletionWindowInDays") or _LONGEST_WINDOW_DAYS
        aws.find("schedule_key_deletion", KeyId=identifier, PendingWindowInDays=window)


def _policy(new: Properties) -> Properties:
    if not new["policy"]:
        return {}
    bypass = bool(new["bypassPolicyLockoutSafetyCheck"])
    return {"Policy": new["policy"], "BypassPolicyLockoutSafetyCheck": bypass}


class Alias(Resource):
    """`aws:kms/alias:Alias`; its id is its name, `alias/…`."""

    pulumi_type = "aws:kms/alias:Alias"
    service = "kms"
    autoname = "name"
    name_prefix = "alias/"
    fields = (
        Field("name", computed=True, replaces=True),
        Field("targetKeyId", Kind.KEY, required=True),
        REGION,
    )
    outputs = ("arn", "targetKeyArn")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the alias."""
        aws("create_alias", AliasName=new["name"], TargetKeyId=new["targetKeyId"])
        return str(new["name"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Find it in the account's list: there is no call for one alias."""
        for alias in aws.pages("list_aliases", "Aliases", ("NextMarker", "Marker")):
            if alias["AliasName"] == identifier:
                arn, target = str(alias["AliasArn"]), str(alias.get("TargetKeyId", ""))
                return {
                    "id": identifier,
                    "name": identifier,
                    "arn": arn,
                    "targetKeyId": target,
                    "targetKeyArn": f"{arn.removesuffix(identifier)}key/{target}",
                }
        return None

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Point it at the other key."""
        del old
        aws("update_alias", AliasName=identifier, TargetKeyId=new["targetKeyId"])

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the alias; the key stays."""
        del state
        aws.find("delete_alias", AliasName=identifier)
