"""The table behind a chart, for programs and for readers."""

from __future__ import annotations

import csv
from io import StringIO
from typing import NamedTuple

from pledges.charts.sheets.chart_sheet import Sheet

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it spreadsheet programs take UTF-8 for something else."""


def as_csv(sheet: Sheet) -> str:
    """The table as CSV: bounds of estimates in two columns, an open upper bound empty."""
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


class TableRow(NamedTuple):
    """One row of the table on a page, with the address of the pledges behind it; none where there is none."""

    cells: list[Cell]
    href: str


def as_words(sheet: Sheet) -> list[TableRow]:
    links = sheet.links or ("",) * len(sheet.rows)
    return [
        TableRow(
            [
                Cell(column.words(value), column.kind in ("count", "quantity", "euro", "share"))
                for column, value in zip(sheet.columns, row, strict=True)
            ],
            href,
        )
        for row, href in zip(sheet.rows, links, strict=True)
    ]
