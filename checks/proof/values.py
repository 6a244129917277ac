"""Reading the typed values of conditions: numbers, dates, addresses, binary. What cannot be read is None."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?)?)?", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_NUMBER = 64


@lru_cache(maxsize=1024)
def number(text: str) -> Decimal | None:
    """An integer or decimal number."""
    return Decimal(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1024)
def instant(text: str) -> Decimal | None:
    """A date as seconds since 1970 UTC: any W3C form of ISO 8601, or the seconds themselves.

    Four digits alone are a year, and a date without a time is midnight UTC [both inferred].
    """
    match = _DATE.fullmatch(text)
    if not match:
        return number(text)
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_zone(zone),
        )
        # In days and seconds: a total in floating point would round.
        since = moment - _EPOCH
    except (ValueError, OverflowError):
        return None
    return since.days * 86400 + since.seconds + Decimal(f"0{fraction or ''}")


def _zone(text: str | None) -> timezone:
    if text in {None, "Z"}:
        return UTC
    sign = -1 if text.startswith("-") else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


@lru_cache(maxsize=1024)
def address(text: str) -> IPv4Address | IPv6Address | None:
    """One address of either version."""
    try:
        return ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def network(text: str) -> IPv4Network | IPv6Network | None:
    """A CIDR range; an address alone is one host, and bits beyond the prefix are ignored [inferred]."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def octets(text: str) -> bytes | None:
    """The bytes that a base64 text stands for."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
