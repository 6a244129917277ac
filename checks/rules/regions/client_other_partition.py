"""The region belongs to another partition."""

from checks.findings import Severity
from checks.rules.regions._shown import MEASURED
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR105",
    name="client-other-partition",
    severity=Severity.ERROR,
    summary="The environment or the profile leads to a region of another partition, such as China or GovCloud.",
    why=(
        "The service is part of the commercial partition, aws. Another partition has other accounts and other"
        " credentials, which are not valid for it, so no pin in the program helps."
    ),
    bad=Example(
        """\
AWS_REGION=us-east-1
⟦AWS_DEFAULT_REGION=cn-north-1⟧
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
        "botocore, partitions.json",
        MEASURED,
    ),
)
