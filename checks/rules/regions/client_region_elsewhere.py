"""A program in another language calls another region."""

from checks.findings import Severity
from checks.rules.regions._shown import SDK_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR106",
    name="client-region-elsewhere",
    severity=Severity.WARNING,
    summary="Settings give a program in another language that names no region another one than us-east-1.",
    why=(
        "Most SDKs but boto3 take the region from AWS_REGION, then from the profile, and do not read"
        " AWS_DEFAULT_REGION, so that two programs on one machine can call two regions. If they find none at all it"
        " is a note: they stop before they call."
    ),
    bad=Example(
        """\
⟦AWS_REGION=eu-central-1⟧
AWS_DEFAULT_REGION=us-east-1
""",
        name="environment",
    ),
    good=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
""",
        name="environment",
    ),
    sources=(
        f'{SDK_GUIDE}, "AWS Region"',
        'AWS SDK for Rust and AWS SDK for Kotlin developer guides, "Region provider chain"',
    ),
)
