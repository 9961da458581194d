"""Reads a table whose header names our columns, in whatever words: CSV, XLSX or a pasted block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.file_layouts import FileLayout, FileRead, ImportOptions
from pledges.intake.importers.header_matching import (
    HeaderMapping,
    count_headers,
    map_header,
    remembered_mapping,
    remembered_place,
)
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.sheets import Sheet, open_sheets
from pledges.intake.importers.workbooks import Place

HEADER_WITHIN = 20
FEWEST_HEADERS = 2
SURELY_A_TABLE = 3
"""Headers that we know on a further sheet, from which on it is a table that was left out, not a legend."""

MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00(?:\.0+)?)?")
ERRORS = {"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
FORMULA = re.compile(r"=\s*[\w\"'(+\-@$]")
MOST_MERGED = 100_000


@dataclass(slots=True)
class TableRead:
    """What a table holds: rows by column, the row of the file that each stands on, and what was not understood."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    header: HeaderMapping = field(default_factory=lambda: HeaderMapping([], []))
    sheet: str = ""
    problems: list[CellProblem] = field(default_factory=list)


def read_table(content: bytes | str, *, filename: str = "", chosen: Mapping[str, str] | None = None) -> TableRead:
    """The rows of the first table with headers that we know.

    `chosen` names columns by header, over what was remembered for the layout. Row numbers are those of the file, its
    header counted. A file that cannot be read comes back as one problem; a further table in it is one problem too.
    """
    try:
        sheets = open_sheets(content, filename=filename)
        for sheet in sheets:
            place = header_place(sheet, chosen=chosen)
            if place is not None:
                refuse_hidden(sheet)
                read = rows_below(sheet, place, chosen=chosen)
                read.problems += other_tables(sheets, read=sheet)
                return read
        hint = "a header row with our column names, such as donors, system, quantity, stage, occurred, source_url"
        raise FileProblem("no_header", "no row of the file has headers that we know", hint)
    except FileProblem as problem:
        return TableRead(problems=[CellProblem(0, "", filename, problem.rule, problem.message, problem.hint)])


def header_place(sheet: Sheet, *, chosen: Mapping[str, str] | None = None) -> int | None:
    """The place of the header row: one whose layout was remembered, else the one with most headers we know."""
    first = sheet.rows[:HEADER_WITHIN]
    remembered = remembered_place(first)
    if remembered is not None:
        return remembered
    counts = [count_headers(row, chosen=chosen) for row in first]
    best = max(counts, default=0)
    return counts.index(best) if best >= FEWEST_HEADERS else None


def refuse_hidden(sheet: Sheet) -> None:
    """Refuse to read what whoever imports cannot see.

    :raises FileProblem: the sheet is hidden.
    """
    if sheet.hidden:
        message = f"the only table is on “{sheet.name}”, a hidden sheet"
        raise FileProblem("hidden_sheet", message, "show the sheet, look at it, and import again")


def other_tables(sheets: Iterable[Sheet], *, read: Sheet) -> list[CellProblem]:
    """A problem for each further sheet that holds a table, since only the first one is read."""
    problems = []
    for sheet in sheets:
        place = None if sheet.hidden else header_place(sheet)
        if place is None or count_headers(sheet.rows[place]) < SURELY_A_TABLE or not any(sheet.rows[place + 1 :]):
            continue
        message = f"sheet “{sheet.name}” has a table too; only “{read.name}” is read"
        problems.append(
            CellProblem(0, "", sheet.name, "other_sheet", message, "import each sheet as a file of its own")
        )
    return problems


def rows_below(sheet: Sheet, place: int, *, chosen: Mapping[str, str] | None) -> TableRead:
    cells = sheet.rows[place]
    mapping = map_header(cells, row=place + 1, chosen={**remembered_mapping(cells), **(chosen or {})})
    read = TableRead(header=mapping, sheet=sheet.name, problems=list(mapping.problems))
    wanted = [(index, column) for index, column in enumerate(mapping.columns) if column]
    merged = merged_places(sheet, first=place + 2, width=len(cells))
    for line, row in enumerate(sheet.rows[place + 1 :], start=place + 2):
        values = {column: tidy(row[index]) for index, column in wanted if index < len(row)}
        values = {column: value for column, value in values.items() if value}
        if values:
            read.rows.append(values)
            read.lines.append(line)
            check_cells(read, values, line=line)
            check_stray(read, row, line=line)
            if merged:
                check_merged(read, sheet, merged, wanted, line=line)
    check_unnamed(read, sheet.rows[place + 1 :], row=place + 1)
    if not read.rows:
        problem = CellProblem(place + 1, "", "", "no_rows", "there is a header and no row below it", "at least one row")
        read.problems.append(problem)
    return read


def check_cells(read: TableRead, values: Mapping[str, str], *, line: int) -> None:
    """Note cells that hold the error of a spreadsheet, or a formula without its result, in place of a value."""
    for column, value in values.items():
        if value.upper() in ERRORS:
            message = "the spreadsheet holds an error here"
            read.problems.append(
                CellProblem(line, column, value, "spreadsheet_error", message, "the value, or nothing")
            )
        elif FORMULA.match(value):
            message = "the cell holds a formula and no result, and formulas are not run"
            hint = "open the file in a spreadsheet and save it, or paste the cells as values"
            read.problems.append(CellProblem(line, column, value, "formula", message, hint))


def check_stray(read: TableRead, row: list[str], *, line: int) -> None:
    """Note filled cells beyond the header: a delimiter inside a cell, most likely."""
    stray = [cell for cell in row[len(read.header.columns) :] if cell.strip()]
    if stray:
        message = f"the row has {len(stray)} more filled cells than the header has columns"
        hint = "put cells that contain the delimiter in quotation marks"
        read.problems.append(CellProblem(line, "", stray[0], "too_many_cells", message, hint))


def merged_places(sheet: Sheet, *, first: int, width: int) -> dict[Place, Place]:
    """The places from a row on that a merge with a cell above or to the left has emptied."""
    places: dict[Place, Place] = {}
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(max(top, first), min(bottom, len(sheet.rows)) + 1):
            for column in range(left, min(right, width) + 1):
                if (row, column) != (top, left):
                    places[row, column] = (top, left)
                # A merge over whole columns would fill the memory; so many notes are more than anybody reads.
                if len(places) >= MOST_MERGED:
                    return places
    return places


def check_merged(
    read: TableRead, sheet: Sheet, merged: Mapping[Place, Place], wanted: list[tuple[int, str]], *, line: int
) -> None:
    """Note cells of a row that a merge has emptied: whether the value is meant for each row, nobody can tell."""
    for index, column in wanted:
        origin = merged.get((line, index + 1))
        if origin is not None:
            top = sheet.rows[origin[0] - 1]
            value = tidy(top[origin[1] - 1]) if origin[1] <= len(top) else ""
            message = f"the cell is merged into one that stands in row {origin[0]} and holds “{value}”"
            hint = "take the merge apart and fill in each cell"
            read.problems.append(CellProblem(line, column, value, "merged_cells", message, hint))


def check_unnamed(read: TableRead, rows: list[list[str]], *, row: int) -> None:
    """Note columns without a header that hold something other than running numbers."""
    for index, header in enumerate(read.header.headers):
        cells = [cell for one in rows if index < len(one) and (cell := one[index].strip())] if not header else []
        if cells and not counts_rows(cells):
            message = f"column {index + 1} has no header and {len(cells)} filled cells"
            hint = "give it a header, or delete the column"
            read.problems.append(CellProblem(row, "", cells[0][:80], "unnamed_column", message, hint))


def counts_rows(cells: list[str]) -> bool:
    return all(cell.isdecimal() for cell in cells) and [int(cell[:9]) for cell in cells] in (
        list(range(len(cells))),
        list(range(1, len(cells) + 1)),
    )


def tidy(cell: str) -> str:
    """A cell without surrounding blanks; a day at midnight is a day."""
    text = cell.replace("\N{NO-BREAK SPACE}", " ").strip()
    match = MIDNIGHT.fullmatch(text)
    return match[1] if match else text


def read_table_file(content: bytes | str, filename: str, options: ImportOptions) -> FileRead:
    """What a table holds, under the header that people may choose columns for."""
    read = read_table(content, filename=filename, chosen=options.chosen)
    return FileRead(read.rows, read.lines, read.problems, title=filename, header=read.header)


TABLE = FileLayout(name="table", label="A table with our columns", read=read_table_file)
