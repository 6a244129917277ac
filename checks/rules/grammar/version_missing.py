"""A document that does not say its version."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Object
from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import IDENTITY, lacks
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for a Version."""
    if not isinstance(policy.node, Object) or not lacks(policy.elements, "Version", in_statement=False):
        return
    sentence = "The document has no Version, so it is of the old one, 2008-10-17"
    if policy.kind in IDENTITY:
        sentence += ", which IAM takes no more for a policy of this kind."
        severity = Severity.ERROR
    else:
        sentence += ": a variable such as ${aws:username} is then literal text."
        severity = Severity.WARNING
    yield Problem(policy, sentence, 'Add "Version": "2012-10-17" as the first element.', severity=severity)


RULE = Rule(
    code="MCA104",
    name="version-missing",
    severity=Severity.WARNING,
    summary="The document has no Version element.",
    why=(
        "Without one the language of 2008-10-17 applies, which has no policy variables: `${aws:username}` is then"
        " compared letter by letter, and matches nobody. For policies of users, groups and roles IAM refuses a missing"
        " version altogether (“Policy document must be version 2012-10-17 or greater”), so there it is an error."
    ),
    bad=Example(
        """\
⟦{
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}⟧
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
