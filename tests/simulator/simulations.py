"""Cases: a request with the policies that apply to it, in our words and in the simulator's.

`case(number, seed)` is the same wherever it is asked. It is not made with hypothesis, as the other generated policies
of the tests are, because what hypothesis draws for a seed is its own affair in each version.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from dice import Dice
from vocabulary import CALLERS, ENTRIES, HERE, KEYS, PLACES, RESOURCE_POLICY_DECIDES, Key, Place

from checks.documents.model import parse_policy
from checks.proof.evaluate import NamedPolicy, Policies, Principal, PrincipalKind, Request

Document = dict[str, object]
NEVER_BOUND = {PrincipalKind.ROOT, PrincipalKind.FEDERATED_USER}
"""Callers of an account who cannot have a permissions boundary."""


@dataclass(frozen=True)
class Case:
    """A request, and the documents that apply to it."""

    request: Request
    identity: tuple[Document, ...]
    resource: Document | None
    boundary: Document | None
    scps: tuple[tuple[Document, ...], ...]
    session: Document | None

    @cached_property
    def policies(self) -> Policies:
        """The documents as our evaluator takes them."""
        return Policies(
            identity=_named("identity", self.identity),
            resource=next(iter(_named("resource", (self.resource,) if self.resource else ())), None),
            boundary=next(iter(_named("boundary", (self.boundary,) if self.boundary else ())), None),
            scp_levels=tuple(_named(f"scp {number}", level) for number, level in enumerate(self.scps)),
            session=_named("session", (self.session,) if self.session else ()),
            resource_policy_decides=self.request.action.split(":")[0] in RESOURCE_POLICY_DECIDES,
        )

    @property
    def simulation(self) -> str:
        """The question in the simulator's words, as a line of JSON."""
        request, caller = self.request, self.request.principal
        name: object = caller.service or caller.federated or caller.arn or {"type": "Anonymous"}
        sets = {key.name.lower() for key in KEYS if key.multivalued}
        asked: dict[str, object] = {
            "request": {
                "principal": name,
                "action": request.action,
                "resource": {"resource": request.resource, "accountId": request.resource_account},
                "contextVariables": {
                    key: list(values) if key in sets else values[0] for key, values in sorted(request.keys().items())
                },
            },
            "identityPolicies": _listed("identity", self.identity),
            "serviceControlPolicies": [
                {"orgIdentifier": f"level {number}", "policies": _listed("scp", level)}
                for number, level in enumerate(self.scps)
            ],
            "resourceControlPolicies": [],
            "resourcePolicy": self.resource,
            "permissionBoundaryPolicies": _listed("boundary", (self.boundary,)) if self.boundary else None,
            "sessionPolicy": self.session,
        }
        return json.dumps({key: value for key, value in asked.items() if value is not None}, sort_keys=True)


def _named(kind: str, documents: tuple[Document, ...]) -> tuple[NamedPolicy, ...]:
    return tuple(NamedPolicy(f"{kind} {number}", parse_policy(each)) for number, each in enumerate(documents))


def _listed(kind: str, documents: tuple[Document, ...]) -> list[dict[str, object]]:
    return [{"name": f"{kind} {number}", "policy": document} for number, document in enumerate(documents)]


def case(number: int, seed: int) -> Case:
    """One case of a run."""
    dice = Dice(f"{seed}:{number}")
    place, caller = dice.pick(PLACES), dice.pick(CALLERS)
    while (_seldom(caller) and dice.chance(0.7)) or not (place.policy or caller.has_account):
        caller = dice.pick(CALLERS)
    context = {key.name: dice.pick(key.given) for key in KEYS if key.given and dice.chance(0.6)}
    request = Request(caller, place.action, dice.pick(place.resources), context, HERE)
    writer = _Writer(dice, request)
    own = caller.has_account
    session_user = caller.kind in {PrincipalKind.ROLE_SESSION, PrincipalKind.FEDERATED_USER}
    return Case(
        request,
        identity=writer.policies(2) if own and caller.kind is not PrincipalKind.ROOT and dice.chance(0.85) else (),
        resource=_resource_policy(writer, place, caller),
        boundary=writer.policy() if own and caller.kind not in NEVER_BOUND and dice.chance(0.25) else None,
        scps=tuple(writer.policies(2) for _ in range(1 + dice.below(2))) if own and dice.chance(0.2) else (),
        session=writer.policy() if session_user and dice.chance(0.4) else None,
    )


def _seldom(caller: Principal) -> bool:
    """Callers whom the simulator always sees otherwise, so that they tell little of the rest."""
    return caller.kind in {PrincipalKind.ROOT, PrincipalKind.FEDERATED_USER, PrincipalKind.PROVIDER}


def _resource_policy(writer: _Writer, place: Place, caller: Principal) -> Document | None:
    """Roles and keys always have a policy; without one the caller from elsewhere has nothing to go by."""
    always = place.action.split(":")[0] in RESOURCE_POLICY_DECIDES or caller.account != HERE
    if not place.policy or not (always or writer.dice.chance(0.5)):
        return None
    return writer.policy(principals=True, resources=not place.action.startswith("sts:"))


@dataclass(frozen=True)
class _Writer:
    """Writes policies near a request, so that most statements almost speak of it."""

    dice: Dice
    request: Request

    def policies(self, most: int) -> tuple[Document, ...]:
        return tuple(self.policy() for _ in range(1 + self.dice.below(most)))

    def policy(self, *, principals: bool = False, resources: bool = True) -> Document:
        version = self.dice.pick(["2012-10-17"] * 8 + ["2008-10-17", None])
        statements = [
            self._statement(principals=principals, resources=resources) for _ in range(1 + self.dice.below(3))
        ]
        return ({"Version": version} if version else {}) | {"Statement": statements}

    def _statement(self, *, principals: bool, resources: bool) -> Document:
        dice = self.dice
        statement: Document = {"Effect": "Deny" if dice.chance(0.2) else "Allow"}
        statement["NotAction" if dice.chance(0.12) else "Action"] = self._listed(self._action, 2)
        if resources:
            statement["NotResource" if dice.chance(0.15) else "Resource"] = self._listed(self._resource, 2)
        if principals:
            statement["NotPrincipal" if dice.chance(0.15) else "Principal"] = self._principals()
        if conditions := self._conditions():
            statement["Condition"] = conditions
        return statement

    def _listed(self, write: Callable[[], str], most: int) -> str | list[str]:
        values = list(dict.fromkeys(write() for _ in range(1 + self.dice.below(most))))
        return values[0] if len(values) == 1 and self.dice.chance(0.5) else values

    def _action(self) -> str:
        action, dice = self.request.action, self.dice
        service, name = action.split(":")
        spot = dice.below(len(name))
        near = (
            *(action, "*", f"{service}:*", f"{service}:{name[:3]}*", f"{service.upper()}:{name.lower()}"),
            *(f"{service}:{name[:spot]}?{name[spot + 1 :]}", f"{service}:*{name[spot:]}", f"{service}:{name}?"),
            *(f"{service}:{name}*", "s3:DeleteObject", "sns:Get*", f"{service}:?*{name[-1]}"),
        )
        return dice.pick(near[:7] if dice.chance(0.7) else near)

    def _resource(self) -> str:
        resource, dice = self.request.resource, self.dice
        if resource == "*":
            return dice.pick(["*", "*", "*", "arn:aws:s3:::b", "arn:aws:ec2:*", "arn:aws:s3:::b/${aws:username}"])
        head, tail = resource.rsplit(":", 1) if "s3:::" not in resource else resource.split(":::", 1)
        head += ":" if "s3:::" not in resource else ":::"
        spot = dice.below(len(tail))
        parts = resource.split(":")
        near = (
            *(resource, "*", f"{head}*", f"{head}{tail[:spot]}*", f"{head}{tail[:spot]}?{tail[spot + 1 :]}"),
            *(f"{head}*{tail[spot:]}", f"{head}{tail.split('/', maxsplit=1)[0]}/*", f"arn:aws:{parts[2]}:*"),
            *(f"arn:*:{parts[2]}:{parts[3]}:*:{tail}", f"arn:aws:{parts[2]}:*:*:*", f"arn:aws:{parts[2]}*"),
            *(resource.upper().replace("ARN", "arn"), f"{head}{tail.upper()}", resource.replace("aws", "AWS")),
            *(f"{head}{tail.replace('alice', '${aws:username}')}", f"{head}${{aws:username}}*", "arn:aws:s3:::b/${*}"),
            *(f"{head}{tail}/${{aws:PrincipalTag/none}}", f"{head}{tail[:1]}${{aws:PrincipalTag/none, '{tail[1:]}'}}"),
            *(f"{head}{tail[:1]}*${{aws:PrincipalTag/none}}", f"{head}${{aws:PrincipalTag/t}}*", "arn:aws:sns:*:*:t"),
            *("arn:aws:s3:::b/x", "arn:aws:s3:::bc", f"arn:aws:?{parts[2][1:]}:*:*:{tail}", "arn:aws:s3:::b/${$}*"),
        )
        return dice.pick(near[:11] if dice.chance(0.6) else near)

    def _principals(self) -> object:
        dice, caller = self.dice, self.request.principal
        if dice.chance(0.1):
            return "*"
        names = {caller.arn, caller.role, caller.account, caller.user_arn, caller.canonical_user}
        identifier = (caller.userid or "-").split(":", maxsplit=1)[0]
        same = f":role/{caller.role.rsplit('/', 1)[-1].lower()}" if caller.role else "-"
        own = [
            entry
            for entry in ENTRIES
            if entry[1] in names | {identifier} or entry[1].lower().replace("/team/", "/").endswith(same)
        ]
        entries = [dice.pick(own)] if own and dice.chance(0.6) else []
        by_kind: dict[str, list[str]] = {}
        for kind, value in dict.fromkeys(entries + dice.some(ENTRIES, 3)):
            by_kind.setdefault(kind, []).append(value)
        return {kind: values[0] if len(values) == 1 else values for kind, values in by_kind.items()}

    def _conditions(self) -> dict[str, dict[str, object]]:
        dice = self.dice
        found: dict[str, dict[str, object]] = {}
        for key in dice.some(KEYS, 2) if dice.chance(0.6) else []:
            operator = self._operator(key)
            wanted = dice.pick(["true", "false"]) if operator == "Null" else self._wanted(key)
            found.setdefault(operator, {})[key.name.upper() if dice.chance(0.05) else key.name] = wanted
        return found

    def _operator(self, key: Key) -> str:
        dice = self.dice
        if dice.chance(0.08):
            return "Null"
        name = dice.pick(key.operators)
        if dice.chance(0.85 if key.multivalued else 0.04):
            name = f"{dice.pick(['ForAnyValue', 'ForAllValues'])}:{name}"
        return f"{name}IfExists" if dice.chance(0.25) else name

    def _wanted(self, key: Key) -> str | list[str]:
        values = self.dice.some(key.wanted, 2)
        given = self.request.keys().get(key.name.lower())
        if given and key.operators[0] != "BinaryEquals" and self.dice.chance(0.4):
            values.append(given[0])
        values = list(dict.fromkeys(values))
        return values[0] if len(values) == 1 and self.dice.chance(0.5) else values
