"""moto's own judgements, switched off, so that the gate's are the only ones.

moto 5.2 reads bucket policies itself, without their conditions: a policy that denies what is not TLS would deny all.
"""

from __future__ import annotations

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket


def judge_nothing() -> None:
    """Make moto admit what the gate admitted, for the life of this process."""

    def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:  # noqa: ARG001 - moto's shape
        return PermissionResult.PERMITTED

    FakeBucket.get_permission = get_permission  # type: ignore[method-assign] # moto offers no switch for it
