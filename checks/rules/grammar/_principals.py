"""What is wrong with the text of a principal, by its type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.nodes import Object
from checks.documents.policy import Policy, PrincipalEntry
from checks.documents.syntax.quoting import shown
from checks.rules.arn import Arn, parse

_ID: Final = re.compile(r"A(?:IDA|ROA|GPA|IPA|NPA|NVA|SCA|PKA|KIA)[A-Z0-9]{12,}")
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_SERVICE: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+")
_PROVIDER_ARN: Final = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:(?:saml|oidc)-provider/.+")
_CANONICAL: Final = re.compile(r"[0-9a-f]{64,}")
_IAM: Final = re.compile(r"root|(?:user|role)/(?:.*[^/])")
_STS: Final = re.compile(r"assumed-role/[^/]+/[^/]+|federated-user/[^/]+|self")
_OPEN: Final = re.compile(r"[<>]|\$\{|\{\{|\.\.\.|…")


class Fault(NamedTuple):
    """What is wrong, and what to do about it."""

    sentence: str
    remedy: str


def entries(policy: Policy) -> Iterator[PrincipalEntry]:
    """Every known principal of a document that stands under a type."""
    for statement in policy.statements:
        for name in ("Principal", "NotPrincipal"):
            element = statement.get(name)
            if element is not None and isinstance(element.node, Object):
                yield from (entry for entry in statement.principals(name) if entry.value.is_text)


def is_unique_id(entry: PrincipalEntry) -> bool:
    """Whether it is an id that IAM gives to a user or role, such as `AROA…`."""
    return entry.type == "AWS" and _ID.fullmatch(entry.value.text) is not None


def fault(kind: str, text: str) -> Fault | None:
    """What is wrong with a principal; None if nothing is, or if it is a placeholder or empty.

    Args:
        kind: Its type: `AWS`, `Service`, `Federated` or `CanonicalUser`.
        text: What it says, without wildcards.
    """
    if not text.strip() or _OPEN.search(text):
        return None
    match kind:
        case "AWS":
            return _aws(text)
        case "Service":
            return _service(text)
        case "Federated":
            return _federated(text)
        case "CanonicalUser" if not _CANONICAL.fullmatch(text):
            return Fault(f"{shown(text)} is not a canonical user id.", "Write its 64 hexadecimal digits.")
        case _:
            return None


def _aws(text: str) -> Fault | None:
    digits = text.replace("-", "").replace(" ", "")
    if digits.isdecimal():
        return None if _ACCOUNT.fullmatch(text) else _not_an_account(text, digits)
    arn = parse(text)
    if arn is not None:
        return _arn(text, arn)
    if text.startswith("arn:"):
        remedy = "Write arn:aws:iam::ACCOUNT:root, or the ARN of a user, role or session."
        return Fault(f"{shown(text)} has too few segments for an ARN.", remedy)
    if _SERVICE.fullmatch(text) and text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return Fault(f"{text} is a service, and stands under AWS.", f'Write {{"Service": "{text}"}}.')
    remedy = "Write the 12 digits of an account, or the ARN of an account, user, role or session."
    return Fault(f"{shown(text)} is neither an account nor an ARN.", remedy)


def _not_an_account(text: str, digits: str) -> Fault:
    if len(digits) != 12:  # noqa: PLR2004  # the length of an account id
        return Fault(f"{shown(text)} has {len(digits)} digits; an account id has 12.", "Write all 12 digits.")
    return Fault(f"{shown(text)} is an account id with more than its digits.", f"Write {digits}.")


def _arn(text: str, arn: Arn) -> Fault | None:
    """What is wrong with an ARN as a principal; CloudFront's identities have a word in place of the account."""
    if arn.service not in {"iam", "sts"}:
        return Fault(f"{shown(text)} is not the ARN of an identity.", "Name an account, user, role or session.")
    if arn.region:
        remedy = f"Write arn:{arn.partition}:{arn.service}::{arn.account}:{arn.resource}."
        return Fault(f"{shown(text)} names a region, but identities have none.", remedy)
    if not _ACCOUNT.fullmatch(arn.account):
        if arn.account == "cloudfront":
            return None
        what = f"{shown(arn.account)} in place of an account" if arn.account else "no account"
        return Fault(f"{shown(text)} has {what}.", "Write the account's 12 digits.")
    return _identity(text, arn)


def _identity(text: str, arn: Arn) -> Fault | None:
    if arn.resource.startswith("group/"):
        return Fault(f"{shown(text)} is a group, which is no principal.", "Name its users, or a role, or the account.")
    if (_IAM if arn.service == "iam" else _STS).fullmatch(arn.resource):
        return None
    forms = "root, user/NAME or role/NAME" if arn.service == "iam" else "assumed-role/ROLE/SESSION"
    return Fault(f"{shown(text)} does not name an identity after the account.", f"Write {forms} there.")


def _service(text: str) -> Fault | None:
    if _SERVICE.fullmatch(text):
        return None
    plain = text.lower().removeprefix("https://").rstrip("/")
    remedy = f"Write {plain}." if _SERVICE.fullmatch(plain) else "Write its name, such as sns.amazonaws.com."
    return Fault(f"{shown(text)} is not the name of a service principal.", remedy)


def _federated(text: str) -> Fault | None:
    if _PROVIDER_ARN.fullmatch(text):
        return None
    remedy = "Write the provider's ARN, or its domain for the providers that IAM knows, such as accounts.google.com."
    if text.startswith("arn:") or "://" in text or "." not in text or any(part.isspace() for part in text):
        return Fault(f"{shown(text)} is not the name of an identity provider.", remedy)
    return None
