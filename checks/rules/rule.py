"""What a rule is: its name, its words, its examples, and the function that finds where it is broken.

A rule has a file of its own, which holds one `RULE`. `checks.rules.registry` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from checks.documents.nodes import Path
from checks.documents.policy import Element, Holder, Kind, Policy, Value, WrittenStatement
from checks.documents.source import Edit
from checks.findings import Severity
from policies.document import Span

if TYPE_CHECKING:
    from checks.rules.catalogue import Catalogue  # it loads the action data, which few runs need

GRANTING: Final = frozenset(Kind) - {Kind.BOUNDARY}
"""All kinds but those that only limit."""
ATTACHED: Final = frozenset({Kind.ROLE, Kind.CALLER, Kind.READER, Kind.ENROLMENT, Kind.IDENTITY})
"""The kinds that are attached to a user, group or role, and grant."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the user said of the surroundings of a document; a rule compares only with what was said.

    Attributes:
        account_id: The seller's account.
        buckets: The destination buckets' names.
        topics: The topics' ARNs.
        prefix: The prefix below which reports are delivered.
        external_id: The id that AWS issued for this seller.
        partition: The partition of all ARNs.
    """

    account_id: str = ""
    buckets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    prefix: str = ""
    external_id: str = ""
    partition: str = "aws"


@dataclass(frozen=True)
class Context:
    """What a rule may look at besides the document."""

    expected: Expectations = field(default_factory=Expectations)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The services, actions, resource types and condition keys that AWS has. Loaded at its first use."""
        from checks.rules.catalogue import load  # noqa: PLC0415  # the same

        return load()


class Problem(NamedTuple):
    """One place where a rule is broken.

    Attributes:
        where: The value, element or statement, or the policy itself, or a range of the source with its path.
        sentence: What is wrong, with the offending text in it; a full sentence.
        remedy: What to do about it; a full sentence in the imperative.
        edits: Edits of the passage's text that mend it and cannot change what the document means.
        related: Other places, each with a few words.
        severity: If it is not the rule's own.
    """

    where: Value | Element | WrittenStatement | Policy | tuple[Span, Path]
    sentence: str
    remedy: str
    edits: tuple[Edit, ...] = ()
    related: tuple[tuple[Span, str], ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class Example:
    """A document that a rule is shown with.

    Attributes:
        marked: The text; in a bad example, each place that a finding points at stands between `⟦` and `⟧`.
        kind: Its kind, if the text alone does not say it.
        holder: What it is attached to, if that matters.
        expected: What is known of its surroundings.
        name: The name of the file that it would stand in; its ending says the language.
    """

    marked: str
    kind: Kind | None = None
    holder: Holder | None = None
    expected: Expectations = field(default_factory=Expectations)
    name: str = "policy.json"

    @property
    def text(self) -> str:
        """The text without the marks."""
        return self.marked.replace("⟦", "").replace("⟧", "")

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The ranges of the text that findings point at."""
        places, start, position = [], 0, 0
        for character in self.marked:
            if character == "⟦":
                start = position
            elif character == "⟧":
                places.append((start, position))
            else:
                position += 1
        return tuple(places)


Check = Callable[[Policy, Context], Iterable[Problem]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule; there is one object for each.

    Attributes:
        code: Three letters and three digits; how it begins is the family's.
        name: Kebab-case.
        severity: How bad a finding is.
        summary: What it does: one sentence.
        why: Why it matters: some sentences.
        bad: A document that breaks it.
        good: The same document, mended.
        sources: What it rests on: pages by their title, models, measurements; `[inferred]` where it is not proven.
        check: Finds where a policy breaks it; None for the rules of syntax, which the parser holds.
        kinds: The kinds that it applies to.
        uses_data: Whether it rests on the action data, which ages.
        fixes: Whether `--fix` can mend it.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    bad: Example
    good: Example
    sources: tuple[str, ...]
    check: Check | None = None
    kinds: frozenset[Kind] = frozenset(Kind)
    uses_data: bool = False
    fixes: bool = False
