"""What must be true before anything is created: the account, the names, the people who are to get grants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import boto3
from botocore.exceptions import ClientError

from checks.audit.role import LiveRole, error_code
from components.ownership import OWNER_TAG
from components.settings import DestinationSettings, PrincipalNames, SellerSettings
from operations.account import Ownership, bucket_ownership, topic_ownership
from policies.errors import AccountError, RefusedError


def check_names(
    aws: boto3.Session, settings: SellerSettings, owner: str, resources: Sequence[Mapping[str, object]]
) -> tuple[str, ...]:
    """Check that each bucket and topic is free, ours, or to be adopted.

    Args:
        aws: Credentials of the seller's account.
        settings: The seller's settings.
        owner: The owner tag of this stack.
        resources: The resources of the stack's state.

    Returns:
        A sentence for each name.

    Raises:
        RefusedError: A name is somebody else's, or nobody's that this tool knows.
        AccountError: AWS refuses to say.
    """
    known = {(str(resource["type"]), str(resource.get("id"))) for resource in resources}
    sentences = []
    for place in settings.destinations:
        topic_arn = settings.topic_arn(place)
        for kind, name, in_state, whose in (
            (
                "bucket",
                place.bucket,
                ("aws:s3/bucket:Bucket", place.bucket) in known,
                bucket_ownership(aws, place, settings.account_id, owner),
            ),
            (
                "topic",
                place.topic,
                ("aws:sns/topic:Topic", topic_arn) in known,
                topic_ownership(aws, settings, place, owner),
            ),
        ):
            _refuse_foreign(kind, name, place, whose, in_state=in_state)
            sentences.append(f"The {kind} {name} is {'in the stack' if in_state else whose.value}.")
    return tuple(sentences)


def _refuse_foreign(kind: str, name: str, place: DestinationSettings, whose: Ownership, *, in_state: bool) -> None:
    adopting = place.adopt_bucket if kind == "bucket" else place.adopt_topic
    where = f"destinations.{place.generation}.{kind}"
    if in_state:
        return
    if whose is Ownership.OTHER_STACK:
        remedy = f"choose another {kind} name, or onboard this seller with the stack that owns it"
        raise RefusedError(f"The {kind} {name} belongs to another stack.", where=where, remedy=remedy)
    if whose is Ownership.FREE and adopting:
        remedy = f"take {kind} out of `adopt`, or mend the name"
        raise RefusedError(f"There is no {kind} {name} to adopt.", where=where, remedy=remedy)
    if whose is not Ownership.FREE and not adopting:
        remedy = f"choose another name, or run again with --adopt {kind}: it is imported as it is and never changed"
        raise RefusedError(
            f"The {kind} {name} exists in this account, and this stack's state does not know it.",
            where=where,
            remedy=remedy,
        )


def check_role(role: LiveRole | None, settings: SellerSettings, owner: str) -> str:
    """Check that a role that exists can be taken, and is the one that the configuration means.

    Raises:
        RefusedError: It is another stack's, or its external id is not the configured one.
    """
    if role is None:
        return "The role does not exist yet."
    found = role.tags.get(OWNER_TAG)
    if found is not None and found != owner:
        remedy = "onboard this seller with the stack that owns it"
        raise RefusedError(f"{role.arn} belongs to the stack {found}.", remedy=remedy)
    if settings.external_id is not None and role.external_ids and settings.external_id not in role.external_ids:
        raise RefusedError(
            f"{role.arn} trusts the service under another external id than the configured one.",
            where="externalId",
            remedy="AWS issues the id: take externalId out of the configuration, and it is read from the role",
        )
    if found is None and settings.external_id is not None and settings.adopted is None:
        raise RefusedError(
            f"{role.arn} exists already, made by the portal or by hand, and the configuration asks to create it.",
            where="externalId",
            remedy="take externalId out of the configuration, and the role is adopted",
        )
    return f"The role {role.arn} is {'ours' if found else 'there to be adopted'}."


def check_principals(aws: boto3.Session, settings: SellerSettings) -> str:
    """Check that everybody exists who is to call or to read.

    Raises:
        RefusedError: Somebody does not.
        AccountError: IAM refuses to say.
    """
    names: list[str] = []
    for setting, who in (("callers", settings.callers), ("readers", settings.readers)):
        names += _check_group(aws, setting, who)
    return f"{len(names)} callers and readers exist." if names else "No callers or readers are named."


def _check_group(aws: boto3.Session, setting: str, who: PrincipalNames) -> list[str]:
    iam = aws.client("iam")
    lookups: list[tuple[str, str, Callable[[str], object]]] = [
        *(("users", name, lambda name: iam.get_user(UserName=name)) for name in who.users),
        *(("groups", name, lambda name: iam.get_group(GroupName=name)) for name in who.groups),
        *(("roles", name, lambda name: iam.get_role(RoleName=name)) for name in who.roles),
    ]
    for kind, name, look_up in lookups:
        try:
            look_up(name)
        except ClientError as error:
            where = f"{setting}.{kind}"
            if error_code(error) == "NoSuchEntity":
                remedy = f"make it first, or take it out of `{setting}`"
                raise RefusedError(f"There is no IAM {kind[:-1]} {name}.", where=where, remedy=remedy) from error
            raise AccountError(f"IAM does not say whether {name} exists: {error}", where=where) from error
    return [name for _, name, _ in lookups]
