"""The columns of the entry grid, and the way between its cells and the payload of a row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from pledges.intake.row_columns import BY_NAME
from pledges.intake.row_limits import require_row_count
from pledges.ledger import Json
from pledges.values.choices import Action

SOURCE_PARTS = ("source_url", "source_title", "source_publisher", "source_published", "source_grade")
SEPARATOR = " | "
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SPARE_ROWS = 5


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the grid: its name in the payload, its heading, and the list that completes what is typed there."""

    name: str
    label: str
    completes: str = ""


def grid_column(name: str, label: str = "") -> GridColumn:
    """A column as new pledges have it, with a heading of its own or with its label in forms."""
    column = BY_NAME[name].of(Action.PLEDGE)
    return GridColumn(name, label or column.label, column.completes)


GRID = (
    grid_column("donors", "Donor, role"),
    grid_column("system"),
    grid_column("quantity", "How many"),
    grid_column("unit"),
    grid_column("amount"),
    grid_column("stage"),
    grid_column("occurred"),
    grid_column("due"),
    GridColumn("source", "Source"),
    grid_column("quote"),
    grid_column("coalition"),
    grid_column("note"),
)
"""In the order of Tab, and of a block that is pasted."""

STACKED = ("unit", "due", "quote", "note")
"""The columns that stand beneath the one before them."""

GRID_NAMES = tuple(column.name for column in GRID)
TYPED = tuple(name for name in GRID_NAMES if name != "source")


def clean_cell(value: str) -> str:
    """What was typed in a cell, on one line."""
    return " ".join(value.split())


def source_cell(payload: Mapping[str, str]) -> str:
    parts = [str(payload[name]) for name in SOURCE_PARTS if payload.get(name)]
    return SEPARATOR.join(parts)


def read_source(cell: str) -> dict[str, str]:
    """The parts of a source cell: address, title, publisher, date and grade, as far as they are there."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in cell.split("|"))):
        if re.match(r"https?:", part):
            found["source_url"] = part
        elif ISO_DAY.fullmatch(part):
            found["source_published"] = part
        elif "source_title" not in found:
            found["source_title"] = part
        elif "source_publisher" not in found:
            found["source_publisher"] = part
        else:
            found["source_grade"] = part
    return found


def typed_cells(payload: Json, defaults: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row as the grid shows them: what stands on top for all rows is left blank."""
    cells = {name: str(payload.get(name) or "") for name in TYPED}
    for name in TYPED:
        if cells[name] and cells[name] == defaults.get(name):
            cells[name] = ""
    sources = {name: payload.get(name) for name in SOURCE_PARTS if payload.get(name)}
    common = {name: value for name, value in defaults.items() if name in SOURCE_PARTS and value}
    cells["source"] = "" if sources == common else source_cell(payload)
    return cells


def payload_of(cells: Mapping[str, str], *, kept: Json, defaults: Mapping[str, str]) -> Json:
    """The payload that the cells of a grid row state; nothing where all of them are blank.

    What the grid does not show stays as it was, and so does a cell that says the same; blank cells take what stands on
    top for all rows.
    """
    typed = {name: clean_cell(cells.get(name, "")) for name in GRID_NAMES}
    if not any(typed.values()):
        return {}
    hidden = {name: value for name, value in kept.items() if name not in TYPED and name not in SOURCE_PARTS}
    common = {name: value for name, value in defaults.items() if value and name not in SOURCE_PARTS}
    source = typed.pop("source")
    if not source:
        sources = {name: value for name, value in defaults.items() if value and name in SOURCE_PARTS}
    elif source == clean_cell(source_cell(kept)):
        sources = {name: kept[name] for name in SOURCE_PARTS if kept.get(name)}
    else:
        sources = read_source(source)
    stated = {name: same_or_typed(kept.get(name), value) for name, value in typed.items() if value}
    return {**common, **hidden, **stated, **sources}


def same_or_typed(kept: object, typed: str) -> str:
    """The stored cell where what was typed is the same on one line, with the line breaks it came with."""
    return kept if isinstance(kept, str) and clean_cell(kept) == typed else typed


def fingerprint(cells: Mapping[str, str]) -> str:
    """A short name for the content of a row, to tell whether it was changed on the page."""
    content = "\x1f".join(clean_cell(cells.get(name, "")) for name in GRID_NAMES)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row of a posted grid: its mark on the page, its key if stored, its cells, and what they were when it was read.

    `after` is the mark or the key of the row that a new one stands below, blank for the end; None says nothing.
    """

    mark: str
    key: int | None
    cells: Mapping[str, str]
    base: str = ""
    after: str | None = None

    @property
    def is_touched(self) -> bool:
        """Whether it says something else than when the page was read; without a base nobody knows."""
        return self.key is None or not self.base or self.base != fingerprint(self.cells)

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells.values())


def rows_posted(data: QueryDict) -> list[TypedRow]:
    """The rows of a posted grid in order.

    :raises TooLarge: there are more than a change set takes.
    """
    require_row_count(len(data.getlist("row")))
    return read_rows(data)


def read_rows(data: QueryDict) -> list[TypedRow]:
    """The rows among posted fields, however many."""
    return [
        TypedRow(
            mark,
            key_posted(data.get(f"{mark}-id", "")),
            {name: data.get(f"{mark}-{name}", "") for name in GRID_NAMES},
            data.get(f"{mark}-base", ""),
            data.get(f"{mark}-after"),
        )
        for mark in data.getlist("row")
    ]


def key_posted(stated: str) -> int | None:
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 18 else None


DEFAULT_NAMES = ("occurred", *SOURCE_PARTS)


def defaults_posted(data: QueryDict, stored: Mapping[str, str]) -> dict[str, str]:
    """What stands on top for all rows, as posted; the meeting stays as it is."""
    if "has-defaults" not in data:
        return dict(stored)
    posted = {name: clean_cell(data.get(f"all-{name}", "")) for name in DEFAULT_NAMES}
    kept = {name: value for name, value in stored.items() if name not in DEFAULT_NAMES}
    return {**kept, **{name: value for name, value in posted.items() if value}}


def headings() -> list[tuple[str, str]]:
    """The name and the heading of each column on the page, of stacked ones together."""
    found: list[tuple[str, str]] = []
    for column in GRID:
        if column.name in STACKED:
            name, label = found.pop()
            found.append((name, f"{label}, {column.label.lower()}"))
        else:
            found.append((column.name, column.label))
    return found
