"""Policies in YAML: mappings, blocks of text, short tags, anchors, and what two versions of YAML read differently."""

from __future__ import annotations

import json

import pytest
import yaml
from container_cases import BROKEN, POLICY, faults, mended, plain, policies, read
from hypothesis import given
from hypothesis import strategies as st

# The writer leaves some words and numbers without marks that YAML 1.2 reads in another way.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(
    lambda text: text.lower() not in {"yes", "no", "on", "off"} and text[:1] not in set("0123456789+-.")
)
documents = st.builds(
    lambda sid, actions: {
        "Version": "2012-10-17",
        "Statement": [{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"}],
    },
    texts,
    st.lists(texts, min_size=1, max_size=3),
)


@given(documents, st.booleans(), st.sampled_from([None, "'", '"', "|", ">"]), st.sampled_from([20, 80]))
def test_a_policy_is_the_same_in_every_style(
    policy: dict[str, object],
    flow: bool,  # noqa: FBT001  # hypothesis passes by name
    style: str | None,
    width: int,
) -> None:
    """A document that a writer of YAML wrote, as a mapping or as a text in any style, is found and means the same."""
    value = policy if style is None else json.dumps(policy, ensure_ascii=False, indent=1 if style == "|" else None)
    text = yaml.dump(
        {"x": [value]}, default_style=style, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False
    )
    found = read("x.yaml", text)
    assert [plain(one.node) for one in found.policies] == [policy]
    span = found.policies[0].statements[0].elements[1].values[0].span
    assert text[span.start : span.end].strip("\\'\" \n") == "Allow"


@pytest.mark.parametrize(
    "text",
    [
        f"x:\n  policy: |\n    {BROKEN}\n",
        f"x:\n  policy: >-\n    {BROKEN.replace(', ', f',{chr(10)}    ')}\n",
        f"x: '{BROKEN}'\n",
        f"x: {json.dumps(BROKEN)}\n",
        "x: " + json.dumps(BROKEN).replace(", ", ",\n   ") + "\n",
        f"- &a !Sub |2\n   {BROKEN}\n",
    ],
)
def test_a_broken_policy_in_a_scalar_is_mended_where_it_stands(text: str) -> None:
    """In every style of scalar, a fault has its place in the file, and the edit keeps the file's YAML whole."""
    [(line, column, kind), *_] = faults("x.yaml", text)
    assert kind in {"trailing-comma", "quotation-marks"}
    assert text.split("\n")[line - 1][column - 1] in ",'"
    again = read("x.yaml", mended("x.yaml", text))
    assert not again.faults
    assert [plain(one.node) for one in again.policies] == [json.loads(BROKEN.replace(",}", "}"))]


TEMPLATE = """\
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Other.Arn}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: p
          PolicyDocument: !If
            - c
            - Statement:
                Effect: Allow
                Action: &read ["s3:Get*", 's3:List*']
                Resource: !Sub arn:aws:s3:::${B}/*
            - !Ref AWS::NoValue
  Bucket:
    Type: AWS::S3::BucketPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Deny
            Action: *read
            Principal: '*'
            Resource: !Join ['', ['arn:', !Ref 'AWS::Partition', ':s3:::b']]
"""


def test_a_template_in_short_form_is_read() -> None:
    """CloudFormation's tags are functions: values that the document does not state, but for their literal parts."""
    found = read("x.yml", TEMPLATE)
    assert [found[1:] for found in policies("x.template", TEMPLATE)] == [
        ("trust", "", (7, 9)),
        ("identity", "inline policy of a role", (16, 15)),
        ("bucket", "", (25, 9)),
    ]
    assert not found.unread
    trust, inline, bucket = (plain(policy.node) for policy in found.policies)
    assert trust == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": ("?",)}, "Action": "sts:AssumeRole"}],
    }
    actions = ["s3:Get*", "s3:List*"]
    assert inline["Statement"]["Action"] == actions  # type: ignore[index]  # it is a policy
    assert inline["Statement"]["Resource"] == ("?", "arn:aws:s3:::", None, "/*")  # type: ignore[index]  # the same
    assert bucket["Statement"][0]["Action"] == actions  # type: ignore[index]  # the same
    assert bucket["Statement"][0]["Resource"] == ("?", "arn:", None, ":s3:::b")  # type: ignore[index]  # the same


def test_no_edit_of_json_is_made_in_yaml() -> None:
    """The rules' edits are written in JSON; a document that is written in YAML is not edited with them."""
    [trust, *_] = read("x.yml", TEMPLATE).policies
    assert trust.passage.encode is None


def test_merge_keys_are_merged() -> None:
    """`<<` adds what a mapping does not have itself."""
    text = (
        "base: &b {Effect: Allow, Action: x, Resource: y}\n"
        "Version: '2012-10-17'\nStatement:\n- <<: *b\n  Resource: '*'\n"
    )
    [found] = read("x.yaml", text).policies
    assert plain(found.node)["Statement"] == [{"Resource": "*", "Effect": "Allow", "Action": "x"}]  # type: ignore[index]  # it is a policy


@pytest.mark.parametrize(
    ("scalar", "value", "kind"),
    [
        ("2012-10-17", "2012-10-17", None),
        ("111122223333", 111122223333, None),
        ("011122223333", ("?",), "ambiguous-scalar"),
        ("'011122223333'", "011122223333", None),
        ("yes", ("?",), "ambiguous-scalar"),
        ("0x1F", ("?",), "ambiguous-scalar"),
        ("1e5", ("?",), "ambiguous-scalar"),
        ("nO", "nO", None),
        ("true", True, None),
        ("~", None, None),
        ("1.5", 1.5, None),
        ("!!str 01", "01", None),
    ],
)
def test_a_scalar_is_read_only_where_all_versions_agree(scalar: str, value: object, kind: str | None) -> None:
    """What YAML 1.1 and 1.2 read differently is not known, and the fault says to quote it; dates are texts."""
    text = f"Version: '2012-10-17'\nStatement:\n  Effect: Allow\n  Action: {scalar}\n"
    [found] = read("x.yaml", text).policies
    assert plain(found.node)["Statement"]["Action"] == value  # type: ignore[index]  # it is a policy
    assert [one[2] for one in faults("x.yaml", text)] == ([kind] if kind else [])
    if kind:
        assert faults("x.yaml", text) == [(4, 11, kind)]
        assert faults("x.yaml", mended("x.yaml", text)) == []


def test_a_key_twice_is_a_fault() -> None:
    """A key that stands twice is a fault at its second place, and both members stay."""
    text = "Version: '2012-10-17'\nStatement:\n  Effect: Allow\n  Effect: Deny\n  Action: x\n"
    assert faults("x.yaml", text) == [(4, 3, "duplicate-key")]
    assert [one.name for one in read("x.yaml", text).policies[0].statements[0].elements] == [
        "Effect",
        "Effect",
        "Action",
    ]


def test_documents_are_numbered() -> None:
    """Each document of a stream is read; its number begins the path."""
    one = "p:\n  Version: '2012-10-17'\n"
    assert [found[::3] for found in policies("x.yaml", f"{one}---\n{one}")] == [("[0].p", (2, 3)), ("[1].p", (5, 3))]


def test_what_is_no_yaml_is_said() -> None:
    """A syntax error has its line and column in a sentence; documents before it are read all the same."""
    text = "Version: '2012-10-17'\n---\na: b: c\n"
    found = read("x.yaml", text)
    assert len(found.policies) == 1
    assert found.unread == (
        "Line 3, column 5: this is not YAML, so the rest was not read: mapping values are not allowed in this context.",
    )


def test_json_in_a_file_of_yaml_is_read_as_json() -> None:
    """JSON is a part of YAML: with its strict reader if it is no YAML either."""
    assert faults("x.yaml", BROKEN.replace("]}", "]")) != []
    assert [plain(one.node) for one in read("x.template", json.dumps(POLICY)).policies] == [POLICY]


def test_a_serverless_service_is_read() -> None:
    """The statements of a function's role are a document; the framework's variables are unknown, IAM's are kept."""
    text = (
        "service: a\nprovider:\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: x\n"
        "          Resource: 'arn:aws:s3:::${self:custom.b}/${aws:username}'\n"
    )
    [found] = read("serverless.yml", text).policies
    assert (found.holder, found.span.line) == ("inline policy of a role", 6)
    assert plain(found.node)["Statement"][0]["Resource"] == ("?", "arn:aws:s3:::", None, "/${aws:username}")  # type: ignore[index]  # it is a policy


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        '"' + "\\" * 99_999,
        "- &a [*a]\n",
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 90)),
    ],
)
def test_no_text_makes_it_run_away(text: str) -> None:
    """Depth, recursion and aliases of aliases end in a sentence or a fault."""
    found = read("x.yaml", text)
    assert found.unread or found.faults
