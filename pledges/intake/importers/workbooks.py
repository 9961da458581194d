"""Reads XLSX workbooks: stored values only. Formulas are not evaluated, macros and links are not looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pledges.intake.importers.archives import SAVE_AS, Place, look_into
from pledges.intake.importers.import_limits import MAX_CELL, MAX_COLUMNS, FileProblem, check_row

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Merged = tuple[Place, Place]
FIRST_ROWS = 30
"""Rows within which a header row is looked for."""


@dataclass(slots=True)
class Sheet:
    """One table: its name, its rows of text as they stand, header and blank rows among them, and merged cells.

    A cell without a value holds the name of its error, or its formula with the sign =. Places count from 1. A sheet
    that is too large to read has `refused`, and its first rows at most.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    hidden: bool = False
    merged: list[Merged] = field(default_factory=list)
    refused: FileProblem | None = None

    def check_size(self) -> None:
        """Refuse to read a sheet beyond its first rows that is too large.

        :raises FileProblem: it is.
        """
        if self.refused:
            problem = self.refused
            raise FileProblem(problem.rule, f"sheet “{self.name}”: {problem.message}", problem.hint)


def is_workbook(content: bytes) -> bool:
    """Whether the content is a workbook, or an archive that claims to be one.

    :raises FileProblem: it is one of a kind that is not read.
    """
    if content.startswith(OLE_MAGIC):
        message = "this is an old XLS workbook, or one with a password"
        raise FileProblem("format", message, f"{SAVE_AS}, without a password")
    return content.startswith(ZIP_MAGIC)


def workbook_sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook, hidden ones last; one that is too large says so when it is to be read.

    :raises FileProblem: the workbook cannot be read or is too large.
    """
    without_value = look_into(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        described = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        for one in sorted(described, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible):
            if one.name not in without_value:
                raise FileProblem("broken", f"the workbook is damaged: sheet “{one.name}”", SAVE_AS)
            hidden, blanks = one.visible != SheetVisibleEnum.Visible, without_value[one.name]
            # The library would fill the memory with a sheet that reaches too far.
            if isinstance(blanks, FileProblem):
                yield Sheet(one.name, hidden=hidden, refused=blanks)
                continue
            sheet = workbook.get_sheet_by_name(one.name)
            values = sheet.to_python(skip_empty_area=False)
            try:
                rows = sheet_rows(values)
            except FileProblem as problem:
                yield Sheet(one.name, first_rows(values), hidden=hidden, refused=problem)
                continue
            put_back(rows, blanks)
            yield Sheet(one.name, rows, hidden=hidden, merged=merged_cells(sheet))
    except (CalamineError, ValueError, OSError) as error:
        raise FileProblem("broken", f"the workbook is damaged: {error}", SAVE_AS) from error


def sheet_rows(values: list[list[Any]]) -> list[list[str]]:
    """The cells of a sheet as text, checked against the limits; blank cells at the end of a row are cut off."""
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


def first_rows(values: list[list[Any]]) -> list[list[str]]:
    """The beginning of a sheet that is too large: enough to find its header row, with as many columns as are read."""
    return [[cell_text(value)[:MAX_CELL] for value in row[:MAX_COLUMNS]] for row in values[:FIRST_ROWS]]


def put_back(rows: list[list[str]], without_value: Mapping[Place, str]) -> None:
    """Let cells that hold an error or a formula without a result say so, in place of a blank."""
    for (row, column), words in without_value.items():
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = cells[column - 1] or words


def merged_cells(sheet: CalamineSheet) -> list[Merged]:
    """The first and last place of cells that were merged into one."""
    found = sheet.merged_cell_ranges or []
    return [((top + 1, left + 1), (bottom + 1, right + 1)) for (top, left), (bottom, right) in found]


def cell_text(value: Any) -> str:
    """A stored value as text: days in ISO form, whole numbers without a decimal point."""
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
