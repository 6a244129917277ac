"""What values of callers' code mean: regions as each SDK spells them, and days as each language reckons them."""

from __future__ import annotations

import pytest

from checks.documents.source import Source
from checks.regions.callers import scan
from checks.regions.callers.naming import Style, argument_of, operation_of, operations
from checks.regions.callers.values import region_named, type_named
from checks.smoke.calendar import data_sets

PYTHON = """\
from datetime import date, datetime, timedelta, timezone, UTC
from zoneinfo import ZoneInfo
import time
day = {}
client.generate_data_set(dataSetPublicationDate=day, **rest)
"""
JAVASCRIPT = """\
const day = {};
client.generateDataSet({{ dataSetPublicationDate: day, ...rest }});
"""
JAVA = """\
class A {{ void ask() {{ client.generateDataSet(r -> r.dataSetPublicationDate({})); }} }}
"""
GO = """\
package main
func ask() error {{
	day := {}
	_, err := c.GenerateDataSet(ctx, &m.GenerateDataSetInput{{DataSetPublicationDate: day}})
	return err
}}
"""
CSHARP = """\
class A {{ void Ask() {{ client.GenerateDataSet(new GenerateDataSetRequest {{ DataSetPublicationDate = {} }}); }} }}
"""
SHELL = """\
aws marketplacecommerceanalytics generate-data-set --region us-east-1 --data-set-publication-date {} "$@"
"""
PROGRAMS = {"py": PYTHON, "js": JAVASCRIPT, "java": JAVA, "go": GO, "cs": CSHARP, "sh": SHELL}
TODAY, LOCAL = "date-not-yet-published", "local-date"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("US_EAST_1", "us-east-1"),
        ("USEast1", "us-east-1"),
        ("UsEast1RegionID", "us-east-1"),
        ("us-east-1", "us-east-1"),
        ("EU_CENTRAL_1", "eu-central-1"),
        ("APSoutheast2", "ap-southeast-2"),
        ("USGovCloudWest1", None),
        ("US_GOV_WEST_1", "us-gov-west-1"),
        ("AWS_GLOBAL", None),
        ("region", None),
        ("", None),
    ],
)
def test_regions_are_known_by_every_sdks_spelling(name: str, region: str | None) -> None:
    """Members of the SDKs' lists of regions are read as the regions that they stand for."""
    assert region_named(name) == region


@pytest.mark.parametrize("kind", [one.name for one in data_sets()])
def test_types_are_known_by_every_sdks_spelling(kind: str) -> None:
    """Members of the SDKs' lists of types are read as the types that they stand for."""
    pascal = "".join(word.capitalize() for word in kind.split("_"))
    assert {type_named(name) for name in (kind, kind.upper(), pascal, f"DataSetType{pascal}")} == {kind}
    assert type_named(f"{pascal}X") is None


@pytest.mark.parametrize("operation", ["GenerateDataSet", "StartSupportDataExport"])
@pytest.mark.parametrize("style", list(Style))
def test_operations_and_arguments_are_known_in_every_style(operation: str, style: Style) -> None:
    """What a style spells is read back."""
    assert operation_of(style.spell(operation)) == operation
    for argument in operations()[operation][0]:
        assert argument_of(operation, style.spell(argument)) == argument


@pytest.mark.parametrize(
    ("ending", "expression", "rule"),
    [
        ("py", "datetime.now()", TODAY),
        ("py", "datetime.today()", TODAY),
        ("py", "datetime.utcnow()", TODAY),
        ("py", "datetime.now(UTC)", TODAY),
        ("py", "datetime.now(tz=timezone.utc).isoformat()", TODAY),
        ("py", "date.today().strftime('%Y-%m-%d')", TODAY),
        ("py", "time.strftime('%Y-%m-%d')", TODAY),
        ("py", "f'{date.today()}T00:00:00Z'", TODAY),
        ("py", "str(date.today())", TODAY),
        ("py", "datetime.now(UTC) + timedelta(days=1)", TODAY),
        ("py", "datetime.now(UTC) - timedelta(hours=2)", TODAY),
        ("py", "datetime.now(UTC).replace(hour=0, minute=0)", TODAY),
        ("py", "datetime.now(UTC) - timedelta(days=1)", None),
        ("py", "datetime.now(UTC) - timedelta(weeks=1)", None),
        ("py", "datetime.now(UTC).replace(day=1)", None),
        ("py", "datetime.now() - timedelta(days=1)", LOCAL),
        ("py", "date.today() - timedelta(1)", LOCAL),
        ("py", "datetime.now(ZoneInfo('Europe/Berlin')) - timedelta(days=1)", LOCAL),
        ("py", "date.today() - timedelta(days=2)", None),
        ("py", "datetime.now(zone) - timedelta(days=1)", None),
        ("py", "datetime.now(UTC) - delta", None),
        ("py", "'2026-11-01'", None),
        ("js", "new Date()", TODAY),
        ("js", "Date.now()", TODAY),
        ("js", "new Date().toISOString().slice(0, 10)", TODAY),
        ("js", "new Date(Date.now() - 24 * 60 * 60 * 1000)", None),
        ("js", "new Date(2026, 10, 1)", None),
        ("js", "dayjs().subtract(1, 'day')", LOCAL),
        ("js", "new Date().toLocaleDateString()", TODAY),
        ("java", "Instant.now()", TODAY),
        ("java", "Instant.now().minus(1, ChronoUnit.DAYS)", None),
        ("java", "Instant.now().minus(Duration.ofDays(1))", None),
        ("java", "LocalDate.now().minusDays(1)", LOCAL),
        ("java", "LocalDate.now(ZoneOffset.UTC).minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()", None),
        ("go", "aws.Time(time.Now())", TODAY),
        ("go", "aws.Time(time.Now().UTC().AddDate(0, 0, -1))", None),
        ("go", "aws.Time(time.Now().Add(-24 * time.Hour))", None),
        ("cs", "DateTime.UtcNow", TODAY),
        ("cs", "DateTime.UtcNow.AddDays(-1)", None),
        ("cs", "DateTime.Today.AddDays(-1)", LOCAL),
        ("cs", "DateTime.Today", TODAY),
        ("sh", "$(date +%F)", TODAY),
        ("sh", "`date +%Y-%m-%d`", TODAY),
        ("sh", '"$(date -u +%FT00:00:00Z)"', TODAY),
        ("sh", "$(date -u -d yesterday +%F)", None),
        ("sh", "$(date -u --date='1 day ago' +%F)", None),
        ("sh", "$(TZ=UTC date -d '2 days ago' +%F)", None),
        ("sh", "$(date -u -v-1d +%F)", None),
        ("sh", "$(date -d '-1 day' +%F)", LOCAL),
        ("sh", "$(date -d '3 days ago' +%F)", None),
        ("sh", "$(date +%Y-%m)-01", None),
        ("sh", "$(date -d 'last monday' +%F)", None),
        ("sh", "$(./yesterday)", None),
    ],
)
def test_days_are_reckoned_as_the_language_does(ending: str, expression: str, rule: str | None) -> None:
    """Today and the local yesterday are found; earlier days, and days of which nothing is known, are not."""
    source = Source(f"caller.{ending}", PROGRAMS[ending].format(expression))
    assert [one.name for one in scan(source) if one.name in {TODAY, LOCAL}] == ([rule] if rule else [])
