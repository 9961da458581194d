"""Finds the main data in a file of the Kiel Ukraine Support Tracker: the sheet, its header row, its columns.

A sheet is the tracker's by its headers or by its name. One header that is missing then is asked for by its name: no
other sheet and no other layout takes the file over, since their sums would be others without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pledges.intake.importers.header_matching import (
    MEANINGS,
    count_headers,
    fold_header,
    name_headers,
)
from pledges.intake.importers.kiel.kiel_releases import stated_release
from pledges.intake.importers.sheets import Sheet

HEADER_WITHIN = 30
FEWEST_FIELDS = 7
FEWEST_OF_ITS_OWN = 4
"""Headers of the tracker that no table of ours has, from which on a table is the tracker's."""

FEWEST_WHERE_NAMED = 3
FEWEST_FILLED = 6
SURELY_OURS = 5

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("ID", "activity_id", "package_id", "activity"),
    "donor": ("Countries", "Country", "donor", "donors"),
    "announced": ("Announcement Date", "announcement_date", "Date of announcement"),
    "aid_type": ("Type of Aid General", "aid_type_general", "aid_type"),
    "specific": ("Type of Aid Specific", "aid_type_specific"),
    "explanation": ("Explanation", "description"),
    "currency": ("Original Currency", "reporting_currency", "currency"),
    "measure": ("Type of donation", "measure", "Type of commitment"),
    "item": ("Items", "Item"),
    "item_type": ("Type of Item", "item_type"),
    "sub_type": ("Sub-type of item", "item_sub_type", "item_subtype"),
    "units": ("No. of Units", "item_numb", "Number of Units", "No of units committed"),
    "delivered": (
        "No. of Units Delivered (in-kind military aid)",
        "No. of Units Delivered",
        "item_numb_deliv",
        "Number of Units Delivered",
    ),
    "total": ("Total", "tot_activity_value"),
    "total_eur": ("Converted Value in EUR", "tot_activity_value_EUR", "Total value in EUR"),
    "allocated": ("Allocated Total", "tot_sub_activity_value"),
    "allocated_eur": ("Allocated Total in EUR", "tot_sub_activity_value_EUR"),
    "redistributed": ("Allocated Total in EUR (redistributed)", "tot_sub_activity_value_EUR_redistr"),
    "allocation": ("Allocation ID", "sub_activity_id", "allocation_id"),
    "official": ("Official Source", "official_source"),
    "source_1": ("Source of Aid 1", "source_1", "source_aid_1"),
    "source_2": ("Source of Aid 2", "source_2", "source_aid_2"),
    "source_3": ("Source of Aid 3", "source_3", "source_aid_3"),
    "source_4": ("Source of Aid 4", "source_4", "source_aid_4"),
    "value_source": ("value_source_commitments",),
}
"""The headers of each field, Releases 7 to 20 first, then the snake_case names from Release 21 on."""

NAMES = {fold_header(header): field for field, headers in FIELDS.items() for header in headers}
REQUIRED = ("id", "donor", "announced", "aid_type", "item", "units")
MONEY = ("total_eur", "allocated_eur", "redistributed")
"""One of them at least is in every release; without any, every sum would be nothing."""

EXPECTED = ("explanation", "currency", "item_type", "delivered", "total", "total_eur")
OF_ALLOCATIONS = ("measure", "allocated", "allocated_eur", "redistributed", "allocation")
"""They came together, with Release 16: where one is there, the others are missed."""

MAY_DIFFER = frozenset({"sub_type", "value_source"})
"""Fields of which a second column of the same name has always been another thing."""

Remembered = Callable[[Sequence[Sequence[str]]], tuple[int | None, Mapping[str, str]]]
"""Finds the header row, among the first of a sheet, of which people chose the columns before, and what they chose."""

CALLED = re.compile(r"\bkiel|ukraine[\s_-]*support[\s_-]*tracker|\bifw\b", re.IGNORECASE)
MAIN_DATA = re.compile(r"main[\s_-]*data|bilateral assistance", re.IGNORECASE)


def remember_nothing(_: Sequence[Sequence[str]]) -> tuple[int | None, Mapping[str, str]]:
    return None, {}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the main data stand: the sheet, the place of the header row, and the place of each field's column.

    `release` is the number that the file gives itself, outside the data, `others` further sheets with the same columns.
    `chosen` is what people said of its headers, for this file or for an earlier one.
    """

    sheet: Sheet
    header: int
    places: dict[str, int]
    release: int | None = None
    others: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)

    def header_in_file(self, field: str) -> str:
        place = self.places.get(field)
        return self.headers[place] if place is not None else FIELDS[field][0]

    @property
    def headers(self) -> list[str]:
        return [name.strip() for name in name_headers(self.sheet.rows[self.header])]

    def cell(self, row: Sequence[str], field: str) -> str:
        """A cell as it stands; blank where the release has no such column."""
        place = self.places.get(field)
        return row[place] if place is not None and place < len(row) else ""

    def missing(self, absent: Collection[str] = ()) -> list[str]:
        """The fields that this release should have a column for and has none; a person may say that some are absent."""
        found = self.places
        wanted = list(REQUIRED) + [name for name in EXPECTED if name not in absent]
        if any(name in found for name in OF_ALLOCATIONS):
            wanted += [name for name in OF_ALLOCATIONS if name not in absent]
        missing = [name for name in wanted if name not in found]
        if not any(name in found for name in MONEY) and "total_eur" not in missing:
            missing.append("total_eur")
        # People who looked at every header and left these without a column have said that there is none.
        if self.chosen and all(self.headers[place] in self.chosen for place in self.to_choose()):
            must = {*REQUIRED, *(MONEY if not any(name in found for name in MONEY) else ())}
            missing = [name for name in missing if name in must]
        return missing

    def to_choose(self) -> list[int]:
        """The places of the headers that a person is asked about: those with a name, and those with cells below."""
        header, below = self.sheet.rows[self.header], self.sheet.rows[self.header + 1 :]
        return [
            place
            for place, cell in enumerate(header)
            if cell.strip() or any(place < len(row) and row[place].strip() for row in below)
        ]


def columns_of(cells: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, int]:
    """The place of each field in a header row: of a name that occurs twice, the first; what was chosen comes first."""
    chosen = chosen or {}
    headers = name_headers(cells)
    taken = {chosen[header]: place for place, header in enumerate(headers) if chosen.get(header)}
    places: dict[str, int] = {name: place for name, place in taken.items() if name in FIELDS}
    for place, (cell, header) in enumerate(zip(cells, headers, strict=True)):
        field = NAMES.get(fold_header(cell))
        if field and header not in chosen:
            places.setdefault(field, place)
    return places


def of_its_own(cells: Sequence[str]) -> int:
    """How many headers of a row are the tracker's alone."""
    return len({name for cell in cells if (name := fold_header(cell)) in NAMES and name not in MEANINGS})


def layout_of(sheet: Sheet, chosen: Mapping[str, str], remembered: Remembered) -> Layout | None:
    """The layout of a sheet that is the tracker's, by its headers or by its name; else None."""
    first = sheet.rows[:HEADER_WITHIN]
    before, said = remembered(first)
    best: Layout | None = None
    for place, row in enumerate(first):
        known = {**said, **chosen} if place == before else chosen
        places = columns_of(row, known)
        if best is None or len(places) > len(best.places):
            best = Layout(sheet, place, places, chosen=known)
    return best if best and (is_trackers(best) or best.header == before) else None


def is_trackers(layout: Layout) -> bool:
    """Whether the header row of a sheet is the tracker's, complete or not."""
    header = layout.sheet.rows[layout.header]
    if len(layout.places) >= FEWEST_FIELDS and all(field in layout.places for field in REQUIRED):
        return True
    if MAIN_DATA.search(layout.sheet.name) and len(layout.places) >= FEWEST_WHERE_NAMED:
        return of_its_own(header) > 0 or count_headers(header) < SURELY_OURS
    return len(layout.places) >= FEWEST_FIELDS and of_its_own(header) >= FEWEST_OF_ITS_OWN


def find_layout(
    sheets: Iterable[Sheet], chosen: Mapping[str, str] | None = None, remembered: Remembered = remember_nothing
) -> Layout | None:
    """The layout of the main data: of several sheets the one called so, else the one with the most rows.

    Hidden sheets count only where no other has the data.
    """
    opened = list(sheets)
    found = [layout for sheet in opened if (layout := layout_of(sheet, chosen or {}, remembered))]
    found = [layout for layout in found if not layout.sheet.hidden] or found
    named = [layout for layout in found if MAIN_DATA.search(layout.sheet.name)]
    # A sheet is not left for a smaller one that has more of the headers.
    best = max(named or found, key=lambda layout: (len(layout.sheet.rows), len(layout.places)), default=None)
    if best is None:
        return None
    others = tuple(one.sheet.name for one in found if one is not best and not one.sheet.hidden and has_rows(one))
    return replace(best, release=stated_release(around(opened, best)), others=others)


def has_rows(layout: Layout) -> bool:
    return len(layout.sheet.rows) > layout.header + 1


def likely_layout(
    sheets: Sequence[Sheet], *, filename: str, asked_for: bool, chosen: Mapping[str, str]
) -> Layout | None:
    """The layout to ask a person about, in a file that is called like the tracker's and has none of its headers.

    A file of our own columns stays one, whatever it is called.
    """
    opened = [sheet for sheet in sheets if not sheet.hidden]
    if not (asked_for or is_called(filename, opened)):
        return None
    for sheet in sorted(opened, key=lambda one: not MAIN_DATA.search(one.name)):
        for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            filled = [cell for cell in row if cell.strip()]
            if len(filled) >= FEWEST_FILLED and len(set(filled)) == len(filled) and len(sheet.rows) > place + 1:
                ours = count_headers(row) >= SURELY_OURS and not asked_for
                return None if ours else Layout(sheet, place, columns_of(row, chosen), chosen=chosen)
    return None


def is_called(filename: str, sheets: Iterable[Sheet]) -> bool:
    """Whether a file, or one of its sheets, is called like the tracker's."""
    return bool(CALLED.search(filename)) or any(MAIN_DATA.search(sheet.name) for sheet in sheets)


def around(sheets: Sequence[Sheet], layout: Layout) -> Iterator[Sequence[str]]:
    """Yield the rows above the main data, and the first rows of the other sheets."""
    yield from layout.sheet.rows[: layout.header]
    for sheet in sheets:
        yield [sheet.name]
        if sheet is not layout.sheet:
            yield from sheet.rows[:HEADER_WITHIN]
