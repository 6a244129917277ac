"""Switches that make the emulator misbehave, for one account or for all, thread-safe.

``no_data``
    Accepted, and nothing is ever delivered: no file, no message.
``delay``
    Seconds between the acceptance and the delivery, instead of the emulator's own.
``throttling``
    True: each call is refused with ``ThrottlingException``; a number: that many calls are.
``http_500``
    The same with an internal error at HTTP 500, which clients retry.
``duplicate_delivery``
    The message is published twice.
``not_subscribed``
    Each call is refused with ``SubscriptionRequiredException``, also for an enrolled account.
``truncated_csv``
    The CSV file ends inside its last row.
``wrong_metadata``
    The metadata file names another request and another day than the message.
``foreign_messages``
    That many messages of other senders are published to the topic before each of the service's.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Final

from policies.errors import ArgumentError
from sandbox.emulator.validation import is_account

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYONE: Final = "*"
"""The name under which a switch counts for every account that does not set it itself."""

MAX_DELAY: Final = 3600.0
_FLAGS: Final = ("no_data", "duplicate_delivery", "not_subscribed", "truncated_csv", "wrong_metadata")
_COUNTED: Final = ("throttling", "http_500")
_MAX_FOREIGN: Final = 100


class Faults:
    """The switches that are set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set: dict[str, dict[str, bool | float]] = {}

    def put(self, account: str, switches: Mapping[str, object]) -> None:
        """Replace an account's switches by these.

        Args:
            account: Twelve digits, or `EVERYONE`.
            switches: Names and values; see the module's table.

        Raises:
            ArgumentError: The account, a switch's name or a value is wrong; nothing is changed then.
        """
        if account != EVERYONE and not is_account(account):
            raise ArgumentError(
                "account", f"{account!r} is no account id", remedy=f"Twelve digits, or {EVERYONE!r} for all."
            )
        checked = {name: _check(name, value) for name, value in switches.items()}
        with self._lock:
            self._set[account] = checked

    def clear(self, account: str | None = None) -> None:
        """Drop an account's switches, or everyone's if no account is given."""
        with self._lock:
            if account is None:
                self._set.clear()
            else:
                self._set.pop(account, None)

    def snapshot(self) -> dict[str, dict[str, bool | float]]:
        """The switches by account; numbers of calls are what is left of them."""
        with self._lock:
            return {account: dict(switches) for account, switches in self._set.items()}

    def value(self, account: str, name: str) -> bool | float | None:
        """A switch's value for an account: its own, else everyone's, else None."""
        with self._lock:
            holder = self._holder(account, name)
            return None if holder is None else holder[name]

    def on(self, account: str, name: str) -> bool:
        """Whether a switch is on."""
        return bool(self.value(account, name))

    def take(self, account: str, name: str) -> bool:
        """Whether a counted switch strikes now; one is taken off its number."""
        with self._lock:
            holder = self._holder(account, name)
            if holder is None or not (left := holder[name]):
                return False
            if left is not True:
                holder[name] = left - 1
            return True

    def _holder(self, account: str, name: str) -> dict[str, bool | float] | None:
        """The switches that decide; the lock is held."""
        own, everyone = self._set.get(account, {}), self._set.get(EVERYONE, {})
        return own if name in own else everyone if name in everyone else None


def _check(name: str, value: object) -> bool | float:
    if isinstance(value, bool) and name in (*_FLAGS, *_COUNTED):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        if name in _COUNTED and value >= 0:
            return value
        if name == "foreign_messages" and 0 <= value <= _MAX_FOREIGN:
            return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (
        name == "delay"
        and isinstance(value, int | float)
        and number
        and math.isfinite(value)
        and 0 <= value <= MAX_DELAY
    ):
        return float(value)
    wanted = {"delay": f"Seconds from 0 to {MAX_DELAY:g}.", "foreign_messages": f"A number from 0 to {_MAX_FOREIGN}."}
    wanted |= dict.fromkeys(_FLAGS, "true or false.") | dict.fromkeys(_COUNTED, "true, false or a number of calls.")
    if name not in wanted:
        raise ArgumentError("switches", f"{name!r} is no switch", remedy=f"One of: {', '.join(sorted(wanted))}.")
    raise ArgumentError(name, f"{value!r} does not fit", remedy=wanted[name])
