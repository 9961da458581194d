"""Whatever bytes come in: rows and problems come out, never an error."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges.intake.importers.header_mapping import header_choices
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_cells import (
    CellError,
    read_announced,
    read_count,
    read_id,
    read_link,
    read_number,
)
from pledges.intake.importers.kiel.kiel_layouts import find_layout
from pledges.intake.importers.kiel.kiel_reading import read_rows
from pledges.intake.importers.sheets import open_sheets
from pledges.intake.importers.table_importer import TableRead, read_table
from pledges.intake.row_columns import ALL_COLUMNS
from tests.pledges.intake.importers.lookalikes import R18_HEADER, USUAL, as_csv, as_xlsx

pytestmark = pytest.mark.django_db

SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
NAMES = st.sampled_from(["t.csv", "t.xlsx", "t.xlsm", "t.xls", "t.txt", "", "t"])
BOOK = as_xlsx({"Data": [["donor", "system", "quantity"], ["DEU", "patriot", 2], ["NOR", "nasams", "=1+1"]]})
BEGINNINGS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"donor,system\n", b"\xd0\xcf\x11\xe0", BOOK[:400]]
)
FRAGMENTS = st.sampled_from(
    [
        b"<", b">", b'"', b"/", b'r="A99999999"', b't="s"', b't="d"', b's="1"', b"<v>1e400</v>", b"<v>-1</v>",
        b"<v>99999999999999999999</v>", b'<f t="shared" si="0"/>', b"&#0;", b'r="0"', b'<c r="A0"><v>1</v></c>',
        b'<c r="ZZZZZZZ1"><v>1</v></c>', b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<mergeCell ref="ZZZZ1:A0"/>', b'<dimension ref="A1:XFD9999999"/>', b"\x00", b'state="hidden"',
    ]
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-/: euntilbw\N{NO-BREAK SPACE}", max_size=24),
    st.sampled_from(["undisclosed", "until 13/40/2022", "1.000", "#REF!", "=1", "٣", "²", "²/²/2022", "1e99", "-0"]),
)


def sound(read: TableRead) -> bool:
    """Return whether a table holds rows of our columns, and a clear problem where it holds none."""
    clear = all(problem.rule and problem.message for problem in read.problems)
    ours = all(row.keys() <= ALL_COLUMNS and all(row.values()) for row in read.rows)
    return clear and ours and len(read.rows) == len(read.lines) and bool(read.rows or read.problems)


@settings(max_examples=300, **SHARED)
@given(BEGINNINGS, st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_refused(beginning: bytes, rest: bytes, name: str) -> None:
    assert sound(read_table(beginning + rest, filename=name))


@settings(max_examples=200, **SHARED)
@given(st.sampled_from(zipfile.ZipFile(io.BytesIO(BOOK)).namelist()), st.data())
def test_any_damage_to_a_workbook_is_read_or_refused(part: str, data: st.DataObject) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            held = before.read(name)
            if name == part:
                place = data.draw(st.integers(0, len(held)))
                until = data.draw(st.integers(place, min(len(held), place + 12)))
                held = held[:place] + data.draw(FRAGMENTS | st.binary(max_size=4)) + held[until:]
            after.writestr(name, held)
    assert sound(read_table(stream.getvalue(), filename="t.xlsx"))


@settings(max_examples=150, **SHARED)
@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_flipped_bytes_of_a_workbook_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    content = bytearray(BOOK)
    for place, value in changes:
        content[place] = value
    assert sound(read_table(bytes(content), filename="t.xlsx"))


@settings(max_examples=150, **SHARED)
@given(st.text(max_size=300))
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    assert sound(read_table(text))
    assert sound(read_table("donor\tsystem\n" + text))
    try:
        assert all(one.header for one in header_choices(text))
    except FileProblem:
        return


@settings(max_examples=300, **SHARED)
@given(CELLS)
def test_any_cell_of_kiels_is_understood_or_refused(cell: str) -> None:
    for reader in (read_number, read_count, read_announced, read_id):
        with suppress(CellError):
            reader(cell)
    link, more = read_link([cell])
    assert link or not more


@settings(max_examples=150, **SHARED)
@given(st.dictionaries(st.sampled_from(R18_HEADER), CELLS, max_size=8))
def test_any_row_of_kiels_is_read_or_a_problem(cells: dict[str, str]) -> None:
    row = {**USUAL, **{name: cell.replace("\x00", "") for name, cell in cells.items()}}
    content = as_csv([R18_HEADER, [row.get(name) for name in R18_HEADER]], encoding="utf-16")
    try:
        layout = find_layout(open_sheets(content.decode("utf-16")))
    except (FileProblem, csv.Error):
        return
    if layout is not None:
        rows, problems = read_rows(layout)
        assert all(problem.message and problem.hint for problem in problems)
        assert len(rows) <= 2
