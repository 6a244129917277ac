"""A smoke test's result as a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from checks.result import Status
from checks.smoke.page import page
from checks.smoke.verdict import SmokeResult, Verdict

RESULT = SmokeResult(
    verdict=Verdict.DELIVERED,
    sentence="It arrived.",
    remedy="",
    data_set_type="daily_business_fees",
    publication_date=datetime(2026, 1, 2, tzinfo=UTC),
    request_id="request-1",
    message={"success": True},
    metadata={"dataSetRequestId": "request-1"},
    files=(("s3://acme-reports/x.csv", 42),),
    asked=datetime(2026, 1, 4, tzinfo=UTC),
    seconds=1.5,
    rows=3,
)
EMPTY = frozenset({"meta"})
"""The elements that have no end."""


class Reader(HTMLParser):
    """Reads a page, and holds it to closing what it opens."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.seen.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It closes the last that was opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Remember the words."""
        self.text += data


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_page_tells_the_verdict_and_marks_the_broken_hop_in_words(verdict: Verdict) -> None:
    """Every verdict's page is well formed, explains it, and says of each hop in words how it went."""
    refused = {Verdict.DENIED, Verdict.NOT_SUBSCRIBED, Verdict.WRONG_REGION}
    result = replace(RESULT, verdict=verdict, remedy="" if verdict is Verdict.DELIVERED else "Do this.")
    if verdict is not Verdict.DELIVERED:
        result = replace(result, message=None, metadata=None, files=(), rows=None)
    if verdict in refused:
        result = replace(result, request_id=None)
    read = Reader(page(result))
    assert not read.open
    assert verdict.value in read.text
    assert verdict.explanation in read.text
    assert ("Do this." in read.text) is (verdict is not Verdict.DELIVERED)
    assert read.text.count("✗ broken") == sum(step.status is Status.FAIL for step in result.path)
    assert sum(tag == "li" for tag, _ in read.seen) == len(result.path)


def test_the_page_asks_nothing_of_any_network_and_runs_nothing() -> None:
    """No script, no link, no source, no address to load from; a language is named for readers aloud."""
    text = page(RESULT)
    read = Reader(text)
    assert not {"script", "link", "img", "iframe", "a"} & {tag for tag, _ in read.seen}
    assert not any({"src", "href", "onload", "style"} & set(attributes) for _, attributes in read.seen)
    assert not any(word in text for word in ("http:", "https:", "url(", "@import"))
    assert ("html", {"lang": "en"}) in read.seen


def test_what_comes_from_outside_is_text() -> None:
    """Markup in a message, a name or a sentence is shown, not obeyed."""
    bad = "<script>alert(1)</script>&\"'"
    result = replace(
        RESULT, sentence=bad, remedy=bad, request_id=bad, message={"message": bad}, files=((bad, 1),), left=(bad,)
    )
    read = Reader(page(result))
    assert "script" not in {tag for tag, _ in read.seen}
    assert read.text.count("<script>alert(1)</script>") == 6
