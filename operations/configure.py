"""Describe a seller: turn what a person says on the command line into the stack's configuration file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from components.settings import seller_settings
from operations.project import Project
from policies.errors import ArgumentError, RefusedError


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person said; None or empty for what was left open.

    Attributes:
        account_id: The seller's account.
        destination: Fields of the first destination, by their names in the configuration.
        adopt: `bucket` and/or `topic`: exists, import it as it is.
        external_id: The external id, if AWS told it to the seller.
        callers: Users, groups and roles that may call, by kind.
        readers: The same for those that may read.
        subscriptions: Queue ARNs (`sqs`) and addresses (`email`).
    """

    account_id: str | None = None
    destination: Mapping[str, str] = field(default_factory=dict)
    adopt: tuple[str, ...] = ()
    external_id: str | None = None
    callers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subscriptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def configure(project: Project, seller: str, wishes: Wishes) -> bool:
    """Write a new seller's configuration, or add to one that exists.

    Args:
        project: Where the configuration is.
        seller: The seller.
        wishes: What a person said.

    Returns:
        Whether the file was written.

    Raises:
        ArgumentError: A value is wrong; nothing is written.
        RefusedError: A wish contradicts the configuration, which only a rotation or a person may change.
    """
    if wishes.external_id is not None and not wishes.external_id.strip():
        raise ArgumentError("--external-id", "it is blank.", remedy="Leave it out: it is read from the portal's role.")
    if not project.config_file(seller).exists():
        changes = _described(seller, wishes)
    else:
        _refuse_contradiction(project, seller, wishes)
        changes = _additions(project, seller, wishes)
    if changes:
        project.configure(seller, changes)
    return bool(changes)


def _described(seller: str, wishes: Wishes) -> dict[str, object]:
    """The configuration of a new seller, with names made from the seller's where none are given."""
    if wishes.account_id is None:
        remedy = "give the seller's account with --account-id; it guards against another account's credentials"
        raise ArgumentError("--account-id", f"{seller} is new, and its account is not known.", remedy=remedy)
    names = {"bucket": f"{seller}-cas-reports-{wishes.account_id}", "topic": f"{seller}-cas-notifications"}
    place: dict[str, object] = {**names, **wishes.destination}
    if wishes.adopt:
        place["adopt"] = list(wishes.adopt)
    changes: dict[str, object] = {
        "accountId": wishes.account_id,
        "destinations": {"g1": place},
        "active": "g1",
        **({} if wishes.external_id is None else {"externalId": wishes.external_id}),
        **_grants(wishes),
    }
    seller_settings(seller, changes)
    return changes


def _grants(wishes: Wishes) -> dict[str, object]:
    """The settings that name principals and subscribers, as far as they were given."""
    given = {"callers": wishes.callers, "readers": wishes.readers, "subscriptions": wishes.subscriptions}
    lists = {key: {kind: list(values) for kind, values in by_kind.items() if values} for key, by_kind in given.items()}
    return {key: by_kind for key, by_kind in lists.items() if by_kind}


def _refuse_contradiction(project: Project, seller: str, wishes: Wishes) -> None:
    settings = project.settings(seller)
    place = settings.active_destination
    said = {
        "bucket": place.bucket,
        "topic": place.topic,
        "prefix": place.prefix,
        "bucketRegion": place.bucket_region,
        "topicRegion": place.topic_region,
        "bucketKey": place.bucket_key,
        "topicKey": place.topic_key,
    }
    pairs: list[tuple[str, str | None, str | None]] = [("accountId", wishes.account_id, settings.account_id)]
    pairs += [(key, value, said[key]) for key, value in wishes.destination.items()]
    if settings.external_id is not None:  # AWS issues it once for an account; it may become known, and never changes
        pairs.append(("externalId", wishes.external_id, settings.external_id))
    for key, wish, has in pairs:
        if wish is not None and wish != has:
            raise RefusedError(
                f"{seller} is configured with {key} {has!r}, not {wish!r}.",
                where=str(project.config_file(seller)),
                remedy="leave the option out; or edit the file if nothing has been deployed yet",
            )


def _additions(project: Project, seller: str, wishes: Wishes) -> dict[str, object]:
    """What the wishes add to a configuration that exists."""
    settings, current = project.settings(seller), project.values(seller)
    changes: dict[str, object] = {
        key: _merged(_mapping(current.get(key)), _mapping(given)) for key, given in _grants(wishes).items()
    }
    if wishes.external_id is not None:
        changes["externalId"] = wishes.external_id
    if wishes.adopt:
        places = _mapping(current["destinations"])
        place = _mapping(places[settings.active])
        adopting = _merged({"adopt": place.get("adopt", [])}, {"adopt": list(wishes.adopt)})
        changes["destinations"] = {**places, settings.active: {**place, **adopting}}
    changes = {key: value for key, value in changes.items() if current.get(key) != value}
    seller_settings(seller, {**current, **changes})
    return changes


def _merged(current: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Both mappings of lists in one: what is named once more is not taken away from those named before."""
    merged = dict(current)
    for key, names in given.items():
        before, more = (value if isinstance(value, list) else [] for value in (current.get(key), names))
        merged[key] = [*before, *(name for name in more if name not in before)]
    return merged


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
