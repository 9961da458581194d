"""Which column a header cell means: our own names, common other words, and what was decided for the layout before."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pledges.intake.cell_problems import CellProblem, did_you_mean
from pledges.intake.row_columns import ALL_COLUMNS, TABLE
from pledges.ledger import Json
from pledges.models import ImportLayout
from pledges.values.nearest_word import nearest_word

WORDS = {word: column.name for column in TABLE for word in (*column.aliases, column.name)}
"""Our own names for columns, and other words, as people head their own tables."""


def fold_header(header: str) -> str:
    """A header without regard to case, spaces, underscores and punctuation."""
    return re.sub(r"[\W_]+", "", header.replace("\N{NO-BREAK SPACE}", " ").casefold())


MEANINGS = {fold_header(word): column for word, column in WORDS.items()}
BLANK = re.compile(r"column [A-Z]{1,3}")
"""What a column whose header is blank goes by."""

PER_DONOR = {"donors:quantity": "quantity", "donors:amount": "amount"}
"""What is chosen for a header that names a donor: its cells are the donor's, and hold this."""

NOTES_OF_OURS = {"rowofthefile": "", "whatiswrong": ""}
"""Headers that we put before rows which were left out: they come back with the mended rows and are no columns."""


@dataclass(frozen=True, slots=True)
class HeaderChoice:
    """One header of a file: the column that it stands for (blank: none), the nearest one, and cells below it.

    `understood` is false where nobody has said yet what the header means, `remembered` true where somebody chose its
    column for an earlier file with the same header row.
    """

    header: str
    column: str
    understood: bool
    nearest: str
    samples: list[str]
    remembered: bool = False

    def to_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class HeaderMapping:
    """The column of each header cell, by place; None where the cell is blank, left out or not understood.

    Headers are kept as they stand; one that occurs again carries its number, as in “Country (2)”.
    """

    columns: list[str | None]
    headers: list[str]
    problems: list[CellProblem] = field(default_factory=list)

    def as_chosen(self) -> dict[str, str]:
        """Header to column, as it is remembered; a column that is left out is blank."""
        return {header: column or "" for header, column in zip(self.headers, self.columns, strict=True) if header}

    def differs(self) -> bool:
        """Whether a header is left out or stands for something else than it says: somebody chose it so."""
        return any(
            header
            and (column is None or MEANINGS.get(fold_header(header)) != column)
            and fold_header(header) not in NOTES_OF_OURS
            for header, column in zip(self.headers, self.columns, strict=True)
        )


def count_headers(cells: Sequence[str], *, chosen: Mapping[str, str] | None = None) -> int:
    """How many cells of a row are headers that we know, or that were chosen a column."""
    named = {MEANINGS[name] for name in map(fold_header, cells) if name in MEANINGS}
    return len(named | {column for cell in cells if (column := (chosen or {}).get(cell.strip()))})


def number_headers(cells: Sequence[str]) -> list[str]:
    """The headers without blanks around them, each different from those before it."""
    seen: Counter[str] = Counter()
    headers = []
    for cell in cells:
        header = cell.replace("\N{NO-BREAK SPACE}", " ").strip()
        seen[header] += 1
        headers.append(f"{header} ({seen[header]})" if header and seen[header] > 1 else header)
    return headers


def column_letters(number: int) -> str:
    """The letters of a column as spreadsheets name it: A is 1, Z is 26, AA is 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name_headers(cells: Sequence[str]) -> list[str]:
    """The headers, each different from the others; a blank one goes by the letters of its column."""
    headers = number_headers(cells)
    return [header or f"column {column_letters(place)}" for place, header in enumerate(headers, 1)]


def map_header(cells: Sequence[str], *, row: int, chosen: Mapping[str, str] | None = None) -> HeaderMapping:
    """The columns that a header row names; `chosen` overrides by header, blank leaves a column out."""
    chosen = chosen or {}
    named = zip(number_headers(cells), name_headers(cells), strict=True)
    # A column with a blank header is left alone until somebody chooses one by its letters.
    mapping = HeaderMapping([], [header or (name if name in chosen else "") for header, name in named])
    taken: dict[str, str] = {}
    for cell, header in zip(cells, mapping.headers, strict=True):
        column = (
            chosen[header]
            if header in chosen
            else MEANINGS.get(fold_header(cell), NOTES_OF_OURS.get(fold_header(cell)))
        )
        if column and column not in ALL_COLUMNS and column not in PER_DONOR:
            message = f"no column is called “{column}”, which was chosen for “{header}”"
            hint = did_you_mean(column, ALL_COLUMNS) or "one of our columns"
            mapping.problems.append(CellProblem(row, header, column, "unknown_column", message, hint))
            column = ""
        if header and column is None:
            close = nearest_column(header)
            hint = f"did you mean {close}?" if close else "rename it, or choose a column for it"
            message = f"no column is called “{header}”"
            mapping.problems.append(CellProblem(row, header, header, "unknown_header", message, hint))
        if column and column in taken:
            message = f"“{taken[column]}” and “{header}” both mean {column}"
            mapping.problems.append(CellProblem(row, header, header, "header_twice", message, "leave one of them out"))
            column = None
        if column and column not in PER_DONOR:
            taken[column] = header
        mapping.columns.append(column or None)
    return mapping


def nearest_column(header: str) -> str:
    """The column whose name, or other word, is closest to a header; blank where none is close."""
    return WORDS.get(nearest_word(header.replace("_", " "), WORDS), "")


def layout_fingerprint(cells: Sequence[str], *, tracker: str = "") -> str:
    """What makes a layout the same layout: its headers in their order, blank ones left out; and whose columns it has.

    `tracker` is the name of a layout with columns of its own, blank for ours.
    """
    headers = [fold_header(cell) for cell in number_headers(cells) if cell and not BLANK.fullmatch(cell)]
    return hashlib.sha256("\x1f".join([*([f"{tracker}:"] if tracker else []), *headers]).encode()).hexdigest()


def remembered_mapping(cells: Sequence[str], *, tracker: str = "") -> dict[str, str]:
    """The columns chosen for this layout before, nothing where it is new."""
    layout = ImportLayout.objects.filter(fingerprint=layout_fingerprint(cells, tracker=tracker)).first()
    return dict(layout.mapping) if layout else {}


def remembered_place(rows: Sequence[Sequence[str]], *, tracker: str = "") -> int | None:
    """The place of the first row whose layout was remembered, None where there is none."""
    marks = [layout_fingerprint(row, tracker=tracker) if any(cell.strip() for cell in row) else "" for row in rows]
    known = set(ImportLayout.objects.filter(fingerprint__in=set(marks)).values_list("fingerprint", flat=True))
    return next((place for place, mark in enumerate(marks) if mark in known), None)


def remember_mapping(
    cells: Sequence[str], mapping: Mapping[str, str], *, now: datetime, tracker: str = ""
) -> ImportLayout:
    """Keep the columns chosen for this layout for the next file that has it."""
    layout, _ = ImportLayout.objects.update_or_create(
        fingerprint=layout_fingerprint(cells, tracker=tracker), defaults={"mapping": dict(mapping), "last_used": now}
    )
    return layout
