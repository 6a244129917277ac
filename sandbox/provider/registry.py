"""The table of resource types: every type that the stand-in has, by token."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sandbox.provider import iam, iam_grants, kms, s3, s3_settings, sns, sqs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.provider.resource import Resource

_ALL: tuple[Resource, ...] = (
    iam.Policy(),
    iam.Role(),
    iam_grants.GroupPolicy(),
    iam_grants.GroupPolicyAttachment(),
    iam_grants.RolePolicy(),
    iam_grants.RolePolicyAttachment(),
    iam_grants.UserPolicy(),
    iam_grants.UserPolicyAttachment(),
    kms.Alias(),
    kms.Key(),
    s3.Bucket(),
    s3_settings.BucketLifecycleConfiguration(),
    s3_settings.BucketOwnershipControls(),
    s3_settings.BucketPolicy(),
    s3_settings.BucketPublicAccessBlock(),
    s3_settings.BucketServerSideEncryptionConfiguration(),
    s3_settings.BucketVersioning(),
    sns.Topic(),
    sns.TopicPolicy(),
    sns.TopicSubscription(),
    sqs.Queue(),
    sqs.QueuePolicy(),
)

RESOURCES: Mapping[str, Resource] = MappingProxyType({resource.pulumi_type: resource for resource in _ALL})
"""Handlers by Pulumi type token."""
