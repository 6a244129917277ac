"""A value in YAML that two versions of YAML read differently."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA025",
    name="ambiguous-scalar",
    severity=Severity.ERROR,
    summary="A number with a leading zero, or a word such as `yes`, stands in YAML without quotation marks.",
    why=(
        "YAML 1.1 reads an account id that begins with 0 as an octal number, if it has no 8 and no 9, and `yes`, `no`,"
        " `on` and `off` as true and false; YAML 1.2 reads the digits as decimal and the words as text. So the tool"
        " that deploys the policy decides whom it names. Quotation marks make it a text for all of them."
    ),
    bad=Example(
        """\
Version: '2012-10-17'
Statement:
  - Effect: Allow
    Principal:
      AWS: ⟦011122223333⟧
    Action: sns:GetTopicAttributes
    Resource: arn:aws:sns:us-east-1:111122223333:acme-topic
""",
        name="policy.yaml",
    ),
    good=Example(
        """\
Version: '2012-10-17'
Statement:
  - Effect: Allow
    Principal:
      AWS: '011122223333'
    Action: sns:GetTopicAttributes
    Resource: arn:aws:sns:us-east-1:111122223333:acme-topic
""",
        name="policy.yaml",
    ),
    sources=(
        'YAML 1.1 type repository, "Integer Language-Independent Type" and "Boolean Language-Independent Type"',
        "YAML 1.2.2, chapter 10.3, Core Schema",
    ),
    fixes=True,
)
