"""The rules about actions: what each one finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.policy import Kind
from checks.rules.applying import can_apply
from checks.rules.arn import SEGMENTS, segments
from checks.rules.catalogue import load
from checks.rules.patterns import opened
from policies.role import ROLE_ACTIONS

CALL = "marketplacecommerceanalytics:GenerateDataSet"
BUCKET = "arn:aws:s3:::acme-reports"
OBJECTS = f"{BUCKET}/*"
TOPIC = "arn:aws:sns:us-east-1:111122223333:acme-topic"
ROLE = "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
KEY = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001"


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A statement that allows; elements are added or replaced, None takes one out."""
    elements = {"Effect": "Allow", "Action": action, "Resource": resource} | more
    return {name: value for name, value in elements.items() if value is not None}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """A statement that denies."""
    return allow(action, resource, Effect="Deny", **more)


def everybody(statement: dict[str, Any]) -> dict[str, Any]:
    """A statement of a resource's policy."""
    return statement | {"Principal": {"AWS": "*"}}


DELIVERY = [
    allow("s3:GetBucketLocation", BUCKET),
    allow("s3:PutObject", OBJECTS),
    allow(["sns:GetTopicAttributes", "sns:Publish"], TOPIC),
    allow("iam:GetRolePolicy", ROLE),
]

FORM: list[tuple[str, Any, list[Any]]] = [
    # Names that do not exist.
    ("unknown-action", "s3:PutObjects", ["s3:PutObjects"]),
    ("unknown-action", ["s3:HeadObject", "s3:GetObject"], ["s3:HeadObject"]),
    ("unknown-action", "s3:putobject", []),
    ("unknown-action", "S3:GETOBJECT", []),
    ("unknown-action", "s3:Nothing*", []),
    ("unknown-action", "nosuch:Thing", []),
    ("unknown-action", "aws-marketplace:GenerateDataSet", []),
    ("unknown-action", f"s3:{OPEN}", []),
    ("unknown-action", "*", []),
    ("unknown-service", "snss:Publish", ["snss:Publish"]),
    ("unknown-service", "nosuchservice:*", ["nosuchservice:*"]),
    ("unknown-service", "sns:Nothing", []),
    ("unknown-service", "marketplace-commerce-analytics:GenerateDataSet", []),
    ("unknown-service", "*:*", []),
    ("unknown-service", f"{OPEN}:Publish", []),
    # Forms.
    ("malformed-action", "s3.GetObject", ["s3.GetObject"]),
    ("malformed-action", "s3: GetObject", ["s3: GetObject"]),
    ("malformed-action", "GetObject", ["GetObject"]),
    ("malformed-action", "s3:", ["s3:"]),
    ("malformed-action", ":GetObject", [":GetObject"]),
    ("malformed-action", "s?:GetObject", ["s?:GetObject"]),
    ("malformed-action", "**", ["**"]),
    ("malformed-action", "s3:Get_Object", ["s3:Get_Object"]),
    ("malformed-action", BUCKET, [BUCKET]),
    ("malformed-action", "s3:${aws:username}", ["s3:${aws:username}"]),
    ("malformed-action", ["*", "s3:*", "s3:?etObject", "sso-directory:Create*"], []),
    ("malformed-action", ["", " "], []),
    ("malformed-action", OPEN, []),
    # Patterns.
    ("wildcard-matches-nothing", "s3:Gett*", ["s3:Gett*"]),
    ("wildcard-matches-nothing", "s3:?", ["s3:?"]),
    ("wildcard-matches-nothing", ["s3:Get*", "s3:*", "s3:?etObject", "nosuch:*", "*"], []),
    ("wildcard-for-one-action", "s3:GetBucketLocatio?", ["s3:GetBucketLocatio?"]),
    ("wildcard-for-one-action", ["s3:Get*", "s3:GetObject", "*"], []),
    # This service under another name.
    ("lookalike-service", "marketplace-commerce-analytics:*", ["marketplace-commerce-analytics:*"]),
    ("lookalike-service", "commerceanalytics:generatedataset", ["commerceanalytics:generatedataset"]),
    ("lookalike-service", "aws-marketplace:GenerateDataSet", ["aws-marketplace:GenerateDataSet"]),
    ("lookalike-service", ["aws-marketplace:*", "aws-marketplace-management:*", CALL], []),
    ("deprecated-action", "marketplacecommerceanalytics:StartSupportDataExport", ...),
    ("deprecated-action", "marketplacecommerceanalytics:*", []),
]


@pytest.mark.parametrize(("rule", "action", "values"), FORM)
def test_actions_by_their_names(rule: str, action: Any, values: Any) -> None:  # noqa: ANN401  # JSON
    """A rule points at the actions that it is about, in Action and in NotAction, and at no others."""
    expected = [action] if values is ... else values
    assert found(rule, policy(allow(action))) == expected
    if rule not in {"wildcard-for-one-action", "deprecated-action"}:
        assert found(rule, policy(deny(None, NotAction=action))) == expected


@pytest.mark.parametrize(
    ("rule", "action", "severity", "remedy"),
    [
        ("unknown-action", "s3:PutObjects", "error", "Write s3:PutObject."),
        ("unknown-action", "s3:ListObjectsV2", "error", "Write s3:ListBucket."),
        ("unknown-action", "s3:DoSomething", "warning", "Look it up among the actions of Amazon S3."),
        ("unknown-service", "snss:Publish", "error", "Write sns:Publish."),
        ("unknown-service", "mysns:Publish", "warning", "Look the prefix up"),
        ("unknown-service", "snd:*", "warning", "Look the prefix up"),
        ("malformed-action", "s3.GetObject", "error", "Write s3:GetObject."),
        ("malformed-action", " s3 : getobject ", "error", "Write s3:GetObject."),
        ("malformed-action", "*:*", "error", 'Write "*"'),
        ("malformed-action", "s3::Get*", "error", "Write s3:Get*."),
        ("malformed-action", "x" * 500, "error", "Write the service's prefix"),
        ("wildcard-matches-nothing", "s3:Lisst*", "warning", "Write s3:List*."),
        ("wildcard-matches-nothing", "s3:Xyz*", "warning", "Look the actions of Amazon S3 up."),
        ("lookalike-service", "marketplace-commerce-analytics:GenerateDataSet", "error", f"Write {CALL}."),
    ],
)
def test_what_was_meant_is_said(rule: str, action: str, severity: str, remedy: str) -> None:
    """The remedy names what was probably meant; where nothing is near, the finding is milder."""
    (one,) = findings(policy(allow(action)), rule)
    assert one.severity.value == severity
    assert one.remedy.startswith(remedy)
    assert action.strip()[:30] in one.sentence


def test_only_so_many_misspelt_names_are_looked_up() -> None:
    """A text with hundreds of misspelt actions is reported in full, but not guessed at to its end."""
    levels = severities("unknown-action", policy(allow([f"s3:PutObject{number}" for number in range(200)])))
    assert levels == ["error"] * 50 + ["warning"] * 150


WIDTH: list[tuple[Kind | None, Any, list[Any], list[str]]] = [
    (None, "*", ["*"], ["warning"]),
    (None, "s3:*", ["s3:*"], ["warning"]),
    (None, "s3:?*", ["s3:?*"], ["warning"]),
    (None, ["s3:Get*", "iam:Put*", "sns:Publish"], [], []),
    (None, "nosuch:*", [], []),
    (Kind.ROLE, "s3:Put*", ["s3:Put*"], ["error"]),
    (Kind.ROLE, "sns:*", ["sns:*"], ["error"]),
    (Kind.ROLE, "*", ["*"], ["error"]),
    (Kind.ROLE, ["s3:GetBucketLocatio?", "kms:GenerateDataKey*", "kms:Decryp*"], [], []),
    (Kind.CALLER, "marketplacecommerceanalytics:*", ["marketplacecommerceanalytics:*"], ["warning"]),
    (Kind.CALLER, ["marketplacecommerceanalytics:Generate*", "s3:Get*"], [], []),
    (Kind.READER, ["s3:*", "s3:Delete*"], ["s3:*", "s3:Delete*"], ["warning", "warning"]),
    (Kind.READER, ["s3:Get*", "s3:List*"], [], []),
    (Kind.BOUNDARY, ["*", "s3:*"], [], []),
]


@pytest.mark.parametrize(("kind", "action", "values", "levels"), WIDTH)
def test_wide_actions_by_the_kind_of_policy(
    kind: Kind | None,
    action: Any,  # noqa: ANN401  # JSON
    values: list[Any],
    levels: list[str],
) -> None:
    """What is too wide, and how bad that is, depends on what the policy is for; denials may be wide."""
    judged = policy(allow(action), kind=kind)
    assert found("wide-action", judged) == values
    assert severities("wide-action", judged) == levels
    assert found("wide-action", policy(deny(action), kind=kind)) == []


def test_a_wide_action_says_what_it_stands_for() -> None:
    """The sentence counts the actions and names the worst of them; `*` names services."""
    one, every = findings(policy(allow(["s3:*", "*"])), "wide-action")
    if one.sentence.startswith("*"):
        one, every = every, one
    assert f"{len(load().expand('s3:*'))} actions" in one.sentence
    assert "s3:PutBucketAcl" in one.sentence
    assert "iam:AttachRolePolicy" in every.sentence


@pytest.mark.parametrize(
    ("principal", "values"),
    [
        ({"AWS": "arn:aws:iam::111122223333:root"}, []),
        ({"AWS": "111122223333"}, []),
        ({"AWS": OPEN}, []),
        ({"AWS": ["111122223333", "arn:aws:iam::111122223333:user/alice"]}, ["kms:*"]),
        ({"AWS": "*"}, ["kms:*"]),
    ],
)
def test_a_key_has_to_name_its_account_with_everything(principal: Any, values: list[Any]) -> None:  # noqa: ANN401  # JSON
    """`kms:*` for an account is how every key's policy begins; for anybody else it is wide."""
    assert found("wide-action", policy(allow("kms:*", Principal=principal))) == values


def without(*actions: str) -> list[dict[str, Any]]:
    """The statements of a delivery but for some actions."""
    kept = []
    for statement in DELIVERY:
        named = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if rest := [action for action in named if action not in actions]:
            kept.append(statement | {"Action": rest})
    return kept


@pytest.mark.parametrize("action", ROLE_ACTIONS)
def test_each_of_the_five_actions_is_missed(action: str) -> None:
    """A role's policy without one of the five is an error that names it and where it belongs."""
    (one,) = findings(policy(*without(action)), "missing-role-action")
    assert action in one.sentence
    assert one.severity.value == "error"
    assert found("missing-role-action", policy(*without(action), kind=Kind.IDENTITY)) == []


@pytest.mark.parametrize(
    ("statements", "name", "levels"),
    [
        (DELIVERY, "", []),
        ([allow("*")], "", []),
        ([allow(None, NotAction="iam:Create*")], "", []),
        ([allow(None, NotAction=["iam:*", "s3:*"])], "", ["warning"]),
        ([allow("s3:PutObject", OBJECTS)], "", ["warning"]),
        ([allow(["s3:PutObject", OPEN], OBJECTS)], "", []),
        ([allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY)], "", []),
        ([allow("kms:Decrypt", KEY)], "oneClick_MarketplaceCommerceAnalyticsRole_1", ["error"]),
        ([deny("s3:PutObject", OBJECTS)], "", []),
    ],
)
def test_when_actions_are_missed(statements: list[dict[str, Any]], name: str, levels: list[str]) -> None:
    """A policy that is about something else, or that may grant the rest by an open value, lacks nothing."""
    assert severities("missing-role-action", policy(*statements, kind=Kind.ROLE, name=name)) == levels


@pytest.mark.parametrize(
    ("rule", "kind", "action", "values", "levels"),
    [
        ("excess-role-action", Kind.ROLE, ["s3:DeleteObject", "s3:GetObject"], ..., ["error", "warning"]),
        ("excess-role-action", Kind.ROLE, [*ROLE_ACTIONS, "kms:Decrypt", "kms:generatedatakey"], [], []),
        ("excess-role-action", Kind.ROLE, ["s3:*", "s3:Nothing", OPEN], [], []),
        ("excess-role-action", Kind.ROLE, CALL, [CALL], ["error"]),
        ("excess-role-action", Kind.IDENTITY, "s3:DeleteObject", [], []),
        ("half-a-key-grant", Kind.ROLE, "kms:Decrypt", ["kms:Decrypt"], ["warning"]),
        (
            "half-a-key-grant",
            Kind.ROLE,
            ["s3:PutObject", "kms:GenerateDataKey*"],
            ["kms:GenerateDataKey*"],
            ["warning"],
        ),
        ("half-a-key-grant", Kind.ROLE, ["kms:Decrypt", "kms:GenerateDataKey*"], [], []),
        ("half-a-key-grant", Kind.ROLE, ["kms:Decrypt", OPEN], [], []),
        ("half-a-key-grant", Kind.ROLE, "s3:PutObject", [], []),
        ("half-a-key-grant", Kind.READER, "kms:Decrypt", [], []),
        ("excess-caller-action", Kind.CALLER, [CALL, "iam:PassRole"], ["iam:PassRole"], ["warning"]),
        ("excess-caller-action", Kind.CALLER, [CALL, "s3:GetObject", "s3:*"], [], []),
        ("excess-caller-action", Kind.READER, ["s3:PutObject", "s3:PutObjectTagging"], ..., ["warning", "warning"]),
        ("excess-caller-action", Kind.READER, ["s3:GetObject", "s3:ListBucket", "kms:Decrypt"], [], []),
        ("excess-caller-action", Kind.READER, CALL, [CALL], ["warning"]),
    ],
)
def test_what_is_in_excess_of_a_purpose(
    rule: str,
    kind: Kind,
    action: Any,  # noqa: ANN401  # JSON
    values: Any,  # noqa: ANN401  # JSON
    levels: list[str],
) -> None:
    """Each kind is compared with what it is for; wildcards, open and unknown actions are other rules'."""
    judged = policy(allow(action), kind=kind)
    assert found(rule, judged) == (action if values is ... else values)
    assert severities(rule, judged) == levels
    assert found(rule, policy(deny(action), kind=kind)) == []


APPLYING: list[tuple[str, Any, Any, list[Any]]] = [
    # Actions that none of the resources is for.
    ("action-resource-mismatch", "s3:PutObject", BUCKET, ["s3:PutObject"]),
    ("action-resource-mismatch", "s3:GetBucketLocation", OBJECTS, ["s3:GetBucketLocation"]),
    ("action-resource-mismatch", "s3:ListBucket", [OBJECTS, f"{BUCKET}/a"], ["s3:ListBucket"]),
    ("action-resource-mismatch", "sns:Publish", BUCKET, ["sns:Publish"]),
    ("action-resource-mismatch", "sns:Pub*", BUCKET, ["sns:Pub*"]),
    ("action-resource-mismatch", "sns:Publish", "arn:aws:s3:*", ["sns:Publish"]),
    ("action-resource-mismatch", "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:alias/a", ["kms:Decrypt"]),
    ("action-resource-mismatch", "iam:GetRolePolicy", "arn:aws:iam::111122223333:user/a", ["iam:GetRolePolicy"]),
    ("action-resource-mismatch", "s3:GetBucketLocation", f"arn:aws:s3:::{OPEN}/*", ["s3:GetBucketLocation"]),
    ("action-resource-mismatch", "s3:GetBucketLocation", "arn:aws:s3:::${aws:username}/*", ["s3:GetBucketLocation"]),
    # The benefit of the doubt.
    ("action-resource-mismatch", ["s3:PutObject", "s3:ListBucket"], "arn:aws:s3:::acme*", []),
    ("action-resource-mismatch", ["s3:PutObject", "s3:ListBucket"], [BUCKET, OBJECTS], []),
    ("action-resource-mismatch", ["s3:PutObject", "sns:Publish"], ["arn:*", "x"], []),
    ("action-resource-mismatch", "s3:*", TOPIC, ["s3:*"]),
    ("action-resource-mismatch", "s3:*", OBJECTS, []),
    ("action-resource-mismatch", "*", BUCKET, []),
    ("action-resource-mismatch", "s3:PutObject", "*", []),
    ("action-resource-mismatch", "s3:PutObject", "acme-reports", []),
    ("action-resource-mismatch", "s3:PutObject", OPEN, []),
    ("action-resource-mismatch", "s3:PutObject", [BUCKET, OPEN], []),
    ("action-resource-mismatch", "s3:PutObject", f"{OPEN}/*", []),
    ("action-resource-mismatch", "s3:PutObject", "arn:aws:s3:::${aws:username}", []),
    ("action-resource-mismatch", "sns:Publish", "arn:aws:*:x:s3:::acme", []),
    ("action-resource-mismatch", "iam:GetRolePolicy", "arn:aws:iam:*:role/a:b", []),
    ("action-resource-mismatch", CALL, BUCKET, []),
    ("action-resource-mismatch", "s3:Nothing", TOPIC, []),
    # Resources that none of the actions is for.
    ("unused-resource", "s3:GetObject", [BUCKET, OBJECTS], [BUCKET]),
    ("unused-resource", ["s3:GetObject", "sns:Publish"], [OBJECTS, TOPIC, KEY], [KEY]),
    ("unused-resource", ["s3:GetObject", "s3:ListBucket"], [BUCKET, OBJECTS], []),
    ("unused-resource", ["s3:GetObject", OPEN], [BUCKET, OBJECTS], []),
    ("unused-resource", ["s3:GetObject", "s3:Nothing"], [BUCKET, OBJECTS], []),
    ("unused-resource", ["s3:GetObject", "*"], [BUCKET, OBJECTS], []),
    ("unused-resource", "s3:GetObject", [BUCKET, TOPIC], []),
    ("unused-resource", "s3:GetObject", ["*", BUCKET], [BUCKET]),
    ("unused-resource", "s3:Get*", [BUCKET, OBJECTS], []),
    # Actions without resources.
    ("narrowed-without-resource-types", CALL, BUCKET, [CALL]),
    ("narrowed-without-resource-types", "marketplacecommerceanalytics:*", [TOPIC, ROLE], ...),
    ("narrowed-without-resource-types", CALL, ["*", BUCKET], []),
    ("narrowed-without-resource-types", CALL, "arn:*", [CALL]),
    ("narrowed-without-resource-types", CALL, "?", []),
    ("narrowed-without-resource-types", CALL, OPEN, []),
    ("narrowed-without-resource-types", CALL, [BUCKET, OPEN], []),
    ("narrowed-without-resource-types", "iam:ListRoles", ROLE, ["iam:ListRoles"]),
    ("narrowed-without-resource-types", "s3:ListAllMyBuckets", "arn:aws:s3:::*", []),
    ("narrowed-without-resource-types", "iam:List*", ROLE, []),
]


@pytest.mark.parametrize(("rule", "action", "resource", "values"), APPLYING)
def test_actions_and_resources_of_one_statement(rule: str, action: Any, resource: Any, values: Any) -> None:  # noqa: ANN401  # JSON
    """A rule speaks only where no reading of the wildcards lets the two meet; Allow and Deny are alike."""
    expected = [action] if values is ... else values
    assert found(rule, policy(allow(action, resource))) == expected
    assert found(rule, policy(deny(action, resource))) == expected


@pytest.mark.parametrize(
    ("rule", "action", "resource", "severity"),
    [
        ("action-resource-mismatch", "s3:PutObject", BUCKET, "error"),
        ("action-resource-mismatch", "lambda:InvokeFunction", BUCKET, "warning"),
        ("unused-resource", "s3:GetObject", [BUCKET, OBJECTS], "warning"),
        ("unused-resource", ["s3:GetObject", "lambda:InvokeFunction"], [BUCKET, OBJECTS], "note"),
        ("narrowed-without-resource-types", CALL, BUCKET, "error"),
        ("narrowed-without-resource-types", "iam:ListRoles", ROLE, "warning"),
        ("narrowed-without-resource-types", "ec2:DescribeInstances", BUCKET, "note"),
    ],
)
def test_services_that_the_reference_lags_behind_are_milder(
    rule: str,
    action: Any,  # noqa: ANN401  # JSON
    resource: Any,  # noqa: ANN401  # JSON
    severity: str,
) -> None:
    """What rests on the reference's word alone is no error outside the services that this project deals in."""
    assert severities(rule, policy(allow(action, resource))) == [severity]


@given(
    st.lists(st.sampled_from(["arn", "aws", "s3", "", "*", "a?", "acme", "acme*", "${aws:username}"]), max_size=7),
    st.sampled_from(["", "/*", "/a", "*"]),
    st.sampled_from(["s3:PutObject", "s3:GetBucketLocation", "sns:Publish", "iam:GetRolePolicy", CALL]),
)
def test_a_wider_resource_never_loses_an_action(parts: list[str], end: str, action: str) -> None:
    """If an action can be about a pattern, it can be about the same pattern with a star at its end, and about `*`."""
    catalogue = load()
    known = catalogue.find(action)
    assert known
    pattern = opened(":".join(parts) + end)
    if can_apply(known, pattern, catalogue):
        assert can_apply(known, "*", catalogue)
        assert len(segments(pattern)) < SEGMENTS or can_apply(known, f"{pattern}*", catalogue)


@pytest.mark.parametrize(
    ("kind", "action", "values"),
    [
        (Kind.BUCKET, ["s3:GetObject", "sns:Publish", "kms:Decrypt"], ["sns:Publish", "kms:Decrypt"]),
        (Kind.BUCKET, ["S3:GetObject", "*", OPEN], []),
        (Kind.TOPIC, ["SNS:Publish", "s3:PutObject"], ["s3:PutObject"]),
        (Kind.KEY, ["kms:Decrypt", "s3:GetObject"], ["s3:GetObject"]),
        (Kind.RESOURCE, ["sqs:SendMessage", "s3:GetObject"], []),
    ],
)
def test_foreign_actions_in_a_resources_policy(kind: Kind, action: Any, values: list[Any]) -> None:  # noqa: ANN401  # JSON
    """The policy of a bucket, topic or key takes actions of its service only; that is said once."""
    assert found("foreign-action", policy(everybody(allow(action)), kind=kind)) == values
    assert not set(found("action-resource-mismatch", policy(everybody(allow(action, ROLE)), kind=kind))) & set(values)


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("sns:*", ["sns:*"]),
        ("*", ["*"]),
        (["SNS:Publish", "sns:CreateTopic"], ["sns:CreateTopic"]),
        (["SNS:Receive", "SNS:Subscribe", "sns:Get*", "s3:PutObject", OPEN], []),
    ],
)
def test_what_a_topics_policy_takes(action: Any, values: list[Any]) -> None:  # noqa: ANN401  # JSON
    """SNS takes its own list of actions, and never all of them."""
    judged = policy(everybody(allow(action, TOPIC)), kind=Kind.TOPIC)
    assert found("topic-action-out-of-scope", judged) == values


@pytest.mark.parametrize(
    ("statement", "kind", "levels"),
    [
        (allow(None, NotAction="iam:*"), None, ["warning"]),
        (allow(None, NotAction=OPEN), None, ["warning"]),
        (allow(None, NotAction="iam:*"), Kind.ROLE, ["error"]),
        (allow(None, NotAction="iam:*"), Kind.BOUNDARY, []),
        (deny(None, NotAction="iam:*"), None, []),
        (allow("s3:*"), None, []),
    ],
)
def test_not_action_with_allow(statement: dict[str, Any], kind: Kind | None, levels: list[str]) -> None:
    """A complement is granted by Allow only; a boundary may be written so."""
    assert severities("allow-not-action", policy(statement, kind=kind)) == levels


@pytest.mark.parametrize(
    ("statements", "kind", "name", "values"),
    [
        ([allow("aws-marketplace:*")], None, "", []),
        ([allow("aws-marketplace:*")], None, "commerce-analytics-callers", ["aws-marketplace:*"]),
        ([allow("aws-marketplace:*")], Kind.CALLER, "", ["aws-marketplace:*"]),
        ([allow("aws-marketplace-management:viewReports", Sid="GenerateDataSets")], None, "", ...),
        ([allow("aws-marketplace:*"), allow(CALL)], Kind.CALLER, "", []),
        ([allow(["aws-marketplace:*", OPEN])], Kind.CALLER, "", []),
        ([allow(["aws-marketplace:*", "*"])], Kind.CALLER, "", []),
        ([deny("aws-marketplace:*")], Kind.CALLER, "", []),
    ],
)
def test_neighbours_of_the_service(
    statements: list[dict[str, Any]],
    kind: Kind | None,
    name: str,
    values: Any,  # noqa: ANN401  # JSON
) -> None:
    """Neighbouring services are only mistaken where Commerce Analytics is spoken of and not allowed."""
    expected = [statements[0]["Action"]] if values is ... else values
    assert found("lookalike-service", policy(*statements, kind=kind, name=name)) == expected


actions = st.sampled_from(["*", "s3:*", "s3:Get*", "s3:PutObject", CALL, "sns:Publish", "x:y", "", "s3", "s3:?", OPEN])
arns = st.sampled_from(["*", BUCKET, OBJECTS, TOPIC, "arn:aws:s3", "x", "", OPEN, f"arn:aws:s3:::{OPEN}", "${x}"])


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(actions | st.text(max_size=12), max_size=3), st.lists(arns, max_size=3))
    ),
    st.none() | st.sampled_from(Kind),
)
def test_no_statement_breaks_a_rule(drawn: list[tuple[bool, list[str], list[str]]], kind: Kind | None) -> None:
    """Every rule of the family judges any mixture of actions and resources, and says full sentences."""
    statements = [(allow if allows else deny)(action, resource) for allows, action, resource in drawn]
    for one in findings(policy(*statements, kind=kind), *family(2)):
        assert one.sentence.endswith(".")
        assert one.remedy.endswith(".")
