"""A program without a region of its own calls another region."""

from checks.findings import Severity
from checks.rules.regions._shown import MEASURED, SERVICE_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR101",
    name="client-region",
    severity=Severity.WARNING,
    summary="The environment or the profile gives a program in Python without a region another one than us-east-1.",
    why=(
        "The service answers in us-east-1 only. boto3 takes the region from AWS_DEFAULT_REGION, then from the"
        " profile, and builds an address for any region without complaint; the call then fails, as there is no such"
        " host. A program that names us-east-1 itself is not concerned."
    ),
    bad=Example(
        """\
AWS_REGION=us-east-1
⟦AWS_DEFAULT_REGION=eu-central-1⟧
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
        MEASURED,
        SERVICE_GUIDE,
    ),
)
