"""What boto3 would really call: a client is made, and asked for its address. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass

from boto3 import Session
from botocore.exceptions import BotoCoreError, NoRegionError

from checks.regions.callers.naming import SERVICE


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What became of making a client.

    Attributes:
        url: The address that it would call; empty if there is no client.
        region: The region that it signs for.
        partition: The partition that the region is in.
        problem: Why there is no client, in botocore's words; empty if there is one, or if only a region is missing.
    """

    url: str = ""
    region: str = ""
    partition: str = ""
    problem: str = ""


def resolve(session: Session, region: str | None = None) -> Endpoint:
    """Make a client of the service as a program would, and say where it would call.

    Args:
        session: A session as programs make it, with the profile in question.
        region: The region that the program names; None for none.
    """
    try:
        # An address needs no credentials, and looking for them can start programs or ask the network.
        client = session.client(
            SERVICE,
            region_name=region,
            aws_access_key_id="none",
            aws_secret_access_key="none",  # noqa: S106  # no password
        )
    except NoRegionError:
        return Endpoint()
    except (BotoCoreError, ValueError) as error:
        return Endpoint(problem=str(error))
    return Endpoint(client.meta.endpoint_url, client.meta.region_name, client.meta.partition)
