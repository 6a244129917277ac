"""How fast callers' code is scanned: 10,000 generated files in one run, against `grep -r` for the service's name.

The tree is made by a generator with a fixed seed: programs in many languages, most of which never heard of the
service. Compared is the CPU time that each takes in all, in a process of its own, its start-up included. Run it with
`make bench`.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

SEED: Final = 20_261_125
FILES: Final = 10_000
EVERY: Final = 50
"""One file in so many calls the service; half as many only name it."""
RUNS: Final = 3
CASES: Final = Path(__file__).parents[1] / "data" / "callers" / "clean"
NAME: Final = "marketplacecommerceanalytics"
WORDS: Final = ("account", "batch", "client", "data", "event", "file", "group", "index", "job", "key", "line", "model")
SHAPES: Final = {
    "py": ("def {0}({1}):\n    return {2}.{3}({1}, {4}='{5}')\n", "# {0} {1}\n"),
    "js": ("export function {0}({1}) {{\n  return {2}.{3}({1}, {{ {4}: '{5}' }});\n}}\n", "// {0} {1}\n"),
    "java": ("class {0} {{ {1} {2}({3} {4}) {{ return {5}.{0}({1}); }} }}\n", "/* {0} */\n"),
    "go": ('func {0}({1} string) {{\n\t{2}.{3}({1}, "{4}")\n}}\n', "// {0} {1}\n"),
    "cs": ('class {0} {{ public string {1} => {2}.{3}("{4}"); }}\n', "// {0}\n"),
    "sh": ('{0}() {{\n  {1} --{2} "$({3} {4})" | {5}\n}}\n', "# {0} {1}\n"),
    "tf": ('resource "aws_{0}" "{1}" {{\n  {2} = "{3}-{4}"\n}}\n', "# {0}\n"),
    "yaml": ("{0}:\n  {1}: {2}\n  {3}: [{4}, {5}]\n", "# {0}\n"),
}


def write_tree(root: Path) -> int:
    """Write the files; how many bytes they have."""
    chance = random.Random(SEED)  # noqa: S311  # no secret: the files are to be the same in each run
    cases = sorted(CASES.glob("*.case"))
    size = 0
    for number in range(FILES):
        folder = root / f"{number % 100:02}"
        folder.mkdir(parents=True, exist_ok=True)
        ending = chance.choice(sorted(SHAPES))
        text = "".join(_piece(chance, ending) for _ in range(chance.randint(5, 120)))
        if number % EVERY == 0:
            case = cases[number // EVERY % len(cases)]
            text, ending = case.read_text(), case.stem.rpartition(".")[2]
        elif number % EVERY == EVERY // 2:
            comment = SHAPES[ending][1].format(NAME, "is another service")
            text = f"{comment}{text}"
        size += (folder / f"file{number:05}.{ending}").write_text(text)
    return size


def _piece(chance: random.Random, ending: str) -> str:
    shape = SHAPES[ending][0 if chance.random() < 0.8 else 1]  # four statements to a comment
    return shape.format(*(f"{chance.choice(WORDS)}{chance.randint(0, 99)}" for _ in range(6)))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        size = write_tree(root)
        commands = {
            "grep -r, for the service's name": ["grep", "-rlI", NAME, str(root)],
            "python -c pass": [sys.executable, "-c", "pass"],
            "read every file, look for the name": [sys.executable, __file__, "read", str(root)],
            "scan for callers": [sys.executable, __file__, "scan", str(root)],
        }
        seconds = {what: _median(partial(_run, command)) for what, command in commands.items()}
        said = subprocess.run(commands["scan for callers"], capture_output=True, text=True, check=True).stdout
    table = Table(title=f"{FILES:,} files, {size / 2**20:.1f} MB (seed {SEED}): CPU time, median of {RUNS}")
    for column in ("what", "seconds", "times grep's"):
        table.add_column(column, justify="left" if column == "what" else "right")
    grep = next(iter(seconds.values()))
    for what, taken in seconds.items():
        table.add_row(what, f"{taken:.2f}", f"{taken / grep:.1f}")
    console = Console()
    console.print(table)
    console.print(said)


def _run(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(work: Callable[[], float]) -> float:
    work()  # once for practice: what is read is then in memory for all
    return statistics.median(work() for _ in range(RUNS))


def _read(root: Path) -> None:
    """Look only for the name, as the scan does first."""
    from checks.regions.callers import candidate  # noqa: PLC0415  # each process loads what it needs

    found = sum(candidate(file.read_bytes()) for file in root.rglob("*") if file.is_file())
    sys.stdout.write(f"{found} candidates")


def _scan(root: Path) -> None:
    """Scan each file."""
    from checks.documents.source import Source  # noqa: PLC0415  # the same
    from checks.regions.callers import candidate, scan  # noqa: PLC0415  # the same

    files = candidates = findings = passed = 0
    for file in root.rglob("*"):
        if not file.is_file():
            continue
        files += 1
        data = file.read_bytes()
        if not candidate(data):
            continue
        candidates += 1
        for finding in scan(Source(str(file), data.decode())):
            passed += finding.status == "PASS"
            findings += finding.status != "PASS"
    sys.stdout.write(f"{files:,} files, {candidates} name the service, {passed} calls pass, {findings} findings.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"read": _read, "scan": _scan}[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()
