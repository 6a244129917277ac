"""A document of the old version."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.model import DEFAULT_VERSION
from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import IDENTITY
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the version with the old one."""
    element = policy.get("Version")
    if element is None or policy.version != DEFAULT_VERSION:
        return
    remedy = 'Write "2012-10-17"; look first whether a ${…} in the document was meant literally.'
    if policy.kind in IDENTITY:
        sentence = f"Version {DEFAULT_VERSION} is one that IAM takes no more for a policy of this kind."
        yield Problem(element, sentence, remedy, severity=Severity.ERROR)
    else:
        sentence = f"Version {DEFAULT_VERSION} has no policy variables: ${{aws:username}} is literal text there."
        yield Problem(element, sentence, remedy)


RULE = Rule(
    code="MCA105",
    name="version-old",
    severity=Severity.WARNING,
    summary="The document is of version 2008-10-17.",
    why=(
        "The old language has no policy variables, and what was written for the new one changes its meaning under it"
        " without a word. AWS still prints it in policies that it makes for topics and queues. For policies of users,"
        " groups and roles IAM refuses it (“Policy document must be version 2012-10-17 or greater”), so there it is an"
        " error."
    ),
    bad=Example(
        """\
{
  "Version": ⟦"2008-10-17"⟧,
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Version"',
        "The refusal by IAM: public reports of its message, and moto's policy validator, which repeats it [inferred]",
    ),
    check=check,
)
