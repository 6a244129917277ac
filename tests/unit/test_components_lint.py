"""The rules at deployment: a component attaches no document with an error, and only speaks of an adopted one's."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID, TOPIC_ARN
from recording import Recording, record

import components.bucket
import components.key
import components.role
import components.topic
from checks.documents.policy import Holder, Kind
from components.bucket import DestinationBucket, DestinationBucketArgs
from components.callers import CallerPolicies, CallerPoliciesArgs
from components.key import CustomerKey, CustomerKeyArgs
from components.lint import UnfitDocumentError, refuse_errors, report_errors
from components.role import CommerceAnalyticsRole, CommerceAnalyticsRoleArgs
from components.settings import Adopted, PrincipalNames
from components.topic import NotificationTopic, NotificationTopicArgs
from policies.callers import CALL_ACTION, caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.role import role_policy
from policies.trust import trust_policy

PLACE = Destination(BUCKET, TOPIC_ARN)
ROLE = role_policy(PLACE, account_id=ACCOUNT).to_json()
CALLER = caller_policy().to_json()
READER = reader_policy(PLACE).to_json()
MISSPELT = CALLER.replace(CALL_ACTION, f"{CALL_ACTION}s")
"""Grants an action that does not exist."""
SAID = f"MCA201 unknown-action, line 7, Statement[0].Action: AWS has no action {CALL_ACTION}s. Write {CALL_ACTION}."
TAGS = {"mca:owner": "mca/acme"}


def role(policy: pulumi.Input[str], adopted: Adopted | None = None) -> object:
    """The service's role with this permissions document."""
    args = CommerceAnalyticsRoleArgs(
        account_id=ACCOUNT, external_id=EXTERNAL_ID, policy=policy, adopted=adopted, tags=TAGS
    )
    return CommerceAnalyticsRole("hat", args)


def callers(caller: pulumi.Input[str] = CALLER, reader: pulumi.Input[str] = READER) -> object:
    """A caller and a reader of each kind with these documents."""
    everyone = PrincipalNames(users=("alice",), groups=("finance",), roles=("exporter",))
    return CallerPolicies(
        "people",
        CallerPoliciesArgs(callers=everyone, caller_policy=caller, readers=everyone, reader_policy=reader),
    )


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (lambda: role(MISSPELT), "The policy CommerceAnalyticsDelivery"),
        (lambda: role(pulumi.Output.from_input(MISSPELT)), "The policy CommerceAnalyticsDelivery"),
        (lambda: callers(caller=MISSPELT), "The policy CommerceAnalyticsCaller"),
        (lambda: callers(caller=pulumi.Output.from_input(MISSPELT)), "The policy CommerceAnalyticsCaller"),
        (lambda: callers(reader=MISSPELT), "The policy CommerceAnalyticsReader"),
        (lambda: callers(reader=pulumi.Output.from_input(MISSPELT)), "The policy CommerceAnalyticsReader"),
    ],
)
def test_a_given_document_with_an_error_is_refused(program: Callable[[], object], name: str) -> None:
    """A misspelt action stops the program with the finding's own words, whether the text is there now or later."""
    with pytest.raises(UnfitDocumentError) as caught:
        record(program)
    assert str(caught.value).startswith(f"{name} is not attached, since it has an error.\n  {SAID}\n")


@pytest.mark.parametrize(
    ("module", "function", "make"),
    [
        (
            components.bucket,
            "bucket_policy",
            lambda: DestinationBucket("box", DestinationBucketArgs(name=BUCKET, region="us-east-1", tags=TAGS)),
        ),
        (
            components.topic,
            "topic_policy",
            lambda: NotificationTopic("bell", NotificationTopicArgs(arn=TOPIC_ARN, tags=TAGS)),
        ),
        (
            components.key,
            "key_policy",
            lambda: CustomerKey(
                "lock", CustomerKeyArgs(account_id=ACCOUNT, region="us-east-1", alias="mca/lock", tags=TAGS)
            ),
        ),
        (components.role, "trust_policy", lambda: role(ROLE)),
    ],
)
def test_a_document_of_our_own_is_judged_too(
    monkeypatch: pytest.MonkeyPatch, module: object, function: str, make: Callable[[], object]
) -> None:
    """Should `policies` ever make a document with an error, the component would not attach it."""
    made: Callable[..., PolicyDocument] = getattr(module, function)

    class Misspelt:
        """A document with an effect that is none."""

        def __init__(self, document: PolicyDocument) -> None:
            self.document = document

        def to_json(self) -> str:
            """The text, misspelt."""
            written = self.document.to_dict()
            (first, *_) = written["Statement"]  # type: ignore[misc]  # it is a list
            first["Effect"] = first["Effect"].lower()
            return json.dumps(written)

    monkeypatch.setattr(module, function, lambda *args, **named: Misspelt(made(*args, **named)))
    with pytest.raises(UnfitDocumentError, match="Effect is"):
        record(make)


@pytest.mark.parametrize("document", [CALLER, pulumi.Output.from_input], ids=["text", "output"])
def test_a_fit_document_is_attached_as_it_came(document: str | Callable[[str], pulumi.Output[str]]) -> None:
    """Not a character of a document without errors is changed."""
    text = json.dumps(caller_policy().to_dict())
    made = record(lambda: callers(caller=document(text) if callable(document) else text))
    assert {found.inputs["policy"] for found in made if found.inputs.get("name") == "CommerceAnalyticsCaller"} == {text}


@pytest.mark.parametrize("document", ["", "[]", '{"reader": true}', "null", '{"Version": "2012-10-17"}'])
def test_what_is_no_policy_is_refused(document: str) -> None:
    """A text that holds no policy cannot be attached as one."""
    with pytest.raises(UnfitDocumentError):
        refuse_errors(document, Kind.CALLER, "the policy")


def test_only_errors_are_refused() -> None:
    """A document that is only broader or less clear than it has to be is the user's own choice."""
    broad = json.dumps(caller_policy().to_dict() | {"Id": "mine"})
    assert refuse_errors(broad, Kind.CALLER, "the policy", holder=Holder.USER) == broad


def test_the_engine_prints_no_traceback() -> None:
    """The refusal is one of the errors that Pulumi ends a program with in their own words."""
    assert issubclass(UnfitDocumentError, pulumi.RunError)


def test_a_secret_document_is_not_quoted() -> None:
    """Of a secret document only the rule and the place are said, never its words."""
    with pytest.raises(UnfitDocumentError) as caught:
        record(lambda: callers(caller=pulumi.Output.secret(MISSPELT)))
    assert "MCA201 unknown-action, line 7, Statement[0].Action\n" in str(caught.value)
    assert "GenerateDataSet" not in str(caught.value)


def warnings(program: Callable[[], object], caplog: pytest.LogCaptureFixture) -> tuple[Recording, list[str]]:
    """What a program registers, and the warnings that the engine is handed."""
    with caplog.at_level(logging.WARNING):
        made = record(program)
    return made, [entry.getMessage() for entry in caplog.records if entry.levelno == logging.WARNING]


@pytest.mark.parametrize(
    "adopted",
    [
        Adopted("oneClick_MarketplaceCommerceAnalyticsRole_1"),
        Adopted(
            "oneClick_MarketplaceCommerceAnalyticsRole_1",
            f"arn:aws:iam::{ACCOUNT}:policy/oneClick_MarketplaceCommerceAnalyticsRole_1",
        ),
    ],
    ids=["inline", "managed"],
)
def test_errors_of_an_adopted_role_are_only_said(adopted: Adopted, caplog: pytest.LogCaptureFixture) -> None:
    """An adopted role's live documents are never refused or changed: their errors are warnings of the engine."""
    # The mock engine knows no live document, and answers with the program's own.
    misspelt = ROLE.replace("iam:GetRolePolicy", "iam:GetRolePolicie")
    made, said = warnings(lambda: role(misspelt, adopted), caplog)
    assert [found.inputs["policy"] for found in made if "policy" in found.inputs] == [misspelt]
    (warning,) = said
    assert warning.startswith(
        "The policy oneClick_MarketplaceCommerceAnalyticsRole_1 is adopted and left as it is, although"
    )
    assert "MCA201 unknown-action" in warning
    assert "AWS has no action iam:GetRolePolicie. Write iam:GetRolePolicy." in warning


def test_nothing_is_said_of_a_fit_adopted_role(caplog: pytest.LogCaptureFixture) -> None:
    """A role whose documents have no error is adopted without a word."""
    _, said = warnings(lambda: role(ROLE, Adopted("oneClick_MarketplaceCommerceAnalyticsRole_1")), caplog)
    assert said == []


@pytest.mark.parametrize(
    ("document", "count"),
    [(trust_policy(EXTERNAL_ID).to_json(), 0), (None, 0), ("", 0), ("no policy", 1)],
)
def test_a_live_document_that_is_not_there_is_no_error(
    document: str | None, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A provider may not tell the live document; what it tells is judged, whatever it is."""

    def program() -> None:
        resource: Any = pulumi.ComponentResource("test:index:Thing", "thing")
        report_errors(pulumi.Output.from_input(document), Kind.TRUST, "the trust policy", resource)

    assert len(warnings(program, caplog)[1]) == count


def test_the_page_quotes_a_refusal() -> None:
    """The message in docs/policy-pack.md is the one that the engine shows, but for where its lines break."""
    page = (Path(__file__).parents[2] / "docs" / "policy-pack.md").read_text()
    block = page.split("```")[1]
    with pytest.raises(UnfitDocumentError) as caught:
        record(lambda: callers(caller=MISSPELT))
    assert block.split() == str(caught.value).split()
