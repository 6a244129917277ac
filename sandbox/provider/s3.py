"""`aws:s3/bucket:Bucket`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.provider.resource import Resource
from sandbox.provider.schema import REGION, TAGS, Field, Kind, Properties

if TYPE_CHECKING:
    from sandbox.provider.aws import Answer, Aws

_CLASSIC_REGION = "us-east-1"
_DELETE_AT_ONCE = 1000


class Bucket(Resource):
    """A bucket, without the deprecated sub-blocks: settings are resources of their own.

    In us-east-1 CreateBucket succeeds on a bucket that the account already owns, here as on AWS.
    """

    pulumi_type = "aws:s3/bucket:Bucket"
    service = "s3"
    autoname = "bucket"
    fields = (
        Field("bucket", computed=True, replaces=True),
        Field("bucketNamespace", computed=True, replaces=True, choices=("global", "account-regional")),
        Field("forceDestroy", Kind.BOOL, default=False, local=True),
        REGION,
        TAGS,
    )
    outputs = ("arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName")

    def derive_name(self, logical: str, suffix: str) -> str:
        """Lower the case: bucket names have no capitals."""
        return f"{logical.lower()}-{suffix}"

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the bucket; AWS takes no location constraint for us-east-1."""
        more: Properties = {}
        if aws.region != _CLASSIC_REGION:
            more["CreateBucketConfiguration"] = {"LocationConstraint": aws.region}
        if new["bucketNamespace"] == "account-regional":
            more["BucketNamespace"] = "account-regional"
        aws("create_bucket", Bucket=new["bucket"], **more)
        return str(new["bucket"])

    def settle(self, aws: Aws, identifier: str, new: Properties) -> None:
        """Tag it."""
        if new["tagsAll"]:
            _tag(aws, identifier, new["tagsAll"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read location and tags."""
        head = aws.find("head_bucket", Bucket=identifier)
        if head is None:
            return None
        tagging = aws.find("get_bucket_tagging", Bucket=identifier) or {}
        region = head.get("BucketRegion") or head["ResponseMetadata"]["HTTPHeaders"].get("x-amz-bucket-region")
        partition = aws.connection.partition
        # [inferred] The name's ending tells the namespace: AWS reserves it (S3 user guide: bucket namespaces).
        regional = identifier.endswith(f"-{aws.region}-an")
        return {
            "id": identifier,
            "bucket": identifier,
            "bucketNamespace": "account-regional" if regional else "global",
            "arn": f"arn:{partition}:s3:::{identifier}",
            "bucketDomainName": f"{identifier}.s3.amazonaws.com",
            "bucketRegion": region or aws.region,
            "bucketRegionalDomainName": f"{identifier}.s3.{region or aws.region}.amazonaws.com",
            "tagsAll": {tag["Key"]: tag["Value"] for tag in tagging.get("TagSet", [])},
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Replace the tags; all else is local or replaces."""
        if (old.get("tagsAll") or {}) != new["tagsAll"]:
            _tag(aws, identifier, new["tagsAll"])

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the bucket; what is in it only if `forceDestroy` is in the state."""
        if state.get("forceDestroy"):
            _empty(aws, identifier)
        aws.find("delete_bucket", Bucket=identifier)


def _tag(aws: Aws, bucket: str, tags: Properties) -> None:
    if tags:
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        aws("put_bucket_tagging", Bucket=bucket, Tagging={"TagSet": pairs})
    else:
        aws("delete_bucket_tagging", Bucket=bucket)


def _empty(aws: Aws, bucket: str) -> None:
    """Delete every version and delete marker, a listing at a time."""
    while True:
        page: Answer | None = aws.find("list_object_versions", Bucket=bucket, MaxKeys=_DELETE_AT_ONCE)
        entries = [*(page or {}).get("Versions", []), *(page or {}).get("DeleteMarkers", [])]
        if not entries:
            return
        objects = [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
        aws("delete_objects", Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
