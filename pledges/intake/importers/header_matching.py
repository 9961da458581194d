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
from pledges.models import ImportLayout
from pledges.values.nearest_word import nearest_word

WORDS = {word: column.name for column in TABLE for word in (*column.aliases, column.name)}
"""Our own names for columns, and other words, as people head their own tables."""


def fold_header(header: str) -> str:
    """A header without regard to case, spaces, underscores and punctuation."""
    return re.sub(r"[\W_]+", "", header.replace("\N{NO-BREAK SPACE}", " ").casefold())


MEANINGS = {fold_header(word): column for word, column in WORDS.items()}
NOTES_OF_OURS = {"rowofthefile": "", "whatiswrong": ""}
"""Headers that we put before rows which were left out: they come back with the mended rows and are no columns."""


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


def map_header(cells: Sequence[str], *, row: int, chosen: Mapping[str, str] | None = None) -> HeaderMapping:
    """The columns that a header row names; `chosen` overrides by header, blank leaves a column out."""
    chosen = chosen or {}
    mapping = HeaderMapping([], number_headers(cells))
    taken: dict[str, str] = {}
    for cell, header in zip(cells, mapping.headers, strict=True):
        column = (
            chosen[header]
            if header in chosen
            else MEANINGS.get(fold_header(cell), NOTES_OF_OURS.get(fold_header(cell)))
        )
        if column and column not in ALL_COLUMNS:
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
        if column:
            taken[column] = header
        mapping.columns.append(column or None)
    return mapping


def nearest_column(header: str) -> str:
    """The column whose name, or other word, is closest to a header; blank where none is close."""
    return WORDS.get(nearest_word(header.replace("_", " "), WORDS), "")


def layout_fingerprint(cells: Sequence[str]) -> str:
    """What makes a layout the same layout: its headers in their order, blank ones left out."""
    return hashlib.sha256("\x1f".join(fold_header(cell) for cell in number_headers(cells) if cell).encode()).hexdigest()


def remembered_mapping(cells: Sequence[str]) -> dict[str, str]:
    """The columns chosen for this layout before, nothing where it is new."""
    layout = ImportLayout.objects.filter(fingerprint=layout_fingerprint(cells)).first()
    return dict(layout.mapping) if layout else {}


def remembered_place(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the first row whose layout was remembered, None where there is none."""
    marks = [layout_fingerprint(row) if any(cell.strip() for cell in row) else "" for row in rows]
    known = set(ImportLayout.objects.filter(fingerprint__in=set(marks)).values_list("fingerprint", flat=True))
    return next((place for place, mark in enumerate(marks) if mark in known), None)


def remember_mapping(cells: Sequence[str], mapping: Mapping[str, str], *, now: datetime) -> ImportLayout:
    """Keep the columns chosen for this layout for the next file that has it."""
    layout, _ = ImportLayout.objects.update_or_create(
        fingerprint=layout_fingerprint(cells), defaults={"mapping": dict(mapping), "last_used": now}
    )
    return layout
