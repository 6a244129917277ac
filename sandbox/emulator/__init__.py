"""A stand-in for the AWS Marketplace Commerce Analytics Service and for the seller portal.

::

    app = CommerceAnalytics("http://127.0.0.1:4566")   the WSGI app of GenerateDataSet
    app.control                                        its endpoints() by name
    app.portal.enrol(account, bucket, topic_arn)       the enrolment's click
    app.faults.put(account, {"throttling": 2})         switches for faults
    app.ledger.entries(account)                        what became of each request
    app.drain(timeout)                                 waits for the deliveries under way

The server puts the app behind the gate, which sets ``sandbox.principal`` and ``sandbox.region``. The app acts as the
service: it answers a request id and later delivers with the seller's own role, over HTTP through the gate, so that a
wrong role fails for the real reason. `sandbox.emulator.control` lists the endpoints, `sandbox.emulator.faults` the
switches. What is only inferred about the service is marked so where it is built.
"""

from __future__ import annotations

from sandbox.emulator.control import Control
from sandbox.emulator.faults import Faults
from sandbox.emulator.ledger import Entry, Ledger, State, Step
from sandbox.emulator.portal import Portal
from sandbox.emulator.sellers import Enrolment
from sandbox.emulator.service import CommerceAnalytics

__all__ = ["CommerceAnalytics", "Control", "Enrolment", "Entry", "Faults", "Ledger", "Portal", "State", "Step"]
