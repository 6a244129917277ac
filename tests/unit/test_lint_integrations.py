"""The pre-commit hook and the GitHub Action run what there is, and the rules' pages show what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from identify.identify import tags_from_path
from ruamel.yaml import YAML

from checks.report.pages import page
from checks.report.tool import REPOSITORY
from checks.rules.registry import family_of, linted_rules
from checks.rules.rule import Rule
from operations.cli import run
from operations.cli.lint import command

ROOT = Path(__file__).parents[2]
OPTIONS = {option for parameter in command.params for option in parameter.opts}
CLEAN = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}}'


def loaded(name: str) -> Any:  # noqa: ANN401  # YAML
    """A YAML file of the repository."""
    return YAML(typ="safe").load((ROOT / name).read_text())


def test_the_hook_names_options_that_exist_and_files_that_can_hold_policies(tmp_path: Path) -> None:
    """The hook's command is `mca lint` with its own options, and its types take policies but not programs."""
    (hook,) = loaded(".pre-commit-hooks.yaml")
    words = hook["entry"].split()
    assert words[:2] == ["mca", "lint"]
    assert set(words[2:]) <= OPTIONS
    assert (hook["id"], hook["language"]) == ("mca-lint", "python")
    for name, taken in {
        "a.json": True,
        "a.yaml": True,
        "a.md": True,
        "a.tf": True,
        "a.c": False,
        "a.png": False,
    }.items():
        (tmp_path / name).write_text("x")
        assert bool(tags_from_path(str(tmp_path / name)) & set(hook["types_or"])) is taken


@pytest.mark.parametrize(("document", "code"), [(CLEAN, 0), (f"{CLEAN[:-1]},}}", 1), ("{}", 2)])
def test_the_action_runs(tmp_path: Path, document: str, code: int) -> None:
    """The action's script annotates, writes SARIF, gives the exit code as an output, and ends with it."""
    action = loaded("action.yml")
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "lint"]
    values = {"paths": "policy.json", "arguments": "--select syntax,grammar", "sarif": "out.sarif"}
    assert set(values) == set(action["inputs"])
    assert set(re.findall(r"--[a-z-]+", step["run"])) - {"--"} <= OPTIONS
    (tmp_path / "policy.json").write_text(document)
    script = {
        key: re.sub(r"\$\{\{ inputs\.([a-z]+) \}\}", lambda it: values[it[1]], text)
        for key, text in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = os.environ | script | {"PATH": path, "GITHUB_OUTPUT": str(tmp_path / "outputs")}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(bash, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert ("::error file=policy.json" in done.stdout) is (code > 0)
    assert (tmp_path / "outputs").read_text() == f"exit-code={code}\n"
    assert (tmp_path / "out.sarif").exists()


def expected(rule: Rule) -> list[str]:
    """The options that say what an example's surroundings are."""
    known = rule.bad.expected
    words = [("--account-id", known.account_id), ("--prefix", known.prefix), ("--external-id", known.external_id)]
    words += [("--bucket", bucket) for bucket in known.buckets] + [("--topic", topic) for topic in known.topics]
    words += [("--partition", known.partition), ("--kind", rule.bad.kind.value if rule.bad.kind else "")]
    return [word for option, value in words if value for word in (option, value)]


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.name) for rule in linted_rules() if "`mca lint` says:" in page(rule)]
)
def test_a_page_shows_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rule: Rule
) -> None:
    """What a page shows below a bad example is what `mca lint` prints of that file, by that rule."""
    monkeypatch.chdir(tmp_path)
    Path(rule.bad.name).parent.mkdir(parents=True, exist_ok=True)
    Path(rule.bad.name).write_bytes(rule.bad.text.encode())
    shown = page(rule).split("`mca lint` says:\n\n```text\n")[1].split("\n```")[0]
    run(["lint", rule.bad.name, "--select", rule.code, *expected(rule)])
    assert "\n".join(line.rstrip() for line in capsys.readouterr().out.rstrip().splitlines()) == shown


def test_the_documentation_uses_the_hook_and_the_action_as_they_are() -> None:
    """Both are named by the project's address, the hook by its id, and the action with inputs and outputs it has."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "linting.md").read_text(), re.DOTALL)
    hooks, steps = (YAML(typ="safe").load(block) for block in blocks)
    (repository,) = hooks["repos"]
    assert repository["repo"] == REPOSITORY
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in loaded(".pre-commit-hooks.yaml")]
    action = loaded("action.yml")
    name = REPOSITORY.removeprefix("https://github.com/")
    (used,) = [step for step in steps["steps"] if step["uses"].startswith(name)]
    assert set(used["with"]) <= set(action["inputs"])
    assert set(re.findall(r"outputs\.([a-z-]+)", blocks[1])) <= set(action["outputs"])


def test_all_but_the_longest_examples_are_run() -> None:
    """Nearly every rule about documents shows what is printed of its example."""
    without = [rule.name for rule in linted_rules() if family_of(rule) != "suppressions" and "says:" not in page(rule)]
    assert len(without) <= 5, without
