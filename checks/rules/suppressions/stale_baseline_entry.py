"""A baseline entry for findings that no longer occur."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA903",
    name="stale-baseline-entry",
    severity=Severity.NOTE,
    summary="An entry of the baseline stands for more findings than there are.",
    why=(
        "Somebody mended what was accepted when the baseline was written. As long as the entry stands, the same fault"
        " can come back at the same place and not be seen. An entry is judged only if its rule is applied and its file"
        " is among those that are linted, or is gone."
    ),
    bad=Example(
        """\
{
  "version": 1,
  "entries": [
    ⟦{"file": "policy.json", "rule": "unknown-action", "path": "Statement[0].Action", "count": 1}⟧
  ]
}
""",
        name="mca-baseline.json",
    ),
    good=Example(
        """\
{
  "version": 1,
  "entries": []
}
""",
        name="mca-baseline.json",
    ),
    sources=("docs/linting.md, Baseline",),
)
