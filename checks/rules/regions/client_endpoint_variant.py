"""A setting asks for a FIPS or dual-stack address."""

from checks.findings import Severity
from checks.rules.regions._shown import MEASURED, SDK_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR103",
    name="client-endpoint-variant",
    severity=Severity.ERROR,
    summary="A setting outside of the program asks for a kind of address that the service does not have.",
    why=(
        "FIPS and dual-stack addresses are built for any service. botocore lists none for this one, so the call"
        " fails as there is no such host [inferred]. A program that names us-east-1 is concerned, too."
    ),
    bad=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
⟦AWS_USE_FIPS_ENDPOINT=true⟧
""",
        name="environment",
    ),
    good=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
AWS_USE_FIPS_ENDPOINT=false
""",
        name="environment",
    ),
    sources=(
        f'{SDK_GUIDE}, "Dual-stack and FIPS endpoints"',
        MEASURED,
        "botocore, endpoints.json: no variant of marketplacecommerceanalytics",
    ),
)
