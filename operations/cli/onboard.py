"""`mca onboard`."""

from __future__ import annotations

from typing import Any, Final

import click

from checks.result import Status
from operations.account import guard, identify, session
from operations.cli import workplace
from operations.cli.render import Stages, print_onboarding
from operations.configure import Wishes, configure
from operations.engine import find_engine
from operations.onboard import onboard
from operations.project import ROOT
from operations.stages import Options
from policies import names

_EXIT: Final = {Status.PASS: 0, Status.MANUAL: 1, Status.UNKNOWN: 1, Status.FAIL: 2}
_PLACE: Final = {
    "bucket": "bucket",
    "topic": "topic",
    "prefix": "prefix",
    "bucket_region": "bucketRegion",
    "topic_region": "topicRegion",
    "bucket_key": "bucketKey",
    "topic_key": "topicKey",
}


@click.command("onboard")
@click.argument("seller")
@click.option("--account-id", metavar="ID", help="The seller's AWS account; needed for a new seller.")
@click.option("--bucket", metavar="NAME", help="The bucket's name. [default: SELLER-cas-reports-ID]")
@click.option("--topic", metavar="NAME", help="The topic's name. [default: SELLER-cas-notifications]")
@click.option("--prefix", metavar="PATH", help="The prefix that callers send; the role is narrowed to it.")
@click.option("--bucket-region", metavar="REGION", help="Where the bucket is. [default: us-east-1]")
@click.option("--topic-region", metavar="REGION", help="Where the topic is. [default: us-east-1]")
@click.option("--bucket-key", metavar="create|ARN", help="Encrypt reports with a customer key. [default: SSE-S3]")
@click.option("--topic-key", metavar="create|ARN", help="Encrypt the topic with a customer key. [default: none]")
@click.option("--adopt", type=click.Choice(["bucket", "topic"]), multiple=True, help="It exists: import it as it is.")
@click.option("--external-id", metavar="ID", help="If AWS told it to you: the stack then makes the role itself.")
@click.option("--caller", metavar="user|group|role:NAME", multiple=True, help="May ask for data sets. Repeatable.")
@click.option("--reader", metavar="user|group|role:NAME", multiple=True, help="May read the reports. Repeatable.")
@click.option("--email", metavar="ADDRESS", multiple=True, help="Gets the announcements. Repeatable.")
@click.option("--queue", metavar="ARN", multiple=True, help="SQS queue that gets the announcements. Repeatable.")
@click.option("--yes", is_flag=True, help="Make the changes without asking.")
@click.option("--dry-run", is_flag=True, help="Preview only: change nothing in AWS.")
@click.option(
    "--wait-for-enrolment", metavar="MINUTES", type=click.FloatRange(0), default=0, help="Wait so long for the click."
)
@click.option(
    "--smoke-timeout",
    metavar="SECONDS",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    help="How long to wait for the delivery that proves it.",
)
@click.option("--verbose", "-v", is_flag=True, help="Print each stage's details.")
@workplace.options
def command(seller: str, profile: str | None, *, sandbox: bool, **said: Any) -> int:  # noqa: ANN401  # click's values
    """Take SELLER's account from nothing to a proven delivery.

    Run it again after any stop: it resumes, and changes nothing that is right.
    Exit code 0: complete; 1: waits for a person, and says for what; 2: failed.
    """
    if said["account_id"] is not None:
        names.account_id(said["account_id"], "--account-id")
    place = workplace.enter(seller, profile, sandbox=sandbox, account=said["account_id"])
    aws = session(place.profile)
    new = not place.project.config_file(seller).exists()
    wishes = Wishes(
        account_id=said["account_id"] or (place.account if new else None),
        destination={key: said[name] for name, key in _PLACE.items() if said[name] is not None},
        adopt=said["adopt"],
        external_id=said["external_id"],
        callers=_principals("--caller", said["caller"]),
        readers=_principals("--reader", said["reader"]),
        subscriptions={"sqs": said["queue"], "email": said["email"]},
    )
    if new and wishes.account_id is not None:
        # Before the file is written, so that a mistyped account leaves nothing behind.
        guard(identify(aws), seller, wishes.account_id)
    if configure(place.project, seller, wishes):
        click.echo(f"wrote {place.project.config_file(seller)}", err=True)
    with Stages() as stages:
        options = Options(
            consent=(lambda _: True) if said["yes"] else stages.consent,
            dry_run=said["dry_run"],
            wait=said["wait_for_enrolment"] * 60,
            smoke_timeout=said["smoke_timeout"],
        )
        engine = find_engine(ROOT, stages)
        onboarding = onboard(place.project, seller, aws, engine, stages, options)
    print_onboarding(onboarding, verbose=said["verbose"])
    return _EXIT[onboarding.status]


def _principals(option: str, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`user:alice` and the like, by the configuration's kinds."""
    kinds: dict[str, list[str]] = {"users": [], "groups": [], "roles": []}
    for value in values:
        kind, _, name = value.partition(":")
        if f"{kind}s" not in kinds or not name:
            raise click.BadParameter(f"{value!r} is not user:NAME, group:NAME or role:NAME", param_hint=option)
        kinds[f"{kind}s"].append(name)
    return {kind: tuple(names) for kind, names in kinds.items()}
