"""Choosing by hand what the headers of a table mean, remembered for every later file with the same header row.

A page shows `header_choices` of a file, takes a column for each header from a person, and keeps it with
`choose_columns`; reading the file again then uses it. The same choice may be given once, as `ImportOptions.chosen`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from pledges.intake.cell_problems import CellProblem, did_you_mean
from pledges.intake.importers.header_matching import (
    MEANINGS,
    HeaderChoice,
    fold_header,
    map_header,
    name_headers,
    nearest_column,
    remember_mapping,
    remembered_mapping,
)
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.sheets import Sheet, open_sheets
from pledges.intake.importers.table_importer import (
    HEADER_WITHIN,
    PER_DONOR,
    counts_rows,
    header_place,
    tidy,
    wanted_sheets,
)
from pledges.intake.importers.table_matrices import donor_headers
from pledges.intake.row_columns import ALL_COLUMNS

SAMPLES = 3
LONGEST_SAMPLE = 80


def header_choices(
    content: bytes | str, *, filename: str = "", chosen: Mapping[str, str] | None = None, sheet: str = ""
) -> list[HeaderChoice]:
    """Every header of a file with what it means so far, in the order of the file.

    Where no header is known, the first row with several filled cells is taken for the header row. A blank header with
    cells below it goes by the letters of its column, as in “column C”; one that occurs again carries its number, as in
    “Country (2)”.

    :raises FileProblem: the file cannot be read, or has no row that can be a header.
    """
    for one in list(wanted_sheets(open_sheets(content, filename=filename), sheet)):
        place = header_place(one, chosen=chosen)
        if place is None:
            place = likely_place(one)
        if place is not None and not one.hidden and not one.refused:
            return choices_of(one, place, chosen=chosen or {})
    raise FileProblem("no_header", "no row of the file can be a header row", "a header row above the data")


def likely_place(sheet: Sheet) -> int | None:
    """The place of the first row with several filled cells, all different, that has rows below it."""
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1 and len(set(filled)) == len(filled) and place + 1 < len(sheet.rows):
            return place
    return None


def choices_of(sheet: Sheet, place: int, *, chosen: Mapping[str, str]) -> list[HeaderChoice]:
    cells = sheet.rows[place]
    remembered = remembered_mapping(cells)
    mapping = map_header(cells, row=place + 1, chosen={**remembered, **chosen})
    unclear = {problem.column for problem in mapping.problems}
    named, donors = mapping.headers, donor_headers(cells)
    choices = []
    for index, (name, column) in enumerate(zip(name_headers(cells), mapping.columns, strict=True)):
        below = [tidy(row[index])[:LONGEST_SAMPLE] for row in sheet.rows[place + 1 :] if index < len(row)]
        filled = list(filter(None, below))
        header = named[index] or ("" if not filled or counts_rows(filled) else name)
        if header:
            clear = bool(named[index]) and header not in unclear
            before = clear and header in remembered and not (column and MEANINGS.get(fold_header(header)) == column)
            near = "donors:quantity" if header in donors else nearest_column(header) if named[index] else ""
            choices.append(
                HeaderChoice(header, column or "", clear, near, list(dict.fromkeys(filled))[:SAMPLES], before)
            )
    return choices


def choose_columns(
    *,
    headers: Sequence[str],
    mapping: Mapping[str, str],
    now: datetime,
    columns: Collection[str] = ALL_COLUMNS,
    tracker: str = "",
) -> list[CellProblem]:
    """Keep the column chosen for each header of a layout, blank to leave it out; return what is wrong with the choice.

    `headers` is the header row as `header_choices` gave it, `columns` and `tracker` those of a layout that has its own.
    Nothing is kept where anything is wrong.
    """
    problems = [
        CellProblem(
            0, header, mapping[header], "unknown_header", f"the file has no header “{header}”", "as in the file"
        )
        for header in mapping
        if header not in headers
    ]
    taken: dict[str, str] = {}
    for header in headers:
        column = mapping.get(header, "")
        if column and column not in columns and (tracker or column not in PER_DONOR):
            hint = did_you_mean(column, columns) or "one of our columns"
            message = f"no column is called “{column}”"
            problems.append(CellProblem(0, header, column, "unknown_column", message, hint))
        elif column and column not in PER_DONOR and taken.setdefault(column, header) != header:
            message = f"“{taken[column]}” and “{header}” cannot both be {column}"
            problems.append(CellProblem(0, header, column, "header_twice", message, "leave one of them out"))
    if not taken:
        problems.append(
            CellProblem(0, "", "", "no_columns", "no header was given a column", "at least donors and system")
        )
    if not problems:
        remember_mapping(headers, {header: mapping.get(header, "") for header in headers}, now=now, tracker=tracker)
    return problems
