"""Tables as people have them: the same for every row, a column per donor, several sheets, sums at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from pledges import ledger
from pledges.intake.importers.file_layouts import ImportOptions
from pledges.intake.importers.header_mapping import header_choices
from pledges.intake.importers.import_drafts import ImportReport, import_file
from pledges.intake.importers.table_importer import read_table
from pledges.intake.importers.table_template import FILLED_IN, template
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import Cell, as_csv, as_xlsx, author

pytestmark = pytest.mark.django_db

HEADER: Sequence[Cell] = ("donor", "system", "quantity")
ROWS: list[Sequence[Cell]] = [HEADER, ("DEU", "patriot", 2), ("NOR", "nasams", 3)]
READ = [
    {"donors": "DEU", "system": "patriot", "quantity": "2"},
    {"donors": "NOR", "system": "nasams", "quantity": "3"},
]


def test_constants_fill_what_a_row_leaves_blank() -> None:
    content = (
        b"donor,system,quantity,stage,Link,amount\nDEU,patriot,2,,,5\nNOR,nasams,3,delivered,https://own.example,\n"
    )
    constants = {"stage": "announced", "source_url": "https://a.example", "source_title": "A", "currency": "EUR"}
    read = read_table(content, filename="t.csv", constants=constants)
    assert read.rows == [
        {"donors": "DEU", "system": "patriot", "quantity": "2", "amount": "5", **constants},
        {
            "donors": "NOR",
            "system": "nasams",
            "quantity": "3",
            "stage": "delivered",
            "source_url": "https://own.example",
        },
    ]
    assert [one.rule for one in read_table(content, constants={"stag": "x"}).problems] == ["unknown_column"]


def test_constants_go_where_the_action_of_a_row_has_the_column() -> None:
    read = read_table(
        b"action,reference,quantity\nentry,2025-DEU-001,1\n", constants={"unit": "battery", "stage": "delivered"}
    )
    assert read.rows == [{"action": "entry", "reference": "2025-DEU-001", "quantity": "1", "stage": "delivered"}]


def test_column_with_a_blank_header_can_be_chosen_by_its_letters() -> None:
    content = b"donor,,system\nDEU,two,patriot\nNOR,three,nasams\n"
    choices = header_choices(content, filename="t.csv")
    assert [(one.header, one.understood, one.samples) for one in choices] == [
        ("donor", True, ["DEU", "NOR"]),
        ("column B", False, ["two", "three"]),
        ("system", True, ["patriot", "nasams"]),
    ]
    read = read_table(content, filename="t.csv", chosen={"column B": "quantity"})
    assert ([row["quantity"] for row in read.rows], read.problems) == (["two", "three"], [])
    assert read_table(content, filename="t.csv", chosen={"column B": ""}).problems == []


@pytest.mark.parametrize(("holds", "column"), [("quantity", "quantity"), ("amount", "amount")])
def test_matrix_becomes_a_row_for_each_donor(holds: str, column: str) -> None:
    staff_steps.create_catalogue()
    content = b"id,system,Germany,Norway,Remarks\na:1,patriot,2,,x\na:2,nasams,0,about 3,\n"
    read = read_table(content, filename="t.csv", per_donor=holds)
    assert read.rows == [
        {"external_reference": "a:1/Germany", "system": "patriot", "note": "x", "donors": "Germany", column: "2"},
        {"external_reference": "a:2/Norway", "system": "nasams", "donors": "Norway", column: "about 3"},
    ]
    assert (read.lines, read.problems) == ([2, 3], [])
    assert {one.rule for one in read_table(content, filename="t.csv").problems} == {"unknown_header"}
    near = {one.header: one.nearest for one in header_choices(content, filename="t.csv")}
    assert (near["Germany"], near["Norway"]) == ("donors:quantity", "donors:quantity")


@pytest.mark.parametrize(
    "foot",
    [
        [("Total", None, 5)],
        [(), ("Summe:", None, 5), (), ("* as of March",)],
        [("Note: without what was bought together",)],
        [("Усього", None, 5), ("Quelle: BMVg",)][1:],
        [("Разом", None, 5)],
        [("Source:", "Ministry of Defence")],
        [("All figures are those of the ministry",)],
    ],
)
def test_sums_and_notes_at_the_foot_are_skipped_with_a_remark(foot: list[Sequence[Cell]]) -> None:
    read = read_table(as_csv([*ROWS, *foot]), filename="t.csv")
    assert (read.rows, read.problems) == (READ, [])
    assert [one.row for one in read.remarks] == [4 + place for place, row in enumerate(foot) if row]


def test_sum_in_the_middle_and_a_thing_called_total_station_stay() -> None:
    rows: list[Sequence[Cell]] = [HEADER, ("Total", "patriot", 2), ("NOR", "total station", 3)]
    assert len(read_table(as_csv(rows), filename="t.csv").rows) == 2


def test_every_sheet_can_be_taken_or_one_by_its_name() -> None:
    content = as_xlsx({"2023": ROWS, "Legend": [["text"]], "2024": [HEADER, ("POL", "patriot", 1)]})
    assert [one.value for one in read_table(content, filename="t.xlsx").problems] == ["2024"]
    whole = read_table(content, filename="t.xlsx", sheet="*")
    assert ([row["donors"] for row in whole.rows], whole.lines) == (["DEU", "NOR", "POL"], [2, 3, 5])
    assert (whole.problems, len(whole.remarks)) == ([], 2)
    one = read_table(content, filename="t.xlsx", sheet="2024")
    assert ([row["donors"] for row in one.rows], one.problems) == (["POL"], [])
    refused = read_table(content, filename="t.xlsx", sheet="2025").problems
    assert [(p.rule, p.hint) for p in refused] == [("sheet", "one of 2023, Legend, 2024")]


def test_numbers_of_days_are_read_where_dates_stand() -> None:
    read = read_table(b"donor,system,quantity,Date\nDEU,patriot,45000,45000\n", filename="t.csv")
    assert read.rows == [{"donors": "DEU", "system": "patriot", "quantity": "45000", "occurred": "2023-03-15"}]
    assert [(one.row, one.column, one.value) for one in read.remarks] == [(2, "occurred", "45000")]


def test_block_that_was_pasted_twice_is_pointed_out_and_read_once() -> None:
    read = read_table(as_csv([*ROWS, *ROWS]), filename="t.csv")
    assert (read.rows, [(one.row, one.rule) for one in read.problems]) == (READ, [(5, "repeated_rows")])
    single = read_table(as_csv([*ROWS, ROWS[1]]), filename="t.csv")
    assert (len(single.rows), single.problems, [one.row for one in single.remarks]) == (3, [], [4])


def test_limits_apply_to_the_sheet_that_is_read() -> None:
    wide: list[Sequence[Cell]] = [[f"c{n}" for n in range(402)]]
    read = read_table(as_xlsx({"Wide": wide, "Data": ROWS}), filename="t.xlsx")
    assert (read.rows, read.problems) == (READ, [])
    assert [one.rule for one in read_table(as_xlsx({"Wide": wide}), filename="t.xlsx").problems] == ["columns"]


def test_template_is_a_table_of_ours_without_rows() -> None:
    staff_steps.create_catalogue()
    read = read_table(template(), filename="import-template.xlsx")
    assert read.header.columns == list(FILLED_IN)
    assert [one.rule for one in read.problems] == ["no_rows"]


SOURCE = {"source_url": "https://a.example", "source_published": "2025-06-15", "stage": "announced"}
TOUCHED: Sequence[Cell] = ("id", "donor", "system", "unit", "quantity", "Date", "note")


def bring_in(*row: Cell, **more: Any) -> ImportReport:
    """Return the report on a table of one row."""
    return import_file(
        as_csv([TOUCHED, row]),
        filename="t.csv",
        author=author(),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        options=ImportOptions(constants=SOURCE | more),
    )


@pytest.mark.parametrize(
    ("row", "action"),
    [
        (("a:1", "DEU", "patriot", "battery", "14.0", "2025-06-01", "one\r\ntwo"), "unchanged"),
        (("a:1", "Germany", "Patriot", "batteries", "14", "45809", "one two "), "unchanged"),
        (("a:1", "DEU", "patriot", "battery", "fourteen", "1 June 2025", "one\ntwo"), "unchanged"),
        (("a:1", "DEU", "patriot", "battery", "15", "2025-06-01", "one\ntwo"), "change"),
        (("a:1", "NOR", "patriot", "battery", "14", "2025-06-01", "one\ntwo"), "change"),
        (("a:1", "DEU", "patriot", "battery", "14", "2025-06-02", "one\ntwo"), "change"),
        (("a:1", "DEU", "patriot", "battery", "14", "2025-06-01", "three"), "change"),
    ],
)
def test_row_that_a_spreadsheet_touched_is_unchanged(row: Sequence[Cell], action: str) -> None:
    staff_steps.create_catalogue()
    first = bring_in("a:1", "DEU", "patriot", "battery", "14", "2025-06-01", "one\ntwo")
    assert first.problems == []
    assert first.changeset is not None
    ledger.submit(changeset=first.changeset, actor=author(), now=staff_steps.NOW)
    staff_steps.approve(first.changeset)
    ledger.publish(changeset=first.changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    again = bring_in(*row)
    assert (again.problems, {name: n for name, n in again.counts.items() if n}) == ([], {action: 1})
