"""A resource of the stack is in another region than its configuration says."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR202",
    name="resource-region",
    severity=Severity.ERROR,
    summary="A resource of the stack is in another region than its configuration says, or not deployed yet.",
    why=(
        "Buckets, topics and keys may be in any region, but all that belongs to one of them has to be in the same:"
        " a policy or an encryption setting that is asked for elsewhere does not reach it. Where the configuration"
        " was changed after the last update, bucketRegion or topicRegion promise a place that is not there."
    ),
    bad=Example(
        """\
⟦aws:sns/topic:Topic acme-topic-g1-topic: eu-west-1⟧
""",
        name="state",
    ),
    good=Example(
        """\
aws:sns/topic:Topic acme-topic-g1-topic: eu-central-1
""",
        name="state",
    ),
    sources=('Pulumi registry, AWS provider, "Enhanced Region Support" of version 7',),
)
