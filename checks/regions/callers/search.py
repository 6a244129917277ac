"""What is looked at in one program, for all who look for something in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from checks.regions.callers.code import Call, Name, Node, Program
from checks.regions.callers.names import Names
from checks.regions.callers.sdks import SDKS, Sdk, is_shared
from checks.regions.callers.values import Value, value_of


@dataclass(frozen=True, eq=False)
class Search:
    """One program.

    Attributes:
        text: Its text.
        language: Its language, a key of `SDKS`.
        sdk: How clients are made in it.
        names: Its names.
        makers: The calls that make clients of the service.
        ids: The identities of those calls.
    """

    text: str
    language: str
    sdk: Sdk
    names: Names
    makers: tuple[Call, ...]
    ids: frozenset[int]

    @classmethod
    def of(cls, program: Program, text: str, language: str) -> Search:
        """Look at a program.

        Args:
            program: The program.
            text: Its text.
            language: A key of `SDKS`.
        """
        names, sdk = Names(program), SDKS[language]
        makers = tuple(call for call in names.calls if sdk.makes(call, names))
        return cls(text, language, sdk, names, makers, frozenset(map(id, makers)))

    @cached_property
    def is_script(self) -> bool:
        """Whether a program asks whether it is one that runs, as scripts of Python do."""
        return any(isinstance(node, Name) and node.id == "__name__" for node in self.names.nodes)

    def value(self, node: Node) -> Value:
        """What an expression may be."""
        return value_of(node, self.names, self.text)

    def makes(self, node: Node) -> bool:
        """Whether an expression is a client of the service, and nothing else."""
        found = self.names.stands_for(node)
        return bool(found.nodes) and all(id(one) in self.ids for one in found.nodes)

    def makes_only(self, node: Node) -> bool:
        """Whether an expression is a client of the service, and never one of another."""
        return self.makes(node) and not any(
            isinstance(one, Call) and self.is_shared(one) for one in self.names.stands_for(node).nodes
        )

    def is_shared(self, maker: Call) -> bool:
        """Whether a call that makes clients of the service makes clients of others too."""
        return self.language == "python" and is_shared(maker, self.names)

    def written(self, node: Node) -> str:
        """How an expression is written, in one line."""
        return " ".join(self.text[node.start : node.end].split())
