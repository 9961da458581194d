"""Tells whether a column of days such as 02/03/2023 puts the day or the month first, and writes them the year first.

One order holds for a whole column. A day above 12 anywhere in it proves the order; where nothing does, or two rows
contradict each other, the cells stay as they are and are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from pledges.intake.row_columns import CellKind, names_of_kind
from pledges.ledger import Json

DAYS = names_of_kind(CellKind.WINDOW, CellKind.DAY)
NESTED = ("published", "retrieved")
"""Days within the source that the API takes as an object."""

SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/-])", re.ASCII)
Order = Literal["day", "month"]


def settle_day_orders(rows: Sequence[Json]) -> list[Json]:
    """The rows with every day of two readings written the year first, where its column has one order."""
    settled = list(rows)
    for column in DAYS:
        cells = [(place, cell) for place, row in enumerate(settled) if isinstance(cell := row.get(column), str)]
        for place, cell in settle_column(cells):
            settled[place] = {**settled[place], column: cell}
    sources = [(place, row["source"]) for place, row in enumerate(settled) if isinstance(row.get("source"), dict)]
    for name in NESTED:
        cells = [(place, source[name]) for place, source in sources if isinstance(source.get(name), str)]
        for place, cell in settle_column(cells):
            settled[place] = {**settled[place], "source": {**settled[place]["source"], name: cell}}
    return settled


def settle_column(cells: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The cells of a column that change, with their places."""
    slashed = [(place, cell) for place, cell in cells if may_be_slashed(cell) and SLASHED.search(cell)]
    order = order_of(cell for _, cell in slashed)
    if order is None:
        return []
    return [(place, SLASHED.sub(lambda found: year_first(found, order), cell)) for place, cell in slashed]


def may_be_slashed(cell: str) -> bool:
    """Whether a cell is worth a closer look; most days are written the year first."""
    return "/" in cell or "-" in cell[1:3]


def order_of(cells: Iterable[str]) -> Order | None:
    """The order that the days of a column prove; None where nothing does, or they contradict each other."""
    found = [(int(first), int(second)) for cell in cells for first, _, second, _ in SLASHED.findall(cell)]
    day_first = any(first > 12 >= second for first, second in found)
    month_first = any(second > 12 >= first for first, second in found)
    if day_first == month_first:
        return None
    return "day" if day_first else "month"


def year_first(found: re.Match[str], order: Order) -> str:
    """A day the year first; one that is none in this order stays, and is a problem of its cell."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    day, month = (first, second) if order == "day" else (second, first)
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else found[0]
