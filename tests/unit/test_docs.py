"""The documentation tells the truth: its commands parse, its links lead somewhere, its settings are the program's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from components.settings import SETTING_TYPES, seller_settings
from operations.cli import COMMANDS, group
from operations.project import VERIFIED

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)#]+)")


def _commands() -> list[str]:
    """Every `mca …` line of every shell block."""
    blocks = [block for page in PAGES for block in _SHELL.findall(page.read_text())]
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(\.venv/bin/)?mca ", line)]


def _parse(command: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Parse as click would, and run nothing."""
    context = command.make_context(command.name, list(arguments), parent=parent)
    if isinstance(command, click.Group):
        name, child, rest = command.resolve_command(context, [*context.protected_args, *context.args])
        assert child is not None, name
        _parse(child, rest, context)


@pytest.mark.parametrize("line", _commands())
def test_every_documented_command_parses(line: str) -> None:
    """A command that a page shows exists, with its options."""
    _parse(group, shlex.split(line)[1:])


def test_the_readme_shows_every_command_that_a_seller_needs() -> None:
    """The README and its pages name each command of `mca --help`."""
    text = "\n".join(page.read_text() for page in PAGES)

    assert [name for name in COMMANDS if f"mca {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_files_leads_somewhere(page: Path) -> None:
    """A relative link names a file that is there."""
    broken = [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert broken == []


def test_the_make_targets_that_are_documented_exist() -> None:
    """A `make` target that a page shows is one of the Makefile's."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {target for page in PAGES for target in re.findall(r"`?make ([a-z]+)`?", page.read_text())}

    assert shown & {"demo", "test"} == {"demo", "test"}
    assert {target for target in shown if f"`make {target}`" in "".join(p.read_text() for p in PAGES)} <= targets


def test_the_settings_page_shows_settings_that_the_program_takes() -> None:
    """The configuration in docs/onboarding.md is accepted once its ellipses are filled in."""
    text = (ROOT / "docs" / "onboarding.md").read_text()
    block = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert block is not None
    filled = block[1].replace("externalId: …", "externalId: 0f8fad5b-d9cb-469f-a165-70867728950e")
    filled = filled.replace("{policyName: …}", "{policyName: oneClick_X}").replace("verified: {…}", "verified: {}")
    config = {key.split(":")[1]: value for key, value in YAML(typ="safe").load(filled)["config"].items()}
    config.pop(VERIFIED)

    assert seller_settings("acme", config).active_destination.prefix == "reports"
    assert set(config) == set(SETTING_TYPES)


def test_the_projects_schema_declares_exactly_the_settings_that_the_program_takes() -> None:
    """`Pulumi.yaml` declares each setting, with a description and the type that the program reads."""
    declared = YAML(typ="safe").load((ROOT / "Pulumi.yaml").read_text())["config"]

    assert set(declared) == {*SETTING_TYPES, VERIFIED}
    assert all(
        declared[key]["type"] == ("object" if is_object else "string") for key, is_object in SETTING_TYPES.items()
    )
    assert all(declaration["description"] for declaration in declared.values())
