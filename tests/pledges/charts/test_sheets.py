"""The figures of charts are those of the API, and every chart says them in words."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from pledges.answers import AsOf, Figure
from pledges.answers.as_of import as_of_from, stored_moment
from pledges.answers.filters import parse_moment
from pledges.charts import SHEETS, as_csv, sheet_of
from pledges.charts.chart_catalogue import shown_on_pages
from pledges.charts.sheets.chart_sheet import Sheet
from pledges.charts.sheets.heat_sheet import compact
from tests import factories
from tests.pledges import staff_steps

CHARTS = (
    ("promised_delivered", "air_defence"),
    ("promised_delivered", "all"),
    ("promised_delivered", "money"),
    ("system_over_time", "patriot"),
    ("system_over_time", "patriot.launcher"),
    ("value_over_time", "all"),
    ("system_donors", "patriot"),
    ("donor_systems", "all"),
    ("donor_systems", "air_defence"),
    ("gap_waterfall", "patriot"),
    ("donor_timeliness", "DEU"),
    ("donor_map", "promised"),
    ("donor_map", "delivered"),
    ("meeting_flow", "udcg-28"),
    ("deliveries_by_month", "all"),
    ("deliveries_by_month", "patriot"),
)
CLOCKS = ("", "valid_at=2025-06-10", "known_at=v2", "valid_at=2025-06-16&known_at=v1")


def sheet(name: str, key: str, as_of: AsOf) -> Sheet:
    """Return a sheet that has to be there."""
    found = sheet_of(name, key, as_of)
    assert found is not None, (name, key)
    return found


def at(clocks: str) -> AsOf:
    """Return a moment by its clock parameters."""
    pairs = dict(part.split("=") for part in clocks.split("&") if part)
    return parse_moment(pairs.get("valid_at"), pairs.get("known_at"), now=staff_steps.NOW)


def api(client: Client, path: str, clocks: str) -> list[dict[str, Any]]:
    """Return the rows of a list of the API at a moment."""
    answer = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}page_size=500&{clocks}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def bounds(estimate: Any) -> tuple[Decimal, Decimal | None]:
    """Return low and high of an estimate of the API or of a sheet, as numbers."""
    if isinstance(estimate, dict):
        low, high = estimate["low"], estimate["high"]
    else:
        low, high = estimate.low, estimate.high
    return Decimal(str(low)), None if high is None else Decimal(str(high))


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("clocks", CLOCKS)
def test_bars_of_systems_have_the_figures_of_the_api(client: Client, clocks: str) -> None:
    rows = api(client, "summaries/systems/?capability=air_defence", clocks)
    shown = sheet("promised_delivered", "air_defence", at(clocks)).rows
    assert {(row[0], row[1]): tuple(map(bounds, row[3:])) for row in shown} == {
        (row["system_name"], row["unit"]): tuple(bounds(row[name]) for name in ("promised", "delivered", "firm"))
        for row in rows
        if row["pledges"]
    }


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("clocks", CLOCKS)
def test_end_of_a_history_has_the_figures_of_the_api(client: Client, clocks: str) -> None:
    row = api(client, "summaries/systems/?system=patriot&unit=battery", clocks)[0]
    steps = sheet("system_over_time", "patriot", at(clocks)).rows
    assert [bounds(part) for part in steps[-1][1:]] == [bounds(row["promised"]), bounds(row["delivered"])]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("clocks", CLOCKS)
def test_map_and_table_of_donors_have_the_figures_of_the_api(client: Client, clocks: str) -> None:
    rows = {row["donor"]: row for row in api(client, "summaries/donors/", clocks)}
    tiles = sheet("donor_map", "promised", at(clocks)).rows
    assert {row[0]: row[2] for row in tiles} == {code: row["pledges"] for code, row in rows.items()}
    stated = {row[0]: bounds(row[4]) for row in tiles if row[4] is not None}
    assert stated == {code: bounds(rows[code]["value_eur"]["promised"]) for code in stated}

    cells = {tuple(row[:3]): bounds(row[3]) for row in sheet("donor_systems", "all", at(clocks)).rows}
    assert cells == {
        (row["name"], part["system_name"], part["unit"]): bounds(part["promised"])
        for row in rows.values()
        for part in row["systems"]
        if part["kind"] != "money" and part["promised"]["high"] != 0
    }


@pytest.mark.usefixtures("ledger")
def test_waterfall_has_the_figures_of_the_api(client: Client) -> None:
    row = api(client, "gaps/?system=patriot", "")[0]
    steps = sheet("gap_waterfall", "patriot", at("")).rows
    assert [bounds(figure) for _label, figure in steps] == [
        bounds(row["required"]),
        bounds(row["secured"]),
        bounds(row["gap"]),
    ]


@pytest.mark.usefixtures("ledger")
def test_flow_counts_each_pledge_of_the_meeting_once(client: Client) -> None:
    rows = api(client, "pledges/?meeting=udcg-28&counted=true", "")
    shown = sheet("meeting_flow", "udcg-28", at("")).rows
    assert sum(count for _donor, _state, count in shown) == len(rows) == 1


def test_history_agrees_with_the_sums_of_every_day_it_names(catalogue: None) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", quantity="4", occurred="2025-01-10"),
        staff_steps.pledge_row(external_reference="row:b", donors="NOR", quantity="about 3", occurred="March 2025"),
        staff_steps.pledge_row(external_reference="row:c", donors="NLD", quantity="several", occurred="2025-04-01"),
    )
    factories.publish_rows(
        staff_steps.entry_row("row:a", external_reference="row:a1", quantity="up to 2", occurred="May 2025"),
        staff_steps.entry_row("row:a", external_reference="row:a2", quantity="1", occurred="2025-05-20"),
        staff_steps.entry_row(
            "row:b", external_reference="row:b1", quantity="2", stage="withdrawn", occurred="2025-06-01"
        ),
    )
    factories.project()
    steps = sheet("system_over_time", "patriot", at("")).rows
    assert len(steps) >= 6
    for day, promised, delivered in steps:
        bars = sheet("promised_delivered", "air_defence", at(f"valid_at={day}")).rows
        assert [bounds(part) for part in bars[0][3:5]] == [bounds(promised), bounds(delivered)], day


@pytest.mark.parametrize(("name", "key"), CHARTS)
def test_every_chart_says_its_title_unit_and_main_values(as_of: AsOf, name: str, key: str) -> None:
    found = sheet(name, key, as_of)
    assert found.title
    assert found.unit
    assert any(sign.isdigit() for sign in found.alt)
    assert found.rows
    assert {len(row) for row in found.rows} == {len(found.columns)}
    assert found.home.startswith("/")


@pytest.mark.parametrize("name", SHEETS)
def test_charts_of_nothing_are_none_or_say_so(as_of: AsOf, name: str) -> None:
    assert sheet_of(name, "nothing-of-the-kind", as_of) is None
    assert sheet_of(name, "a\x00b", as_of) is None
    assert sheet_of("no_such_chart", "patriot", as_of) is None


def test_systems_without_a_stated_need_have_no_waterfall_to_draw(as_of: AsOf) -> None:
    found = sheet("gap_waterfall", "patriot.launcher", as_of)
    assert (found.marks, found.alt) == ({}, "No need is stated in launchers.")


def test_signalled_promises_are_in_no_chart(as_of: AsOf) -> None:
    assert "Netherlands" not in as_csv(sheet("system_donors", "patriot", as_of))
    assert "NLD" not in as_csv(sheet("donor_map", "promised", as_of))


def test_open_bounds_are_empty_in_the_download_and_never_zero(catalogue: None) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(quantity="at least 6"), staff_steps.pledge_row(donors="NOR", quantity="undisclosed")
    )
    factories.project()
    lines = as_csv(sheet("system_donors", "patriot", at(""))).splitlines()
    assert lines[0].lstrip("\ufeff").split(",")[2:4] == ["promised_low", "promised_high"]
    assert [line.split(",")[:4] for line in lines[1:]] == [["Germany", "1", "6", ""], ["Norway", "1", "1", ""]]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("clocks", CLOCKS)
def test_months_of_deliveries_have_the_figures_of_the_api(client: Client, clocks: str) -> None:
    rows = api(client, "totals/?group_by=delivered_month&system=patriot&unit=battery&aid_type=military", clocks)
    shown = sheet("deliveries_by_month", "patriot", at(clocks)).rows
    assert [
        (month.isoformat()[:7] if month else "undated", pledges, bounds(sums)) for month, pledges, sums in shown
    ] == [
        (row["delivered_month"], row["pledges"], bounds(row["delivered"]))
        for row in rows
        if row["delivered_month"] != "none"
    ]


def test_months_leave_out_and_say_what_may_have_come_in_several(catalogue: None) -> None:
    def delivered(quantity: str, day: str, **cells: str) -> staff_steps.Row:
        return staff_steps.pledge_row(stage="delivered", quantity=quantity, occurred=day, **cells)

    staff_steps.publish_all(
        [
            delivered("2", "2025-05-03"),
            delivered("about 10", "2025-05-30", donors="NOR"),
            delivered("1", "between 2025-03-20 and 2025-04-02"),
            staff_steps.pledge_row(quantity="7"),
        ]
    )
    factories.project()

    found = sheet("deliveries_by_month", "patriot", at(""))

    assert as_csv(found).lstrip("\ufeff").splitlines() == [
        "month,pledges,delivered_low,delivered_high,delivered_stated_low,delivered_stated_high,delivered_without_number",
        "2025-05,2,11,13,11,13,0",
        "undated,1,1,1,1,1,0",
    ]
    assert found.unit == ("2 pledges whose delivery is dated to one month. That of 1 more may lie in several months.")
    assert [(mark["month"], mark["next"], mark["low"], mark["high"]) for mark in found.marks["months"]] == [
        ("2025-05-01", "2025-06-01", 11.0, 13.0)
    ]
    everything = sheet("deliveries_by_month", "all", at(""))
    assert [row[1] for row in everything.rows] == [2, 1]


def test_cells_say_bounds_in_little_room() -> None:
    said = {
        "6": Figure(Decimal(6), None, Decimal(6)),
        "6–8": Figure(Decimal(6), None, Decimal(8)),
        "≥6": Figure(Decimal(6), None, None),
        "some": Figure(Decimal(1), None, None),
        "≤8": Figure(Decimal(0), None, Decimal(8)),
        "12k": Figure(Decimal(12_345), None, Decimal(12_345)),
    }
    assert [compact(figure) for figure in said.values()] == list(said)


def test_pages_show_charts_that_exist(as_of: AsOf) -> None:
    every = list(shown_on_pages(as_of))
    assert len(every) == len(set(every)) > 20
    assert [chart for chart in every if sheet_of(*chart, as_of) is None] == []


def test_empty_ledger_has_sheets_without_marks(catalogue: None) -> None:
    as_of = as_of_from(stored_moment(), now=staff_steps.NOW)
    drawn = {(name, key): sheet_of(name, key, as_of) for name, key in CHARTS}
    assert [chart for chart, found in drawn.items() if found is not None and found.marks] == []
