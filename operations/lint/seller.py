"""What a seller's stack says of the documents' surroundings."""

from __future__ import annotations

from pathlib import Path

from operations.project import ROOT, Project


def expected_of(seller: str, directory: Path) -> dict[str, object]:
    """The fields of `Expectations` that a seller's configuration tells.

    Args:
        seller: The seller.
        directory: The working directory; the sellers are there, or else where the program is.

    Raises:
        MCAError: The name is none, or its configuration is missing or broken.
    """
    settings = Project(directory if (directory / "Pulumi.yaml").exists() else ROOT).settings(seller)
    expected = {
        "account_id": settings.account_id,
        "buckets": tuple(place.bucket for place in settings.destinations),
        "topics": tuple(settings.topic_arn(place) for place in settings.destinations),
        "prefix": settings.active_destination.prefix,
        "external_id": settings.external_id,
    }
    return {name: value for name, value in expected.items() if value}
