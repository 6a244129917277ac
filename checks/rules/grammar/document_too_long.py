"""A document that is longer than what it is attached to takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._size import Length, Limit, length, limits
from checks.rules.rule import Context, Example, Problem, Rule

_NEARLY: Final = 0.9
"""From this part of its limit on a document is nearly full."""
_REMEDY: Final = "Shorten it: merge statements, take Sids out, use wildcards where they grant nothing more."


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Count the document both ways, and compare with what may hold it."""
    possible = limits(policy)
    if not possible:
        return
    counted = [(limit, length(policy, limit)) for limit in possible]
    largest, size = counted[-1]
    if size.least > largest.most:
        yield _over(policy, largest, size) if len(counted) == 1 else _over_all(policy, largest, size)
    elif size.most > largest.most:
        sentence = f"The document has {_between(size)} {largest.unit}, by how blanks are counted; {_allowed(largest)}."
        yield Problem(policy, sentence, f"{_REMEDY} Or take blanks out.", severity=Severity.WARNING)
    elif len(counted) == 1:
        if size.most > _NEARLY * largest.most:
            left = largest.most - size.most
            sentence = f"The document has {size.most:,} {largest.unit}, so {left:,} are left; {_allowed(largest)}."
            yield Problem(policy, sentence, "Shorten it before something has to be added.", severity=Severity.NOTE)
    elif counted[-2][1].least > counted[-2][0].most:
        # What fits a managed policy can be attached to anything, so only what does not is worth a word.
        narrow = " and ".join(f"{limit.where} ({limit.most:,})" for limit, _ in counted[:-1])
        sentence = f"The document has {size.least:,} {largest.unit}, which is too long for {narrow}."
        remedy = f"Attach it as {largest.where} ({largest.most:,}), or split it."
        yield Problem(policy, sentence, remedy, severity=Severity.WARNING)


def _over(policy: Policy, limit: Limit, size: Length) -> Problem:
    excess = size.least - limit.most
    sentence = f"The document has {_between(size)} {limit.unit}, {excess:,} more than it may; {_allowed(limit)}."
    if limit.raised >= size.most:
        remedy = f"{_REMEDY} Or ask for a higher quota: up to {limit.raised:,}."
        return Problem(policy, sentence, remedy, severity=Severity.WARNING)
    return Problem(policy, sentence, _REMEDY)


def _over_all(policy: Policy, largest: Limit, size: Length) -> Problem:
    sentence = (
        f"The document has {_between(size)} {largest.unit}, which nothing takes that it can be attached to; the most is"
        f" {largest.most:,}, for {largest.where}."
    )
    return Problem(policy, sentence, "Split it into several policies, or shorten it.")


def _between(size: Length) -> str:
    return f"{size.least:,}" if size.least == size.most else f"{size.least:,} to {size.most:,}"


def _allowed(limit: Limit) -> str:
    """What a limit says, in words."""
    if limit.shared:
        return f"{limit.where} has at most {limit.most:,}, together with the others of the same holder"
    return f"{limit.where} has at most {limit.most:,}"


_PARTNERS: Final = ",\n          ".join(
    ", ".join(f'"arn:aws:iam::1111222233{row}{column}:root"' for column in range(10, 13)) for row in range(10, 40)
)

RULE = Rule(
    code="MCA133",
    name="document-too-long",
    severity=Severity.ERROR,
    summary="The document is longer than what it is attached to takes, or nearly so.",
    why=(
        "The limits are 2,048 characters for all inline policies of a user, 5,120 for a group, 10,240 for a role, 6,144"
        " for a managed policy, 2,048 for a trust policy (a quota, up to 8,192), 10,240 for a service control policy,"
        " 20,480 bytes for a bucket policy, 30 kB for a topic policy and 32,768 bytes for a key policy. IAM does not"
        " count white space; whether blanks inside strings are white space is not said, so they are counted both ways:"
        " it is an error if the document is too long either way, and a warning if it depends. A rotation grants two"
        " destinations for a while, so it needs room: from nine tenths on a note says how much is left."
    ),
    bad=Example(
        f"""\
⟦{{
  "Version": "2012-10-17",
  "Statement": [
    {{
      "Effect": "Allow",
      "Principal": {{
        "AWS": [
          {_PARTNERS}
        ]
      }},
      "Action": "sts:AssumeRole",
      "Condition": {{"StringEquals": {{"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}}}
    }}
  ]
}}⟧
""",
        kind=Kind.TRUST,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
""",
        kind=Kind.TRUST,
    ),
    sources=(
        'IAM user guide, "IAM and AWS STS quotas"',
        'Organizations user guide, "Quotas and service limits for AWS Organizations"',
        'S3 user guide, "Bucket policies for Amazon S3"',
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference", policy quotas',
        'KMS developer guide, "Resource quotas"',
        "That blanks inside strings may count [inferred]",
    ),
    check=check,
)
