"""Find the policies in a tree of values, and in the strings of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.documents.containers.holes import Holed
from checks.documents.containers.intrinsics import TEMPLATE
from checks.documents.containers.reading import SourceReading
from checks.documents.containers.surroundings import Setting, Surroundings, surroundings_of
from checks.documents.containers.tree import PLAIN, Dialect, Tree
from checks.documents.containers.written import is_url_encoded, url_decoded
from checks.documents.kinds import kind_of, looks_like_policy, looks_like_statements, mentions_policy
from checks.documents.nodes import Array, Literal, Member, Node, Object, Path, Text, Unknown, path_text, walk
from checks.documents.policy import Holder, Kind, Policy
from checks.documents.source import Passage
from checks.documents.syntax import Fault, read_json

_NO_SURROUNDINGS = Surroundings()
_DEEPEST = 8
"""So many strings may stand in each other."""
_SHORTEST = 16
"""No string that is shorter holds a policy."""
_IDENTITIES = frozenset({Holder.USER, Holder.GROUP, Holder.ROLE, Holder.MANAGED})
_STATEMENT = "Statement"


class Search:
    """One search; what it finds is in `found`."""

    def __init__(self, kind: Kind | None) -> None:
        """Begin with nothing found.

        Args:
            kind: What all documents are for; None to tell by their surroundings and by what they say.
        """
        self.kind = kind
        self._policies: list[Policy] = []
        self._faults: list[tuple[Passage, tuple[Fault, ...]]] = []
        self._unread: list[str] = []
        self._depth = 0

    @property
    def found(self) -> SourceReading:
        """What was found so far, in the order of the text."""
        policies = sorted(self._policies, key=lambda policy: policy.span.start)
        return SourceReading(tuple(policies), tuple(self._faults), tuple(self._unread))

    def unread(self, *sentences: str) -> None:
        """Note what could not be read."""
        self._unread += sentences

    def fault(self, passage: Passage, *faults: Fault) -> None:
        """Note what is wrong with the syntax of a passage."""
        if faults:
            self._faults.append((passage, faults))

    def join(self, reading: SourceReading, path: Path) -> None:
        """Note what a part of the text held.

        Args:
            reading: What it held.
            path: What leads to the part.
        """
        self._policies += (replace(policy, path=(*path, *policy.path)) for policy in reading.policies)
        self._faults += reading.faults
        self._unread += reading.unread

    def tree(
        self,
        tree: Tree,
        path: Path = (),
        setting: Setting | None = None,
        around: Surroundings | None = None,
    ) -> None:
        """Look for policies in a tree.

        Args:
            tree: The tree.
            path: What leads to it from the outermost text.
            setting: What is known of it, if it has to be a policy.
            around: What is known of the places in it; None to find out.
        """
        around = surroundings_of(tree) if around is None else around
        self._unread += around.unread
        repeated = _settled(tree, around) if around.once else frozenset()
        waiting: list[tuple[Path, Node, Setting | None, str]] = [(path, tree.root, setting, "")]
        seen: set[int] = set()
        while waiting:
            where, node, given, function = waiting.pop()
            setting = around.settings.get(id(node), given)
            if setting and setting.ignored:
                continue
            if isinstance(node, Array | Object):
                if id(node) not in seen:
                    seen.add(id(node))
                    waiting += reversed(list(self._collection(tree, node, where, setting, around)))
            elif isinstance(node, Text | Unknown):
                if setting is None and isinstance(node, Text) and node.value in repeated:
                    continue
                self._string(tree, node, where, setting, function)

    def _collection(
        self, tree: Tree, node: Array | Object, path: Path, setting: Setting | None, around: Surroundings
    ) -> Iterator[tuple[Path, Node, Setting | None, str]]:
        """Take an object or list for a policy, or give what is to be looked into."""
        name = tree.call(node)
        if name and isinstance(node, Object):
            given = node.members[0].value
            if setting and not _holds_document(node) and not tree.dialect.is_nothing(name, given):
                self._open(path, tree, node)
            # What a function is given stands for what it returns.
            for item in given.items if isinstance(given, Array) else (given,):
                yield path, item, setting if _may_be_document(item) else None, name
        elif (looks_like_policy(node) or (setting and isinstance(node, Object))) and not _has_settings(node, around):
            self._policy(tree, node, path, setting)
        elif looks_like_statements(node) and (setting or node is tree.root):
            wrapped = _document(node) if setting and setting.bare else node
            self._policy(tree, wrapped, path, setting)
        elif isinstance(node, Array):
            for number, item in enumerate(node.items):
                yield (*path, number), item, None, ""
        else:
            for member in node.members:
                yield (*path, member.key.value), member.value, None, ""

    def _policy(self, tree: Tree, node: Node, path: Path, setting: Setting | None) -> None:
        setting = setting or Setting()
        resolved = tree.resolved(node)
        kind = self.kind or setting.kind
        if kind is None:
            kind = kind_of(resolved, setting.name, attached=setting.holder in _IDENTITIES)
        self._policies.append(Policy(tree.judged, resolved, kind, setting.holder, path, setting.name))

    def _open(self, path: Path, tree: Tree, node: Node) -> None:
        """A policy has to stand here, and the text leaves it open."""
        line, column = tree.passage.source.position(tree.passage.offset(node.start))
        written = node.text if isinstance(node, Unknown) else tree.written(node)
        self._unread.append(
            f"Line {line}, column {column}: {path_text(path) or 'the policy'} is {written}, which the text does not"
            " state, so it was not checked."
        )

    def _string(self, tree: Tree, node: Text | Unknown, path: Path, setting: Setting | None, function: str) -> None:
        known = node.value if isinstance(node, Text) else "".join(part or "" for part in node.partial)
        encoded = "%" in known[:_SHORTEST] and is_url_encoded(known)
        if setting is None and not (len(known) >= _SHORTEST and (encoded or ("{" in known and mentions_policy(known)))):
            return
        if isinstance(node, Unknown) and not known.strip():
            self._open(path, tree, node)
            return
        content = tree.inside(node, function)
        if content is None or self._depth > _DEEPEST:
            return
        if encoded:
            content = replace(content, passage=url_decoded(content.passage))
            if setting is None and not mentions_policy(content.passage.text):
                return
        self._depth += 1
        if setting or content.passage.text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", '"'}:
            self.text(content, path, setting)
        else:
            from checks.documents.containers.prose import search_blocks  # noqa: PLC0415  # few strings need it

            search_blocks(self, content.passage, path)
        self._depth -= 1

    def text(self, content: Holed, path: Path = (), setting: Setting | None = None) -> None:
        """Look for policies in a text that should be JSON; its faults count.

        Args:
            content: The text.
            path: What leads to it.
            setting: What is known of it, if it has to be a policy.
        """
        reading = read_json(content.passage.text)
        self.fault(content.passage, *(content.fault(fault) for fault in reading.faults))
        self.roots(content, reading.roots, path, setting)

    def roots(self, content: Holed, roots: tuple[Node, ...], path: Path = (), setting: Setting | None = None) -> None:
        """Look for policies in what a text of JSON was read as.

        Args:
            content: The text.
            roots: Its values.
            path: What leads to the text.
            setting: What is known of it, if it has to be a policy.
        """
        for number, read in enumerate(roots):
            root = content.fill(read)
            alone = setting or looks_like_policy(root)
            where = (*path, number) if len(roots) > 1 else path
            tree = Tree(content.passage, root, PLAIN if alone else _dialect(root))
            if isinstance(root, Literal | Unknown) or (setting and isinstance(root, Text) and not _may_nest(root)):
                continue
            self.tree(tree, where, setting, _NO_SURROUNDINGS if alone else None)


def _dialect(root: Node) -> Dialect:
    """What a file of JSON has besides values; in Terraform's JSON syntax, strings are templates."""
    if isinstance(root, Object) and any(isinstance(root.get(block), Object) for block in ("resource", "data")):
        from checks.documents.containers.hcl_strings import TERRAFORM  # noqa: PLC0415  # few files are in it

        return TERRAFORM
    return TEMPLATE


def _may_nest(node: Text) -> bool:
    """Whether a string in a text that should be a policy is itself the text of one."""
    return "{" in node.value


def _settled(tree: Tree, around: Surroundings) -> frozenset[str]:
    """The texts of the documents that stand in known places."""
    texts: set[str] = set()
    waiting: list[Node] = [tree.root]
    while waiting:
        node = waiting.pop()
        setting = around.settings.get(id(node))
        if setting and setting.ignored:
            continue
        if isinstance(node, Text):
            if setting:
                texts.add(node.value)
        elif isinstance(node, Array):
            waiting += node.items
        elif isinstance(node, Object):
            waiting += (member.value for member in node.members)
    return frozenset(texts)


def _holds_document(node: Object) -> bool:
    """Whether something that a function is given may be a policy."""
    for _, inner in walk(node):
        if looks_like_policy(inner) or looks_like_statements(inner):
            return True
        if isinstance(inner, Text) and mentions_policy(inner.value):
            return True
        if isinstance(inner, Unknown) and mentions_policy("".join(part or "" for part in inner.partial)):
            return True
    return False


def _may_be_document(node: Node) -> bool:
    """Whether something that a function is given, in a place for a policy, may be one."""
    if isinstance(node, Text):
        return mentions_policy(node.value)
    return not isinstance(node, Unknown) or mentions_policy("".join(part or "" for part in node.partial))


def _has_settings(node: Node, around: Surroundings) -> bool:
    """Whether it is known what stands inside an object, so that it is no policy, whatever it looks like."""
    return isinstance(node, Object) and any(id(member.value) in around.settings for member in node.members)


def _document(statements: Node) -> Object:
    """Statements that a tool puts into a document of its own: that document, as far as it is written."""
    key = Text(statements.start, statements.start, _STATEMENT)
    version = Text(statements.start, statements.start, "Version")
    return Object(
        statements.start,
        statements.end,
        (Member(version, Text(statements.start, statements.start, "2012-10-17")), Member(key, statements)),
    )
