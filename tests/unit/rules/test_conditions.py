"""The rules about conditions: what each one finds, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.kinds import kind_of
from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown, walk
from checks.documents.policy import Kind, Policy
from checks.documents.source import Passage, Source
from checks.documents.syntax import read_json
from checks.lint import judge
from checks.proof.evaluate.conditions import Surroundings, holds, parse_operator
from checks.rules.conditions._operators import FAMILY, QUALIFIERS, operator
from checks.rules.registry import find, rules
from checks.rules.rule import Context, Example
from policies.document import Condition
from policies.errors import DocumentError

CALL = "marketplacecommerceanalytics:GenerateDataSet"
ORG = "o-a1b2c3d4e5"
ROLE = "arn:aws:iam::111122223333:role/reader"
RANGE = "203.0.113.0/24"


def allow(condition: Any, action: Any = "s3:GetObject", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A statement that allows under a condition."""
    resource = "*" if action in (CALL, "*") else "arn:aws:s3:::acme-reports/*"
    return {"Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition} | more


def deny(condition: Any, action: Any = "s3:GetObject", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A statement that denies under a condition."""
    return allow(condition, action, Effect="Deny", **more)


# Rule, condition, and what is found of it if it stands in an Allow, and if it stands in a Deny.
CASES: list[tuple[str, dict[str, Any], list[Any], list[Any]]] = [
    (rule, condition, values, values)
    for rule, condition, values in [
        # Operators.
        ("unknown-operator", {"StringEqual": {"aws:SourceVpc": "vpc-1"}}, ["StringEqual"]),
        ("unknown-operator", {"StringMatches": {"a:b": "1", "a:c": "2"}}, ["StringMatches"]),
        ("unknown-operator", {"NullIfExists": {"aws:SourceVpc": "true"}}, ["NullIfExists"]),
        ("unknown-operator", {"ForAllValues:Null": {"aws:TagKeys": "true"}}, ["ForAllValues:Null"]),
        ("unknown-operator", {"ForEachValue:StringLike": {"aws:TagKeys": "x"}}, ["ForEachValue:StringLike"]),
        ("unknown-operator", {"IfExists": {"a:b": "1"}}, ["IfExists"]),
        ("unknown-operator", {"": {"a:b": "1"}}, [""]),
        ("unknown-operator", {name: {"aws:SourceVpc": "vpc-1"} for name in FAMILY}, []),
        ("unknown-operator", {f"{name}IfExists": {"a:b": "1"} for name in FAMILY if name != "Null"}, []),
        ("unknown-operator", {"foranyvalue:stringlike": {"aws:TagKeys": "x"}}, []),
        ("unknown-operator", {"ForAllValues:StringNotLikeIfExists": {"aws:TagKeys": "x"}}, []),
        # Keys.
        ("unknown-condition-key", {"StringEquals": {"aws:SourceVpcs": "vpc-1"}}, ["aws:SourceVpcs"]),
        ("unknown-condition-key", {"StringEquals": {"SourceVpc": "vpc-1"}}, ["SourceVpc"]),
        ("unknown-condition-key", {"StringEquals": {"aws:ResourceTag/": "x"}}, ["aws:ResourceTag/"]),
        ("unknown-condition-key", {"StringEquals": {"s3:nothing": "x"}}, ["s3:nothing"]),
        ("unknown-condition-key", {"StringEquals": {"nosuch:key": "x"}}, ["nosuch:key"]),
        ("unknown-condition-key", {"StringEquals": {"saml:nothing": "x"}}, ["saml:nothing"]),
        ("unknown-condition-key", {"StringEquals": {"AWS:SOURCEVPC": "x", "aws:PrincipalTag/a b": "x"}}, []),
        ("unknown-condition-key", {"StringEquals": {"s3:ExistingObjectTag/a": "x", "saml:aud": "x"}}, []),
        ("unknown-condition-key", {"StringEquals": {"oidc.example.com/x:anything": "x"}}, []),
        ("unknown-condition-key", {"StringEquals": {"token.actions.githubusercontent.com:sub": "x"}}, []),
        ("unknown-condition-key", {"StringEquals": {"aws:ResourceTag/${TagKey}": "x"}}, []),
        ("key-not-taken", {"StringEquals": {"s3:prefix": "x"}}, ["s3:prefix"]),
        ("key-not-taken", {"StringEquals": {"iam:PassedToService": "x"}}, ["iam:PassedToService"]),
        ("key-not-taken", {"StringEquals": {"s3:ExistingObjectTag/a": "x", "aws:RequestTag/a": "x"}}, []),
        ("key-not-taken", {"StringEquals": {"saml:aud": "x", "s3:nothing": "x", "ec2:SourceInstanceArn": "x"}}, []),
        # Types and values.
        ("operator-type-mismatch", {"StringEquals": {"aws:SourceIp": RANGE}}, ["StringEquals"]),
        ("operator-type-mismatch", {"StringLike": {"aws:SourceIp": "203.*"}}, ["StringLike"]),
        ("operator-type-mismatch", {"NumericEquals": {"aws:CurrentTime": "1"}}, ["NumericEquals"]),
        ("operator-type-mismatch", {"IpAddress": {"aws:SourceVpc": RANGE}}, ["IpAddress"]),
        ("operator-type-mismatch", {"ArnLike": {"aws:SecureTransport": "arn:aws:s3:::a"}}, ["ArnLike"]),
        ("operator-type-mismatch", {"StringEquals": {"aws:SecureTransport": "true"}}, ["StringEquals"]),
        ("operator-type-mismatch", {"StringNotEquals": {"aws:SourceIp": "${aws:VpcSourceIp}"}}, []),
        ("operator-type-mismatch", {"StringEquals": {"aws:SourceIp": OPEN}}, []),
        ("operator-type-mismatch", {"NumericLessThan": {"aws:EpochTime": "1"}}, []),
        ("operator-type-mismatch", {"StringLike": {"aws:SourceArn": "arn:aws:s3:::a*"}}, []),
        ("operator-type-mismatch", {"ArnLike": {"aws:FederatedProvider": "arn:aws:iam::1:oidc-provider/x"}}, []),
        ("operator-type-mismatch", {"Null": {"aws:SourceIp": "true"}, "IpAddress": {"nosuch:key": RANGE}}, []),
        ("malformed-condition-value", {"IpAddress": {"aws:SourceIp": ["203.0.113.0/33", RANGE]}}, ["203.0.113.0/33"]),
        ("malformed-condition-value", {"NumericLessThan": {"aws:MultiFactorAuthAge": "1h"}}, ["1h"]),
        ("malformed-condition-value", {"DateLessThan": {"aws:CurrentTime": "2026-13-01"}}, ["2026-13-01"]),
        ("malformed-condition-value", {"Bool": {"aws:SecureTransport": ["yes", 1]}}, ["yes", 1]),
        ("malformed-condition-value", {"Null": {"aws:SourceVpc": "null"}}, ["null"]),
        ("malformed-condition-value", {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:acme"}}, ["arn:aws:s3:acme"]),
        ("malformed-condition-value", {"BinaryEquals": {"nosuch:key": "%"}}, ["%"]),
        ("malformed-condition-value", {"ArnLike": {"aws:SourceArn": ["*", "arn:aws:s3*", "arn:aws:s3:::a"]}}, []),
        ("malformed-condition-value", {"IpAddress": {"aws:SourceIp": [RANGE, "2001:db8::1", OPEN]}}, []),
        ("malformed-condition-value", {"Bool": {"aws:SecureTransport": [True, "FALSE"]}}, []),
        ("malformed-condition-value", {"DateLessThan": {"aws:CurrentTime": ["2026-12-31T23:59:59Z", 1]}}, []),
        ("malformed-condition-value", {"StringEquals": {"aws:SourceIp": "x"}, "Bool": {"aws:SourceVpc": "x"}}, []),
        ("impossible-condition-value", {"StringEquals": {"aws:SourceAccount": "12345678901"}}, ["12345678901"]),
        ("impossible-condition-value", {"StringNotEquals": {"aws:PrincipalOrgID": "a1b2c3d4e5"}}, ["a1b2c3d4e5"]),
        ("impossible-condition-value", {"StringEquals": {"aws:RequestedRegion": "US-EAST-1"}}, ["US-EAST-1"]),
        ("impossible-condition-value", {"StringEquals": {"aws:RequestedRegion": "N. Virginia"}}, ["N. Virginia"]),
        ("impossible-condition-value", {"StringEquals": {"aws:SourceVpce": "vpc-1a2b"}}, ["vpc-1a2b"]),
        ("impossible-condition-value", {"StringEquals": {"kms:ViaService": "s3.amazonaws.com"}}, ["s3.amazonaws.com"]),
        ("impossible-condition-value", {"StringEquals": {"iam:PassedToService": "ec2"}}, ["ec2"]),
        (
            "impossible-condition-value",
            {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": f"{ORG}/r-ab12"}},
            [f"{ORG}/r-ab12"],
        ),
        (
            "impossible-condition-value",
            {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES-256"}},
            ["AES-256"],
        ),
        (
            "impossible-condition-value",
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/reader/a"}},
            ["arn:aws:sts::111122223333:assumed-role/reader/a"],
        ),
        ("impossible-condition-value", {"StringEqualsIgnoreCase": {"aws:RequestedRegion": "US-East-1"}}, []),
        ("impossible-condition-value", {"StringLike": {"aws:RequestedRegion": ["us-*", "EU*"]}}, []),
        ("impossible-condition-value", {"StringEquals": {"aws:SourceAccount": ["${aws:PrincipalAccount}", OPEN]}}, []),
        ("impossible-condition-value", {"StringEquals": {"aws:SourceAccount": ["111122223333"]}}, []),
        ("impossible-condition-value", {"StringEquals": {"aws:SourceAccount": 111122223333}}, []),
        ("impossible-condition-value", {"ArnLike": {"aws:PrincipalArn": [ROLE, "arn:aws:iam::111122223333:root"]}}, []),
        ("impossible-condition-value", {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}, []),
        ("impossible-condition-value", {"Null": {"aws:SourceAccount": "true"}}, []),
        ("impossible-condition-value", {"StringEquals": {"aws:RequestedRegion": "us-gov-west-1"}}, []),
        ("wildcard-in-equals", {"StringEquals": {"s3:ExistingObjectTag/a": "x*"}}, ["x*"]),
        ("wildcard-in-equals", {"StringNotEqualsIgnoreCase": {"aws:SourceVpc": ["*", "vpc-1"]}}, ["*"]),
        ("wildcard-in-equals", {"ForAnyValue:StringEquals": {"aws:TagKeys": "a*"}}, ["a*"]),
        ("wildcard-in-equals", {"StringEquals": {"s3:prefix": ["${*}", "what?", "", OPEN]}}, []),
        ("wildcard-in-equals", {"StringLike": {"s3:prefix": "x*"}, "ArnEquals": {"aws:SourceArn": "arn:*"}}, []),
        # Conditions together.
        ("contradictory-conditions", {"StringEquals": {"s3:prefix": "a"}, "StringLike": {"s3:prefix": "b*"}}, ["b*"]),
        ("contradictory-conditions", {"StringEquals": {"s3:prefix": "a"}, "StringNotLike": {"S3:Prefix": "a"}}, ["a"]),
        ("contradictory-conditions", {"Null": {"s3:prefix": "true"}, "StringLike": {"s3:prefix": "a"}}, ["a"]),
        (
            "contradictory-conditions",
            {"NumericLessThan": {"s3:max-keys": "5"}, "NumericGreaterThan": {"s3:max-keys": "5"}},
            ["5"],
        ),
        (
            "contradictory-conditions",
            {"DateLessThan": {"aws:CurrentTime": "2026-01-01"}, "DateGreaterThan": {"aws:CurrentTime": "2026-06-01"}},
            ["2026-06-01"],
        ),
        (
            "contradictory-conditions",
            {"Bool": {"aws:ViaAWSService": True}, "BoolIfExists": {"aws:ViaAWSService": "false"}},
            ["false"],
        ),
        ("contradictory-conditions", {"StringEquals": {"s3:prefix": ["a", "b"]}, "StringLike": {"s3:prefix": "b"}}, []),
        ("contradictory-conditions", {"StringEquals": {"nosuch:key": "a"}, "StringLike": {"nosuch:key": "b"}}, []),
        (
            "contradictory-conditions",
            {"DateEquals": {"aws:EpochTime": "1"}, "NumericEquals": {"aws:EpochTime": "2"}},
            [],
        ),
        ("contradictory-conditions", {"NumericLessThan": {"s3:max-keys": "2"}, "Null": {"s3:max-keys": "false"}}, []),
        ("contradictory-conditions", {"StringLike": {"s3:prefix": "a*"}, "StringNotLike": {"s3:prefix": "ab*"}}, []),
        (
            "contradictory-conditions",
            {"NumericLessThanEquals": {"s3:max-keys": "5"}, "NumericGreaterThanEquals": {"s3:max-keys": "5"}},
            [],
        ),
        (
            "contradictory-conditions",
            {"NumericLessThan": {"s3:max-keys": "6"}, "NumericGreaterThan": {"s3:max-keys": "5"}},
            [],
        ),
        ("contradictory-conditions", {"Null": {"s3:prefix": "true"}, "StringLikeIfExists": {"s3:prefix": "a"}}, []),
        ("contradictory-conditions", {"Null": {"s3:prefix": "false"}, "StringLike": {"s3:prefix": "a"}}, []),
        ("contradictory-conditions", {"StringEquals": {"s3:prefix": OPEN}, "StringLike": {"s3:prefix": "b"}}, []),
        ("contradictory-conditions", {"StringEquals": {"s3:prefix": "${a:b}"}, "StringLike": {"s3:prefix": "b"}}, []),
        (
            "contradictory-conditions",
            {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}, "ForAllValues:StringEquals": {"aws:TagKeys": "b"}},
            [],
        ),
        ("condition-always-holds", {"Bool": {"aws:ViaAWSService": ["true", "false"]}}, [["true", "false"]]),
        ("condition-always-holds", {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, ["0.0.0.0/0"]),
        ("condition-always-holds", {"StringLike": {"aws:RequestedRegion": "*"}}, ["*"]),
        ("condition-always-holds", {"StringLikeIfExists": {"aws:SourceVpc": "*"}}, ["*"]),
        ("condition-always-holds", {"StringLike": {"aws:SourceVpc": "*"}, "Bool": {"a:b": ["true", OPEN]}}, []),
        ("condition-always-holds", {"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, []),
        ("keys-never-together", {"IpAddress": {"aws:SourceIp": RANGE}, "ArnLike": {"aws:SourceVpcArn": "*"}}, ...),
        (
            "keys-never-together",
            {"StringEquals": {"aws:SourceAccount": "111122223333", "aws:PrincipalOrgID": ORG}},
            ["aws:PrincipalOrgID"],
        ),
        (
            "keys-never-together",
            {"Null": {"aws:SourceIp": "false"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}},
            ["aws:SourceVpc"],
        ),
        (
            "keys-never-together",
            {"NotIpAddress": {"aws:SourceIp": RANGE}, "StringNotEquals": {"aws:SourceVpc": "vpc-1"}},
            [],
        ),
        (
            "keys-never-together",
            {"IpAddressIfExists": {"aws:SourceIp": RANGE}, "StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}},
            [],
        ),
        ("keys-never-together", {"Null": {"aws:SourceIp": OPEN}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}, []),
        ("keys-never-together", {"IpAddress": {"aws:SourceIp": RANGE}, "Null": {"aws:SourceVpc": "true"}}, []),
        # Variables.
        ("variable-not-replaced", {"StringEquals": {"aws:ResourceTag/${key}": "x"}}, ["aws:ResourceTag/${key}"]),
        ("variable-not-replaced", {"IpAddress": {"aws:SourceIp": "${a:b}"}}, ["${a:b}"]),
        ("variable-not-replaced", {"NumericEquals": {"s3:max-keys": ["1", "${a:b}"]}}, ["${a:b}"]),
        ("variable-not-replaced", {"StringEquals": {"s3:prefix": "${aws:username}"}, "Bool": {"a:b": "${a:b}"}}, []),
        ("unknown-policy-variable", {"StringEquals": {"s3:prefix": "${aws:usernames}"}}, ["${aws:usernames}"]),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${nosuch:key}/*"}}, ["${nosuch:key}/*"]),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${aws:TagKeys}"}}, ["${aws:TagKeys}"]),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${AWS::AccountId}"}}, ["${AWS::AccountId}"]),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${two words}"}}, ["${two words}"]),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": ["${*}", "${aws:username, 'x'}", "${", OPEN]}}, []),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${oidc.example.com:anything}"}}, []),
        ("unknown-policy-variable", {"IpAddress": {"aws:SourceIp": "${aws:usernames}"}}, []),
        # Networks.
        ("private-source-ip", {"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", RANGE]}}, ["10.1.0.0/16"]),
        ("private-source-ip", {"NotIpAddress": {"aws:SourceIp": "192.168.0.1"}}, ["192.168.0.1"]),
        ("private-source-ip", {"IpAddress": {"aws:SourceIp": "fd00::/8"}}, ["fd00::/8"]),
        ("private-source-ip", {"IpAddress": {"aws:SourceIp": [RANGE, "8.0.0.0/6", "x", OPEN]}}, []),
        ("private-source-ip", {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, []),
        # Set operators.
        ("set-operator-on-single-value", {"ForAllValues:StringEquals": {"aws:SourceVpc": "vpc-1"}}, ["aws:SourceVpc"]),
        ("set-operator-on-single-value", {"ForAnyValue:StringEquals": {"aws:SourceVpc": "vpc-1"}}, ["aws:SourceVpc"]),
        ("set-operator-on-single-value", {"ForAnyValue:StringEquals": {"aws:TagKeys": "x", "nosuch:key": "x"}}, []),
        ("set-operator-missing", {"StringEquals": {"aws:TagKeys": "x"}}, ["aws:TagKeys"]),
        ("set-operator-missing", {"StringNotLike": {"aws:PrincipalOrgPaths": "o*"}}, ["aws:PrincipalOrgPaths"]),
        ("set-operator-missing", {"Null": {"aws:TagKeys": "true"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}, []),
    ]
]  # fmt: skip

CASES += [
    # Allows that let through whoever does not say.
    ("if-exists-on-allow", {"IpAddressIfExists": {"aws:SourceIp": RANGE}}, ["aws:SourceIp"], []),
    ("if-exists-on-allow", {"StringEqualsIfExists": {"aws:PrincipalTag/a": "x"}}, ["aws:PrincipalTag/a"], []),
    (
        "if-exists-on-allow",
        {"IpAddressIfExists": {"aws:SourceIp": RANGE}, "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}},
        [],
        [],
    ),
    ("if-exists-on-allow", {"BoolIfExists": {"aws:SecureTransport": "true"}}, [], []),
    ("if-exists-on-allow", {"StringEqualsIfExists": {"ec2:InstanceType": "t3.micro"}}, [], []),
    (
        "if-exists-on-allow",
        {"IpAddressIfExists": {"aws:SourceIp": RANGE}, "Null": {"aws:SourceIp": "false"}},
        [],
        [],
    ),
    ("if-exists-on-allow", {"IpAddressIfExists": {"aws:SourceIp": RANGE}, "Null": {"aws:SourceIp": OPEN}}, [], []),
    ("negated-on-allow", {"StringNotEquals": {"aws:PrincipalOrgID": ORG}}, ["aws:PrincipalOrgID"], []),
    ("negated-on-allow", {"StringNotLikeIfExists": {"aws:SourceArn": "x"}}, ["aws:SourceArn"], []),
    ("negated-on-allow", {"StringNotEquals": {"aws:PrincipalTag/a": ""}}, [], []),
    ("negated-on-allow", {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}, [], []),
    ("negated-on-allow", {"StringNotEquals": {"aws:SourceVpc": "a"}, "StringLike": {"aws:SourceVpc": "*"}}, [], []),
    ("for-all-values-on-allow", {"ForAllValues:StringEquals": {"aws:CalledVia": "a.b"}}, ["aws:CalledVia"], []),
    ("for-all-values-on-allow", {"ForAllValues:StringEquals": {"aws:TagKeys": "x"}}, [], []),
    ("for-all-values-on-allow", {"ForAllValues:StringEquals": {"aws:SourceVpc": "x"}}, [], []),
    (
        "for-all-values-on-allow",
        {"ForAllValues:StringEquals": {"aws:CalledVia": "a.b"}, "Null": {"aws:CalledVia": "false"}},
        [],
        [],
    ),
    ("for-any-value-negated", {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "x"}}, ["aws:TagKeys"], []),
    ("for-any-value-negated", {"ForAnyValue:StringEquals": {"aws:TagKeys": "x"}}, [], []),
    ("for-any-value-negated", {"ForAllValues:StringNotEquals": {"aws:TagKeys": "x"}}, [], []),
    ("private-address-alone", {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, ["aws:VpcSourceIp"], []),
    (
        "private-address-alone",
        {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpce": OPEN}},
        [],
        [],
    ),
    ("private-address-alone", {"Null": {"aws:VpcSourceIp": "false"}}, [], []),
    ("wildcard-in-sensitive-key", {"StringLike": {"aws:SourceAccount": ["1111*", ORG]}}, ["1111*"], []),
    ("wildcard-in-sensitive-key", {"StringLike": {"aws:PrincipalTag/a": "x*", "aws:SourceAccount": "1"}}, [], []),
    ("forgeable-condition-key", {"StringLike": {"aws:UserAgent": "x"}}, ["aws:UserAgent"], []),
    ("string-pattern-on-arn", {"StringLike": {"aws:SourceArn": "arn:aws:s3:::a*"}}, ["aws:SourceArn"], []),
    ("string-pattern-on-arn", {"StringLike": {"aws:SourceArn": "arn:aws:s3:::a"}}, [], []),
    # Encryption in transit.
    ("clear-text-only", {"Bool": {"aws:SecureTransport": "false"}}, ["false"], []),
    ("clear-text-only", {"StringNotEquals": {"aws:SecureTransport": "true"}}, ["true"], []),
    ("clear-text-only", {"BoolIfExists": {"aws:SecureTransport": False}}, [False], []),
    ("clear-text-only", {"Bool": {"aws:SecureTransport": "true"}}, [], []),
    ("clear-text-only", {"Bool": {"aws:SecureTransport": ["true", "false"]}}, [], []),
    ("clear-text-only", {"Bool": {"aws:SecureTransport": OPEN}}, [], []),
    ("clear-text-only", {"StringEquals": {"aws:SecureTransport": "${a:b}"}}, [], []),
]


@pytest.mark.parametrize(("rule", "condition", "allowing", "denying"), CASES)
def test_conditions_in_allows_and_denials(
    rule: str,
    condition: dict[str, Any],
    allowing: Any,  # noqa: ANN401  # JSON
    denying: Any,  # noqa: ANN401  # JSON
) -> None:
    """A rule points at the operators, keys and values that it is about, by the effect of their statement."""
    if allowing is ...:
        allowing = denying = ["aws:SourceVpcArn"]
    assert found(rule, policy(allow(condition))) == allowing
    assert found(rule, policy(deny(condition))) == denying


@pytest.mark.parametrize(
    ("rule", "condition", "severity", "remedy"),
    [
        ("unknown-operator", {"stringequal": {"a:b": "1"}}, "error", "Write StringEquals."),
        ("unknown-operator", {"ForAnyValues:StringLikes": {"a:b": "1"}}, "error", "Write ForAny"),
        ("unknown-operator", {"StringEqualIfExist": {"a:b": "1"}}, "error", "Write StringEqualsIfExists."),
        ("unknown-operator", {"ForAllValues:Null": {"a:b": "true"}}, "error", "Write Null."),
        ("unknown-operator", {"Boolean": {"a:b": "1"}}, "error", "Write Bool."),
        ("unknown-operator", {"Whatever": {"a:b": "1"}}, "error", "Write one of the guide's"),
        ("unknown-operator", {"aws:SourceIp": {"IpAddress": RANGE}}, "error", "Write the operator outside and the key"),
        ("unknown-condition-key", {"StringEquals": {"aws:sourcevpcee": "1"}}, "error", "Write aws:SourceVpce."),
        ("unknown-condition-key", {"StringEquals": {"SourceVpce": "1"}}, "error", "Write aws:SourceVpce."),
        ("unknown-condition-key", {"StringEquals": {"aws:Region": "1"}}, "error", "Write aws:RequestedRegion."),
        ("unknown-condition-key", {"StringEquals": {"aws:Whatever": "1"}}, "warning", "Look it up"),
        ("unknown-condition-key", {"StringEquals": {"s3:whatever": "1"}}, "warning", "Look it up"),
        ("operator-type-mismatch", {"StringNotEquals": {"aws:SourceIp": RANGE}}, "error", "Write NotIpAddress."),
        ("operator-type-mismatch", {"StringLike": {"aws:SourceIp": "10.*"}}, "warning", "Write IpAddress."),
        ("operator-type-mismatch", {"NumericLessThan": {"aws:CurrentTime": "1"}}, "error", "Write DateLessThan."),
        ("operator-type-mismatch", {"StringEquals": {"aws:SecureTransport": "true"}}, "warning", "Write Bool."),
        ("operator-type-mismatch", {"DateLessThan": {"aws:PrincipalTag/a": "2026"}}, "warning", "Write StringEquals."),
        ("operator-type-mismatch", {"DateLessThan": {"aws:SourceVpc": "2026"}}, "error", "Write StringEquals."),
        ("operator-type-mismatch", {"NumericLessThan": {"glacier:ArchiveAgeInDays": "1"}}, "warning", "Write String"),
        ("wildcard-in-equals", {"StringEquals": {"aws:SourceArn": "arn:*"}}, "error", "Write ArnLike."),
        ("wildcard-in-equals", {"StringNotEqualsIfExists": {"s3:prefix": "a*"}}, "error", "Write StringNotLikeIf"),
        ("wildcard-in-equals", {"ForAnyValue:StringEquals": {"aws:TagKeys": "a*"}}, "error", "Write ForAny"),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${aws:usernam}"}}, "error", "Write ${aws:username}."),
        ("unknown-policy-variable", {"StringLike": {"s3:prefix": "${nosuch:key}"}}, "warning", "Write a condition key"),
        ("set-operator-on-single-value", {"ForAllValues:StringEquals": {"aws:SourceVpc": "x"}}, "warning", "Write Str"),
        ("set-operator-on-single-value", {"ForAnyValue:StringEquals": {"aws:SourceVpc": "x"}}, "note", "Write Str"),
        ("set-operator-missing", {"StringEquals": {"aws:TagKeys": "x"}}, "warning", "Write ForAnyValue:StringEquals"),
        ("set-operator-missing", {"StringNotEquals": {"aws:TagKeys": "x"}}, "warning", "Write ForAllValues"),
        ("key-not-taken", {"StringEquals": {"s3:prefix": "x"}}, "warning", "Give the condition to a statement"),
    ],
)  # fmt: skip
def test_what_was_meant_is_said(rule: str, condition: dict[str, Any], severity: str, remedy: str) -> None:
    """The remedy names what was probably meant; what rests on the reference alone is milder."""
    (one,) = findings(policy(allow(condition)), rule)
    assert one.severity.value == severity
    assert one.remedy.startswith(remedy)


REGION = "aws:RequestedRegion"
PINS: list[tuple[list[dict[str, Any]], list[Any], list[Any]]] = [
    # Statements, what is not pinned, and what is pinned elsewhere.
    ([allow({}, CALL)], [CALL], []),
    ([allow({}, "marketplacecommerceanalytics:*")], ["marketplacecommerceanalytics:*"], []),
    ([allow({"StringEquals": {REGION: "us-east-1"}}, CALL)], [], []),
    ([allow({"StringLike": {REGION: "us-east-1"}}, CALL)], [], []),
    ([allow({"StringEquals": {REGION: ["us-east-1", "eu-west-1"]}}, CALL)], [["us-east-1", "eu-west-1"]], []),
    ([allow({"StringEquals": {REGION: "eu-west-1"}}, CALL)], [], ["eu-west-1"]),
    ([allow({"StringNotEquals": {REGION: "us-east-1"}}, CALL)], [], ["us-east-1"]),
    ([allow({"StringLike": {REGION: "us-*"}}, CALL)], ["us-*"], []),
    ([allow({"StringLike": {REGION: "*"}}, CALL)], [CALL], []),
    ([allow({"StringEquals": {REGION: OPEN}}, CALL)], [], []),
    ([allow({"StringEquals": {REGION: ["eu-west-1", OPEN]}}, CALL)], [], []),
    ([allow(OPEN, CALL)], [], []),
    ([allow({}, CALL), deny({"StringNotEquals": {REGION: "us-east-1"}}, CALL)], [], []),
    ([allow({}, CALL), deny({"StringEquals": {REGION: "us-west-2"}}, CALL)], [CALL], []),
    ([allow({}, CALL), deny({"StringEquals": {"aws:SourceVpc": "vpc-1"}}, CALL)], [CALL], []),
    ([allow({"StringEquals": {REGION: "eu-west-1"}}, "*")], [], []),
    ([allow({}, "s3:GetObject"), deny({}, CALL)], [], []),
]


@pytest.mark.parametrize(("statements", "loose", "elsewhere"), PINS)
def test_callers_are_pinned(statements: list[dict[str, Any]], loose: list[Any], elsewhere: list[Any]) -> None:
    """A caller's policy allows the call in us-east-1 only; denials and open values count in its favour."""
    judged = policy(*statements, kind=Kind.CALLER)
    assert found("caller-region-not-pinned", judged) == loose
    assert found("caller-region-elsewhere", judged) == elsewhere
    assert found("caller-region-not-pinned", policy(*statements, kind=Kind.IDENTITY)) == []


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("s3:ListBucket", []),
        (["s3:GetObject", "s3:ListBucket"], []),
        (["s3:GetObject", "s3:Nothing"], []),
        (["s3:GetObject", OPEN], []),
        ("s3:*", []),
        ("*", []),
        (["s3:GetObject", "sns:Publish"], ["s3:prefix"]),
    ],
)
def test_a_key_is_taken_by_one_of_the_actions(action: Any, values: list[Any]) -> None:  # noqa: ANN401  # JSON
    """A key is in place if any action of the statement takes it, or if one of them is not known."""
    judged = policy(allow({"StringLike": {"s3:prefix": "a*"}}) | {"Action": action})
    assert found("key-not-taken", judged) == values


def test_variables_of_the_old_version_are_literal() -> None:
    """A document of 2008 has no variables, so none is unknown."""
    statement = allow({"StringEquals": {"s3:prefix": "${aws:usernam}"}})
    assert severities("unknown-policy-variable", policy(statement, version="2008-10-17")) == []


@given(
    st.sampled_from(["", *QUALIFIERS]),
    st.sampled_from(sorted(FAMILY)),
    st.booleans(),
    st.sampled_from([str.lower, str]),
)
def test_an_operator_is_one_if_the_evaluator_knows_it(qualifier: str, name: str, if_exists: bool, case: Any) -> None:  # noqa: ANN401, FBT001  # drawn
    """The rules and the evaluator take the same texts for operators, and see the same in them."""
    text = case(f"{qualifier}:{name}{'IfExists' if if_exists else ''}".removeprefix(":"))
    mine = operator(text)
    try:
        theirs = parse_operator(text)
    except DocumentError:
        assert mine is None
        return
    assert mine
    assert (mine.negated, mine.if_exists) == (theirs.negated, theirs.if_exists)
    assert mine.qualifier.lower() == (theirs.set_operator or "")
    assert (mine.name == "Null") is (theirs.comparison is None)


prefix_tests = st.dictionaries(
    st.sampled_from(["StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "StringEqualsIfExists"]),
    st.fixed_dictionaries({"s3:prefix": st.lists(st.text("ab*", min_size=1, max_size=2), min_size=1, max_size=2)}),
    min_size=2,
)
number_tests = st.dictionaries(
    st.sampled_from([name for name in FAMILY if name.startswith("Numeric")]),
    st.fixed_dictionaries({"s3:max-keys": st.lists(st.integers(0, 3), min_size=1, max_size=2)}),
    min_size=2,
)


@given(prefix_tests | number_tests, st.none() | st.sampled_from(["true", "false"]))
def test_contradictions_are_met_by_nothing(block: dict[str, Any], null: str | None) -> None:
    """Where the rule fires, no value that could make a difference meets all the conditions, nor does none."""
    key = next(iter(next(iter(block.values()))))
    block |= {"Null": {key: null}} if null else {}
    texts = (
        ["", *"abc*", "aa", "ab", "ba", "bb", "a*", "*a"] if key == "s3:prefix" else [str(n / 2) for n in range(-2, 9)]
    )
    met = any(
        all(
            holds(Condition(name, key, tuple(map(str, [wanted] if isinstance(wanted, str) else wanted))), surroundings)
            for name, keys_of in block.items()
            for wanted in keys_of.values()
        )
        for value in (None, *texts)
        for surroundings in [Surroundings({key: () if value is None else (value,)}, variables=True)]
    )
    fires = bool(found("contradictory-conditions", policy(allow(block))))
    assert not (fires and met)
    if key == "s3:max-keys":
        assert fires is not met


keys = st.sampled_from(["aws:SourceIp", "aws:TagKeys", "s3:prefix", "aws:RequestedRegion", "aws:CurrentTime", "x", ""])
values = st.sampled_from([RANGE, "true", "*", "${a}", "", "5", OPEN, 1, True, None, [], {}]) | st.text(max_size=5)
operators = st.sampled_from([*FAMILY, "ForAllValues:StringLike", "NumericLessThanIfExists", "ForAnyValue:X"])
blocks = st.dictionaries(
    operators, st.dictionaries(keys, values | st.lists(values, max_size=3), max_size=3), max_size=4
)


@given(blocks, st.booleans(), st.none() | st.sampled_from(Kind))
def test_no_condition_breaks_a_rule(block: dict[str, Any], allows: bool, kind: Kind | None) -> None:  # noqa: FBT001  # drawn
    """Every rule of the family judges any condition, and says full sentences."""
    judged = policy((allow if allows else deny)(block, CALL), kind=kind)
    for one in findings(judged, *family(4)):
        assert one.sentence.endswith(".")
        assert one.remedy.endswith(".")


OWN = [rule for rule in rules() if rule.code.startswith(("MCA2", "MCA4"))]
EXAMPLES = [
    pytest.param(example, id=f"{rule.name}-{which}")
    for rule in OWN
    for which, example in (("bad", rule.bad), ("good", rule.good))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_open_value_is_never_the_cause_of_an_alarm(example: Example) -> None:
    """Whichever value of an example a template leaves open, nothing is found that was not found before."""
    (root,) = read_json(example.text).roots
    kind = example.kind or kind_of(root)
    passage = Passage.whole(Source(example.name, example.text))

    def judged(node: Node) -> set[tuple[str, str]]:
        return {(one.name, one.path) for one in judge(Policy(passage, node, kind), OWN, Context())}

    before = judged(root)
    for opened in opened_once(root):
        assert judged(opened) <= before


def opened_once(root: Node) -> Iterator[Node]:
    """The document with one of its values open, each in turn; what tells its kind and version stays."""
    for path, node in walk(root):
        if isinstance(node, Text | Object | Array) and len(path) > 2 and path[-1] not in {"Sid", "Version"}:
            yield replaced(root, path, Unknown(node.start, node.end, "open"))


def replaced(node: Node, path: tuple[str | int, ...], new: Node) -> Node:
    """A tree with another value at a place."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(node, Array):
        items = (replaced(item, rest, new) if number == head else item for number, item in enumerate(node.items))
        return node._replace(items=tuple(items))
    assert isinstance(node, Object)
    members = (
        Member(member.key, replaced(member.value, rest, new)) if member.key.value == head else member
        for member in node.members
    )
    return node._replace(members=tuple(members))


def test_examples_of_the_family_are_json() -> None:
    """Every example of a rule about conditions is valid JSON, so that nothing but the condition is wrong with it."""
    for rule in map(find, family(4)):
        for example in (rule.bad, rule.good):
            assert json.loads(example.text)["Version"] == "2012-10-17"
