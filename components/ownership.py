"""The tags by which a resource says whose it is.

A bucket name can be taken twice by one account and a topic can be created again without an error, so two stacks could
silently own one. The owner tag decides: ours, another stack's, or nobody's that we know.
"""

from __future__ import annotations

from typing import Final

OWNER_TAG: Final = "mca:owner"
SELLER_TAG: Final = "mca:seller"


def owner(project: str, stack: str) -> str:
    """The value of the owner tag of a stack's resources."""
    return f"{project}/{stack}"


def tags(project: str, stack: str, seller: str) -> dict[str, str]:
    """The tags of every taggable resource of a stack."""
    return {OWNER_TAG: owner(project, stack), SELLER_TAG: seller}
