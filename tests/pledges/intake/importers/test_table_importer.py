"""Tables in whatever encoding, delimiter, format and words."""

from __future__ import annotations

import csv

import pytest

from pledges.intake.importers import archives, import_limits, table_importer
from pledges.intake.importers.header_matching import fold_header
from pledges.intake.importers.table_importer import read_table
from tests.pledges.intake.importers.lookalikes import as_csv, as_xlsx

pytestmark = pytest.mark.django_db

GRID = [
    ["Donor", "Weapon system", "How many", "Date", "Link"],
    ["Türkiye", "patriot", "2", "2024-02-14", "https://a.example"],
]
ROW = {
    "donors": "Türkiye",
    "system": "patriot",
    "quantity": "2",
    "occurred": "2024-02-14",
    "source_url": "https://a.example",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_table_tells_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    read = read_table(as_csv(GRID, delimiter=delimiter, encoding=encoding), filename="table.csv")
    assert (read.rows, read.lines, read.problems) == ([ROW], [2], [])


def test_read_table_reads_cyrillic_code_page() -> None:
    rows = [["donor", "system", "note"], ["Україна", "patriot", "Передано дві батареї"]]
    read = read_table(as_csv(rows, encoding="cp1251"), filename="table.csv")
    assert read.rows == [{"donors": "Україна", "system": "patriot", "note": "Передано дві батареї"}]


def test_read_table_takes_pasted_block() -> None:
    read = read_table("Country\tItem\tHow many\nGermany\tPatriot\t2\n\nNorway\tNASAMS\tabout 4\n")
    assert read.rows == [
        {"donors": "Germany", "system": "Patriot", "quantity": "2"},
        {"donors": "Norway", "system": "NASAMS", "quantity": "about 4"},
    ]
    assert read.lines == [2, 4]


def test_read_table_takes_first_sheet_with_our_headers() -> None:
    content = as_xlsx({"Read me": [["Nothing here"]], "Data": [["A list of ours"], [], *GRID]})
    read = read_table(content, filename="table.xlsx")
    assert (read.sheet, read.rows, read.lines) == ("Data", [ROW], [4])


def test_read_table_leaves_macros_alone() -> None:
    content = as_xlsx({"Data": GRID}, more={"xl/vbaProject.bin": b"macro"})
    read = read_table(content, filename="table.xlsm")
    assert (read.rows, read.problems) == ([ROW], [])


def test_read_table_reports_unknown_header_with_nearest() -> None:
    read = read_table(b"donors,sytem,system,quantity\nDEU,x,patriot,2\n", filename="t.csv")
    assert [(p.row, p.column, p.rule, p.hint) for p in read.problems] == [
        (1, "sytem", "unknown_header", "did you mean system?")
    ]
    assert read.rows == [{"donors": "DEU", "system": "patriot", "quantity": "2"}]


def test_read_table_reports_two_headers_of_one_meaning() -> None:
    read = read_table(b"donor,country,system\nDEU,NOR,patriot\n", filename="t.csv")
    assert [(p.column, p.rule, p.message) for p in read.problems] == [
        ("country", "header_twice", "“donor” and “country” both mean donors")
    ]


def test_read_table_reports_stray_cells_and_spreadsheet_errors() -> None:
    read = read_table(b"donor,system,quantity\nDEU,patriot,1,000\nDEU,#REF!,2\n", filename="t.csv")
    assert [(p.row, p.column, p.rule) for p in read.problems] == [
        (2, "", "too_many_cells"),
        (3, "system", "spreadsheet_error"),
    ]


def test_folded_ignores_case_spaces_and_underscores() -> None:
    assert fold_header(" Source_URL ") == fold_header("source url") == "sourceurl"


@pytest.mark.parametrize(
    ("content", "filename", "rule"),
    [
        (b"", "t.csv", "empty"),
        (b"\n \n", "t.csv", "empty"),
        (b"nothing,of,ours\n1,2,3\n", "t.csv", "no_header"),
        (b"donor,system\n", "t.csv", "no_rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "t.xls", "format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "t.xlsx", "format"),
        (b"PK\x03\x04broken", "t.xlsx", "broken"),
        (b"donor,system\nDEU,patriot\n", "t.xlsx", "broken"),
        (b"\x89PNG\r\n\x1a\n\x00\x01" + bytes(range(1, 256)) * 40, "t.csv", "binary"),
        (b'donor,system\n"DEU' + b"x" * 200_000, "t.csv", "csv"),
        (b"donor,system\nDEU," + b"x" * 40_000, "t.csv", "cell_length"),
        (b"donor,system" + b",x" * 300, "t.csv", "columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "t.csv", "format"),
        (b"%PDF-1.7\n", "t.pdf", "format"),
        (b"%PDF-1.7\n", "t.csv", "format"),
        (b"{\\rtf1 donor,system}", "t.csv", "format"),
        (b"\x1f\x8b\x08donor", "t.csv.gz", "format"),
        (b"\n <!DOCTYPE html><table>", "t.csv", "format"),
        (b"anything", "t.ods", "format"),
        (b"donor,system\nDEU,pat\0riot\n", "t.csv", "binary"),
    ],
)
def test_read_table_gives_one_problem_for_broken_file(content: bytes, filename: str, rule: str) -> None:
    read = read_table(content, filename=filename)
    assert ([problem.rule for problem in read.problems], read.rows) == ([rule], [])


def test_read_table_finds_open_quote_though_library_raised_limit() -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        read = read_table(b'donor,system\n"DEU' + b"x" * 200_000, filename="t.csv")
    finally:
        csv.field_size_limit(before)
    assert [problem.rule for problem in read.problems] == ["csv"]


def test_read_table_refuses_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_limits, "MAX_ROWS", 3)
    read = read_table(b"donor,system\n" + b"DEU,patriot\n" * 4, filename="t.csv")
    assert [(p.rule, p.message) for p in read.problems] == [("rows", "the table has more than 3 rows")]


def test_read_table_refuses_workbook_that_expands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_EXPANDED", 1000)
    read = read_table(as_xlsx({"Data": GRID}), filename="t.xlsx")
    assert [problem.rule for problem in read.problems] == ["expanded"]


def test_read_table_refuses_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_limits, "MAX_BYTES", 10)
    assert [p.rule for p in read_table(b"donor,system\nDEU,patriot\n", filename="t.csv").problems] == ["bytes"]


def test_read_table_cuts_blank_cells_at_the_end_of_rows() -> None:
    blank = b"," * 16_382
    read = read_table(b"donor,system" + blank + b"\nDEU,patriot" + blank + b"\n", filename="t.csv")
    assert (read.rows, read.problems) == ([{"donors": "DEU", "system": "patriot"}], [])


def test_read_table_reports_columns_without_a_header() -> None:
    read = read_table(b"donor,,system\nDEU,Berlin,patriot\nNOR,,nasams\n", filename="t.csv")
    assert [(p.row, p.value, p.rule, p.message) for p in read.problems] == [
        (1, "Berlin", "unnamed_column", "column 2 has no header and 1 filled cells")
    ]


@pytest.mark.parametrize("numbers", [("0", "1"), ("1", "2")])
def test_read_table_lets_row_numbers_have_no_header(numbers: tuple[str, str]) -> None:
    content = f",donor,system\n{numbers[0]},DEU,patriot\n{numbers[1]},NOR,nasams\n".encode()
    assert read_table(content, filename="t.csv").problems == []


def test_read_table_numbers_a_header_that_occurs_again() -> None:
    read = read_table(b"donor,system,system\nDEU,patriot,nasams\n", filename="t.csv")
    assert [(p.column, p.rule) for p in read.problems] == [("system (2)", "header_twice")]
    assert read.rows == [{"donors": "DEU", "system": "patriot"}]


@pytest.mark.parametrize("cell", ["=1+1", "=SUM(A1:A2)", "=HYPERLINK(1)", '="0012"', "=-1", "=@A1"])
def test_read_table_reports_formulas_in_text(cell: str) -> None:
    read = read_table(as_csv([["donor", "system", "note"], ["DEU", "patriot", cell]]), filename="t.csv")
    assert [(p.row, p.column, p.value, p.rule) for p in read.problems] == [(2, "note", cell, "formula")]


def test_tidy_reads_midnight_as_day() -> None:
    assert table_importer.tidy("\N{NO-BREAK SPACE}2024-02-14 00:00:00 ") == "2024-02-14"
