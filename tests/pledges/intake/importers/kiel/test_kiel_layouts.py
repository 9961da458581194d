"""Every header variant and every form of the file is recognised by its content."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pledges.intake.importers.kiel.kiel_layouts import find_layout
from pledges.intake.importers.kiel.kiel_reading import read_rows
from pledges.intake.importers.sheets import open_sheets
from tests.pledges.intake.importers.lookalikes import R18_HEADER, SNAKE_HEADER, Cell, as_csv, as_xlsx, grid, patriot

ROWS = grid([patriot(units=3)])


def units_read(content: bytes, filename: str) -> list[tuple[int, str, str]]:
    """Return line, package and units of the rows that a file gives."""
    layout = find_layout(open_sheets(content, filename=filename))
    assert layout is not None
    rows, problems = read_rows(layout)
    assert problems == []
    return [(row.line, row.package, row.units) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_find_layout_reads_csv(encoding: str) -> None:
    assert units_read(as_csv(ROWS, encoding=encoding), "kiel.csv") == [(2, "DEM1", "3")]


def test_find_layout_takes_the_sheet_called_main_data() -> None:
    other = grid([patriot(units=9), patriot(units=9)])
    content = as_xlsx({"Notes": [["hello"]], "Copy": other, "Bilateral assistance, MAIN DATA ": ROWS})
    assert units_read(content, "kiel.xlsx") == [(2, "DEM1", "3")]


def test_find_layout_finds_moved_header_and_blank_first_column() -> None:
    moved: list[Sequence[Cell]] = [["Ukraine Support Tracker"], [], *([None, *row] for row in ROWS)]
    assert units_read(as_xlsx({"MAIN DATA": moved}), "kiel.xlsx") == [(4, "DEM1", "3")]


def test_find_layout_ignores_unnamed_and_takes_first_of_duplicate_columns() -> None:
    header, row = ROWS
    wide = [[*header, "Unnamed: 53", "", "No. of Units"], [*row, "x", "y", 77]]
    assert units_read(as_csv(wide), "kiel.csv") == [(2, "DEM1", "3")]


@pytest.mark.parametrize(
    ("header", "other"),
    [
        ("Countries", "countries"),
        ("Countries", " Country "),
        ("Total ", "Total"),
        ("No. of Units", "No. of units "),
        ("Items", "Item"),
        ("Sub-type of item", "Sub-Type of Item"),
    ],
)
def test_find_layout_knows_renamed_headers(header: str, other: str) -> None:
    renamed = [[other if name == header else name for name in R18_HEADER], ROWS[1]]
    assert units_read(as_csv(renamed), "kiel.csv") == [(2, "DEM1", "3")]


def test_find_layout_knows_snake_case_names() -> None:
    snake = [[SNAKE_HEADER.get(name, name) for name in R18_HEADER], ROWS[1]]
    assert units_read(as_csv(snake), "kiel.csv") == [(2, "DEM1", "3")]


def test_find_layout_finds_nothing_in_another_table() -> None:
    assert find_layout(open_sheets(b"donors,system\nDEU,patriot\n", filename="t.csv")) is None
