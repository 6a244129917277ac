"""Where boto3 really calls under tables of settings, and which setting is said to decide."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.findings import Finding
from checks.regions.callers.naming import ENDPOINT
from checks.regions.client import Clients, judge_client
from checks.regions.config_files import read_file
from checks.regions.endpoints import resolve
from checks.regions.settings import VARIABLES, Settings
from checks.result import Status
from policies.callers import SERVICE_REGION

HOME = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
SERVICES = """\
[default]
region = us-east-1
services = local
endpoint_url = http://global.test
[services local]
s3 =
  endpoint_url = http://s3.test
marketplace_commerce_analytics =
  endpoint_url = http://service.test
"""


def judged(  # noqa: PLR0913  # a test names those that matter to it
    tmp_path: Path,
    environ: Mapping[str, str],
    config: str = "",
    credentials: str = "",
    *,
    profile: str | None = None,
    stand_in: str = "",
) -> tuple[Finding, ...]:
    """The findings under these settings, with the clients that boto3 makes of them."""
    files = {"config": config, "credentials": credentials}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    where = {"AWS_CONFIG_FILE": tmp_path / "config", "AWS_SHARED_CREDENTIALS_FILE": tmp_path / "credentials"}
    os.environ.update({name: str(path) for name, path in where.items()} | dict(environ))
    settings = Settings(
        os.environ, (*read_file("config", config), *read_file("credentials", credentials, credentials=True)), profile
    )
    session = boto3.Session(profile_name=profile)
    return judge_client(settings, Clients(resolve(session), resolve(session, SERVICE_REGION), stand_in))


class Case(NamedTuple):
    """Settings; the rules that fail, each with the text that its finding points at; and a few words of a sentence."""

    environ: Mapping[str, str]
    config: str
    failing: Mapping[str, str]
    says: str


CASES = {
    "all is right": Case(HOME, "", {}, f"calls {ENDPOINT}"),
    "the profile alone": Case({}, "[default]\nregion=us-east-1\n", {}, "region of the profile default decides"),
    "nothing": Case(
        {},
        "",
        {"client-region-missing": "(no such setting)", "client-region-elsewhere": "(no such setting)"},
        "finds none",
    ),
    "AWS_REGION alone": Case(
        {"AWS_REGION": "us-east-1"},
        "",
        {"client-region-missing": "(no such setting)"},
        "AWS_REGION is us-east-1, but boto3 does not read it",
    ),
    "AWS_DEFAULT_REGION alone": Case(
        {"AWS_DEFAULT_REGION": "us-east-1"},
        "",
        {"client-region-elsewhere": "(no such setting)"},
        "AWS_DEFAULT_REGION is set, but most other SDKs do not read it",
    ),
    "an empty region": Case(
        {"AWS_DEFAULT_REGION": "", "AWS_REGION": "us-east-1"},
        "[default]\nregion=us-east-1\n",
        {"client-region-missing": "AWS_DEFAULT_REGION="},
        "has none",
    ),
    "another region": Case(
        {**HOME, "AWS_DEFAULT_REGION": "eu-central-1"},
        "",
        {"client-region": "AWS_DEFAULT_REGION=eu-central-1"},
        "calls https://marketplacecommerceanalytics.eu-central-1.amazonaws.com: AWS_DEFAULT_REGION decides",
    ),
    "the variable goes before the profile": Case(
        {"AWS_DEFAULT_REGION": "eu-central-1"},
        "[default]\nregion=us-east-1\n",
        {"client-region": "AWS_DEFAULT_REGION=eu-central-1"},
        "AWS_DEFAULT_REGION decides",
    ),
    "other languages only": Case(
        {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"},
        "",
        {"client-region-elsewhere": "AWS_REGION=eu-west-1"},
        "another language that names no region calls eu-west-1",
    ),
    "a named profile": Case(
        {"AWS_PROFILE": "eu"},
        "[default]\nregion=us-east-1\n[profile eu]\nregion = eu-west-1\n",
        {"client-region": "region = eu-west-1", "client-region-elsewhere": "region = eu-west-1"},
        "region of the profile eu decides",
    ),
    "a quoted profile": Case(
        {"AWS_PROFILE": "of the eu"},
        '[profile "of the eu"]\nREGION : eu-west-1\n',
        {"client-region": "REGION : eu-west-1", "client-region-elsewhere": "REGION : eu-west-1"},
        "region of the profile of the eu decides",
    ),
    "AWS_DEFAULT_PROFILE goes before AWS_PROFILE": Case(
        {"AWS_PROFILE": "eu", "AWS_DEFAULT_PROFILE": "us"},
        "[profile us]\nregion=us-east-1\n[profile eu]\nregion=eu-west-1\n",
        {},
        "region of the profile us decides",
    ),
    "another partition": Case(
        {**HOME, "AWS_DEFAULT_REGION": "cn-north-1"},
        "",
        {"client-other-partition": "AWS_DEFAULT_REGION=cn-north-1"},
        "in the partition aws-cn",
    ),
    "GovCloud": Case(
        {**HOME, "AWS_DEFAULT_REGION": "us-gov-west-1"},
        "",
        {"client-other-partition": "AWS_DEFAULT_REGION=us-gov-west-1"},
        "in the partition aws-us-gov",
    ),
    "no region": Case(
        {**HOME, "AWS_DEFAULT_REGION": "not a region!"},
        "",
        {"client-region": "AWS_DEFAULT_REGION=not a region!"},
        "makes no client of AWS_DEFAULT_REGION",
    ),
    "capital letters": Case(
        {**HOME, "AWS_DEFAULT_REGION": "US-EAST-1"},
        "",
        {"client-region": "AWS_DEFAULT_REGION=US-EAST-1"},
        "calls https://marketplacecommerceanalytics.US-EAST-1.amazonaws.com",
    ),
    "FIPS": Case(
        {**HOME, "AWS_USE_FIPS_ENDPOINT": "True"},
        "",
        {"client-endpoint-variant": "AWS_USE_FIPS_ENDPOINT=True"},
        "boto3 calls https://marketplacecommerceanalytics-fips.us-east-1.amazonaws.com",
    ),
    "dual stack, in the profile": Case(
        HOME,
        "[default]\nuse_dualstack_endpoint = true\n",
        {"client-endpoint-variant": "use_dualstack_endpoint = true"},
        "boto3 calls https://marketplacecommerceanalytics.us-east-1.api.aws",
    ),
    "dual stack of S3 alone": Case(HOME, "[default]\ns3 =\n  use_dualstack_endpoint = true\n", {}, f"calls {ENDPOINT}"),
    "FIPS, switched off by the environment": Case(
        {**HOME, "AWS_USE_FIPS_ENDPOINT": "false"},
        "[default]\nuse_fips_endpoint = true\n",
        {},
        f"calls {ENDPOINT}",
    ),
    "a region's FIPS name": Case(
        {**HOME, "AWS_DEFAULT_REGION": "fips-us-east-1"},
        "",
        {"client-endpoint-variant": "AWS_DEFAULT_REGION=fips-us-east-1"},
        "marketplacecommerceanalytics-fips.us-east-1",
    ),
    "an address for all": Case(
        {**HOME, "AWS_ENDPOINT_URL": "http://localhost:4566"},
        "",
        {"client-endpoint-overridden": "AWS_ENDPOINT_URL=http://localhost:4566"},
        "calls http://localhost:4566, whatever its region: AWS_ENDPOINT_URL decides",
    ),
    "the service's own goes first": Case(
        {
            **HOME,
            "AWS_ENDPOINT_URL": "http://all.test",
            "AWS_ENDPOINT_URL_MARKETPLACE_COMMERCE_ANALYTICS": "http://own.test",
        },
        SERVICES,
        {
            "client-endpoint-overridden": "AWS_ENDPOINT_URL_MARKETPLACE_COMMERCE_ANALYTICS=http://own.test",
        },
        "calls http://own.test",
    ),
    "an empty address counts as none": Case({**HOME, "AWS_ENDPOINT_URL": ""}, "", {}, f"calls {ENDPOINT}"),
    "a services section": Case(
        HOME,
        SERVICES,
        {"client-endpoint-overridden": "endpoint_url = http://service.test"},
        "endpoint_url of the services local decides",
    ),
    "a services section of other services": Case(
        HOME,
        "[default]\nservices=x\n[services x]\ns3 =\n  endpoint_url = http://s3.test\n",
        {},
        f"calls {ENDPOINT}",
    ),
    "the variable goes before the section": Case(
        {**HOME, "AWS_ENDPOINT_URL": "http://all.test"},
        SERVICES,
        {"client-endpoint-overridden": "AWS_ENDPOINT_URL=http://all.test"},
        "calls http://all.test",
    ),
    "the profile's address": Case(
        HOME,
        "[default]\nendpoint_url = http://profile.test\n",
        {"client-endpoint-overridden": "endpoint_url = http://profile.test"},
        "endpoint_url of the profile default decides",
    ),
    "the profile's address, ignored": Case(
        HOME,
        "[default]\nendpoint_url = http://profile.test\nignore_configured_endpoint_urls = true\n",
        {},
        "ignore_configured_endpoint_urls of the profile default keeps it from counting",
    ),
    "all addresses ignored": Case(
        {**HOME, "AWS_ENDPOINT_URL": "http://all.test", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
        SERVICES,
        {},
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS keeps it from counting",
    ),
    "the service's address, set": Case({**HOME, "AWS_ENDPOINT_URL": f"{ENDPOINT}/"}, "", {}, "says the same"),
    "an address goes before FIPS": Case(
        {**HOME, "AWS_ENDPOINT_URL": "http://all.test", "AWS_USE_FIPS_ENDPOINT": "true"},
        "",
        {"client-endpoint-overridden": "AWS_ENDPOINT_URL=http://all.test"},
        "an address that is set goes before it",
    ),
    "no address": Case(
        {**HOME, "AWS_ENDPOINT_URL": "nonsense"},
        "",
        {"client-endpoint-overridden": "AWS_ENDPOINT_URL=nonsense", "client-region": "AWS_DEFAULT_REGION=us-east-1"},
        "Invalid endpoint: nonsense",
    ),
    "a services section that is not there": Case(
        HOME,
        "[default]\nservices = gone\n",
        {"client-endpoint-overridden": "(no such setting)", "client-region": "AWS_DEFAULT_REGION=us-east-1"},
        'the "gone" services configuration does not exist',
    ),
}


def pointed_at(finding: Finding, findings: str) -> str:
    """The text that a finding points at."""
    return findings[finding.span.start : finding.span.end]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_setting_that_decides_is_named(tmp_path: Path, case: Case) -> None:
    """Each rule fails where it has to, at the setting that decides; all others pass, and the sentence says why."""
    findings = judged(tmp_path, case.environ, case.config)
    variables = "".join(f"{name}={os.environ[name]}\n" for name in VARIABLES if name in os.environ)
    texts = {"environment": variables, "config": case.config}
    failing = {
        one.name: pointed_at(one, texts.get(one.source, "(no such setting)"))
        for one in findings
        if one.status is Status.FAIL
    }
    assert failing == case.failing
    assert {one.status for one in findings} <= {Status.PASS, Status.FAIL}
    assert case.says in " ".join(one.sentence for one in findings)
    assert all(bool(one.remedy) is one.counts for one in findings)


def test_the_credentials_file_goes_before_the_configuration(tmp_path: Path) -> None:
    """A region in the credentials file decides, and no secret stands in what is reported."""
    credentials = "[default]\naws_secret_access_key = wonderful\nregion = eu-west-1\n"
    findings = judged(tmp_path, {"AWS_REGION": "us-east-1"}, "[default]\nregion = us-east-1\n", credentials)
    [wrong] = [one for one in findings if one.counts]
    assert (wrong.name, wrong.source, wrong.span.line) == ("client-region", "credentials", 3)
    [setting] = read_file("credentials", credentials, credentials=True)
    assert setting.place.text == "region = eu-west-1"
    assert "wonderful" not in setting.place.source.text
    assert len(setting.place.source.text) == len(credentials)


def test_a_profile_that_is_asked_for_goes_before_the_environment(tmp_path: Path) -> None:
    """`--profile` decides which profile is looked at."""
    config = "[profile us]\nregion = us-east-1\n[profile eu]\nregion = eu-west-1\n"
    findings = judged(tmp_path, {"AWS_PROFILE": "eu"}, config, profile="us")
    assert [one.name for one in findings if one.counts] == []


def test_a_stand_in_that_is_meant_passes(tmp_path: Path) -> None:
    """In the sandbox, its address is the right one; any other still fails."""
    environ = {**HOME, "AWS_ENDPOINT_URL": "http://localhost:4566"}
    assert not any(one.counts for one in judged(tmp_path, environ, stand_in="http://localhost:4566/"))
    assert any(one.counts for one in judged(tmp_path, environ, stand_in="http://localhost:5000"))


_REGIONS = st.sampled_from(["us-east-1", "eu-west-1", "cn-north-1", ""])
_SWITCHES = st.sampled_from(["true", "false", ""])
_ADDRESSES = st.sampled_from(["http://one.test", "http://two.test", ""])
_ENVIRONMENTS = st.fixed_dictionaries(
    {},
    optional={
        name: _REGIONS if name.endswith("REGION") else _ADDRESSES if "ENDPOINT_URL" in name else _SWITCHES
        for name in VARIABLES
        if not name.endswith("PROFILE") and name != "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
    }
    | {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": _SWITCHES},
)
_PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "region": st.sampled_from(["us-east-1", "eu-west-1"]),
        "endpoint_url": st.sampled_from(["http://three.test", "http://four.test"]),
        "services": st.just("local"),
        "use_fips_endpoint": _SWITCHES,
        "ignore_configured_endpoint_urls": _SWITCHES,
    },
)


@given(_ENVIRONMENTS, _PROFILES)
def test_what_is_said_to_decide_is_what_boto3_does(
    tmp_path_factory: pytest.TempPathFactory, environ: dict[str, str], profile: dict[str, str]
) -> None:
    """Whatever is set: an address that is named is the one called, and a call is passed only if it reaches home."""
    config = "".join(f"{key} = {value}\n" for key, value in profile.items())
    section = "[services local]\nmarketplace_commerce_analytics =\n  endpoint_url = http://five.test\n"
    findings = judged(tmp_path_factory.mktemp("aws"), environ, f"[default]\n{config}{section}")
    settings = Settings(os.environ, read_file("config", f"[default]\n{config}{section}"))
    pinned = resolve(boto3.Session(), SERVICE_REGION)
    plain = resolve(boto3.Session())
    by_rule = {one.name: one for one in findings}
    if settings.endpoint and not settings.ignoring:
        assert pinned.url == settings.endpoint.value
    address = [one.status for one in findings if one.name in {"client-endpoint-overridden", "client-endpoint-variant"}]
    assert (pinned.url == ENDPOINT) is (Status.FAIL not in address)
    region = by_rule.get("client-region")
    assert (plain.region == SERVICE_REGION) is (region is not None and region.status is Status.PASS)
