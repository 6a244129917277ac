"""A suppression that suppresses nothing."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA901",
    name="stale-suppression",
    severity=Severity.WARNING,
    summary="A suppression of the configuration matches no finding in the files that it names, or names no file.",
    why=(
        "What it was written for is mended, renamed or gone. If it stays, it hides the next finding of the same rule"
        " at the same place, which nobody has looked at. A suppression is judged only if its rule is applied and its"
        " files are among those that are linted."
    ),
    bad=Example(
        """\
⟦[[lint.suppressions]]⟧
rule = "unknown-action"
path = "policy.json"
reason = "The action is in preview, and not in the reference yet."
""",
        name="mca.toml",
    ),
    good=Example(
        """\
[lint]
ignore = []
""",
        name="mca.toml",
    ),
    sources=("docs/linting.md, Suppressions",),
)
