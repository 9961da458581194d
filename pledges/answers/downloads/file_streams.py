"""Tables as the bytes of a file: NDJSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pledges.answers.downloads.download_tables import Table
from pledges.answers.fields import Cell

MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
LONGEST_CELL = 32_767
PIECE_BYTES = 65_536
FIXED = datetime(2022, 4, 26, tzinfo=UTC)
"""A workbook says when it was made; with a fixed day the same rows are the same bytes."""

Counted = Callable[[int], None]


class TooManyRowsError(Exception):
    """More rows than a spreadsheet holds."""


def ndjson(table: Table, counted: Counted) -> Iterator[bytes]:
    """One JSON object a line."""
    for number, lines in table.json():
        counted(number)
        yield lines.encode()


def comma_separated(table: Table, counted: Counted) -> Iterator[bytes]:
    """A header and one line a row (RFC 4180, UTF-8); the header comes before the first row is asked for."""
    header = io.StringIO()
    csv.writer(header).writerow([column.name for column in table.columns])
    yield header.getvalue().encode()
    for number, lines in table.csv():
        counted(number)
        yield lines.encode()


def workbook(table: Table, counted: Counted) -> Iterator[bytes]:
    """A workbook of one sheet, which is written to a file first: its index stands at its end.

    :raises TooManyRowsError: the rows do not fit a sheet.
    """
    with tempfile.TemporaryFile() as file:
        write_workbook(file, table, counted)
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


def write_workbook(file: IO[bytes], table: Table, counted: Counted) -> None:
    """Write a workbook; each row leaves the memory as the next one comes."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": FIXED.replace(tzinfo=None)})
        sheet = book.add_worksheet("rows")
        sheet.freeze_panes(1, 0)
        header(sheet, table.columns)
        for at, values in enumerate(table.cells(), start=1):
            if at > MOST_ROWS:
                raise TooManyRowsError(f"a sheet holds {MOST_ROWS} rows; take CSV or NDJSON")
            for column, value in enumerate(values):
                write_cell(sheet, at, column, value)
            counted(1)


def header(sheet: Worksheet, columns: Sequence[Cell]) -> None:
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name)


def write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Write a value by its type; text stays text, whatever it starts with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, without_idle_zeros(value))
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL])


def without_idle_zeros(number: Decimal) -> Decimal:
    """The number without decimals that say nothing: a stored one has six of them, one that was added up has none."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
