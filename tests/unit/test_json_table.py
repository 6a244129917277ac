"""RFC 8259, section by section: what is JSON and what is not, against the standard library."""

from __future__ import annotations

import json
from typing import Final, NoReturn

import pytest

from checks.documents.syntax import read_json

ACCEPTED: Final = {
    "2 structure": ["{}", "[]", "0", '""', "true", "false", "null", "[[]]", "[{}]", '{"a":{}}', '{"a":[]}', "[[],[]]"],
    "2 white space": [
        " {}",
        "{} ",
        "\t[]",
        "[]\n",
        "\r[]\r",
        "[ ]",
        "{ }",
        "[\n1\n,\n2\n]",
        '{\t"a"\r:\n1 }',
        " \t\n\r1",
    ],
    "3 literals": ["[true]", "[false]", "[null]", "[true,false,null]", '{"a":true}', '{"a":null}', " null ", "\ttrue"],
    "4 objects": [
        '{"a":1}',
        '{"a":1,"b":2}',
        '{"":1}',
        '{" ":1}',
        '{"a":1,"A":2}',
        '{"a":{"a":{"a":1}}}',
        '{"a b":"c d"}',
        '{"a":"a"}',
        '{"1":1}',
        '{"\\u0061b":1,"b":2}',
        '{"true":true}',
        '{"a":[{"a":1}]}',
        '{"\u00e9":1}',
        '{"a":1,"a ":2}',
    ],
    "5 arrays": [
        "[1]",
        "[1,2]",
        '[1,"a",null,{}]',
        "[1,1]",
        "[[1],[2]]",
        "[[[[]]]]",
        "[ 1 , 2 ]",
        "[{},{}]",
        '["a","a"]',
    ],
    "6 numbers": [
        "-0",
        "1",
        "-1",
        "10",
        "0.0",
        "0.5",
        "-0.5",
        "1.25",
        "1e1",
        "1E1",
        "1e+1",
        "1e-1",
        "0e0",
        "-1.5E-10",
        "1e400",
        "123456789012345678901234567890",
        "[0]",
        "[1.0]",
        "0.00",
        "1e00",
        "-0e-0",
        "[-1]",
        '{"a":-1}',
    ],
    "7 strings": [
        '"a"',
        '"a b"',
        '"\'"',
        '"\\""',
        '"\\\\"',
        '"\\/"',
        '"\\b"',
        '"\\f"',
        '"\\n"',
        '"\\r"',
        '"\\t"',
        '"/"',
        '"\\u0000"',
        '"\\u00e9"',
        '"\\u00E9"',
        '"\\uFFFF"',
        '"\x7f"',
        '"\u2028"',
        '"\u00a0"',
        '"//"',
        '"/* */"',
        '"#"',
        '"[{,:}]"',
        '"\\\\\\""',
        '"\\\\u00zz"',
        '"${a}"',
        '"<a>"',
        '"..."',
        '"\\u0022"',
        '"\u201ca\u201d"',
    ],
    "8 characters": [
        '"\u00e9"',
        '"\u4e2d"',
        '"\U0001f600"',
        '"\\ud83d\\ude00"',
        '"\\ud800"',
        '"\\udc00"',
        '"\\udc00\\ud800"',
        '"\ufeff"',
        '"\ufffe"',
        '"\\uD834\\uDD1E"',
        '"\ue000"',
    ],
    "9 depth": ["[" * 100 + "]" * 100, '{"a":' * 100 + "1" + "}" * 100],
}
REFUSED: Final = {
    "2 structure": [
        "",
        " ",
        "\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "[}",
        "{]",
        "{}}",
        "[]]",
        "{}{}",
        "[][]",
        "1 2",
        '"a" "b"',
        "[1",
        "1]",
        "{}1",
        "[],",
        ",[]",
        "[]:",
        "{[]}",
        "[{]}",
        "[[",
        "]]",
        "a",
        "*",
        "null null",
    ],
    "2 white space": [
        "\x0b[]",
        "[]\x0c",
        "\u00a0[]",
        "[]\u2028",
        "[\u3000]",
        "\u200b1",
        "\x851",
        "[1\u00a0,2]",
        "[]\x00",
        "\x001",
    ],
    "3 literals": [
        "True",
        "FALSE",
        "Null",
        "tru",
        "truee",
        "nul",
        "nil",
        "None",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "[NaN]",
        "[tru]",
        '{"a":True}',
        "t",
        "true1",
        "truefalse",
        "nulll",
        "yes",
    ],
    "4 objects": [
        '{"a"}',
        '{"a":}',
        "{:1}",
        '{"a":1,}',
        '{,"a":1}',
        "{,}",
        '{"a":1,,"b":2}',
        '{"a" 1}',
        '{"a":1 "b":2}',
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        '{"a"::1}',
        '{"a":1:2}',
        '{"a":1',
        '{"a":',
        '{"a"',
        '{"a',
        '{"a":1;"b":2}',
        '{"a"=1}',
        '{"a":1,"a":1}',
        '{"a":1,"a":2}',
        '{"a":1,"\\u0061":2}',
        '{"":1,"":2}',
        '{"a","b"}',
        "{[]:1}",
        "{{}:1}",
        '{"a":1]',
        '{"b":{"a":1,"a":1}}',
        '{"a":1}}',
        '{"a" => 1}',
    ],
    "5 arrays": [
        "[,]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[1;2]",
        '["a" "b"]',
        "[1,2",
        "[1,",
        "[1:2]",
        '["a":1]',
        "[1}",
        "[[1]",
        "[1]]",
        "[...]",
        "[1,...]",
        "(1,2)",
        '["a",\n"b",\n]',
        '["a"\n"b"]',
        "[[]",
    ],
    "6 numbers": [
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "-",
        "--1",
        "1e",
        "1e+",
        "1.e1",
        ".e1",
        "0x1",
        "1_000",
        "1a",
        "0b1",
        "1.2.3",
        "1 000",
        "1e1.5",
        "[01]",
        "[+1]",
        "[.1]",
        "[1.]",
        "\u0661",
        "1\u00b2",
        "- 1",
        "1,5",
        "-a",
        "e1",
        "0o7",
        "1f",
    ],
    "7 strings": [
        '"',
        '"a',
        'a"',
        '"a""',
        "'a'",
        '"a\nb"',
        '"a\rb"',
        '"a\tb"',
        '"\x00"',
        '"\x1f"',
        '"\\"',
        '"\\a"',
        '"\\x41"',
        '"\\\'"',
        '"\\0"',
        '"\\u"',
        '"\\u1"',
        '"\\u12"',
        '"\\u123"',
        '"\\u12g4"',
        '"\\U0041"',
        '"\\u{41}"',
        '"\\ "',
        '"\\\n"',
        "`a`",
        "\u201ca\u201d",
        "\u2018a\u2019",
        "\u00aba\u00bb",
        '"a\u201d',
        '["a]',
        '["a',
        '{"a:1}',
        '"a"b"',
        '"a" + "b"',
        '"""a"""',
        '"\\*"',
    ],
    "8 encoding marks": [
        "\ufeff",
        "\ufeff{}",
        "\ufeff\ufeff[]",
        "[]\ufeff",
        "[\ufeff]",
        "\ufffe[]",
        "{\x00}",
        "\ud800",
    ],
    "extensions": [
        "// a\n{}",
        "{} // a",
        "/* a */ {}",
        "{/**/}",
        "# a\n{}",
        "[1] # a",
        "<bucket>",
        "${bucket}",
        '{"a":<b>}',
        '{"a":${b}}',
        '{"a":...}',
        '{"a":"b",...}',
        "{{a}}",
        "{{{a}}}",
        '["a", // b\n"c",]',
        "-- a",
        "<!-- a -->",
        "a: b",
        "- a",
    ],
}


def _refuse(_: object) -> NoReturn:
    raise ValueError


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)


def is_json(text: str) -> bool:
    """What the standard library says, duplicate keys and NaN refused."""
    try:
        json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except ValueError:
        return False
    return True


def cases(table: dict[str, list[str]]) -> list[object]:
    """The texts of a table, each with its section."""
    return [
        pytest.param(text, id=f"{section}-{number}")
        for section, texts in table.items()
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("text", cases(ACCEPTED))
def test_json_is_accepted(text: str) -> None:
    """A text of RFC 8259's grammar has no fault, and the standard library takes it too."""
    assert is_json(text)
    assert read_json(text).faults == ()
    assert len(read_json(text).roots) == 1


@pytest.mark.parametrize("text", cases(REFUSED))
def test_what_is_no_json_is_refused(text: str) -> None:
    """A text outside the grammar, or with a key twice, has a fault at a place inside it; the library refuses it too."""
    assert not is_json(text)
    faults = read_json(text).faults
    assert faults
    assert all(0 <= fault.start <= fault.end <= len(text) and fault.sentence and fault.remedy for fault in faults)


def test_the_tables_are_whole() -> None:
    """There are more than two hundred texts, and none stands twice."""
    texts = [text for table in (ACCEPTED, REFUSED) for some in table.values() for text in some]
    assert len(texts) > 200
    assert len(set(texts)) >= len(texts) - 1
