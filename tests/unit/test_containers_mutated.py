"""Broken files of every language: no exception, and no place outside of the text."""

from __future__ import annotations

import json

import pytest
from container_cases import BROKEN, POLICY, read
from hypothesis import given
from hypothesis import strategies as st

_JSON = json.dumps(POLICY)
WHOLE = {
    "x.json": json.dumps({"Resources": {"P": {"Type": "X", "Properties": {"PolicyDocument": _JSON}}}}),
    "x.yaml": f"a: &a\n  p: !Sub |\n    {BROKEN}\nb: [*a, '{_JSON}']\nVersion: 2012-10-17\nStatement: []\n",
    "x.md": f"Words.\n\n> ```json\n> {BROKEN}\n> ```\n\n{json.dumps(POLICY, indent=2)}\n",
    "x.tf": (
        'resource "aws_iam_policy" "x" {\n  policy = <<-EOF\n  {"Version": "2012-10-17", "Statement": ["${var.x}",'
        ' "$${a}", ${b}]}\n  EOF\n}\ndata "aws_iam_policy_document" "y" {\n  statement {\n    actions = ["${c}"]\n'
        f"  }}\n}}\nlocals {{\n  p = {json.dumps(_JSON)}\n}}\n"
    ),
    "x.py": f"P = f{_JSON.replace('{', '{{').replace('}', '}}')!r} + x\nQ = {POLICY!r}\nR = '''{BROKEN}'''\n",
}  # fmt: skip
pieces = st.sampled_from([*"{}[]\"'\\\n:,#%$!&*|>-() \t\r\x00é", "${", "%{", "<<", "```\n", '"""', "\\u", "\U000f0000"])


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_a_broken_file_is_read(name: str, data: st.DataObject) -> None:
    """Whatever is cut out of a file or put into it: policies and faults have places in it, in the right order."""
    text = WHOLE[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 12, len(text))))
        text = text[:start] + data.draw(st.just("") | pieces) + text[end:]
    found = read(name, text)
    spans = [policy.span for policy in found.policies]
    spans += [element.span for policy in found.policies for one in policy.statements for element in one.elements]
    spans += [passage.span(fault.start, fault.end) for passage, faults in found.faults for fault in faults]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert found.policies or found.faults or found.unread
