"""A program without a region of its own has none."""

from checks.findings import Severity
from checks.rules.regions._shown import MEASURED
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR104",
    name="client-region-missing",
    severity=Severity.WARNING,
    summary="Neither the environment nor the profile gives a region to a program in Python that names none.",
    why=(
        "Such a program stops before it calls. Whoever then sets a region, sets that of the bucket, and the call"
        " goes astray. AWS_REGION alone does not help: boto3 reads AWS_DEFAULT_REGION only."
    ),
    bad=Example(
        """\
⟦(no such setting)⟧
""",
        name="profile default",
    ),
    good=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
""",
        name="environment",
    ),
    sources=(MEASURED,),
)
