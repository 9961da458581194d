"""Reads a table whose header names our columns, in whatever words: CSV, XLSX or a pasted block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pledges.intake.importers.headers import HeaderMapping, map_header, recognised, remembered_mapping
from pledges.intake.importers.limits import FileProblem
from pledges.intake.importers.sheets import Sheet, open_sheets
from pledges.intake.problems import Problem

HEADER_WITHIN = 20
FEWEST_HEADERS = 2
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00(?:\.0+)?)?")
ERRORS = {"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}


@dataclass(slots=True)
class TableRead:
    """What a table holds: rows by column, the row of the file that each stands on, and what was not understood."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    header: HeaderMapping = field(default_factory=lambda: HeaderMapping([], []))
    sheet: str = ""
    problems: list[Problem] = field(default_factory=list)


def read_table(content: bytes | str, *, filename: str = "", chosen: Mapping[str, str] | None = None) -> TableRead:
    """Return the rows of the first table with headers that we know.

    `chosen` names columns by header, over what was remembered for the layout. Row numbers are those of the file, its
    header counted. A file that cannot be read comes back as one problem.
    """
    try:
        for sheet in open_sheets(content, filename=filename):
            place = header_place(sheet)
            if place is not None:
                return rows_below(sheet, place, chosen=chosen)
        hint = "a header row with our column names, such as donors, system, quantity, stage, occurred, source_url"
        raise FileProblem("no_header", "no row of the file has headers that we know", hint)
    except FileProblem as problem:
        return TableRead(problems=[Problem(0, "", filename, problem.rule, problem.message, problem.hint)])


def header_place(sheet: Sheet) -> int | None:
    """Return the place of the header row: of the first rows, the one with the most headers that we know."""
    counts = [recognised(row) for row in sheet.rows[:HEADER_WITHIN]]
    best = max(counts, default=0)
    return counts.index(best) if best >= FEWEST_HEADERS else None


def rows_below(sheet: Sheet, place: int, *, chosen: Mapping[str, str] | None) -> TableRead:
    """Return the filled rows below the header, by column."""
    cells = sheet.rows[place]
    mapping = map_header(cells, row=place + 1, chosen={**remembered_mapping(cells), **(chosen or {})})
    read = TableRead(header=mapping, sheet=sheet.name, problems=list(mapping.problems))
    wanted = [(index, column) for index, column in enumerate(mapping.columns) if column]
    for line, row in enumerate(sheet.rows[place + 1 :], start=place + 2):
        values = {column: tidy(row[index]) for index, column in wanted if index < len(row)}
        values = {column: value for column, value in values.items() if value}
        if values:
            read.rows.append(values)
            read.lines.append(line)
            check_cells(read, values, line=line)
            check_stray(read, row, line=line)
    if not read.rows:
        problem = Problem(place + 1, "", "", "no_rows", "there is a header and no row below it", "at least one row")
        read.problems.append(problem)
    return read


def check_cells(read: TableRead, values: Mapping[str, str], *, line: int) -> None:
    """Note cells that hold the error of a spreadsheet in place of a value."""
    for column, value in values.items():
        if value in ERRORS:
            message = "the spreadsheet holds an error here"
            read.problems.append(Problem(line, column, value, "spreadsheet_error", message, "the value, or nothing"))


def check_stray(read: TableRead, row: list[str], *, line: int) -> None:
    """Note filled cells beyond the header: a delimiter inside a cell, most likely."""
    stray = [cell for cell in row[len(read.header.columns) :] if cell.strip()]
    if stray:
        message = f"the row has {len(stray)} more filled cells than the header has columns"
        hint = "put cells that contain the delimiter in quotation marks"
        read.problems.append(Problem(line, "", stray[0], "too_many_cells", message, hint))


def tidy(cell: str) -> str:
    """Return a cell without surrounding blanks; a day at midnight is a day."""
    text = cell.replace("\N{NO-BREAK SPACE}", " ").strip()
    match = MIDNIGHT.fullmatch(text)
    return match[1] if match else text
