"""The stand-in `aws` provider under the real engine: one story with every resource type, and its refusals."""

from __future__ import annotations

import gc
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import psutil
import pulumi
import pulumi_aws as aws
import pytest
from moto.server import ThreadedMotoServer
from pulumi import automation as auto

from sandbox.provider.registry import RESOURCES

pytestmark = [
    pytest.mark.engine,
    # The SDK leaves the coroutine of an inline program behind when the engine ends before it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parents[2]
ACCOUNT = "123456789012"
TYPES = sorted(RESOURCES)
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
"""How a state marks a secret; an export by the Automation API shows what it protects."""

Program = Callable[[], None]


@dataclass
class Sandbox:
    """A moto server and folders of its own for the engine."""

    endpoint: str
    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return what the engine and its plugin find."""
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_CONFIG_FILE": str(self.home / "none"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.home / "none"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "PATH": f"{ROOT / 'sandbox/provider/bin'}:{os.environ['PATH']}",
            "PULUMI_HOME": str(self.home / "pulumi"),
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            **more,
        }

    def client(self, service: str, region: str = "us-east-1") -> Any:  # noqa: ANN401 - any service's client
        """Make a client that goes around the provider."""
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - moto takes any
        )

    def stack(self, name: str) -> auto.Stack:
        """Make an empty stack with state in a folder."""
        folder = self.home / name
        (folder / "state").mkdir(parents=True)
        settings = auto.ProjectSettings(
            name="sandbox", runtime="python", backend=auto.ProjectBackend(url=f"file://{folder / 'state'}")
        )
        workspace = auto.LocalWorkspace(
            work_dir=str(folder),
            project_settings=settings,
            pulumi_command=auto.PulumiCommand(root=str(ROOT / ".tools")),
            env_vars=self.environment(),
        )
        return auto.Stack.create_or_select(name, workspace)


@dataclass
class Steps:
    """What the engine did in one run, by type token."""

    operations: dict[str, list[str]] = field(default_factory=dict)
    replaced: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, set[str]] = field(default_factory=dict)

    def __call__(self, event: auto.EngineEvent) -> None:
        """Record an event."""
        step = event.resource_pre_event or event.res_outputs_event
        if step is None or not step.metadata.type.startswith("aws:"):
            return
        told = step.metadata
        operations = self.operations.setdefault(told.type, [])
        if told.op.value not in operations:
            operations.append(told.op.value)
        self.changed.setdefault(told.type, set()).update(told.detailed_diff or {})
        self.replaced.setdefault(told.type, []).extend(told.keys or [])

    @property
    def unusual(self) -> dict[str, list[str]]:
        """Types with another operation than `same`."""
        quiet = {"same", "refresh", "read"}
        return {kind: found for kind, found in self.operations.items() if set(found) - quiet}


def run(stack: auto.Stack, program: Program) -> Steps:
    """Run one update and return its steps."""
    steps = Steps()
    stack.up(program=program, on_event=steps)
    return steps


def refusal(work: Callable[[], object]) -> str:
    """Do what the engine must refuse, and return what it printed."""
    with pytest.raises(auto.CommandError) as caught:
        work()
    told = str(caught.value)
    del caught
    gc.collect()  # so that what the SDK leaves behind is found here and not in another test
    return told


def resources(stack: auto.Stack) -> dict[str, dict[str, Any]]:
    """Return the state's resources by type token."""
    return {found["type"]: found for found in stack.export_stack().deployment["resources"]}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Start moto on a free port."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Sandbox(f"http://{host}:{port}", tmp_path_factory.mktemp("provider"))
    server.stop()
    gc.collect()  # see `refusal`


def document(action: str, resource: str = "*", **more: object) -> str:
    """Return a policy text with its members in an unusual order."""
    statement = {"Resource": [resource], "Action": action, "Effect": "Allow", **more}
    return json.dumps({"Statement": [statement], "Version": "2012-10-17"}, indent=1)


def everything(spare_key: str, *, second: bool = False, imported: dict[str, str] | None = None) -> Program:
    """Return a program with one resource of every type.

    Args:
        spare_key: ARN of a key that the alias moves to.
        second: The values to update to.
        imported: Ids to import by type token.
    """

    def program() -> None:
        provider = aws.Provider(
            "sandbox",
            region="us-east-1",
            allowed_account_ids=[ACCOUNT],
            default_tags={"tags": {"Project": "mca"}},
        )

        def options(kind: str, *, parents: list[pulumi.Resource] | None = None) -> pulumi.ResourceOptions:
            token = next(token for token in TYPES if token.endswith(f"/{kind}"))
            return pulumi.ResourceOptions(
                provider=provider, import_=(imported or {}).get(token), depends_on=parents or []
            )

        tags = {"Owner": "second", "New": "1"} if second else {"Owner": "first", "Old": "1"}
        everyone: dict[str, object] = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
        key = aws.kms.Key(
            "key",
            description="second" if second else "first",
            enable_key_rotation=second,
            deletion_window_in_days=None if imported else 7,  # AWS does not hold it, so an import would change it
            policy=document("kms:*", Sid="second" if second else "first", **everyone),
            tags=tags,
            opts=options("key:Key"),
        )
        aws.kms.Alias(
            "alias",
            name="alias/mca",
            target_key_id=spare_key if second else key.key_id,
            opts=options("alias:Alias"),
        )
        bucket = aws.s3.Bucket(
            "bucket",
            bucket="mca-story",
            force_destroy=None if imported else second,
            tags=tags,
            opts=options("bucket:Bucket"),
        )
        aws.s3.BucketVersioning(
            "versioning",
            bucket=bucket.bucket,
            versioning_configuration={"status": "Suspended" if second else "Enabled"},
            opts=options("bucketVersioning:BucketVersioning"),
        )
        aws.s3.BucketPublicAccessBlock(
            "block",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=not second,
            opts=options("bucketPublicAccessBlock:BucketPublicAccessBlock"),
        )
        aws.s3.BucketOwnershipControls(
            "ownership",
            bucket=bucket.id,
            rule={"object_ownership": "BucketOwnerPreferred" if second else "BucketOwnerEnforced"},
            opts=options("bucketOwnershipControls:BucketOwnershipControls"),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            "encryption",
            bucket=bucket.id,
            rules=[
                {
                    "apply_server_side_encryption_by_default": (
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}
                        if second
                        else {"sse_algorithm": "AES256"}
                    ),
                    "bucket_key_enabled": second,
                }
            ],
            opts=options("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
        )
        aws.s3.BucketLifecycleConfiguration(
            "lifecycle",
            bucket=bucket.id,
            rules=[
                {
                    "id": "old-versions",
                    "status": "Enabled",
                    "filter": {},
                    "noncurrent_version_expiration": {"noncurrent_days": 60 if second else 30},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                },
                {
                    "id": "smoke",
                    "status": "Enabled",
                    "filter": {"prefix": "smoke/"},
                    "expiration": {"days": 2},
                },
                {
                    "id": "both",
                    "status": "Disabled",
                    "filter": {"and_": {"prefix": "a/", "tags": {"k": "v", "l": "w"}}},
                    "transitions": [{"days": 40, "storage_class": "GLACIER"}],
                },
            ],
            opts=options("bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
        )
        aws.s3.BucketPolicy(
            "bucket-policy",
            bucket=bucket.id,
            policy=bucket.arn.apply(lambda arn: document("s3:GetObject" if second else "s3:*", f"{arn}/*", **everyone)),
            opts=options("bucketPolicy:BucketPolicy"),
        )
        topic = aws.sns.Topic(
            "topic", name="mca", display_name="second" if second else "", tags=tags, opts=options("topic:Topic")
        )
        aws.sns.TopicPolicy(
            "topic-policy",
            arn=topic.arn,
            policy=topic.arn.apply(
                lambda arn: document("SNS:Publish", arn, Sid="second" if second else "first", **everyone)
            ),
            opts=options("topicPolicy:TopicPolicy"),
        )
        queue = aws.sqs.Queue(
            "queue",
            name="mca",
            visibility_timeout_seconds=60 if second else 30,
            tags=tags,
            opts=options("queue:Queue"),
        )
        aws.sqs.QueuePolicy(
            "queue-policy",
            queue_url=queue.url,
            policy=queue.arn.apply(
                lambda arn: document("SQS:SendMessage", arn, Sid="second" if second else "first", **everyone)
            ),
            opts=options("queuePolicy:QueuePolicy"),
        )
        aws.sns.TopicSubscription(
            "subscription",
            topic=topic.arn,
            protocol="sqs",
            endpoint=queue.arn,
            raw_message_delivery=second,
            filter_policy=json.dumps({"kind": ["b" if second else "a"]}),
            opts=options("topicSubscription:TopicSubscription"),
        )
        role = aws.iam.Role(
            "role",
            name="mca",
            path="/seller/",
            description="second" if second else "first",
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": {
                        "Effect": "Allow",
                        "Action": ["sts:AssumeRole"],
                        "Principal": {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]},
                    },
                }
            ),
            max_session_duration=7200 if second else None,
            tags=tags,
            opts=options("role:Role"),
        )
        policy = aws.iam.Policy(
            "policy",
            name="mca",
            policy=document("s3:GetObject" if second else "s3:PutObject"),
            tags=tags,
            opts=options("policy:Policy"),
        )
        grants = document("sns:Publish" if second else "sns:GetTopicAttributes")
        aws.iam.RolePolicy(
            "role-policy", name="in", role=role.name, policy=grants, opts=options("rolePolicy:RolePolicy")
        )
        aws.iam.UserPolicy("user-policy", name="in", user="alice", policy=grants, opts=options("userPolicy:UserPolicy"))
        aws.iam.GroupPolicy(
            "group-policy", name="in", group="sellers", policy=grants, opts=options("groupPolicy:GroupPolicy")
        )
        attached: dict[str, Any] = {"policy_arn": policy.arn}
        aws.iam.RolePolicyAttachment(
            "role-attachment", role=role.name, **attached, opts=options("rolePolicyAttachment:RolePolicyAttachment")
        )
        aws.iam.UserPolicyAttachment(
            "user-attachment",
            user="bob" if second else "alice",
            **attached,
            opts=options("userPolicyAttachment:UserPolicyAttachment"),
        )
        aws.iam.GroupPolicyAttachment(
            "group-attachment",
            group="readers" if second else "sellers",
            **attached,
            opts=options("groupPolicyAttachment:GroupPolicyAttachment"),
        )

    return program


@dataclass
class Story:
    """What happened to one resource of every type, stage by stage."""

    created: Steps
    again: Steps
    refreshed: Steps
    updated: Steps
    updated_again: Steps
    imported: Steps
    imported_again: Steps
    drifted: Steps
    deleted: Steps
    left: dict[str, int]


@pytest.fixture(scope="module")
def story(sandbox: Sandbox) -> Story:
    """Run the whole life of one resource of every type, once."""
    identities, keys = sandbox.client("iam"), sandbox.client("kms")
    for user in ("alice", "bob"):
        identities.create_user(UserName=user)
    for group in ("sellers", "readers"):
        identities.create_group(GroupName=group)
    spare = keys.create_key()["KeyMetadata"]["Arn"]
    stack, adopter = sandbox.stack("story"), sandbox.stack("adopter")

    created = run(stack, everything(spare))
    again = run(stack, everything(spare))
    refreshed = Steps()
    stack.refresh(on_event=refreshed)
    updated = run(stack, everything(spare, second=True))
    updated_again = run(stack, everything(spare, second=True))

    ids = {kind: found["id"] for kind, found in resources(stack).items() if kind in RESOURCES}
    imported = run(adopter, everything(spare, second=True, imported=ids))
    imported_again = run(adopter, everything(spare, second=True, imported=ids))

    disturb(sandbox, resources(stack))
    drifted = Steps()
    stack.refresh(on_event=drifted)
    deleted = Steps()
    stack.destroy(on_event=deleted)
    return Story(
        created,
        again,
        refreshed,
        updated,
        updated_again,
        imported,
        imported_again,
        drifted,
        deleted,
        leftovers(sandbox),
    )


def disturb(sandbox: Sandbox, state: dict[str, dict[str, Any]]) -> None:
    """Change or remove every thing of the story behind the provider's back."""
    s3, sns, sqs = sandbox.client("s3"), sandbox.client("sns"), sandbox.client("sqs")
    iam, kms = sandbox.client("iam"), sandbox.client("kms")
    of = {kind.rpartition(":")[2]: found["outputs"] for kind, found in state.items() if kind in RESOURCES}
    bucket = {"Bucket": "mca-story"}
    s3.put_bucket_versioning(**bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.delete_public_access_block(**bucket)
    s3.delete_bucket_ownership_controls(**bucket)
    s3.delete_bucket_encryption(**bucket)
    s3.delete_bucket_lifecycle(**bucket)
    s3.delete_bucket_policy(**bucket)
    s3.put_bucket_tagging(**bucket, Tagging={"TagSet": [{"Key": "Owner", "Value": "stranger"}]})
    topic = of["Topic"]["arn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="stranger")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document("SNS:Publish", topic))
    sns.unsubscribe(SubscriptionArn=of["TopicSubscription"]["arn"])
    url = of["Queue"]["url"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5", "Policy": ""})
    iam.update_role(RoleName="mca", Description="stranger", MaxSessionDuration=3600)
    iam.put_role_policy(RoleName="mca", PolicyName="in", PolicyDocument=document("s3:*"))
    iam.put_user_policy(UserName="alice", PolicyName="in", PolicyDocument=document("s3:*"))
    iam.delete_group_policy(GroupName="sellers", PolicyName="in")
    arn = of["Policy"]["arn"]
    iam.detach_role_policy(RoleName="mca", PolicyArn=arn)
    iam.detach_user_policy(UserName="bob", PolicyArn=arn)
    iam.detach_group_policy(GroupName="readers", PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document("s3:*"), SetAsDefault=True)
    kms.update_key_description(KeyId=of["Key"]["keyId"], Description="stranger")
    kms.update_alias(AliasName="alias/mca", TargetKeyId=of["Key"]["keyId"])


def leftovers(sandbox: Sandbox) -> dict[str, int]:
    """Count what AWS still has of the story."""
    iam = sandbox.client("iam")
    aliases = sandbox.client("kms").list_aliases()["Aliases"]
    return {
        "buckets": len(sandbox.client("s3").list_buckets()["Buckets"]),
        "topics": len(sandbox.client("sns").list_topics()["Topics"]),
        "subscriptions": len(sandbox.client("sns").list_subscriptions()["Subscriptions"]),
        "queues": len(sandbox.client("sqs").list_queues().get("QueueUrls", [])),
        "roles": len(iam.list_roles()["Roles"]),
        "policies": len(iam.list_policies(Scope="Local")["Policies"]),
        "inline": len(iam.list_user_policies(UserName="alice")["PolicyNames"]),
        "aliases": len([alias for alias in aliases if alias["AliasName"] == "alias/mca"]),
    }


@pytest.mark.parametrize("kind", TYPES)
class TestEveryType:
    """The life of one resource of each type."""

    def test_is_created(self, story: Story, kind: str) -> None:
        """The first update creates it."""
        assert story.created.operations[kind] == ["create"]

    def test_settles(self, story: Story, kind: str) -> None:
        """A second update with the same program, and a refresh, change nothing."""
        assert (story.again.operations[kind], story.refreshed.unusual.get(kind)) == (["same"], None)

    def test_is_updated(self, story: Story, kind: str) -> None:
        """Another value is updated in place, or replaces where pulumi-aws replaces; then nothing is left to do."""
        replacing = kind in {
            f"aws:iam/{who}PolicyAttachment:{who.title()}PolicyAttachment" for who in ("user", "group")
        }
        fixed = kind == "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
        expected = "create-replacement" if replacing else "same" if fixed else "update"
        assert expected in story.updated.operations[kind]
        assert story.updated_again.operations[kind] == ["same"]

    def test_is_imported(self, story: Story, kind: str) -> None:
        """An import under pulumi-aws's id changes nothing, and neither does the update after it."""
        assert story.imported.operations[kind] == ["import"]
        assert story.imported_again.operations[kind] == ["same"]

    def test_drift_is_seen(self, story: Story, kind: str) -> None:
        """A refresh sees what somebody changed or removed with boto3."""
        assert set(story.drifted.operations[kind]) & {"update", "delete"}, story.drifted.operations[kind]

    def test_is_deleted(self, story: Story, kind: str) -> None:
        """What a refresh left in the state is deleted by destroy."""
        assert story.deleted.operations.get(kind) == ["delete"] or "delete" in story.drifted.operations[kind]


def test_nothing_is_left(story: Story) -> None:
    """After destroy, AWS has nothing of the story; the scheduled keys apart."""
    assert set(story.left.values()) == {0}, story.left


def test_each_changed_value_is_shown(story: Story) -> None:
    """The engine is told the path of every changed leaf."""
    changed = story.updated.changed
    assert changed["aws:s3/bucket:Bucket"] == {"forceDestroy", "tags.New", "tags.Old", "tags.Owner"}
    assert changed["aws:s3/bucketVersioning:BucketVersioning"] == {"versioningConfiguration.status"}
    assert changed["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] == {
        "rules[0].noncurrentVersionExpiration.noncurrentDays"
    }


def provider(**arguments: Any) -> pulumi.ResourceOptions:  # noqa: ANN401 - any provider argument
    """Return options with an explicit provider."""
    return pulumi.ResourceOptions(provider=aws.Provider("p", **{"region": "us-east-1", **arguments}))


REFUSED: list[tuple[str, Program, str]] = [
    (
        "another account",
        lambda: aws.s3.Bucket("b", opts=provider(allowed_account_ids=["999999999999"])) and None,
        f"belong to account {ACCOUNT}, but the provider allows only 999999999999",
    ),
    (
        "provider argument",
        lambda: aws.s3.Bucket("b", opts=provider(max_retries=3)) and None,
        "does not implement the provider argument 'maxRetries'",
    ),
    (
        "top-level input",
        lambda: aws.s3.Bucket("b", object_lock_enabled=True) and None,
        "does not implement the property 'objectLockEnabled'",
    ),
    (
        "resource type",
        lambda: aws.ec2.Vpc("v", cidr_block="10.0.0.0/16") and None,
        "does not implement the resource type aws:ec2/vpc:Vpc",
    ),
    (
        "function",
        lambda: aws.get_availability_zones() and None,
        "does not implement the function aws:index/getAvailabilityZones:getAvailabilityZones",
    ),
]


@pytest.mark.parametrize(("program", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_implemented_is_refused(
    sandbox: Sandbox, request: pytest.FixtureRequest, program: Program, expected: str
) -> None:
    """A preview fails with a sentence that names what was refused, and without a traceback."""
    stack = sandbox.stack(request.node.callspec.id.replace(" ", "-"))
    told = refusal(lambda: stack.preview(program=program))
    assert expected in " ".join(told.split())
    assert "sandbox/provider/plugin.py" not in told


def test_names_regions_secrets_and_replacements(sandbox: Sandbox) -> None:
    """Names are generated once and kept; regions and names replace; secrets stay secret; default tags reach things."""
    stack = sandbox.stack("names")

    def program(region: str, bucket: str, tags: dict[str, str]) -> Program:
        def body() -> None:
            options = provider(default_tags={"tags": tags})
            aws.s3.Bucket("Seller", opts=options)
            named = aws.s3.Bucket("named", bucket=bucket, region="eu-west-1", opts=options)
            aws.sns.Topic("topic", name="abc", region=region, display_name=pulumi.Output.secret("s"), opts=options)
            here = pulumi.InvokeOptions(provider=options.provider)
            pulumi.export("account", aws.get_caller_identity(opts=here).account_id)
            pulumi.export("region", aws.get_region(opts=here).region)
            pulumi.export("partition", aws.get_partition(opts=here).partition)
            pulumi.export("domain", named.bucket_regional_domain_name)

        return body

    run(stack, program("us-east-1", "mca-one", {"Project": "mca"}))
    first = {found["urn"].rpartition("::")[2]: found for found in stack.export_stack().deployment["resources"]}
    outputs = {name: value.value for name, value in stack.outputs().items()}
    assert outputs == {
        "account": ACCOUNT,
        "region": "us-east-1",
        "partition": "aws",
        "domain": "mca-one.s3.eu-west-1.amazonaws.com",
    }
    assert first["Seller"]["id"].startswith("seller-")
    assert len(first["Seller"]["id"]) == len("seller-") + 7
    assert first["Seller"]["outputs"]["tagsAll"] == {"Project": "mca"}
    assert first["topic"]["outputs"]["displayName"] == {**SECRET, "plaintext": '"s"'}

    moved = run(stack, program("eu-central-1", "mca-two", {"Project": "new"}))
    assert moved.replaced["aws:sns/topic:Topic"]
    assert set(moved.replaced["aws:sns/topic:Topic"]) == {"region"}
    assert set(moved.replaced["aws:s3/bucket:Bucket"]) == {"bucket"}
    second = {found["urn"].rpartition("::")[2]: found for found in stack.export_stack().deployment["resources"]}
    assert second["Seller"]["id"] == first["Seller"]["id"]
    assert second["Seller"]["outputs"]["tagsAll"] == {"Project": "new"}
    assert second["topic"]["id"] == f"arn:aws:sns:eu-central-1:{ACCOUNT}:abc"
    assert sandbox.client("s3").get_bucket_location(Bucket="mca-two")["LocationConstraint"] == "eu-west-1"

    adopter = sandbox.stack("elsewhere")

    def adopt() -> None:
        import_ = f"arn:aws:sns:eu-central-1:{ACCOUNT}:abc@eu-central-1"
        options = pulumi.ResourceOptions.merge(
            provider(default_tags={"tags": {"Project": "new"}}), pulumi.ResourceOptions(import_=import_)
        )
        aws.sns.Topic("topic", name="abc", region="eu-central-1", display_name="s", opts=options)

    assert run(adopter, adopt).operations["aws:sns/topic:Topic"] == ["import"]
    assert resources(adopter)["aws:sns/topic:Topic"]["id"] == f"arn:aws:sns:eu-central-1:{ACCOUNT}:abc"
    stack.destroy()


def test_a_bucket_with_objects_is_deleted_only_by_force(sandbox: Sandbox) -> None:
    """Deleting a non-empty bucket fails with AWS's own reason, until `forceDestroy` is in the state."""
    stack = sandbox.stack("full")
    run(stack, lambda: aws.s3.Bucket("b", bucket="mca-full") and None)
    sandbox.client("s3").put_object(Bucket="mca-full", Key="a", Body=b"a")
    assert "BucketNotEmpty on s3:DeleteBucket" in refusal(stack.destroy)
    run(stack, lambda: aws.s3.Bucket("b", bucket="mca-full", force_destroy=True) and None)
    stack.destroy()
    assert "mca-full" not in {bucket["Name"] for bucket in sandbox.client("s3").list_buckets()["Buckets"]}


def test_the_owner_of_a_name_decides(sandbox: Sandbox) -> None:
    """Creating a bucket that the account owns succeeds in us-east-1 and fails elsewhere, as on AWS."""
    for region in ("us-east-1", "eu-west-1"):
        location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        sandbox.client("s3", region).create_bucket(Bucket=f"mca-own-{region}", **location)
    stack = sandbox.stack("own")
    run(stack, lambda: aws.s3.Bucket("b", bucket="mca-own-us-east-1", opts=provider()) and None)
    told = refusal(
        lambda: run(
            stack, lambda: aws.s3.Bucket("c", bucket="mca-own-eu-west-1", region="eu-west-1", opts=provider()) and None
        )
    )
    assert "aws:s3/bucket:Bucket c: BucketAlreadyOwnedByYou on s3:CreateBucket" in told


def test_a_half_made_thing_stays_in_the_state(sandbox: Sandbox) -> None:
    """If tagging fails after CreateBucket, the bucket is in the state, and the next update finishes it in place."""
    stack = sandbox.stack("half")
    told = refusal(lambda: run(stack, lambda: aws.s3.Bucket("b", bucket="mca-half", tags={"aws:x": "no"}) and None))
    assert "on s3:PutBucketTagging" in told
    assert resources(stack)["aws:s3/bucket:Bucket"]["id"] == "mca-half"
    finished = run(stack, lambda: aws.s3.Bucket("b", bucket="mca-half", tags={"x": "y"}) and None)
    assert finished.operations["aws:s3/bucket:Bucket"] == ["update"]
    tags = sandbox.client("s3").get_bucket_tagging(Bucket="mca-half")["TagSet"]
    assert tags == [{"Key": "x", "Value": "y"}]
    stack.destroy()


def test_a_project_can_name_the_folder(sandbox: Sandbox) -> None:
    """`plugins.providers.path` finds the executable without PATH."""
    stack = sandbox.stack("folder")
    stack.workspace.env_vars["PATH"] = os.environ["PATH"]
    project = next(Path(stack.workspace.work_dir).glob("Pulumi.y*ml"))
    plugin = {"providers": [{"name": "aws", "path": str(ROOT / "sandbox/provider/bin")}]}
    text = project.read_text(encoding="utf-8")
    project.write_text(f"{text}\nplugins: {json.dumps(plugin)}\n", encoding="utf-8")
    assert run(stack, lambda: aws.sns.Topic("t") and None).operations["aws:sns/topic:Topic"] == ["create"]
    stack.destroy()


def test_the_plugin_ends_with_its_parent(sandbox: Sandbox) -> None:
    """A plugin whose engine was killed ends by itself."""
    command = ["sh", "-c", "pulumi-resource-aws 127.0.0.1:1 & echo $!; wait"]
    environment = {**os.environ, **sandbox.environment()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        plugin = psutil.Process(int(parent.stdout.readline()))
        assert int(parent.stdout.readline()) > 0  # the port: it serves
        parent.kill()
        plugin.wait(timeout=20)
