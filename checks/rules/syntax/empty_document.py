"""A text without a document."""

from checks.findings import Severity
from checks.rules.rule import Example, Rule

RULE = Rule(
    code="MCA007",
    name="empty-document",
    severity=Severity.ERROR,
    summary="The text is empty, or holds only blanks.",
    why=("An empty file is no policy. It is mostly what is left of a template that rendered to nothing."),
    bad=Example("⟦\n⟧"),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=("RFC 8259, section 2",),
)
