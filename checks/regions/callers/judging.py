"""What the rules about callers say of the clients and requests of a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from checks.documents.source import Source
from checks.findings import Finding, Severity
from checks.regions.callers.sites import Client, Sites
from checks.result import Status
from checks.rules.callers._caller import CallerRule
from checks.rules.callers.region_not_pinned import RULE as PINNED
from checks.rules.registry import rules_of


@cache
def caller_rules() -> tuple[CallerRule, ...]:
    """The rules about callers."""
    return tuple(rule for rule in rules_of("callers") if isinstance(rule, CallerRule))


def judge(source: Source, sites: Sites) -> tuple[Finding, ...]:
    """Judge what was found in a text.

    Args:
        source: The text.
        sites: What was found in it.
    """
    found = {
        (rule.code, mistake.start, mistake.end, mistake.sentence): Finding(
            rule.code,
            rule.name,
            mistake.severity or rule.severity,
            source.name,
            source.span(mistake.start, mistake.end),
            mistake.sentence,
            mistake.remedy,
            edits=mistake.edits,
            status=mistake.status,
        )
        for rule in caller_rules()
        for mistake in rule.judge(sites)
    }
    findings = [*found.values(), *_passed(source, sites, tuple(found.values()))]
    return tuple(sorted(findings, key=lambda one: (one.span.start, one.span.end, one.code)))


def _passed(source: Source, sites: Sites, found: tuple[Finding, ...]) -> Iterator[Finding]:
    """The clients and commands that are pinned."""
    places = {(finding.span.start, finding.span.end) for finding in found if finding.code.startswith("MCC1")}
    for client in sites.clients:
        if client.regions and not _doubted(client, places):
            origin = f", by {client.origin}" if client.origin else ""
            yield Finding(
                PINNED.code,
                PINNED.name,
                Severity.NOTE,
                source.name,
                source.span(client.start, client.end),
                f"{client.what} is pinned to us-east-1{origin}.",
                status=Status.PASS,
            )


def _doubted(client: Client, places: set[tuple[int, int]]) -> bool:
    inside = (*client.regions, *client.endpoints, *client.variants)
    return any((one.start, one.end) in places for one in inside) or (client.start, client.end) in places
