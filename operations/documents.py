"""Find the policy that a person names: in a file, on standard input, on a live role, or among the references."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from checks.documents.containers import read_source
from checks.documents.model import PolicyDocument, parse_node
from checks.documents.source import Source
from checks.proof.evaluate import NamedPolicy
from policies import arns
from policies.destination import Destination
from policies.errors import AccountError, ArgumentError, DocumentError

LIVE: Final = ("role", "trust")
REFERENCE: Final = "reference"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a reference is made for, and where a live role is looked up; what is not needed may be empty."""

    bucket: str = ""
    topic: str = ""
    prefix: str = ""
    account_id: str = ""
    external_id: str = ""
    role_name: str = arns.ROLE_NAME
    profile: str | None = None

    @property
    def destination(self) -> Destination:
        """The destination.

        Raises:
            ArgumentError: The bucket or the topic is not given, or wrong.
        """
        for name, value in (("--bucket", self.bucket), ("--topic", self.topic)):
            if not value:
                raise ArgumentError(name, "it is missing.", remedy="Say for which destination the reference is.")
        return Destination(self.bucket, self.topic, self.prefix or None)

    @property
    def account(self) -> str:
        """The account: the one given, or the topic's."""
        return self.account_id or self.destination.topic_arn.split(":")[4]


def _role(around: Surroundings) -> PolicyDocument:
    from policies.role import role_policy  # noqa: PLC0415  # the references are loaded one by one

    return role_policy(around.destination, account_id=around.account, role_name=around.role_name)


def _trust(around: Surroundings) -> PolicyDocument:
    from policies.trust import trust_policy  # noqa: PLC0415  # the same

    return trust_policy(around.external_id)


def _caller(_: Surroundings) -> PolicyDocument:
    from policies.callers import caller_policy  # noqa: PLC0415  # the same

    return caller_policy()


def _reader(around: Surroundings) -> PolicyDocument:
    from policies.callers import reader_policy  # noqa: PLC0415  # the same

    return reader_policy(around.destination)


def _enrolment(_: Surroundings) -> PolicyDocument:
    from policies.enrolment import enrolment_policy  # noqa: PLC0415  # the same

    return enrolment_policy()


REFERENCES: Final[Mapping[str, Callable[[Surroundings], PolicyDocument]]] = {
    "role": _role,
    "trust": _trust,
    "caller": _caller,
    "reader": _reader,
    "enrolment": _enrolment,
}
"""The project's own documents, by name."""


def find_policy(named: str, around: Surroundings) -> NamedPolicy:
    """The policy that a person names.

    Args:
        named: A file's path, with `#` and a document's number or name if it holds several; `-` for standard input;
            `reference:role` and the like; `role:NAME` or `role:NAME/POLICY` for a live role's permissions;
            `trust:NAME` for a live role's trust.
        around: What a reference is made for, and the profile for live roles.

    Raises:
        ArgumentError: There is nothing of this name.
        DocumentError: It is not a policy.
        AccountError: AWS refuses to say.
    """
    scheme, _, rest = named.partition(":")
    if scheme == REFERENCE:
        if rest not in REFERENCES:
            raise ArgumentError(named, "there is no such reference.", remedy=f"Use one of {', '.join(REFERENCES)}.")
        return NamedPolicy(named, REFERENCES[rest](around))
    if scheme in LIVE and rest:
        return _live(scheme, rest, around.profile)
    return _from_text(named)


def _from_text(named: str) -> NamedPolicy:
    path, _, wanted = named.partition("#")
    source = Source("<stdin>" if path == "-" else path, _read(path))
    reading = read_source(source)
    for passage, faults in reading.faults:
        span = passage.span(faults[0].start, faults[0].end)
        remedy = f"{faults[0].remedy} `mca lint {path}` shows all that is wrong."
        raise DocumentError(faults[0].sentence, where=f"{source.name}, line {span.line}", remedy=remedy)
    chosen = [
        policy
        for number, policy in enumerate(reading.policies, 1)
        if not wanted or wanted in {str(number), policy.name}
    ]
    if len(chosen) != 1:
        known = ", ".join(f"#{number} {policy.name}".rstrip() for number, policy in enumerate(reading.policies, 1))
        problem = f"it holds {len(chosen)} such documents" if chosen or known else "it holds no policy document"
        remedy = f"Name one of {known}." if known else "Give a file that holds one."
        raise ArgumentError(named, f"{problem}.", remedy=remedy)
    policy = chosen[0]
    return NamedPolicy(named, parse_node(policy.node, policy.passage, name=source.name))


def _read(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(
            path, f"it cannot be read ({error}).", remedy="Give a text file, or - for input."
        ) from error


def _live(scheme: str, name: str, profile: str | None) -> NamedPolicy:
    """The permissions or the trust of a role as it is.

    Raises:
        ArgumentError: There is no such role or policy, or its policies cannot be read as one.
        AccountError: AWS refuses to say.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # loaded for a live role only

    from checks.audit.role import read_role  # noqa: PLC0415  # the same
    from operations.account import session  # noqa: PLC0415  # the same

    role_name, _, wanted = name.partition("/")
    try:
        role = read_role(session(profile), role_name)
    except (ClientError, BotoCoreError) as error:
        raise AccountError(
            f"AWS does not say what {role_name} may do: {error}", remedy="allow iam:Get*, List*"
        ) from error
    if role is None:
        raise ArgumentError(f"{scheme}:{name}", "there is no such role.", remedy="Look it up in IAM.")
    if scheme == "trust":
        return NamedPolicy(f"trust:{name}", role.trust)
    documents = {policy.name: policy.document for policy in role.policies if wanted in {"", policy.name}}
    versions = {document.version for document in documents.values()}
    if len(versions) != 1:
        problem = "it has policies of two versions" if versions else "it has no such policy"
        remedy = f"Name one: {', '.join(f'role:{role_name}/{policy.name}' for policy in role.policies) or 'none'}."
        raise ArgumentError(f"{scheme}:{name}", f"{problem}.", remedy=remedy)
    statements = tuple(statement for document in documents.values() for statement in document.statements)
    return NamedPolicy(f"{scheme}:{name}", PolicyDocument(versions.pop(), statements))
