"""A Sid with characters that IAM does not take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import STORED_BY_IAM
from checks.rules.rule import Context, Example, Problem, Rule

_ALLOWED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at the characters of each Sid; an empty one is legal."""
    for statement in policy.statements:
        element = statement.get("Sid")
        for value in element.known if element else ():
            if foreign := sorted(set(value.text) - _ALLOWED):
                what = " and ".join("a blank" if character == " " else shown(character) for character in foreign[:3])
                sentence = f"The Sid {shown(value.text)} has {what} in it; IAM takes letters and digits only."
                plain = "".join(character for character in value.text.title() if character in _ALLOWED)
                yield Problem(value, sentence, f"Write {shown(plain)}." if plain else "Use letters and digits.")


RULE = Rule(
    code="MCA123",
    name="sid-characters",
    severity=Severity.ERROR,
    summary="A Sid of a policy that IAM stores has other characters than letters and digits.",
    why=(
        "IAM takes A to Z, a to z and 0 to 9 in a Sid: no blank, no hyphen, no underscore. It refuses the document for"
        " any other character. Policies of buckets and keys may have blanks there, which is where such Sids come from."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": ⟦"Read-reports"⟧,
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Sid"',),
    check=check,
    kinds=STORED_BY_IAM,
)
