"""A denial of everybody but those named, which hits those named too."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy, PrincipalEntry
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule
from policies.arns import ROLE_NAME


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for denials with NotPrincipal; ask of each whether it hits the service's role."""
    stopped = {stop.statement.number: stop for stop in stops(policy, context) if stop.spares and not stop.by_caller}
    for statement in policy.statements:
        element = statement.get("NotPrincipal")
        entries = statement.principals("NotPrincipal")
        if not statement.denies or element is None or not entries or any(one.value.text == "*" for one in entries):
            continue
        if not all(entry.value.known for entry in entries):
            continue
        stop = stopped.get(statement.number)
        is_sure = stop is not None and not (stop.open or stop.assumed) and not any(map(_names_role, entries))
        yield Problem(
            element,
            _sentence(entries, stop.what if stop else ""),
            'Write "Principal": "*" with ArnNotEquals on aws:PrincipalArn, which a role\'s sessions have too.',
            severity=Severity.ERROR if is_sure else None,
        )


def _names_role(entry: PrincipalEntry) -> bool:
    return entry.value.text.endswith(f"/{ROLE_NAME}")


def _sentence(entries: tuple[PrincipalEntry, ...], what: str) -> str:
    named = ", ".join(entry.value.text for entry in entries)
    hit = f" It denies {what} to the service's role." if what else ""
    accounts = {asking.account_of(entry.value.text) for entry in entries if asking.is_account(entry.value.text)}
    alone = [
        entry.value.text
        for entry in entries
        if not asking.is_account(entry.value.text) and (account := asking.account_of(entry.value.text)) not in accounts
        if account
    ]
    if alone:
        return f"NotPrincipal names {', '.join(alone)} without the account that it is of, and so may spare nobody.{hit}"
    return f"NotPrincipal spares {named}, and no session of a role that is not named itself.{hit}"


RULE = Rule(
    code="MCA612",
    name="deny-not-principal",
    severity=Severity.WARNING,
    summary="A denial names with NotPrincipal whom it spares.",
    why=(
        "AWS looks for the account, for the role, and for the session, and spares a caller only if all of them are"
        " named; what the service calls its sessions is not known, so its role cannot be spared this way. A caller with"
        " a permissions boundary is never spared. The IAM guide advises against it. It is an error if it surely stops"
        " a delivery."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotPrincipal": ⟦{"AWS": "arn:aws:iam::111122223333:role/Auditor"}⟧,
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {
        "ArnNotEquals": {
          "aws:PrincipalArn": [
            "arn:aws:iam::111122223333:role/Auditor",
            "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
          ]
        }
      }
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS JSON policy elements: NotPrincipal"',),
    check=check,
    kinds=frozenset({Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.RESOURCE}),
)
