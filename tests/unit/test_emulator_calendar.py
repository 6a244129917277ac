"""The data sets' calendar, held against the installed service model."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.smoke.calendar import Cadence, coverage, data_set, data_sets, newest_expected, parse, published
from policies.errors import ArgumentError, DocumentError

EARLY = date(2017, 9, 15)
TABLE: dict[str, tuple[date | None, Cadence | None]] = {
    "customer_subscriber_hourly_monthly_subscriptions": (EARLY, Cadence.DAILY),
    "customer_subscriber_annual_subscriptions": (EARLY, Cadence.DAILY),
    "daily_business_usage_by_instance_type": (EARLY, Cadence.DAILY),
    "daily_business_fees": (EARLY, Cadence.DAILY),
    "daily_business_free_trial_conversions": (EARLY, Cadence.DAILY),
    "daily_business_new_instances": (EARLY, Cadence.DAILY),
    "daily_business_new_product_subscribers": (EARLY, Cadence.DAILY),
    "daily_business_canceled_product_subscribers": (EARLY, Cadence.DAILY),
    "monthly_revenue_billing_and_revenue_data": (EARLY, Cadence.MONTHLY),
    "monthly_revenue_annual_subscriptions": (EARLY, Cadence.MONTHLY),
    "monthly_revenue_field_demonstration_usage": (date(2018, 3, 15), Cadence.MONTHLY),
    "monthly_revenue_flexible_payment_schedule": (date(2018, 11, 15), Cadence.MONTHLY),
    "disbursed_amount_by_product": (EARLY, Cadence.THIRTY_DAYS),
    "disbursed_amount_by_product_with_uncollected_funds": (None, None),
    "disbursed_amount_by_instance_hours": (EARLY, Cadence.THIRTY_DAYS),
    "disbursed_amount_by_customer_geo": (EARLY, Cadence.THIRTY_DAYS),
    "disbursed_amount_by_age_of_uncollected_funds": (EARLY, Cadence.THIRTY_DAYS),
    "disbursed_amount_by_age_of_disbursed_funds": (EARLY, Cadence.THIRTY_DAYS),
    "disbursed_amount_by_age_of_past_due_funds": (date(2018, 4, 7), Cadence.THIRTY_DAYS),
    "disbursed_amount_by_uncollected_funds_breakdown": (date(2019, 10, 4), Cadence.THIRTY_DAYS),
    "customer_profile_by_industry": (None, None),
    "customer_profile_by_revenue": (None, None),
    "customer_profile_by_geography": (None, None),
    "sales_compensation_billed_revenue": (EARLY, Cadence.MONTHLY),
    "us_sales_and_use_tax_records": (EARLY, Cadence.MONTHLY),
}
DAILY = "daily_business_fees"
MONTHLY = "us_sales_and_use_tax_records"
THIRTY = "disbursed_amount_by_product"
DEPRECATED = "customer_profile_by_industry"
times = st.datetimes(min_value=datetime(2018, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone itself


def test_calendar_matches_the_installed_model() -> None:
    """The 25 types of the installed model have the dates and cadences known here, so a model update is noticed."""
    assert {each.name: (each.first, each.cadence) for each in data_sets()} == TABLE
    assert [each.name for each in data_sets() if each.deprecated] == [n for n, (first, _) in TABLE.items() if not first]


@pytest.mark.parametrize(
    ("documentation", "says"),
    [
        ("<strong>a</strong> <p>From 2017-09-15 to present: Available weekly.</p>", "words"),
        ("<strong>a</strong> <p>Soon.</p>", "words"),
        ("<strong>b</strong> <p>This data set is deprecated.</p>", "a, b"),
        ("", "a"),
    ],
)
def test_unknown_wording_is_an_error(documentation: str, says: str) -> None:
    """Documentation in another form is refused, with the type's name, rather than misread."""
    with pytest.raises(DocumentError, match=says):
        parse(["a"], documentation)


@pytest.mark.parametrize(
    ("name", "now", "expected"),
    [
        (DAILY, "2026-03-01T00:00:00+00:00", date(2026, 2, 28)),
        (DAILY, "2026-03-01T23:59:59+00:00", date(2026, 2, 28)),
        (DAILY, "2026-03-01T01:00:00+02:00", date(2026, 2, 27)),
        (DAILY, "2017-09-15T12:00:00+00:00", None),
        (DAILY, "2017-09-16T00:00:00+00:00", EARLY),
        (MONTHLY, "2026-03-15T23:59:59+00:00", date(2026, 2, 15)),
        (MONTHLY, "2026-03-16T00:00:00+00:00", date(2026, 3, 15)),
        (MONTHLY, "2026-01-02T00:00:00+00:00", date(2025, 12, 15)),
        (THIRTY, "2026-03-01T12:00:00+00:00", date(2026, 2, 28)),
        (DEPRECATED, "2026-03-01T12:00:00+00:00", None),
    ],
)
def test_newest_expected(name: str, now: str, expected: date | None) -> None:
    """The newest date is the last whose deadline, 24:00 UTC, has passed."""
    assert newest_expected(name, datetime.fromisoformat(now)) == expected


@pytest.mark.parametrize(
    ("name", "asked", "found"),
    [
        (DAILY, date(2026, 2, 28), date(2026, 2, 28)),
        (DAILY, date(2026, 3, 1), None),
        (DAILY, date(2017, 9, 14), None),
        (MONTHLY, date(2026, 2, 1), date(2026, 2, 15)),
        (MONTHLY, date(2026, 2, 28), date(2026, 2, 15)),
        (MONTHLY, date(2026, 3, 1), None),
        (THIRTY, EARLY, EARLY),
        (THIRTY, EARLY + timedelta(days=29), EARLY),
        (THIRTY, EARLY + timedelta(days=30), EARLY + timedelta(days=30)),
        (THIRTY, date(2026, 9, 1), None),
        (DEPRECATED, date(2026, 2, 1), None),
    ],
)
def test_published(name: str, asked: date, found: date | None) -> None:
    """A request finds the publication of its day, its month, or the newest of the last 31 days."""
    assert published(name, asked, datetime(2026, 3, 1, 12, tzinfo=UTC)) == found


@given(name=st.sampled_from([n for n, (first, _) in TABLE.items() if first]), now=times)
def test_newest_expected_is_always_answered(name: str, now: datetime) -> None:
    """What `newest_expected` proposes is found by `published`, and what it covers ends before it is due."""
    newest = newest_expected(name, now)
    if newest is None:
        assert now.date() <= date(2019, 10, 5)
        return
    found = published(name, newest, now)
    assert found is not None
    assert found <= newest
    assert coverage(name, found).end < now


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        (DAILY, "2026-02-28T00:00:00+00:00", "2026-02-28T23:59:59+00:00"),
        (MONTHLY, "2026-02-01T00:00:00+00:00", "2026-02-28T23:59:59+00:00"),
        (THIRTY, "2026-01-30T00:00:00+00:00", "2026-02-28T23:59:59+00:00"),
    ],
)
def test_coverage(name: str, start: str, end: str) -> None:
    """A publication covers the day, the month or the 30 days before it."""
    covered = coverage(name, date(2026, 3, 1))
    assert (covered.start.isoformat(), covered.end.isoformat()) == (start, end)


def test_wrong_arguments_are_named() -> None:
    """An unknown type and a naive time are refused by the argument's name."""
    with pytest.raises(ArgumentError, match="data_set_type"):
        data_set("sales")
    with pytest.raises(ArgumentError, match="now"):
        newest_expected(DAILY, datetime(2026, 3, 1))  # noqa: DTZ001 - the naive time is the point
