"""The rules about trust, denials and leakage meet statements that are no statements."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from judging import OPEN, family, findings, policy

from checks.documents.policy import STATEMENT_ELEMENTS, Kind
from checks.rules.rule import Expectations

RULES = [*family(5), *family(6), *family(7)]
TEXTS = [
    "*",
    "",
    OPEN,
    "Allow",
    "Deny",
    "s3:PutObject",
    "s3:*",
    "iam:PassRole",
    "sts:AssumeRole",
    "kms:*",
    "arn:aws:s3:::acme/*",
    "arn:aws:iam::452565589796:root",
    "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    "arn:aws:iam::111122223333:group/x",
    "arn:aws:iam::111122223333:",
    "arn:aws:iam::111122223333:role/",
    "arn:aws:sts::444455556666:assumed-role/a/b",
    "arn:aws:sns:us-east-1:111122223333:acme",
    "444455556666",
    "arn:aws:iam::444455556666:saml-provider/x",
    "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com",
    "repo:*",
    "reports.marketplace.amazonaws.com",
    "arn:",
    ":::::::",
    "${aws:username",
    "10.0.0.0/33",
]
KEYS = [
    "AWS",
    "Service",
    "Federated",
    "StringEquals",
    "StringNotLike",
    "ForAllValues:StringLike",
    "Bool",
    "Null",
    "NotIpAddress",
    "DateLessThan",
    "Nonsense",
    "sts:ExternalId",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:RequestedRegion",
    "aws:MultiFactorAuthPresent",
    "kms:CallerAccount",
    "s3:x-amz-server-side-encryption",
]
scalars = st.sampled_from(TEXTS) | st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=6)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)
conditions = st.dictionaries(
    st.sampled_from(KEYS[3:11]),
    st.dictionaries(st.sampled_from(KEYS[11:]), st.lists(scalars, max_size=2) | scalars, max_size=2),
)
principals = st.sampled_from(["*"]) | st.dictionaries(
    st.sampled_from(KEYS[:3]), st.lists(scalars, max_size=2), max_size=2
)
statements = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"])},
    optional={name: values for name in STATEMENT_ELEMENTS if name != "Effect"}
    | {"Condition": conditions | values, "Principal": principals | values, "NotPrincipal": principals},
)


@settings(max_examples=400)
@given(
    st.lists(statements, max_size=3), st.sampled_from(list(Kind)), st.sampled_from(["2012-10-17", "2008-10-17", "x"])
)
def test_no_statement_is_too_strange(given_statements: list[dict[str, Any]], kind: Kind, version: str) -> None:
    """Whatever stands in a statement, the rules answer, and every finding has its place and a full sentence."""
    judged = policy(*given_statements, kind=kind, version=version)
    for said in (Expectations(), Expectations("111122223333", ("acme",), external_id="an-id")):
        for finding in findings(judged, *RULES, expected=said):
            assert finding.span.start < finding.span.end
            assert finding.sentence.endswith(".")
            assert finding.remedy.endswith(".")
