"""The inline policies of the seller's own users, groups and roles."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from checks.documents.policy import Holder, Kind
from components.lint import refuse_errors
from components.options import child
from components.settings import PrincipalNames

CALLER_POLICY = "CommerceAnalyticsCaller"
READER_POLICY = "CommerceAnalyticsReader"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerPoliciesArgs:
    """Who gets what.

    Attributes:
        callers: Who may ask for data sets.
        caller_policy: The document for them, as JSON.
        readers: Who may read what was delivered.
        reader_policy: The document for them, as JSON; may be an output, since it names keys.
    """

    callers: PrincipalNames
    caller_policy: pulumi.Input[str]
    readers: PrincipalNames
    reader_policy: pulumi.Input[str]


class CallerPolicies(pulumi.ComponentResource):
    """One inline policy per principal and purpose: nothing else of the principal is touched.

    No document is attached in which the rules find an error.
    """

    def __init__(self, name: str, args: CallerPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:CallerPolicies", name, None, opts)
        self._attach(f"{name}-call", CALLER_POLICY, args.callers, args.caller_policy, Kind.CALLER)
        self._attach(f"{name}-read", READER_POLICY, args.readers, args.reader_policy, Kind.READER)
        self.register_outputs({})

    def _attach(self, name: str, policy: str, who: PrincipalNames, document: pulumi.Input[str], kind: Kind) -> None:
        opts = child(self)

        def fit(holder: Holder) -> pulumi.Input[str]:
            return refuse_errors(document, kind, f"the policy {policy}", holder=holder)

        for user in who.users:
            text = fit(Holder.USER)
            aws.iam.UserPolicy(f"{name}-user-{user}", name=policy, user=user, policy=text, opts=opts)
        for group in who.groups:
            text = fit(Holder.GROUP)
            aws.iam.GroupPolicy(f"{name}-group-{group}", name=policy, group=group, policy=text, opts=opts)
        for role in who.roles:
            text = fit(Holder.ROLE)
            aws.iam.RolePolicy(f"{name}-role-{role}", name=policy, role=role, policy=text, opts=opts)
