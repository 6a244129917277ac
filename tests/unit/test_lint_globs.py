"""Patterns speak of whole relative paths."""

from __future__ import annotations

import pytest

from checks.globs import Glob
from policies.errors import ArgumentError


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("a.json", "a.json", True),
        ("a.json", "b/a.json", False),
        ("*.json", "a.json", True),
        ("*.json", "b/a.json", False),
        ("**/*.json", "a.json", True),
        ("**/*.json", "b/c/a.json", True),
        ("b/**", "b/c/a.json", True),
        ("b/**", "b", False),
        ("b/**/a.json", "b/a.json", True),
        ("b/**/a.json", "b/c/d/a.json", True),
        ("b/**/a.json", "bc/a.json", False),
        ("?.json", "a.json", True),
        ("?.json", "/.json", False),
        ("[ab].json", "b.json", True),
        ("[!ab].json", "b.json", False),
        ("[a-c].json", "b.json", True),
        ("[.json", "[.json", True),
        ("a+b.json", "a+b.json", True),
        ("a.json", "axjson", False),
        ("**", "a/b/c", True),
    ],
)
def test_a_pattern_is_the_whole_of_a_path(pattern: str, path: str, *, matches: bool) -> None:
    """Stars stay inside a name, two stars cross folders, and nothing matches an end alone."""
    assert Glob(pattern).matches(path) is matches


@pytest.mark.parametrize("pattern", ["", " ", "/a", "a/", "../a", "a/./b", "a//b", "a\\b", "a**", "**a/b"])
def test_a_pattern_that_could_never_match_is_refused(pattern: str) -> None:
    """Absolute, climbing and malformed patterns are errors."""
    with pytest.raises(ArgumentError):
        Glob(pattern)


@pytest.mark.parametrize(
    ("pattern", "folder", "literal"),
    [("a.json", "", True), ("a/b/*.json", "a/b", False), ("a/*/c.json", "a", False), ("**/c", "", False)],
)
def test_a_patterns_folder_is_what_is_certain(pattern: str, folder: str, *, literal: bool) -> None:
    """The folder is that before the first wildcard; only a pattern without one is literal."""
    assert (Glob(pattern).folder, Glob(pattern).literal) == (folder, literal)
