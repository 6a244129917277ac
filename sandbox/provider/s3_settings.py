"""The settings of a bucket that are resources of their own, as one table.

Each is one document that is put, got and deleted as a whole, and is known by its bucket's name. What `pulumi import`
takes is that name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.provider.codec import from_aws, to_aws
from sandbox.provider.resource import Resource
from sandbox.provider.schema import REGION, Field, Kind, Properties

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws

_BUCKET = Field("bucket", required=True, replaces=True)
_ENABLED = ("Enabled", "Disabled")


@dataclass(frozen=True, slots=True)
class Setting:
    """One document of a bucket.

    Attributes:
        noun: What follows `put_`, `get_` and `delete_` in boto3's names.
        parameter: The parameter of the put that holds the document.
        answered: The member of the get's answer that holds it; empty: the answer itself.
        fields: The document's members.
    """

    noun: str
    parameter: str
    answered: str
    fields: tuple[Field, ...]


class BucketSetting(Resource):
    """A setting of a bucket; subclasses name the document."""

    service = "s3"
    setting: Setting

    def create(self, aws: Aws, new: Properties) -> str:
        """Put the document."""
        self._put(aws, str(new["bucket"]), new)
        return str(new["bucket"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Get the document; None if the bucket or the setting is not there."""
        answer = aws.find(f"get_{self.setting.noun}", Bucket=identifier)
        document = answer if answer is None or not self.setting.answered else answer.get(self.setting.answered)
        if not document:
            return None
        return {"id": identifier, "bucket": identifier, **self._decoded(document)}

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Put the new document over the old one."""
        del old
        self._put(aws, identifier, new)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the document."""
        del state
        aws.find(f"delete_{self.setting.noun}", Bucket=identifier)

    def _put(self, aws: Aws, bucket: str, new: Properties) -> None:
        aws(f"put_{self.setting.noun}", Bucket=bucket, **{self.setting.parameter: self._encoded(new)})

    def _encoded(self, new: Properties) -> object:
        return to_aws(self.setting.fields, new)

    def _decoded(self, document: object) -> Properties:
        return from_aws(self.setting.fields, document if isinstance(document, dict) else {})


class BucketVersioning(BucketSetting):
    """`aws:s3/bucketVersioning:BucketVersioning`; deleting it suspends versioning, which cannot be undone."""

    pulumi_type = "aws:s3/bucketVersioning:BucketVersioning"
    block = (
        Field("status", required=True, choices=(*_ENABLED, "Suspended")),
        Field("mfaDelete", computed=True, choices=_ENABLED, aws="MFADelete"),
    )
    setting = Setting("bucket_versioning", "VersioningConfiguration", "", block)
    fields = (_BUCKET, Field("versioningConfiguration", Kind.BLOCK, required=True, fields=block), REGION)

    def _put(self, aws: Aws, bucket: str, new: Properties) -> None:
        # "Disabled" is the state before the first change: AWS has no call for it (S3 API: PutBucketVersioning).
        if new["versioningConfiguration"]["status"] != "Disabled":
            super()._put(aws, bucket, new)

    def _encoded(self, new: Properties) -> object:
        return to_aws(self.block, new["versioningConfiguration"])

    def _decoded(self, document: object) -> Properties:
        return {"versioningConfiguration": {"status": "Disabled", **super()._decoded(document)}}

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Suspend."""
        if (state.get("versioningConfiguration") or {}).get("status") == "Enabled":
            aws.find("put_bucket_versioning", Bucket=identifier, VersioningConfiguration={"Status": "Suspended"})


class BucketPublicAccessBlock(BucketSetting):
    """`aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock`."""

    pulumi_type = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    block = tuple(
        Field(name, Kind.BOOL, default=False)
        for name in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )
    setting = Setting("public_access_block", "PublicAccessBlockConfiguration", "PublicAccessBlockConfiguration", block)
    fields = (_BUCKET, *block, REGION)


class BucketOwnershipControls(BucketSetting):
    """`aws:s3/bucketOwnershipControls:BucketOwnershipControls`."""

    pulumi_type = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
    block = (
        Field(
            "objectOwnership",
            required=True,
            choices=("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"),
        ),
    )
    setting = Setting("bucket_ownership_controls", "OwnershipControls", "OwnershipControls", block)
    fields = (_BUCKET, Field("rule", Kind.BLOCK, required=True, fields=block), REGION)

    def _encoded(self, new: Properties) -> object:
        return {"Rules": [to_aws(self.block, new["rule"])]}

    def _decoded(self, document: object) -> Properties:
        rules = document.get("Rules") if isinstance(document, dict) else None
        return {"rule": from_aws(self.block, rules[0])} if rules else {}


class BucketServerSideEncryptionConfiguration(BucketSetting):
    """`aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration`."""

    pulumi_type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    by_default = (
        Field("sseAlgorithm", required=True, choices=("AES256", "aws:kms", "aws:kms:dsse"), aws="SSEAlgorithm"),
        Field("kmsMasterKeyId", default="", aws="KMSMasterKeyID"),
    )
    block = (
        Field(
            "rules",
            Kind.BLOCKS,
            required=True,
            fields=(
                Field("applyServerSideEncryptionByDefault", Kind.BLOCK, fields=by_default),
                Field("bucketKeyEnabled", Kind.BOOL, default=False),
            ),
        ),
    )
    setting = Setting(
        "bucket_encryption", "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfiguration", block
    )
    fields = (_BUCKET, *block, REGION)


class BucketLifecycleConfiguration(BucketSetting):
    """`aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration`, without dates and the rule-level prefix."""

    pulumi_type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    sizes = (Field("objectSizeGreaterThan", Kind.INT), Field("objectSizeLessThan", Kind.INT))
    tag = (Field("key", required=True), Field("value", required=True))
    several = (*sizes, Field("prefix"), Field("tags", Kind.TAGS))
    newer = Field("newerNoncurrentVersions", Kind.INT)
    noncurrent = (Field("noncurrentDays", Kind.INT, required=True), newer)
    storage = Field("storageClass", required=True)
    block = (
        Field(
            "rules",
            Kind.BLOCKS,
            required=True,
            fields=(
                Field("id", required=True, aws="ID"),
                Field("status", required=True, choices=_ENABLED),
                Field("abortIncompleteMultipartUpload", Kind.BLOCK, fields=(Field("daysAfterInitiation", Kind.INT),)),
                Field(
                    "expiration",
                    Kind.BLOCK,
                    # AWS sends the marker only where it is set.
                    fields=(Field("days", Kind.INT), Field("expiredObjectDeleteMarker", Kind.BOOL)),
                ),
                Field(
                    "filter",
                    Kind.BLOCK,
                    fields=(
                        *sizes,
                        # No prefix and the empty prefix both mean every object.
                        Field("prefix", default=""),
                        Field("tag", Kind.BLOCK, fields=tag),
                        Field("and", Kind.BLOCK, fields=several),
                    ),
                ),
                Field("noncurrentVersionExpiration", Kind.BLOCK, fields=noncurrent),
                Field("noncurrentVersionTransitions", Kind.BLOCKS, fields=(*noncurrent, storage)),
                Field("transitions", Kind.BLOCKS, fields=(Field("days", Kind.INT), storage)),
            ),
        ),
    )
    setting = Setting("bucket_lifecycle_configuration", "LifecycleConfiguration", "", block)
    fields = (_BUCKET, *block, REGION)

    def _encoded(self, new: Properties) -> object:
        document = to_aws(self.block, new)
        for rule in document["Rules"]:
            # A rule without a filter covers the whole bucket, which the API spells as an empty prefix.
            rule["Filter"] = rule.get("Filter") or {"Prefix": ""}
        return document

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete all rules (the call has a name of its own)."""
        del state
        aws.find("delete_bucket_lifecycle", Bucket=identifier)


class BucketPolicy(BucketSetting):
    """`aws:s3/bucketPolicy:BucketPolicy`."""

    pulumi_type = "aws:s3/bucketPolicy:BucketPolicy"
    block = (Field("policy", Kind.JSON, required=True),)
    setting = Setting("bucket_policy", "Policy", "", block)
    fields = (_BUCKET, *block, REGION)

    def _encoded(self, new: Properties) -> object:
        return new["policy"]
