"""Policies in Python: dictionaries, and strings of every kind."""

from __future__ import annotations

import json

import pytest
from container_cases import BROKEN, faults, mended, plain, policies, read
from hypothesis import given
from hypothesis import strategies as st

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
HEAD = "# é\né = 'é'; "


@given(texts, st.lists(texts, min_size=1, max_size=3), st.sampled_from(["dict", "repr", "triple", "f", "raw", "parts"]))
def test_a_policy_is_the_same_in_every_form(sid: str, actions: list[str], form: str) -> None:
    """However a document is written in Python, it is found and means the same."""
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": sid, "Effect": "Allow", "Action": actions}]}
    dumped = json.dumps(policy)
    half = 30
    form = "repr" if form == "raw" and "'''" in dumped else form
    value = {
        "dict": f"json.dumps({policy!r})",
        "repr": repr(dumped),
        "triple": '"""\n' + dumped.replace("\\", "\\\\") + '\n"""',
        "f": "f" + repr(dumped).replace("{", "{{").replace("}", "}}"),
        "raw": f"r'''{dumped}'''",
        "parts": f"({dumped[:half]!r}  # half\n   {dumped[half:]!r})",
    }[form]
    text = f"{HEAD}P = {value}\n"
    found = read("x.py", text)
    assert [plain(one.node) for one in found.policies] == [policy]
    assert not found.faults
    span = found.policies[0].statements[0].elements[1].values[0].span
    assert (
        "".join(text[span.start : span.end].split("# half\n")).replace("'", "").strip('\\" ').replace(" ", "")
        == "Allow"
    )
    assert found.policies[0].path == ("P",)


@pytest.mark.parametrize(
    ("value", "editable"),
    [
        (repr(BROKEN), True),
        (json.dumps(BROKEN), True),
        (f'"""{BROKEN}"""', True),
        (f"r'''{BROKEN}'''", True),
        (f"r'{BROKEN}'", False),
        ("f" + repr(BROKEN).replace("{", "{{").replace("}", "}}").replace('"*"', '"{x[0]!r:>{w}}"'), True),
        (repr(BROKEN.replace('"*"', '"%s"')) + " % x", True),
        (repr(BROKEN.replace("{", "{{").replace("}", "}}").replace('"*"', "{}")) + ".format(x)", True),
        (f"{BROKEN[:99]!r} + x + {BROKEN[99:]!r}", False),
    ],
)
def test_a_broken_policy_in_a_string_is_mended_where_it_stands(
    value: str,
    editable: bool,  # noqa: FBT001  # a table's column
) -> None:
    """A fault in a string has its place in the program; where an edit cannot be written, there is none."""
    text = f"{HEAD}P = {value}\n"
    [(line, column, kind)] = faults("x.py", text)
    assert kind == "trailing-comma"
    assert text.split("\n")[line - 1][column - 1] == ","
    assert (faults("x.py", mended("x.py", text)) == []) is editable
    compile(mended("x.py", text), "x.py", "exec")


def test_an_edit_is_escaped_for_its_literal() -> None:
    """Quotation marks that an edit adds are escaped as the literal needs it."""
    unquoted = BROKEN.replace('"*",', "anything")
    for text in (f"P = {json.dumps(unquoted)}\n", f'P = """{unquoted}"""\n'):
        after = mended("x.py", text)
        compile(after, "x.py", "exec")
        again = read("x.py", after)
        assert not again.faults
        assert [value.text for value in again.policies[0].statements[0].elements[2].values] == ["anything"]


def test_what_is_computed_is_unknown() -> None:
    """Names, calls and replacement fields are values that the program does not state, but for literal parts."""
    text = (
        'P = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:" + n, f"é{x[\'a\']}:{{y}}"],'
        ' "Resource": bucket.arn, "Condition": {"Bool": {"a": True, **more}, "Null": {k: 1}}}, *others]}\n'
    )
    [found] = read("x.py", text).policies
    assert plain(found.node) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [("?", "s3:", None), ("?", "é", None, ":{y}")],
                "Resource": ("?",),
                "Condition": {"Bool": ("?",), "Null": ("?",)},
            },
            ("?",),
        ],
    }


def test_holes_in_a_text_are_unknown() -> None:
    """A replacement field in a string is a part of it that is not known; one in place of a value is a value."""
    statement = '{{"Action": "s3:{a}", "Resource": {b}, "Effect": "Allow"}}'
    text = f'P = f\'{{{{"Version": "2012-10-17", "Statement": [{statement}]}}}}\'\n'
    [found] = read("x.py", text).policies
    assert plain(found.node)["Statement"] == [  # type: ignore[index]  # it is a policy
        {"Action": ("?", "s3:", None), "Resource": ("?",), "Effect": "Allow"}
    ]
    assert not read("x.py", text).faults


def test_names_lead_to_a_policy() -> None:
    """Classes, functions, variables and arguments are the path of what stands in them."""
    text = (
        "class A:\n    def f(self):\n        put(policy={'Version': '2012-10-17', 'Statement': []})\n"
        '        q: str = \'{"Version": "2012-10-17", "Statement": []}\'\n'
    )
    assert [found[::3] for found in policies("x.py", text)] == [("A.f.policy", (3, 20)), ("A.f.q", (4, 19))]


def test_documentation_is_no_policy() -> None:
    """A string that stands alone says something to people."""
    assert read("x.py", f'def f():\n    """Such as {BROKEN}."""\n').policies == ()


def test_what_is_put_together_is_said() -> None:
    """A policy that takes in another dictionary is not checked, and that is said."""
    text = 'P = {"Version": "2012-10-17", **base, "Statement": []}\n'
    assert read("x.py", text).unread == (
        "Line 1, column 5: this policy is put together when the program runs, so it was not checked.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = (\n", "Line 1, column 5: this is not Python, so nothing was read: '(' was never closed."),
        ("x = " + "-" * 100_000 + "1", "x.py cannot be read as Python: it is nested too deeply."),
        ("x = 1\n", "x.py holds no policy document."),
    ],
)
def test_what_cannot_be_read_is_said(text: str, sentence: str) -> None:
    """What is no Python is said, with line and column where they are known."""
    assert read("x.py", text).unread == (sentence,)
