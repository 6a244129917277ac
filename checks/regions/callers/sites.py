"""Where a program calls the service: the clients that it makes, and the requests that it sends with them."""

from __future__ import annotations

from typing import NamedTuple

from checks.documents.source import Edit
from checks.regions.callers.moments import Moment
from checks.regions.callers.naming import Style
from checks.regions.callers.values import Value


class Client(NamedTuple):
    """A place where a program decides which region it calls.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        what: What it is, to begin a sentence with: `The client`.
        regions: What the region may be; empty if nothing sets it.
        origin: What sets the region, if it is not the call itself: `AWS_REGION, set in line 3`.
        elsewhere: What brings in settings that cannot be seen; empty if there is nothing of the kind.
        otherwise: Where the region comes from if nothing sets it.
        pin: How the region is set here, as code.
        edits: What sets it.
        endpoints: Addresses that are set instead of the service's own.
        variants: Settings that ask for FIPS or dual-stack endpoints.
        secrets: Secret keys in the code.
        attempts: How often a request is tried.
        used: Whether a request is sent; None if that cannot be seen.
        own: Whether it is a client, and not a command that is one with its request.
    """

    start: int
    end: int
    what: str
    regions: tuple[Value, ...] = ()
    origin: str = ""
    elsewhere: str = ""
    otherwise: str = ""
    pin: str = ""
    edits: tuple[Edit, ...] = ()
    endpoints: tuple[Value, ...] = ()
    variants: tuple[Value, ...] = ()
    secrets: tuple[Value, ...] = ()
    attempts: tuple[Value, ...] = ()
    used: bool | None = None
    own: bool = True


class Given(NamedTuple):
    """An argument of a request.

    Attributes:
        name: As it is written.
        start: Where it begins.
        end: Where its name ends, or the whole if it has none.
        argument: The API's argument that it is; None if the API has none of the kind.
        value: What it may be.
        moment: The day that it is, if it is reckoned from the time at which the program runs.
    """

    name: str
    start: int
    end: int
    argument: str | None
    value: Value
    moment: Moment | None = None


class Read(NamedTuple):
    """A key that is looked for in the service's answer."""

    start: int
    end: int
    key: str


class Silence(NamedTuple):
    """Something that hides errors, and how it is written."""

    start: int
    end: int
    how: str


class Request(NamedTuple):
    """One call of an operation.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        name: The operation as it is written.
        name_start: Where the name begins.
        name_end: Where it ends.
        operation: The API's operation; None if the API has none of the kind.
        style: How arguments are spelt here.
        given: The arguments.
        complete: Whether there can be no other arguments.
        followed: Whether it is known which client sends it.
        answers: Keys that are looked for in the answer.
        silences: What hides its errors.
        repeated: Whether it is a schedule's, sent again and again as it stands.
        exact: Whether an argument in another spelling is found out only when it runs.
    """

    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    operation: str | None
    style: Style = Style.CAMEL
    given: tuple[Given, ...] = ()
    complete: bool = False
    followed: bool = True
    answers: tuple[Read, ...] = ()
    silences: tuple[Silence, ...] = ()
    repeated: bool = False
    exact: bool = True

    def get(self, argument: str) -> Given | None:
        """An argument by the API's name."""
        return next((one for one in self.given if one.argument == argument), None)


class Sites(NamedTuple):
    """All that was found in a text.

    Attributes:
        clients: The clients.
        requests: The requests.
        problems: What could not be read or followed: the range, and a sentence.
    """

    clients: tuple[Client, ...] = ()
    requests: tuple[Request, ...] = ()
    problems: tuple[tuple[int, int, str], ...] = ()

    def plus(self, other: Sites) -> Sites:
        """What both hold."""
        return Sites(
            (*self.clients, *other.clients), (*self.requests, *other.requests), (*self.problems, *other.problems)
        )
