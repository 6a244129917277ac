"""A smoke test's result as a page: one file, without scripts or anything from outside, for a screen or for paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Final

from checks.result import Status
from checks.smoke.path import Hop, Step
from checks.smoke.verdict import SmokeResult

_STYLE: Final = """
:root { color-scheme: light dark; --ok: #1a6b32; --bad: #a8201a; --open: #5c5c5c; --line: #c8c8c8 }
@media (prefers-color-scheme: dark) { :root { --ok: #7bd88f; --bad: #ff9a92; --open: #b5b5b5; --line: #555 } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
.pass { color: var(--ok) } .fail { color: var(--bad) } .unknown, .manual { color: var(--open) }
ol { list-style: none; padding: 0 }
li { border-left: .25rem solid; padding: .3rem .8rem; margin: .4rem 0 }
li.unknown { border-left-style: dashed } li.fail { border-left-style: double; border-left-width: .5rem }
li b { display: inline-block; min-width: 5.5rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line); padding: .35rem .6rem .35rem 0 }
th { white-space: nowrap; font-weight: 600 }
td, pre { overflow-wrap: anywhere } pre { white-space: pre-wrap; margin: 0 }
@media print { body { margin: 0; max-width: none } li, tr { break-inside: avoid } }
"""
_SIGNS: Final = {Status.PASS: "✓ went", Status.FAIL: "✗ broken", Status.MANUAL: "? open", Status.UNKNOWN: "? not seen"}
_HOPS: Final = {
    Hop.CALL: "caller → service",
    Hop.ASSUME: "service → role",
    Hop.WRITE: "role → bucket",
    Hop.PUBLISH: "role → topic",
    Hop.HEAR: "topic → subscriber",
}


def page(result: SmokeResult) -> str:
    """The result as HTML.

    Colour never tells anything alone: each hop has its sign and its word.

    Args:
        result: What the smoke test found out.
    """
    kind = result.verdict.status.value.lower()
    title = f"{result.verdict.value}: {result.data_set_type}, {result.publication_date:%Y-%m-%d}"
    mend = f"<h2>What would mend it</h2>\n<p>{escape(result.remedy)}</p>\n" if result.remedy else ""
    left = "".join(f"<li>{escape(each)}</li>" for each in result.left)
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>\n' for name, value in _evidence(result))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 class="{kind}">{escape(title)}</h1>\n<p>{escape(result.sentence)}</p>\n'
        f"<p>{escape(result.verdict.explanation)}</p>\n{mend}"
        f"<h2>How far it came</h2>\n<ol>\n{''.join(_hop(step) for step in result.path)}</ol>\n"
        f"<h2>Evidence</h2>\n<table>\n{rows}</table>\n"
        + (f"<h2>Left behind</h2>\n<ul>{left}</ul>\n" if left else "")
        + "</main>\n</body>\n</html>\n"
    )


def _hop(step: Step) -> str:
    kind = step.status.value.lower()
    return f'<li class="{kind}"><b>{_SIGNS[step.status]}</b> {_HOPS[step.hop]}: {escape(step.hop.value)}</li>\n'


def _evidence(result: SmokeResult) -> Iterator[tuple[str, str]]:
    """Names and values, the values as HTML."""
    yield "request id", escape(result.request_id or "none: the call was refused")
    yield "asked", f"{result.asked:%Y-%m-%d %H:%M:%S} UTC"
    yield "verdict after", f"{result.seconds:.1f} s"
    for address, size in result.files:
        yield "file", f"{escape(address)}, {size} bytes"
    if result.rows is not None:
        yield "rows", str(result.rows)
    for name, document in (("message", result.message), ("metadata", result.metadata)):
        if document is not None:
            yield name, f"<pre>{escape(json.dumps(document, indent=2, ensure_ascii=False))}</pre>"
