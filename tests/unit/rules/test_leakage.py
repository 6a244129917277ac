"""The rules about powers and grants: who else could read, send or take over, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.policy import Kind
from checks.rules.catalogue import load
from checks.rules.leakage import (
    _compute,
    bucket_public_read,
    bucket_public_write,
    changes_service_role,
    key_public,
    rewrites_permissions,
    runs_code_of_others,
    takes_over_identities,
    topic_public,
)
from checks.rules.rule import Expectations
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.enrolment import enrolment_policy
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy

OWN = "111122223333"
OTHER = "444455556666"
OTHER_ROOT = f"arn:aws:iam::{OTHER}:root"
ROLE = f"arn:aws:iam::{OWN}:role/MarketplaceCommerceAnalyticsRole"
BUCKET = "arn:aws:s3:::acme-reports"
BOTH = [BUCKET, f"{BUCKET}/*"]
TOPIC = f"arn:aws:sns:us-east-1:{OWN}:acme"
QUEUE = f"arn:aws:sqs:us-east-1:{OWN}:acme"
FEEDS = "reports.marketplace.amazonaws.com"
CALL = "marketplacecommerceanalytics:GenerateDataSet"
ENROLLING = ["iam:CreateRole", "iam:AttachRolePolicy"]
LAMBDA = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
SAID = Expectations(OWN)


def allow(action: Any, resource: Any = "*", condition: Any = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """An allow."""
    block = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": action, "Resource": resource} | block | more


def grant(principal: Any, action: Any, resource: Any = "*", condition: Any = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """An allow of a resource's policy; an account or ARN may stand without its type."""
    named = {"AWS": principal} if isinstance(principal, str) and principal != "*" else principal
    return allow(action, resource, condition, Principal=named, **more)


def denied(statement: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """The same as a denial."""
    return statement | {"Effect": "Deny"} | more


POWERS: list[tuple[str, Kind, list[dict[str, Any]], list[Any]]] = [
    # The enrolment's permissions.
    ("enrolment-permissions-left", Kind.CALLER, [allow([CALL, *ENROLLING])], ENROLLING),
    ("enrolment-permissions-left", Kind.IDENTITY, [allow(CALL), allow(ENROLLING)], ENROLLING),
    (
        "enrolment-permissions-left",
        Kind.IDENTITY,
        [allow(["iam:Create*", "iam:Attach*", "aws-marketplace-management:*"])],
        ["iam:Create*", "iam:Attach*"],
    ),
    (
        "enrolment-permissions-left",
        Kind.ENROLMENT,
        [allow([*ENROLLING, "aws-marketplace-management:viewReports"]), allow(CALL)],
        ENROLLING,
    ),
    ("enrolment-permissions-left", Kind.ENROLMENT, [allow([*ENROLLING, "aws-marketplace-management:viewReports"])], []),
    ("enrolment-permissions-left", Kind.IDENTITY, [allow(ENROLLING)], []),
    (
        "enrolment-permissions-left",
        Kind.CALLER,
        [allow(CALL), allow(ENROLLING, f"arn:aws:iam::{OWN}:role/reports/*")],
        [],
    ),
    ("enrolment-permissions-left", Kind.CALLER, [allow(CALL), allow("iam:CreateRole")], []),
    ("enrolment-permissions-left", Kind.CALLER, [allow(CALL), allow([OPEN, "iam:CreateRole"])], []),
    ("enrolment-permissions-left", Kind.CALLER, [allow([CALL, *ENROLLING]), denied(allow("iam:CreateRole"))], []),
    ("enrolment-permissions-left", Kind.IDENTITY, [allow("*")], []),
    # Policies of resources rewritten.
    ("rewrites-resource-policies", Kind.IDENTITY, [allow("s3:PutBucketPolicy")], ["s3:PutBucketPolicy"]),
    ("rewrites-resource-policies", Kind.IDENTITY, [allow("s3:PutBucketPolicy", BUCKET)], []),
    # Permissions rewritten.
    ("rewrites-permissions", Kind.IDENTITY, [allow("iam:*")], ["iam:*"]),
    ("rewrites-permissions", Kind.IDENTITY, [allow(["iam:putuserpolicy", "iam:GetUser"])], ["iam:putuserpolicy"]),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [allow("iam:PutUserPolicy", "arn:aws:iam::*:user/${aws:username}")],
        ["iam:PutUserPolicy"],
    ),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [allow("iam:SetDefault*", f"arn:aws:iam::{OWN}:policy/*")],
        ["iam:SetDefault*"],
    ),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [
            allow(
                "iam:AttachRolePolicy",
                condition={"ArnNotEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess"}},
            )
        ],
        ["iam:AttachRolePolicy"],
    ),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [
            allow(
                "iam:AttachRolePolicy",
                condition={"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}},
            )
        ],
        [],
    ),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [
            allow(
                "iam:PutRolePolicy",
                condition={"StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{OWN}:policy/b"}},
            )
        ],
        [],
    ),
    ("rewrites-permissions", Kind.IDENTITY, [allow("iam:PutRolePolicy", f"arn:aws:iam::{OWN}:role/app-*")], []),
    ("rewrites-permissions", Kind.IDENTITY, [allow("iam:PutRolePolicy", OPEN)], []),
    (
        "rewrites-permissions",
        Kind.IDENTITY,
        [allow("iam:PutRolePolicy", condition={"StringEquals": {"aws:ResourceTag/a": OPEN}})],
        [],
    ),
    ("rewrites-permissions", Kind.IDENTITY, [allow("*")], []),
    ("rewrites-permissions", Kind.IDENTITY, [allow("iam:*"), denied(allow("iam:*"))], []),
    ("rewrites-permissions", Kind.BOUNDARY, [allow("iam:*")], []),
    ("rewrites-permissions", Kind.ENROLMENT, [allow("iam:AttachRolePolicy")], []),
    # Identities taken over.
    ("takes-over-identities", Kind.IDENTITY, [allow("iam:CreateAccessKey")], ["iam:CreateAccessKey"]),
    ("takes-over-identities", Kind.IDENTITY, [allow(["iam:Update*"])], ["iam:Update*"]),
    (
        "takes-over-identities",
        Kind.IDENTITY,
        [allow("iam:CreateLoginProfile", f"arn:aws:iam::{OWN}:user/*")],
        ["iam:CreateLoginProfile"],
    ),
    ("takes-over-identities", Kind.IDENTITY, [allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}")], []),
    ("takes-over-identities", Kind.IDENTITY, [allow("iam:CreateAccessKey", OPEN)], []),
    ("takes-over-identities", Kind.IDENTITY, [allow("iam:*")], []),
    # Roles passed.
    ("passes-role-to-code", Kind.IDENTITY, [allow(["iam:PassRole", "lambda:CreateFunction"])], ["iam:PassRole"]),
    (
        "passes-role-to-code",
        Kind.IDENTITY,
        [allow("iam:PassRole", condition=LAMBDA), allow("lambda:*")],
        ["iam:PassRole"],
    ),
    (
        "passes-role-to-code",
        Kind.IDENTITY,
        [allow("iam:PassRole", f"arn:aws:iam::{OWN}:role/*"), allow("ec2:Run*")],
        ["iam:PassRole"],
    ),
    ("passes-role-to-code", Kind.IDENTITY, [allow("iam:PassRole", condition=LAMBDA), allow("ec2:RunInstances")], []),
    ("passes-role-to-code", Kind.IDENTITY, [allow("iam:PassRole", f"arn:aws:iam::{OWN}:role/app"), allow("ec2:*")], []),
    ("passes-role-to-code", Kind.IDENTITY, [allow("iam:PassRole"), allow("codebuild:StartBuild")], []),
    ("passes-role-to-code", Kind.IDENTITY, [allow("iam:PassRole", OPEN), allow("ec2:*")], []),
    ("passes-any-role", Kind.CALLER, [allow([CALL, "iam:PassRole"])], ["iam:PassRole"]),
    ("passes-any-role", Kind.IDENTITY, [allow("iam:Pass*")], ["iam:Pass*"]),
    ("passes-any-role", Kind.IDENTITY, [allow("iam:PassRole", condition=LAMBDA)], []),
    ("passes-any-role", Kind.IDENTITY, [allow("iam:PassRole"), allow("ec2:RunInstances")], []),
    ("passes-any-role", Kind.IDENTITY, [allow("iam:PassRole", ROLE)], []),
    ("passes-any-role", Kind.IDENTITY, [allow("iam:PassRole", OPEN)], []),
    # Code under others' roles.
    ("runs-code-of-others", Kind.IDENTITY, [allow("lambda:UpdateFunctionCode")], ["lambda:UpdateFunctionCode"]),
    ("runs-code-of-others", Kind.IDENTITY, [allow(["ssm:*", "ec2:Describe*"])], ["ssm:*"]),
    ("runs-code-of-others", Kind.IDENTITY, [allow("lambda:*", f"arn:aws:lambda:*:{OWN}:function:*")], ["lambda:*"]),
    ("runs-code-of-others", Kind.IDENTITY, [allow("lambda:*", f"arn:aws:lambda:us-east-1:{OWN}:function:mine")], []),
    (
        "runs-code-of-others",
        Kind.IDENTITY,
        [allow("ssm:StartSession", condition={"StringEquals": {"ssm:resourceTag/a": "b"}})],
        [],
    ),
    ("runs-code-of-others", Kind.IDENTITY, [allow("lambda:*", OPEN)], []),
    # Roles assumed.
    ("assumes-any-role", Kind.IDENTITY, [allow("sts:AssumeRole")], ["sts:AssumeRole"]),
    ("assumes-any-role", Kind.IDENTITY, [allow("sts:*", f"arn:aws:iam::{OWN}:role/*")], ["sts:*"]),
    ("assumes-any-role", Kind.IDENTITY, [allow("sts:AssumeRole", f"arn:aws:iam::{OTHER}:role/deploy")], []),
    (
        "assumes-any-role",
        Kind.IDENTITY,
        [allow("sts:AssumeRole", condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})],
        [],
    ),
    ("assumes-any-role", Kind.IDENTITY, [allow("sts:AssumeRole", OPEN)], []),
    # The service's role.
    ("changes-service-role", Kind.IDENTITY, [allow(["iam:PutRolePolicy", "iam:GetRole"], ROLE)], ["iam:PutRolePolicy"]),
    ("changes-service-role", Kind.CALLER, [allow(CALL), allow("iam:PassRole", ROLE)], ["iam:PassRole"]),
    ("changes-service-role", Kind.IDENTITY, [allow("iam:*", "arn:aws:iam::*:role/Marketplace*")], ["iam:*"]),
    ("changes-service-role", Kind.IDENTITY, [allow("iam:*")], []),
    ("changes-service-role", Kind.IDENTITY, [allow(["iam:GetRolePolicy", "iam:GetRole"], ROLE)], []),
    ("changes-service-role", Kind.IDENTITY, [allow("iam:PutRolePolicy", f"arn:aws:iam::{OWN}:role/app-*")], []),
    ("changes-service-role", Kind.IDENTITY, [allow(OPEN, ROLE)], []),
    # Readers.
    ("reads-every-bucket", Kind.READER, [allow("s3:GetObject")], ["*"]),
    ("reads-every-bucket", Kind.READER, [allow("s3:Get*", [f"{BUCKET}/*", "arn:aws:s3:::*/*"])], ["arn:aws:s3:::*/*"]),
    (
        "reads-every-bucket",
        Kind.READER,
        [{"Effect": "Allow", "Action": "s3:*", "NotResource": f"{BUCKET}/*"}],
        [f"{BUCKET}/*"],
    ),
    ("reads-every-bucket", Kind.READER, [allow("s3:GetObject", f"{BUCKET}/*")], []),
    ("reads-every-bucket", Kind.READER, [allow("s3:ListAllMyBuckets")], []),
    ("reads-every-bucket", Kind.READER, [allow("s3:GetObject", OPEN)], []),
    (
        "reads-every-bucket",
        Kind.READER,
        [allow("s3:GetObject", condition={"StringEquals": {"aws:ResourceTag/a": "b"}})],
        [],
    ),
    ("reads-every-bucket", Kind.IDENTITY, [allow("s3:GetObject")], []),
]

GRANTS: list[tuple[str, Kind, list[dict[str, Any]], list[Any]]] = [
    # Everyone reads.
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*")], ["*"]),
    ("bucket-public-read", Kind.BUCKET, [grant({"AWS": ["*", OWN]}, "s3:*", BOTH)], ["*"]),
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:GetObject", OPEN)], ["*"]),
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:ListBucket", BUCKET)], ["*"]),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"StringLike": {"aws:Referer": "https://a/*"}})],
        ["*"],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})],
        ["*"],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"StringNotEquals": {"aws:SourceVpce": "v"}})],
        ["*"],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}})],
        ["*"],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/*"}})],
        [],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})],
        [],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"StringEquals": {"aws:SourceVpce": "v"}})],
        [],
    ),
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*", ORGANISATION)], []),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"StringEquals": {"aws:SourceVpce": OPEN}})],
        [],
    ),
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*", OPEN)], []),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [
            grant("*", "s3:GetObject", f"{BUCKET}/*"),
            denied(grant("*", "s3:*", BOTH, {"StringNotEquals": {"aws:PrincipalAccount": OWN}})),
        ],
        [],
    ),
    (
        "bucket-public-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*"), denied(grant("*", OPEN, BOTH))],
        [],
    ),
    ("bucket-public-read", Kind.BUCKET, [grant("*", "s3:PutObject", f"{BUCKET}/*")], []),
    ("bucket-public-read", Kind.BUCKET, [grant({"AWS": OPEN}, "s3:GetObject", f"{BUCKET}/*")], []),
    ("bucket-public-read", Kind.BUCKET, [denied(grant("*", "s3:GetObject", f"{BUCKET}/*"))], []),
    # Everyone writes.
    ("bucket-public-write", Kind.BUCKET, [grant("*", "s3:Put*", f"{BUCKET}/*")], ["*"]),
    ("bucket-public-write", Kind.BUCKET, [grant("*", ["s3:DeleteObject", "s3:GetObject"], f"{BUCKET}/*")], ["*"]),
    ("bucket-public-write", Kind.BUCKET, [grant("*", "s3:PutBucketPolicy", BUCKET)], ["*"]),
    ("bucket-public-write", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*")], []),
    (
        "bucket-public-write",
        Kind.BUCKET,
        [grant("*", "s3:PutObject", f"{BUCKET}/*", {"StringEquals": {"aws:PrincipalAccount": OWN}})],
        [],
    ),
    (
        "bucket-public-write",
        Kind.BUCKET,
        [grant("*", "s3:PutObject", f"{BUCKET}/*", {"StringEquals": {"aws:PrincipalAccount": OPEN}})],
        [],
    ),
    # Topics.
    ("topic-public", Kind.TOPIC, [grant("*", "sns:Publish", TOPIC)], ["*"]),
    (
        "topic-public",
        Kind.TOPIC,
        [grant("*", "SNS:Subscribe", TOPIC, {"StringEquals": {"sns:Protocol": "https"}})],
        ["*"],
    ),
    ("topic-public", Kind.TOPIC, [grant("*", "sns:Subscribe", TOPIC, {"StringEquals": {"AWS:SourceOwner": OWN}})], []),
    (
        "topic-public",
        Kind.TOPIC,
        [grant("*", "sns:Subscribe", TOPIC, {"StringLike": {"sns:Endpoint": "*@example.com"}})],
        [],
    ),
    (
        "topic-public",
        Kind.TOPIC,
        [grant("*", "sns:Publish", TOPIC, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:acme"}})],
        [],
    ),
    ("topic-public", Kind.TOPIC, [grant("*", "sns:GetTopicAttributes", TOPIC)], []),
    ("topic-public", Kind.TOPIC, [grant("*", "sns:Publish", TOPIC, {"StringEquals": {"AWS:SourceOwner": OPEN}})], []),
    ("topic-shared", Kind.TOPIC, [grant(OTHER, "sns:Subscribe", TOPIC)], [OTHER]),
    (
        "topic-shared",
        Kind.TOPIC,
        [grant(f"arn:aws:iam::{OTHER}:user/eve", "sns:*", TOPIC)],
        [f"arn:aws:iam::{OTHER}:user/eve"],
    ),
    ("topic-shared", Kind.TOPIC, [grant("*", "sns:Publish", TOPIC, ORGANISATION)], ["*"]),
    (
        "topic-shared",
        Kind.TOPIC,
        [grant("*", "sns:Publish", TOPIC, {"StringEquals": {"AWS:SourceOwner": OTHER}})],
        [OTHER],
    ),
    ("topic-shared", Kind.TOPIC, [grant(OWN, "sns:*", TOPIC)], []),
    ("topic-shared", Kind.TOPIC, [grant(OTHER, "sns:GetTopicAttributes", TOPIC)], []),
    ("topic-shared", Kind.TOPIC, [grant(OTHER, "sns:Publish", TOPIC), denied(grant(OTHER, "sns:*", TOPIC))], []),
    ("topic-shared", Kind.TOPIC, [grant(OTHER, "sns:Publish", OPEN)], []),
    ("topic-shared", Kind.TOPIC, [grant(OPEN, "sns:Publish", TOPIC)], []),
    # Keys.
    ("key-public", Kind.KEY, [grant("*", "kms:Decrypt")], ["*"]),
    (
        "key-public",
        Kind.KEY,
        [grant("*", "kms:*", condition={"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}})],
        ["*"],
    ),
    ("key-public", Kind.KEY, [grant("*", "kms:*", condition={"StringEquals": {"kms:CallerAccount": OWN}})], []),
    ("key-public", Kind.KEY, [grant("*", "kms:*", condition={"StringEquals": {"kms:CallerAccount": OPEN}})], []),
    ("key-public", Kind.KEY, [grant(OWN, "kms:*")], []),
    # What is neither bucket, topic nor key.
    ("resource-public", Kind.RESOURCE, [grant("*", "sqs:*", QUEUE)], ["*"]),
    (
        "resource-public",
        Kind.RESOURCE,
        [grant("*", "sqs:SendMessage", QUEUE, {"ArnEquals": {"aws:SourceArn": TOPIC}})],
        [],
    ),
    ("resource-public", Kind.RESOURCE, [grant("*", "*", "*")], []),
    ("resource-public", Kind.RESOURCE, [grant("*", "execute-api:Invoke", "*")], []),
    ("resource-public", Kind.RESOURCE, [grant("*", "Update:*", "*")], []),
    (
        "resource-public",
        Kind.RESOURCE,
        [grant("*", "sqs:SendMessage", QUEUE, {"ArnEquals": {"aws:SourceArn": OPEN}})],
        [],
    ),
    ("resource-shared", Kind.RESOURCE, [grant(OTHER_ROOT, "sqs:ReceiveMessage", QUEUE)], [OTHER_ROOT]),
    ("resource-shared", Kind.RESOURCE, [grant(OWN, "sqs:ReceiveMessage", QUEUE)], []),
    ("resource-shared", Kind.RESOURCE, [grant(OTHER_ROOT, "sqs:ReceiveMessage", OPEN)], []),
    # Everybody but.
    ("allow-not-principal", Kind.BUCKET, [allow("s3:GetObject", BOTH, NotPrincipal={"AWS": OTHER})], [{"AWS": OTHER}]),
    ("allow-not-principal", Kind.BUCKET, [denied(allow("s3:GetObject", BOTH, NotPrincipal={"AWS": OTHER}))], []),
    ("allow-not-principal", Kind.BUCKET, [grant("*", "s3:GetObject", BOTH)], []),
    # Services.
    (
        "service-without-source",
        Kind.BUCKET,
        [
            grant(
                {"Service": "cloudtrail.amazonaws.com"},
                "s3:PutObject",
                f"{BUCKET}/*",
                {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
            )
        ],
        ["cloudtrail.amazonaws.com"],
    ),
    (
        "service-without-source",
        Kind.TOPIC,
        [grant({"Service": ["s3.amazonaws.com", OPEN]}, "sns:Publish", TOPIC)],
        ["s3.amazonaws.com"],
    ),
    (
        "service-without-source",
        Kind.TOPIC,
        [
            grant(
                {"Service": "s3.amazonaws.com"},
                "sns:Publish",
                TOPIC,
                {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme"}},
            )
        ],
        [],
    ),
    (
        "service-without-source",
        Kind.TOPIC,
        [grant({"Service": "s3.amazonaws.com"}, "sns:Publish", TOPIC, {"StringEquals": {"aws:SourceOrgID": "o-1"}})],
        [],
    ),
    (
        "service-without-source",
        Kind.TOPIC,
        [grant({"Service": "s3.amazonaws.com"}, "sns:Publish", TOPIC, {"StringEquals": {"aws:SourceAccount": OPEN}})],
        [],
    ),
    ("service-without-source", Kind.BUCKET, [grant({"Service": FEEDS}, "s3:PutObject", f"{BUCKET}/*")], []),
    # Data Feeds.
    ("data-feeds-grant", Kind.BUCKET, [grant({"Service": FEEDS}, "s3:PutObject", f"{BUCKET}/*")], [FEEDS]),
    ("data-feeds-grant", Kind.TOPIC, [grant({"Service": FEEDS}, "sns:Publish", TOPIC, Sid="Feeds")], [FEEDS]),
    ("data-feeds-grant", Kind.BUCKET, [grant({"Service": FEEDS}, "s3:PutObject", BOTH, Sid="AWS Data Feeds")], []),
    ("data-feeds-grant", Kind.BUCKET, [grant({"Service": "s3.amazonaws.com"}, "s3:PutObject", BOTH)], []),
    ("data-feeds-without-source", Kind.BUCKET, [grant({"Service": FEEDS}, "s3:PutObject", f"{BUCKET}/*")], [FEEDS]),
    ("data-feeds-without-source", Kind.KEY, [grant({"Service": FEEDS}, "kms:GenerateDataKey*")], [FEEDS]),
    (
        "data-feeds-without-source",
        Kind.BUCKET,
        [grant({"Service": FEEDS}, "s3:PutObject", f"{BUCKET}/*", {"StringEquals": {"aws:SourceAccount": OWN}})],
        [],
    ),
    (
        "data-feeds-without-source",
        Kind.BUCKET,
        [grant({"Service": FEEDS}, "s3:PutObject", f"{BUCKET}/*", {"StringEquals": {"aws:SourceAccount": OPEN}})],
        [],
    ),
    (
        "data-feeds-without-source",
        Kind.BUCKET,
        [grant({"Service": "s3.amazonaws.com"}, "s3:PutObject", f"{BUCKET}/*")],
        [],
    ),
]

RELATIVE: list[tuple[str, Kind, list[dict[str, Any]], list[Any]]] = [
    ("bucket-shared-read", Kind.BUCKET, [grant(OTHER_ROOT, "s3:GetObject", f"{BUCKET}/*")], [OTHER_ROOT]),
    ("bucket-shared-read", Kind.BUCKET, [grant({"AWS": [OTHER, OWN]}, "s3:*", BOTH)], [OTHER]),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [grant(f"arn:aws:iam::{OTHER}:role/bi", "s3:List*", BUCKET)],
        [f"arn:aws:iam::{OTHER}:role/bi"],
    ),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [grant("*", "s3:GetObject", f"{BUCKET}/*", {"StringEquals": {"aws:PrincipalAccount": [OWN, OTHER]}})],
        [OTHER],
    ),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [
            grant(
                "*", "s3:GetObject", f"{BUCKET}/*", {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OTHER}:role/bi-*"}}
            )
        ],
        [f"arn:aws:iam::{OTHER}:role/bi-*"],
    ),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [grant(OTHER, "s3:GetObject", f"{BUCKET}/*", {"StringEquals": {"aws:SourceVpce": "v"}})],
        [OTHER],
    ),
    ("bucket-shared-read", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*", ORGANISATION)], ["*"]),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [
            grant(
                "*", "s3:GetObject", f"{BUCKET}/*", ORGANISATION | {"StringNotEquals": {"aws:PrincipalAccount": OTHER}}
            )
        ],
        ["*"],
    ),
    ("bucket-shared-read", Kind.BUCKET, [grant("*", "s3:GetObject", f"{BUCKET}/*")], []),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [grant(OTHER, "s3:GetObject", f"{BUCKET}/*", {"StringEquals": {"aws:PrincipalAccount": OWN}})],
        [],
    ),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [
            grant(OTHER, "s3:GetObject", f"{BUCKET}/*"),
            denied(grant("*", "s3:*", BOTH, {"StringNotEquals": {"aws:PrincipalAccount": OWN}})),
        ],
        [],
    ),
    (
        "bucket-shared-read",
        Kind.BUCKET,
        [
            grant(
                {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"},
                "s3:GetObject",
                f"{BUCKET}/*",
            )
        ],
        [],
    ),
    ("bucket-shared-read", Kind.BUCKET, [grant({"AWS": OPEN}, "s3:GetObject", f"{BUCKET}/*")], []),
    ("bucket-shared-write", Kind.BUCKET, [grant("452565589796", "s3:PutObject", f"{BUCKET}/*")], ["452565589796"]),
    ("bucket-shared-write", Kind.BUCKET, [grant(OTHER, "s3:PutLifecycleConfiguration", BUCKET)], [OTHER]),
    (
        "bucket-shared-write",
        Kind.BUCKET,
        [grant("*", "s3:*", BOTH, {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})],
        ["*"],
    ),
    ("bucket-shared-write", Kind.BUCKET, [grant(OTHER, "s3:GetObject", f"{BUCKET}/*")], []),
    ("bucket-shared-write", Kind.BUCKET, [grant(OWN, "s3:*", BOTH)], []),
    ("bucket-shared-write", Kind.BUCKET, [grant(OTHER, OPEN, BOTH)], []),
    ("key-shared", Kind.KEY, [grant({"AWS": [OWN, OTHER]}, "kms:*")], [OTHER]),
    (
        "key-shared",
        Kind.KEY,
        [grant(f"arn:aws:iam::{OTHER}:role/bi", "kms:Decrypt")],
        [f"arn:aws:iam::{OTHER}:role/bi"],
    ),
    (
        "key-shared",
        Kind.KEY,
        [grant("*", "kms:Decrypt", condition={"StringEquals": {"kms:CallerAccount": OTHER}})],
        [OTHER],
    ),
    ("key-shared", Kind.KEY, [grant(OWN, "kms:*")], []),
    ("key-shared", Kind.KEY, [grant(OTHER, "kms:DescribeKey")], []),
    ("key-shared", Kind.KEY, [grant(OPEN, "kms:*")], []),
]


@pytest.mark.parametrize(("name", "kind", "statements", "expected"), [*POWERS, *GRANTS])
def test_a_rule_points_at_what_is_wrong_and_at_nothing_else(
    name: str, kind: Kind, statements: list[dict[str, Any]], expected: list[Any]
) -> None:
    """Each case is found at the values listed, or not at all, whatever the user said of the seller's account."""
    assert found(name, policy(*statements, kind=kind)) == expected
    assert found(name, policy(*statements, kind=kind), SAID) == expected or OPEN in str(statements)


@pytest.mark.parametrize(("name", "kind", "statements", "expected"), RELATIVE)
def test_other_accounts_are_told_from_the_sellers(
    name: str, kind: Kind, statements: list[dict[str, Any]], expected: list[Any]
) -> None:
    """Foreign accounts are found if the user said which is the seller's; without it only organisations are."""
    assert found(name, policy(*statements, kind=kind), SAID) == expected
    assert found(name, policy(*statements, kind=kind)) in ([], ["*"])


def test_every_rule_of_the_family_has_cases_of_both_sorts() -> None:
    """No rule is without a case in which it fires and one in which it is silent."""
    for wanted in (True, False):
        cases = [*POWERS, *GRANTS, *RELATIVE]
        assert {name for name, _, _, expected in cases if bool(expected) is wanted} == set(family(7))


@pytest.mark.parametrize(
    ("name", "kind", "statements", "expected"),
    [
        ("rewrites-permissions", Kind.IDENTITY, [allow("iam:*")], ["warning"]),
        ("rewrites-permissions", Kind.CALLER, [allow("iam:*")], ["error"]),
        ("assumes-any-role", Kind.ROLE, [allow("sts:*")], ["error"]),
        ("changes-service-role", Kind.IDENTITY, [allow("iam:DeleteRole", ROLE)], ["warning"]),
        ("key-shared", Kind.KEY, [grant(OTHER, "kms:*")], ["error"]),
        ("key-shared", Kind.KEY, [grant(OTHER, "kms:Decrypt")], ["warning"]),
        (
            "service-without-source",
            Kind.TOPIC,
            [grant({"Service": "events.amazonaws.com"}, "sns:Publish", TOPIC)],
            ["note"],
        ),
        ("service-without-source", Kind.KEY, [grant({"Service": "s3.amazonaws.com"}, "kms:Decrypt")], ["note"]),
    ],
)
def test_how_bad_it_is_depends_on_whose_policy_it_is(
    name: str, kind: Kind, statements: list[dict[str, Any]], expected: list[str]
) -> None:
    """A power is an error in this service's own policies and a warning in others; doubt is a note."""
    assert severities(name, policy(*statements, kind=kind), SAID) == expected


def test_the_services_own_account_is_told_that_it_needs_no_grant() -> None:
    """A grant to the account from which the service comes says that the service writes with the seller's role."""
    judged = policy(grant("452565589796", "s3:PutObject", f"{BUCKET}/*"))
    (finding,) = findings(judged, "bucket-shared-write", expected=SAID)
    assert "with the seller's role" in finding.sentence


def test_data_feeds_are_no_intruder() -> None:
    """The grants that AWS documents for Data Feeds raise nothing but their own rules, and with the source nothing."""
    statement = grant({"Service": FEEDS}, ["s3:PutObject", "s3:GetObject"], BOTH, Sid="AwsMarketplaceDataFeedsAccess")
    names = {one.name for one in findings(policy(statement), *family(7), expected=SAID)}
    assert names == {"data-feeds-without-source"}
    held = statement | {"Condition": {"StringEquals": {"aws:SourceAccount": OWN}}}
    assert findings(policy(held), *family(7), expected=SAID) == []


ACTIONS = {
    *rewrites_permissions.WAYS,
    *takes_over_identities.WAYS,
    *runs_code_of_others.WAYS,
    *changes_service_role.WAYS,
    *bucket_public_read.READING,
    *bucket_public_write.WRITING,
    *topic_public.USING,
    *key_public.USING,
    *(action for ways in _compute.RUNNERS.values() for way in ways for action in way),
}


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_the_known_list_names_actions_that_exist(action: str) -> None:
    """Every action that the rules ask about is in the action data, in this spelling."""
    assert str(load().find(action)) == action


DOCUMENTS = {
    Kind.CALLER: caller_policy(),
    Kind.READER: reader_policy(Destination("acme-reports", TOPIC)),
    Kind.ENROLMENT: enrolment_policy(),
    Kind.KEY: key_policy(OWN),
    Kind.ROLE: role_policy(Destination("acme-reports", TOPIC), account_id=OWN),
    Kind.TOPIC: topic_policy(TOPIC),
}


@pytest.mark.parametrize("said", [None, SAID])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_this_project_writes_is_silent(kind: Kind, said: Expectations | None) -> None:
    """No rule of the family finds anything in the policies of this project."""
    statements = DOCUMENTS[kind].to_dict()["Statement"]
    assert isinstance(statements, list)
    assert findings(policy(*statements, kind=kind), *family(7), expected=said) == []


def _opened(value: Any, choose: Any) -> Any:  # noqa: ANN401  # JSON
    """A statement with some of its values left open."""
    if isinstance(value, dict):
        return {
            key: item if key == "Effect" else OPEN if choose() else _opened(item, choose) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_opened(item, choose) for item in value]
    return OPEN if choose() else value


CLEAN = [
    (kind, statements)
    for _, kind, statements, expected in (*POWERS, *GRANTS, *RELATIVE)
    if not expected and not findings(policy(*statements, kind=kind), *family(7), expected=SAID)
]


@given(st.sampled_from(CLEAN), st.data())
def test_leaving_values_open_raises_no_alarm(case: tuple[Kind, list[dict[str, Any]]], data: st.DataObject) -> None:
    """A document in which the family finds nothing has nothing for it either when some of its values are left open.

    A resource and a Sid stay as they are: the open resource of a resource's policy is that resource, and a Sid says
    what a statement is for.
    """
    kind, statements = case

    def opened(statement: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in statement.items() if key in {"Sid", "Resource"}}
        return _opened(statement, lambda: data.draw(st.booleans())) | kept

    assert findings(policy(*map(opened, statements), kind=kind), *family(7), expected=SAID) == []


def test_a_long_list_of_denied_accounts_is_heard() -> None:
    """An account that a denial names among hundreds is not let in; one that it does not name is."""
    denied_accounts = [f"{number:012}" for number in range(500000000000, 500000000300)]
    allows = grant({"AWS": ["500000000123", OTHER]}, "s3:GetObject", f"{BUCKET}/*")
    judged = policy(allows, denied(grant({"AWS": denied_accounts}, "s3:*", BOTH)))
    assert found("bucket-shared-read", judged, SAID) == [OTHER]
