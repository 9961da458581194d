"""The table behind a chart, for programs and for readers."""

from __future__ import annotations

import csv
from io import StringIO
from typing import NamedTuple

from pledges.charts.sheets.sheet import Sheet

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it spreadsheet programs take UTF-8 for something else."""


def as_csv(sheet: Sheet) -> str:
    """Return the table as CSV: bounds of estimates in two columns, an open upper bound empty."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([header for column in sheet.columns for header in column.headers])
    for row in sheet.rows:
        writer.writerow(
            [cell for column, value in zip(sheet.columns, row, strict=True) for cell in column.cells(value)]
        )
    return BYTE_ORDER_MARK + file.getvalue()


class Cell(NamedTuple):
    """One cell of the table on a page."""

    words: str
    number: bool


def as_words(sheet: Sheet) -> list[list[Cell]]:
    """Return the rows of the table as a page shows them."""
    return [
        [
            Cell(column.words(value), column.kind in ("count", "quantity", "euro"))
            for column, value in zip(sheet.columns, row, strict=True)
        ]
        for row in sheet.rows
    ]
