"""The destination bucket's policy: encrypted connections only. It grants nothing and never stops a delivery."""

from __future__ import annotations

from policies import arns
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement, document


def bucket_policy(bucket: str, *, partition: str = "aws") -> PolicyDocument:
    """Deny every request that does not come over TLS (S3 user guide, "Security best practices for Amazon S3").

    Delivery needs no allow here: the role and the bucket are of one account, so the role's own policy decides.

    Raises:
        ArgumentError: A wrong bucket name or partition.
    """
    return document(
        Statement(
            effect=Effect.DENY,
            sid="TlsOnly",
            principals=Principals((("AWS", "*"),)),
            actions=("s3:*",),
            resources=(arns.bucket(bucket, partition=partition), arns.objects(bucket, partition=partition)),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        )
    )
