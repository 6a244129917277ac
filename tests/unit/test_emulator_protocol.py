"""What the emulator answers to whatever arrives: always JSON in the service's shape."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.smoke.calendar import coverage, data_sets
from policies.errors import ArgumentError
from sandbox.emulator import CommerceAnalytics
from sandbox.emulator.content import csv_file
from sandbox.emulator.faults import Faults
from sandbox.emulator.ledger import Entry, Ledger, State
from sandbox.emulator.protocol import MAX_BODY, ServiceError
from sandbox.emulator.schedule import Schedule
from sandbox.emulator.validation import read_request, refusal

SELLER = "111122223333"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "dataSetType": "daily_business_fees",
    "dataSetPublicationDate": 1773792000,
    "roleNameArn": f"arn:aws:iam::{SELLER}:role/MarketplaceCommerceAnalyticsRole",
    "destinationS3BucketName": "demo-bucket",
    "snsTopicArn": f"arn:aws:sns:us-west-2:{SELLER}:demo-topic",
}
TARGET = "MarketplaceCommerceAnalytics20150701.GenerateDataSet"

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD, "customerDefinedValues"]), inner),
)
BODIES = st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode())


@dataclass(frozen=True, slots=True)
class Caller:
    """Stands for the gate's principal."""

    account: str


def ask(app: CommerceAnalytics, body: bytes, target: str = TARGET, **environ: Any) -> tuple[str, dict[str, str], Any]:  # noqa: ANN401 - WSGI values
    """Send a request: the status, the headers and the document."""
    seen: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        seen.extend([status, dict(headers), exc_info])
        return io.BytesIO().write

    given = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_AMZ_TARGET": target,
        "sandbox.principal": Caller(SELLER),
        "sandbox.region": "us-east-1",
    }
    answer = b"".join(app({**given, **environ}, start))
    assert seen[1]["x-amzn-RequestId"]
    assert seen[1]["Content-Type"] == "application/x-amz-json-1.1"
    return seen[0], seen[1], json.loads(answer)


@pytest.fixture(scope="module")
def app() -> CommerceAnalytics:
    """An emulator whose own calls go nowhere."""
    return CommerceAnalytics("http://127.0.0.1:9", lambda: NOW)


@pytest.mark.parametrize(
    ("body", "environ", "status", "code"),
    [
        (b"", {}, "400", "ValidationException"),
        (b"{", {}, "400", "SerializationException"),
        (b"[]", {}, "400", "SerializationException"),
        (b"null", {}, "400", "SerializationException"),
        (b"\xff", {}, "400", "SerializationException"),
        (b'{"a": NaN}', {}, "400", "SerializationException"),
        (b'{"dataSetType": "\\ud800"}', {}, "400", "SerializationException"),
        (b"[" * 100_000, {}, "400", "SerializationException"),
        (b'{"a": ' + b"9" * 5000 + b"}", {}, "400", "SerializationException"),
        (b" " * (MAX_BODY + 1), {}, "413", "RequestEntityTooLargeException"),
        (b"{}", {"CONTENT_LENGTH": "-1"}, "400", "SerializationException"),
        (b"{}", {"CONTENT_LENGTH": "x"}, "400", "SerializationException"),
        (b"{}", {"CONTENT_LENGTH": "9" * 5000}, "400", "ValidationException"),
        (b"{}", {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}, "400", "ValidationException"),
        (b"{}", {"REQUEST_METHOD": "GET"}, "404", "UnknownOperationException"),
        (b"{}", {"PATH_INFO": "/x"}, "404", "UnknownOperationException"),
        (b"{}", {"HTTP_X_AMZ_TARGET": ""}, "404", "UnknownOperationException"),
        (b"{}", {"HTTP_X_AMZ_TARGET": "MarketplaceCommerceAnalytics20150701"}, "404", "UnknownOperationException"),
        (b"{}", {"HTTP_X_AMZ_TARGET": f"{TARGET}s"}, "404", "UnknownOperationException"),
        (b"{}", {"HTTP_X_AMZ_TARGET": "Other.GenerateDataSet"}, "404", "UnknownOperationException"),
        (b"{}", {"sandbox.principal": None}, "403", "MissingAuthenticationTokenException"),
        (b"{}", {"sandbox.region": "eu-central-1"}, "400", "InvalidSignatureException"),
        (json.dumps(GOOD).encode(), {}, "400", "SubscriptionRequiredException"),
    ],
)
def test_malformed_requests(
    app: CommerceAnalytics, body: bytes, environ: dict[str, Any], status: str, code: str
) -> None:
    """A request that cannot be read or is not allowed gets a JSON error with its code in body and header."""
    answered, headers, document = ask(app, body, **environ)
    assert (answered[:3], document["__type"], headers["x-amzn-ErrorType"]) == (status, code, code)
    assert document["message"]


def test_the_dead_operation(app: CommerceAnalytics) -> None:
    """StartSupportDataExport answers with the modelled fault and says since when it is gone."""
    status, _, document = ask(app, b"{}", "MarketplaceCommerceAnalytics20150701.StartSupportDataExport")
    assert (status[:3], document["__type"]) == ("500", "MarketplaceCommerceAnalyticsException")
    assert "December 2022" in document["message"]


def test_a_failure_of_its_own_is_shaped_too(caplog: pytest.LogCaptureFixture) -> None:
    """An error inside the emulator is logged and answered as InternalFailure."""
    app = CommerceAnalytics("http://127.0.0.1:9", lambda: NOW)
    app.portal.external_id(SELLER)
    status, _, document = ask(app, json.dumps(GOOD).encode())
    assert (status[:3], document["__type"]) == ("500", "InternalFailure")
    assert "EndpointConnectionError" in caplog.text


@given(body=BODIES)
def test_no_body_breaks_it(app: CommerceAnalytics, body: bytes) -> None:
    """Whatever the body, the answer is one of the service's errors, never a failure of the emulator."""
    _, _, document = ask(app, body)
    assert document["__type"] in {"SerializationException", "ValidationException", "SubscriptionRequiredException"}


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        *[({name: None}, "ValidationException", f"Value null at '{name}'") for name in GOOD],
        ({"dataSetType": "sales"}, "ValidationException", "Member must satisfy enum value set: [customer_subscriber"),
        ({"dataSetType": 7}, "SerializationException", "dataSetType"),
        ({"dataSetPublicationDate": "yesterday"}, "SerializationException", "timestamp"),
        ({"dataSetPublicationDate": True}, "SerializationException", "timestamp"),
        ({"dataSetPublicationDate": 1e300}, "SerializationException", "timestamp"),
        ({"dataSetPublicationDate": {}}, "SerializationException", "timestamp"),
        ({"roleNameArn": ""}, "ValidationException", "greater than or equal to 1"),
        ({"roleNameArn": "a" * 2049}, "ValidationException", "less than or equal to 2048"),
        ({"destinationS3BucketName": "b" * 64}, "ValidationException", "less than or equal to 63"),
        ({"snsTopicArn": "t" * 257}, "ValidationException", "less than or equal to 256"),
        ({"destinationS3Prefix": []}, "SerializationException", "destinationS3Prefix"),
        ({"customerDefinedValues": {}}, "ValidationException", "greater than or equal to 1"),
        ({"customerDefinedValues": {str(n): "v" for n in range(6)}}, "ValidationException", "less than or equal to 5"),
        ({"customerDefinedValues": {"": "v"}}, "ValidationException", "Map keys"),
        ({"customerDefinedValues": {"k": "v" * 256}}, "ValidationException", "Map value"),
        ({"customerDefinedValues": {"k": 1}}, "SerializationException", "customerDefinedValues"),
        ({"customerDefinedValues": "k=v"}, "SerializationException", "customerDefinedValues"),
    ],
)
def test_constraints_of_the_model(changes: dict[str, object], code: str, says: str) -> None:
    """Each constraint of the model is held, and the error names the member."""
    with pytest.raises(ServiceError) as caught:
        read_request(SELLER, {**GOOD, **changes})
    assert caught.value.code == code
    assert says in caught.value.message


def test_every_broken_constraint_is_told() -> None:
    """An empty body is told all its missing members at once."""
    with pytest.raises(ServiceError, match="5 validation errors detected"):
        read_request(SELLER, {})


@pytest.mark.parametrize(
    "date", [1773792000, 1773792000.5, "2026-03-18T00:00:00Z", "2026-03-18", "2026-03-18T01:00:00+01:00"]
)
def test_dates_that_are_read(date: object) -> None:
    """Seconds since 1970 and ISO 8601 text are one day, UTC."""
    assert read_request(SELLER, {**GOOD, "dataSetPublicationDate": date}).day.isoformat() == "2026-03-18"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, None),
        ({"destinationS3Prefix": ""}, None),
        ({"roleNameArn": f"arn:aws:iam::{SELLER}:role/a/b/R"}, None),
        ({"dataSetPublicationDate": "2017-09-15"}, None),
        (
            {"dataSetPublicationDate": "2017-09-14"},
            "daily_business_fees data sets are not available before 2017-09-15T00:00:00.000Z",
        ),
        (
            {"dataSetType": "disbursed_amount_by_uncollected_funds_breakdown", "dataSetPublicationDate": "2019-10-03"},
            "_uncollected_funds_breakdown data sets are not available before 2019-10-04T00:00:00.000Z",
        ),
        ({"dataSetType": "us_sales_and_use_tax_records", "dataSetPublicationDate": "2017-09-01"}, None),
        ({"dataSetType": "us_sales_and_use_tax_records", "dataSetPublicationDate": "2017-08-31"}, "before 2017-09-15"),
        ({"dataSetType": "customer_profile_by_revenue"}, "no longer available"),
        ({"roleNameArn": "invalidArn"}, "Invalid role ARN: invalidArn"),
        ({"roleNameArn": f"arn:aws:iam::{SELLER}:user/R"}, "Invalid role ARN"),
        ({"roleNameArn": "arn:aws:iam::999922223333:role/R"}, "does not belong to account"),
        ({"snsTopicArn": "demo-topic"}, "Invalid SNS topic ARN"),
        ({"snsTopicArn": "arn:aws:sqs:us-west-2:111122223333:q"}, "Invalid SNS topic ARN"),
        ({"destinationS3BucketName": "arn:aws:s3:::demo"}, "Invalid S3 bucket name"),
        ({"destinationS3BucketName": "Demo"}, "Invalid S3 bucket name"),
    ],
)
def test_refusals_beyond_the_model(changes: dict[str, object], says: str | None) -> None:
    """Dates before the first day, dead types and malformed names are refused with a sentence; the rest is not."""
    found = refusal(read_request(SELLER, {**GOOD, **changes}))
    assert found == says or (says is not None and found is not None and says in found)


@pytest.mark.parametrize("kind", [each.name for each in data_sets() if not each.deprecated])
def test_every_type_has_rows(kind: str) -> None:
    """Each type that can be delivered has a header and rows of one width."""
    rows = list(csv.reader(csv_file(SELLER, kind, NOW.date(), coverage(kind, NOW.date())).splitlines()))
    assert len(rows) >= 4
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    ("account", "switches", "names"),
    [
        ("12", {}, "account"),
        (SELLER, {"chaos": True}, "switches"),
        (SELLER, {"no_data": 1}, "no_data"),
        (SELLER, {"delay": -1}, "delay"),
        (SELLER, {"delay": float("nan")}, "delay"),
        (SELLER, {"delay": True}, "delay"),
        (SELLER, {"throttling": -1}, "throttling"),
        (SELLER, {"http_500": "2"}, "http_500"),
        (SELLER, {"foreign_messages": 1000}, "foreign_messages"),
    ],
)
def test_wrong_switches_change_nothing(account: str, switches: dict[str, object], names: str) -> None:
    """A wrong switch is refused by its name, and what was set stays."""
    faults = Faults()
    faults.put(SELLER, {"no_data": True})
    with pytest.raises(ArgumentError) as caught:
        faults.put(account, switches)
    assert caught.value.argument == names
    assert faults.snapshot() == {SELLER: {"no_data": True}}


def test_an_accounts_own_switch_goes_before_everyones() -> None:
    """Everyone's switches count for an account as far as it does not set them itself."""
    faults = Faults()
    faults.put("*", {"no_data": True, "throttling": 1})
    faults.put(SELLER, {"no_data": False})
    assert (faults.on(SELLER, "no_data"), faults.on("999922223333", "no_data")) == (False, True)
    assert [faults.take(SELLER, "throttling") for _ in range(2)] == [True, False]
    faults.clear("*")
    assert faults.snapshot() == {SELLER: {"no_data": False}}


def test_the_ledger_is_bounded() -> None:
    """Only the last entries are kept, and closing one that is gone does nothing."""
    ledger = Ledger(2)
    for number in range(3):
        ledger.open(Entry(str(number), SELLER, "t", State.ACCEPTED, "", NOW))
    ledger.close("0", State.DELIVERED, "", NOW)
    ledger.close("2", State.DELIVERED, "", NOW)
    assert [(entry.request_id, entry.state) for entry in ledger.entries()] == [
        ("1", State.ACCEPTED),
        ("2", State.DELIVERED),
    ]


def test_the_schedule_runs_in_time_order_and_is_bounded() -> None:
    """Jobs start in the order of their times, on daemon threads; too many are refused."""
    schedule, seen = Schedule(threads=1, limit=2), list[int]()
    started = time.monotonic()
    assert schedule.later(0.1, lambda: seen.append(2))
    assert schedule.later(0.05, lambda: seen.append(1))
    assert not schedule.later(0, lambda: seen.append(0))
    assert not schedule.drain(0.01)
    assert schedule.drain(5)
    assert seen == [1, 2]
    assert time.monotonic() - started >= 0.1


@pytest.mark.parametrize(
    ("name", "method", "body", "status"),
    [
        ("enroll", "GET", b"", 405),
        ("enroll", "POST", b"{", 400),
        ("enroll", "POST", b'{"account": "111122223333"}', 400),
        ("enroll", "POST", b'{"account": 1, "bucket": "bbb", "topicArn": "t"}', 400),
        ("enroll", "POST", b'{"acount": "1"}', 400),
        ("enroll", "POST", b'{"account": "1", "bucket": "b", "topicArn": "t", "inline": "no"}', 400),
        ("external-id", "POST", b'{"account": "1"}', 400),
        ("external-id", "POST", b'{"account": "111122223333"}', 200),
        ("faults", "PUT", b'{"account": "*", "switches": {"delay": 1}}', 200),
        ("faults", "PUT", b'{"switches": []}', 400),
        ("faults", "GET", b"", 200),
        ("faults", "DELETE", b'{"account": "*"}', 200),
        ("faults", "DELETE", b"", 200),
        ("requests", "GET", b"", 200),
        ("drain", "POST", b'{"timeout": 0}', 200),
        ("drain", "POST", b'{"timeout": -1}', 400),
    ],
)
def test_control_endpoints(name: str, method: str, body: bytes, status: int) -> None:
    """Each endpoint takes its own methods and members; an error says what, where and what to do."""
    app = CommerceAnalytics("http://127.0.0.1:9", lambda: NOW)
    answered, document = app.control.endpoints()[name](method, body)
    assert answered == status
    assert isinstance(document, dict)
    if status != 200:
        assert document["error"]["what"]
        assert document["error"]["remedy"]
    json.dumps(document)


def test_refused_calls_are_recorded(app: CommerceAnalytics) -> None:
    """A refused call stands in the record with its type, its reason and its time."""
    ask(app, json.dumps({**GOOD, "dataSetType": "sales"}).encode())
    _, document = app.control.endpoints()["requests"]("GET", f'{{"account": "{SELLER}"}}'.encode())
    assert isinstance(document, dict)
    last = document["requests"][-1]
    assert (last["state"], last["dataSetType"], last["seconds"]) == ("refused", "sales", 0.0)
    assert last["reason"].startswith("ValidationException")
