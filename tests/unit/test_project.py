"""The folder of sellers: reading, and writing that is whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID
from ruamel.yaml import YAML

from operations.project import ROOT, Project, sandbox_project
from policies.errors import ArgumentError, ConfigurationError, MCAError

COMMENTED = f"""\
# The first seller.
encryptionsalt: v1:abc=
config:
  aws:region: us-east-1
  mca:accountId: "{ACCOUNT}"  # the seller's own
  mca:destinations:
    g1:
      # since 2024
      bucket: {BUCKET}
      topic: acme-topic
  mca:verified:
    bucket: {BUCKET}
    requestId: r-1
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one seller."""
    made = Project(tmp_path)
    write(made, COMMENTED)
    return made


def write(project: Project, text: str | bytes) -> Path:
    """Put a text into the seller's file."""
    path = project.config_file("acme")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_settings_are_read_from_the_sellers_file(project: Project) -> None:
    """Keys of the project's namespace are settings; those of others, and the note of the smoke test, are not."""
    assert project.config_file("acme").relative_to(project.directory) == Path("sellers/Pulumi.acme.yaml")
    assert project.sellers() == ("acme",)
    assert set(project.values("acme")) == {"accountId", "destinations"}
    found = project.settings("acme")
    assert (found.seller, found.account_id, found.active_destination.bucket) == ("acme", ACCOUNT, BUCKET)
    assert project.verified("acme") == {"bucket": BUCKET, "requestId": "r-1"}


def test_values_are_plain(project: Project) -> None:
    """What is read is of Python's own types, so that it compares and prints as such."""
    places = project.values("acme")["destinations"]
    assert type(places) is dict
    assert type(places["g1"]["bucket"]) is str


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("config: [", "not YAML"),
        (b"\xff\xfe\x00", "not YAML"),
        ("- a\n- b\n", "not a mapping"),
        ("just text", "not a mapping"),
        ("", "no `config` mapping"),
        ("config:\n", "no `config` mapping"),
        ("config: text\n", "no `config` mapping"),
        ("config: {}\n", "destinations"),
        (COMMENTED.replace(f'"{ACCOUNT}"', ACCOUNT), "accountId: 111122223333 is not text"),
        (COMMENTED.replace("mca:accountId", "mca:acountId"), "acountId: there is no such setting"),
        (COMMENTED.replace(BUCKET, "ACME", 1), "destinations.g1.bucket"),
        (COMMENTED + "  mca:externalId: '  '\n", "externalId: '  ' is blank"),
        (COMMENTED + "  mca:externalId: <external-id>\n", "externalId: '<external-id>' is blank or a placeholder"),
        (COMMENTED + "  mca:accountId: '2'\n", "not YAML"),
    ],
)
def test_a_broken_file_is_an_error_with_its_place(project: Project, text: str | bytes, problem: str) -> None:
    """Whatever is wrong with the file, the error names the file and what is wrong, and no traceback comes."""
    path = write(project, text)
    with pytest.raises(ConfigurationError) as caught:
        project.settings("acme")
    assert problem in caught.value.what
    assert caught.value.where == str(path)


def test_a_missing_file_says_how_to_begin(project: Project) -> None:
    """A seller without a file is told of the command that writes it."""
    with pytest.raises(ConfigurationError) as caught:
        project.settings("bolt")
    assert "mca onboard" in caught.value.remedy


@pytest.mark.parametrize("seller", ["../acme", "Acme", "", "a.b", "a/b"])
def test_a_seller_is_never_a_path(project: Project, seller: str) -> None:
    """A name that would lead out of the folder is refused before a file is touched."""
    with pytest.raises(ArgumentError):
        project.config_file(seller)


def test_writing_keeps_comments_and_everything_else(project: Project) -> None:
    """Only the line of the key that is set changes; comments, order and other namespaces stay."""
    path = project.config_file("acme")
    project.configure("acme", {"externalId": EXTERNAL_ID})
    assert path.read_text() == COMMENTED + f"  mca:externalId: {EXTERNAL_ID}\n"


def test_what_is_written_reads_back_with_its_type(project: Project) -> None:
    """A text of digits stays text, lists stay lists."""
    project.configure("acme", {"accountId": "444455556666", "callers": {"users": ["alice"]}})
    values = project.values("acme")
    assert (values["accountId"], values["callers"]) == ("444455556666", {"users": ["alice"]})
    assert YAML(typ="safe").load(project.config_file("acme").read_text())["config"]["mca:accountId"] == "444455556666"


def test_a_new_sellers_file_is_made(tmp_path: Path) -> None:
    """The folder is made, too."""
    project = Project(tmp_path)
    project.configure("bolt", {"accountId": ACCOUNT})
    assert project.values("bolt") == {"accountId": ACCOUNT}
    assert project.verified("bolt") is None


def test_an_unknown_key_is_not_written(project: Project) -> None:
    """A key that is no setting is refused by name, and the file stays."""
    with pytest.raises(ArgumentError, match=r"^acountId: "):
        project.configure("acme", {"acountId": ACCOUNT})
    assert project.config_file("acme").read_text() == COMMENTED


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("failure", [OSError("no space left on device"), KeyboardInterrupt()])
def test_a_stop_before_the_rename_leaves_the_old_file(
    project: Project, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    """A full disk or a stop between write and rename leaves the old file whole, and nothing beside it."""

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(call, fail)
    with pytest.raises((ConfigurationError, KeyboardInterrupt)):
        project.configure("acme", {"externalId": EXTERNAL_ID})
    monkeypatch.undo()
    assert project.config_file("acme").read_text() == COMMENTED
    assert [path.name for path in project.config_file("acme").parent.iterdir()] == ["Pulumi.acme.yaml"]


def test_a_kill_before_the_rename_leaves_the_old_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a kill -9 between write and rename the file is the old one, and sellers are still listed rightly."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr("pathlib.Path.replace", lambda *_: os.kill(os.getpid(), 9))
        project.configure("acme", {"externalId": EXTERNAL_ID})
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == 9
    assert project.config_file("acme").read_text() == COMMENTED
    assert project.sellers() == ("acme",)


def test_permissions_of_the_file_are_kept(project: Project) -> None:
    """A file that a group may read stays so."""
    path = project.config_file("acme")
    path.chmod(0o640)
    project.configure("acme", {"externalId": EXTERNAL_ID})
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A file in the place of the folder is said, with a remedy."""
    (tmp_path / "sellers").write_text("in the way")
    with pytest.raises(MCAError) as caught:
        Project(tmp_path).configure("bolt", {"accountId": ACCOUNT})
    assert isinstance(caught.value, ConfigurationError)


def test_the_sandboxs_project_runs_the_real_program(tmp_path: Path) -> None:
    """Its Pulumi.yaml is the real one but for where the program is, so nothing of the sandbox is in the real one."""
    project = sandbox_project(tmp_path / "project")
    made, real = (YAML(typ="safe").load((folder / "Pulumi.yaml").read_text()) for folder in (project.directory, ROOT))
    assert (project.directory / made.pop("main")).resolve() == ROOT
    assert made == real
