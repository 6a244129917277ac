"""Arguments for policies, and ways to ask what a document allows: shared by the tests of `policies`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from checks.documents.model import parse_policy
from checks.proof.evaluate import Decision, NamedPolicy, Policies, Principal, Request, evaluate
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.names import PARTITIONS

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole"
BUCKET = "acme-reports"
TOPIC_ARN = f"arn:aws:sns:eu-central-1:{ACCOUNT}:acme-topic"
KEY_ARN = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000001"
TOPIC_KEY_ARN = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000002"
EXTERNAL_ID = "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"
TLS = {"aws:SecureTransport": "true"}
CLEAR = {"aws:SecureTransport": "false"}

# Two numbers are no seller's: that of AWS's documentation, and that of the service.
account_ids = st.text("0123456789", min_size=12, max_size=12).filter(
    lambda account: account not in {"123456789012", "452565589796"}
)
bucket_names = st.from_regex(r"[a-w][a-z0-9-]{1,40}[a-r0-9]", fullmatch=True).filter(
    lambda name: not name.startswith(("sthree-", "amzn-s3-demo-")) and not name.endswith(("-ol-s3", "-x-s3"))
)
topic_names = st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True)
prefixes = st.from_regex(r"[A-Za-z0-9!_.()'-]{1,20}(/[A-Za-z0-9=+@,:&-]{1,20}){0,3}", fullmatch=True)
partitions = st.sampled_from(PARTITIONS)
regions = st.sampled_from(["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "cn-north-1"])
external_ids = st.uuids().map(str)


@st.composite
def destinations(draw: st.DrawFn, partition: str | None = None) -> Destination:
    """A destination with every optional argument there or not."""
    part = partition or draw(partitions)
    account, region = draw(account_ids), draw(regions)
    key_arns = st.uuids().map(lambda key: f"arn:{part}:kms:{region}:{account}:key/{key}")
    return Destination(
        bucket=draw(bucket_names),
        topic_arn=f"arn:{part}:sns:{region}:{account}:{draw(topic_names)}",
        prefix=draw(st.none() | prefixes),
        bucket_key_arn=draw(st.none() | key_arns),
        topic_key_arn=draw(st.none() | key_arns),
    )


@st.composite
def destination_lists(draw: st.DrawFn) -> list[Destination]:
    """One to four destinations of one partition."""
    return draw(st.lists(destinations(draw(partitions)), min_size=1, max_size=4))


def read_back(document: PolicyDocument) -> PolicyDocument:
    """The document as the strict reader sees its JSON, without the ranges of text."""
    parsed = parse_policy(document.to_json())
    return replace(parsed, statements=tuple(replace(statement, span=None) for statement in parsed.statements))


def iam_size(*documents: PolicyDocument) -> int:
    """The characters that IAM counts: all but white space (no string of ours holds a blank)."""
    return sum(len("".join(document.to_json().split())) for document in documents)


def role_session(name: str = "MarketplaceCommerceAnalyticsRole", account: str = ACCOUNT) -> Principal:
    """A session of a role."""
    return Principal(
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/session",
        account=account,
        role_arn=f"arn:aws:iam::{account}:role/{name}",
    )


def user(name: str = "alice", account: str = ACCOUNT) -> Principal:
    """An IAM user."""
    return Principal(arn=f"arn:aws:iam::{account}:user/{name}", account=account)


def named(document: PolicyDocument) -> NamedPolicy:
    """A document as the evaluator takes it, after a trip through its JSON."""
    return NamedPolicy("tested", parse_policy(document.to_json()))


def everything() -> NamedPolicy:
    """An identity policy that allows all: what is refused then, another policy refuses."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return NamedPolicy("everything", parse_policy({"Version": "2012-10-17", "Statement": statement}))


def judge(  # noqa: PLR0913  # all that a decision rests on
    principal: Principal,
    action: str,
    resource: str,
    *,
    identity: PolicyDocument | NamedPolicy | None = None,
    attached: PolicyDocument | None = None,
    decides: bool = False,
    owner: str | None = None,
    context: Mapping[str, str] = TLS,
) -> Decision:
    """Judge one call: `identity` is the caller's policy, `attached` the resource's, `owner` the resource's account."""
    own = named(identity) if isinstance(identity, PolicyDocument) else identity
    policies = Policies(
        identity=(own,) if own else (),
        resource=named(attached) if attached else None,
        resource_policy_decides=decides,
    )
    return evaluate(Request(principal, action, resource, dict(context), owner), policies)


def actions(document: PolicyDocument) -> set[str]:
    """Every action that a document names."""
    return {action for statement in document.statements for action in statement.actions}
