"""What this linter and others find in the same documents: the numbers of docs/comparison.md.

Run `.venv/bin/python tests/bench/compare_linters.py FOLDER`; what other linters publish is fetched into the folder.
`--show TYPE` prints the documents in which the other linter alone found that, or this one alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from counterparts import CFN_LINT, CLOUDSPLAINING, PARLIAMENT, SYNTAX
from foreign_corpora import Text, corpora
from rich.console import Console
from rich.table import Table

from checks.documents.containers import read_source
from checks.documents.nodes import Array, Literal, Node, Number, Object, Unknown
from checks.documents.nodes import Text as String
from checks.documents.source import Source
from checks.lint import judge, lint
from checks.rules.registry import linted_rules
from checks.rules.rule import Context

RULES: Final = linted_rules()
CONTEXT: Final = Context()


class Judged(NamedTuple):
    """What was found in one thing: a text, or a document in it."""

    text: Text
    ours: frozenset[str]
    theirs: frozenset[str]
    details: Mapping[str, str]
    content: str


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="TYPE")
    parser.add_argument("--most", type=int, default=5)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    texts = corpora(given.folder.resolve())
    console = Console(width=160)
    console.print(sizes(texts))
    documents = list(against_parliament(texts))
    compared = [
        ("parliament, by document", documents, PARLIAMENT),
        ("cfn-lint, by template", list(against_cfn_lint(texts)), CFN_LINT),
        ("cloudsplaining, by document", list(against_cloudsplaining(texts)), CLOUDSPLAINING),
    ]
    for title, judged, counterparts in compared:
        console.print(table(title, judged, counterparts))
        if given.show in counterparts:
            show(judged, given.show, counterparts[given.show], given.most)
    console.print(ours_alone(documents))


def sizes(texts: Iterable[Text]) -> Table:
    """The corpora, and that this linter got through them."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        read = lint(Source(text.name, text.text), RULES, CONTEXT)
        found[text.corpus].update(
            texts=1, documents=read.documents, findings=len(read.findings), unread=len(read.unread)
        )
    result = Table(title=f"Read without a crash; {len(RULES)} rules")
    for column in ("corpus", "texts", "documents", "findings", "texts not read"):
        result.add_column(column, justify="left" if column == "corpus" else "right")
    for corpus, counts in found.items():
        result.add_row(corpus, *(str(counts[name]) for name in ("texts", "documents", "findings", "unread")))
    return result


def against_parliament(texts: Iterable[Text]) -> Iterator[Judged]:
    """Each document that states everything, and each text that is no JSON, by both."""
    warnings.simplefilter("ignore")
    import parliament  # type: ignore[import-untyped]  # noqa: PLC0415  # it warns when it is loaded, and has no types

    for text in texts:
        for name, content, own in _documents(text):
            details: dict[str, str] = {}
            try:
                for finding in parliament.analyze_policy_string(content).findings:
                    details.setdefault(finding.issue, str(finding.detail))
            except Exception as error:  # noqa: BLE001  # what makes it raise is a finding of the comparison
                details["EXCEPTION"] = f"{type(error).__name__}: {error}"
            yield Judged(text._replace(name=name), own, frozenset(details), details, content)


def _documents(text: Text) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The documents of a text as JSON, with what this linter finds in each."""
    source = Source(text.name, text.text)
    reading = read_source(source)
    if reading.faults:
        names = {finding.name for finding in lint(source, RULES, CONTEXT).findings}
        if text.name.endswith(".json") and text.path is None:
            yield text.name, text.text, frozenset(names)
        return
    for number, policy in enumerate(reading.policies):
        if not _has_unknowns(policy.node):
            names = {finding.name for finding in judge(policy, RULES, CONTEXT)}
            yield f"{text.name}, document {number + 1}", json.dumps(_plain(policy.node), indent=2), frozenset(names)


def against_cfn_lint(texts: Iterable[Text]) -> Iterator[Judged]:
    """Each template, by both; of cfn-lint its rules about IAM."""
    templates = {str(text.path): text for text in texts if text.path}
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", "--include-checks", "I", "W", "E"]
    found: dict[str, dict[str, str]] = defaultdict(dict)
    done = subprocess.run([*command, "--template", *templates], capture_output=True, text=True, check=False)
    for match in json.loads(done.stdout):
        if match["Rule"]["Id"] in CFN_LINT:
            found[match["Filename"]].setdefault(match["Rule"]["Id"], match["Message"])
    for path, text in templates.items():
        own = frozenset(finding.name for finding in lint(Source(text.name, text.text), RULES, CONTEXT).findings)
        yield Judged(text, own, frozenset(found[path]), found[path], text.text)


def against_cloudsplaining(texts: Iterable[Text]) -> Iterator[Judged]:
    """Each policy of its sample report, by its report and by this linter."""
    for text in texts:
        if text.corpus.startswith("cloudsplaining") and not text.name.endswith("-trust.json"):
            own = frozenset(finding.name for finding in lint(Source(text.name, text.text), RULES, CONTEXT).findings)
            yield Judged(text, own, text.theirs, {}, text.text)


def table(title: str, judged: Iterable[Judged], counterparts: Mapping[str, tuple[str, ...]]) -> Table:
    """For each of their types of findings: in how many things both, they alone, and this linter alone found it."""
    things = list(judged)
    result = Table(title=f"{title} ({len(things)})")
    for column in ("their finding", "theirs", "both", "theirs alone", "ours alone", "rules here"):
        result.add_column(column, justify="left" if column in {"their finding", "rules here"} else "right")
    for kind, names in counterparts.items():
        theirs = {number for number, thing in enumerate(things) if kind in thing.theirs}
        ours = {number for number, thing in enumerate(things) if _met(thing.ours, names)}
        counts = (len(theirs), len(theirs & ours), len(theirs - ours), len(ours - theirs))
        result.add_row(kind, *map(str, counts), ", ".join(names) or "none")
    return result


def ours_alone(judged: Iterable[Judged]) -> Table:
    """The rules that have no counterpart there, by the documents that they speak of."""
    met = {name for names in PARLIAMENT.values() for name in names}
    counts = Counter(name for thing in judged for name in thing.ours)
    result = Table(title="Rules without a counterpart in parliament, by documents")
    result.add_column("rule")
    result.add_column("documents", justify="right")
    for rule in RULES:
        if counts[rule.name] and rule.name not in met and not rule.code.startswith(SYNTAX):
            result.add_row(f"{rule.code} {rule.name}", str(counts[rule.name]))
    return result


def show(judged: Iterable[Judged], kind: str, names: tuple[str, ...], most: int) -> None:
    """Print things in which one of the two is alone."""
    things = list(judged)
    alone = {
        "theirs alone": [thing for thing in things if kind in thing.theirs and not _met(thing.ours, names)],
        "ours alone": [thing for thing in things if kind not in thing.theirs and _met(thing.ours, names)],
    }
    for who, found in alone.items():
        for thing in found[:most]:
            ours = ", ".join(sorted(thing.ours))
            sys.stdout.write(f"── {who}: {thing.text.corpus}: {thing.text.name}\n   ours: {ours}\n")
            sys.stdout.write(f"   theirs: {thing.details.get(kind, '')[:400]}\n{thing.content[:1500]}\n")


def _met(ours: frozenset[str], names: tuple[str, ...]) -> bool:
    return any(name in ours if name != SYNTAX else bool(ours & _SYNTAX_RULES) for name in names)


_SYNTAX_RULES: Final = frozenset(rule.name for rule in RULES if rule.code.startswith(SYNTAX))


def _has_unknowns(node: Node) -> bool:
    if isinstance(node, Array):
        return any(_has_unknowns(item) for item in node.items)
    if isinstance(node, Object):
        return any(_has_unknowns(value) for _, value in node.members)
    return isinstance(node, Unknown)


def _plain(node: Node) -> Any:  # noqa: ANN401  # a JSON value
    match node:
        case Array():
            return [_plain(item) for item in node.items]
        case Object():
            return {key.value: _plain(value) for key, value in node.members}
        case Number():
            return json.loads(node.literal)
        case String() | Literal():
            return node.value
        case _:
            return None


if __name__ == "__main__":
    main()
