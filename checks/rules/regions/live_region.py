"""A bucket or topic is live in another region than the configuration says."""

from checks.findings import Severity
from checks.rules.regions._shown import SERVICE_GUIDE
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCR203",
    name="live-region",
    severity=Severity.ERROR,
    summary="A bucket or a topic is in another region than the stack's configuration says, or is not there.",
    why=(
        "S3 says where a bucket is, and a topic's ARN says where the topic is. Callers hand both to the service,"
        " which finds them wherever they are; but readers, subscribers and this tool look where the configuration"
        " says. That they are not in us-east-1 is no fault: only the call is pinned."
    ),
    bad=Example(
        """\
⟦bucket acme-reports: eu-central-1⟧
""",
        name="live",
    ),
    good=Example(
        """\
bucket acme-reports: us-east-1
""",
        name="live",
    ),
    sources=(
        "Amazon S3 API reference, GetBucketLocation: no answer is us-east-1, EU is eu-west-1",
        SERVICE_GUIDE,
    ),
)
