"""What other linters publish: their test fixtures and samples, fetched from the package index into a folder.

Nothing of it is part of this project. cfn-lint is under MIT-0, cloudsplaining and policy_sentry under the MIT licence,
moto under Apache 2.0.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from policy_corpus import shipped

CFN_LINT: Final = "cfn-lint==1.58.0"
CLOUDSPLAINING: Final = "cloudsplaining==0.9.1"
POLICY_SENTRY: Final = "policy_sentry==0.15.2"
_TEMPLATES: Final = "test/fixtures/templates"


class Text(NamedTuple):
    """One text of a corpus.

    Attributes:
        corpus: Where it is from.
        name: What it is called there; its ending says the language.
        text: What it holds.
        path: The file, if it is one.
        theirs: What its own publisher found in it, if it says so.
    """

    corpus: str
    name: str
    text: str
    path: Path | None = None
    theirs: frozenset[str] = frozenset()


def corpora(folder: Path) -> tuple[Text, ...]:
    """All texts, fetched if they are not in the folder yet."""
    return (
        *_files("cfn-lint, templates", _source(folder, CFN_LINT), _TEMPLATES),
        *_python("cfn-lint, unit tests", _source(folder, CFN_LINT), "test/unit"),
        *_python("policy_sentry, unit tests", _source(folder, POLICY_SENTRY), "test"),
        *_cloudsplaining(_wheel(folder, CLOUDSPLAINING)),
        *(Text("moto, AWS's managed policies", f"{number}.json", text) for number, text in enumerate(shipped())),
    )


def _files(corpus: str, root: Path, below: str) -> Iterator[Text]:
    for path in sorted((root / below).rglob("*")):
        if path.suffix in {".yaml", ".yml", ".json"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            yield Text(corpus, str(path.relative_to(root)), text, path)


def _python(corpus: str, root: Path, below: str) -> Iterator[Text]:
    """The policies that stand in test code as literals, each as the JSON that it means."""
    for path in sorted((root / below).rglob("*.py")):
        for number, literal in enumerate(_literals(ast.parse(path.read_text(encoding="utf-8")))):
            yield Text(corpus, f"{path.relative_to(root)}#{number}.json", literal)


def _literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and any(
            isinstance(key, ast.Constant) and key.value == "Statement" for key in node.keys
        ):
            try:
                yield json.dumps(ast.literal_eval(node), indent=2)
            except (ValueError, TypeError):
                continue  # it is put together by code
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and '"Statement"' in node.value:
            yield node.value


def _cloudsplaining(wheel: Path) -> Iterator[Text]:
    """The policies of the account in cloudsplaining's sample report, with what it says of them."""
    with zipfile.ZipFile(wheel) as archive:
        script = archive.read("cloudsplaining/output/src/sampleData.js").decode()
    report: Mapping[str, Any] = json.JSONDecoder().raw_decode(script[script.index("{") :])[0]
    for kind in ("aws_managed_policies", "customer_managed_policies", "inline_policies"):
        for policy in report[kind].values():
            versions = policy.get("PolicyVersionList") or [{"Document": policy.get("PolicyDocument")}]
            current = next((one for one in versions if one.get("IsDefaultVersion")), versions[0])
            found = {name for name, said in policy.items() if isinstance(said, dict) and said.get("findings")}
            text = json.dumps(current["Document"], indent=2)
            yield Text("cloudsplaining, sample report", f"{policy['PolicyName']}.json", text, None, frozenset(found))
    for role in report["roles"].values():
        document = role["assume_role_policy"]["PolicyDocument"]
        yield Text("cloudsplaining, sample report", f"{role['name']}-trust.json", json.dumps(document, indent=2))


def _source(folder: Path, requirement: str) -> Path:
    """A source distribution, unpacked."""
    archive = _fetched(folder, requirement, "--no-binary", ":all:")
    root = folder / archive.name.removesuffix(".tar.gz")
    if not root.exists():
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return root


def _wheel(folder: Path, requirement: str) -> Path:
    return _fetched(folder, requirement, "--only-binary", ":all:")


def _fetched(folder: Path, requirement: str, *options: str) -> Path:
    stem = requirement.replace("==", "-").replace("-", "_").lower()
    ending = ".tar.gz" if "--no-binary" in options else ".whl"

    def there() -> Path | None:
        found = (path for path in folder.glob(f"*{ending}") if path.name.replace("-", "_").lower().startswith(stem))
        return next(found, None)

    if there() is None:
        pip = folder / "pip"
        if not pip.exists():
            venv.create(pip, with_pip=True)
        command = [pip / "bin" / "python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*map(str, command), *options, requirement], check=True, stdout=sys.stderr)
    archive = there()
    if archive is None:
        raise SystemExit(f"{requirement} was not fetched.")
    return archive
