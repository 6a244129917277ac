"""The seller's AWS account as the tool sees it before it changes anything: who is calling, and whose the names are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

from checks.audit.role import error_code
from components.ownership import OWNER_TAG
from components.settings import DestinationSettings, SellerSettings
from policies.errors import AccountError, RefusedError

_MISSING = frozenset({"404", "NoSuchBucket", "NotFound", "NotFoundException"})


class Ownership(StrEnum):
    """Whose a name is."""

    FREE = "free"
    OURS = "ours"
    OTHER_STACK = "another stack's"
    UNKNOWN = "not known to this tool"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling."""

    account: str
    arn: str


def session(profile: str | None) -> boto3.Session:
    """A session for a profile, or for the environment's credentials.

    Raises:
        AccountError: There is no such profile, or the AWS configuration cannot be read.
    """
    try:
        return boto3.Session(profile_name=profile, region_name="us-east-1")
    except ProfileNotFound as error:
        remedy = "see `aws configure list-profiles`, or leave --profile out"
        raise AccountError(f"There is no AWS profile {profile!r}.", remedy=remedy) from error
    except BotoCoreError as error:
        raise AccountError(f"The AWS configuration is broken: {error}", remedy="mend ~/.aws/config") from error


def identify(aws: boto3.Session) -> Identity:
    """Ask AWS who is calling.

    Raises:
        AccountError: There are no credentials, or AWS does not take them, or cannot be reached.
    """
    try:
        answer = aws.client("sts").get_caller_identity()
    except NoCredentialsError as error:
        remedy = "give --profile, or set AWS_PROFILE, or sign in with `aws sso login`"
        raise AccountError("There are no AWS credentials.", remedy=remedy) from error
    except ClientError as error:
        remedy = "sign in again; the credentials are expired or not valid"
        raise AccountError(f"AWS does not take the credentials: {error}", remedy=remedy) from error
    except BotoCoreError as error:
        remedy = "check the network, the profile and AWS_ENDPOINT_URL"
        raise AccountError(f"AWS cannot be asked who is calling: {error}", remedy=remedy) from error
    return Identity(account=answer["Account"], arn=answer["Arn"])


def guard(identity: Identity, seller: str, account_id: str) -> None:
    """Refuse credentials of another account than the seller's.

    Raises:
        RefusedError: They are another account's.
    """
    if identity.account != account_id:
        raise RefusedError(
            f"The credentials are those of account {identity.account} ({identity.arn}),"
            f" and {seller} is account {account_id}.",
            remedy=f"give --profile with credentials of {account_id}",
        )


def bucket_ownership(aws: boto3.Session, place: DestinationSettings, account: str, owner: str) -> Ownership:
    """Whose a bucket's name is.

    Raises:
        RefusedError: Another account has a bucket of this name.
        AccountError: S3 refuses to say.
    """
    s3 = aws.client("s3", region_name=place.bucket_region)
    try:
        s3.head_bucket(Bucket=place.bucket, ExpectedBucketOwner=account)
    except ClientError as error:
        if error_code(error) in _MISSING:
            return Ownership.FREE
        if error_code(error) in {"403", "AccessDenied", "301"}:
            remedy = "choose another bucket name (`destinations` in the configuration); or check s3:ListBucket"
            raise RefusedError(
                f"The bucket {place.bucket} exists and is another account's, or may not be seen.", remedy=remedy
            ) from error
        raise AccountError(f"S3 does not say whose {place.bucket} is: {error}") from error
    try:
        tags = s3.get_bucket_tagging(Bucket=place.bucket)["TagSet"]
    except ClientError as error:
        if error_code(error) != "NoSuchTagSet":
            raise AccountError(f"S3 does not show the tags of {place.bucket}: {error}") from error
        tags = []
    return _owner({tag["Key"]: tag["Value"] for tag in tags}, owner)


def topic_ownership(aws: boto3.Session, settings: SellerSettings, place: DestinationSettings, owner: str) -> Ownership:
    """Whose a topic's name is.

    Raises:
        AccountError: SNS refuses to say.
    """
    sns = aws.client("sns", region_name=place.topic_region)
    arn = settings.topic_arn(place)
    try:
        sns.get_topic_attributes(TopicArn=arn)
        tags = sns.list_tags_for_resource(ResourceArn=arn)["Tags"]
    except ClientError as error:
        if error_code(error) in _MISSING:
            return Ownership.FREE
        raise AccountError(f"SNS does not say whose {arn} is: {error}") from error
    return _owner({tag["Key"]: tag["Value"] for tag in tags}, owner)


def _owner(tags: Mapping[str, str], owner: str) -> Ownership:
    found = tags.get(OWNER_TAG)
    if found is None:
        return Ownership.UNKNOWN
    return Ownership.OURS if found == owner else Ownership.OTHER_STACK
