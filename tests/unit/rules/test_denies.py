"""The rules about denials: what stops a delivery or a call, what may, and what denies nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.policy import Kind
from checks.rules.rule import Expectations
from policies.bucket import bucket_policy
from policies.key import key_policy
from policies.role import ROLE_ACTIONS
from policies.topic import topic_policy
from policies.trust import trust_policy

OWN = "111122223333"
ROLE = f"arn:aws:iam::{OWN}:role/MarketplaceCommerceAnalyticsRole"
BUCKET = "arn:aws:s3:::acme-reports"
BOTH = [BUCKET, f"{BUCKET}/*"]
TOPIC = f"arn:aws:sns:eu-central-1:{OWN}:acme"
SERVICE = "arn:aws:iam::452565589796:root"
SSE = "s3:x-amz-server-side-encryption"
EU = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
DELIVERY = [
    {"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": BUCKET},
    {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{BUCKET}/reports/*"},
    {"Effect": "Allow", "Action": ["sns:GetTopicAttributes", "sns:Publish"], "Resource": TOPIC},
    {"Effect": "Allow", "Action": "iam:GetRolePolicy", "Resource": ROLE},
]
CALL = {"Effect": "Allow", "Action": "marketplacecommerceanalytics:GenerateDataSet", "Resource": "*"}
FULL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DELEGATED = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OWN}:root"}, "Action": "kms:*", "Resource": "*"}


def deny(action: Any = "*", resource: Any = "*", condition: Any = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A denial in a policy of an identity."""
    block = {"Condition": condition} if condition else {}
    return {"Effect": "Deny", "Action": action, "Resource": resource} | block | more


def shut(action: Any = "s3:*", condition: Any = None, resource: Any = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A denial to everyone in the bucket's policy."""
    return deny(action, resource or BOTH, condition, **({"Principal": "*"} | more))


def without(statement: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A statement without an element, and with others."""
    return {key: value for key, value in statement.items() if key != name} | more


def spares(*arns: str) -> dict[str, Any]:
    """A denial to everyone but those named."""
    return without(shut(), "Principal", NotPrincipal={"AWS": list(arns)})


ELSEWHERE = {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
NOT_ROLE = {"ArnNotEquals": {"aws:PrincipalArn": ROLE}}

CASES: list[tuple[str, Kind, list[dict[str, Any]], list[Any]]] = [
    # What stops a delivery for certain.
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny("sns:*")], ["sns:*"]),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny(["s3:put*", "ec2:*"])], [["s3:put*", "ec2:*"]]),
    (
        "deny-stops-delivery",
        Kind.ROLE,
        [*DELIVERY, without(deny(), "Action", NotAction=["s3:*", "sns:*"])],
        [["s3:*", "sns:*"]],
    ),
    (
        "deny-stops-delivery",
        Kind.ROLE,
        [*DELIVERY, without(deny("s3:*"), "Resource", NotResource=f"{BUCKET}/*")],
        ["s3:*"],
    ),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, without(deny("s3:*"), "Resource", NotResource=BOTH)], []),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny("s3:*", f"{BUCKET}/private/*")], []),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny("sns:Publish", OPEN)], []),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny("sns:Publish", condition=OPEN)], []),
    ("deny-stops-delivery", Kind.ROLE, [*DELIVERY, deny("*", condition={"Null": {"aws:SourceArn": "true"}})], ["*"]),
    ("deny-stops-delivery", Kind.ROLE, [deny("sns:*")], []),
    ("deny-stops-delivery", Kind.IDENTITY, [FULL, deny("sns:*")], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut("s3:PutObject")], ["s3:PutObject"]),
    ("deny-stops-delivery", Kind.BUCKET, [shut("s3:PutObject", resource=f"{OPEN}/*")], ["s3:PutObject"]),
    ("deny-stops-delivery", Kind.BUCKET, [shut("s3:PutObject", resource=f"{OPEN}/private/*")], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut("s3:PutObject", resource=OPEN)], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut("s3:DeleteObject")], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut(condition=NOT_ROLE)], []),
    (
        "deny-stops-delivery",
        Kind.BUCKET,
        [shut(condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/M*"}})],
        [],
    ),
    (
        "deny-stops-delivery",
        Kind.BUCKET,
        [shut(condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE.replace("Role", "X")}})],
        ["s3:*"],
    ),
    # A wildcard is none for StringNotEquals: the exemption is empty.
    (
        "deny-stops-delivery",
        Kind.BUCKET,
        [shut(condition={"StringNotEquals": {"aws:PrincipalArn": f"{ROLE[:-4]}*"}})],
        ["s3:*"],
    ),
    ("deny-stops-delivery", Kind.BUCKET, [shut(condition={"StringNotEquals": {"aws:PrincipalAccount": OWN}})], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut(condition={"StringNotEquals": {"aws:SourceAccount": OWN}})], ["s3:*"]),
    (
        "deny-stops-delivery",
        Kind.BUCKET,
        [shut(condition={"StringNotEqualsIfExists": {"aws:SourceAccount": OPEN}})],
        [],
    ),
    ("deny-stops-delivery", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": "false"}})], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut(Principal={"AWS": ROLE})], ["s3:*"]),
    ("deny-stops-delivery", Kind.BUCKET, [shut(Principal={"AWS": "arn:aws:iam::444455556666:root"})], []),
    ("deny-stops-delivery", Kind.BUCKET, [shut(Principal={"AWS": OPEN})], []),
    ("deny-stops-delivery", Kind.TOPIC, [deny("sns:Publish", TOPIC, Principal="*")], ["sns:Publish"]),
    ("deny-stops-delivery", Kind.TOPIC, [deny("sns:Publish", OPEN, Principal="*")], ["sns:Publish"]),
    ("deny-stops-delivery", Kind.TOPIC, [deny("sns:Subscribe", TOPIC, Principal="*")], []),
    ("deny-stops-delivery", Kind.KEY, [DELEGATED, deny("kms:Decrypt", Principal="*")], ["kms:Decrypt"]),
    ("deny-stops-delivery", Kind.KEY, [DELEGATED, deny("kms:ScheduleKeyDeletion", Principal="*")], []),
    ("deny-stops-delivery", Kind.BOUNDARY, [FULL, deny("s3:*")], ["s3:*"]),
    (
        "deny-stops-delivery",
        Kind.BOUNDARY,
        [deny("*", condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/A*"}})],
        ["*"],
    ),
    ("deny-stops-delivery", Kind.BOUNDARY, [FULL, deny("organizations:LeaveOrganization")], []),
    # What stops the call.
    (
        "deny-stops-call",
        Kind.CALLER,
        [CALL, deny("marketplacecommerceanalytics:*")],
        ["marketplacecommerceanalytics:*"],
    ),
    ("deny-stops-call", Kind.IDENTITY, [FULL, without(deny(), "Action", NotAction="s3:*")], ["s3:*"]),
    ("deny-stops-call", Kind.IDENTITY, [FULL, without(deny(), "Action", NotAction="market*:*")], []),
    ("deny-stops-call", Kind.IDENTITY, [deny("marketplacecommerceanalytics:*")], []),
    (
        "deny-stops-call",
        Kind.IDENTITY,
        [FULL, deny("*", condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})],
        [],
    ),
    ("deny-stops-call", Kind.IDENTITY, [FULL, deny("*", condition=ELSEWHERE)], []),
    ("deny-stops-call", Kind.CALLER, [CALL, deny("marketplacecommerceanalytics:StartSupportDataExport")], []),
    ("deny-stops-call", Kind.CALLER, [CALL, deny(OPEN)], []),
    (
        "deny-stops-call",
        Kind.BOUNDARY,
        [deny("marketplacecommerceanalytics:GenerateDataSet")],
        ["marketplacecommerceanalytics:GenerateDataSet"],
    ),
    # Regions.
    (
        "region-deny",
        Kind.BOUNDARY,
        [without(deny(condition=EU), "Action", NotAction=["iam:*", "sts:*"])],
        [["eu-central-1"]],
    ),
    (
        "region-deny",
        Kind.BOUNDARY,
        [without(deny(condition=EU), "Action", NotAction=["iam:*", "marketplacecommerceanalytics:*"])],
        [],
    ),
    (
        "region-deny",
        Kind.BOUNDARY,
        [deny(condition={"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}})],
        [],
    ),
    ("region-deny", Kind.BOUNDARY, [deny(condition={"StringNotLike": {"aws:RequestedRegion": "us-*"}})], []),
    ("region-deny", Kind.BOUNDARY, [deny(condition={"StringNotEquals": {"aws:RequestedRegion": OPEN}})], []),
    ("region-deny", Kind.BOUNDARY, [deny("ec2:*", condition=EU)], []),
    ("region-deny", Kind.CALLER, [CALL, deny("*", condition=EU)], [["eu-central-1"]]),
    ("region-deny", Kind.IDENTITY, [FULL, deny("*", condition=EU | ELSEWHERE)], []),
    (
        "region-deny",
        Kind.TOPIC,
        [deny("sns:*", TOPIC, {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}, Principal="*")],
        ["eu-central-1"],
    ),
    # Encryption headers.
    (
        "deny-without-encryption-header",
        Kind.BUCKET,
        [shut("s3:PutObject", {"StringNotEquals": {SSE: "AES256"}})],
        ["AES256"],
    ),
    ("deny-without-encryption-header", Kind.BUCKET, [shut("s3:PutObject", {"Null": {SSE: "true"}})], ["true"]),
    (
        "deny-without-encryption-header",
        Kind.BUCKET,
        [shut("s3:PutObject", {"StringNotEqualsIfExists": {SSE: "AES256"}})],
        ["AES256"],
    ),
    (
        "deny-without-encryption-header",
        Kind.BUCKET,
        [shut("s3:PutObject", {"StringNotEquals": {SSE: "AES256"}, "Null": {SSE: "false"}})],
        [],
    ),
    ("deny-without-encryption-header", Kind.BUCKET, [shut("s3:PutObject", {"StringEquals": {SSE: "AES256"}})], []),
    (
        "deny-without-encryption-header",
        Kind.BUCKET,
        [shut("s3:PutObject", {"StringNotEquals": {SSE: "AES256"}} | NOT_ROLE)],
        [],
    ),
    # Networks.
    ("deny-outside-network", Kind.BUCKET, [shut(condition=ELSEWHERE)], ["203.0.113.0/24"]),
    (
        "deny-outside-network",
        Kind.BUCKET,
        [shut(condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})],
        ["vpce-1"],
    ),
    (
        "deny-outside-network",
        Kind.TOPIC,
        [deny("sns:Publish", TOPIC, {"Null": {"aws:SourceVpc": "true"}}, Principal="*")],
        ["true"],
    ),
    (
        "deny-outside-network",
        Kind.BUCKET,
        [shut(condition={"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}} | NOT_ROLE)],
        [],
    ),
    ("deny-outside-network", Kind.BUCKET, [shut(condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})], []),
    ("deny-outside-network", Kind.BUCKET, [shut(condition={"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}})], []),
    ("deny-outside-network", Kind.BUCKET, [shut(condition={"NotIpAddress": {"aws:SourceIp": OPEN}})], []),
    ("deny-outside-network", Kind.ROLE, [*DELIVERY, deny("s3:*", condition=ELSEWHERE)], ["203.0.113.0/24"]),
    # What nobody knows.
    (
        "deny-depends-on-caller",
        Kind.BUCKET,
        [shut(condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})],
        ["o-1"],
    ),
    (
        "deny-depends-on-caller",
        Kind.BUCKET,
        [shut(condition={"StringNotEquals": {"s3:x-amz-acl": "private"}})],
        ["private"],
    ),
    (
        "deny-depends-on-caller",
        Kind.BUCKET,
        [shut(condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})],
        ["false"],
    ),
    (
        "deny-depends-on-caller",
        Kind.BUCKET,
        [shut(condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}} | NOT_ROLE)],
        [],
    ),
    ("deny-depends-on-caller", Kind.BUCKET, [shut(condition=ELSEWHERE)], []),
    ("deny-depends-on-caller", Kind.BUCKET, [shut(condition={"StringNotEquals": {"aws:PrincipalOrgID": OPEN}})], []),
    (
        "deny-depends-on-caller",
        Kind.IDENTITY,
        [FULL, deny(condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})],
        [],
    ),
    # The wrong sense.
    ("tls-denied", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": "true"}})], ["true"]),
    ("tls-denied", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": True}})], [True]),
    (
        "tls-denied",
        Kind.IDENTITY,
        [FULL, deny("s3:*", condition={"StringNotEquals": {"AWS:securetransport": "false"}})],
        ["false"],
    ),
    ("tls-denied", Kind.BUCKET, [shut(condition={"Null": {"aws:SecureTransport": "false"}})], ["false"]),
    ("tls-denied", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": "false"}})], []),
    ("tls-denied", Kind.BUCKET, [shut(condition={"BoolIfExists": {"aws:SecureTransport": False}})], []),
    ("tls-denied", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": OPEN}})], []),
    ("tls-denied", Kind.BUCKET, [shut(condition={"Bool": {"aws:SecureTransport": "true"}}) | {"Effect": "Allow"}], []),
    # Boundaries.
    ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": ["s3:*", "sns:Publish"]}], [["s3:*", "sns:Publish"]]),
    ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": "ec2:*"}], ["ec2:*"]),
    ("boundary-stops-delivery", Kind.BOUNDARY, [without(FULL, "Action", NotAction="iam:*")], ["iam:*"]),
    ("boundary-stops-delivery", Kind.BOUNDARY, [without(FULL, "Action", NotAction="ec2:*")], []),
    ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": ["s3:*", "sns:*", "iam:Get*"]}], []),
    ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": ["s3:*", OPEN]}], []),
    ("boundary-stops-delivery", Kind.BOUNDARY, [CALL], []),
    ("boundary-stops-delivery", Kind.BOUNDARY, [deny("ec2:*")], []),
    ("boundary-stops-delivery", Kind.ROLE, DELIVERY[:2], []),
    # Keys.
    (
        "key-shuts-out-role",
        Kind.KEY,
        [DELEGATED | {"Principal": {"AWS": ROLE}, "Action": "kms:Decrypt"}],
        [{"AWS": ROLE}],
    ),
    (
        "key-shuts-out-role",
        Kind.KEY,
        [DELEGATED | {"Principal": {"AWS": f"arn:aws:iam::{OWN}:role/Other"}}],
        [{"AWS": f"arn:aws:iam::{OWN}:role/Other"}],
    ),
    ("key-shuts-out-role", Kind.KEY, [DELEGATED], []),
    ("key-shuts-out-role", Kind.KEY, [DELEGATED | {"Principal": {"AWS": OWN}}], []),
    (
        "key-shuts-out-role",
        Kind.KEY,
        [DELEGATED | {"Principal": {"AWS": ROLE}, "Action": ["kms:Decrypt", "kms:Generate*"]}],
        [],
    ),
    (
        "key-shuts-out-role",
        Kind.KEY,
        [DELEGATED | {"Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}}],
        [],
    ),
    ("key-shuts-out-role", Kind.KEY, [DELEGATED | {"Principal": {"AWS": OPEN}}], []),
    ("key-shuts-out-role", Kind.KEY, [DELEGATED | {"Principal": OPEN}], []),
    ("key-shuts-out-role", Kind.KEY, [DELEGATED | {"Action": OPEN}], []),
    # Trust.
    (
        "trust-denies-service",
        Kind.TRUST,
        [
            {"Effect": "Allow", "Principal": {"AWS": SERVICE}, "Action": "sts:AssumeRole"},
            {"Effect": "Deny", "Principal": {"AWS": "452565589796"}, "Action": "sts:*"},
        ],
        [{"AWS": "452565589796"}],
    ),
    (
        "trust-denies-service",
        Kind.TRUST,
        [
            {
                "Effect": "Allow",
                "Principal": {"AWS": SERVICE},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "an-id"}},
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sts:*",
                "Condition": {"StringNotEquals": {"sts:ExternalId": "an-id"}},
            },
        ],
        [],
    ),
    (
        "trust-denies-service",
        Kind.TRUST,
        [
            {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"},
            {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"},
        ],
        [],
    ),
    (
        "trust-denies-service",
        Kind.TRUST,
        [
            {"Effect": "Allow", "Principal": {"AWS": SERVICE}, "Action": "sts:AssumeRole"},
            {"Effect": "Deny", "Principal": {"AWS": OPEN}, "Action": "sts:AssumeRole"},
        ],
        [],
    ),
    # Nothing is denied.
    ("deny-without-effect", Kind.IDENTITY, [without(deny(), "Action", NotAction="*")], ["*"]),
    ("deny-without-effect", Kind.IDENTITY, [without(deny(), "Resource", NotResource=["*", BUCKET])], ["*"]),
    ("deny-without-effect", Kind.BUCKET, [without(shut(), "Principal", NotPrincipal="*")], ["*"]),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"Bool": {"aws:SecureTransport": "no"}})], ["no"]),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"StringEquals": {"aws:SecureTransport": "FALSE"}})],
        ["FALSE"],
    ),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"StringEquals": {"aws:username": []}})], [[]]),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"IpAddress": {"aws:SourceIp": "ten.0.0.0/8"}})],
        ["ten.0.0.0/8"],
    ),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [
            deny(
                condition={
                    "StringEquals": {"aws:RequestedRegion": "us-east-1"},
                    "StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "x"]},
                }
            )
        ],
        ["us-east-1"],
    ),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"Null": {"aws:SourceIp": "true"}} | ELSEWHERE)], []),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"StringEquals": {"aws:SecureTransport": "false"}})], []),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}})],
        [],
    ),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"NumericLessThan": {"s3:max-keys": "10"}, "NumericGreaterThan": {"s3:max-keys": "5"}})],
        [],
    ),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}})],
        [],
    ),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"IpAddress": {"aws:SourceIp": "2001:db8::/32"}})], []),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"StringNotLike": {"aws:PrincipalArn": "arn:*"}})], []),
    (
        "deny-without-effect",
        Kind.IDENTITY,
        [deny(condition={"StringNotEquals": {"aws:ResourceTag/o": "${aws:username}"}})],
        [],
    ),
    ("deny-without-effect", Kind.IDENTITY, [deny(condition={"ForAllValues:StringNotLike": {"aws:TagKeys": "*"}})], []),
    ("deny-without-effect", Kind.IDENTITY, [without(deny(), "Action", NotAction=[OPEN, "*"])], []),
    ("deny-without-effect", Kind.IDENTITY, [without(FULL, "Action", NotAction="*")], []),
    # NotPrincipal.
    ("deny-not-principal", Kind.BUCKET, [spares(ROLE)], [{"AWS": [ROLE]}]),
    ("deny-not-principal", Kind.BUCKET, [spares(ROLE, OWN)], [{"AWS": [ROLE, OWN]}]),
    ("deny-not-principal", Kind.BUCKET, [spares("*")], []),
    ("deny-not-principal", Kind.BUCKET, [spares(OPEN)], []),
    ("deny-not-principal", Kind.BUCKET, [shut(condition=NOT_ROLE)], []),
    ("deny-not-principal", Kind.BUCKET, [spares(ROLE) | {"Effect": "Allow"}], []),
    # ForAllValues.
    (
        "deny-for-all-values",
        Kind.IDENTITY,
        [deny(condition={"ForAllValues:StringLike": {"aws:TagKeys": "x*"}})],
        ["x*"],
    ),
    (
        "deny-for-all-values",
        Kind.IDENTITY,
        [deny(condition={"forallvalues:StringNotEquals": {"aws:TagKeys": "x"}})],
        ["x"],
    ),
    (
        "deny-for-all-values",
        Kind.IDENTITY,
        [deny(condition={"ForAllValues:StringLike": {"aws:TagKeys": "x*"}, "Null": {"AWS:TagKeys": "false"}})],
        [],
    ),
    (
        "deny-for-all-values",
        Kind.IDENTITY,
        [deny(condition={"ForAllValues:StringLike": {"aws:TagKeys": "x*"}, "Null": {"AWS:TagKeys": OPEN}})],
        [],
    ),
    ("deny-for-all-values", Kind.IDENTITY, [deny(condition={"ForAnyValue:StringLike": {"aws:TagKeys": "x*"}})], []),
    (
        "deny-for-all-values",
        Kind.IDENTITY,
        [FULL | {"Condition": {"ForAllValues:StringLike": {"aws:TagKeys": "x*"}}}],
        [],
    ),
    # MFA.
    ("mfa-deny-misses-keys", Kind.IDENTITY, [deny(condition={"Bool": {"aws:MultiFactorAuthPresent": False}})], [False]),
    (
        "mfa-deny-misses-keys",
        Kind.BOUNDARY,
        [deny(condition={"Bool": {"aws:multifactorauthpresent": "false"}})],
        ["false"],
    ),
    (
        "mfa-deny-misses-keys",
        Kind.IDENTITY,
        [deny(condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})],
        [],
    ),
    ("mfa-deny-misses-keys", Kind.IDENTITY, [deny(condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})], []),
    ("mfa-deny-misses-keys", Kind.IDENTITY, [deny(condition={"Bool": {"aws:MultiFactorAuthPresent": OPEN}})], []),
    ("mfa-deny-misses-keys", Kind.IDENTITY, [deny(condition={"Null": {"aws:MultiFactorAuthAge": "true"}})], []),
]


@pytest.mark.parametrize(("name", "kind", "statements", "expected"), CASES)
def test_a_rule_points_at_what_is_wrong_and_at_nothing_else(
    name: str, kind: Kind, statements: list[dict[str, Any]], expected: list[Any]
) -> None:
    """Each case is found at the values listed, or not at all."""
    assert found(name, policy(*statements, kind=kind)) == expected


def test_every_rule_of_the_family_has_cases_of_both_sorts() -> None:
    """No rule is without a case in which it fires and one in which it is silent."""
    for wanted in (True, False):
        assert {name for name, _, _, expected in CASES if bool(expected) is wanted} == set(family(6))


@pytest.mark.parametrize(
    ("name", "kind", "statements", "expected"),
    [
        # The role's account is not known: only a denial that hits every account is certain.
        ("region-deny", Kind.BOUNDARY, [deny(condition=EU | NOT_ROLE)], ["warning"]),
        ("region-deny", Kind.BOUNDARY, [deny(condition=EU)], ["error"]),
        (
            "tls-denied",
            Kind.BUCKET,
            [shut(condition={"Bool": {"aws:SecureTransport": "true"}} | ELSEWHERE)],
            ["warning"],
        ),
        ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": list(ROLE_ACTIONS[:-1])}], ["error"]),
        ("boundary-stops-delivery", Kind.BOUNDARY, [FULL | {"Action": "s3:*"}], ["warning"]),
        (
            "key-shuts-out-role",
            Kind.KEY,
            [DELEGATED | {"Principal": {"AWS": ROLE}, "Action": "kms:Decrypt"}],
            ["error"],
        ),
        ("key-shuts-out-role", Kind.KEY, [DELEGATED | {"Principal": {"Service": "a.amazonaws.com"}}], ["warning"]),
        ("deny-not-principal", Kind.BUCKET, [spares(f"arn:aws:iam::{OWN}:user/alice", OWN)], ["error"]),
        ("deny-not-principal", Kind.BUCKET, [spares(ROLE, OWN)], ["warning"]),
        ("deny-not-principal", Kind.BUCKET, [spares(OWN) | {"Action": "s3:DeleteBucket"}], ["warning"]),
        (
            "deny-for-all-values",
            Kind.IDENTITY,
            [deny(condition={"ForAllValues:StringNotEquals": {"aws:TagKeys": "x"}})],
            ["note"],
        ),
    ],
)
def test_how_sure_a_finding_is_says_its_severity(
    name: str, kind: Kind, statements: list[dict[str, Any]], expected: list[str]
) -> None:
    """What is certain is an error; what rests on something that the document does not say is less."""
    assert severities(name, policy(*statements, kind=kind)) == expected


@pytest.mark.parametrize("name", ["deny-without-encryption-header", "deny-outside-network", "deny-depends-on-caller"])
def test_what_is_only_inferred_is_no_error(name: str) -> None:
    """No finding about what the service sends is an error."""
    for rule, kind, statements, _ in CASES:
        assert "error" not in severities(name, policy(*statements, kind=kind)) or rule != name


@pytest.mark.parametrize(
    ("kind", "statements", "said", "is_stopped"),
    [
        (Kind.BUCKET, [shut()], Expectations(buckets=("acme-reports",)), True),
        (Kind.BUCKET, [shut()], Expectations(buckets=("another-bucket",)), False),
        (Kind.BUCKET, [shut(resource="arn:aws:s3:::acme-*")], Expectations(buckets=("acme-reports",)), True),
        (Kind.BUCKET, [shut(resource="arn:aws:s3:::acme-b*")], Expectations(buckets=("acme-reports",)), False),
        (Kind.BUCKET, [shut(resource=f"{BUCKET}/daily/*")], Expectations(prefix="daily"), True),
        (Kind.BUCKET, [shut(resource=f"{BUCKET}/daily/*")], Expectations(prefix="monthly"), False),
        (Kind.TOPIC, [deny("sns:Publish", TOPIC, Principal="*")], Expectations(topics=(TOPIC,)), True),
        (Kind.TOPIC, [deny("sns:Publish", TOPIC, Principal="*")], Expectations(topics=(f"{TOPIC}-2",)), False),
        (
            Kind.BUCKET,
            [shut(condition={"StringNotEquals": {"aws:PrincipalAccount": "444455556666"}})],
            Expectations(OWN),
            True,
        ),
        (Kind.BUCKET, [shut(condition={"StringNotEquals": {"aws:PrincipalAccount": OWN}})], Expectations(OWN), False),
        (Kind.BOUNDARY, [FULL, deny("s3:PutObject", f"{BUCKET}/*")], Expectations(buckets=("acme-reports",)), True),
        (Kind.BOUNDARY, [FULL, deny("s3:PutObject", f"{BUCKET}/*")], Expectations(), False),
    ],
)
def test_the_users_own_places_are_what_matters(
    kind: Kind, statements: list[dict[str, Any]], said: Expectations, *, is_stopped: bool
) -> None:
    """A denial counts where the user's reports go; it is silent about other buckets, topics and prefixes."""
    judged = policy(*statements, kind=kind)
    assert bool(found("deny-stops-delivery", judged, said)) is is_stopped


def test_a_topic_elsewhere_is_stopped_by_its_region() -> None:
    """A denial of regions counts for the topic that the user named, in the topic's region."""
    scp = policy(deny(condition={"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}), kind=Kind.BOUNDARY)
    assert found("region-deny", scp, Expectations(topics=(TOPIC,))) == ["us-east-1"]
    assert found("region-deny", scp) == []


@pytest.mark.parametrize("said", [None, Expectations(OWN, ("acme-reports",), (TOPIC,))])
@pytest.mark.parametrize("which", ["bucket", "topic", "key", "trust"])
def test_what_this_project_writes_is_silent(which: str, said: Expectations | None) -> None:
    """No rule of the family finds anything in the policies of this project that have denials, nor in the others."""
    documents = {
        "bucket": bucket_policy("acme-reports"),
        "topic": topic_policy(TOPIC),
        "key": key_policy(OWN, role_name="Another"),
        "trust": trust_policy("9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"),
    }
    statements = documents[which].to_dict()["Statement"]
    assert isinstance(statements, list)
    assert findings(policy(*statements, kind=Kind(which)), *family(6), expected=said) == []


def _opened(value: Any, choose: Any) -> Any:  # noqa: ANN401  # JSON
    """A statement with some of its values left open."""
    if isinstance(value, dict):
        return {
            key: item if key == "Effect" else OPEN if choose() else _opened(item, choose) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_opened(item, choose) for item in value]
    return OPEN if choose() else value


@given(st.sampled_from([case for case in CASES if not case[3]]), st.data())
def test_leaving_values_open_never_raises_an_alarm(
    case: tuple[str, Kind, list[dict[str, Any]], list[Any]], data: st.DataObject
) -> None:
    """A document in which a rule finds nothing has nothing for it either when a denial's values are left open.

    An allow's values stay: a boundary that allows less is another boundary.
    """
    name, kind, statements, _ = case
    opened = [_opened(one, lambda: data.draw(st.booleans())) if one["Effect"] == "Deny" else one for one in statements]
    assert found(name, policy(*opened, kind=kind)) == []
