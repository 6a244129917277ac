"""Shell scripts as commands: words, variables, and what the environment holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tree_sitter import Node as Part

from checks.regions.callers.code import (
    Argument,
    Assign,
    Call,
    Choice,
    Clock,
    Constant,
    Joined,
    Name,
    Node,
    Other,
    Program,
)
from checks.regions.callers.naming import mentions
from checks.regions.callers.syntax_trees import SyntaxTree, field

_DEEPEST: Final = 60
_AGO: Final = re.compile(
    r"(?:(\d+)\s*days?\s*ago|-\s*(\d+)\s*days?|\+?\s*(\d+)\s*days?|(yesterday)|(today|now)|(tomorrow))"
)
_BSD: Final = re.compile(r"-v\s*([-+]?\d+)d")
_DAY: Final = re.compile(r"%[FDdsxc]|-I|--iso|--rfc")
_NULL: Final = "/dev/null"
_CONFIGURE: Final = ["configure", "set", "region"]


class Command(NamedTuple):
    """One command.

    Attributes:
        call: Its name and words.
        environment: Variables that are set for it alone.
        silence: What hides its failure: where, and how it is written.
        filter: The words of the command that its output goes to, if there is one.
    """

    call: Call
    environment: tuple[Assign, ...] = ()
    silence: tuple[int, int, str] | None = None
    filter: tuple[Node, ...] = ()


class Script(NamedTuple):
    """A script.

    Attributes:
        program: Its commands and assignments.
        commands: The commands, in the order of the text.
        exported: Variables that later commands see: where they are set, their names, and their values; no value if
            they are unset.
    """

    program: Program
    commands: tuple[Command, ...]
    exported: tuple[tuple[int, str, Node | None], ...]

    @property
    def configured(self) -> tuple[tuple[int, Node], ...]:
        """Regions that `aws configure` writes to a profile, and where."""
        return tuple(
            (command.call.start, command.call.arguments[3].value)
            for command in self.commands
            if [one.value.value for one in command.call.arguments[:3] if isinstance(one.value, Constant)] == _CONFIGURE
            and len(command.call.arguments) > len(_CONFIGURE)
        )


def read_shell(text: str) -> Script:
    """Read a script.

    Args:
        text: Its text.
    """
    return _Reader(SyntaxTree(text, "bash")).read()


class _Reader:
    """One reading of a script."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._commands: list[Command] = []
        self._plain: list[tuple[int, str, Node]] = []
        self._exported: list[tuple[int, str, Node | None]] = []
        self._names: set[str] = set()

    def read(self) -> Script:
        """All of it."""
        parts = tuple(self._visit())
        exported = [*self._exported, *(one for one in self._plain if one[1] in self._names or "*" in self._names)]
        problems = []
        for part in self._tree.errors():
            start, end = self._tree.range(part)
            if mentions(self._tree.text[start:end]):
                last = start + len(self._tree.text[start:end].split("\n")[0])
                problems.append((start, last, "This could not be read, though it names the service"))
        program = Program(Other(0, len(self._tree.text), parts), tuple(problems[:1]))
        return Script(program, tuple(self._commands), tuple(sorted(exported, key=lambda one: one[0])))

    def _visit(self) -> Iterator[Node]:
        waiting = [self._tree.root]
        while waiting:
            part = waiting.pop()
            if part.type == "variable_assignment":
                yield self._assignment(part)
            elif part.type in {"declaration_command", "unset_command"}:
                yield from self._declaration(part)
                continue
            elif part.type == "command":
                command = self._command(part)
                self._commands.append(command)
                yield command.call
                waiting += [one for one in reversed(part.named_children) if one.type != "variable_assignment"]
                continue
            waiting += reversed(part.named_children)

    def _assignment(self, part: Part) -> Assign:
        start, end = self._tree.range(part)
        name, value = field(part, "name"), field(part, "value")
        variable = "" if name is None else self._tree.written(name)
        given: Node = Constant(end, end, "") if value is None else self._word(value, 0)
        self._plain.append((start, variable, given))
        return Assign(start, end, Name(start, start + len(variable), variable), given)

    def _declaration(self, part: Part) -> Iterator[Node]:
        written = self._tree.written(part)
        exports = written.startswith("export") or re.match(r"(?:declare|typeset)\s+-\w*x", written) is not None
        for one in part.named_children:
            if one.type == "variable_assignment":
                assigned = self._assignment(one)
                if exports and isinstance(assigned.target, Name):
                    self._exported.append((assigned.start, assigned.target.id, assigned.value))
                yield assigned
            elif one.type == "variable_name":
                name = self._tree.written(one)
                if part.type == "unset_command":
                    self._exported.append((self._tree.range(one)[0], name, None))
                elif exports:
                    self._names.add(name)

    def _command(self, part: Part) -> Command:
        start, end = self._tree.range(part)
        environment = tuple(self._assigned(one) for one in part.named_children if one.type == "variable_assignment")
        self._plain = self._plain[: len(self._plain) - len(environment)] if environment else self._plain
        name = field(part, "name")
        words = [self._word(one, 0) for one in part.children_by_field_name("argument")]
        first: Node = Other(start, start, ()) if name is None else self._word(name, 0)
        if isinstance(first, Constant) and first.value == "set" and any(_is_all(word) for word in words):
            self._names.add("*")
        arguments = tuple(Argument(word.start, word.end, "", word) for word in words)
        call = Call(first.start, end, first, arguments)
        return Command(call, environment, self._silence(part), self._filter(part))

    def _assigned(self, part: Part) -> Assign:
        return self._assignment(part)

    def _silence(self, part: Part) -> tuple[int, int, str] | None:
        """`|| true` after a command, or its errors sent to nowhere."""
        above = part.parent
        if above is not None and above.type == "redirected_statement":
            for one in above.children_by_field_name("redirect"):
                written = self._tree.written(one).replace(" ", "")
                if written.startswith(("2>", "&>")) and written.endswith(_NULL):
                    return (*self._tree.range(one), self._tree.written(one))
            part, above = above, above.parent
        if above is not None and above.type == "list":
            after = part.next_named_sibling
            sign = part.next_sibling
            if after is not None and sign is not None and self._tree.written(sign) == "||":
                written = self._tree.written(after)
                if written in {"true", ":"}:
                    return self._tree.range(sign)[0], self._tree.range(after)[1], f"|| {written}"
        return None

    def _filter(self, part: Part) -> tuple[Node, ...]:
        """The words of the next command of a pipe."""
        if part.parent is not None and part.parent.type == "redirected_statement":
            part = part.parent
        after = part.next_named_sibling
        if part.parent is None or part.parent.type != "pipeline" or after is None or after.type != "command":
            return ()
        name = field(after, "name")
        words = [] if name is None else [name, *after.children_by_field_name("argument")]
        return tuple(self._word(one, 0) for one in words)

    def _word(self, part: Part, depth: int) -> Node:  # noqa: PLR0911  # one branch a kind of word
        start, end = self._tree.range(part)
        inside = part.named_children
        if depth > _DEEPEST:
            return Other(start, end, ())
        match part.type:
            case "word" | "number" | "string_content":
                return Constant(start, end, re.sub(r"\\(.)", r"\1", self._tree.written(part)))
            case "raw_string" | "ansi_c_string":
                return Constant(start, end, self._tree.written(part).strip("$'"))
            case "string" | "concatenation" | "command_name" | "translated_string":
                return self._joined(start, end, tuple(self._word(one, depth + 1) for one in inside))
            case "simple_expansion":
                return Name(start, end, self._tree.written(part).strip("${}"))
            case "expansion":
                return self._expansion(part)
            case "command_substitution":
                return self._substitution(part)
        return Other(start, end, (), self._tree.written(part))

    def _joined(self, start: int, end: int, parts: tuple[Node, ...]) -> Node:
        if all(isinstance(one, Constant) for one in parts):
            return Constant(start, end, "".join(str(one.value) for one in parts if isinstance(one, Constant)))
        return parts[0] if len(parts) == 1 and not isinstance(parts[0], Constant) else Joined(start, end, parts)

    def _expansion(self, part: Part) -> Node:
        """`${NAME}`, or `${NAME:-what else}`."""
        start, end = self._tree.range(part)
        found = re.fullmatch(r"\$\{(\w+)(?::?([-=])(.*))?\}", self._tree.written(part), re.DOTALL)
        if found is None:
            return Other(start, end, (), self._tree.written(part))
        name = Name(start, end, found[1])
        return Choice(start, end, (name, Constant(start, end, found[3].strip("\"'")))) if found[2] else name

    def _substitution(self, part: Part) -> Node:
        """What a command prints: a day, if it is `date`."""
        start, end = self._tree.range(part)
        inner = part.named_children[0] if len(part.named_children) == 1 else None
        if inner is None or inner.type != "command":
            return Other(start, end, (), self._tree.written(part))
        name = field(inner, "name")
        words = [self._word(one, 1) for one in inner.children_by_field_name("argument")]
        zone = any("TZ=UTC" in self._tree.written(one).upper() for one in inner.named_children)
        if name is None or self._tree.written(name).rpartition("/")[2] not in {"date", "gdate"}:
            return Other(start, end, (), self._tree.written(part))
        return _clock(start, end, [str(one.value) if isinstance(one, Constant) else "?" for one in words], utc=zone)


def _is_all(word: Node) -> bool:
    return isinstance(word, Constant) and str(word.value) in {"-a", "-ae", "-ea", "-aeu", "-aeuo", "allexport"}


def _clock(start: int, end: int, words: list[str], *, utc: bool) -> Node:
    """The day that `date` prints, as GNU's and BSD's understand its words; GNU coreutils manual, "Relative items"."""
    text = " ".join(words)
    local = not utc and not any(re.fullmatch(r"-[a-zA-Z]*u[a-zA-Z]*|--utc|--universal", word) for word in words)
    shift: float = 0
    asked = re.search(r"(?:^|\s)(?:-\w*d|--date)[ =]?(.*)", text)
    if asked is not None:
        found = _AGO.match(asked[1].strip())
        if found is None:
            return Other(start, end, (), text)
        ago, minus, plus, yesterday, _, tomorrow = found.groups()
        shift = -int(ago or minus) if ago or minus else int(plus or 0)
        shift += (-1 if yesterday else 0) + (1 if tomorrow else 0)
    if (bsd := _BSD.search(text)) is not None:
        shift += int(bsd[1])
    if not _DAY.search(text) or re.search(r"-v\s*[-+]?\d+[mwy]", text):
        return Other(start, end, (), text)
    return Clock(start, end, local, shift)
