"""The policy pack, asked as the engine asks it: by the analyzer protocol, over the pack's own process."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import grpc
import psutil
import pytest
from google.protobuf import empty_pb2, struct_pb2
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID, KEY_ARN, TOPIC_ARN
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi.runtime.proto import analyzer_pb2_grpc
from ruamel.yaml import YAML

from checks.documents.containers.surroundings.pulumi import SLOTS
from checks.documents.policy import Holder, Kind
from checks.findings import Severity
from checks.policy_pack.analyzer import UNJUDGED, Analyzer
from checks.policy_pack.inputs import SECRET, SIGNATURE, UNKNOWN, held
from checks.rules.registry import linted_rules
from checks.rules.rule import Expectations
from policies.bucket import bucket_policy
from policies.callers import CALL_ACTION, caller_policy, reader_policy
from policies.destination import Destination
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

ROOT = Path(__file__).parent.parent.parent
STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""A string that the engine does not know yet."""
PLACE = Destination(BUCKET, TOPIC_ARN, "daily", KEY_ARN)
FIT = {
    "aws:iam/role:Role": {"assumeRolePolicy": trust_policy(EXTERNAL_ID)},
    "aws:iam/rolePolicy:RolePolicy": {"policy": role_policy(PLACE, account_id=ACCOUNT)},
    "aws:iam/userPolicy:UserPolicy": {"policy": caller_policy()},
    "aws:iam/groupPolicy:GroupPolicy": {"policy": reader_policy(PLACE)},
    "aws:iam/policy:Policy": {"policy": role_policy(PLACE, account_id=ACCOUNT)},
    "aws:s3/bucketPolicy:BucketPolicy": {"policy": bucket_policy(BUCKET)},
    "aws:sns/topicPolicy:TopicPolicy": {"policy": topic_policy(TOPIC_ARN)},
    "aws:kms/key:Key": {"policy": key_policy(ACCOUNT)},
}
"""What this project deploys, by the types of resources that it is attached with."""
MISSPELT = caller_policy().to_json().replace(CALL_ACTION, f"{CALL_ACTION}s")
SAID = f"policy, line 7, Statement[0].Action: AWS has no action {CALL_ACTION}s. Write {CALL_ACTION}."
SCP = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Deny", "Action": "s3:DeleteBuckets", "Resource": "*"},
}
"""A service control policy that denies an action that does not exist."""
CONFIG = {
    "mca:accountId": ACCOUNT,
    "mca:externalId": EXTERNAL_ID,
    "mca:destinations": json.dumps(
        {
            "g1": {
                "bucket": BUCKET,
                "topic": "acme-topic",
                "topicRegion": "eu-central-1",
                "prefix": "daily",
                "bucketKey": KEY_ARN,
            }
        }
    ),
}


def secret(value: object) -> dict[str, object]:
    """A value as the engine marks a secret."""
    return {SIGNATURE: SECRET, "value": value}


def request(kind: str, inputs: Mapping[str, object], *ignored: str) -> messages.AnalyzeRequest:
    """What the engine asks of a resource."""
    properties = struct_pb2.Struct()
    properties.update(inputs)
    return messages.AnalyzeRequest(
        type=kind,
        name="thing",
        urn=f"urn:pulumi:acme::mca::{kind}::thing",
        properties=properties,
        options=messages.AnalyzerResourceOptions(ignoreChanges=ignored),
    )


def configured(**levels: int) -> Analyzer:
    """An analyzer with these levels of enforcement, as the engine's `Configure` sets them."""
    analyzer = Analyzer()
    policies = {name.replace("_", "-"): messages.PolicyConfig(enforcementLevel=level) for name, level in levels.items()}
    analyzer.Configure(messages.ConfigureAnalyzerRequest(policyConfig=policies), None)
    return analyzer


def said(answer: messages.AnalyzeResponse) -> list[tuple[str, int]]:
    """Which policies found something, and what that does."""
    return [(found.policyName, found.enforcementLevel) for found in answer.diagnostics]


@pytest.fixture(scope="module")
def engine_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack's process, started as Pulumi's Python host starts it, and the engine's end of the line."""
    command = [sys.executable, "-u", str(ROOT / "policies"), "127.0.0.1:1"]
    elsewhere = tmp_path_factory.mktemp("stack")
    with subprocess.Popen(command, cwd=elsewhere, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = analyzer_pb2_grpc.AnalyzerStub(channel)
            stub.Handshake(messages.AnalyzerHandshakeRequest(engine_address="127.0.0.1:1"))
            stub.ConfigureStack(messages.AnalyzerStackConfigureRequest(stack="acme", project="mca", config=CONFIG))
            yield stub
        process.terminate()


def test_the_pack_exposes_every_rule(engine_side: analyzer_pb2_grpc.AnalyzerStub) -> None:
    """Each rule is a policy of its own: errors are mandatory, all others advisory, and each can be configured."""
    info = engine_side.GetAnalyzerInfo(empty_pb2.Empty())
    levels = {policy.name: policy.enforcementLevel for policy in info.policies}
    expected = {
        rule.name: messages.MANDATORY if rule.severity is Severity.ERROR else messages.ADVISORY
        for rule in linted_rules()
    }
    assert levels == expected | {UNJUDGED: messages.ADVISORY}
    assert info.supportsConfig
    assert all(policy.description and policy.policy_type == messages.POLICY_TYPE_RESOURCE for policy in info.policies)
    assert info.version == engine_side.GetPluginInfo(empty_pb2.Empty()).version
    assert info.version == YAML(typ="safe").load((ROOT / "policies" / "PulumiPolicy.yaml").read_text())["version"]


@pytest.mark.parametrize("kind", FIT)
def test_nothing_is_said_of_what_this_project_deploys(engine_side: analyzer_pb2_grpc.AnalyzerStub, kind: str) -> None:
    """The project's own documents pass, in the project's own stack."""
    inputs = {name: document.to_json() for name, document in FIT[kind].items()}
    assert said(engine_side.Analyze(request(kind, inputs))) == []


def test_an_error_is_mandatory_and_in_the_findings_own_words(engine_side: analyzer_pb2_grpc.AnalyzerStub) -> None:
    """A misspelt action stops the deployment, with the place, the sentence and the remedy."""
    answer = engine_side.Analyze(request("aws:iam/userPolicy:UserPolicy", {"policy": MISSPELT}))
    (found,) = answer.diagnostics
    assert (found.policyName, found.enforcementLevel) == ("unknown-action", messages.MANDATORY)
    assert found.message == f"{found.description}\n{SAID}"
    assert found.urn.endswith("::thing")


def test_stacks_and_remedies_are_left_to_others(engine_side: analyzer_pb2_grpc.AnalyzerStub) -> None:
    """The pack says nothing of a whole stack, and never changes a resource."""
    assert said(engine_side.AnalyzeStack(messages.AnalyzeStackRequest())) == []
    assert not engine_side.Remediate(request("aws:iam/policy:Policy", {"policy": MISSPELT})).remediations
    assert engine_side.Cancel(empty_pb2.Empty()) == empty_pb2.Empty()


@pytest.mark.parametrize(
    ("kind", "inputs", "places"),
    [
        ("aws:iam/role:Role", {"assumeRolePolicy": "T"}, [("assumeRolePolicy", Kind.TRUST, None)]),
        (
            "aws:iam/role:Role",
            {"assumeRolePolicy": "T", "inlinePolicies": [{"name": "a", "policy": "P"}, {"name": "b", "policy": "P"}]},
            [
                ("assumeRolePolicy", Kind.TRUST, None),
                ("inlinePolicies[0].policy", None, Holder.ROLE),
                ("inlinePolicies[1].policy", None, Holder.ROLE),
            ],
        ),
        ("aws:iam/rolePolicy:RolePolicy", {"policy": "P"}, [("policy", None, Holder.ROLE)]),
        ("aws:iam/userPolicy:UserPolicy", {"policy": "P"}, [("policy", None, Holder.USER)]),
        ("aws:iam/groupPolicy:GroupPolicy", {"policy": "P"}, [("policy", None, Holder.GROUP)]),
        ("aws:iam/policy:Policy", {"policy": "P"}, [("policy", None, Holder.MANAGED)]),
        ("aws:s3/bucketPolicy:BucketPolicy", {"policy": "P"}, [("policy", Kind.BUCKET, None)]),
        ("aws:sns/topicPolicy:TopicPolicy", {"policy": "P"}, [("policy", Kind.TOPIC, None)]),
        ("aws:sns/topic:Topic", {"name": "acme"}, []),
        ("aws:sns/topic:Topic", {"policy": ""}, []),
        ("aws:kms/key:Key", {"policy": "P"}, [("policy", Kind.KEY, None)]),
        ("aws:kms/keyPolicy:KeyPolicy", {"policy": "P"}, [("policy", Kind.KEY, None)]),
        ("aws:sqs/queuePolicy:QueuePolicy", {"policy": "P"}, [("policy", Kind.RESOURCE, None)]),
        ("aws:organizations/policy:Policy", {"content": "P"}, [("content", Kind.BOUNDARY, Holder.SCP)]),
        ("aws:organizations/policy:Policy", {"content": "P", "type": "TAG_POLICY"}, []),
        ("aws:ec2/instance:Instance", {"policy": "P"}, []),
    ],
)
def test_documents_are_found_by_the_type_of_the_resource(
    kind: str, inputs: dict[str, object], places: list[tuple[str, Kind | None, Holder | None]]
) -> None:
    """Each input that holds a policy is found, with what it is for and what it is attached to; nothing else is."""
    assert [(found.place, found.slot.kind, found.slot.holder) for found in held(kind, inputs)] == places


@pytest.mark.parametrize("kind", [kind for kind in SLOTS if kind.startswith("aws:")])
def test_the_inputs_are_pulumis(kind: str) -> None:
    """Types and inputs are spelt as in the provider's SDK, so none is missed silently."""
    package, module, name = kind.split(":")
    resource: Any = getattr(importlib.import_module(f"pulumi_{package}.{module}"), name)
    assert re.sub(r"/\w+", "", resource.pulumi_type) == kind
    assert held(resource.pulumi_type, {slot.path[0]: STRING for slot in SLOTS[kind]})
    names = inspect.signature(resource._internal_init).parameters
    for slot in SLOTS[kind]:
        assert re.sub(r"(?<=[a-z])(?=[A-Z])", "_", slot.path[0]).lower() in names


@pytest.mark.parametrize(
    "inputs",
    [
        {"policy": STRING},
        {"policy": secret(STRING)},
        {"policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:x", "Resource": STRING}]}},
        {"policy": {"Version": "2012-10-17", "Statement": STRING}},
        {"policy": next(iter(UNKNOWN - {STRING}))},
    ],
)
def test_what_is_not_known_yet_is_said_and_not_guessed(inputs: dict[str, object]) -> None:
    """A document with an unknown part is passed by with an advice, whatever else is wrong with it."""
    answer = Analyzer().Analyze(request("aws:iam/policy:Policy", inputs), None)
    assert said(answer) == [(UNJUDGED, messages.ADVISORY)]
    assert answer.diagnostics[0].message.endswith("\npolicy is not known yet.")


@pytest.mark.parametrize("inputs", [{"inlinePolicies": STRING}, {"inlinePolicies": [{"name": "a", "policy": STRING}]}])
def test_a_list_of_policies_may_be_unknown(inputs: dict[str, object]) -> None:
    """Neither is a list of policies guessed, nor an item of it."""
    assert said(Analyzer().Analyze(request("aws:iam/role:Role", inputs), None)) == [(UNJUDGED, messages.ADVISORY)]


@pytest.mark.parametrize(
    "policy",
    [
        secret(MISSPELT),
        secret(secret(MISSPELT)),
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": secret(f"{CALL_ACTION}s"), "Resource": "*"}],
        },
    ],
)
def test_a_secret_document_is_judged_and_not_quoted(policy: object) -> None:
    """A secret is judged like any document; only the rule and the place are said, never its words."""
    (found,) = Analyzer().Analyze(request("aws:iam/userPolicy:UserPolicy", {"policy": policy}), None).diagnostics
    assert (found.policyName, found.enforcementLevel) == ("unknown-action", messages.MANDATORY)
    assert "Statement[0].Action" in found.message
    assert "GenerateDataSet" not in found.message


def test_a_document_may_be_an_object() -> None:
    """Pulumi takes a policy as an object, too; whole numbers in it stay whole."""
    statement = {"Effect": "Allow", "Action": f"{CALL_ACTION}s", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    answer = Analyzer().Analyze(request("aws:iam/policy:Policy", {"policy": policy}), None)
    assert said(answer) == [("unknown-action", messages.MANDATORY)]
    (found,) = held("aws:iam/policy:Policy", {"policy": {"Id": 1.0, "Statement": [True, 1.5, None]}})
    assert found.text
    assert json.loads(found.text) == {"Id": 1, "Statement": [True, 1.5, None]}
    assert "1.0" not in found.text


@pytest.mark.parametrize(
    ("level", "effect"),
    [
        (messages.MANDATORY, [("unknown-action", messages.MANDATORY)]),
        (messages.REMEDIATE, [("unknown-action", messages.MANDATORY)]),
        (messages.ADVISORY, [("unknown-action", messages.ADVISORY)]),
        (messages.DISABLED, []),
    ],
)
def test_the_user_chooses_what_a_rule_does(level: int, effect: list[tuple[str, int]]) -> None:
    """The engine's configuration of the pack weakens, strengthens or ignores a rule by its name."""
    analyzer = configured(unknown_action=level)
    assert said(analyzer.Analyze(request("aws:iam/userPolicy:UserPolicy", {"policy": MISSPELT}), None)) == effect


def test_the_advice_on_unknown_documents_can_be_ignored() -> None:
    """Whoever knows that documents are unknown in previews can switch that off."""
    analyzer = configured(**{UNJUDGED: messages.DISABLED})
    assert said(analyzer.Analyze(request("aws:iam/policy:Policy", {"policy": STRING}), None)) == []


@pytest.mark.parametrize("ignored", ["*", "policy"])
def test_what_is_adopted_is_only_reported(ignored: str) -> None:
    """A document that the stack leaves as it is cannot stop the deployment."""
    asked = request("aws:iam/policy:Policy", {"policy": MISSPELT}, ignored)
    assert said(Analyzer().Analyze(asked, None)) == [("unknown-action", messages.ADVISORY)]
    asked = request("aws:iam/policy:Policy", {"policy": MISSPELT}, "tags")
    assert said(Analyzer().Analyze(asked, None)) == [("unknown-action", messages.MANDATORY)]


def test_service_control_policies_are_judged_as_what_they_are() -> None:
    """A policy of the organisation is a boundary: it may deny, and its actions have to exist all the same."""
    analyzer = Analyzer()
    asked = request("aws:organizations/policy:Policy", {"content": json.dumps(SCP)})
    assert ("unknown-action", messages.MANDATORY) in said(analyzer.Analyze(asked, None))


EXPECTED = Expectations(
    account_id=ACCOUNT,
    buckets=(BUCKET,),
    topics=(TOPIC_ARN,),
    prefix="daily",
    external_id=EXTERNAL_ID,
)
TWO = json.dumps({"g1": {"bucket": BUCKET, "topic": "a"}, "g2": {"bucket": BUCKET, "topic": "b", "prefix": "daily"}})


@pytest.mark.parametrize(
    ("config", "secrets", "expected"),
    [
        (CONFIG, [], EXPECTED),
        (CONFIG, ["mca:externalId"], Expectations(ACCOUNT, (BUCKET,), EXPECTED.topics, "daily")),
        (CONFIG, ["mca:accountId"], Expectations()),
        ({"aws:region": "us-east-1"}, [], Expectations()),
        ({"mca:accountId": "1"}, [], Expectations()),
        ({"mca:accountId": ACCOUNT, "mca:destinations": "{"}, [], Expectations()),
        (
            {"mca:accountId": ACCOUNT, "mca:destinations": TWO},
            [],
            Expectations(
                account_id=ACCOUNT,
                buckets=(BUCKET,),
                topics=(f"arn:aws:sns:us-east-1:{ACCOUNT}:a", f"arn:aws:sns:us-east-1:{ACCOUNT}:b"),
            ),
        ),
    ],
)
def test_the_stacks_configuration_says_what_to_expect(
    config: dict[str, str], secrets: list[str], expected: Expectations
) -> None:
    """Of this project's own stacks the rules know account, destinations and external id; of others nothing.

    What is secret is not expected, since a finding would quote it; a broken configuration is the program's to refuse.
    """
    analyzer = Analyzer()
    asked = messages.AnalyzerStackConfigureRequest(stack="acme", config=config, config_secret_keys=secrets)
    analyzer.ConfigureStack(asked, None)
    assert analyzer._context.expected == expected


def test_the_pack_ends_with_the_engine() -> None:
    """A killed engine leaves no process behind."""
    engine = (
        "import subprocess, sys, time\n"
        "pack = subprocess.Popen([sys.executable, '-u', sys.argv[1]], stdout=subprocess.PIPE)\n"
        "pack.stdout.readline()\n"
        "print(pack.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", engine, str(ROOT / "policies")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pack = psutil.Process(int(process.stdout.readline()))
        process.kill()
    psutil.wait_procs([pack], timeout=20)
    assert not pack.is_running()


def test_nothing_imports_the_entry_point() -> None:
    """The pack's program looks up from the lowest layer; no other file of the project knows of it."""
    users = [
        path
        for package in ("checks", "components", "operations", "policies", "sandbox")
        for path in (ROOT / package).rglob("*.py")
        if "policies.__main__" in path.read_text()
    ]
    assert users == []


def test_the_page_tells_the_truth() -> None:
    """The page's configuration names policies and levels of the pack, and its table the types that are judged."""
    page = (ROOT / "docs" / "policy-pack.md").read_text()
    block = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert block
    for name, said in json.loads(block[1]).items():
        level = said["enforcementLevel"] if isinstance(said, dict) else said
        assert name in {UNJUDGED, *(rule.name for rule in linted_rules())}
        assert level.upper() in messages.EnforcementLevel.keys()  # noqa: SIM118  # protobuf's enumerations do not iterate
    shown = set(re.findall(r"`(\w+\.[A-Z]\w+)`", page))
    assert shown == {kind.removeprefix("aws:").replace(":", ".") for kind in SLOTS if kind.startswith("aws:")}
