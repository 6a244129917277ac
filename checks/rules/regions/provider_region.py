"""The Pulumi provider works in another region."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR201",
    name="provider-region",
    severity=Severity.ERROR,
    summary="A Pulumi provider of the stack works in another region than us-east-1.",
    why=(
        "The program gives the provider us-east-1, and a region of its own to each bucket, topic and key. A"
        " provider of another region, from an older program or an edited state, puts whatever has no region of its"
        " own there."
    ),
    bad=Example(
        """\
⟦aws provider seller: eu-central-1⟧
""",
        name="state",
    ),
    good=Example(
        """\
aws provider seller: us-east-1
""",
        name="state",
    ),
    sources=('Pulumi registry, AWS provider, configuration and "Enhanced Region Support" of version 7',),
)
