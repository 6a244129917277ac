"""The simulator: another implementation of IAM's evaluation, run as a program of its own.

It is npm's `@cloud-copilot/iam-simulate`, under the AGPL, so nothing of it is linked, copied or shipped: the test
starts Node, writes questions to it and reads answers. It is installed on demand below `.tools/`, by the lock file
beside this module, which has the digest of every package and the address of none.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from simulations import Case

from checks.proof.evaluate import Outcome

HERE = Path(__file__).parent
INSTALLED = HERE.parent.parent / ".tools" / "simulator"
OUTCOMES = {
    "Allowed": Outcome.ALLOWED,
    "ExplicitlyDenied": Outcome.EXPLICIT_DENY,
    "ImplicitlyDenied": Outcome.IMPLICIT_DENY,
}
_FILES = ("package.json", "package-lock.json", "simulate.mjs")


def ask(cases: Sequence[Case]) -> list[Outcome]:
    """What the simulator says of each case.

    Raises:
        AssertionError: If Node is missing, the simulator cannot be installed, or it refuses a question.
    """
    install()
    done = subprocess.run(
        ["node", "simulate.mjs"],
        cwd=INSTALLED,
        input="".join(f"{case.simulation}\n" for case in cases),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(cases)
    for answer, case in zip(answers, cases, strict=True):
        assert "result" in answer, f"The simulator refuses a question: {answer}\n{case.simulation}"
    return [OUTCOMES[answer["result"]] for answer in answers]


def install() -> None:
    """Put the simulator below `.tools/`, if it is not there as the lock file wants it."""
    for program in ("node", "npm"):
        assert shutil.which(program), (
            f"{program} is missing. Install Node.js 20 or later, which has both, from nodejs.org or your system."
        )
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _FILES)).hexdigest()
    stamp = INSTALLED / "installed"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(HERE / name, INSTALLED / name)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=INSTALLED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"npm could not install the simulator:\n{done.stdout}{done.stderr}"
    stamp.write_text(digest)
