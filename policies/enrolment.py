"""What the person needs who clicks "Enroll" in the seller portal, once.

Source: AWS Marketplace seller guide, "Policies and permissions for AWS Marketplace sellers" (enrolment permissions, as
published in 2022). Whoever holds it can make a role of any power, so it is attached for the click and taken away again.
"""

from __future__ import annotations

from policies.document import Effect, PolicyDocument, Statement, document


def enrolment_policy() -> PolicyDocument:
    """The one-off permissions for the enrolment page."""
    actions = ("iam:ListRoles", "iam:CreateRole", "iam:CreatePolicy", "iam:AttachRolePolicy")
    return document(
        Statement(effect=Effect.ALLOW, sid="EnrolOnce", actions=actions, resources=("*",)),
        Statement(
            effect=Effect.ALLOW,
            sid="OpenSellerPortal",
            actions=("aws-marketplace-management:viewReports",),
            resources=("*",),
        ),
    )
