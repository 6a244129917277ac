"""A setting gives clients another address than the service's."""

from checks.findings import Severity
from checks.rules.regions._shown import MEASURED, SDK_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR102",
    name="client-endpoint-overridden",
    severity=Severity.WARNING,
    summary="A setting outside of the program gives every client of the service another address, whatever its region.",
    why=(
        "An address that is set goes before any region, even one that the program names. Left over from a test, it"
        " sends requests to a stand-in that delivers nothing. boto3 looks at"
        " AWS_ENDPOINT_URL_MARKETPLACE_COMMERCE_ANALYTICS, AWS_ENDPOINT_URL, the services section that the profile"
        " names, and the profile's endpoint_url, in this order; ignore_configured_endpoint_urls keeps all of them"
        " from counting."
    ),
    bad=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
⟦AWS_ENDPOINT_URL=http://localhost:4566⟧
""",
        name="environment",
    ),
    good=Example(
        """\
AWS_REGION=us-east-1
AWS_DEFAULT_REGION=us-east-1
AWS_ENDPOINT_URL=http://localhost:4566
AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true
""",
        name="environment",
    ),
    sources=(
        f'{SDK_GUIDE}, "Service-specific endpoints"',
        MEASURED,
    ),
)
