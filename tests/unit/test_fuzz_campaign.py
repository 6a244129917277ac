"""A bounded minute of coverage-guided fuzzing."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED = int(os.environ.get("MCA_SEED") or random.SystemRandom().randrange(1, 2**31))
"""Give it again in the environment to see the same inputs."""
SECONDS = int(os.environ.get("MCA_FUZZ_SECONDS") or 60)
"""How long the campaign fuzzes."""


@pytest.mark.campaign
def test_no_bytes_bring_an_exception(tmp_path: Path) -> None:
    """A minute of what atheris finds, beginning from broken and whole policies: no exception, none takes 10 s."""
    assert importlib.util.find_spec("atheris"), "atheris is missing: `uv sync --group fuzz` installs it."
    sys.stdout.write(f"MCA_SEED={SEED}\n")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, path in enumerate(sorted((HERE.parent / "data" / "seeds").iterdir())):
        (corpus / path.name).write_bytes(bytes([number]) + path.read_bytes())
    limits = [f"-max_total_time={SECONDS}", f"-seed={SEED}", "-timeout=10", "-max_len=4096", "-rss_limit_mb=4096"]
    done = subprocess.run(
        [sys.executable, str(HERE / "fuzz_atheris.py"), *limits, f"-artifact_prefix={tmp_path}/", str(corpus)],
        cwd=HERE.parent.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent.parent)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, f"MCA_SEED={SEED}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
