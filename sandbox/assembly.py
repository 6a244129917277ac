"""The sandbox put together: the emulator and its control endpoints behind the gate."""

from __future__ import annotations

from sandbox.dispatch import Sandbox
from sandbox.emulator import CommerceAnalytics


def assemble(endpoint: str) -> Sandbox:
    """Build the application.

    Args:
        endpoint: Where the application will be served: the emulator calls AWS there, through the gate.
    """
    analytics = CommerceAnalytics(endpoint)
    return Sandbox(analytics, analytics.control.endpoints())
