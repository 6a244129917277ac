"""Sellers for tests: a sandbox of its own, a project beside it, and the real engine."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from operations.configure import Wishes, configure
from operations.engine import find_engine
from operations.onboard import Onboarding, Options, Stage, StageReport, onboard
from operations.progress import Silent
from operations.project import ROOT, Project, sandbox_project
from operations.stack import Change, SellerStack, state_resources
from sandbox import lifecycle
from sandbox.control import ask
from sandbox.lifecycle import Running

ROLE = "MarketplaceCommerceAnalyticsRole"
REGIONS = ("us-east-1", "eu-central-1")
"""Where tests put buckets, topics and keys."""
MCA = str(Path(sys.executable).with_name("mca"))
"""The command that the project installs."""
_NUMBERS = itertools.count(1)


@dataclass(slots=True)
class Log:
    """An observer that remembers everything that it is told."""

    stages: list[Stage] = field(default_factory=list)
    doings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def began(self, stage: Stage) -> None:
        """Remember the stage."""
        self.stages.append(stage)

    def doing(self, sentence: str) -> None:
        """Remember the sentence."""
        self.doings.append(sentence)

    def note(self, sentence: str) -> None:
        """Remember the sentence."""
        self.notes.append(sentence)

    def ended(self, report: StageReport) -> None:
        """The result holds it."""


@dataclass(slots=True)
class Seller:
    """A fresh seller: a name and an account that nobody else uses."""

    cloud: Cloud
    name: str
    account: str
    asked: list[tuple[Change, ...]] = field(default_factory=list)
    log: Log = field(default_factory=Log)

    @property
    def project(self) -> Project:
        """Where its configuration is."""
        return self.cloud.project

    @property
    def bucket(self) -> str:
        """The bucket's default name."""
        return f"{self.name}-cas-reports-{self.account}"

    @property
    def topic(self) -> str:
        """The topic's default ARN."""
        return f"arn:aws:sns:us-east-1:{self.account}:{self.name}-cas-notifications"

    @property
    def aws(self) -> boto3.Session:
        """The account's administrator."""
        return boto3.Session(profile_name=self.name, region_name="us-east-1")

    def client(self, service: str, region: str = "us-east-1") -> Any:  # noqa: ANN401  # boto3's clients have no common type
        """A client of the account's administrator."""
        return self.aws.client(service, region_name=region)  # type: ignore[call-overload]  # the name is not literal

    def configure(self, **wishes: Any) -> None:  # noqa: ANN401  # what `Wishes` takes
        """Write the configuration, as `mca onboard` does first."""
        configure(self.project, self.name, Wishes(**({"account_id": self.account} | wishes)))

    def onboard(  # what `Wishes` takes, besides how to go
        self,
        *,
        consent: bool = True,
        dry_run: bool = False,
        wait: float = 0.0,
        **wishes: Any,  # noqa: ANN401  # as above
    ) -> Onboarding:
        """`mca onboard`, in this process: configure, then go as far as possible."""
        self.configure(**wishes)

        def agree(changes: tuple[Change, ...]) -> bool:
            self.asked.append(changes)
            return consent

        self.asked.clear()
        self.log = Log()
        options = Options(consent=agree, dry_run=dry_run, wait=wait, smoke_timeout=20)
        with self.environment():
            return onboard(self.project, self.name, self.aws, self.cloud.engine, self.log, options)

    def stack(self) -> SellerStack:
        """The stack, for looking and for updates without `mca`."""
        with self.environment():
            return SellerStack(self.project, self.name, self.cloud.engine, Silent())

    def state(self) -> Mapping[str, Any]:
        """The deployment as the engine keeps it."""
        with self.environment():
            return self.stack().state()

    def resources(self) -> dict[str, Mapping[str, Any]]:
        """The state's resources by URN, without what any update may move: times, source positions, lists' order."""
        moving = {"modified", "created", "sourcePosition", "stackTrace"}
        return {
            str(resource["urn"]): {
                key: sorted(value) if key == "dependencies" else value
                for key, value in resource.items()
                if key not in moving
            }
            for resource in state_resources(self.state())
        }

    def ids(self) -> dict[str, str]:
        """The ids that the state knows things by, by URN."""
        return {urn: resource["id"] for urn, resource in self.resources().items() if "id" in resource}

    def pulumi(self, *arguments: str) -> str:
        """Run the engine on the stack."""
        with self.environment():
            return self.stack().run(*arguments)

    def mca(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line as users do, standing in the project, with the seller's profile."""
        with self.environment():
            return self.cloud.mca(*arguments)

    def enrol(self, *, managed: bool = False, **entered: str) -> Mapping[str, Any]:
        """The portal's click; the enrolment."""
        body = {"account": self.account, "bucket": self.bucket, "topicArn": self.topic} | entered
        enrolment: Mapping[str, Any] = ask(self.cloud.running, "POST", "enroll", {**body, "inline": not managed})
        return enrolment

    @contextmanager
    def environment(self) -> Iterator[None]:
        """This process's environment, for a while, as the account's administrator's."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_PROFILE", self.name)
            yield

    def inventory(self) -> dict[str, list[str]]:
        """What there is in the account, by kind: names, ARNs and key ids, in order."""
        found = {
            "roles": [role["RoleName"] for role in self.client("iam").list_roles()["Roles"]],
            "policies": [policy["Arn"] for policy in self.client("iam").list_policies(Scope="Local")["Policies"]],
            "buckets": [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]],
        }
        for kind, service, call, member, name in (
            ("topics", "sns", "list_topics", "Topics", "TopicArn"),
            ("subscriptions", "sns", "list_subscriptions", "Subscriptions", "Endpoint"),
            ("queues", "sqs", "list_queues", "QueueUrls", ""),
            ("keys", "kms", "list_keys", "Keys", "KeyArn"),
        ):
            answers = [getattr(self.client(service, region), call)().get(member, []) for region in REGIONS]
            found[kind] = [item[name] if name else item for answer in answers for item in answer]
        found["aliases"] = [
            alias["AliasName"]
            for region in REGIONS
            for alias in self.client("kms", region).list_aliases()["Aliases"]
            if not alias["AliasName"].startswith("alias/aws/")
        ]
        return {kind: sorted(names) for kind, names in found.items() if names}


@dataclass(frozen=True, slots=True)
class Cloud:
    """A sandbox of the tests' own, with a project."""

    running: Running
    project: Project
    engine: Any

    @staticmethod
    def started(state: Path) -> Cloud:
        """Start one."""
        running = lifecycle.start(state)
        return Cloud(running, sandbox_project(state / "project"), find_engine(ROOT, Silent()))

    def seller(self, name: str = "acme") -> Seller:
        """A fresh seller in a fresh account."""
        number = next(_NUMBERS)
        account = f"{200_000_000_000 + number * 1_000_003 + os.getpid() % 1000}"
        name = f"{name}-{number}"
        lifecycle.account(self.running, name, account)
        return Seller(self, name, account)

    def mca(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line with the environment as it is, standing in the project."""
        return subprocess.run(
            [MCA, *arguments],
            cwd=self.project.directory,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def decisions(self) -> list[dict[str, str]]:
        """The gate's journal."""
        journal: list[dict[str, str]] = ask(self.running, "GET", "decisions")
        return journal
