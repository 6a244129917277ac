"""Keep a document with an error away from the engine: the rules of `mca lint`, where a policy is attached."""

from __future__ import annotations

from typing import Final

import pulumi

from checks.documents.model import parse_policy
from checks.documents.policy import Holder, Kind
from checks.documents.source import Source
from checks.findings import Severity
from checks.lint import lint_document
from checks.rules.registry import linted_rules
from checks.rules.rule import Context, Expectations
from policies.errors import DocumentError, RefusedError

_NOTHING_EXPECTED: Final = Expectations()


class UnfitDocumentError(RefusedError, pulumi.RunError):
    """A document that was to be attached has an error.

    Pulumi shows a `RunError` without a traceback. It is no `DocumentError`, since the SDK would bury a `ValueError`.
    """


def refuse_errors(
    document: pulumi.Input[str],
    kind: Kind,
    name: str,
    *,
    holder: Holder | None = None,
    expected: Expectations = _NOTHING_EXPECTED,
) -> pulumi.Input[str]:
    """The document as it came, if no rule finds an error in it.

    A document that is known when the program runs is judged at once; one that is known only at deployment, then. What
    a secret document says stays out of the message.

    Args:
        document: The text of the document that is about to be attached.
        kind: What it is for.
        name: What to call it in the message, such as "the policy CommerceAnalyticsCaller".
        holder: What it is attached to, if that decides how long it may be.
        expected: What is known of its surroundings.

    Raises:
        UnfitDocumentError: It has an error, or is no policy document at all; an output raises it at deployment.
    """

    def judged(text: str, *, secret: bool) -> str:
        if problems := _problems(text, kind, name, holder, expected):
            count = "an error" if len(problems) == 1 else f"{len(problems)} errors"
            raise UnfitDocumentError(
                f"{_capital(name)} is not attached, since it has {count}.{_lines(problems, secret=secret)}",
                remedy="Mend the document; `mca explain RULE` tells what a rule is about.",
            )
        return text

    if isinstance(document, str):
        return judged(document, secret=False)
    output: pulumi.Output[str] = pulumi.Output.from_input(document)
    return pulumi.Output.all(output, output.is_secret()).apply(lambda both: judged(both[0], secret=both[1]))


def report_errors(
    document: pulumi.Output[str | None],
    kind: Kind,
    name: str,
    resource: pulumi.Resource,
    *,
    expected: Expectations = _NOTHING_EXPECTED,
) -> None:
    """Warn of the errors in the live document of something adopted, which is never changed.

    Args:
        document: The live document; None if there is none, or if the provider does not tell it.
        kind: What it is for.
        name: What to call it in the message.
        resource: The resource that the warning is shown with.
        expected: What is known of its surroundings.
    """

    def reported(text: str | None, *, secret: bool) -> None:
        if text and (problems := _problems(text, kind, name, None, expected)):
            head = f"{_capital(name)} is adopted and left as it is, although the rules find this in it:"
            pulumi.log.warn(head + _lines(problems, secret=secret), resource)

    pulumi.Output.all(document, document.is_secret()).apply(lambda both: reported(both[0], secret=both[1]))


def _problems(
    text: str, kind: Kind, name: str, holder: Holder | None, expected: Expectations
) -> tuple[tuple[str, str], ...]:
    """The errors: which rule is broken and where, and the finding's own words."""
    found = lint_document(Source(name, text), linted_rules(), Context(expected), kind, holder).findings
    errors = tuple(
        (
            f"{finding.code} {finding.name}, line {finding.span.line}{finding.path and f', {finding.path}'}",
            f"{finding.sentence} {finding.remedy}",
        )
        for finding in found
        if finding.severity is Severity.ERROR
    )
    if not errors:
        try:
            parse_policy(text, name=name)
        except DocumentError as error:
            return (("It is no policy document", f"{error.what} {error.remedy}".rstrip()),)
    return errors


def _lines(problems: tuple[tuple[str, str], ...], *, secret: bool) -> str:
    """One line a problem; nothing that a secret document says."""
    return "".join(f"\n  {place}" if secret else f"\n  {place}: {words}" for place, words in problems)


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
