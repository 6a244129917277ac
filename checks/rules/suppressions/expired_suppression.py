"""A suppression whose last day is over."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA902",
    name="expired-suppression",
    severity=Severity.WARNING,
    summary="The last day of a suppression is over: it suppresses nothing any more.",
    why=(
        "Whoever wrote it wanted the decision to be looked at again by that day. What it hid is reported again; either"
        " that is mended by now and the suppression can go, or somebody has to decide anew."
    ),
    bad=Example(
        """\
⟦[[lint.suppressions]]⟧
rule = "unknown-action"
path = "policy.json"
reason = "The action is in preview, and not in the reference yet."
expires = 2026-01-31
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
