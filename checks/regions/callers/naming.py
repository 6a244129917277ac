"""The service's names: how each SDK, command line and template spells the service, its operations and arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Final

SERVICE: Final = "marketplacecommerceanalytics"
"""The service's name in botocore, in the AWS CLI, in ARNs of targets, and in packages."""
HOME: Final = "us-east-1"
"""The only region that the service answers in."""
ENDPOINT: Final = f"https://{SERVICE}.{HOME}.amazonaws.com"
"""The service's address (botocore, endpoints of `marketplacecommerceanalytics`)."""

_SPELT: Final = (
    r"marketplace[-_ ]?commerce[-_ ]?analytics|mca(?:dataset|supportdataexport)|data[-_]?set[-_]?publication[-_]?date"
)
_OPERATION: Final = re.compile(r"generate[-_]?data[-_]?set|start[-_]?support[-_]?data")
_IN_TEXT: Final = re.compile(_SPELT)
_IN_BYTES: Final = re.compile(_SPELT.encode())
_SQUASHED: Final = re.compile(r"[^a-z0-9]")


def mentions(text: str) -> bool:
    """Whether a text holds the service's name, in one of its spellings, or a word that only its callers use."""
    small = text.lower()
    return ("commerce" in small or "mca" in small or "publication" in small) and bool(_IN_TEXT.search(small))


def is_comment_only(text: str, marks: tuple[str, ...]) -> bool:
    """Whether a text names the service in lines of comments only, and no operation anywhere.

    Args:
        text: The text.
        marks: How a line begins that is a comment, in the text's language.
    """
    small = text.lower()
    if not marks or _OPERATION.search(small):
        return False
    beginnings = (small[small.rfind("\n", 0, found.start()) + 1 : found.start()] for found in _IN_TEXT.finditer(small))
    return all(beginning.lstrip().startswith(marks) for beginning in beginnings)


def mentioned_in(data: bytes) -> bool:
    """The same of a file's bytes, in any of the usual encodings: in wide ones, all but one byte of each are zero."""
    small = (data.replace(b"\0", b"") if b"\0" in data else data).lower()
    return (b"commerce" in small or b"mca" in small or b"publication" in small) and bool(_IN_BYTES.search(small))


class Style(Enum):
    """How a language spells names."""

    CAMEL = "camel"
    """As in the API: `dataSetType`."""
    PASCAL = "pascal"
    """`DataSetType`."""
    SNAKE = "snake"
    """`data_set_type`."""
    KEBAB = "kebab"
    """`--data-set-type`."""

    def spell(self, name: str) -> str:
        """A name of the API as this language spells it."""
        words = words_of(name)
        match self:
            case Style.CAMEL:
                return name[:1].lower() + name[1:]
            case Style.PASCAL:
                return name[:1].upper() + name[1:]
            case Style.SNAKE:
                return "_".join(words)
            case Style.KEBAB:
                return "--" + "-".join(words)


def words_of(name: str) -> list[str]:
    """The words of a name of the API, in small letters; `S3` belongs to the word before it, as AWS's tools have it."""
    parts = re.findall(r"S3|[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
    return [part.lower() for part in parts]


def squash(name: str) -> str:
    """A name without case and separators: what all spellings of it have in common."""
    return _SQUASHED.sub("", name.lower())


@cache
def operations() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """The service's operations: the arguments that each takes, and those that it requires (botocore model)."""
    from botocore.loaders import Loader  # noqa: PLC0415  # it takes a while to load, and few files hold a call

    model = Loader().load_service_model(SERVICE, "service-2")
    found = {}
    for name, operation in model["operations"].items():
        shape = model["shapes"][operation["input"]["shape"]]
        found[name] = (frozenset(shape["members"]), frozenset(shape["required"]))
    return found


@cache
def _by_squashed() -> Mapping[str, str]:
    return {squash(name): name for name in operations()}


def operation_of(name: str, endings: tuple[str, ...] = ("", "async")) -> str | None:
    """The operation that a method, command or class is for; None if it is for none.

    Args:
        name: In any spelling.
        endings: What may follow the operation's name, squashed.
    """
    squashed = squash(name)
    known = next((one for one in _by_squashed() if squashed.startswith(one)), None)
    return _by_squashed()[known] if known and squashed.removeprefix(known) in endings else None


def argument_of(operation: str, name: str) -> str | None:
    """The argument of an operation that a name, in any spelling, is meant to be; None if it takes none of the kind."""
    squashed = squash(name)
    return next((known for known in operations()[operation][0] if squash(known) == squashed), None)


def styles(operation: str, style: Style) -> Iterator[str]:
    """The names of an operation's arguments as a language spells them."""
    return (style.spell(name) for name in sorted(operations()[operation][0]))
