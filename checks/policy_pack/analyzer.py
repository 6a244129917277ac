"""The engine's analyzer protocol over the linter's rules: each rule is a policy of the pack."""

# ruff: noqa: ANN401, ARG002, N802  # the methods' names and arguments are gRPC's, which has no types

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any, Final

from google.protobuf import empty_pb2, json_format  # type: ignore[import-untyped]  # it ships no types
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2

from checks.documents.source import Source
from checks.findings import Finding, Severity
from checks.lint import lint_document
from checks.policy_pack.inputs import Held, held
from checks.rules.registry import find, linted_rules
from checks.rules.rule import Context, Expectations, Rule
from components.settings import SETTING_TYPES, seller_settings
from policies.destination import unique
from policies.errors import ArgumentError

NAME: Final = "marketplace-commerce-analytics"
UNJUDGED: Final = "unknown-document"
"""The one policy that is no rule: it says which documents could not be judged yet."""

_UNJUDGED_SUMMARY: Final = "A policy document is not known before the deployment, and is judged during it."
_LEVELS: Final = {
    Severity.ERROR: messages.MANDATORY,
    Severity.WARNING: messages.ADVISORY,
    Severity.NOTE: messages.ADVISORY,
}
_SEVERITIES: Final = {
    Severity.ERROR: messages.POLICY_SEVERITY_HIGH,
    Severity.WARNING: messages.POLICY_SEVERITY_MEDIUM,
    Severity.NOTE: messages.POLICY_SEVERITY_LOW,
}


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Judges each resource that the engine is about to make or change.

    The engine configures it before it asks: with a level of enforcement for each policy, and with the stack's
    configuration, from which it knows what to expect of this project's own stacks.
    """

    def __init__(self) -> None:
        """Know nothing of the stack yet, and enforce every rule by its severity."""
        self._levels: dict[str, messages.EnforcementLevel.ValueType] = {}
        self._context = Context()

    def Handshake(self, request: messages.AnalyzerHandshakeRequest, context: Any) -> messages.AnalyzerHandshakeResponse:
        """Greet the engine."""
        return messages.AnalyzerHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: Any) -> plugin_pb2.PluginInfo:
        """The version of this project."""
        return plugin_pb2.PluginInfo(version=version(NAME))

    def GetAnalyzerInfo(self, request: empty_pb2.Empty, context: Any) -> messages.AnalyzerInfo:
        """The pack's policies: all rules, and what says that a document is not known yet."""
        unjudged = messages.PolicyInfo(
            name=UNJUDGED,
            displayName="Document not known yet",
            description=_UNJUDGED_SUMMARY,
            enforcementLevel=messages.ADVISORY,
            policy_type=messages.POLICY_TYPE_RESOURCE,
            severity=messages.POLICY_SEVERITY_LOW,
        )
        return messages.AnalyzerInfo(
            name=NAME,
            displayName="AWS Marketplace Commerce Analytics: IAM policies",
            version=version(NAME),
            supportsConfig=True,
            policies=[*(_info(rule) for rule in linted_rules()), unjudged],
        )

    def Configure(self, request: messages.ConfigureAnalyzerRequest, context: Any) -> empty_pb2.Empty:
        """Take each policy's level of enforcement."""
        self._levels = {name: config.enforcementLevel for name, config in request.policyConfig.items()}
        return empty_pb2.Empty()

    def ConfigureStack(
        self,
        request: messages.AnalyzerStackConfigureRequest,
        context: Any,
    ) -> messages.AnalyzerStackConfigureResponse:
        """Take the stack's configuration."""
        self._context = Context(_expected(request.stack, request.config, set(request.config_secret_keys)))
        return messages.AnalyzerStackConfigureResponse()

    def Analyze(self, request: messages.AnalyzeRequest, context: Any) -> messages.AnalyzeResponse:
        """Judge the documents among a resource's inputs."""
        inputs = json_format.MessageToDict(request.properties)
        ignored = set(request.options.ignoreChanges)
        return messages.AnalyzeResponse(
            diagnostics=[
                diagnostic
                for document in held(request.type, inputs)
                for diagnostic in self._judge(document, request.urn, left_alone=_is_left_alone(document, ignored))
            ]
        )

    def AnalyzeStack(self, request: messages.AnalyzeStackRequest, context: Any) -> messages.AnalyzeResponse:
        """Nothing is left to say of a whole stack: each resource was judged."""
        return messages.AnalyzeResponse()

    def Remediate(self, request: messages.AnalyzeRequest, context: Any) -> messages.RemediateResponse:
        """A document is never changed behind its author's back."""
        return messages.RemediateResponse()

    def Cancel(self, request: empty_pb2.Empty, context: Any) -> empty_pb2.Empty:
        """Nothing runs long enough to be stopped."""
        return empty_pb2.Empty()

    def _judge(self, document: Held, urn: str, *, left_alone: bool) -> Iterator[messages.AnalyzeDiagnostic]:
        if document.text is None:
            level = self._levels.get(UNJUDGED, messages.ADVISORY)
            if level != messages.DISABLED:
                sentence = f"{document.place} is not known yet."
                yield _diagnostic(UNJUDGED, _UNJUDGED_SUMMARY, sentence, level, messages.POLICY_SEVERITY_LOW, urn)
            return
        chosen = [rule for rule in linted_rules() if self._levels.get(rule.name) != messages.DISABLED]
        source = Source(document.name or document.place, document.text)
        found = lint_document(source, chosen, self._context, document.slot.kind, document.slot.holder)
        for finding in found.findings:
            rule = find(finding.code)
            level = messages.ADVISORY if left_alone else self._level(rule, finding)
            sentence = _sentence(document, finding)
            yield _diagnostic(rule.name, rule.summary, sentence, level, _SEVERITIES[finding.severity], urn)

    def _level(self, rule: Rule, finding: Finding) -> messages.EnforcementLevel.ValueType:
        """What a finding does: what the user chose for the rule, else what its own severity asks for."""
        own = _LEVELS[rule.severity]
        chosen = self._levels.get(rule.name, own)
        if chosen == messages.REMEDIATE:
            return messages.MANDATORY
        return chosen if chosen != own else _LEVELS[finding.severity]


def _info(rule: Rule) -> messages.PolicyInfo:
    return messages.PolicyInfo(
        name=rule.name,
        displayName=f"{rule.code} {rule.name}",
        description=rule.summary,
        message=rule.why,
        enforcementLevel=_LEVELS[rule.severity],
        policy_type=messages.POLICY_TYPE_RESOURCE,
        severity=_SEVERITIES[rule.severity],
    )


def _diagnostic(  # noqa: PLR0913, PLR0917  # the fields of the message
    policy: str,
    summary: str,
    sentence: str,
    level: messages.EnforcementLevel.ValueType,
    severity: messages.PolicySeverity.ValueType,
    urn: str,
) -> messages.AnalyzeDiagnostic:
    return messages.AnalyzeDiagnostic(
        policyName=policy,
        policyPackName=NAME,
        policyPackVersion=version(NAME),
        description=summary,
        message=f"{summary}\n{sentence}",
        enforcementLevel=level,
        severity=severity,
        urn=urn,
    )


def _sentence(document: Held, finding: Finding) -> str:
    """Where, what and what to do; of a secret document only where."""
    place = f"{document.place}, line {finding.span.line}" + (f", {finding.path}" if finding.path else "")
    if document.secret:
        return f"{place}; the document is a secret and is not quoted."
    return f"{place}: {finding.sentence} {finding.remedy}".rstrip()


def _is_left_alone(document: Held, ignored: Iterable[str]) -> bool:
    """Whether the stack leaves the live document as it is, as it does with all that it adopts."""
    return any(path == "*" or document.place.startswith(path) for path in ignored)


def _expected(stack: str, config: Mapping[str, str], secret: set[str]) -> Expectations:
    """What the configuration of one of this project's own stacks says; nothing of any other."""
    said = {key: config[f"mca:{key}"] for key in SETTING_TYPES if f"mca:{key}" in config}
    if not said or secret - {"mca:externalId"}:
        return Expectations()
    try:
        settings = seller_settings(
            stack, {key: json.loads(value) if SETTING_TYPES[key] else value for key, value in said.items()}
        )
    except (ArgumentError, json.JSONDecodeError):
        return Expectations()  # the program refuses such a configuration, with its reason
    prefixes = {place.prefix for place in settings.destinations}
    return Expectations(
        account_id=settings.account_id,
        buckets=unique(place.bucket for place in settings.destinations),
        topics=unique(settings.topic_arn(place) for place in settings.destinations),
        prefix=(prefixes.pop() or "") if len(prefixes) == 1 else "",
        external_id="" if secret else settings.external_id or "",
    )
