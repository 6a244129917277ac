"""Policies in Markdown and plain text: fenced, indented, quoted, or bare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from container_cases import BROKEN, POLICY, faults, mended, plain, policies, read
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).parent.parent / "data"
GUIDE = (DATA / "containers" / "guide.txt").read_text(encoding="utf-8")
PRETTY = json.dumps(POLICY, indent=2, ensure_ascii=False)


def test_the_guides_policies_are_found_with_every_fault() -> None:
    """Both policies of the guide are found in its text, and each of their syntax errors has its line and column."""
    assert [found[3] for found in policies("guide.txt", GUIDE)] == [(14, 1), (37, 4)]
    assert faults("guide.txt", GUIDE) == [
        (21, 10, "trailing-comma"),
        (43, 25, "trailing-comma"),
        (44, 9, "trailing-comma"),
        (45, 7, "trailing-comma"),
        (45, 8, "stray-token"),
    ]


def test_the_guides_policies_are_mended_in_place() -> None:
    """With the edits made in the guide's text, both policies are JSON, and the rest of the text is as it was."""
    text = mended("guide.txt", GUIDE)
    found = read("guide.txt", text)
    assert not found.faults
    mend = json.loads((DATA / "seeds" / "guide-caller-policy.mended.json").read_text(encoding="utf-8"))
    cut = [json.loads(text[policy.span.start : policy.span.end]) for policy in found.policies]
    assert cut == [mend, mend]
    assert [line for line in text.split("\n") if "report" in line] == [x for x in GUIDE.split("\n") if "report" in x]


@given(
    st.sampled_from(["{}", "- {}", "> {}", "   {}"]).map(lambda form: form.removesuffix("{}")),
    st.sampled_from(["", "```", "~~~~json", "``` JSON"]),
    st.sampled_from(["", "Some words, {braces} and [brackets](x).\n\n"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_block_is_found_in_any_layout(lead: str, fence: str, before: str, end: str) -> None:
    """Fenced or bare, indented or quoted, in a list or not: the same document, at its place, and mended there."""
    lead = "" if lead == "- " and not fence else lead
    closing = fence[:4].rstrip("json ") if fence else ""
    rest = " " * len(lead) if lead == "- " else lead
    lines = [line for line in (fence, *BROKEN.replace("[", "[\n").split("\n"), closing) if line]
    block = end.join((lead if not number else rest) + line for number, line in enumerate(lines))
    text = f"{before}{block}{end}{end}Bye.{end}"
    [place] = [found[3] for found in policies("x.md", text)]
    assert text.split("\n")[place[0] - 1][place[1] - 1] == "{"
    assert [kind for _, _, kind in faults("x.md", text)] == ["trailing-comma"]
    again = read("x.md", mended("x.md", text))
    assert not again.faults
    assert [plain(policy.node) for policy in again.policies] == [json.loads(BROKEN.replace(",}", "}"))]


@pytest.mark.parametrize(
    "text",
    [
        "An IAM statement has an Effect, an Action and a Resource: {Effect}.",
        'The answer is `{"Effect": "Allow", "Action": "x"}` or so.',
        '```json\n{"dataSetRequestId": "x"}\n```\n',
        "```js\nconst policy = {\n  Statement: [{ Effect: 'Allow', Action: x }],\n}\n```\n",
        "{\n not a policy\n}\n",
    ],
)
def test_braces_in_prose_are_no_noise(text: str) -> None:
    """What is no policy is passed over: fragments in a line, other samples, programs."""
    assert read("x.md", text) == ((), (), ("x.md holds no policy document.",))


def test_a_bare_block_ends_where_prose_begins() -> None:
    """A block whose brackets do not pair ends before the first line that is no JSON, or at its own closing bracket."""
    open_ = PRETTY.replace("  ]\n", "", 1)
    for text in (f"Look:\n\n{open_}\nAnd so on, with words.\n", f"Look:\n\n{open_}\n\nAnd so on.\n"):
        assert [kind for _, _, kind in faults("x.txt", text)] == ["unclosed-bracket"]
        after = mended("x.txt", text)
        assert [plain(policy.node) for policy in read("x.txt", after).policies] == [POLICY]
        assert "And so on" in after


def test_a_document_in_the_middle_of_a_line_is_found() -> None:
    """A whole document counts wherever it stands, such as in a command."""
    text = f"aws iam put-user-policy --policy-document '{json.dumps(POLICY)}' --user-name x\n"
    assert [found[3] for found in policies("x.sh", text)] == [(1, 44)]


def test_a_block_of_another_language_is_read_in_it() -> None:
    """YAML, HCL and Python blocks have their readers, and places in the text around them."""
    yaml = "   ```yaml\n   Version: '2012-10-17'\n   Statement:\n     - Effect: Allow\n       Action: x\n   ```\n"
    hcl = '```hcl\ndata "aws_iam_policy_document" "x" {\n  statement {\n    actions = ["x"]\n  }\n}\n```\n'
    python = '```python\nP = {"Version": "2012-10-17", "Statement": []}\n```\n'
    assert [found[3] for found in policies("x.md", yaml + hcl + python)] == [(2, 4), (8, 1), (15, 5)]


def test_several_blocks_are_told_apart_by_their_number() -> None:
    """With more than one block, the number of each begins its path."""
    text = f"```\n{PRETTY}\n```\n```\n{PRETTY}\n```\n"
    assert [found[0] for found in policies("x.md", text)] == ["[0]", "[1]"]
    assert [found[0] for found in policies("x.md", PRETTY)] == [""]
