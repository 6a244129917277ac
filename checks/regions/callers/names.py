"""What the names of a program stand for, and who uses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from checks.regions.callers.code import (
    Assign,
    Call,
    Choice,
    Class,
    Constant,
    Function,
    Item,
    Mapping,
    Member,
    Name,
    Node,
    Other,
    Parameter,
    Program,
    Return,
    parts,
)
from checks.regions.callers.paths import key_text, last_name

SELF: Final = frozenset({"self", "this", "cls", "$this", "@"})
"""Names of the object that a method belongs to."""
_FURTHEST: Final = 20
"""So many names lead from a name to what it stands for, at most."""
_MOST: Final = 1_000
"""So many expressions are looked at for one name, at most."""


class Given(NamedTuple):
    """A name is a parameter: whoever calls the function says what it stands for."""

    function: Function
    parameter: Parameter
    position: int


class Found(NamedTuple):
    """What an expression may stand for.

    Attributes:
        nodes: Values in the program.
        known: Whether it cannot stand for anything else.
    """

    nodes: tuple[Node, ...]
    known: bool


class Scope:
    """The names of a function, or of the whole program."""

    def __init__(self, parent: Scope | None = None, function: Function | None = None) -> None:
        """Begin without names.

        Args:
            parent: Where names are looked for that are not here.
            function: Whose names these are; None for the program's.
        """
        self.parent, self.function = parent, function
        self.bound: dict[str, list[Node | Given]] = defaultdict(list)
        self.changed: dict[str, list[Node]] = defaultdict(list)
        self.used: dict[str, list[Name]] = defaultdict(list)

    def owner(self, name: str) -> Scope | None:
        """The scope that a name belongs to."""
        scope: Scope | None = self
        while scope is not None and name not in scope.bound:
            scope = scope.parent
        return scope


class Names:
    """The names of one program.

    Attributes:
        root: The program's own tree.
        top: The program's own scope.
        calls: All calls, in the order of the text.
        nodes: All nodes, in the order of the text.
    """

    def __init__(self, program: Program) -> None:
        """Look at every name.

        Args:
            program: The program.
        """
        self.root = program.root
        self.top = Scope()
        self.nodes: list[Node] = []
        self.calls: list[Call] = []
        self._scopes: dict[int, Scope] = {}
        self._parents: dict[int, Node] = {}
        self._fields: dict[str, list[Node]] = defaultdict(list)
        self._functions: dict[str, list[Function]] = defaultdict(list)
        self._classes: set[str] = set()
        self._followed: set[tuple[int, str]] = set()
        self._left = _MOST
        self._called: dict[str, list[Call]] = defaultdict(list)
        self._visit(program.root)
        self._use()

    def _visit(self, root: Node) -> None:
        waiting: list[tuple[Node, Scope, bool]] = [(root, self.top, False)]
        while waiting:
            node, scope, in_class = waiting.pop()
            self.nodes.append(node)
            inner = scope
            if isinstance(node, Function):
                self._functions[node.name].append(node)
                inner = Scope(scope, node)
                for position, parameter in enumerate(node.parameters):
                    inner.bound[parameter.name].append(Given(node, parameter, position))
            elif isinstance(node, Call):
                self.calls.append(node)
                self._called[last_name(node.function)].append(node)
            elif isinstance(node, Class):
                self._classes.add(node.name)
            elif isinstance(node, Assign):
                self._assigned(node, scope, in_class=in_class)
            self._scopes[id(node)] = inner
            for child in reversed(list(parts(node))):
                self._parents[id(child)] = node
                below = isinstance(node, Class) or (in_class and not isinstance(node, Function))
                waiting.append((child, inner, below))

    def _assigned(self, node: Assign, scope: Scope, *, in_class: bool) -> None:
        targets = node.target.parts if isinstance(node.target, Other) else (node.target,)
        for target in targets:
            match target:
                case Name(id=name):
                    scope.bound[name].append(node.value)
                    if in_class:
                        self._fields[name].append(node.value)
                case Member(owner=Name(id=owner), name=name) if owner in SELF:
                    self._fields[name].append(node.value)

    def _use(self) -> None:
        """Note who uses a name, and who changes what it stands for."""
        for node in self.nodes:
            if isinstance(node, Name):
                parent = self._parents.get(id(node))
                if isinstance(parent, Assign) and parent.target is node:
                    continue
                above = self.parent(parent) if isinstance(parent, Other) else None
                if isinstance(above, Assign) and above.target is parent:
                    continue
                scope = self.scope(node)
                (scope.owner(node.id) or self.top).used[node.id].append(node)
            changed = _changed(node)
            if changed is not None:
                scope = self.scope(node)
                (scope.owner(changed) or self.top).changed[changed].append(node)

    def scope(self, node: Node) -> Scope:
        """The scope that a node stands in; a function's own is inside it."""
        return self._scopes.get(id(node), self.top)

    def parent(self, node: Node) -> Node | None:
        """What a node is a part of."""
        return self._parents.get(id(node))

    def above(self, node: Node) -> Iterator[Node]:
        """What a node is a part of, from the inside out."""
        one = self.parent(node)
        while one is not None:
            yield one
            one = self.parent(one)

    def changes(self, node: Node) -> Iterable[Node]:
        """What changes the value that a name stands for: assignments to its members and items, calls of its methods."""
        if not isinstance(node, Name):
            return ()
        scope = self.scope(node).owner(node.id)
        return scope.changed.get(node.id, ()) if scope else self.top.changed.get(node.id, ())

    def uses(self, node: Name) -> Iterable[Name]:
        """Where a name is used."""
        scope = self.scope(node).owner(node.id)
        return scope.used.get(node.id, ()) if scope else ()

    def function(self, call: Call) -> Function | None:
        """The function of this program that a call calls, if there is one of that name only."""
        name = last_name(call.function)
        owner = call.function.owner if isinstance(call.function, Member) else None
        if owner is not None and not (isinstance(owner, Name) and (owner.id in SELF or owner.id in self._classes)):
            return None
        found = self._functions.get(name, [])
        return found[0] if len(found) == 1 and name else None

    def stands_for(self, node: Node) -> Found:
        """What an expression may stand for, followed through names, fields, items, choices and functions."""
        if not self._followed:
            self._left = _MOST
        return self._stands_for(node)

    def _stands_for(self, node: Node) -> Found:  # noqa: PLR0911  # one branch a kind of node
        self._left -= 1
        if self._left < 0 or len(self._followed) > _FURTHEST:
            return Found((), known=False)
        match node:
            case Name(id=name):
                scope = self.scope(node).owner(name)
                if scope is None:
                    return Found((node,), known=False)
                return self._follow((id(scope), name), scope.bound[name])
            case Member(owner=Name(id=owner), name=name) if owner in SELF or owner in self._classes:
                return self._follow((0, name), self._fields.get(name, ()))
            case Member(owner=owner, name=name):
                return self._entry(node, owner, name)
            case Item(owner=owner, key=Constant(value=str(key))):
                return self._entry(node, owner, key)
            case Choice(options=options):
                return self._all(options)
            case Assign(value=value):
                return self._stands_for(value)
            case Call() if function := self.function(node):
                return self._follow((id(function), ""), [one.value for one in _returns(function)])
        return Found((node,), known=True)

    def _follow(self, key: tuple[int, str], values: Iterable[Node | Given]) -> Found:
        """What the values of a name stand for; one that stands for itself adds nothing."""
        if key in self._followed:
            return Found((), known=True)
        self._followed.add(key)
        found = self._all(values)
        self._followed.discard(key)
        return found

    def _entry(self, node: Node, owner: Node, key: str) -> Found:
        """The value of a key, if the owner stands for keys and values."""
        held = self._stands_for(owner)
        values = [
            entry.value
            for one in held.nodes
            if isinstance(one, Mapping)
            for entry in one.entries
            if key_text(entry.key) == key
        ]
        if not values:
            return Found((node,), known=True)
        return self._all(values)

    def _all(self, values: Iterable[Node | Given]) -> Found:
        found = [self._given(one) if isinstance(one, Given) else self._stands_for(one) for one in values]
        nodes = {id(node): node for one in found for node in one.nodes}
        return Found(tuple(nodes.values()), bool(found) and all(one.known for one in found))

    def _given(self, given: Given) -> Found:
        """What callers in this program give for a parameter; others may give something else."""
        function, parameter, position = given
        values: list[Node] = [] if parameter.default is None else [parameter.default]
        calls = self._called.get(function.name, ()) if function.name else ()
        method = bool(function.parameters) and function.parameters[0].name in SELF
        for call in calls:
            if self.function(call) is function:
                values += _argument(call, parameter.name, position - method)
        found = self._all(values) if values else Found((), known=False)
        return Found(found.nodes, known=bool(calls) and found.known)


def _argument(call: Call, name: str, position: int) -> list[Node]:
    plain = [one.value for one in call.arguments if not one.name and not one.spread]
    named = [one.value for one in call.arguments if one.name == name]
    return named or plain[position : position + 1]


def _returns(function: Function) -> Iterator[Return]:
    waiting: list[Node] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Return):
            yield node
        elif not isinstance(node, Function):
            waiting += parts(node)


def _changed(node: Node) -> str | None:
    """The name whose value a node changes."""
    match node:
        case Assign(target=Member(owner=Name(id=name)) | Item(owner=Name(id=name))):
            return None if name in SELF else name
        case Call(function=Member(owner=Name(id=name))):
            return name
    return None
