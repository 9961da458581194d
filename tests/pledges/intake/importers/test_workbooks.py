"""What only workbooks have: sheets seen and hidden, merged cells, days, numbers and text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from pledges.intake.importers.table_importer import read_table
from pledges.intake.importers.workbooks import cell_text
from tests.pledges.intake.importers.lookalikes import as_xlsx, with_part, with_sheet

pytestmark = pytest.mark.django_db

GRID = [["donor", "system", "quantity"], ["DEU", "patriot", 2]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def with_hidden(*hidden: str, sheets: dict[str, list[list[str | int]]]) -> bytes:
    """Return a workbook with these sheets, some of them hidden."""
    content = as_xlsx(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" {"state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""} '
        f'r:id="r{place}"/>'
        for place, name in enumerate(sheets, 1)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
    return with_part(content, "xl/workbook.xml", book)


def test_hidden_sheets_give_way_to_visible_ones() -> None:
    old = [["donor", "system", "quantity"], ["NOR", "nasams", 9]]
    read = read_table(with_hidden("Old", sheets={"Old": old, "Now": GRID}), filename="t.xlsx")
    assert (read.sheet, read.rows, read.problems) == (
        "Now",
        [{"donors": "DEU", "system": "patriot", "quantity": "2"}],
        [],
    )


def test_table_on_a_hidden_sheet_only_is_refused() -> None:
    read = read_table(with_hidden("Old", sheets={"Notes": [["text"]], "Old": GRID}), filename="t.xlsx")
    assert [(p.rule, p.message) for p in read.problems] == [
        ("hidden_sheet", "the only table is on “Old”, a hidden sheet")
    ]
    assert read.rows == []


def test_further_tables_are_reported_and_legends_are_not() -> None:
    legend = [["country", "note"], ["DEU", "Germany"]]
    content = as_xlsx({"A": GRID, "Legend": legend, "Blank": [["donor", "system", "quantity"]], "B": GRID})
    read = read_table(content, filename="t.xlsx")
    assert [(p.value, p.rule) for p in read.problems] == [("B", "other_sheet")]
    assert len(read.rows) == 1


def test_merged_cells_are_reported_in_every_row_that_they_empty() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>donor</v></c><c r="B1" t="str"><v>system</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>DEU</v></c><c r="B2" t="str"><v>patriot</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>nasams</v></c></row>'
        '<row r="4"><c r="A4" t="str"><v>NOR</v></c></row>'
    )
    merges = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="A4:B4"/></mergeCells>'
    read = read_table(with_sheet(as_xlsx({"Data": GRID}), rows, after=merges), filename="t.xlsx")
    assert [(p.row, p.column, p.value, p.rule) for p in read.problems] == [
        (3, "donors", "DEU", "merged_cells"),
        (4, "system", "NOR", "merged_cells"),
    ]


def test_merged_title_above_the_header_is_no_problem() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>Our list</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>donor</v></c><c r="B2" t="str"><v>system</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>DEU</v></c><c r="B3" t="str"><v>patriot</v></c></row>'
    )
    merges = '<mergeCells count="1"><mergeCell ref="A1:XFD1"/></mergeCells>'
    read = read_table(with_sheet(as_xlsx({"Data": GRID}), rows, after=merges), filename="t.xlsx")
    assert (read.problems, read.lines) == ([], [3])


def test_days_come_out_of_their_format_and_numbers_stay_numbers() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>donor</v></c><c r="B1" t="str"><v>date</v></c>'
        '<c r="C1" t="str"><v>quantity</v></c><c r="D1" t="str"><v>amount</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>\N{NO-BREAK SPACE}DEU </v></c><c r="B2" s="1"><v>45809</v></c>'
        '<c r="C2" t="str"><v>2</v></c><c r="D2"><v>1234567.5</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>NOR</v></c><c r="B3"><v>45809</v></c></row>'
    )
    content = with_part(with_sheet(as_xlsx({"Data": GRID}), rows), "xl/styles.xml", STYLES)
    relations = "xl/_rels/workbook.xml.rels"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = with_part(
        content,
        relations,
        f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
    )
    read = read_table(content, filename="t.xlsx")
    assert read.rows == [
        {"donors": "DEU", "occurred": "2025-06-01", "quantity": "2", "amount": "1234567.5"},
        {"donors": "NOR", "occurred": "2025-06-01"},
    ]
    assert [(one.row, one.column, one.value) for one in read.remarks] == [(3, "occurred", "45809")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (0.1, "0.1"),
        (1e14, "100000000000000"),
        (1.5e-7, "0.00000015"),
        (float("inf"), "Infinity"),
        (True, "true"),
        (7, "7"),
        (date(2025, 6, 1), "2025-06-01"),
        (datetime(2025, 6, 1), "2025-06-01"),  # noqa: DTZ001 - spreadsheets know no time zone
        (datetime(2025, 6, 1, 13, 45), "2025-06-01 13:45:00"),  # noqa: DTZ001 - spreadsheets know no time zone
        (time(9, 30), "09:30:00"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (None, ""),
    ],
)
def test_cell_text_keeps_what_is_stored(value: object, text: str) -> None:
    assert cell_text(value) == text
