"""Which column a header cell means: our own names, common other words, and what was decided for the layout before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pledges.intake.columns import ALL_COLUMNS
from pledges.intake.problems import Problem, did_you_mean
from pledges.models import ImportLayout

SYNONYMS: dict[str, tuple[str, ...]] = {
    "donors": ("donor", "country", "countries", "party", "parties", "given by", "from"),
    "system": ("item", "items", "weapon", "weapon system", "equipment", "what"),
    "quantity": ("how many", "number", "no", "no of units", "units", "count", "qty", "pieces"),
    "unit": ("counted in", "unit of count"),
    "source_url": ("link", "url", "source", "source link", "address", "web address"),
    "source_title": ("title", "headline"),
    "source_publisher": ("publisher",),
    "source_published": ("published", "publication date", "source date"),
    "occurred": ("date", "day", "when", "announced", "announcement date", "announced on"),
    "due": ("due date", "deadline", "delivery date", "by when", "deliver by"),
    "amount": ("value", "money", "sum", "cost"),
    "value_eur": ("value in eur", "eur", "amount eur", "amount in eur", "euro"),
    "stage": ("status", "state"),
    "meeting": ("udcg meeting", "contact group", "contact group meeting"),
    "quote": ("words", "quotation", "text"),
    "note": ("notes", "remark", "remarks", "comment", "comments"),
    "reference": ("pledge", "ramstein reference"),
    "external_reference": ("external id", "id", "identifier"),
    "aid_type": ("type of aid", "aid"),
    "beneficiary": ("recipient", "to"),
    "action": ("row type", "kind of row"),
}
"""Other words for a column, as people head their own tables."""


def folded(header: str) -> str:
    """Return a header without regard to case, spaces, underscores and punctuation."""
    return re.sub(r"[\W_]+", "", header.replace("\N{NO-BREAK SPACE}", " ").casefold())


MEANINGS = {folded(word): column for column, words in SYNONYMS.items() for word in words} | {
    folded(column): column for column in ALL_COLUMNS
}


@dataclass(slots=True)
class HeaderMapping:
    """The column of each header cell, by place; None where the cell is blank, left out or not understood."""

    columns: list[str | None]
    headers: list[str]
    problems: list[Problem] = field(default_factory=list)

    def as_chosen(self) -> dict[str, str]:
        """Return header to column, as it is remembered; a column that is left out is blank."""
        return {header: column or "" for header, column in zip(self.headers, self.columns, strict=True) if header}


def recognised(cells: Sequence[str]) -> int:
    """Return how many cells of a row are headers that we know."""
    return len({MEANINGS[name] for name in map(folded, cells) if name in MEANINGS})


def map_header(cells: Sequence[str], *, row: int, chosen: Mapping[str, str] | None = None) -> HeaderMapping:
    """Return the columns that a header row names; `chosen` overrides by header, blank leaves a column out."""
    chosen = chosen or {}
    mapping = HeaderMapping([], [cell.strip() for cell in cells])
    taken: dict[str, str] = {}
    for header in mapping.headers:
        column = chosen[header] if header in chosen else MEANINGS.get(folded(header))
        if header and column is None:
            hint = did_you_mean(header, ALL_COLUMNS) or "rename it, or choose a column for it"
            message = f"no column is called “{header}”"
            mapping.problems.append(Problem(row, header, header, "unknown_header", message, hint))
        if column and column in taken:
            message = f"“{taken[column]}” and “{header}” both mean {column}"
            mapping.problems.append(Problem(row, header, header, "header_twice", message, "leave one of them out"))
            column = None
        if column:
            taken[column] = header
        mapping.columns.append(column or None)
    return mapping


def layout_fingerprint(cells: Sequence[str]) -> str:
    """Return what makes a layout the same layout: its headers in their order."""
    return hashlib.sha256("\x1f".join(map(folded, cells)).encode()).hexdigest()


def remembered_mapping(cells: Sequence[str]) -> dict[str, str]:
    """Return the columns chosen for this layout before, nothing where it is new."""
    layout = ImportLayout.objects.filter(fingerprint=layout_fingerprint(cells)).first()
    return dict(layout.mapping) if layout else {}


def remember_mapping(cells: Sequence[str], mapping: Mapping[str, str], *, now: datetime) -> ImportLayout:
    """Keep the columns chosen for this layout for the next file that has it."""
    layout, _ = ImportLayout.objects.update_or_create(
        fingerprint=layout_fingerprint(cells), defaults={"mapping": dict(mapping), "last_used": now}
    )
    return layout
