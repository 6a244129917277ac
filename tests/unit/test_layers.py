"""The house's arrows, and what a reader may rely on in every file: held by tests, not by habit."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("checks", "components", "operations", "policies", "sandbox")
SOURCES = [ROOT / "__main__.py", *sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at any depth of it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found.add(node.module or "")
    return found


def undocumented(path: Path) -> Iterator[str]:
    """What is public in a file and has no docstring."""
    tree = ast.parse(path.read_text())
    public: list[tuple[str, ast.AST]] = [(path.stem, tree)]
    while public:
        name, node = public.pop()
        if not ast.get_docstring(node):  # type: ignore[arg-type]  # only nodes that can have one are listed
            yield f"{path.relative_to(ROOT)}: {name}"
        if isinstance(node, ast.Module | ast.ClassDef):
            public += [
                (f"{name}.{inner.name}", inner)
                for inner in node.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and not inner.name.startswith("_")
            ]


def test_the_arrows_between_layers_hold() -> None:
    """import-linter keeps every contract of pyproject.toml."""
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout
    assert "0 kept" not in done.stdout


def test_the_program_knows_no_sandbox() -> None:
    """What a plain `pulumi up` runs imports neither the sandbox nor the command line, by no detour either."""
    script = (
        "import sys, importlib, pathlib\n"
        "for path in pathlib.Path('components').glob('*.py'):\n"
        "    importlib.import_module(f'components.{path.stem}')\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('sandbox', 'operations', 'moto', 'boto3')])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    allowed = {"pulumi", "pulumi_aws", "components", "policies"}
    assert {name.split(".")[0] for name in imports(ROOT / "__main__.py")} <= allowed


def test_the_project_file_names_no_plugin() -> None:
    """The repository's Pulumi.yaml runs with the real provider; the sandbox attaches its own to its own runs."""
    project = YAML(typ="safe").load((ROOT / "Pulumi.yaml").read_text())
    assert not {"plugins", "packages", "backend", "main"} & set(project)
    text = (ROOT / "Pulumi.yaml").read_text()
    assert "sandbox" not in text
    assert "path:" not in text
    assert project["stackConfigDir"] == "sellers"
    assert project["runtime"] == {"name": "python", "options": {"toolchain": "uv"}}


@pytest.mark.parametrize("folder", ["documents", "proof"])
def test_reading_and_judging_need_no_cloud(folder: str) -> None:
    """Documents are read and judged with the standard library, parsers of languages, and the project alone."""
    parsers = {"pathspec", "tree_sitter", "tree_sitter_hcl", "yaml"} if folder == "documents" else set()
    for path in (ROOT / "checks" / folder).rglob("*.py"):
        foreign = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
        assert foreign <= {"checks", "policies"} | parsers, path


def test_policies_do_no_input_or_output() -> None:
    """The policies are functions: no file, process, network or clock is imported there."""
    for path in (ROOT / "policies").glob("*.py"):
        assert not imports(path) & {
            "os",
            "io",
            "pathlib",
            "subprocess",
            "socket",
            "urllib",
            "time",
            "random",
            "logging",
        }


def test_only_the_command_line_prints_and_exits() -> None:
    """Libraries return values and raise: `print`, `sys.exit` and `click.echo` are the command line's."""
    # A server and the engine's plugins are programs of their own: they speak on their standard output.
    programs = [ROOT / "sandbox" / name for name in ("server.py", "provider", "language")]
    for path in SOURCES:
        if path.parent == ROOT / "operations" / "cli" or any(path.is_relative_to(program) for program in programs):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "sys.exit", "exit", "click.echo", "os._exit"}, path


def test_everything_public_is_documented() -> None:
    """Each public module, class, function and method of the source has a docstring."""
    assert [name for path in SOURCES for name in undocumented(path)] == []


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring that states the behaviour in one paragraph."""
    missing = [
        f"{path.name}: {node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert missing == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_idea(path: Path) -> None:
    """No source file is longer than a reader takes in: 300 lines."""
    assert len(path.read_text().splitlines()) <= 300
