"""The calls that a delivery takes, and the request for one: what is known of each, and what has to be assumed.

The service makes the calls with a session of the role (botocore model, documentation of `roleNameArn`). What it sends
beside the role's credentials is published nowhere: every assumption here is [inferred], and findings that rest on one
are no errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from checks.documents.nodes import Text, walk
from checks.documents.policy import Kind, Policy
from checks.rules import asking
from checks.rules.rule import Context
from policies.arns import ROLE_NAME
from policies.callers import CALL_ACTION, SERVICE_REGION
from policies.document import Effect, PolicyDocument
from policies.role import KEY_ACTIONS, ROLE_ACTIONS
from policies.trust import SERVICE_ACCOUNT

REGION: Final = "aws:requestedregion"
TLS: Final = "aws:securetransport"
ENCRYPTION: Final = frozenset(
    {
        "s3:x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "s3:x-amz-server-side-encryption-customer-algorithm",
    }
)
"""Headers that ask S3 to encrypt an object otherwise than the bucket does by itself."""
NETWORK: Final = frozenset(
    {
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    }
)
"""Where a call comes from."""
_ABSENT: Final = frozenset(
    {
        "aws:federatedprovider",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:username",
    }
)
"""Keys that a role's session surely does not have."""
_IMPLIED: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principaltype",
        "aws:resourceaccount",
        "kms:calleraccount",
    }
)
"""Keys that follow from whose session it is; the bucket and the topic are the seller's own."""
SETTLED: Final = _ABSENT | {TLS, "aws:principalisawsservice"}
"""Keys that are the same for every caller here."""
ASSUMED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(ENCRYPTION, ()),
    **dict.fromkeys(NETWORK, ()),
    # Kept for benchmarks (RFC 2544): in nobody's list of addresses, and in every list of all addresses.
    "aws:sourceip": ("198.18.0.1",),
    "aws:multifactorauthpresent": ("false",),
    "aws:multifactorauthage": (),
    "aws:viaawsservice": ("false",),
    "aws:calledvia": (),
    "aws:calledviafirst": (),
    "aws:calledvialast": (),
    "aws:sourceidentity": (),
}
"""What a call of the service is assumed to have: no value means that the key is absent."""

_ROLE: Final = re.compile(rf"arn:[^:]+:iam::([0-9]{{12}}):role/(?:.*/)?{ROLE_NAME}")
_ACCOUNT: Final = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_NOBODY: Final = "000000000000"


class Hop(NamedTuple):
    """One call. `region` is empty where it is not known."""

    action: str
    resource: str
    region: str = ""

    @property
    def is_call(self) -> bool:
        """Whether it is a caller who makes it, and not the service with the role."""
        return self.action == CALL_ACTION

    @property
    def settled(self) -> frozenset[str]:
        """The condition keys whose value in this call is known, or known to be absent."""
        keys = SETTLED if self.is_call else SETTLED | _IMPLIED
        return keys | {REGION} if self.region else keys


CALL: Final = Hop(CALL_ACTION, "*", SERVICE_REGION)


def texts(policy: Policy) -> tuple[str, ...]:
    """Every string of a document."""
    return tuple(node.value for _, node in walk(policy.node) if isinstance(node, Text))


def role_arns(policy: Policy, context: Context) -> tuple[str, ...]:
    """The ARNs that the role may have, as far as the document and the user say it; one of them is right."""
    said = texts(policy)
    named = tuple(dict.fromkeys(text for text in said if _ROLE.fullmatch(text)))
    own = context.expected.account_id
    if policy.kind is Kind.ROLE:
        named = named or tuple(_literal_roles(policy))
    accounts = (own,) if own else (*dict.fromkeys(_ACCOUNT.findall(" ".join(said))), asking.STRANGER_ACCOUNT)
    partition = context.expected.partition
    return named or tuple(
        f"arn:{partition}:iam::{account}:role/{ROLE_NAME}" for account in accounts if account != SERVICE_ACCOUNT
    )


def _literal_roles(policy: Policy) -> Iterator[str]:
    for statement in policy.bounds.most.statements:
        for resource in statement.resources:
            if ":role/" in resource and "*" not in resource and asking.account_of(resource):
                yield resource


def hops(policy: Policy, context: Context) -> tuple[Hop, ...]:
    """The calls that a policy has a say in, by its kind; none if it is surely of another bucket, topic or caller."""
    match policy.kind:
        case Kind.BUCKET:
            found = _to_buckets(_places(policy, "s3", _bucket_arns(context)), context)
        case Kind.TOPIC:
            found = _to_topics(_places(policy, "sns", context.expected.topics))
        case Kind.KEY:
            found = (Hop(action, key) for action in KEY_ACTIONS for key in _places(policy, "kms", ()))
        case Kind.ROLE:
            found = _of_role(policy, context)
        case Kind.BOUNDARY:
            found = iter((*_anywhere(context), CALL))
        case Kind.CALLER | Kind.IDENTITY if _allows_call(policy):
            found = iter((CALL,))
        case _:
            found = iter(())
    return tuple(found)


def _bucket_arns(context: Context) -> tuple[str, ...]:
    return tuple(f"arn:{context.expected.partition}:s3:::{bucket}" for bucket in context.expected.buckets)


def _places(policy: Policy, service: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    """The bucket, topic or key that the policy is of: as the user said, or as its resources say."""
    patterns = {
        resource.partition("/")[0] if service == "s3" else resource
        for statement in policy.bounds.most.statements
        for resource in statement.resources
        if resource.split(":")[2:3] == [service]
    }
    if expected:
        return tuple(
            place for place in expected if not patterns or any(asking.covers(pattern, place) for pattern in patterns)
        )
    return tuple(sorted(map(asking.concrete, patterns))) or (f"arn:aws:{service}:any:{_NOBODY}:any",)


def _to_buckets(buckets: Iterable[str], context: Context) -> Iterator[Hop]:
    below = f"{context.expected.prefix}/" if context.expected.prefix else ""
    for bucket in buckets:
        yield Hop("s3:GetBucketLocation", bucket)
        yield Hop("s3:PutObject", f"{bucket}/{below}report.csv")


def _to_topics(topics: Iterable[str]) -> Iterator[Hop]:
    for topic in topics:
        region = topic.split(":")[3]
        yield Hop("sns:GetTopicAttributes", topic, region)
        yield Hop("sns:Publish", topic, region)


def _anywhere(context: Context) -> Iterator[Hop]:
    """A delivery to the places that the user named, or to one that no document names."""
    expected = context.expected
    yield from _to_buckets(_bucket_arns(context) or (f"arn:{expected.partition}:s3:::any-bucket",), context)
    yield from _to_topics(expected.topics or (f"arn:{expected.partition}:sns::{_NOBODY}:any-topic",))
    own = f"arn:{expected.partition}:iam::{expected.account_id or _NOBODY}:role/{ROLE_NAME}"
    yield Hop("iam:GetRolePolicy", own, SERVICE_REGION)


def _of_role(policy: Policy, context: Context) -> Iterator[Hop]:
    """The calls that the role's own policy allows: each on one resource of each pattern."""
    for statement in policy.bounds.most.statements:
        if statement.effect is Effect.DENY or statement.actions_negated or statement.resources_negated:
            continue
        for action in ROLE_ACTIONS:
            if asking.names_action(statement.actions, action):
                yield from (_on(action, place, context) for place in statement.resources if _takes(action, place))


def _takes(action: str, resource: str) -> bool:
    """Whether a resource is of the type that an action takes."""
    if resource == "*":
        return True
    service = action.partition(":")[0]
    is_fitting = service != "s3" or ("/" in resource) is (action == "s3:PutObject")
    return is_fitting and resource.split(":")[2:3] == [service]


def _on(action: str, resource: str, context: Context) -> Hop:
    if resource == "*":
        return next(hop for hop in _anywhere(context) if hop.action == action)
    place = asking.concrete(resource)
    region = SERVICE_REGION if action.startswith("iam:") else place.split(":")[3]
    return Hop(action, place, "" if region == asking.ANY else region)


def _allows_call(policy: Policy) -> bool:
    allows = tuple(statement for statement in policy.bounds.most.statements if statement.effect is Effect.ALLOW)
    document = asking.favouring(PolicyDocument(policy.bounds.most.version, allows), lambda _: False)
    return bool(asking.permitting(document, asking.user(asking.STRANGER_ACCOUNT), CALL_ACTION, "*"))
