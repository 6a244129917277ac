"""The rules about who may assume a role: what each one finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.policy import Kind
from checks.rules.rule import Expectations
from policies.names import PARTITIONS
from policies.trust import trust_policy

SERVICE = "arn:aws:iam::452565589796:root"
OWN = "111122223333"
OTHER = "arn:aws:iam::444455556666:root"
ID = "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"
OTHER_ID = "71d0c3e5-0f4b-4b1e-8a57-6c2f9f0b8d13"
WITH_ID = {"StringEquals": {"sts:ExternalId": ID}}
GITHUB = f"arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com"
CLUSTER = f"arn:aws:iam::{OWN}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABCD"
SAML = f"arn:aws:iam::{OWN}:saml-provider/Office"
NAME = "MarketplaceCommerceAnalyticsRole"


def trust(principal: Any, condition: Any = None, action: Any = "sts:AssumeRole", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """An allow; an account or ARN may stand without its type."""
    named = {"AWS": principal} if isinstance(principal, str | list) else principal
    return (
        {"Effect": "Allow", "Principal": named, "Action": action}
        | ({"Condition": condition} if condition else {})
        | more
    )


def equals(external_id: Any, operator: str = "StringEquals") -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A condition on the external id."""
    return {operator: {"sts:ExternalId": external_id}}


GITHUB_AUD = {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}


def github(subject: Any, operator: str = "StringLike") -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A trust of GitHub with a condition on the subject."""
    condition = {key: dict(value) for key, value in GITHUB_AUD.items()}
    condition.setdefault(operator, {})["token.actions.githubusercontent.com:sub"] = subject
    return trust({"Federated": GITHUB}, condition, "sts:AssumeRoleWithWebIdentity")


CASES: list[tuple[str, dict[str, Any], list[Any]]] = [
    # The account.
    ("wrong-trusted-account", trust("452565589769", WITH_ID), ["452565589769"]),
    (
        "wrong-trusted-account",
        trust("arn:aws-cn:iam::452565589776:root", WITH_ID),
        ["arn:aws-cn:iam::452565589776:root"],
    ),
    ("wrong-trusted-account", trust("452565589796", WITH_ID), []),
    ("wrong-trusted-account", trust("arn:aws-us-gov:iam::452565589796:root", WITH_ID), []),
    ("wrong-trusted-account", trust(OTHER, WITH_ID), []),
    ("wrong-trusted-account", trust([OTHER, SERVICE], WITH_ID), []),
    ("wrong-trusted-account", trust(["452565589769", OPEN], WITH_ID), []),
    # Service principals.
    (
        "service-principal-for-account",
        trust({"Service": "marketplace-commerce-analytics.amazonaws.com"}),
        ["marketplace-commerce-analytics.amazonaws.com"],
    ),
    (
        "service-principal-for-account",
        trust({"Service": "reports.marketplace.amazonaws.com"}),
        ["reports.marketplace.amazonaws.com"],
    ),
    (
        "service-principal-for-account",
        trust({"AWS": SERVICE, "Service": "marketplacecommerceanalytics.amazonaws.com"}, WITH_ID),
        ["marketplacecommerceanalytics.amazonaws.com"],
    ),
    ("service-principal-for-account", trust({"Service": "assets.marketplace.amazonaws.com"}), []),
    ("service-principal-for-account", trust({"Service": "lambda.amazonaws.com"}), []),
    ("service-principal-for-account", trust({"Service": OPEN}), []),
    # Others beside the service.
    ("extra-trusted-principal", trust([SERVICE, OTHER], WITH_ID), [OTHER]),
    (
        "extra-trusted-principal",
        trust({"AWS": SERVICE, "Service": "lambda.amazonaws.com"}, WITH_ID),
        ["lambda.amazonaws.com"],
    ),
    ("extra-trusted-principal", trust({"AWS": SERVICE, "Federated": SAML}, WITH_ID), [SAML]),
    ("extra-trusted-principal", trust([SERVICE, "AROAEXAMPLEEXAMPLE01"], WITH_ID), ["AROAEXAMPLEEXAMPLE01"]),
    ("extra-trusted-principal", trust(["452565589796", SERVICE], WITH_ID), []),
    ("extra-trusted-principal", trust([SERVICE, OPEN], WITH_ID), []),
    ("extra-trusted-principal", trust(["111122223333", OTHER]), []),
    # Everyone.
    ("public-trust", trust("*"), ["*"]),
    ("public-trust", trust("*") | {"Principal": "*"}, ["*"]),
    ("public-trust", trust(["*", SERVICE], action="sts:*"), ["*"]),
    ("public-trust", trust("*", WITH_ID), ["*"]),
    ("public-trust", trust("*", {"StringNotEquals": {"aws:PrincipalAccount": OWN}}), ["*"]),
    ("public-trust", trust("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}), []),
    ("public-trust", trust("*", {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/ci-*"}}), []),
    ("public-trust", trust("*", {"StringEquals": {"aws:PrincipalOrgID": OPEN}}), []),
    ("public-trust", trust("*") | {"Effect": "Deny"}, []),
    ("public-trust", trust(OTHER), []),
    # The external id is missing.
    ("missing-external-id", trust(SERVICE), [SERVICE]),
    ("missing-external-id", trust("452565589796"), ["452565589796"]),
    ("missing-external-id", trust(SERVICE, {"Bool": {"aws:SecureTransport": "true"}}), [SERVICE]),
    ("missing-external-id", trust(SERVICE, WITH_ID), []),
    ("missing-external-id", trust(SERVICE, {"stringequals": {"STS:externalid": ID}}), []),
    ("missing-external-id", trust(SERVICE, equals(OPEN)), []),
    ("missing-external-id", trust(SERVICE, OPEN), []),
    ("missing-external-id", trust(OTHER), []),
    ("missing-external-id", trust(OPEN), []),
    # The external id does not have to be right.
    ("optional-external-id", trust(SERVICE, equals(ID, "StringEqualsIfExists")), [ID]),
    ("optional-external-id", trust(SERVICE, equals([ID], "ForAllValues:StringEquals")), [[ID]]),
    ("optional-external-id", trust(SERVICE, equals("something", "StringNotEquals")), ["something"]),
    ("optional-external-id", trust(SERVICE, equals("false", "Null")), ["false"]),
    ("optional-external-id", trust(SERVICE, equals("true", "Null")), ["true"]),
    ("optional-external-id", trust(SERVICE, equals("false", "Null") | WITH_ID), []),
    ("optional-external-id", trust(SERVICE, WITH_ID), []),
    ("optional-external-id", trust(SERVICE, equals(ID, "StringLike")), []),
    ("optional-external-id", trust(SERVICE, equals(ID, "ForAnyValue:StringEquals")), []),
    ("optional-external-id", trust(SERVICE, equals(OPEN, "StringEqualsIfExists")), []),
    ("optional-external-id", trust(OTHER, equals(ID, "StringEqualsIfExists")), []),
    # The external id has a wildcard.
    ("wildcard-external-id", trust(SERVICE, equals("*", "StringLike")), ["*"]),
    ("wildcard-external-id", trust(SERVICE, equals([ID, "9f2c????-*"], "StringLikeIfExists")), ["9f2c????-*"]),
    ("wildcard-external-id", trust(SERVICE, equals(ID, "StringLike")), []),
    ("wildcard-external-id", trust(SERVICE, equals("a${*}b", "StringLike")), []),
    ("wildcard-external-id", trust(SERVICE, equals("*")), []),
    ("wildcard-external-id", trust(OTHER, equals("*", "StringLike")), []),
    # The external id is none.
    ("placeholder-external-id", trust(SERVICE, equals("")), [""]),
    ("placeholder-external-id", trust(SERVICE, equals("  ")), ["  "]),
    ("placeholder-external-id", trust(SERVICE, equals(["<external-id>", ID])), ["<external-id>"]),
    ("placeholder-external-id", trust(SERVICE, equals("*")), ["*"]),
    ("placeholder-external-id", trust(SERVICE, equals("000000000000")), ["000000000000"]),
    ("placeholder-external-id", trust(SERVICE, equals(OPEN)), []),
    ("placeholder-external-id", trust(SERVICE, equals("x", "StringNotEquals")), []),
    ("placeholder-external-id", trust(OTHER, equals("example")), []),
    # Several ids.
    ("several-external-ids", trust(SERVICE, equals([ID, OTHER_ID])), [OTHER_ID]),
    ("several-external-ids", trust(SERVICE, equals([ID, ID])), []),
    ("several-external-ids", trust(SERVICE, equals([ID, OPEN])), []),
    # Actions.
    ("extra-trust-action", trust(SERVICE, WITH_ID, ["sts:AssumeRole", "sts:TagSession"]), ["sts:TagSession"]),
    ("extra-trust-action", trust(SERVICE, WITH_ID, "sts:*"), ["sts:*"]),
    ("extra-trust-action", trust(SERVICE, WITH_ID, "sts:AssumeRoleWithWebIdentity"), ["sts:AssumeRoleWithWebIdentity"]),
    ("extra-trust-action", trust(SERVICE, WITH_ID, "STS:assumerole"), []),
    ("extra-trust-action", trust(SERVICE, WITH_ID, ["sts:AssumeRole", OPEN]), []),
    (
        "extra-trust-action",
        trust({"Service": "pods.eks.amazonaws.com"}, action=["sts:AssumeRole", "sts:TagSession"]),
        [],
    ),
    (
        "extra-trust-action",
        {"Effect": "Allow", "Principal": {"AWS": SERVICE}, "NotAction": "sts:TagSession"},
        ["sts:TagSession"],
    ),
    # Conditions that the service does not meet.
    (
        "unmet-trust-condition",
        trust(SERVICE, {"StringEquals": {"sts:ExternalId": ID, "aws:SourceAccount": OWN}}),
        [OWN],
    ),
    ("unmet-trust-condition", trust(SERVICE, WITH_ID | {"ArnLike": {"aws:SourceArn": "arn:aws:x:*"}}), ["arn:aws:x:*"]),
    ("unmet-trust-condition", trust(SERVICE, WITH_ID | {"Bool": {"aws:SecureTransport": "true"}}), []),
    ("unmet-trust-condition", trust(SERVICE, WITH_ID | {"StringEqualsIfExists": {"aws:SourceAccount": OWN}}), []),
    (
        "unmet-trust-condition",
        trust(SERVICE, WITH_ID | {"StringEquals": {"sts:ExternalId": ID, "aws:SourceAccount": OPEN}}),
        [],
    ),
    ("unmet-trust-condition", trust(OTHER, {"StringEquals": {"aws:SourceAccount": OWN}}), []),
    # Actions that fit no principal.
    (
        "trust-action-mismatch",
        trust({"Service": "lambda.amazonaws.com"}, action="sts:AssumeRoleWithWebIdentity"),
        ["sts:AssumeRoleWithWebIdentity"],
    ),
    ("trust-action-mismatch", trust({"Federated": GITHUB}, GITHUB_AUD), ["sts:AssumeRole"]),
    (
        "trust-action-mismatch",
        trust({"Federated": SAML}, action="sts:AssumeRoleWithWebIdentity"),
        ["sts:AssumeRoleWithWebIdentity"],
    ),
    (
        "trust-action-mismatch",
        trust({"Federated": SAML, "AWS": OTHER}, action=["sts:AssumeRole", "sts:AssumeRoleWithSAML"]),
        [],
    ),
    (
        "trust-action-mismatch",
        trust({"Federated": "cognito-identity.amazonaws.com"}, action="sts:AssumeRoleWithWebIdentity"),
        [],
    ),
    ("trust-action-mismatch", trust({"Federated": OPEN}), []),
    (
        "trust-action-mismatch",
        trust({"Service": "x.amazonaws.com"}, action=["sts:AssumeRole", "sts:SetSourceIdentity"]),
        [],
    ),
    # Services that act for many accounts.
    ("confused-deputy", trust({"Service": "scheduler.amazonaws.com"}), ["scheduler.amazonaws.com"]),
    ("confused-deputy", trust({"Service": "logs.eu-central-1.amazonaws.com"}), ["logs.eu-central-1.amazonaws.com"]),
    ("confused-deputy", trust({"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}), []),
    (
        "confused-deputy",
        trust({"Service": "states.amazonaws.com"}, {"ArnLike": {"aws:SourceArn": "arn:aws:states:*:1:*"}}),
        [],
    ),
    ("confused-deputy", trust({"Service": "states.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": OPEN}}), []),
    # Web identities.
    (
        "web-identity-without-subject",
        trust({"Federated": GITHUB}, GITHUB_AUD, "sts:AssumeRoleWithWebIdentity"),
        [GITHUB],
    ),
    ("web-identity-without-subject", trust({"Federated": CLUSTER}, action="sts:AssumeRoleWithWebIdentity"), [CLUSTER]),
    ("web-identity-without-subject", github("repo:acme/reports:*"), []),
    ("web-identity-without-subject", github(OPEN), []),
    (
        "web-identity-without-subject",
        trust({"Federated": "accounts.google.com"}, action="sts:AssumeRoleWithWebIdentity"),
        [],
    ),
    ("web-identity-without-subject", trust({"Federated": GITHUB}, GITHUB_AUD), []),
    (
        "web-identity-without-audience",
        trust({"Federated": "accounts.google.com"}, action="sts:AssumeRoleWithWebIdentity"),
        ["accounts.google.com"],
    ),
    (
        "web-identity-without-audience",
        trust(
            {"Federated": "graph.facebook.com"},
            {"StringEquals": {"graph.facebook.com:app_id": "1"}},
            "sts:AssumeRoleWithWebIdentity",
        ),
        [],
    ),
    ("web-identity-without-audience", github("repo:acme/reports:*"), []),
    ("wildcard-subject", github("repo:*"), ["repo:*"]),
    ("wildcard-subject", github("*"), ["*"]),
    ("wildcard-subject", github(["repo:acme/reports:*", "repo:acme*"]), ["repo:acme*"]),
    (
        "wildcard-subject",
        github("repo:acme/a:ref:refs/heads/main", "StringNotEquals"),
        ["repo:acme/a:ref:refs/heads/main"],
    ),
    ("wildcard-subject", github("repo:acme/*"), []),
    ("wildcard-subject", github("repo:acme/reports:*"), []),
    ("wildcard-subject", github("repo:*", "StringEquals"), []),
    ("wildcard-subject", github(OPEN), []),
    (
        "wildcard-subject",
        trust(
            {"Federated": CLUSTER},
            {"StringLike": {"oidc.eks.eu-central-1.amazonaws.com/id/ABCD:sub": "system:serviceaccount:*:*"}},
            "sts:AssumeRoleWithWebIdentity",
        ),
        ["system:serviceaccount:*:*"],
    ),
    (
        "wildcard-subject",
        trust(
            {"Federated": CLUSTER},
            {"StringLike": {"oidc.eks.eu-central-1.amazonaws.com/id/ABCD:sub": "system:serviceaccount:web:*"}},
            "sts:AssumeRoleWithWebIdentity",
        ),
        [],
    ),
    # SAML.
    ("saml-without-audience", trust({"Federated": SAML}, action="sts:AssumeRoleWithSAML"), [SAML]),
    (
        "saml-without-audience",
        trust(
            {"Federated": SAML},
            {"StringEquals": {"saml:AUD": "https://signin.aws.amazon.com/saml"}},
            "sts:AssumeRoleWithSAML",
        ),
        [],
    ),
    (
        "saml-without-audience",
        trust({"Federated": SAML}, {"StringEquals": {"SAML:aud": OPEN}}, "sts:AssumeRoleWithSAML"),
        [],
    ),
]


@pytest.mark.parametrize(("name", "statement", "expected"), CASES)
def test_a_rule_points_at_what_is_wrong_and_at_nothing_else(
    name: str, statement: dict[str, Any], expected: list[Any]
) -> None:
    """Each case is found at the values listed, or not at all."""
    assert found(name, policy(statement, kind=Kind.TRUST)) == expected


def test_every_rule_of_the_family_has_cases_of_both_sorts() -> None:
    """No rule is without a case in which it fires and one in which it is silent."""
    relative = {"other-external-id", "foreign-account-without-external-id"}
    for wanted in (True, False):
        assert {name for name, _, expected in CASES if bool(expected) is wanted} == set(family(5)) - relative


@pytest.mark.parametrize(
    ("name", "statement", "expectations", "expected"),
    [
        ("other-external-id", trust(SERVICE, equals(OTHER_ID)), Expectations(external_id=ID), [OTHER_ID]),
        ("other-external-id", trust(SERVICE, equals(ID.upper())), Expectations(external_id=ID), [ID.upper()]),
        ("other-external-id", trust(SERVICE, equals([OTHER_ID, ID])), Expectations(external_id=ID), []),
        ("other-external-id", trust(SERVICE, equals(OPEN)), Expectations(external_id=ID), []),
        ("other-external-id", trust(SERVICE, equals(OTHER_ID)), Expectations(), []),
        ("several-external-ids", trust(SERVICE, equals([OTHER_ID, ID])), Expectations(external_id=ID), [OTHER_ID]),
        ("foreign-account-without-external-id", trust(OTHER), Expectations(account_id=OWN), [OTHER]),
        (
            "foreign-account-without-external-id",
            trust(["444455556666", OWN]),
            Expectations(account_id=OWN),
            ["444455556666"],
        ),
        ("foreign-account-without-external-id", trust(OTHER, WITH_ID), Expectations(account_id=OWN), []),
        ("foreign-account-without-external-id", trust(OTHER, equals(OPEN)), Expectations(account_id=OWN), []),
        ("foreign-account-without-external-id", trust(f"arn:aws:iam::{OWN}:root"), Expectations(account_id=OWN), []),
        (
            "foreign-account-without-external-id",
            trust("arn:aws:iam::444455556666:role/ci"),
            Expectations(account_id=OWN),
            [],
        ),
        ("foreign-account-without-external-id", trust(OTHER), Expectations(), []),
        ("foreign-account-without-external-id", trust([SERVICE, OTHER], WITH_ID), Expectations(account_id=OWN), []),
        ("wrong-trusted-account", trust(OTHER, WITH_ID), Expectations(external_id=ID), [OTHER]),
    ],
)
def test_what_the_user_said_is_compared(
    name: str, statement: dict[str, Any], expectations: Expectations, expected: list[Any]
) -> None:
    """A rule that compares with the user's words does so, and is silent where the user said nothing."""
    assert found(name, policy(statement, kind=Kind.TRUST), expectations) == expected


@pytest.mark.parametrize(
    ("where", "is_role"), [({"name": NAME}, True), ({"path": ("Resources", NAME)}, True), ({}, False)]
)
def test_the_surroundings_say_that_it_is_the_services_role(where: dict[str, Any], *, is_role: bool) -> None:
    """A trust policy that names nobody known is judged as the role's if it is called by the role's name."""
    statements = [trust(OTHER, WITH_ID), trust({"Service": "lambda.amazonaws.com"})]
    judged = policy(*statements, kind=Kind.TRUST, **where)
    assert found("wrong-trusted-account", judged) == ([OTHER] if is_role else [])
    assert found("service-principal-for-account", judged) == (["lambda.amazonaws.com"] if is_role else [])


def test_the_sellers_own_account_is_a_smaller_fault() -> None:
    """A principal of the seller's own account beside the service is a warning, a foreign one an error."""
    judged = policy(trust([SERVICE, f"arn:aws:iam::{OWN}:role/ci", OTHER], WITH_ID))
    assert severities("extra-trusted-principal", judged, Expectations(account_id=OWN)) == ["warning", "error"]


def test_an_id_that_may_be_known_to_others_is_hardly_a_lock() -> None:
    """Everyone with the external id is a warning; everyone without is an error."""
    assert severities("public-trust", policy(trust("*", WITH_ID))) == ["warning"]
    assert severities("public-trust", policy(trust("*"))) == ["error"]


def test_a_second_statement_that_denies_is_heard() -> None:
    """A denial of whoever sends no external id mends an allow without a condition."""
    denial = trust(SERVICE, equals(ID, "StringNotEquals")) | {"Effect": "Deny"}
    assert found("missing-external-id", policy(trust(SERVICE), denial)) == []
    assert found("missing-external-id", policy(trust(SERVICE), denial | {"Condition": OPEN})) == []


@given(st.uuids().map(str), st.sampled_from(PARTITIONS))
def test_the_trust_that_this_project_writes_is_silent(external_id: str, partition: str) -> None:
    """No rule of the family finds anything in a trust policy of `policies.trust`, whatever its arguments."""
    statements = trust_policy(external_id, partition=partition).to_dict()["Statement"]
    assert isinstance(statements, list)
    judged = policy(*statements)
    assert judged.kind is Kind.TRUST
    assert findings(judged, *family(5), expected=Expectations(OWN, external_id=external_id)) == []


OPENABLE = [
    trust(SERVICE),
    trust([SERVICE, OTHER], equals([ID, OTHER_ID], "StringLike"), ["sts:*", "sts:TagSession"]),
    trust("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}),
    github("repo:*"),
    trust(
        {"Federated": SAML, "Service": "scheduler.amazonaws.com"}, None, ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]
    ),
]


def _opened(value: Any, choose: Any) -> Any:  # noqa: ANN401  # JSON
    """A statement with some of its values left open."""
    if isinstance(value, dict):
        return {
            key: item if key == "Effect" else OPEN if choose(key) else _opened(item, choose)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_opened(item, choose) for item in value]
    return OPEN if choose("") else value


@given(st.sampled_from(OPENABLE), st.data())
def test_no_finding_points_at_an_open_value(statement: dict[str, Any], data: st.DataObject) -> None:
    """Whatever a template leaves open, no rule of the family points at it."""
    judged = policy(_opened(statement, lambda _: data.draw(st.booleans())), kind=Kind.TRUST, name=NAME)
    text = judged.passage.text
    for finding in findings(judged, *family(5), expected=Expectations(OWN, external_id=ID)):
        assert OPEN not in text[finding.span.start : finding.span.end].strip('"')[: len(OPEN)]
