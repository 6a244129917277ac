"""The portal's role is adopted and then left alone: nothing of it ever changes, not even by a destroy."""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from sellers import ROLE, Seller

from checks.result import Status
from policies.errors import EngineError

pytestmark = pytest.mark.engine


def raw(seller: Seller, action: str, **parameters: str) -> str:
    """IAM's answer byte for byte, since boto3 decodes documents; without request id and the time of the last use."""
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", **parameters})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = AWSRequest("POST", f"{seller.cloud.running.endpoint}/", headers=headers, data=body)
    SigV4Auth(seller.aws.get_credentials(), "iam", "us-east-1").add_auth(request)
    sent = urllib.request.Request(request.url, data=body.encode(), headers=dict(request.headers))  # noqa: S310  # the sandbox's own
    with urllib.request.urlopen(sent) as answer:  # noqa: S310  # the same
        text = answer.read().decode().split("<ResponseMetadata>")[0]
    return re.sub("<RoleLastUsed/>|<RoleLastUsed>.*</RoleLastUsed>", "", text)


def portrait(seller: Seller, enrolment: dict[str, Any]) -> dict[str, str]:
    """The role and the portal's policy, as IAM sends them."""
    role = {"RoleName": ROLE}
    found = {
        action: raw(seller, action, **role) for action in ("GetRole", "ListRolePolicies", "ListAttachedRolePolicies")
    }
    arn = enrolment["policyArn"]
    if arn is None:
        found["policy"] = raw(seller, "GetRolePolicy", **role, PolicyName=enrolment["policyName"])
    else:
        found["GetPolicy"] = raw(seller, "GetPolicy", PolicyArn=arn)
        found["ListPolicyVersions"] = raw(seller, "ListPolicyVersions", PolicyArn=arn)
        found["policy"] = raw(seller, "GetPolicyVersion", PolicyArn=arn, VersionId="v1")
    return found


def settings_of_bucket(seller: Seller) -> tuple[object, ...]:
    """What keeps the bucket safe."""
    s3 = seller.client("s3")
    return (
        s3.get_bucket_policy(Bucket=seller.bucket)["Policy"],
        s3.get_bucket_versioning(Bucket=seller.bucket)["Status"],
        s3.get_public_access_block(Bucket=seller.bucket)["PublicAccessBlockConfiguration"],
    )


@pytest.mark.parametrize("managed", [False, True], ids=["inline", "managed"])
def test_the_portals_policy_survives_everything(seller: Seller, *, managed: bool) -> None:
    """Adoption, later updates that would want it otherwise, and destroy leave role and policy as they were."""
    seller.onboard()
    enrolment = dict(seller.enrol(managed=managed))
    iam = seller.client("iam")
    if not managed:  # in a spelling that nobody would write again
        policy = {"RoleName": ROLE, "PolicyName": enrolment["policyName"]}
        held = iam.get_role_policy(**policy)["PolicyDocument"]
        iam.put_role_policy(**policy, PolicyDocument=json.dumps(held, indent=3).replace('": ', '"  :'))
    before = portrait(seller, enrolment)

    adopted = seller.onboard()
    assert adopted.status is Status.PASS, adopted.stages[-1]
    operations = {change.operation for change in seller.asked[0] if "CommerceAnalyticsRole" in change.urn}
    assert operations == {"create", "import"}, "the component is new, all else is imported"
    assert portrait(seller, enrolment) == before

    iam.create_user(UserName="alice")
    assert seller.onboard(callers={"users": ("alice",)}).status is Status.PASS
    place = {"bucket": seller.bucket, "topic": seller.topic.rsplit(":", 1)[-1], "prefix": "reports"}
    seller.project.configure(seller.name, {"destinations": {"g1": place}})
    stack = seller.stack()
    with seller.environment():
        assert {change.operation for change in stack.update()} <= {"update"}, (
            "a role policy with a prefix is wanted now"
        )
    seller.pulumi("refresh", "--yes", "--skip-preview")
    with seller.environment():
        assert stack.update() == ()
    assert portrait(seller, enrolment) == before

    safe = settings_of_bucket(seller)
    with pytest.raises(EngineError, match="cannot be deleted"):
        seller.pulumi("destroy", "--yes", "--skip-preview")
    seller.pulumi("state", "unprotect", "--all", "--yes")
    seller.pulumi("destroy", "--yes", "--skip-preview")
    assert seller.resources() == {}
    assert portrait(seller, enrolment) == before
    assert settings_of_bucket(seller) == safe
    assert seller.inventory()["topics"] == [seller.topic]
    assert iam.list_user_policies(UserName="alice")["PolicyNames"] == []


def test_a_role_that_is_not_the_portals_is_not_adopted(seller: Seller) -> None:
    """A role whose policies are not as the portal makes them waits for a person, with both counts."""
    seller.onboard()
    enrolment = seller.enrol()
    seller.client("iam").delete_role_policy(RoleName=ROLE, PolicyName=enrolment["policyName"])
    report = seller.onboard().stages[-1]
    assert report.status is Status.FAIL
    assert "1 external ids for the service, 0 policies named oneClick_" in report.sentence
    assert report.remedy
    assert not [urn for urn in seller.resources() if "aws:iam" in urn]
