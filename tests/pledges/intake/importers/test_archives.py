"""Workbooks that are damaged, packed to burst, or hold cells without a value."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from pledges.intake.importers import archives
from pledges.intake.importers.archives import look_into
from pledges.intake.importers.import_limits import MAX_EXPANDED, FileProblem
from pledges.intake.importers.table_importer import read_table
from tests.pledges.intake.importers.lookalikes import as_xlsx, with_part, with_sheet

pytestmark = pytest.mark.django_db

GRID = as_xlsx({"Data": [["donor", "system", "quantity"], ["DEU", "patriot", 2]]})
HEADER = (
    '<row r="1"><c r="A1" t="str"><v>donor</v></c><c r="B1" t="str"><v>system</v></c>'
    '<c r="C1" t="str"><v>quantity</v></c></row>'
)
NAMES = '<c r="A2" t="str"><v>DEU</v></c><c r="B2" t="str"><v>patriot</v></c>'
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes) -> FileProblem:
    """Return the problem that the archive has."""
    with pytest.raises(FileProblem) as refused:
        look_into(content)
    assert refused.value.hint
    return refused.value


def read_cell(cell: str) -> tuple[dict[str, str], list[tuple[int, str, str, str]]]:
    """Return the row and the problems of a sheet whose quantity is this cell."""
    read = read_table(with_sheet(GRID, f'{HEADER}<row r="2">{NAMES}{cell}</row>'), filename="t.xlsx")
    return read.rows[0], [(p.row, p.column, p.value, p.rule) for p in read.problems]


@pytest.mark.parametrize(
    "cell", ['<c r="C2"><f>1+1</f></c>', '<c r="C2"><f>1+1</f><v></v></c>', '<c s="0" r="C2"><f t="x">1+1</f><v/></c>']
)
def test_formula_without_result_is_a_problem_and_is_not_run(cell: str) -> None:
    row, problems = read_cell(cell)
    assert row["quantity"] == "=1+1"
    assert problems == [(2, "quantity", "=1+1", "formula")]


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [('<c r="C2"><f>1+1</f><v>2</v></c>', "2"), ('<c r="C2" t="str"><f>IF(1,"")</f><v></v></c>', None)],
)
def test_formula_counts_with_its_stored_result(cell: str, quantity: str | None) -> None:
    row, problems = read_cell(cell)
    assert (row.get("quantity"), problems) == (quantity, [])


def test_error_of_the_spreadsheet_is_a_problem() -> None:
    row, problems = read_cell('<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert (row["quantity"], problems) == ("#DIV/0!", [(2, "quantity", "#DIV/0!", "spreadsheet_error")])


def test_cells_without_value_are_found_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CHUNK", 1024)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>A1+{n}</f></c></row>' for n in range(1, 300))
    found = look_into(with_sheet(GRID, rows))["Data"]
    assert found == {(n, 1): f"=A1+{n}" for n in range(1, 300)}


def test_cells_are_known_by_the_name_of_their_sheet() -> None:
    content = as_xlsx({"Notes & more": [["text"]], "Data": [["donor", "system"], ["DEU", "=1+1"]]})
    assert look_into(content) == {"Notes & more": {}, "Data": {(2, 2): "=1+1"}}


@pytest.mark.parametrize(
    "content",
    [
        GRID[: len(GRID) // 2],
        GRID[:-10],
        GRID[:60],
        b"PK\x03\x04",
        GRID.replace(b"PK\x01\x02", b"PK\x01\x03"),
        with_part(GRID, SHEET, b"<worksheet><sheetData><row>"),
        with_part(GRID, SHEET, b""),
        with_part(GRID, "xl/workbook.xml", b"<workbook"),
    ],
    ids=["half", "no end", "head only", "mark only", "no directory", "open sheet", "empty sheet", "open workbook"],
)
def test_damaged_workbook_is_one_clear_problem(content: bytes) -> None:
    read = read_table(content, filename="t.xlsx")
    assert ([p.rule for p in read.problems], read.rows) == (["broken"], [])
    assert read.problems[0].hint == "save it as XLSX or CSV"


def test_workbook_larger_than_allowed_is_not_unpacked() -> None:
    stream = io.BytesIO(GRID)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/1.bin", "w") as part:
        for _ in range(MAX_EXPANDED // 2**20 + 1):
            part.write(bytes(2**20))
    content = stream.getvalue()
    assert len(content) < 1_000_000
    assert (refusal(content).rule, refusal(content).message) == ("expanded", "the workbook expands to 201 MB")


def test_workbook_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(with_part(GRID, "xl/sharedStrings.xml", bytes(5_000_000)))
    place = content.rindex(b"PK\x01\x02")
    assert content[place + 46 :].startswith(b"xl/sharedStrings.xml")
    content[place + 24 : place + 28] = struct.pack("<I", 1000)
    assert refusal(bytes(content)).rule == "broken"


def test_encrypted_part_is_refused() -> None:
    content = bytearray(GRID)
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(bytes(content)).message


@pytest.mark.parametrize("names", [("mimetype", "content.xml"), ("table.csv",)])
def test_other_archives_are_refused(names: tuple[str, ...]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "donor,system")
    assert refusal(stream.getvalue()).message == "this archive is no XLSX workbook"


@pytest.mark.parametrize(
    ("rows", "rule", "message"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "rows", "a sheet reaches to row 1,048,576"),
        ('<row r="5000"><c r="XFD5000"><v>1</v></c></row>', "cells", "a sheet reaches to column 16,384 and row 5,000"),
        ('<row r="190000"><c r="AD190000"><v>1</v></c></row>', "cells", "a sheet has 5,700,000 cells"),
    ],
)
def test_cells_far_out_are_refused_before_they_are_read(rows: str, rule: str, message: str) -> None:
    problem = refusal(with_sheet(GRID, rows))
    assert (problem.rule, problem.message) == (rule, message)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A99999999"><v>1</v></c></row>',
        "<row r='99999999'><c r = 'A99999999'><v>1</v></c></row>",
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
    ],
)
def test_places_that_cannot_be_are_refused_before_they_fill_the_memory(rows: str) -> None:
    assert refusal(with_sheet(GRID, rows)).rule == "broken"


@pytest.mark.parametrize("target", ["other/data.bin", "/xl/other/data.bin", "xl/other/data.bin"])
def test_sheets_are_checked_wherever_they_lie(target: str) -> None:
    sheet = zipfile.ZipFile(io.BytesIO(with_sheet(GRID, '<row r="9999999"><c><v>1</v></c></row>'))).read(SHEET)
    relations = (
        zipfile.ZipFile(io.BytesIO(GRID)).read(archives.RELATIONS).replace(b"worksheets/sheet1.xml", target.encode())
    )
    content = with_part(with_part(GRID, "xl/other/data.bin", sheet), archives.RELATIONS, relations)
    assert refusal(content).rule == "rows"


@pytest.mark.parametrize("target", ["../xl/worksheets/sheet1.xml", "worksheets/sheet9.xml", ""])
def test_sheet_without_a_part_is_refused(target: str) -> None:
    relations = zipfile.ZipFile(io.BytesIO(GRID)).read(archives.RELATIONS)
    moved = relations.replace(b"worksheets/sheet1.xml", target.encode())
    assert "has no part of its own" in refusal(with_part(GRID, archives.RELATIONS, moved)).message


def test_formatted_cells_without_content_do_not_count() -> None:
    row, problems = read_cell('<c r="C2"><v>2</v></c><c r="XFD2" s="1"/>')
    assert (row["quantity"], problems) == ("2", [])


def test_stated_extent_is_not_believed() -> None:
    part = zipfile.ZipFile(io.BytesIO(GRID)).read(SHEET)
    lying = part.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert read_table(with_part(GRID, SHEET, lying), filename="t.xlsx").problems == []


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    part = zipfile.ZipFile(io.BytesIO(GRID)).read(SHEET)
    read = read_table(with_part(GRID, SHEET, bomb + part.replace(b"DEU", b"&b;")), filename="t.xlsx")
    assert [p.rule for p in read.problems] == ["broken"]
