"""Finds the main data in a file of the Kiel Ukraine Support Tracker: the sheet, its header row, its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pledges.intake.importers.header_matching import fold_header
from pledges.intake.importers.kiel.kiel_releases import stated_release
from pledges.intake.importers.sheets import Sheet

HEADER_WITHIN = 30
FEWEST_FIELDS = 7

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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the main data stand: the sheet, the place of the header row, and the place of each field's column.

    `release` is the number that the file gives itself, outside the data.
    """

    sheet: Sheet
    header: int
    places: dict[str, int]
    release: int | None = None

    def header_in_file(self, field: str) -> str:
        place = self.places.get(field)
        return self.sheet.rows[self.header][place].strip() if place is not None else field

    def cell(self, row: Sequence[str], field: str) -> str:
        """A cell as it stands; blank where the release has no such column."""
        place = self.places.get(field)
        return row[place] if place is not None and place < len(row) else ""


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """The place of each field in a header row: of a name that occurs twice, the first."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = NAMES.get(fold_header(cell))
        if field:
            places.setdefault(field, place)
    return places


def layout_of(sheet: Sheet) -> Layout | None:
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        places = columns_of(row)
        if len(places) >= FEWEST_FIELDS and all(field in places for field in REQUIRED):
            return Layout(sheet, place, places)
    return None


def find_layout(sheets: Iterable[Sheet]) -> Layout | None:
    """The layout of the main data: of several sheets the one called so, else the one with the most rows.

    Hidden sheets count only where no other has the data.
    """
    opened = list(sheets)
    found = [layout for layout in map(layout_of, opened) if layout]
    found = [layout for layout in found if not layout.sheet.hidden] or found
    named = [layout for layout in found if "main data" in layout.sheet.name.casefold()]
    chosen = max(named or found, key=lambda layout: len(layout.sheet.rows), default=None)
    return replace(chosen, release=stated_release(around(opened, chosen))) if chosen else None


def around(sheets: Sequence[Sheet], layout: Layout) -> Iterator[Sequence[str]]:
    """Yield the rows above the main data, and the first rows of the other sheets."""
    yield from layout.sheet.rows[: layout.header]
    for sheet in sheets:
        yield [sheet.name]
        if sheet is not layout.sheet:
            yield from sheet.rows[:HEADER_WITHIN]
