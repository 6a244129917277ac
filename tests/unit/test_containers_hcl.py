"""Policies in HCL: data sources, `jsonencode`, heredocs, strings, and what Terraform fills in."""

from __future__ import annotations

import json

import pytest
from container_cases import BROKEN, POLICY, faults, mended, plain, policies, read
from hypothesis import given
from hypothesis import strategies as st

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
MAIN = """\
# é
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::452565589796:root"]
    }
    principals {
      type        = "AWS"
      identifiers = [var.other]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["&{aws:username}/${var.id}"]
    }
  }
}

resource "aws_iam_role" "reports" {
  name                 = "MarketplaceCommerceAnalyticsRole"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = aws_iam_policy.limit.arn
  inline_policy {
    name   = "reports"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect : "Allow", Action = ["s3:PutObject", local.more]
        "Resource" = "arn:aws:s3:::${var.bucket}/*"
      }]
    })
  }
}

resource "aws_iam_policy" "limit" {
  policy = <<-EOF
    {"Version": "2012-10-17",
     "Statement": {"Effect": "Allow", "Action": ${jsonencode(var.all)}, "Resource": "x${var.y}/$${aws:username}"}}
  EOF
}
"""


def test_a_configuration_is_read() -> None:
    """Blocks, `jsonencode` and heredocs are policies with places; references tell what a data source is for."""
    found = read("main.tf", MAIN)
    assert policies("main.tf", MAIN) == [
        ("data.aws_iam_policy_document.trust", "trust", "", (2, 1)),
        ("resource.aws_iam_role.reports.inline_policy.policy", "role", "inline policy of a role", (27, 25)),
        ("resource.aws_iam_policy.limit.policy", "boundary", "managed policy", (39, 5)),
    ]
    assert not found.unread
    assert not found.faults
    trust, inline, limit = (plain(policy.node) for policy in found.policies)
    assert trust == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Principal": {"AWS": ["arn:aws:iam::452565589796:root", ("?",)]},
                "Condition": {"StringEquals": {"sts:ExternalId": [("?", "${aws:username}/", None)]}},
            }
        ],
    }
    assert inline == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:PutObject", ("?",)],
                "Resource": ("?", "arn:aws:s3:::", None, "/*"),
            }
        ],
    }
    assert limit["Statement"] == {  # type: ignore[index]  # it is a policy
        "Effect": "Allow",
        "Action": ("?",),
        "Resource": ("?", "x", None, "/${aws:username}"),
    }
    action = found.policies[0].statements[0].action
    assert action
    assert MAIN[action.values[0].span.start : action.values[0].span.end] == '"sts:AssumeRole"'
    assert (action.name_span.line, action.name_span.column) == (4, 5)


@given(texts, st.lists(texts, min_size=1, max_size=3), st.sampled_from(["jsonencode", "heredoc", "string"]))
def test_a_policy_is_the_same_in_every_form(sid: str, actions: list[str], form: str) -> None:
    """However a document is written in HCL, it is found and means the same."""
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": sid, "Effect": "Allow", "Action": actions}]}
    dumped = json.dumps(policy, ensure_ascii=False)
    escaped = dumped.replace("${", "$${").replace("%{", "%%{")
    value = {
        "jsonencode": f"jsonencode({escaped})",
        "heredoc": f"<<EOF\n{escaped}\nEOF",
        "string": json.dumps(dumped, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{"),
    }[form]
    text = f'resource "aws_iam_policy" "é" {{\n  policy = {value}\n}}\n'
    found = read("x.tf", text)
    assert [plain(one.node) for one in found.policies] == [policy]
    span = found.policies[0].statements[0].elements[1].values[0].span
    assert text[span.start : span.end].strip('\\"') == "Allow"


@pytest.mark.parametrize(
    "value",
    [
        f"<<EOF\n{BROKEN}\nEOF",
        f"<<-EOF\n    {BROKEN}\n    EOF",
        json.dumps(BROKEN),
        json.dumps(BROKEN.replace('"*"', '"$${aws:username}${var.x}"')),
    ],
)
def test_a_broken_policy_is_mended_where_it_stands(value: str) -> None:
    """A fault in a text has its place in the file; the edits are written as HCL has them, around what it fills in."""
    text = f'resource "aws_sns_topic_policy" "x" {{\n  policy = {value}\n}}\n'
    assert "trailing-comma" in [kind for _, _, kind in faults("x.tf", text)]
    line, column, _ = faults("x.tf", text)[-1]
    assert text.split("\n")[line - 1][column - 1] == ","
    again = read("x.tf", mended("x.tf", text))
    assert not again.faults
    assert [policy.kind for policy in again.policies] == ["topic"]


def test_no_edit_loses_what_is_filled_in() -> None:
    """Where mending would delete an interpolation, only a person can know what was meant."""
    value = BROKEN.replace('"s3:GetObject"', "x${var.x}").replace('"*"', "'a${var.y}'")
    text = f'resource "aws_sns_topic_policy" "x" {{\n  policy = <<EOF\n{value}\nEOF\n}}\n'
    after = mended("x.tf", text)
    assert "${var.x}" in after
    assert '"a${var.y}"}' in after


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("var.policy", "Line 2, column 12: resource.aws_iam_policy.x.policy is var.policy, which"),
        ('file("x.json")', 'Line 2, column 12: resource.aws_iam_policy.x.policy is file("x.json"), which'),
        ('"${local.p}"', "Line 2, column 12: resource.aws_iam_policy.x.policy is ${local.p}, which"),
        ("jsonencode(local.p)", "Line 2, column 12: resource.aws_iam_policy.x.policy is jsonencode(local.p), which"),
        (
            '<<EOF\n{"Version": "2012-10-17", "Statement": [%{ if x }1%{ endif }]}\nEOF',
            "Line 2, column 12: a template with %{ } writes this policy",
        ),
    ],
)
def test_a_policy_that_stands_elsewhere_is_said(value: str, sentence: str) -> None:
    """A document that the configuration does not state is not checked, and that is said."""
    found = read("x.tf", f'resource "aws_iam_policy" "x" {{\n  policy = {value}\n}}\n')
    assert found.policies == ()
    assert [said.startswith(sentence) for said in found.unread] == [True]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (
            'statement {\n principals {\n type = "*"\n identifiers = ["*"]\n }\n }',
            {"Effect": "Allow", "Principal": "*"},
        ),
        (
            'statement {\n dynamic "principals" {\n for_each = var.x\n content {}\n }\n }',
            {"Effect": "Allow", "Principal": ("?",)},
        ),
        ('dynamic "statement" {\n for_each = var.x\n content {}\n }', ("?",)),
        ("source_policy_documents = [var.x]", ("?",)),
        (
            'statement {\n effect = "Deny"\n sid = "S"\n not_actions = ["a"]\n not_resources = ["b"]\n }',
            {"Effect": "Deny", "Sid": "S", "NotAction": ["a"], "NotResource": ["b"]},
        ),
    ],
)
def test_a_data_source_becomes_its_document(blocks: str, expected: object) -> None:
    """Each block of a data source is in the document as Terraform writes it; what it computes is unknown."""
    [found] = read("x.tf", f'data "aws_iam_policy_document" "x" {{\n {blocks}\n}}\n').policies
    assert plain(found.node) == {"Version": "2012-10-17", "Statement": [expected]}


def test_computed_keys_and_calls_are_unknown() -> None:
    """An object with a computed key, a condition and a loop are not known; documents in them are found all the same."""
    condition = '{ StringEquals = { (var.k) = "x" } }'
    body = f'{{ Version = "2012-10-17", Statement = [{{ Effect = "Allow", Condition = {condition} }}] }}'
    text = f"locals {{\n  p = var.x ? merge({body}, {{}}) : null\n}}\n"
    [found] = read("x.tf", text).policies
    assert found.path == ("locals", "p")
    assert plain(found.node)["Statement"][0]["Condition"] == {"StringEquals": ("?",)}  # type: ignore[index]  # it is a policy


def test_what_is_no_hcl_is_said() -> None:
    """A syntax error has its line and column in a sentence; what can be read is read."""
    found = read(
        "x.tf", f'resource "aws_iam_policy" "x" {{\n  policy = {json.dumps(json.dumps(POLICY))}\n}}\nresource {{{{\n'
    )
    assert len(found.policies) == 1
    assert [sentence.partition(":")[2] for sentence in found.unread] == [
        " this is not HCL, so what stands here was not read."
    ]


@pytest.mark.parametrize("text", ["x = " + "[" * 50_000, 'x = "' + '${"' * 20_000, "a{" * 50_000, "x=f(" * 20_000])
def test_no_depth_makes_it_run_away(text: str) -> None:
    """Any depth ends in a sentence."""
    assert read("x.tf", text).unread
