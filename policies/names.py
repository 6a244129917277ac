"""The names and identifiers that policies are made of, checked before they enter a document.

Every function returns its value or raises `ArgumentError` with the argument's name. A wildcard or a policy variable in
a name would widen a grant, so none gets through. Sources: S3 user guide, "General purpose bucket naming rules"; SNS API
reference, CreateTopic; IAM user guide, "IAM and AWS STS quotas"; STS API reference, AssumeRole (ExternalId).
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address
from typing import Final

from policies.errors import ArgumentError

PARTITIONS: Final = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc")

_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_BUCKET_HEADS: Final = ("xn--", "sthree-", "amzn-s3-demo-")
_BUCKET_TAILS: Final = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_TOPIC: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_IAM_NAME: Final = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
_EXTERNAL_ID: Final = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_PLACEHOLDER: Final = re.compile(
    r"(your|my|the)?[-_ ]*(external[-_ ]*id|id)|example|placeholder|change[-_ ]*me|todo|tbd|none|null|"
    r"x{2,}|0[0-]*0|123+4*5*6*7*8*9*0*",
    re.IGNORECASE,
)
_KEY: Final = re.compile(r"arn:([\w-]+):kms:([\w-]+):(\d{12}):key/([\w-]+)", re.ASCII)
_SELLER: Final = re.compile(r"[a-z][a-z0-9-]{0,30}[a-z0-9]|[a-z]")
_PREFIX: Final = re.compile(r"[\w!'()./=+@,:&-]{1,900}", re.ASCII)


def account_id(value: str, argument: str = "account_id") -> str:
    """A 12-digit account number."""
    if not _ACCOUNT.fullmatch(value):
        raise ArgumentError(argument, f"{value!r} is not an AWS account id.", remedy="Give its 12 digits, quoted.")
    return value


def partition(value: str, argument: str = "partition") -> str:
    """A partition's name, such as `aws`."""
    if value not in PARTITIONS:
        raise ArgumentError(argument, f"{value!r} is no AWS partition.", remedy=f"Use one of {', '.join(PARTITIONS)}.")
    return value


def region(value: str, argument: str = "region") -> str:
    """A region's code, such as `eu-central-1`. The shape is checked, not whether the region exists."""
    if not _REGION.fullmatch(value):
        raise ArgumentError(argument, f"{value!r} is not a region.", remedy="Give a code such as us-east-1.")
    return value


def bucket_name(value: str, argument: str = "bucket") -> str:
    """A general purpose bucket's plain name (not an ARN, not an s3:// address)."""
    problem = ""
    if not _BUCKET.fullmatch(value):
        problem = "it takes 3 to 63 of a-z, 0-9, dot and hyphen, with a letter or digit at both ends"
    elif ".." in value or value.startswith(_BUCKET_HEADS) or value.endswith(_BUCKET_TAILS):
        problem = "S3 reserves such names or refuses adjacent dots"
    elif _is_address(value):
        problem = "a bucket name may not look like an IP address"
    if problem:
        raise ArgumentError(argument, f"{value!r} is not a bucket name: {problem}.", remedy="Choose another name.")
    return value


def topic_name(value: str, argument: str = "topic") -> str:
    """A standard topic's name; the service's message carries no group id, so a FIFO topic cannot take it [inferred]."""
    if value.endswith(".fifo"):
        raise ArgumentError(argument, f"{value!r} is a FIFO topic.", remedy="Use a standard topic.")
    if not _TOPIC.fullmatch(value):
        problem = "1 to 256 letters, digits, hyphens and underscores"
        raise ArgumentError(argument, f"{value!r} is not a topic name.", remedy=f"Use {problem}.")
    return value


def iam_name(value: str, argument: str) -> str:
    """The name of a user, group, role or policy, without its path."""
    if not _IAM_NAME.fullmatch(value):
        remedy = "Give the plain name: 1 to 64 letters, digits and any of _+=,.@-"
        raise ArgumentError(argument, f"{value!r} is not an IAM name.", remedy=remedy)
    return value


def seller(value: str, argument: str = "seller") -> str:
    """A seller's name, which is also its stack's: lower-case letters, digits, hyphens; 1 to 32."""
    if not _SELLER.fullmatch(value):
        remedy = (
            "Use 1 to 32 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
        )
        raise ArgumentError(argument, f"{value!r} is not a seller name.", remedy=remedy)
    return value


def prefix(value: str, argument: str = "prefix") -> str:
    """A destination prefix without slashes at its ends, such as `reports/daily`.

    S3 allows more characters; those left out here are IAM wildcards and variables, or need encoding.
    """
    if not _PREFIX.fullmatch(value) or value.startswith("/") or value.endswith("/") or "//" in value:
        remedy = (
            "Use a path such as reports/daily: no slash at the ends, no '*', '?', '$', blanks or control characters."
        )
        raise ArgumentError(argument, f"{value!r} is not a usable prefix.", remedy=remedy)
    return value


def external_id(value: str, argument: str = "external_id") -> str:
    """The external id that AWS issued for this seller account; blanks and obvious placeholders are refused."""
    if not value.strip() or _PLACEHOLDER.fullmatch(value.strip("<>{}[]() ")):
        remedy = "Use the id in the trust policy of the role that the enrolment page made; it is never invented."
        raise ArgumentError(argument, f"{value!r} is blank or a placeholder.", remedy=remedy)
    if not _EXTERNAL_ID.fullmatch(value):
        remedy = "It has 2 to 1224 letters, digits and any of _+=,.@:/- (no blank, no wildcard)."
        raise ArgumentError(argument, f"{value!r} is not an external id.", remedy=remedy)
    return value


def key_arn(value: str, argument: str = "key_arn") -> str:
    """The ARN of a customer managed KMS key (an alias can be pointed elsewhere, so a grant names the key)."""
    match = _KEY.fullmatch(value)
    if not match or match[1] not in PARTITIONS:
        remedy = "Give the key's ARN, arn:aws:kms:REGION:ACCOUNT:key/ID; find it with `aws kms describe-key`."
        raise ArgumentError(argument, f"{value!r} is not the ARN of a KMS key.", remedy=remedy)
    return value


def _is_address(value: str) -> bool:
    try:
        IPv4Address(value)
    except AddressValueError:
        return False
    return True
