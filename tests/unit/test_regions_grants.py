"""Policies that pin the call, miss its region, or stop it; and what is said where the policies alone do not decide."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checks.documents.containers import read_source
from checks.documents.model import parse_policy
from checks.documents.policy import Kind, Policy
from checks.documents.source import Source
from checks.proof.evaluate import Principal
from checks.regions.granted import judge_caller, judge_document, judge_limit
from checks.regions.grants import Grants, Say
from checks.regions.places import listing
from checks.result import Status
from policies.callers import CALL_ACTION, caller_policy
from policies.document import PolicyDocument

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
HOME = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
ALICE = Principal("arn:aws:iam::111122223333:user/alice", "111122223333")
ALL: dict[str, object] = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def text(*statements: dict[str, Any]) -> str:
    """A document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(condition: dict[str, Any] | None = None, action: object = CALL_ACTION) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": "*"} | ({"Condition": condition} if condition else {})


def deny(condition: dict[str, Any] | None = None, **more: object) -> dict[str, Any]:
    """A statement that denies everything, or what is said."""
    scope = more or {"Action": "*"}
    return {"Effect": "Deny", "Resource": "*", **scope} | ({"Condition": condition} if condition else {})


def outside(*regions: str) -> dict[str, Any]:
    """The condition of being in no such region."""
    return {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}


def read(document: str, kind: Kind | None = None) -> Policy:
    """A document as it was written in a file."""
    [policy] = read_source(Source("policy.json", document), kind).policies
    return policy


DOCUMENTS = {
    "pinned": (text(allow(HOME)), (PASS, PASS)),
    "the project's own": (caller_policy().to_json(), (PASS, PASS)),
    "not pinned": (text(allow()), (PASS, FAIL)),
    "pinned elsewhere": (text(allow({"StringEquals": {"aws:RequestedRegion": "eu-central-1"}})), (FAIL, FAIL)),
    "pinned to two": (text(allow({"StringEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-3"]}})), (PASS, FAIL)),
    "pinned to a pattern": (text(allow({"StringLike": {"aws:RequestedRegion": "us-*"}})), (PASS, FAIL)),
    "pinned by a denial": (text(allow(), deny(outside("us-east-1"))), (PASS, PASS)),
    "stopped by a denial": (text(allow(), deny(outside("eu-central-1"))), (FAIL, FAIL)),
    "exempt from the denial": (
        text(allow(HOME), deny(outside("eu-central-1"), NotAction="marketplacecommerceanalytics:*")),
        (PASS, PASS),
    ),
    "if the region is given": (
        text(allow({"StringEqualsIfExists": {"aws:RequestedRegion": "us-east-1"}})),
        (PASS, PASS),
    ),
    "with another condition": (
        text(allow(HOME | {"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
        (UNKNOWN, PASS),
    ),
    "not pinned, with another condition": (
        text(allow({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
        (UNKNOWN, UNKNOWN),
    ),
    "only over TLS": (text(allow(HOME), deny({"Bool": {"aws:SecureTransport": "false"}})), (PASS, PASS)),
    "of other things": (text(allow(action="s3:GetObject")), ()),
    "of all, and not by name": (text(ALL), ()),
    "a denial of regions alone": (text(deny(outside("eu-central-1"))), (FAIL,)),
    "a denial of other regions alone": (text(deny(outside("us-east-1", "eu-central-1"))), (PASS,)),
    "a denial of regions, but for some": (
        text(deny(outside("eu-central-1") | {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reporting"}})),
        (UNKNOWN,),
    ),
    "a denial of other things": (text(deny(outside("eu-central-1"), Action="ec2:*")), ()),
}


@pytest.mark.parametrize(("document", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_is_judged_region_by_region(document: str, expected: tuple[Status, ...]) -> None:
    """Whether the call goes through at home, and whether elsewhere; a document that says nothing of it has no line."""
    findings = judge_document(read(document))
    assert tuple(one.status for one in findings) == expected
    assert [one.name for one in findings] == ["call-denied-at-home", "call-not-pinned"][: len(expected)]
    assert all(bool(one.remedy) is one.counts for one in findings)


LIMITS = {
    "all": (text(ALL), PASS, PASS),
    "only other services": (text(allow(action="s3:*")), FAIL, FAIL),
    "a denial alone": (text(deny(outside("us-east-1"))), FAIL, PASS),
    "regions without the service's": (text(ALL, deny(outside("eu-central-1", "eu-west-1"))), FAIL, FAIL),
    "regions with the service's": (text(ALL, deny(outside("us-east-1", "eu-west-1"))), PASS, PASS),
    "some services are exempt": (text(ALL, deny(outside("eu-west-1"), NotAction=["iam:*", "sts:*"])), FAIL, FAIL),
    "the service is exempt": (text(ALL, deny(outside("eu-west-1"), NotAction=["marketplace*:*"])), PASS, PASS),
    "for all but some": (
        text(ALL, deny(outside("eu-west-1") | {"ArnNotLike": {"aws:PrincipalArn": "*:role/admin"}})),
        UNKNOWN,
        UNKNOWN,
    ),
}


@pytest.mark.parametrize(("document", "as_boundary", "as_scp"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_judged(document: str, as_boundary: Status, as_scp: Status) -> None:
    """A boundary has to allow; a service control policy without any allow stands beside one that allows all."""
    policy = read(document, Kind.BOUNDARY)
    assert [one.status for one in judge_limit(policy, scp=False)] == [as_boundary]
    assert [one.status for one in judge_limit(policy, scp=True)] == [as_scp]


def test_the_statement_that_decides_is_pointed_at() -> None:
    """A finding points at the denial, with its line and its name in the sentence."""
    document = text(ALL, deny(outside("eu-west-1")) | {"Sid": "OnlyEurope"})
    [finding] = judge_limit(read(document, Kind.BOUNDARY), scp=True)
    pointed = document[finding.span.start : finding.span.end]
    assert json.loads(pointed)["Sid"] == "OnlyEurope"
    assert "statement 'OnlyEurope' of 'the service control policy', line 1, denies it" in finding.sentence


def live(*statements: dict[str, Any]) -> PolicyDocument:
    """A document as AWS has it."""
    return parse_policy(text(*statements))


CALLERS = {
    "pinned": ((allow(HOME),), None, None, (PASS, PASS)),
    "pinned by its boundary": ((allow(),), (allow(HOME, "*"),), None, (PASS, PASS)),
    "stopped by its boundary": ((allow(HOME),), (allow(action="s3:*"),), None, (FAIL, PASS)),
    "stopped by the organisation": ((allow(HOME),), None, (deny(outside("eu-west-1")),), (FAIL, PASS)),
    "exempt by its name": (
        (allow(HOME),),
        None,
        (deny(outside("eu-west-1") | {"StringNotLike": {"aws:PrincipalArn": "*/alice"}}),),
        (PASS, PASS),
    ),
    "two policies, of which one is wide": ((allow(HOME), allow(action="*")), None, None, (PASS, FAIL)),
    "none": ((), None, None, (FAIL, PASS)),
}


@pytest.mark.parametrize(("identity", "boundary", "scp", "expected"), CALLERS.values(), ids=CALLERS)
def test_all_that_decides_about_a_caller_is_taken_together(
    identity: tuple[dict[str, Any], ...],
    boundary: tuple[dict[str, Any], ...] | None,
    scp: tuple[dict[str, Any], ...] | None,
    expected: tuple[Status, Status],
) -> None:
    """Policies, boundary and organisation decide together; who calls is known, so exemptions by name count."""
    grants = Grants(
        ALICE,
        tuple(Say.live(live(one), "a policy") for one in identity),
        (Say.live(live(*boundary), "the boundary"),) if boundary else (),
        (Say.live(live(*scp), "the organisation's policy"),) if scp else (),
    )
    [place] = listing("live", ["user alice"])
    findings = judge_caller(grants, "The user alice", place)
    assert tuple(one.status for one in findings) == expected
    assert all(one.source == "live" for one in findings)


def test_a_document_that_cannot_be_judged_is_unknown() -> None:
    """A statement that cannot stand where it stands is said, and nothing is claimed."""
    strange = Say.live(live(allow() | {"Principal": "*"}), "a policy")
    [place] = listing("live", ["user alice"])
    [finding] = judge_caller(Grants(ALICE, (strange,)), "The user alice", place)
    assert finding.status is UNKNOWN
    assert "cannot be judged" in finding.sentence
