"""Policy documents to measure linters with: made by a generator with a fixed seed, or shipped by packages."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from moto.iam.aws_managed_policies import aws_managed_policies_data

from checks.rules.catalogue import load
from policies.bucket import bucket_policy
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.enrolment import enrolment_policy
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

SEED: Final = 20_261_125
_ACCOUNTS: Final = ("111122223333", "444455556666", "777788889999")
_REGIONS: Final = ("us-east-1", "eu-central-1", "ap-southeast-2")
_WORDS: Final = ("acme", "reports", "daily", "archive", "notices", "export", "finance", "west")
_SERVICES: Final = ("s3", "sns", "sqs", "kms", "iam", "sts", "ec2", "dynamodb", "lambda", "logs", "events", "athena")
_CONDITIONS: Final[tuple[Mapping[str, object], ...]] = (
    {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}},
    {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"]}},
    {"StringLike": {"s3:prefix": ["daily", "daily/*"]}},
    {"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}},
)


def shipped() -> tuple[str, ...]:
    """AWS's managed policies, as moto ships them."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(aws_managed_policies_data)
    return tuple(json.dumps(policy["Document"], indent=2) for policy in found.values())


def generated(count: int, seed: int = SEED) -> tuple[str, ...]:
    """So many documents: this project's own and general ones, of many sizes, half of them with one or two faults.

    Args:
        count: How many.
        seed: Equal seeds give equal documents.
    """
    source = random.Random(seed)  # noqa: S311  # documents, not secrets
    return tuple(_document(source) for _ in range(count))


def _document(source: random.Random) -> str:
    made = _own(source) if source.random() < 0.4 else _general(source)
    for fault in source.sample(_FAULTS, source.choice((0, 0, 1, 1, 2))):
        fault(made, source)
    text = json.dumps(made, indent=source.choice((None, 2, 4)))
    return _broken(text, source) if source.random() < 0.15 else text


def _own(source: random.Random) -> dict[str, Any]:
    account, region = source.choice(_ACCOUNTS), source.choice(_REGIONS)
    places = [_place(source, account, region) for _ in range(source.randint(1, 4))]
    kinds: tuple[Callable[[], PolicyDocument], ...] = (
        lambda: role_policy(*places, account_id=account),
        lambda: reader_policy(*places),
        caller_policy,
        enrolment_policy,
        lambda: trust_policy(f"{source.getrandbits(64):016x}"),
        lambda: bucket_policy(places[0].bucket),
        lambda: topic_policy(places[0].topic_arn),
        lambda: key_policy(account),
    )
    written: dict[str, Any] = source.choice(kinds)().to_dict()
    return written


def _place(source: random.Random, account: str, region: str) -> Destination:
    name = "-".join(source.sample(_WORDS, 3))
    key = f"arn:aws:kms:{region}:{account}:key/{source.getrandbits(48):012x}"
    return Destination(
        bucket=f"{name}-{source.randint(1, 99)}",
        topic_arn=f"arn:aws:sns:{region}:{account}:{name}",
        prefix=source.choice((None, "daily", "reports/eu")),
        bucket_key_arn=source.choice((None, key)),
    )


def _general(source: random.Random) -> dict[str, Any]:
    statements = [_statement(source, number) for number in range(1, source.choice((1, 2, 3, 5, 8, 13)) + 1)]
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(source: random.Random, number: int) -> dict[str, Any]:
    service = source.choice(_SERVICES)
    actions = [str(action) for action in load().actions(service).values()]
    chosen = source.sample(actions, min(source.randint(1, 12), len(actions)))
    if source.random() < 0.2:
        chosen.append(f"{service}:{source.choice(('Get*', 'List*', 'Describe*', '*'))}")
    patterns = list(load().resource_patterns(service).values()) or ["*"]
    resources = ["*"] if source.random() < 0.3 else source.sample(patterns, 1)
    statement: dict[str, Any] = {
        "Sid": f"Statement{number}",
        "Effect": source.choice(("Allow", "Allow", "Allow", "Deny")),
        "Action": chosen if len(chosen) > 1 else chosen[0],
        "Resource": [resource.replace("arn:*:", "arn:aws:") for resource in resources],
    }
    if source.random() < 0.3:
        statement["Condition"] = dict(source.choice(_CONDITIONS))
    return statement


def _first(made: dict[str, Any], source: random.Random) -> dict[str, Any]:
    statement: dict[str, Any] = source.choice(made["Statement"])
    return statement


def _misspell(made: dict[str, Any], source: random.Random) -> None:
    statement = _first(made, source)
    actions = statement.get("Action", "s3:GetObject")
    first = actions if isinstance(actions, str) else actions[0]
    statement["Action"] = [f"{first}s", *([] if isinstance(actions, str) else actions[1:])]


def _set(name: str, value: object) -> Callable[[dict[str, Any], random.Random], None]:
    def fault(made: dict[str, Any], source: random.Random) -> None:
        _first(made, source)[name] = value

    return fault


def _drop(name: str) -> Callable[[dict[str, Any], random.Random], None]:
    def fault(made: dict[str, Any], source: random.Random) -> None:
        _first(made, source).pop(name, None)

    return fault


def _version(made: dict[str, Any], source: random.Random) -> None:
    made["Version"] = source.choice(("2008-10-17", "2012-10-18", ""))


def _twin_sid(made: dict[str, Any], source: random.Random) -> None:
    made["Statement"].append(dict(_first(made, source)))


_FAULTS: Final[tuple[Callable[[dict[str, Any], random.Random], None], ...]] = (
    _misspell,
    _version,
    _twin_sid,
    _drop("Action"),
    _drop("Resource"),
    _drop("Effect"),
    _set("Action", "*"),
    _set("Action", "s4:GetObject"),
    _set("Effect", "allow"),
    _set("Resource", "arn:aws:s3:::"),
    _set("Resource", "arn:aws:iam:::role/"),
    _set("Sid", "not a plain word"),
    _set("Condition", {"StringEqual": {"aws:SourceIp": "192.0.2.1"}}),
    _set("Condition", {"StringEquals": {"s3:prefixes": "daily"}}),
    _set("Condition", {"NumericEquals": {"aws:SecureTransport": "true"}}),
    _set("Principal", "*"),
    _set("Resources", "*"),
)
"""What people get wrong."""


def _broken(text: str, source: random.Random) -> str:
    """The text with one of the usual faults of syntax."""
    at = text.rindex("}")
    return source.choice(
        (
            f"{text[:at].rstrip()},{text[at:]}",
            text.replace('"', "\u201c", 1),
            text.replace(",", "", 1),
            text.replace('"Effect"', "// who\n'Effect'", 1),
            text[:-1],
        )
    )
