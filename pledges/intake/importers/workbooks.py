"""Reads XLSX workbooks: stored values only. Formulas are not evaluated, macros and links are not looked at."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pledges.intake.importers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXPANDED,
    MAX_ROWS,
    FileProblem,
    check_row,
    megabytes,
)

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "save it as XLSX or CSV"
CELL_PLACE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Za-z]{1,3})(\d{1,7})"')
ROW_PLACE = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d{1,7})"')
CHUNK = 1 << 20
OVERLAP = 400


def is_workbook(content: bytes) -> bool:
    """Return whether the content is a workbook, or an archive that claims to be one.

    :raises FileProblem: it is one of a kind that is not read.
    """
    if content.startswith(OLE_MAGIC):
        raise FileProblem("format", "this is an old XLS or an encrypted workbook", SAVE_AS)
    return content.startswith(ZIP_MAGIC)


def check_archive(content: bytes) -> None:
    """Refuse an archive that is broken, no XLSX workbook, or far larger than it looks.

    :raises FileProblem: says which.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise FileProblem("format", "this archive is no XLSX workbook", SAVE_AS)
            expanded = sum(info.file_size for info in archive.infolist())
            if expanded > MAX_EXPANDED:
                hint = f"up to {megabytes(MAX_EXPANDED)}"
                raise FileProblem("expanded", f"the workbook expands to {megabytes(expanded)}", hint)
            for name in names:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    check_extent(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileProblem("broken", f"the workbook is damaged: {error}", SAVE_AS) from error


def check_extent(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a sheet whose cells lie so far out that reading it would fill the memory.

    :raises FileProblem: it has too many rows, columns or cells.
    """
    rows = columns = 0
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            places = CELL_PLACE.findall(text)
            columns = max(columns, max((column_number(letters) for letters in {one[0] for one in places}), default=0))
            rows = max(rows, *(int(one[1]) for one in places[-1:]), *(int(one) for one in ROW_PLACE.findall(text)), 0)
            rest = text[-OVERLAP:]
    if rows > MAX_ROWS:
        raise FileProblem("rows", f"a sheet reaches to row {rows:,}", f"up to {MAX_ROWS:,} rows; import it in parts")
    if rows * columns > MAX_CELLS and columns > MAX_COLUMNS:
        hint = f"up to {MAX_COLUMNS} columns and {MAX_CELLS:,} cells; delete stray cells far to the right"
        raise FileProblem("cells", f"a sheet reaches to column {columns:,} and row {rows:,}", hint)
    if rows * columns > MAX_CELLS:
        raise FileProblem("cells", f"a sheet has {rows * columns:,} cells", f"up to {MAX_CELLS:,}; import it in parts")


def column_number(letters: bytes) -> int:
    """Return the number of a column named by letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def workbook_sheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the visible and hidden sheets of a workbook, each as its name and its rows of text.

    :raises FileProblem: the workbook cannot be read or is too large.
    """
    check_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            yield name, sheet_rows(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except (CalamineError, ValueError, OSError) as error:
        raise FileProblem("broken", f"the workbook is damaged: {error}", SAVE_AS) from error


def sheet_rows(values: list[list[Any]]) -> list[list[str]]:
    """Return the cells of a sheet as text, checked against the limits; blank cells at the end of a row are cut off."""
    rows = []
    cells = 0
    for number, row in enumerate(values, start=1):
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        check_row(texts, number=number, cells=cells)
        rows.append(texts)
    return rows


def cell_text(value: Any) -> str:
    """Return a stored value as text: days in ISO form, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(Decimal(repr(value)), "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, time, timedelta)) else ""
