"""Every header of the main data, as each release spells it, in every form that the file comes in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_layouts import Layout, find_layout
from pledges.intake.importers.kiel.kiel_reading import KielRow, read_rows
from pledges.intake.importers.sheets import open_sheets
from tests.pledges.intake.importers.lookalikes import R18_HEADER, SNAKE_HEADER, Cell, as_csv, as_xlsx, patriot

FORMS = ("xlsx", "utf-8", "utf-8-sig", "utf-16")
FIELD_HEADERS = {
    "id": ("ID", "id ", "activity_id", "Activity ID"),
    "donor": ("Countries", "countries", "Country", "donor", "Donor"),
    "announced": ("Announcement Date", "announcement_date", "announcement date "),
    "aid_type": ("Type of Aid General", "aid_type_general", "Type of aid general"),
    "specific": ("Type of Aid Specific", "aid_type_specific"),
    "explanation": ("Explanation", "explanation"),
    "currency": ("Original Currency", "reporting_currency"),
    "measure": ("Type of donation", "measure", "Type of Donation "),
    "item": ("Items", "item", "Item"),
    "item_type": ("Type of Item", "item_type"),
    "sub_type": ("Sub-type of item", "Sub-Type of Item", "item_sub_type"),
    "units": ("No. of Units", "item_numb", "No. of units "),
    "delivered": ("No. of Units Delivered (in-kind military aid)", "item_numb_deliv", "No. of Units Delivered"),
    "total": ("Total ", "Total", "tot_activity_value"),
    "total_eur": ("Converted Value in EUR", "tot_activity_value_EUR"),
    "allocated": ("Allocated Total", "tot_sub_activity_value"),
    "allocated_eur": ("Allocated Total in EUR", "tot_sub_activity_value_EUR"),
    "redistributed": ("Allocated Total in EUR (redistributed)", "tot_sub_activity_value_EUR_redistr"),
    "allocation": ("Allocation ID", "sub_activity_id", "Allocation ID "),
    "official": ("Official Source", "official_source"),
    "source_1": ("Source of Aid 1", "source_of_aid_1"),
    "source_2": ("Source of Aid 2", "source_of_aid_2"),
    "source_3": ("Source of Aid 3",),
    "source_4": ("Source of Aid 4",),
}
OTHER_HEADERS = (
    "Monetary Value as Given by Source", "Soviet Origin (1)", "Unit Price in USD",
    "Value Committed (own estimate, in USD)", "Value Delivered (own estimate, in USD)",
    "Total monetary value delivered in EUR", "Allocations without specific date (1=yes)", "Reallocation_package_ID",
    "Source for Delivery", "International Initiative", "Bilateral loan/grant made through IMF or WB?",
    "Updated/newly added entry", "Deliveries = Commitments (1=yes, 0=no)", "MonthCoding2", "Month3", "BeforeWar4",
    "Short term", "Earmarked year", "Ukraine Asked for it dummy (=1)", "in-kind dummy", "EU", "EU_geo",
    "non EU NATO member", "benchmark_check (% of total value)", "% difference from the value by the source",
    "item_price_USD", "item_value_estimate_USD", "item_value_estimate_deliv_USD", "tot_value_deliv_EUR",
    "month_exists_dummy", "month", "earmarked_year",
)  # fmt: skip
VALUES: dict[str, Cell] = {
    "id": "DEM1", "donor": "Germany", "announced": "2024-06-21", "aid_type": "Military ", "specific": "Weapons ",
    "explanation": "Words", "currency": "USD", "measure": "Allocation", "item": "IRIS-T SLM",
    "item_type": "Heavy weapon", "sub_type": "Medium-range SAM system", "units": 3, "delivered": "undisclosed",
    "total": 200, "total_eur": 180, "allocated": 110, "allocated_eur": 100, "redistributed": 100,
    "allocation": "DEM1_1", "official": "No ", "source_1": "https://a.example", "source_2": "https://b.example",
    "source_3": ":", "source_4": ".",
}  # fmt: skip
FIRST = {field: headers[0] for field, headers in FIELD_HEADERS.items()}
OLD = tuple(name for name in FIELD_HEADERS if name not in ("measure", "allocated", "allocated_eur", "redistributed"))


def store_and_find_layout(
    rows: Sequence[Sequence[Cell]], form: str, *, sheet: str = "Bilateral Assistance, MAIN DATA"
) -> Layout:
    """Return the layout found in a file with these rows, in one of the forms."""
    content = as_xlsx({"Notes": [["Words"]], sheet: rows}) if form == "xlsx" else as_csv(rows, encoding=form)
    layout = find_layout(open_sheets(content, filename="kiel.xlsx" if form == "xlsx" else "kiel.csv"))
    assert layout is not None
    return layout


def only_row(layout: Layout) -> KielRow:
    """Return the one row of a file, which has no problems."""
    (row,), problems = read_rows(layout)
    assert problems == []
    return row


def facts(row: KielRow) -> dict[str, object]:
    """Return all that a row says."""
    return {name: getattr(row, name) for name in KielRow.__slots__ if name not in ("line", "notes", "shares")}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("field", "header"), [(field, header) for field, headers in FIELD_HEADERS.items() for header in headers]
)
def test_every_spelling_of_every_header_reads_the_same(field: str, header: str, form: str) -> None:
    usual = store_and_find_layout([list(FIRST.values()), list(VALUES.values())], form)
    renamed = store_and_find_layout([list({**FIRST, field: header}.values()), list(VALUES.values())], form)
    assert facts(only_row(renamed)) == facts(only_row(usual))
    assert renamed.header_in_file(field) == header.strip()


@pytest.mark.parametrize("form", FORMS)
def test_columns_in_another_order_among_unknown_ones_read_the_same(form: str) -> None:
    usual = store_and_find_layout([list(FIRST.values()), list(VALUES.values())], form)
    fields = list(reversed(FIRST))
    header = ["", *OTHER_HEADERS, *(FIRST[name] for name in fields), "Sub-type of item", "Unnamed: 53", "retrieved"]
    cells = ["", *("." for _ in OTHER_HEADERS), *(VALUES[name] for name in fields), "other", "x", "2024"]
    title: list[Cell] = ["Ukraine Support Tracker"]
    moved = store_and_find_layout([title, [], header, [], cells], form)
    assert facts(only_row(moved)) == facts(only_row(usual))
    assert only_row(moved).line == 5


@pytest.mark.parametrize("form", FORMS)
def test_releases_before_allocations_have_one_sum_for_a_package(form: str) -> None:
    header = [FIRST[name] for name in OLD if name != "allocation"]
    row = only_row(store_and_find_layout([header, [VALUES[name] for name in OLD if name != "allocation"]], form))
    assert (row.stage, row.allocation, row.amount, row.currency, row.value_eur) == ("announced", "0", 200, "USD", 180)


@pytest.mark.parametrize("form", FORMS)
def test_snake_case_layout_without_the_columns_that_it_lost(form: str) -> None:
    rows = [[SNAKE_HEADER[name] for name in R18_HEADER if name in SNAKE_HEADER]]
    cells = patriot(units=3, delivered=1)
    rows.append([cells.get(name) for name in R18_HEADER if name in SNAKE_HEADER])  # type: ignore[misc]  # cells of a file
    row = only_row(store_and_find_layout(rows, form, sheet="Bilateral Assistance, MAIN DATA "))
    assert (row.package, row.allocation, row.stage, row.units, row.delivered) == (
        "DEM1",
        "DEM1_1",
        "committed",
        "3",
        "1",
    )


@pytest.mark.parametrize(
    "name", ["Bilateral assistance, MAIN DATA", "BILATERAL ASSISTANCE, MAIN DATA ", "Main data (R9)"]
)
def test_sheet_is_known_by_its_name_among_copies(name: str) -> None:
    rows = [list(FIRST.values()), list(VALUES.values())]
    content = as_xlsx({"Copy": [*rows, list(VALUES.values())], name: rows})
    layout = find_layout(open_sheets(content, filename="kiel.xlsx"))
    assert layout is not None
    assert layout.sheet.name == name


def test_cells_with_errors_are_problems_of_their_row() -> None:
    rows = [list(FIRST.values()), list({**VALUES, "units": "=1+1", "delivered": "#REF!"}.values())]
    rows, problems = read_rows(store_and_find_layout(rows, "xlsx"))  # type: ignore[assignment]  # rows as read
    assert [(row.units, row.delivered, row.value_eur) for row in rows] == [("", "", 100)]  # type: ignore[attr-defined]  # rows as read
    assert [(one.row, one.column, one.value) for one in problems] == [
        (2, "No. of Units", "=1+1"),
        (2, "No. of Units Delivered (in-kind military aid)", "#REF!"),
    ]


def test_damaged_file_is_refused() -> None:
    with pytest.raises(FileProblem, match="damaged"):
        list(open_sheets(as_xlsx({"MAIN DATA": [list(FIRST.values())]})[:-30], filename="kiel.xlsx"))
