"""Whose actions the policy of a resource may hold."""

from __future__ import annotations

from typing import Final

from checks.documents.policy import Kind

OWNERS: Final = {Kind.BUCKET: ("s3", "bucket"), Kind.TOPIC: ("sns", "topic"), Kind.KEY: ("kms", "key")}
"""The service's prefix, and what to call the resource."""
