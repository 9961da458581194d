"""Asks people what the headers of a release mean that are not found, and says which are missing, in which sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pledges.intake.cell_problems import CellProblem, did_you_mean
from pledges.intake.importers.file_layouts import ColumnGroups, FileRead, ImportOptions
from pledges.intake.importers.header_matching import (
    HeaderChoice,
    fold_header,
    remembered_mapping,
    remembered_place,
)
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_cells import NOTHING, fold, plain
from pledges.intake.importers.kiel.kiel_layouts import (
    FIELDS,
    MAY_DIFFER,
    NAMES,
    Layout,
    find_layout,
    is_called,
    likely_layout,
)
from pledges.intake.importers.sheets import Sheet
from pledges.intake.importers.table_importer import header_place
from pledges.values.choices import Origin
from pledges.values.nearest_word import nearest_word

TRACKER = "kiel"
SAMPLES, LONGEST_SAMPLE = 3, 80
COLUMNS: ColumnGroups = (("Kiel", tuple((name, headers[0]) for name, headers in FIELDS.items())),)
WORDS = {header.replace("_", " "): name for name, headers in FIELDS.items() for header in headers}


def remembered_columns(rows: Sequence[Sequence[str]]) -> tuple[int | None, Mapping[str, str]]:
    """The header row of which people chose the columns before, and what they chose."""
    place = remembered_place(rows, tracker=TRACKER)
    return place, {} if place is None else remembered_mapping(rows[place], tracker=TRACKER)


def open_layout(sheets: Sequence[Sheet], *, filename: str, options: ImportOptions) -> Layout | None:
    """The layout of a release, perhaps with headers missing; None where the file is another's.

    :raises FileProblem: the file is called like a release, and has neither its columns nor ours, or is too large.
    """
    layout = find_layout(sheets, options.chosen, remembered_columns)
    asked_for = options.layout == TRACKER
    if layout is None:
        layout = likely_layout(sheets, filename=filename, asked_for=asked_for, chosen=options.chosen)
    if layout is not None:
        layout.sheet.check_size()
        return layout
    for sheet in sheets:
        # Of a sheet that is too large nothing but its name may be known.
        if sheet.refused and (asked_for or is_called("", [sheet])):
            sheet.check_size()
    if not asked_for and is_called(filename, sheets) and not is_ours(sheets):
        message = "the file is called like one of Kiel's, and no sheet has the columns of its main data"
        raise FileProblem(
            "no_header", message, "the main data with its header row; or choose the layout of our columns"
        )
    return None


def is_ours(sheets: Sequence[Sheet]) -> bool:
    """Whether what is called like the tracker's has our columns: the sheet called so, else the largest that is seen."""
    seen = [sheet for sheet in sheets if not sheet.hidden]
    called = [sheet for sheet in seen if is_called("", [sheet])]
    largest = sorted(seen, key=lambda sheet: len(sheet.rows))[-1:]
    return bool(seen) and all(header_place(sheet) is not None for sheet in called or largest)


def ask_for_columns(layout: Layout, missing: Sequence[str]) -> FileRead:
    """A problem for each header that is missing, and all headers for a person to choose from."""
    row = layout.header + 1
    read = FileRead([], [], [], origin=Origin.KIEL, layout=TRACKER, headers=layout.headers)
    read.asks, read.missing = choices_of(layout), [FIELDS[name][0] for name in missing]
    free = [one.header for one in read.asks if not one.column]
    for name in missing:
        header = FIELDS[name][0]
        message = f"sheet “{layout.sheet.name}” has no header “{header}” in row {row}"
        hint = did_you_mean(header, free) or "name it so, choose the column that it is, or say that the file has none"
        read.problems.append(CellProblem(row, header, "", "missing_header", message, hint))
    return read


def choices_of(layout: Layout) -> list[HeaderChoice]:
    """Every header with what it means; those of other columns are left out unless a person says otherwise."""
    fields = {place: name for name, place in layout.places.items()}
    choices = []
    for place in layout.to_choose():
        header = layout.headers[place]
        below = (
            plain(row[place])[:LONGEST_SAMPLE] for row in layout.sheet.rows[layout.header + 1 :] if place < len(row)
        )
        samples: dict[str, None] = {}
        for cell in below:
            if cell.casefold() not in NOTHING:
                samples[cell] = None
            if len(samples) == SAMPLES:
                break
        column = fields.get(place, "")
        chosen = header in layout.chosen and NAMES.get(fold_header(header)) != column
        near = "" if column else WORDS.get(nearest_word(header.replace("_", " "), WORDS), "")
        choices.append(HeaderChoice(header, column, True, near, list(samples), chosen))
    return choices


def check_headers(layout: Layout) -> list[CellProblem]:
    """A problem for each field whose header occurs again above other cells, and for each further sheet that fits."""
    problems = []
    header = layout.sheet.rows[layout.header]
    for place, cell in enumerate(header):
        name = NAMES.get(fold_header(cell), "")
        first = layout.places.get(name)
        if first is None or first == place or name in MAY_DIFFER or layout.headers[place] in layout.chosen:
            continue
        if fold(header[first]) == fold(cell) and said_otherwise(layout, first, place):
            message = f"“{plain(cell)}” stands above two columns that differ; the first is read"
            hint = "name the other one differently, or delete it"
            problems.append(CellProblem(layout.header + 1, layout.headers[place], "", "header_twice", message, hint))
    if layout.sheet.hidden:
        message = f"the main data are on “{layout.sheet.name}”, a hidden sheet"
        hint = "show the sheet, look at it, and import again"
        problems.append(CellProblem(0, "", layout.sheet.name, "hidden_sheet", message, hint))
    for other in layout.others:
        message = f"sheet “{other}” has the columns of Kiel's main data too; only “{layout.sheet.name}” is read"
        problems.append(CellProblem(0, "", other, "other_sheet", message, "keep the one that is meant"))
    return problems


def said_otherwise(layout: Layout, first: int, second: int) -> bool:
    """Whether two columns say different things in most rows in which both say something."""
    pairs = [
        (fold(row[first]), fold(row[second]))
        for row in layout.sheet.rows[layout.header + 1 :]
        if max(first, second) < len(row)
    ]
    both = [one != other for one, other in pairs if one not in NOTHING and other not in NOTHING]
    return any(both)
