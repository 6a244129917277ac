"""The destination bucket: private, owner-enforced, versioned, encrypted, TLS only, and never destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from checks.documents.policy import Kind
from checks.rules.rule import Expectations
from components.lint import refuse_errors
from components.options import adopted, guarded
from policies import names
from policies.bucket import bucket_policy
from policies.destination import smoke_prefix

OLD_VERSIONS_DAYS = 90
"""How long a replaced report can be brought back."""
SMOKE_DAYS = 7
"""How long a test delivery is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationBucketArgs:
    """What a destination bucket is made from.

    Attributes:
        name: The bucket's name; never generated, since callers and the portal name it.
        region: Where it is; any region, as only the service's endpoint is in us-east-1.
        prefixes: The callers' prefixes, None for none; they place the prefixes of test deliveries.
        key_arn: The ARN of the customer key that encrypts it, which may be an output; None for SSE-S3.
        tags: The tags of the bucket.
        adopt: The bucket exists: import it and never change it.

    Raises:
        ArgumentError: A value is wrong.
    """

    name: str
    region: str
    prefixes: tuple[str | None, ...] = (None,)
    key_arn: pulumi.Input[str] | None = None
    tags: Mapping[str, str]
    adopt: bool = False

    def __post_init__(self) -> None:
        """Refuse wrong values before the engine sees them."""
        names.bucket_name(self.name, "name")
        names.region(self.region, "region")
        for prefix in self.prefixes:
            if prefix is not None:
                names.prefix(prefix, "prefixes")


class DestinationBucket(pulumi.ComponentResource):
    """The bucket and everything that makes it safe, one resource each.

    Attributes:
        name: The bucket's name, known once the bucket exists.
        arn: Its ARN.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DestinationBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:DestinationBucket", name, None, opts)
        guard = guarded(self)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.name,
            region=args.region,
            force_destroy=False,
            tags=None if args.adopt else dict(args.tags),
            opts=adopted(guard, args.name) if args.adopt else guard,
        )
        if not args.adopt:
            _secure(name, args, bucket, guard)
        self.name = bucket.bucket
        self.arn = bucket.arn
        self.register_outputs({"name": self.name, "arn": self.arn})


def _secure(name: str, args: DestinationBucketArgs, bucket: aws.s3.Bucket, guard: pulumi.ResourceOptions) -> None:
    """The settings of a bucket of our own; retained with it, so that what stays behind stays private."""
    block = aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        bucket=bucket.bucket,
        region=args.region,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=guard,
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-ownership",
        bucket=bucket.bucket,
        region=args.region,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=guard,
    )
    versioning = aws.s3.BucketVersioning(
        f"{name}-versioning",
        bucket=bucket.bucket,
        region=args.region,
        versioning_configuration={"status": "Enabled"},
        opts=guard,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.bucket,
        region=args.region,
        rules=[
            {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
            if args.key_arn is None
            else {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": args.key_arn,
                },
                "bucket_key_enabled": True,
            }
        ],
        opts=guard,
    )
    aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=bucket.bucket,
        region=args.region,
        policy=refuse_errors(
            bucket_policy(args.name).to_json(),
            Kind.BUCKET,
            f"the policy of the bucket {args.name}",
            expected=Expectations(buckets=(args.name,)),
        ),
        # S3 answers OperationAborted to two changes at once of what decides about public access.
        opts=pulumi.ResourceOptions.merge(guard, pulumi.ResourceOptions(depends_on=[block])),
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=bucket.bucket,
        region=args.region,
        rules=[
            {
                "id": "old-versions",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "noncurrent_version_expiration": {"noncurrent_days": OLD_VERSIONS_DAYS},
                "abort_incomplete_multipart_upload": {"days_after_initiation": SMOKE_DAYS},
            },
            *(_expire_tests(number, prefix) for number, prefix in enumerate(args.prefixes, start=1)),
        ],
        # A lifecycle for old versions needs versions.
        opts=pulumi.ResourceOptions.merge(guard, pulumi.ResourceOptions(depends_on=[versioning])),
    )


def _expire_tests(number: int, prefix: str | None) -> aws.s3.BucketLifecycleConfigurationRuleArgsDict:
    """The rule that removes the test deliveries of the generations with this prefix."""
    return {
        "id": f"smoke-tests-{number}",
        "status": "Enabled",
        "filter": {"prefix": f"{smoke_prefix(prefix)}/"},
        "expiration": {"days": SMOKE_DAYS},
        "noncurrent_version_expiration": {"noncurrent_days": 1},
    }
