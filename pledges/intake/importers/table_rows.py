"""Reads the rows below the header of a table, and notes what a spreadsheet did to their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.header_matching import (
    PER_DONOR,
    HeaderMapping,
    column_letters,
    map_header,
    remembered_mapping,
)
from pledges.intake.importers.row_patterns import NOTE, TOTAL, Numbered, find_repeated
from pledges.intake.importers.table_constants import fill_constants
from pledges.intake.importers.table_matrices import chosen_for_donors, rows_per_donor
from pledges.intake.importers.workbooks import Place, Sheet
from pledges.intake.row_columns import CellKind, names_of_kind
from pledges.values.spreadsheet_cells import serial_day

MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00(?:\.0+)?)?")
ERRORS = {"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
FORMULA = re.compile(r"=\s*[\w\"'(+\-@$]")
MOST_MERGED = 100_000
DATES = frozenset(names_of_kind(CellKind.WINDOW, CellKind.DAY))
WORDS_OF_A_NOTE = 4


@dataclass(slots=True)
class TableRead:
    """What a table holds: rows by column, the row of the file that each stands on, and what was not understood."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    header: HeaderMapping = field(default_factory=lambda: HeaderMapping([], []))
    sheet: str = ""
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)


def rows_below(
    sheet: Sheet, place: int, *, chosen: Mapping[str, str], constants: Mapping[str, str], per_donor: str
) -> TableRead:
    cells = sheet.rows[place]
    chosen = {**chosen_for_donors(cells, per_donor), **remembered_mapping(cells), **chosen}
    mapping = map_header(cells, row=place + 1, chosen=chosen)
    read = TableRead(header=mapping, sheet=sheet.name, problems=list(mapping.problems))
    wanted = [(index, column) for index, column in enumerate(mapping.columns) if column and column not in PER_DONOR]
    donors = [
        (index, mapping.headers[index], PER_DONOR[column])
        for index, column in enumerate(mapping.columns)
        if column in PER_DONOR
    ]
    merged = merged_places(sheet, first=place + 2, width=len(cells))
    for line, row in without_repeated(read, list(enumerate(sheet.rows[place + 1 :], start=place + 2)), header=cells):
        values = {column: tidy(row[index]) for index, column in wanted if index < len(row)}
        values = {column: value for column, value in values.items() if value}
        stated = rows_per_donor(values, row, donors) if donors else [values]
        for one in filter(None, stated):
            check_cells(read, one, line=line)
            read_serials(read, one, line=line)
            read.rows.append(fill_constants(one, constants))
            read.lines.append(line)
        if values:
            check_stray(read, row, line=line)
            if merged:
                check_merged(read, sheet, merged, wanted, line=line)
    check_unnamed(read, sheet.rows[place + 1 :], row=place + 1)
    if not read.rows:
        problem = CellProblem(place + 1, "", "", "no_rows", "there is a header and no row below it", "at least one row")
        read.problems.append(problem)
    return read


def without_repeated(read: TableRead, below: list[Numbered], *, header: list[str]) -> Iterator[Numbered]:
    """Yield the rows without blocks that stand again, which are a problem, and without sums and notes at the foot."""
    repeated = find_repeated(below, header=header)
    read.problems += repeated.problems
    for line, first in repeated.single.items():
        words = f"says word for word what row {first} says; both are read"
        read.remarks.append(CellProblem(line, "", "", "remark", words))
    feet = feet_of(below)
    for line, row in below:
        if line in feet:
            said = next(cell for cell in row if cell.strip())
            words = "a sum or a note at the foot of the table: not read"
            read.remarks.append(CellProblem(line, "", said[:80], "remark", words))
        elif line not in repeated.lines:
            yield line, row


def feet_of(below: list[Numbered]) -> set[int]:
    """The rows at the end that are sums, or notes in a single cell."""
    feet: set[int] = set()
    for line, row in reversed(below):
        filled = [tidy(cell) for cell in row if tidy(cell)]
        if filled and not (is_note(filled) or any(TOTAL.match(cell) for cell in filled[:2])):
            break
        if filled:
            feet.add(line)
    return feet


def is_note(filled: list[str]) -> bool:
    """Whether the cells of a row are a note: a word for one, perhaps with what it says beside it, or one long cell."""
    if len(filled) == 1 and len(filled[0].split()) >= WORDS_OF_A_NOTE:
        return True
    return len(filled) <= 2 and bool(NOTE.match(filled[0]))


def read_serials(read: TableRead, values: dict[str, str], *, line: int) -> None:
    """Read the number of a day as that day: where a date stands, a spreadsheet means nothing else by it."""
    for column in DATES & values.keys():
        day = serial_day(values[column])
        if day:
            words = f"the number of a day in a spreadsheet, read as {day.isoformat()}"
            read.remarks.append(CellProblem(line, column, values[column], "remark", words))
            values[column] = day.isoformat()


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
            hint = f"give it a header, choose a column for “column {column_letters(index + 1)}”, or delete it"
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
