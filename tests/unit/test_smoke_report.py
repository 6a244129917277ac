"""What the smoke test makes of delivered files, as tables of texts: no account, no service."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.smoke.report import Asked, differences, read_table

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
ASKED = Asked(
    "r-1",
    {
        "dataSetType": "daily_business_fees",
        "dataSetPublicationDate": datetime(2026, 3, 18, tzinfo=UTC),
        "roleNameArn": "arn:aws:iam::111122223333:role/r",
        "destinationS3BucketName": "reports",
        "destinationS3Prefix": "mca-smoke/x",
        "snsTopicArn": "arn:aws:sns:us-east-1:111122223333:t",
        "customerDefinedValues": {"mca": "smoke"},
    },
    NOW,
)
PLACES = {"dataSetS3Location": {"bucketName": "reports", "key": "mca-smoke/x/a.csv"}}
RIGHT: dict[str, Any] = {
    "dataSetRequestId": "r-1",
    "dataSetCoverageRange": {"startDateTime": "2026-03-17T00:00:00.000Z", "endDateTime": "2026-03-17T23:59:59.000Z"},
    "dataSetRequestParameters": {
        **ASKED.parameters,
        "dataSetPublicationDate": "2026-03-18T00:00:00.000Z",
        "sellerAccountId": "111122223333",
    },
    **PLACES,
}


def test_metadata_that_agrees_has_no_difference() -> None:
    """What the service adds of its own, such as the account, is no difference."""
    assert differences(RIGHT, ASKED, PLACES) == ()


def put(*way: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set one value."""

    def change(document: dict[str, Any]) -> None:
        for name in way[:-1]:
            document = document[name]
        document[way[-1]] = value

    return change


PARAMETERS = "dataSetRequestParameters"
COVERAGE = "dataSetCoverageRange"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("dataSetRequestId", value="r-2"), "another request's: 'r-2'"),
        (put("dataSetRequestId", value=None), "another request's: None"),
        (put("dataSetS3Location", value={"bucketName": "reports", "key": "b"}), "dataSetS3Location is"),
        (put(PARAMETERS, value=None), "has no dataSetRequestParameters"),
        (put(PARAMETERS, "dataSetType", value="daily_business_usage_by_instance_type"), "dataSetType is"),
        (put(PARAMETERS, "dataSetPublicationDate", value="2026-03-17T00:00:00.000Z"), "2026-03-18 was asked for"),
        (put(PARAMETERS, "dataSetPublicationDate", value=7), "dataSetPublicationDate is 7"),
        (put(PARAMETERS, "roleNameArn", value="x"), "roleNameArn is 'x'"),
        (put(PARAMETERS, "destinationS3Prefix", value=""), "destinationS3Prefix is ''"),
        (put(PARAMETERS, "customerDefinedValues", value={}), "customerDefinedValues is {}"),
        (put(COVERAGE, value="soon"), "no range: 'soon'"),
        (put(COVERAGE, "startDateTime", value="2026-03-18T00:00:00Z"), "no range"),
        (put(COVERAGE, "endDateTime", value="2026-03-18T23:59:59Z"), "covers 2026-03-17 to 2026-03-18"),
        (put(COVERAGE, "endDateTime", value="2026-04-17T23:59:59Z"), "days to come, until 2026-04-17"),
    ],
)
def test_metadata_that_disagrees_is_told_by_what_differs(change: Callable[[dict[str, Any]], None], words: str) -> None:
    """Each disagreement has a sentence that shows the offending value."""
    document = copy.deepcopy(RIGHT)
    change(document)
    assert words in " ".join(differences(document, ASKED, PLACES))


WHOLE = b'a,b\n1,"x, y"\n2,z\n'


def test_a_whole_report_is_read() -> None:
    """The header and the number of rows below it are told; a mark of byte order is not part of the header."""
    for text in (WHOLE, b"\xef\xbb\xbf" + WHOLE, WHOLE.replace(b"\n", b"\r\n")):
        table = read_table(text, len(text))
        assert (table.columns, table.rows, table.problem) == (("a", "b"), 2, "")
    assert read_table(b"a,b\n", 4).rows == 0


@pytest.mark.parametrize(
    ("data", "size", "words"),
    [
        (WHOLE, len(WHOLE) + 1, f"{len(WHOLE)} of {len(WHOLE) + 1} bytes"),
        (WHOLE[:-1], len(WHOLE) - 1, "line feed"),
        (b'a,b\n1,"x', 8, "cut off or is no CSV"),
        (b"a,b\n1\n", 6, "row 2 has 1 columns, its header 2"),
        (b"a,b\n1,2,3\n", 10, "row 2 has 3 columns"),
        (b"", 0, "no header"),
        (b"\n", 1, "no header"),
        (b"a,\xff\n", 4, "not UTF-8 at byte 2"),
    ],
)
def test_a_report_that_is_not_whole_is_told(data: bytes, size: int, words: str) -> None:
    """A file that is cut off, torn, empty or not text has a sentence that says where."""
    assert words in read_table(data, size).problem


@given(st.integers(0, len(WHOLE) - 1))
def test_no_cut_goes_unnoticed_but_at_a_rows_end(length: int) -> None:
    """Wherever a file is cut, its size as told by S3 or its last row shows it, unless whole rows are missing."""
    cut = WHOLE[:length]
    assert read_table(cut, len(WHOLE)).problem
    assert bool(read_table(cut, length).problem) is not (length > 0 and WHOLE[length - 1 : length] == b"\n")
