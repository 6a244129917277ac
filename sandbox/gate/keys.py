"""AWS KMS: keys by any of their names, the permissions of its own operations, and those that other services imply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moto.kms.models import kms_backends

from sandbox.gate.call import Call, Need

_WITHOUT_KEY = frozenset({"CreateKey", "ListKeys", "ListAliases", "GenerateRandom"})
_ALIASES = frozenset({"CreateAlias", "DeleteAlias", "UpdateAlias"})
_AWS_MANAGED = "alias/aws/"


def find_key(identifier: str, account: str, region: str) -> Any:  # noqa: ANN401 - moto's key, or None if there is none
    """The live key that an id, an alias or the ARN of either names.

    Args:
        identifier: Key id, key ARN, `alias/…` or alias ARN.
        account: The account to look in if the identifier is not an ARN.
        region: The same for the region.
    """
    if identifier.startswith("arn:"):
        _, _, _, region, account, identifier = identifier.split(":", 5)
    identifier = identifier.removeprefix("key/")
    backends = kms_backends[account]
    if region not in backends:
        return None
    backend = backends[region]
    if identifier.startswith("alias/"):
        if not backend.alias_exists(identifier):
            return None
        identifier = backend.any_id_to_key_id(identifier)
    return backend.keys.get(identifier)


def implied(  # noqa: PLR0913, PLR0917 - a key is named by three values, and what uses it by three
    identifier: str,
    account: str,
    region: str,
    actions: tuple[str, ...],
    service: str,
    context: Mapping[str, str],
) -> Iterator[Need]:
    """What a caller needs on a key because another service uses the key in its name.

    AWS-managed keys need nothing: their policies admit the account's principals through the service.

    Args:
        identifier: The key as it is configured; empty for the AWS-managed key.
        account: The account of what is encrypted, where ids and aliases without an account are looked up [inferred].
        region: The region of what is encrypted.
        actions: The actions on the key.
        service: What uses the key, as in `kms:ViaService`.
        context: The encryption context, as condition keys.

    Yields:
        One need an action; the context says that a service made the call.
    """
    if not identifier or _AWS_MANAGED in identifier:
        return
    key = find_key(identifier, account, region)
    name = identifier if identifier.startswith("arn:") else f"arn:aws:kms:{region}:{account}:key/{identifier}"
    arn, owner = (key.arn, key.account_id) if key else (name, name.split(":")[4])
    if key is None:
        failure = "KMS.NotFoundException"
    elif key.key_state != "Enabled":
        failure = "KMS.DisabledException"
    else:
        failure = ""
    surroundings: dict[str, str | tuple[str, ...]] = {
        **context,
        "kms:ViaService": service,
        "aws:ViaAWSService": "true",
        "aws:CalledVia": (service,),
    }
    for action in actions:
        yield Need(action, arn, owner, surroundings, failure)


def needs(call: Call, account: str) -> tuple[Need, ...]:
    """The permissions that a call to AWS KMS needs.

    Args:
        call: The parsed call.
        account: The caller's account.

    Returns:
        One need; two for an alias (on the alias and on its key).
    """
    action = f"kms:{call.operation}"
    encryption = call.parameters.get("EncryptionContext") or {}
    context = {f"kms:EncryptionContext:{name}": str(value) for name, value in encryption.items()}
    if call.operation in _WITHOUT_KEY:
        return (Need(action, "*", None, context),)
    found = []
    identifier = call.text("KeyId")
    if call.operation in _ALIASES:
        alias = call.text("AliasName")
        found.append(Need(action, f"arn:aws:kms:{call.region}:{account}:{alias}", None, context))
        identifier = call.text("TargetKeyId") or alias
    key = find_key(identifier, account, call.region)
    if key is not None:
        found.append(Need(action, key.arn, key.account_id, context))
    elif not found:
        name = identifier if identifier.startswith("arn:") else f"arn:aws:kms:{call.region}:{account}:key/{identifier}"
        found.append(Need(action, name, name.split(":")[4], context))
    return tuple(found)
