"""The service's front door: the WSGI app that answers ``GenerateDataSet`` and sees to the deliveries."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol, cast

from botocore.exceptions import ClientError

from checks.smoke.calendar import published
from sandbox.emulator.clients import HOME_REGION, Clients
from sandbox.emulator.control import Control
from sandbox.emulator.delivery import DEFAULT_POLICY, Order, deliver
from sandbox.emulator.faults import Faults
from sandbox.emulator.ledger import Entry, Ledger, State
from sandbox.emulator.portal import Portal
from sandbox.emulator.protocol import Call, ServiceError, read_call, respond, respond_error, unknown_operation
from sandbox.emulator.schedule import Schedule
from sandbox.emulator.sellers import Sellers
from sandbox.emulator.validation import read_request, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from wsgiref.types import StartResponse, WSGIEnvironment

    from sandbox.emulator.validation import DataSetRequest

FAULT: Final = "MarketplaceCommerceAnalyticsException"
"""The one modelled error. The model calls it a fault and gives no status: 500, so clients retry it [inferred]."""

_LOG = logging.getLogger(__name__)


class _Principal(Protocol):
    """What the app needs of the gate's principal."""

    @property
    def account(self) -> str:
        """The account that the caller's key belongs to."""


def utc_now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


class CommerceAnalytics:
    """The Commerce Analytics service of a sandbox, as a WSGI app.

    It reads ``sandbox.principal`` (with an ``account``) and ``sandbox.region`` from the environment, put there by the
    gate, which has judged the caller's right to call.

    Args:
        endpoint_url: The sandbox's address, where the service makes its own calls.
        clock: Tells the time for dates and records; aware.
        delay: Seconds from acceptance to delivery, unless a fault switch says otherwise.
        seed: Tells one sandbox's external ids from another's.
        history: How many requests are remembered.

    Attributes:
        portal: Enrols accounts.
        faults: Makes it misbehave.
        ledger: What became of each request.
        control: The endpoints under ``/_sandbox/``.
    """

    def __init__(
        self,
        endpoint_url: str,
        clock: Callable[[], datetime] = utc_now,
        *,
        delay: float = 0.3,
        seed: str = "sandbox",
        history: int = 1000,
    ) -> None:
        self._clock = clock
        self._delay = delay
        self._clients = Clients(endpoint_url)
        self._sellers = Sellers(seed)
        self._schedule = Schedule(limit=history)
        self.faults = Faults()
        self.ledger = Ledger(history)
        self.portal = Portal(self._clients, self._sellers, clock)
        self.control = Control(self.portal, self.faults, self.ledger, self.drain)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; an error of this app's own is an ``InternalFailure`` and is logged."""
        try:
            call = read_call(environ)
            answer = self._answer(call, environ)
        except ServiceError as error:
            return respond_error(start_response, error)
        except Exception:  # noqa: BLE001 - the last line: logged, and answered in the service's shape
            _LOG.exception("The Commerce Analytics emulator failed.")
            failure = ServiceError("InternalFailure", "The emulator failed.", HTTPStatus.INTERNAL_SERVER_ERROR)
            return respond_error(start_response, failure)
        return respond(start_response, HTTPStatus.OK, answer)

    def drain(self, timeout: float) -> bool:
        """Wait until no delivery is under way; False if the time, in seconds, was up first."""
        return self._schedule.drain(timeout)

    def _answer(self, call: Call, environ: WSGIEnvironment) -> dict[str, str]:
        principal = cast("_Principal | None", environ.get("sandbox.principal"))
        if principal is None:
            raise ServiceError(
                "MissingAuthenticationTokenException", "Missing Authentication Token", HTTPStatus.FORBIDDEN
            )
        if environ.get("sandbox.region", HOME_REGION) != HOME_REGION:
            # AWS has no endpoint elsewhere; a request signed for another region is refused by the one that it has.
            raise ServiceError(
                "InvalidSignatureException",
                f"Credential should be scoped to a valid region, not '{environ['sandbox.region']}'.",
            )
        if call.operation == "StartSupportDataExport":
            raise ServiceError(
                FAULT,
                "StartSupportDataExport is no longer supported as of December 2022.",
                HTTPStatus.INTERNAL_SERVER_ERROR,
            )
        if call.operation != "GenerateDataSet":
            raise unknown_operation()
        return {"dataSetRequestId": self._generate(principal.account, call)}

    def _generate(self, account: str, call: Call) -> str:
        request_id, received = str(uuid.uuid4()), self._clock()
        named = call.members.get("dataSetType")
        entry = Entry(request_id, account, named[:255] if isinstance(named, str) else "", State.ACCEPTED, "", received)
        self.ledger.open(entry)
        try:
            self._check_faults(account)
            request = read_request(account, call.members)
            self._check(request)
            self._accept(request_id, request, published(request.data_set_type, request.day, received))
        except ServiceError as error:
            self.ledger.close(request_id, State.REFUSED, f"{error.code}: {error.message}", self._clock())
            raise
        return request_id

    def _check_faults(self, account: str) -> None:
        if self.faults.take(account, "throttling"):
            raise ServiceError("ThrottlingException", "Rate exceeded")
        if self.faults.take(account, "http_500"):
            raise ServiceError(FAULT, "An internal error occurred.", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _check(self, request: DataSetRequest) -> None:
        account = request.account
        if not self._sellers.subscribed(account) or self.faults.on(account, "not_subscribed"):
            raise ServiceError(
                "SubscriptionRequiredException", "The AWS Access Key Id needs a subscription for the service"
            )
        why = refusal(request) or self._no_role(request)
        if why is not None:
            raise ServiceError(FAULT, why, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _no_role(self, request: DataSetRequest) -> str | None:
        """Refuse a role that does not exist at once; that the service looks so early is inferred."""
        try:
            iam = self._clients.iam(self._clients.administrator(request.account))
            found = iam.get_role(RoleName=request.role_arn.rsplit("/", 1)[-1])["Role"]["Arn"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchEntity":
                found = ""
            else:
                raise
        return None if found == request.role_arn else f"The role {request.role_arn} cannot be found."

    def _accept(self, request_id: str, request: DataSetRequest, publication: date | None) -> None:
        account = request.account
        if publication is None or self.faults.on(account, "no_data"):
            why = "There is no data for that date, and the service then delivers nothing."
            self.ledger.close(request_id, State.SILENT, why, self._clock())
            return
        enrolment = self._sellers.enrolment(account)
        order = Order(
            request,
            request_id,
            publication,
            self._sellers.external_id(account),
            enrolment.policy_name if enrolment else DEFAULT_POLICY,
        )
        delay = self.faults.value(account, "delay")
        if not self._schedule.later(self._delay if delay is None else delay, lambda: self._deliver(order)):
            raise ServiceError("ThrottlingException", "Rate exceeded")

    def _deliver(self, order: Order) -> None:
        """Deliver and note the end; an error of the emulator's own is noted and logged too."""
        try:
            end = deliver(order, self._clients, self.faults)
        except Exception as error:  # noqa: BLE001 - a thread's last line: logged and recorded
            _LOG.exception("The delivery of %s broke.", order.request_id)
            why = f"The emulator itself failed: {type(error).__name__}: {error}"
            self.ledger.close(order.request_id, State.SILENT, why, self._clock())
            return
        self.ledger.close(order.request_id, end.state, end.reason, self._clock(), steps=end.steps, keys=end.keys)
