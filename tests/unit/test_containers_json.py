"""Policies in JSON: alone, one a line, in strings, in templates, plans, states and answers of the command line."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from container_cases import BROKEN, POLICY, faults, mended, plain, policies, read
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.containers import read_source
from checks.documents.policy import Kind
from checks.documents.source import Source

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
documents = st.builds(
    lambda sid, actions, resource: {
        "Version": "2012-10-17",
        "Statement": [{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}],
    },
    texts,
    st.lists(texts, min_size=1, max_size=3),
    texts,
)
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "452565589796"}, "Action": "sts:AssumeRole"}],
}
DUMPED = json.dumps(POLICY)


@given(documents, st.sampled_from(["object", "string", "string twice", "encoded", "encoded alone", "ascii"]))
def test_a_policy_is_the_same_in_every_wrapping(policy: dict[str, object], wrapping: str) -> None:
    """However a document is wrapped, it is found, means the same, and its strings are cut out where they stand."""
    dumped = json.dumps(policy, ensure_ascii=wrapping == "ascii")
    text = {
        "object": json.dumps({"x": [policy]}),
        "string": json.dumps({"x": dumped}, ensure_ascii=False),
        "ascii": json.dumps({"x": dumped}),
        "string twice": json.dumps({"x": json.dumps({"y": dumped})}),
        "encoded": json.dumps({"x": quote(dumped)}),
        "encoded alone": quote(dumped, safe=""),
    }[wrapping]
    found = read("x.json", text)
    assert [plain(one.node) for one in found.policies] == [policy]
    assert not found.faults
    span = found.policies[0].statements[0].elements[1].values[0].span
    written = {
        "object": '"Allow"',
        "string twice": r"\\\"Allow\\\"",
        "encoded": "%22Allow%22",
        "encoded alone": "%22Allow%22",
    }
    assert text[span.start : span.end] == written.get(wrapping, r"\"Allow\"")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BROKEN, id="alone"),
        pytest.param(json.dumps({"x": BROKEN}), id="in a string"),
        pytest.param(json.dumps({"x": quote(BROKEN)}), id="URL-encoded in a string"),
        pytest.param(quote(BROKEN, safe=""), id="URL-encoded alone"),
        pytest.param(json.dumps({"x": json.dumps({"y": BROKEN})}), id="in a string in a string"),
    ],
)
def test_a_broken_policy_is_mended_where_it_stands(text: str) -> None:
    """A fault is shown at the very characters of the outer text, and its edit is written as the outer text has it."""
    comma = max(text.rfind(","), text.rfind("%2C"))
    assert faults("x.json", text) == [(1, comma + 1, "trailing-comma")]
    assert faults("x.json", mended("x.json", text)) == []
    assert len(read("x.json", mended("x.json", text)).policies) == 1


def test_an_edit_is_escaped_as_its_surroundings_are() -> None:
    """What an edit adds is escaped in a string, and percent-encoded in a URL-encoded text."""
    unquoted = BROKEN.replace('"*",', "anything")
    for text in (json.dumps({"x": unquoted}), json.dumps({"x": quote(unquoted)}), quote(unquoted)):
        again = read("x.json", mended("x.json", text))
        assert not again.faults
        assert [value.text for value in again.policies[0].statements[0].elements[2].values] == ["anything"]


def test_json_lines_are_documents_of_their_own() -> None:
    """Each line is a document; blank lines are passed over, and faults are shown on their own line."""
    text = f"{DUMPED}\n\n{BROKEN}\r\n"
    for name in ("x.jsonl", "x.ndjson", "<stdin>"):
        assert [place[3] for place in policies(name, text)] == [(1, 1), (3, 1)]
        assert faults(name, text) == [(3, 102, "trailing-comma")]


def test_a_file_without_a_policy_says_so_only_if_it_was_named() -> None:
    """A named file has to hold a policy; one of a folder need not, and its own faults are nobody's business."""
    assert read("x.json", '{"a": 1}').unread == ("x.json holds no policy document.",)
    assert faults("x.json", '{"a": 1,}') == [(1, 8, "trailing-comma")]
    assert read_source(Source("x.json", '{"a": 1,}'), named=False) == ((), (), ())
    assert len(read_source(Source("x.json", BROKEN), named=False).faults) == 1


def test_the_users_kind_wins() -> None:
    """A kind that the user gives is every document's, whatever the surroundings say."""
    text = json.dumps({"Role": {"RoleName": "r", "AssumeRolePolicyDocument": TRUST}})
    assert [policy.kind for policy in read_source(Source("x.json", text), Kind.KEY).policies] == [Kind.KEY]


def resource(kind: str, **properties: object) -> dict[str, object]:
    """A resource of a template."""
    return {"Type": kind, "Properties": properties}


TEMPLATE = {
    "Resources": {
        "Role": resource(
            "AWS::IAM::Role",
            RoleName="MarketplaceCommerceAnalyticsRole",
            AssumeRolePolicyDocument=TRUST,
            PermissionsBoundary={"Ref": "Limit"},
            Policies=[{"PolicyName": "p", "PolicyDocument": POLICY}],
        ),
        "Limit": resource("AWS::IAM::ManagedPolicy", PolicyDocument=POLICY),
        "Managed": resource("AWS::IAM::ManagedPolicy", PolicyDocument=POLICY),
        "Inline": resource("AWS::IAM::Policy", PolicyName="p", Users=["u"], Roles=["r"], PolicyDocument=POLICY),
        "Bucket": resource("AWS::S3::BucketPolicy", PolicyDocument={"Fn::If": ["c", TRUST, {"Ref": "AWS::NoValue"}]}),
        "Topic": resource("AWS::SNS::TopicPolicy", PolicyDocument=DUMPED),
        "Key": resource("AWS::KMS::Key", KeyPolicy=TRUST),
        "Control": resource("AWS::Organizations::Policy", Type="SERVICE_CONTROL_POLICY", Content=POLICY),
        "Function": resource("AWS::Serverless::Function", Policies=["ReadOnly", {"Statement": POLICY["Statement"]}]),
        "Other": resource("Custom::Thing", Deep=[{"er": TRUST}]),
    }
}


def test_a_templates_resources_tell_kind_and_holder() -> None:
    """The type of a resource tells what its documents are for and what they are attached to."""
    found = {path.removeprefix("Resources."): rest[:2] for path, *rest in policies("x.json", json.dumps(TEMPLATE))}
    assert found == {
        "Role.Properties.AssumeRolePolicyDocument": ["trust", ""],
        "Role.Properties.Policies[0].PolicyDocument": ["role", "inline policy of a role"],
        "Limit.Properties.PolicyDocument": ["boundary", "managed policy"],
        "Managed.Properties.PolicyDocument": ["identity", "managed policy"],
        "Inline.Properties.PolicyDocument": ["identity", "inline policy of a user"],
        "Bucket.Properties.PolicyDocument": ["bucket", ""],
        "Topic.Properties.PolicyDocument": ["topic", ""],
        "Key.Properties.KeyPolicy": ["key", ""],
        "Control.Properties.Content": ["boundary", "service control policy"],
        "Function.Properties.Policies[1]": ["identity", "inline policy of a role"],
        "Other.Properties.Deep[0].er": ["trust", ""],
    }


@pytest.mark.parametrize(
    ("function", "known"),
    [
        ({"Ref": "X"}, ("?",)),
        ({"Fn::GetAtt": ["X", "Arn"]}, ("?",)),
        ({"Fn::If": ["c", "a", "b"]}, ("?",)),
        ({"Fn::Sub": "arn:aws:s3:::${X}/${!aws:username}"}, ("?", "arn:aws:s3:::", None, "/${aws:username}")),
        ({"Fn::Sub": ["a${X}", {"X": "y"}]}, ("?", "a", None)),
        ({"Fn::Sub": "plain"}, "plain"),
        ({"Fn::Join": [":", ["arn", {"Ref": "P"}, "s3", {"Fn::Sub": "a${B}"}]]}, ("?", "arn:", None, ":s3:a", None)),
        ({"Fn::Join": ["", ["a", "b"]]}, "ab"),
    ],
)
def test_a_function_is_never_guessed(function: object, known: object) -> None:
    """An intrinsic function is a value that the document does not state, but for its literal parts."""
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": [function]}]}
    text = json.dumps({"Resources": {"P": resource("AWS::S3::BucketPolicy", PolicyDocument=policy)}})
    [found] = read("x.json", text).policies
    assert plain(found.node)["Statement"][0]["Resource"] == [known]  # type: ignore[index]  # it is a policy


def test_a_document_that_a_template_leaves_open_is_said() -> None:
    """A document that comes from a parameter is not checked, and that is said with its place."""
    text = json.dumps({"Resources": {"P": resource("AWS::S3::BucketPolicy", PolicyDocument={"Ref": "X"})}})
    [sentence] = read("x.json", text).unread
    assert sentence.startswith("Line 1, column 88: Resources.P.Properties.PolicyDocument is ")


def test_a_document_that_is_no_json_is_not_passed_over() -> None:
    """A string that has to be a policy is one with faults if it is no JSON at all."""
    text = json.dumps({"Resources": {"P": resource("AWS::SNS::TopicPolicy", PolicyDocument="allow all")}})
    assert faults("x.json", text)


def test_a_plan_is_read_once() -> None:
    """Of a plan, the planned values count: changes and outputs repeat them; what is known after apply is said."""
    values = {"policy": BROKEN}
    planned = {"address": "aws_s3_bucket_policy.x", "type": "aws_s3_bucket_policy", "mode": "managed", "values": values}
    data = {"mode": "data", "type": "aws_iam_policy_document"}
    change = {"actions": ["create"], "after": {}, "after_unknown": {"policy": True}}
    plan = {
        "planned_values": {
            "outputs": {"p": {"value": BROKEN}},
            "root_module": {"child_modules": [{"resources": [planned]}], "resources": []},
        },
        "resource_changes": [
            {"address": "a.b", "type": "aws_s3_bucket_policy", "change": {"actions": ["create"], "after": values}},
            {"address": "aws_iam_policy.y", "type": "aws_iam_policy", "change": change},
        ],
        "prior_state": {
            "values": {
                "root_module": {
                    "resources": [
                        planned,
                        {**data, "values": {"json": BROKEN, "statement": [{"actions": ["x"], "effect": "Allow"}]}},
                        {**data, "values": {"json": json.dumps(TRUST)}},
                    ]
                }
            }
        },
    }
    text = json.dumps(plan)
    root = "planned_values.root_module.child_modules[0].resources[0].values.policy"
    assert [found[:3] for found in policies("x.json", text)] == [
        (root, "bucket", ""),
        ("prior_state.values.root_module.resources[2].values.json", "trust", ""),
    ]
    assert len(faults("x.json", text)) == 1
    assert read("x.json", text).unread == (
        "aws_iam_policy.y: policy is known only after the plan is applied, so it was not checked.",
    )


def test_a_terraform_state_is_read() -> None:
    """The attributes of a state's instances hold documents; the type tells kind and holder."""
    role = {
        "assume_role_policy": json.dumps(TRUST),
        "inline_policy": [{"name": "oneClick_MarketplaceCommerceAnalyticsRole_1", "policy": DUMPED}],
    }
    state = {
        "version": 4,
        "terraform_version": "1.9.0",
        "resources": [{"type": "aws_iam_role", "name": "r", "instances": [{"attributes": role}]}],
    }
    assert [found[1:3] for found in policies("x.tfstate", json.dumps(state))] == [
        ("trust", ""),
        ("role", "inline policy of a role"),
    ]


def test_a_pulumi_state_is_read_once() -> None:
    """Inputs count, outputs repeat them; secrets and what is not known yet are said; deleted resources are gone."""
    urn = "urn:pulumi:s::p::t::"
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}
    opened = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": json.dumps(DUMPED)}
    unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    resources: list[dict[str, object]] = [
        {"urn": f"{urn}{name}", "type": type_, "inputs": {slot: value}, "outputs": {slot: value}}
        for name, type_, slot, value in (
            ("a", "aws:iam/rolePolicy:RolePolicy", "policy", DUMPED),
            ("b", "aws:iam/role:Role", "assumeRolePolicy", TRUST),
            ("c", "aws:iam/policy:Policy", "policy", secret),
            ("d", "aws:sns/topicPolicy:TopicPolicy", "policy", unknown),
            ("f", "aws:iam/userPolicy:UserPolicy", "policy", opened),
        )
    ]
    resources.append({**resources[0], "delete": True})
    expected = [
        ("identity", "inline policy of a role"),
        ("trust", ""),
        ("identity", "inline policy of a user"),
    ]
    said = (
        "c: policy is an encrypted secret, so it was not checked.",
        "d: policy is known only after the deployment, so it was not checked.",
    )
    steps = {"steps": [{"op": "create", "oldState": one, "newState": one} for one in resources]}
    for text in (
        json.dumps({"version": 3, "deployment": {"resources": resources}}),
        json.dumps({"version": 3, "checkpoint": {"latest": {"resources": resources}}}),
    ):
        assert [found[1:3] for found in policies("x.json", text)] == expected
        assert read("x.json", text).unread == said
    assert ("trust", "") in [found[1:3] for found in policies("x.json", json.dumps(steps))]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"Role": {"RoleName": "r", "AssumeRolePolicyDocument": quote(json.dumps(TRUST))}}, [("trust", "")]),
        (
            {"RoleName": "MarketplaceCommerceAnalyticsRole", "PolicyName": "p", "PolicyDocument": POLICY},
            [("role", "inline policy of a role")],
        ),
        ({"UserName": "u", "PolicyName": "p", "PolicyDocument": TRUST}, [("identity", "inline policy of a user")]),
        (
            {"GroupName": "g", "PolicyName": "CommerceAnalyticsReader", "PolicyDocument": POLICY},
            [("reader", "inline policy of a group")],
        ),
        ({"PolicyVersion": {"Document": POLICY, "IsDefaultVersion": True}}, [("identity", "managed policy")]),
        ({"Policy": json.dumps(TRUST)}, [("trust", "")]),
        ({"Attributes": {"TopicArn": "a", "Policy": json.dumps(TRUST), "DeliveryPolicy": "{}"}}, [("topic", "")]),
        (
            {"Policy": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": DUMPED}},
            [("boundary", "service control policy")],
        ),
        (
            {
                "UserDetailList": [
                    {"UserName": "u", "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": POLICY}]}
                ],
                "RoleDetailList": [
                    {
                        "RoleName": "r",
                        "AssumeRolePolicyDocument": TRUST,
                        "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:b"},
                    }
                ],
                "Policies": [
                    {
                        "Arn": "arn:b",
                        "PolicyName": "b",
                        "AttachmentCount": 0,
                        "PolicyVersionList": [
                            {"Document": POLICY, "IsDefaultVersion": False},
                            {"Document": quote(DUMPED), "IsDefaultVersion": True},
                        ],
                    },
                    {
                        "Arn": "arn:aws:iam::aws:policy/X",
                        "PolicyVersionList": [{"Document": POLICY, "IsDefaultVersion": True}],
                    },
                ],
            },
            [("identity", "inline policy of a user"), ("trust", ""), ("boundary", "managed policy")],
        ),
    ],
)
def test_an_answer_of_the_command_line_is_read(answer: object, expected: list[tuple[str, str]]) -> None:
    """What the AWS command line prints says what each document is for; only versions in force count."""
    assert [found[1:3] for found in policies("<stdin>", json.dumps(answer))] == expected


def test_terraforms_json_syntax_is_read() -> None:
    """Strings are templates there: what they fill in is unknown; data sources in it are said to be unread."""
    policy = json.dumps(POLICY).replace("s3:GetObject", "s3:${var.x}/$${aws:username}")
    role = {"assume_role_policy": "${data.aws_iam_policy_document.t.json}"}
    data = {"aws_iam_policy_document": {"t": {"statement": [{"effect": "Allow", "actions": ["x"]}]}}}
    blocks = {"aws_sns_topic_policy": {"p": {"policy": policy}}, "aws_iam_role": {"r": role}}
    found = read("main.tf.json", json.dumps({"resource": blocks, "data": data}))
    [one] = found.policies
    assert one.kind is Kind.TOPIC
    action = plain(one.node)["Statement"][0]["Action"]  # type: ignore[index]  # it is a policy
    assert action == ("?", "s3:", None, "/${aws:username}")
    assert found.unread == (
        "data.aws_iam_policy_document.t is written in Terraform's JSON syntax, so it was not checked.",
    )
