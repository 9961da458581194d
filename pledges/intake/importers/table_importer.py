"""Reads a table whose header names our columns, in whatever words: CSV, XLSX or a pasted block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypedDict

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.file_layouts import ALL_SHEETS, FileLayout, FileRead, ImportOptions
from pledges.intake.importers.header_matching import PER_DONOR, count_headers, remembered_place
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.sheets import Sheet, open_sheets
from pledges.intake.importers.table_constants import check_constants
from pledges.intake.importers.table_rows import TableRead, counts_rows, rows_below, tidy

__all__ = ["PER_DONOR", "TABLE", "TableRead", "counts_rows", "header_place", "read_table", "tidy", "wanted_sheets"]

HEADER_WITHIN = 20
FEWEST_HEADERS = 2
SURELY_A_TABLE = 3
"""Headers that we know on a further sheet, from which on it is a table that was left out, not a legend."""


class HowToRead(TypedDict):
    """What the reading of the rows is told of them."""

    chosen: Mapping[str, str]
    constants: Mapping[str, str]
    per_donor: str


def read_table(
    content: bytes | str,
    *,
    filename: str = "",
    chosen: Mapping[str, str] | None = None,
    sheet: str = "",
    constants: Mapping[str, str] | None = None,
    per_donor: str = "",
) -> TableRead:
    """The rows of the first table with headers that we know, of the sheet that is named, or of all sheets.

    `chosen` names columns by header, over what was remembered for the layout. Row numbers are those of the file, its
    header counted; those of further sheets go on from the sheet before. A file that cannot be read comes back as one
    problem; a further table in it is one problem too. `constants` and `per_donor` are those of `ImportOptions`.
    """
    how: HowToRead = {"chosen": chosen or {}, "constants": constants or {}, "per_donor": per_donor}
    try:
        check_constants(constants or {})
        sheets = wanted_sheets(open_sheets(content, filename=filename), sheet)
        if sheet == ALL_SHEETS:
            return read_all(sheets, how)
        refused: list[Sheet] = []
        for one in sheets:
            place = header_place(one, chosen=chosen)
            if place is not None:
                refuse_hidden(one)
                one.check_size()
                read = rows_below(one, place, **how)
                read.problems += [] if sheet else other_tables(sheets, read=one)
                return read
            refused += [one] if one.refused else []
        for one in refused:
            one.check_size()
        hint = "a header row with our column names, such as donors, system, quantity, stage, occurred, source_url"
        raise FileProblem("no_header", "no row of the file has headers that we know", hint)
    except FileProblem as problem:
        return TableRead(problems=[CellProblem(0, "", filename, problem.rule, problem.message, problem.hint)])


def wanted_sheets(sheets: Iterable[Sheet], name: str) -> Iterator[Sheet]:
    """Yield the sheets of a file, or the one that is named.

    :raises FileProblem: no sheet is called so.
    """
    if name in ("", ALL_SHEETS):
        yield from sheets
        return
    names = []
    for sheet in sheets:
        if sheet.name.strip().casefold() == name.strip().casefold():
            yield sheet
            return
        names.append(sheet.name)
    raise FileProblem("sheet", f"no sheet is called “{name}”", f"one of {', '.join(names)}")


def read_all(sheets: Iterable[Sheet], how: HowToRead) -> TableRead:
    """The rows of every sheet that is seen and has headers that we know, one after the other.

    :raises FileProblem: no sheet has any, or one is too large.
    """
    whole: TableRead | None = None
    skipped, before = [], 0
    for sheet in sheets:
        place = None if sheet.hidden else header_place(sheet, chosen=how["chosen"])
        if place is None:
            skipped.append(sheet.name)
            continue
        sheet.check_size()
        read = rows_below(sheet, place, **how)
        whole = join_reads(whole, read, before=before)
        before += len(sheet.rows)
    if whole is None:
        raise FileProblem("no_header", "no sheet has headers that we know", "a header row with our column names")
    for name in skipped:
        message = f"sheet “{name}” is hidden, or has no headers that we know: not read"
        whole.remarks.append(CellProblem(0, "", name, "remark", message))
    return whole


def join_reads(whole: TableRead | None, read: TableRead, *, before: int) -> TableRead:
    """Put the rows of a further sheet behind those before it, and say from where its rows are counted."""
    if whole is None:
        return read
    words = f"the rows of sheet “{read.sheet}” are counted on: its row 1 is row {before + 1}"
    whole.remarks.append(CellProblem(before + 1, "", read.sheet, "remark", words))
    whole.rows += read.rows
    whole.lines += [line + before for line in read.lines]
    whole.problems += [replace(one, row=one.row + before) for one in read.problems]
    whole.remarks += [replace(one, row=one.row + before) for one in read.remarks]
    return whole


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


def read_table_file(content: bytes | str, filename: str, options: ImportOptions) -> FileRead:
    """What a table holds, under the header that people may choose columns for."""
    read = read_table(
        content,
        filename=filename,
        chosen=options.chosen,
        sheet=options.sheet,
        constants=options.constants,
        per_donor=options.per_donor,
    )
    found = FileRead(read.rows, read.lines, read.problems, title=filename, header=read.header)
    found.remarks = read.remarks
    return found


TABLE = FileLayout(name="table", label="A table with our columns", read=read_table_file)
