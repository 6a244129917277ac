"""Deliveries through the gate, and the real AWS command line against the whole sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

DAILY = "customer_subscriber_hourly_monthly_subscriptions"
ROLE = "MarketplaceCommerceAnalyticsRole"
ROOT = Path(__file__).parents[2]
AWS = str(Path(sys.executable).parent / "aws")
YESTERDAY = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}T00:00:00Z"
_accounts = iter(range(300000000001, 400000000000))


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox."""

    url: str

    def control(self, method: str, name: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """Call a control endpoint."""
        request = urllib.request.Request(  # noqa: S310 - the sandbox's own address
            f"{self.url}/_sandbox/{name}", json.dumps(body).encode(), method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
            return json.load(answer)


@dataclass(slots=True)
class Seller:
    """An enrolled account whose destination may be broken by a test."""

    sandbox: Sandbox
    account: str
    bucket: str
    topic: str = ""
    queue: str = ""
    role: str = ""
    policy: str = ""
    key: str = ""
    _keys: dict[str, str] = field(default_factory=dict)

    def aws(self, service: str) -> Any:  # noqa: ANN401 - any client
        """A client of the account's administrator."""
        if not self._keys:
            operator = _client("sts", self.sandbox.url, "AKIASANDBOXOPERATOR", "sandbox", None)
            role = f"arn:aws:iam::{self.account}:role/SandboxAdministrator"
            self._keys = operator.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        keys = self._keys
        return _client(service, self.sandbox.url, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def statements(self) -> list[dict[str, Any]]:
        """The statements of the portal's policy."""
        found = self.aws("iam").get_role_policy(RoleName=ROLE, PolicyName=self.policy)
        return list(found["PolicyDocument"]["Statement"])

    def put(self, statements: list[dict[str, Any]]) -> None:
        """Replace the statements of the portal's policy."""
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.aws("iam").put_role_policy(RoleName=ROLE, PolicyName=self.policy, PolicyDocument=document)

    def outcome(self) -> dict[str, Any]:
        """Ask for a data set as a permitted user; the record of what became of it."""
        environ = self.user()
        answer = aws(self, environ, DAILY)
        assert answer.returncode == 0, answer.stderr
        request_id = json.loads(answer.stdout)["dataSetRequestId"]
        assert self.sandbox.control("POST", "drain", {"timeout": 30}) == {"drained": True}
        entries = self.sandbox.control("GET", "requests", {"account": self.account})["requests"]
        return next(entry for entry in entries if entry["dataSetRequestId"] == request_id)

    def messages(self) -> list[dict[str, Any]]:
        """What arrived on the queue."""
        found = self.aws("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        return [json.loads(json.loads(each["Body"])["Message"]) for each in found.get("Messages", [])]

    def user(self, *, allowed: bool = True) -> dict[str, str]:
        """An environment for a new IAM user's command line, allowed to call or not."""
        iam, name = self.aws("iam"), f"caller-{time.monotonic_ns()}"
        iam.create_user(UserName=name)
        grant = {"Effect": "Allow", "Action": "marketplacecommerceanalytics:GenerateDataSet", "Resource": "*"}
        if allowed:
            document = json.dumps({"Version": "2012-10-17", "Statement": [grant]})
            iam.put_user_policy(UserName=name, PolicyName="call", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_ENDPOINT_URL": self.sandbox.url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
            "NO_PROXY": "*",
        }


def _client(service: str, url: str, key: str, secret: str, token: str | None) -> Any:  # noqa: ANN401 - any client
    return boto3.client(  # type: ignore[call-overload]  # any service's name
        service,
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def aws(seller: Seller, environ: dict[str, str], kind: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run the guide's own command line; a change of None leaves an argument out."""
    given: dict[str, str | None] = {
        "data-set-type": kind,
        "data-set-publication-date": YESTERDAY,
        "role-name-arn": seller.role,
        "destination-s3-bucket-name": seller.bucket,
        "destination-s3-prefix": "test-prefix",
        "sns-topic-arn": seller.topic,
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    options = [part for name, value in given.items() if value is not None for part in (f"--{name}", value)]
    return subprocess.run(
        [sys.executable, AWS, "marketplacecommerceanalytics", "generate-data-set", *options],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox process of its own, on a free port."""
    state = tmp_path_factory.mktemp("sandbox")
    command = [sys.executable, "-m", "sandbox.server", "--port", "0", "--state", str(state)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        deadline = time.monotonic() + 60
        while not (record := state / "sandbox.json").exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Sandbox(json.loads(record.read_text())["endpoint"])
        process.terminate()


@pytest.fixture
def seller(sandbox: Sandbox) -> Seller:
    """A new enrolled seller with a customer key on its bucket, all as it should be."""
    account = str(next(_accounts))
    made = Seller(sandbox, account, f"delivery-{account}")
    made.aws("s3").create_bucket(Bucket=made.bucket)
    made.topic = made.aws("sns").create_topic(Name="ready")["TopicArn"]
    made.queue = made.aws("sqs").create_queue(QueueName="ready")["QueueUrl"]
    queue_arn = f"arn:aws:sqs:us-east-1:{account}:ready"
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    made.aws("sqs").set_queue_attributes(QueueUrl=made.queue, Attributes={"Policy": policy})
    made.aws("sns").subscribe(TopicArn=made.topic, Protocol="sqs", Endpoint=queue_arn)
    enrolment = sandbox.control(
        "POST", "enroll", {"account": account, "bucket": made.bucket, "topicArn": made.topic, "inline": True}
    )
    made.role, made.policy = enrolment["roleArn"], enrolment["policyName"]
    return made


def without(action: str) -> Callable[[Seller], None]:
    """Take one action out of the role's policy."""

    def break_(seller: Seller) -> None:
        kept = [{**s, "Action": [a for a in s["Action"] if a != action]} for s in seller.statements()]
        seller.put([statement for statement in kept if statement["Action"]])

    return break_


def other_external_id(seller: Seller) -> None:
    """Change the external id in the role's trust policy."""
    iam = seller.aws("iam")
    trust = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] = "9f2c1c52-2c1f-4a57-9d0e-6b1f5b7f3c11"
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(trust))


def put_on_the_bucket(seller: Seller) -> None:
    """Grant PutObject on the bucket instead of its objects."""
    seller.put([{**s, "Resource": [each.removesuffix("/*") for each in s["Resource"]]} for s in seller.statements()])


def boundary(seller: Seller) -> None:
    """Set a boundary that allows all but writing objects."""
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": "s3:Put*", "Resource": "*"}]}
    iam = seller.aws("iam")
    arn = iam.create_policy(PolicyName="edge", PolicyDocument=json.dumps(document))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=arn)


def bucket_deny(seller: Seller) -> None:
    """Deny the role's writes in the bucket policy."""
    deny = {
        "Effect": "Deny",
        "Principal": {"AWS": seller.role},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{seller.bucket}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    seller.aws("s3").put_bucket_policy(Bucket=seller.bucket, Policy=policy)


def topic_deny(seller: Seller) -> None:
    """Deny everybody's publishing in the topic policy."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": seller.topic}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    seller.aws("sns").set_topic_attributes(TopicArn=seller.topic, AttributeName="Policy", AttributeValue=policy)


def bucket_key(*, granted: bool) -> Callable[[Seller], None]:
    """Encrypt the bucket with a customer key, granted to the role or not."""

    def change(seller: Seller) -> None:
        arn = seller.aws("kms").create_key()["KeyMetadata"]["Arn"]
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn}}
        seller.aws("s3").put_bucket_encryption(
            Bucket=seller.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]}
        )
        if granted:
            grant = {"Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": arn}
            seller.put([*seller.statements(), grant])

    return change


def topic_key(*, granted: bool) -> Callable[[Seller], None]:
    """Encrypt the topic with a customer key, granted to the role or not."""

    def change(seller: Seller) -> None:
        arn = seller.aws("kms").create_key()["KeyMetadata"]["Arn"]
        seller.aws("sns").set_topic_attributes(
            TopicArn=seller.topic, AttributeName="KmsMasterKeyId", AttributeValue=arn
        )
        if granted:
            grant = {"Effect": "Allow", "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": arn}
            seller.put([*seller.statements(), grant])

    return change


def nothing(seller: Seller) -> None:
    """Leave all as the portal made it."""
    del seller


@pytest.mark.parametrize(
    ("change", "state", "culprit"),
    [
        pytest.param(nothing, "delivered", "", id="right role"),
        pytest.param(without("iam:GetRolePolicy"), "failed", "iam:GetRolePolicy", id="no GetRolePolicy"),
        pytest.param(without("s3:GetBucketLocation"), "failed", "s3:GetBucketLocation", id="no GetBucketLocation"),
        pytest.param(without("s3:PutObject"), "failed", "s3:PutObject", id="no PutObject"),
        pytest.param(without("sns:GetTopicAttributes"), "silent", "sns:GetTopicAttributes", id="no GetTopicAttributes"),
        pytest.param(without("sns:Publish"), "silent", "sns:Publish", id="no Publish"),
        pytest.param(other_external_id, "silent", "sts:AssumeRole", id="another external id"),
        pytest.param(put_on_the_bucket, "failed", "s3:PutObject", id="PutObject on the bucket"),
        pytest.param(boundary, "failed", "s3:PutObject", id="boundary"),
        pytest.param(bucket_deny, "failed", "s3:PutObject", id="bucket policy denies"),
        pytest.param(topic_deny, "silent", "sns:Publish", id="topic policy denies"),
        pytest.param(bucket_key(granted=True), "delivered", "", id="bucket key granted"),
        pytest.param(bucket_key(granted=False), "failed", "s3:PutObject", id="bucket key not granted"),
        pytest.param(topic_key(granted=True), "delivered", "", id="topic key granted"),
        pytest.param(topic_key(granted=False), "silent", "sns:Publish", id="topic key not granted"),
    ],
)
def test_wrong_roles_fail_for_the_real_reason(
    seller: Seller, change: Callable[[Seller], None], state: str, culprit: str
) -> None:
    """Each wrong grant stops the service's own call, and the seller sees a message or nothing, as it would at AWS."""
    change(seller)
    entry = seller.outcome()
    assert (entry["state"], culprit in entry["reason"]) == (state, True), entry
    refused = [step for step in entry["steps"] if step["error"]]
    assert [step["action"] for step in refused] == ([culprit] if culprit else [])
    assert all(step["error"] in {"AccessDenied", "AuthorizationError", "KMSAccessDenied"} for step in refused), entry
    assert [message["success"] for message in seller.messages()] == {
        "delivered": [True],
        "failed": [False],
        "silent": [],
    }[state]


def test_a_managed_policy_serves_as_well(sandbox: Sandbox, seller: Seller) -> None:
    """A role that was enrolled with a managed policy delivers, though no inline policy has the name."""
    iam = seller.aws("iam")
    iam.delete_role_policy(RoleName=ROLE, PolicyName=seller.policy)
    iam.delete_role(RoleName=ROLE)
    other = Seller(sandbox, str(next(_accounts)), "")
    other.bucket = f"delivery-{other.account}"
    other.aws("s3").create_bucket(Bucket=other.bucket)
    other.topic = other.aws("sns").create_topic(Name="ready")["TopicArn"]
    body = {"account": other.account, "bucket": other.bucket, "topicArn": other.topic, "inline": False}
    other.role = sandbox.control("POST", "enroll", body)["roleArn"]
    assert other.outcome()["state"] == "delivered"


@pytest.fixture(scope="module")
def caller(sandbox: Sandbox) -> tuple[Seller, dict[str, str]]:
    """A seller and a permitted user's environment, shared by calls that are refused."""
    account = str(next(_accounts))
    made = Seller(sandbox, account, "demo-bucket", f"arn:aws:sns:us-west-2:{account}:demo-topic")
    body = {"account": account, "bucket": made.bucket, "topicArn": made.topic}
    made.role = sandbox.control("POST", "enroll", body)["roleArn"]
    return made, made.user()


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"data_set_type": "sales"}, "ValidationException", "enum value set"),
        (
            {"data_set_publication_date": "2017-09-14T00:00:00Z"},
            "MarketplaceCommerceAnalyticsException",
            "data sets are not available before 2017-09-15T00:00:00.000Z",
        ),
        (
            {"customer_defined_values": "a=1,b=2,c=3,d=4,e=5,f=6"},
            "ValidationException",
            "less than or equal to 5",
        ),
        ({"role_name_arn": "invalidArn"}, "MarketplaceCommerceAnalyticsException", "Invalid role ARN"),
        ({"sns_topic_arn": "invalidArn"}, "MarketplaceCommerceAnalyticsException", "Invalid SNS topic ARN"),
        ({"destination_s3_bucket_name": "b" * 64}, "ValidationException", "less than or equal to 63"),
        ({"destination_s3_bucket_name": "Not_A_Bucket"}, "MarketplaceCommerceAnalyticsException", "bucket name"),
        ({"region": "eu-central-1"}, "InvalidSignatureException", "valid region"),
    ],
)
def test_refused_command_lines(
    caller: tuple[Seller, dict[str, str]], changes: dict[str, str], code: str, says: str
) -> None:
    """The command line shows the service's own error for what the service refuses."""
    seller, environ = caller
    answer = aws(seller, environ, DAILY, **changes)
    assert answer.returncode not in {0, 1}
    assert f"An error occurred ({code}) when calling the GenerateDataSet operation" in answer.stderr
    assert says in answer.stderr


def test_an_unknown_role(caller: tuple[Seller, dict[str, str]]) -> None:
    """A role that does not exist is refused with the service's error."""
    seller, environ = caller
    answer = aws(seller, environ, DAILY, role_name_arn=f"arn:aws:iam::{seller.account}:role/Nobody")
    assert "(MarketplaceCommerceAnalyticsException)" in answer.stderr
    assert "role/Nobody cannot be found" in answer.stderr


@pytest.mark.parametrize("name", ["role_name_arn", "data_set_publication_date", "sns_topic_arn"])
def test_missing_arguments(caller: tuple[Seller, dict[str, str]], name: str) -> None:
    """The command line itself refuses a call without a required argument, before anything is sent."""
    seller, environ = caller
    answer = aws(seller, environ, DAILY, **{name: None})
    assert answer.returncode == 252 or answer.returncode == 2  # noqa: PLR1714 - two generations of the client
    assert f"--{name.replace('_', '-')}" in answer.stderr


def test_without_the_grant(caller: tuple[Seller, dict[str, str]]) -> None:
    """A user without GenerateDataSet gets AccessDeniedException, as the guide says."""
    seller, _ = caller
    answer = aws(seller, seller.user(allowed=False), DAILY)
    assert "(AccessDeniedException)" in answer.stderr


def test_account_that_is_not_enrolled(sandbox: Sandbox) -> None:
    """A permitted user of an account that the service does not know gets SubscriptionRequiredException."""
    account = str(next(_accounts))
    seller = Seller(sandbox, account, "demo-bucket", f"arn:aws:sns:us-west-2:{account}:t")
    seller.role = f"arn:aws:iam::{account}:role/{ROLE}"
    answer = aws(seller, seller.user(), DAILY)
    assert "(SubscriptionRequiredException)" in answer.stderr


def test_the_dead_operation(caller: tuple[Seller, dict[str, str]]) -> None:
    """The command line's start-support-data-export gets a service-shaped error, not a page."""
    seller, environ = caller
    options = {
        "--data-set-type": "customer_support_contacts_data",
        "--from-date": YESTERDAY,
        "--role-name-arn": seller.role,
        "--destination-s3-bucket-name": seller.bucket,
        "--sns-topic-arn": seller.topic,
    }
    command = [sys.executable, AWS, "marketplacecommerceanalytics", "start-support-data-export"]
    command += [part for pair in options.items() for part in pair]
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert "when calling the StartSupportDataExport operation" in answer.stderr
    assert "AccessDenied" in answer.stderr or "December 2022" in answer.stderr


@pytest.mark.parametrize(
    ("target", "body", "administrator"),
    [
        ("MarketplaceCommerceAnalytics20150701.GenerateDataSet", b"{", False),
        ("MarketplaceCommerceAnalytics20150701.GenerateDataSet", b"\xff\x00", False),
        ("MarketplaceCommerceAnalytics20150701.GenerateDataSet", b"[" * 50_000, False),
        ("MarketplaceCommerceAnalytics20150701.GenerateDataSet", b"", False),
        ("MarketplaceCommerceAnalytics20150701.StartSupportDataExport", b"{}", True),
        ("MarketplaceCommerceAnalytics20150701.Nothing", b"{}", True),
        ("MarketplaceCommerceAnalytics20150701.Nothing", b"{}", False),
        ("Nothing", b"{}", True),
        ("", b"{}", True),
    ],
)
def test_malformed_signed_requests(
    caller: tuple[Seller, dict[str, str]], target: str, body: bytes, *, administrator: bool
) -> None:
    """A signed request with a broken body or target gets a JSON error with a code and a request id."""
    seller, environ = caller
    credentials = Credentials(environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"])
    if administrator:
        credentials = seller.aws("s3")._request_signer._credentials
    url = f"{seller.sandbox.url}/"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    request = AWSRequest("POST", url, headers=headers, data=body)
    SigV4Auth(credentials, "marketplacecommerceanalytics", "us-east-1").add_auth(request)
    sent = urllib.request.Request(url, body, dict(request.headers), method="POST")  # noqa: S310 - the sandbox's own address
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(sent, timeout=30)  # noqa: S310 - the same
    with caught.value as answer:
        assert answer.headers["x-amzn-RequestId"]
        assert json.load(answer)["__type"]


def test_throttling_switch_by_http(sandbox: Sandbox, caller: tuple[Seller, dict[str, str]]) -> None:
    """A switch that is set over HTTP is felt by the command line, and gone when it is dropped."""
    seller, environ = caller
    sandbox.control("PUT", "faults", {"account": seller.account, "switches": {"throttling": True}})
    assert "(ThrottlingException)" in aws(seller, environ, DAILY).stderr
    sandbox.control("DELETE", "faults", {"account": seller.account})
    assert aws(seller, environ, DAILY).returncode == 0
