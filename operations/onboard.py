"""Onboard a seller: stages that go as far as they can, say what is next, and can be run again after any stop.

Where a seller stands is read from the stack's configuration, the engine's state and AWS; nothing else is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pulumi.automation import PulumiCommand

from checks.audit.delivery import judge_delivery
from checks.audit.role import LiveRole, read_role, trust_differences
from checks.result import Result, Status
from checks.smoke.run import SmokeTest, run_smoke_test
from checks.smoke.verdict import SmokeResult
from components.ownership import owner
from components.settings import SellerSettings
from operations.account import guard, identify
from operations.preflight import check_names, check_principals, check_role
from operations.project import NAME, Project
from operations.recover import opened, settle, unlocked
from operations.stack import Change, SellerStack, state_resources
from operations.stages import Observer, Onboarding, Options, Stage, StageReport
from policies import arns
from policies.destination import Destination
from policies.errors import AccountError, RefusedError

ENROL_LINK: Final = "https://aws.amazon.com/marketplace/management/cas/enroll"
_POLL: Final = 5.0
_HARMLESS: Final = frozenset({"create", "update", "import"})


def onboard(  # noqa: PLR0913, PLR0917  # who, where, with what, and how
    project: Project, seller: str, aws: boto3.Session, engine: PulumiCommand, observer: Observer, options: Options
) -> Onboarding:
    """Take a seller as far as possible.

    Args:
        project: Where the seller's configuration is.
        seller: The seller.
        aws: Credentials of the seller's account.
        engine: The engine.
        observer: Told of the stages.
        options: How.

    Returns:
        The stages that ran. Only the last one may be other than PASS.

    Raises:
        RefusedError: It would touch what is not its own, or needs a consent that was not given.
        MCAError: The configuration, the credentials or the engine do not allow the work.
    """
    settings = project.settings(seller)
    guard(identify(aws), seller, settings.account_id)
    return _Run(project, settings, aws, opened(project, seller, engine, observer), observer, options).go()


class _Run:
    """One run over the stages."""

    def __init__(  # noqa: PLR0913, PLR0917  # the run's whole surroundings
        self,
        project: Project,
        settings: SellerSettings,
        aws: boto3.Session,
        stack: SellerStack,
        observer: Observer,
        options: Options,
    ) -> None:
        self._project, self._settings, self._aws = project, settings, aws
        self._stack, self._observer, self._options = stack, observer, options
        self._owner = owner(NAME, settings.seller)
        self._role: LiveRole | None = None
        self._previewed: tuple[Change, ...] | None = None
        self._smoke: SmokeResult | None = None

    def go(self) -> Onboarding:
        """Run the stages until one does not pass."""
        reports = []
        for stage, act in self._stages():
            self._observer.began(stage)
            try:
                report = act()
            except ClientError as error:
                remedy = "allow the call to whoever onboards, then run `mca onboard` again"
                raise AccountError(f"AWS refused a call: {error}", where=stage.value, remedy=remedy) from error
            except BotoCoreError as error:
                remedy = "check the network and the credentials, then run `mca onboard` again"
                raise AccountError(f"AWS could not be asked: {error}", where=stage.value, remedy=remedy) from error
            self._observer.ended(report)
            reports.append(report)
            if report.status is not Status.PASS:
                break
        return Onboarding(
            self._settings.seller, tuple(reports), self._destination, self._settings.role_arn, self._smoke
        )

    def _stages(self) -> Iterator[tuple[Stage, Callable[[], StageReport]]]:
        yield Stage.PREFLIGHT, self._preflight
        yield Stage.DESTINATION, self._deploy_destination
        yield Stage.PORTAL, self._portal
        yield Stage.ROLE, self._deploy_role
        yield Stage.CALLERS, self._deploy_callers
        yield Stage.CHECKS, self._checks
        yield Stage.SMOKE, self._smoke_test

    @property
    def _destination(self) -> Destination:
        place = self._settings.active_destination
        return Destination(place.bucket, self._settings.topic_arn(place), place.prefix)

    def _preflight(self) -> StageReport:
        recovered = () if self._options.dry_run else settle(self._stack, self._aws, self._observer)
        resources = state_resources(self._stack.state())
        self._role = read_role(self._aws, arns.ROLE_NAME)
        details = (
            *recovered,
            *check_names(self._aws, self._settings, self._owner, resources),
            check_role(self._role, self._settings, self._owner),
            check_principals(self._aws, self._settings),
        )
        sentence = f"Account {self._settings.account_id} is the right one, and the names can be had."
        return StageReport(Stage.PREFLIGHT, Status.PASS, sentence, details)

    def _deploy_destination(self) -> StageReport:
        place = self._settings.active_destination
        what = f"Bucket {place.bucket} ({place.bucket_region}), topic {place.topic} ({place.topic_region})"
        return self._deploy(Stage.DESTINATION, what)

    def _portal(self) -> StageReport:
        if self._settings.external_id is not None:
            how = "the portal's role is adopted" if self._settings.adopted else "the stack makes the role"
            return StageReport(Stage.PORTAL, Status.PASS, f"The external id is known; {how}.")
        role = self._wait_for_role()
        if role is None:
            destination = self._destination
            return StageReport(
                Stage.PORTAL,
                Status.MANUAL,
                "The seller has to enrol once, by hand: the service has no call for it.",
                (f"bucket: {destination.bucket}", f"topic:  {destination.topic_arn}"),
                f"sign in as the seller, open {ENROL_LINK}, enter these two, then run this command again",
            )
        return self._learn(role)

    def _wait_for_role(self) -> LiveRole | None:
        deadline = time.monotonic() + self._options.wait
        while self._role is None and time.monotonic() < deadline:
            self._observer.doing(f"Waiting for the enrolment at {ENROL_LINK}")
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))
            self._role = read_role(self._aws, arns.ROLE_NAME)
        return self._role

    def _learn(self, role: LiveRole) -> StageReport:
        """Write down what the portal made, so that the program can import it."""
        policies = [policy for policy in role.policies if policy.from_portal]
        if len(role.external_ids) != 1 or len(policies) != 1:
            sentence = (
                f"{role.arn} is not as the portal makes it: {len(role.external_ids)} external ids for the service,"
                f" {len(policies)} policies named oneClick_…."
            )
            remedy = "mend the role by hand (one external id, one such policy), or delete it and enrol again"
            return StageReport(Stage.PORTAL, Status.FAIL, sentence, remedy=remedy)
        adopted = {"policyName": policies[0].name} | ({"policyArn": policies[0].arn} if policies[0].arn else {})
        kind = "managed" if policies[0].arn else "inline"
        sentence = f"The portal made the role, with the {kind} policy {policies[0].name}; its external id is read."
        if self._options.dry_run:
            remedy = "run again without --dry-run to adopt it"
            return StageReport(Stage.PORTAL, Status.MANUAL, sentence, remedy=remedy)
        self._project.configure(self._settings.seller, {"externalId": role.external_ids[0], "adopted": adopted})
        self._settings = self._project.settings(self._settings.seller)
        self._previewed = None
        return StageReport(Stage.PORTAL, Status.PASS, sentence)

    def _deploy_role(self) -> StageReport:
        adopted = self._settings.adopted is not None
        changes = self._preview()
        mine = tuple(
            change for change in changes if change.operation == "import" or "CommerceAnalyticsRole" in change.urn
        )
        if adopted and (others := [change for change in mine if change.operation not in {"import", "create"}]):
            self._refuse(others, "The role can only be imported as it is")
        verb = "adopted as it is; nothing of it was changed" if adopted else "made by the stack"
        return self._apply(Stage.ROLE, f"Role {self._settings.role_arn}, {verb}", mine)

    def _deploy_callers(self) -> StageReport:
        who = [*self._settings.callers.users, *self._settings.callers.groups, *self._settings.callers.roles]
        return self._deploy(Stage.CALLERS, f"Callers: {', '.join(who) or 'none named'}")

    def _checks(self) -> StageReport:
        role = read_role(self._aws, arns.ROLE_NAME)
        external_id = self._settings.external_id
        if role is None or external_id is None:
            remedy = "run `mca onboard` again"
            return StageReport(Stage.CHECKS, Status.FAIL, "The role is gone again.", remedy=remedy)
        for difference in trust_differences(role, external_id):
            self._observer.note(f"The trust policy of {role.arn} is not quite the expected one. {difference}")
        results = judge_delivery(self._aws, role, self._destination, external_id)
        details = tuple(f"{result.status.value} {result.name}: {result.sentence}" for result in results)
        bad = [result for result in results if result.status is not Status.PASS]
        if bad:
            return self._failed_checks(bad, details)
        sentence = f"The live policies allow all {len(results)} calls that a delivery takes."
        return StageReport(Stage.CHECKS, Status.PASS, sentence, details)

    @staticmethod
    def _failed_checks(bad: list[Result], details: tuple[str, ...]) -> StageReport:
        failed = [result for result in bad if result.status is Status.FAIL]
        status = Status.FAIL if failed else Status.UNKNOWN
        worst = (failed or bad)[0]
        remedy = worst.remedy or "grant what the sentence names; for an adopted role by hand, since it is never changed"
        return StageReport(Stage.CHECKS, status, f"{worst.name}: {worst.sentence}", details, remedy)

    def _smoke_test(self) -> StageReport:
        here = {"bucket": self._destination.bucket, "topicArn": self._destination.topic_arn}
        before = self._project.verified(self._settings.seller) or {}
        if all(before.get(key) == value for key, value in here.items()):
            return StageReport(
                Stage.SMOKE,
                Status.PASS,
                f"Delivered before, on {before.get('at')} (request {before.get('requestId')}).",
            )
        if self._options.dry_run:
            return StageReport(
                Stage.SMOKE, Status.MANUAL, "Not tried in a dry run.", remedy="run again without --dry-run"
            )
        self._observer.doing("Asking for a data set, and waiting for it")
        test = SmokeTest(
            destination=self._destination,
            role_arn=self._settings.role_arn,
            external_id=self._settings.external_id,
            timeout=self._options.smoke_timeout,
            keep=True,
        )
        self._smoke = result = run_smoke_test(self._aws, test)
        details = tuple(f"{address} ({size} bytes)" for address, size in result.files)
        if result.verdict.status is Status.PASS:
            record = {**here, "requestId": result.request_id, "at": datetime.now(UTC).isoformat(timespec="seconds")}
            self._project.configure(self._settings.seller, {"verified": record})
        status = Status.MANUAL if result.verdict.status is Status.UNKNOWN else result.verdict.status
        return StageReport(Stage.SMOKE, status, f"{result.verdict.value}: {result.sentence}", details, result.remedy)

    def _deploy(self, stage: Stage, what: str) -> StageReport:
        return self._apply(stage, what, self._preview())

    def _preview(self) -> tuple[Change, ...]:
        """What the engine would change; asked again only after something has changed."""
        if self._previewed is None:
            self._previewed = self._stack.preview()
        changes = self._previewed
        if harmful := [change for change in changes if change.operation not in _HARMLESS]:
            self._refuse(harmful, "Onboarding never deletes or replaces anything")
        return changes

    def _refuse(self, changes: list[Change], why: str) -> None:
        listed = "; ".join(f"{change.operation} {change.name} ({', '.join(change.properties)})" for change in changes)
        remedy = "see `pulumi preview --diff`; undo the change in the configuration, or use `pulumi up` knowingly"
        raise RefusedError(f"{why}, and the engine would: {listed}.", where=f"{NAME}/{self._stack.name}", remedy=remedy)

    def _apply(self, stage: Stage, what: str, changes: tuple[Change, ...]) -> StageReport:
        """Make the changes, if there are any and they are wanted."""
        if not changes:
            return StageReport(stage, Status.PASS, f"{what}: nothing to change.")
        details = tuple(f"{change.operation} {change.type} {change.name}" for change in changes)
        if self._options.dry_run:
            remedy = "run again without --dry-run"
            return StageReport(stage, Status.MANUAL, f"{what}: {len(changes)} changes to make.", details, remedy)
        if not self._options.consent(changes):
            remedy = "run again, and consent"
            return StageReport(stage, Status.MANUAL, f"{what}: not made, as you wish.", details, remedy)
        targets = tuple(change.urn for change in changes) if stage is Stage.ROLE else ()
        self._previewed = None
        unlocked(self._stack, self._observer, lambda: self._stack.update(targets))
        return StageReport(stage, Status.PASS, f"{what}: {len(changes)} changes made.", details)
