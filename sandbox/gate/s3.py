"""Amazon S3: the permissions that each operation needs.

Most operations need the action of their own name; the exceptions stand in one table (service authorization reference:
"Actions, resources, and condition keys for Amazon S3"; API reference of each operation, "Permissions").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.s3.models import s3_backends

from sandbox.gate import keys
from sandbox.gate.call import Call, Need

_ACTIONS: dict[str, tuple[str, ...]] = {
    "ListBuckets": ("ListAllMyBuckets",),
    "HeadBucket": ("ListBucket",),
    "ListObjects": ("ListBucket",),
    "ListObjectsV2": ("ListBucket",),
    "ListObjectVersions": ("ListBucketVersions",),
    "ListMultipartUploads": ("ListBucketMultipartUploads",),
    "HeadObject": ("GetObject",),
    "GetObjectAttributes": ("GetObject", "GetObjectAttributes"),
    "CreateMultipartUpload": ("PutObject",),
    "UploadPart": ("PutObject",),
    "CompleteMultipartUpload": ("PutObject",),
    "ListParts": ("ListMultipartUploadParts",),
    "DeleteObjects": ("DeleteObject",),
    "GetBucketEncryption": ("GetEncryptionConfiguration",),
    "PutBucketEncryption": ("PutEncryptionConfiguration",),
    "DeleteBucketEncryption": ("PutEncryptionConfiguration",),
    "GetBucketLifecycle": ("GetLifecycleConfiguration",),
    "GetBucketLifecycleConfiguration": ("GetLifecycleConfiguration",),
    "PutBucketLifecycle": ("PutLifecycleConfiguration",),
    "PutBucketLifecycleConfiguration": ("PutLifecycleConfiguration",),
    "DeleteBucketLifecycle": ("PutLifecycleConfiguration",),
    "GetPublicAccessBlock": ("GetBucketPublicAccessBlock",),
    "PutPublicAccessBlock": ("PutBucketPublicAccessBlock",),
    "DeletePublicAccessBlock": ("PutBucketPublicAccessBlock",),
    "DeleteBucketOwnershipControls": ("PutBucketOwnershipControls",),
    "DeleteBucketTagging": ("PutBucketTagging",),
    "GetBucketCors": ("GetBucketCORS",),
    "PutBucketCors": ("PutBucketCORS",),
    "DeleteBucketCors": ("PutBucketCORS",),
    "GetBucketAccelerateConfiguration": ("GetAccelerateConfiguration",),
    "PutBucketAccelerateConfiguration": ("PutAccelerateConfiguration",),
    "GetBucketReplication": ("GetReplicationConfiguration",),
    "PutBucketReplication": ("PutReplicationConfiguration",),
    "DeleteBucketReplication": ("PutReplicationConfiguration",),
    "GetBucketNotificationConfiguration": ("GetBucketNotification",),
    "PutBucketNotificationConfiguration": ("PutBucketNotification",),
    "GetObjectLockConfiguration": ("GetBucketObjectLockConfiguration",),
    "PutObjectLockConfiguration": ("PutBucketObjectLockConfiguration",),
    "GetBucketPolicyStatus": ("GetBucketPolicyStatus",),
}
_VERSIONED = {
    "GetObject": "GetObjectVersion",
    "HeadObject": "GetObjectVersion",
    "DeleteObject": "DeleteObjectVersion",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectTagging": "PutObjectVersionTagging",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
    "GetObjectAcl": "GetObjectVersionAcl",
    "PutObjectAcl": "PutObjectVersionAcl",
}
_ENCRYPTING = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"})
_MULTIPART = frozenset({"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"})
_READING = frozenset({"GetObject", "HeadObject"})
_HEADER_KEYS = {
    "x-amz-server-side-encryption": "s3:x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-acl": "s3:x-amz-acl",
    "x-amz-storage-class": "s3:x-amz-storage-class",
    "x-amz-content-sha256": "s3:x-amz-content-sha256",
}


def find_bucket(name: str) -> Any:  # noqa: ANN401 - moto's bucket, or None if no account has one of this name
    """The live bucket of this name, in whichever account."""
    partition, account = s3_backends.bucket_accounts.get(name, ("", ""))
    return s3_backends[account][partition].buckets.get(name) if account else None


def needs(call: Call, account: str) -> tuple[Need, ...]:  # noqa: ARG001 - one signature for every service
    """The permissions that a call to Amazon S3 needs, the implied ones on keys included.

    Args:
        call: The parsed call.
        account: The caller's account; S3 names say their owner, so it is not used.

    Returns:
        One need per permission, in the order in which the service checks them.
    """
    return tuple(_needs(call))


def _needs(call: Call) -> Iterator[Need]:
    name, key = call.text("Bucket"), call.text("Key")
    bucket = None if call.operation == "CreateBucket" else find_bucket(name)
    account = bucket.account_id if bucket else None
    root = f"arn:aws:s3:::{name}"
    resource = (f"{root}/{key}" if key else root) if name else "*"
    context = _context(call)

    if call.operation == "CopyObject":
        yield from _copy(call, account, context)
    elif call.operation == "DeleteObjects":
        yield from _deletions(call, root, account, context)
    else:
        for action in _actions(call):
            yield Need(f"s3:{action}", resource, account, context)
    if call.operation == "PutObject" and call.text("Tagging"):
        yield Need("s3:PutObjectTagging", resource, account, context)
    if call.operation == "DeleteObject" and call.headers.get("x-amz-bypass-governance-retention") == "true":
        yield Need("s3:BypassGovernanceRetention", resource, account, context)
    if bucket is None:
        return
    if call.operation in _ENCRYPTING:
        yield from _encryption(call, bucket, f"{root}/{key}")
    if call.operation in _READING:
        yield from _decryption(call, bucket, f"{root}/{key}", context)


def _actions(call: Call) -> tuple[str, ...]:
    if call.text("VersionId") and call.operation in _VERSIONED:
        return (_VERSIONED[call.operation],)
    return _ACTIONS.get(call.operation, (call.operation,))


def _context(call: Call) -> dict[str, str]:
    context = {key: call.headers[header] for header, key in _HEADER_KEYS.items() if header in call.headers}
    if call.operation in {"ListObjects", "ListObjectsV2", "ListObjectVersions"}:
        for parameter, key in (("Prefix", "s3:prefix"), ("Delimiter", "s3:delimiter"), ("MaxKeys", "s3:max-keys")):
            if call.parameters.get(parameter) is not None:
                context[key] = call.text(parameter)
    if call.text("VersionId"):
        context["s3:VersionId"] = call.text("VersionId")
    return context | {"s3:signatureversion": "AWS4-HMAC-SHA256", "s3:authType": "REST-HEADER", "s3:TlsVersion": "1.2"}


def _copy(call: Call, account: str | None, context: dict[str, str]) -> Iterator[Need]:
    source = call.parameters.get("CopySource") or ""
    path, _, version = str(source).lstrip("/").partition("?versionId=")
    origin = find_bucket(path.split("/", 1)[0])
    action = "s3:GetObjectVersion" if version else "s3:GetObject"
    yield Need(action, f"arn:aws:s3:::{path}", origin.account_id if origin else None, context)
    yield Need("s3:PutObject", f"arn:aws:s3:::{call.text('Bucket')}/{call.text('Key')}", account, context)


def _deletions(call: Call, root: str, account: str | None, context: dict[str, str]) -> Iterator[Need]:
    # [inferred] The service answers object by object; the sandbox refuses the whole batch for one object.
    for item in (call.parameters.get("Delete") or {}).get("Objects") or ():
        action = "s3:DeleteObjectVersion" if item.get("VersionId") else "s3:DeleteObject"
        yield Need(action, f"{root}/{item.get('Key', '')}", account, context)


def _encryption(call: Call, bucket: Any, arn: str) -> Iterator[Need]:  # noqa: ANN401 - moto's bucket is untyped
    rule = (bucket.encryption or {}).get("Rule") or {}
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    algorithm = call.headers.get("x-amz-server-side-encryption") or default.get("SSEAlgorithm", "AES256")
    if not algorithm.startswith("aws:kms"):
        return
    explicit = call.headers.get("x-amz-server-side-encryption-aws-kms-key-id")
    identifier = explicit or default.get("KMSMasterKeyID") or ""
    with_bucket_key = str(rule.get("BucketKeyEnabled", "")).lower() == "true"
    context = {"kms:EncryptionContext:aws:s3:arn": arn.split("/", 1)[0] if with_bucket_key else arn}
    actions = ("kms:GenerateDataKey", "kms:Decrypt") if call.operation in _MULTIPART else ("kms:GenerateDataKey",)
    region = bucket.region_name
    yield from keys.implied(identifier, bucket.account_id, region, actions, f"s3.{region}.amazonaws.com", context)


def _decryption(call: Call, bucket: Any, arn: str, context: dict[str, str]) -> Iterator[Need]:  # noqa: ANN401 - as above
    stored = bucket.keys.get(call.text("Key"))
    if stored is None:
        # Without ListBucket the service does not say that an object is missing (API reference: GetObject).
        yield Need("s3:ListBucket", arn.split("/", 1)[0], bucket.account_id, context)
    elif (stored.encryption or "").startswith("aws:kms"):
        arns = {"kms:EncryptionContext:aws:s3:arn": arn.split("/", 1)[0] if stored.bucket_key_enabled else arn}
        service = f"s3.{bucket.region_name}.amazonaws.com"
        yield from keys.implied(
            stored.kms_key_id or "", bucket.account_id, bucket.region_name, ("kms:Decrypt",), service, arns
        )
