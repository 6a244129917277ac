"""How fast documents are judged, against parliament on the same documents; and how soon `mca lint` answers.

The documents are made by a generator with a fixed seed, and shipped by packages. Each linter runs in a process of its
own, which says how long the documents took after one for practice, and the most memory it held. Run it with
`make bench`.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from counterparts import PARLIAMENT
from policy_corpus import SEED, generated, shipped
from rich.console import Console
from rich.table import Table

MCA: Final = str(Path(sys.executable).with_name("mca"))
GENERATED: Final = 800
EVERY: Final = 4
"""One in so many of the shipped policies: parliament takes long for them."""
RUNS: Final = 20


class Measured(NamedTuple):
    """What a linter's process says."""

    seconds: Mapping[str, float]
    findings: Mapping[str, int]
    kinds: int
    megabytes: float


def corpora() -> Mapping[str, tuple[str, ...]]:
    """The documents."""
    return {
        f"made by a generator (seed {SEED})": generated(GENERATED),
        f"AWS's managed policies, one in {EVERY}": shipped()[::EVERY],
    }


def main() -> None:
    """Measure and print."""
    ours, theirs = (_process(name) for name in LINTERS)
    documents = {name: len(texts) for name, texts in corpora().items()}
    console = Console()
    console.print(speed(documents, ours, theirs))
    console.print(coverage(ours, theirs))
    console.print(start_up())


def speed(documents: Mapping[str, int], ours: Measured, theirs: Measured) -> Table:
    """Documents a second, by where they come from."""
    table = Table(title="Documents judged a second")
    for column in ("documents", "number", "mca lint", "parliament", "ratio"):
        table.add_column(column, justify="left" if column == "documents" else "right")
    rows = [(name, count, ours.seconds[name], theirs.seconds[name]) for name, count in documents.items()]
    rows.append(("all", sum(documents.values()), sum(ours.seconds.values()), sum(theirs.seconds.values())))
    for name, count, own, other in rows:
        table.add_row(name, str(count), f"{count / own:.0f}", f"{count / other:.0f}", f"{other / own:.1f}")
    table.add_row("most memory, MB", "", f"{ours.megabytes:.0f}", f"{theirs.megabytes:.0f}", "")
    return table


def coverage(ours: Measured, theirs: Measured) -> Table:
    """What each looked for, and what it found."""
    met = [kind for kind, rules in PARLIAMENT.items() if rules]
    table = Table(title="What they looked for")
    for column in ("", "mca lint", "parliament"):
        table.add_column(column, justify="right" if column else "left")
    table.add_row("rules, or types of findings", str(ours.kinds), str(theirs.kinds))
    table.add_row("found at least once", str(len(ours.findings)), str(len(theirs.findings)))
    table.add_row("findings", str(sum(ours.findings.values())), str(sum(theirs.findings.values())))
    table.add_row("parliament's types that have a rule here", f"{len(met)} of {len(PARLIAMENT)}", "")
    return table


def start_up() -> Table:
    """One file from the command line, against an interpreter that does nothing: medians."""
    table = Table(title=f"Start-up, median of {RUNS}")
    for column in ("what", "ms"):
        table.add_column(column, justify="left" if column == "what" else "right")
    with tempfile.TemporaryDirectory() as scratch:
        clean, faulty = Path(scratch) / "clean.json", Path(scratch) / "faulty.json"
        statement = {"Effect": "Allow", "Action": "marketplacecommerceanalytics:GenerateDataSet", "Resource": "*"}
        condition = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
        text = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Condition": condition}]})
        clean.write_text(text)
        faulty.write_text(text.replace("DataSet", "DataSets").replace("}]", "},]"))
        commands: Mapping[str, tuple[int, list[str]]] = {
            "python -c pass": (0, [sys.executable, "-c", "pass"]),
            "mca lint, a clean file": (0, [MCA, "lint", str(clean)]),
            "mca lint, a file with two errors": (1, [MCA, "lint", str(faulty)]),
        }
        # As an installed tool has it: with byte code, from the second start on.
        surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        surroundings["PYTHONPYCACHEPREFIX"] = str(Path(scratch) / "byte-code")
        for what, (code, command) in commands.items():
            run = partial(subprocess.run, command, cwd=scratch, env=surroundings, capture_output=True, check=False)
            if (ended := run().returncode) != code:
                raise SystemExit(f"{what} ended with {ended} instead of {code}.")
            table.add_row(what, f"{statistics.median(timed(run) for _ in range(RUNS)) * 1000:.0f}")
    return table


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _process(linter: str) -> Measured:
    done = subprocess.run([sys.executable, __file__, linter], capture_output=True, text=True, check=True)
    return Measured(**json.loads(done.stdout))


def _measure(linter: Callable[[str], Iterable[str]], kinds: int) -> Measured:
    documents = corpora()
    practice = next(iter(documents.values()))[0]
    list(linter(practice))
    found: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for name, texts in documents.items():
        begun = time.perf_counter()
        for text in texts:
            found.update(linter(text))
        seconds[name] = time.perf_counter() - begun
    return Measured(seconds, found, kinds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _ours() -> Measured:
    from checks.documents.source import Source  # noqa: PLC0415  # each process loads its own linter only
    from checks.lint import lint  # noqa: PLC0415  # the same
    from checks.rules.registry import linted_rules  # noqa: PLC0415  # the same
    from checks.rules.rule import Context  # noqa: PLC0415  # the same

    chosen, context = linted_rules(), Context()
    return _measure(
        lambda text: [finding.name for finding in lint(Source("policy.json", text), chosen, context).findings],
        len(chosen),
    )


def _parliament() -> Measured:
    warnings.simplefilter("ignore")
    import parliament  # type: ignore[import-untyped]  # noqa: PLC0415  # the same; it has no types

    def judge(text: str) -> list[str]:
        try:
            return [finding.issue for finding in parliament.analyze_policy_string(text).findings]
        except Exception:  # noqa: BLE001  # some documents make it raise, and that counts as a finding
            return ["EXCEPTION"]

    return _measure(judge, len(parliament.config))


LINTERS: Final[Mapping[str, Callable[[], Measured]]] = {"mca": _ours, "parliament": _parliament}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(LINTERS[sys.argv[1]]()._asdict()))
    else:
        main()
