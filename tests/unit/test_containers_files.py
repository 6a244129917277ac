"""Files, folders and standard input as sources; and what a reader loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from container_cases import BROKEN, POLICY, policies

from checks.documents.containers import read_source
from checks.documents.containers.choose import reader_of
from checks.documents.containers.files import LARGEST, Found, Unreadable, read_bytes, walk
from checks.documents.source import Source
from policies.errors import ArgumentError

ROOT = Path(__file__).parents[2]


def names(found: list[Found | Unreadable], top: Path) -> list[str]:
    """The names of what was found, below a folder."""
    return [(one.source.name if isinstance(one, Found) else one.name).removeprefix(f"{top}/") for one in found]


def write(top: Path, **files: str) -> None:
    """Write files; `__` in a name is a slash, and `_` a dot."""
    for name, text in files.items():
        path = top / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    """Files that may hold policies are found by their endings, folders of tools are passed over."""
    write(tmp_path, b_json="1", a_md="2", c_png="3", x__a_tf="4", node_modules="5", x__y__z_YAML="6")
    write(tmp_path, _git__a_json="7", _venv__a_json="8", _github__w_yml="9")
    found = list(walk([str(tmp_path)]))
    assert names(found, tmp_path) == ["a.md", "b.json", ".github/w.yml", "x/a.tf", "x/y/z.YAML"]
    assert not any(one.named for one in found if isinstance(one, Found))


def test_ignore_files_are_honoured(tmp_path: Path) -> None:
    """Ignore files of the folder, of folders below and of the repository above; the nearest one counts most."""
    write(tmp_path, _gitignore="*.md\n/in/skip/\n!in/kept.md\n", a_md="", _ignore="b.json\n", b_json="", c_json="")
    write(tmp_path, in__kept_md="", in__skip__a_json="", in__d_json="", in__deep__e_json="")
    (tmp_path / "in" / ".mcaignore").write_text("d.json\n", encoding="utf-8")
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("e.json\n", encoding="utf-8")
    assert names(list(walk([str(tmp_path)])), tmp_path) == ["c.json", "in/kept.md"]
    assert names(list(walk([str(tmp_path / "in")])), tmp_path) == ["in/kept.md"]


def test_a_named_file_is_always_read(tmp_path: Path) -> None:
    """A file that the user names is read whatever its name and whoever ignores it, and only once."""
    write(tmp_path, _gitignore="*\n", a_png=BROKEN)
    path = str(tmp_path / "a.png")
    [found] = walk([path, path])
    assert isinstance(found, Found)
    assert found.named
    assert found.source == Source(path, BROKEN)
    assert list(walk([str(tmp_path)])) == []


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """A link in a circle ends nothing but itself; a linked file is read once."""
    write(tmp_path, a_json="1")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert names(list(walk([str(tmp_path)])), tmp_path) == ["a.json"]


def test_standard_input_is_read() -> None:
    """`-` is standard input, whose language its text tells."""
    [found] = walk(["-"], BROKEN.encode)
    assert found == Found(Source("<stdin>", BROKEN), named=True, encoding="utf-8")


def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    """A mistyped path is the user's mistake, and said as one."""
    with pytest.raises(ArgumentError, match="there is no file or folder"):
        list(walk([str(tmp_path / "nothing")]))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BROKEN.encode(), BROKEN),
        (b"\xef\xbb\xbf" + BROKEN.encode(), f"\ufeff{BROKEN}"),
        (BROKEN.encode("utf-16"), BROKEN),
        (BROKEN.encode("utf-16-le"), BROKEN),
        (BROKEN.encode("utf-16-be"), BROKEN),
        (BROKEN.encode("utf-32"), BROKEN),
        (b"{\x00}", "{\x00}"),
        (b"", ""),
    ],
)
def test_an_encoding_is_told_by_the_first_bytes(data: bytes, text: str) -> None:
    """UTF-16 and UTF-32 are read too; a byte order mark of UTF-8 stays, since it is a fault; so does a NUL."""
    found = read_bytes(data, "x.json")
    assert isinstance(found, Found)
    assert found.source.text == text


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """What is no text and what is too long is said, never passed over; but what is no text at all in a folder is."""
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    (tmp_path / "binary.json").write_bytes(b"\x00\x01\xff\xfe\xe9")
    (tmp_path / "long.json").write_bytes(b" " * (LARGEST + 1))
    top = str(tmp_path)
    latin, long_ = f"{top}/latin.json", f"{top}/long.json"
    assert list(walk([top])) == [
        Unreadable(latin, f"{latin} is not text in UTF-8: byte 8 cannot be decoded, so it was not read."),
        Unreadable(long_, f"{long_} is longer than 16,777,216 bytes, so it was not read."),
    ]
    assert len(list(walk([f"{top}/binary.json"]))) == 1


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (json.dumps(POLICY), "read_json_text"),
        ("  [1]", "read_json_text"),
        ("%7B%7D", "read_json_text"),
        ("{}\n{}\n", "read_json_lines"),
        ("# Title\n\n```\n{}\n```\n", "read_prose"),
        ('resource "a" "b" {\n}\n', "read_hcl"),
        ("# x\nVersion: 1\n", "read_yaml"),
        ("---\n- a\n", "read_yaml"),
        ("import json\n\nx = 1\n", "read_python"),
        ("Some words.\n", "read_prose"),
    ],
)
def test_the_language_of_standard_input_is_told_by_its_text(text: str, reader: str) -> None:
    """Where no name tells the language, the text does."""
    assert reader_of("<stdin>", text).__name__ == reader


def test_a_text_file_may_hold_what_the_command_line_prints() -> None:
    """A URL-encoded document in a text file is read as one."""
    assert [found[1] for found in policies("x.txt", "%7B%22Version%22%3A%222012-10-17%22%7D")] == ["identity"]


@pytest.mark.parametrize("text", [json.dumps(POLICY), json.dumps({"x": json.dumps(POLICY)}), BROKEN])
def test_json_loads_no_other_reader(text: str) -> None:
    """Nothing heavy is loaded for JSON: no parser of another language, no ignore files."""
    script = (
        "import sys\nfrom checks.documents.containers import read_source\nfrom checks.documents.source import Source\n"
        f"read_source(Source('x.json', {text!r}))\n"
        "print([name for name in ('yaml', 'ruamel', 'tree_sitter', 'pathspec', 'urllib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_read_that_could_hold_no_policy() -> None:
    """A file of a folder that mentions no policy is not even parsed, so a syntax error in it is nobody's business."""
    for name in ("x.json", "x.yaml", "x.tf", "x.py", "x.md"):
        assert read_source(Source(name, "a: b: {{ c ("), named=False) == ((), (), ())
