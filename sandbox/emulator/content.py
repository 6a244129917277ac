"""The rows of the CSV files: the sandbox's invention.

The service's column names and contents are not in its guide or model; these are plausible stand-ins [inferred], the
same at each request for the same account, type and day. No consumer should be tested against them.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.smoke.calendar import Coverage

_CUSTOMER: Final = ("Customer AWS Account Number", "Country", "State", "City", "Zip Code", "Email Domain")
_PRODUCT: Final = ("Product Code", "Product Title")
_MONEY: Final = ("Gross Revenue", "AWS Revenue Share", "Net Revenue", "Currency")
_DISBURSED: Final = (*_PRODUCT, *_MONEY, "Disbursement Date")

_FAMILIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("customer_subscriber_", (*_PRODUCT, *_CUSTOMER, "Subscription Start Date", "Subscription Id")),
    ("daily_business_usage", (*_PRODUCT, "Instance Type", "Usage Units", "Usage Type")),
    ("daily_business_fees", (*_PRODUCT, "Instance Type", "Usage Units", *_MONEY)),
    ("daily_business_", (*_PRODUCT, *_CUSTOMER, "Instance Type", "Subscription Id")),
    ("monthly_revenue_", (*_PRODUCT, *_CUSTOMER, *_MONEY, "Transaction Date")),
    ("disbursed_amount_by_product", _DISBURSED),
    ("disbursed_amount_by_instance", (*_PRODUCT, "Instance Type", "Usage Units", *_MONEY)),
    ("disbursed_amount_by_customer", (*_CUSTOMER, *_MONEY)),
    ("disbursed_amount_by_", (*_DISBURSED, "Days", "Uncollected Funds")),
    ("sales_compensation_", (*_CUSTOMER, *_PRODUCT, "Transaction Date", *_MONEY)),
    ("us_sales_and_use_tax_", (*_CUSTOMER, *_PRODUCT, "Transaction Date", "Taxable Amount", "Tax Amount", "Currency")),
)
_PLACES: Final = (
    ("US", "WA", "Seattle", "98109"),
    ("US", "NY", "New York", "10001"),
    ("DE", "BE", "Berlin", "10115"),
    ("JP", "13", "Tokyo", "100-0001"),
    ("BR", "SP", "Sao Paulo", "01000-000"),
)
_PRODUCTS: Final = (("prod-sandbox1", "Sandbox Gateway, Standard"), ("prod-sandbox2", 'Sandbox "Insight" AMI'))
_TYPES: Final = ("m7g.large", "c7i.xlarge", "r6i.2xlarge", "t3.medium")


def csv_file(account: str, data_set_type: str, publication: date, covered: Coverage) -> str:
    """A type's CSV file for a publication.

    Args:
        account: The seller; another one gets other rows.
        data_set_type: The type.
        publication: The publication's date.
        covered: The days that dated columns fall into.

    Returns:
        A header and three to twelve rows, RFC 4180 with line feeds.
    """
    chance = random.Random(f"{account}/{data_set_type}/{publication}")  # noqa: S311 - repeatable rows, no secret
    columns = next(columns for family, columns in _FAMILIES if data_set_type.startswith(family))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for _ in range(chance.randint(3, 12)):
        row = _row(chance, covered)
        writer.writerow([row[column] for column in columns])
    return text.getvalue()


def _row(chance: random.Random, covered: Coverage) -> dict[str, str]:
    country, state, city, zip_code = chance.choice(_PLACES)
    code, title = chance.choice(_PRODUCTS)
    gross = chance.randint(100, 500_000)
    share = gross // 5
    days = (covered.end.date() - covered.start.date()).days
    day: Callable[[], str] = lambda: str(covered.start.date() + timedelta(days=chance.randint(0, days)))  # noqa: E731 - three columns share it
    return {
        "Customer AWS Account Number": f"{chance.randrange(10**12):012d}",
        "Country": country,
        "State": state,
        "City": city,
        "Zip Code": zip_code,
        "Email Domain": chance.choice(("example.com", "example.org", "example.net")),
        "Product Code": code,
        "Product Title": title,
        "Instance Type": chance.choice(_TYPES),
        "Usage Units": str(chance.randint(1, 744)),
        "Usage Type": "BoxUsage",
        "Subscription Start Date": day(),
        "Subscription Id": f"sub-{chance.getrandbits(48):012x}",
        "Gross Revenue": _money(gross),
        "AWS Revenue Share": _money(share),
        "Net Revenue": _money(gross - share),
        "Currency": "USD",
        "Disbursement Date": day(),
        "Transaction Date": day(),
        "Days": str(chance.choice((30, 60, 90, 120))),
        "Uncollected Funds": _money(chance.randint(0, 10_000)),
        "Taxable Amount": _money(gross),
        "Tax Amount": _money(gross // 11),
    }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
