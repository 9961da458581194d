"""Which pledges the filters leave, and how many more or fewer each value of a facet would leave.

Filters on columns that are held here are answered here; all others by the database, with the conditions that every
other answer uses, and kept as long as the moment is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from pledges.answers import AsOf, PledgeFilters
from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.pledge_values import Counts, PartyChoice, values_of
from pledges.answers.explorer.snapshot import Mask, Snapshot
from pledges.answers.explorer.snapshot_columns import NO_DAY, ROLES
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.pledge_dimensions import DIMENSIONS, Party

EPOCH = date(1970, 1, 1)
PERIOD = ("announced_after", "announced_before")
"""The two fields that stand for one choice: when a pledge was announced."""

PARTY = "party"
"""The choice of donors and their roles, which is one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that are left, and what each choice leaves by itself.

    `parties` are the donors and the roles that were chosen; `attributed_to` the donors whose part counts, None for any.
    """

    mask: Mask
    masks: dict[str, Mask]
    parties: PartyChoice
    attributed_to: set[int] | None

    @property
    def rows(self) -> Integers:
        return np.flatnonzero(self.mask)

    def without(self, choice: str) -> Mask:
        """The rows that would be left if a choice were not made."""
        if choice not in self.masks:
            return self.mask
        return all_of(self.mask.size, [mask for name, mask in self.masks.items() if name != choice])


def select(found: Snapshot, filters: PledgeFilters, names: Names, as_of: AsOf) -> Selection:
    masks: dict[str, Mask] = {}
    parties = names.keys_of("donor", filters.donors), {ROLES.index(role) for role in filters.roles}
    for name, dimension in DIMENSIONS.items():
        values = getattr(filters, dimension.field)
        if not values:
            continue
        if not isinstance(dimension.of, Party):
            masks[name] = values_of(found, names, dimension).among(values, found.size)
        elif PARTY not in masks:  # donors come first, among the parties that have one of the roles
            masks[PARTY] = values_of(found, names, dimension, parties).among(values, found.size)
    if any(getattr(filters, name) is not None for name in PERIOD):
        masks["announced"] = rows_announced_between(found, filters.announced_after, filters.announced_before)
    if filters.counted is not None:
        masks["counted"] = (found.facts["counted"] == 1) == filters.counted
    rest = filters_left_to_database(filters)
    if rest != PledgeFilters():
        masks["rest"] = find_rows_in_database(found, rest, as_of)
    attributed_to = names.keys_of("donor", filters.attributed_to) if filters.attributed_to else None
    return Selection(all_of(found.size, list(masks.values())), masks, parties, attributed_to)


def count_facets(found: Snapshot, selection: Selection, names: Names) -> dict[str, Counts]:
    """Return how many pledges each value of each facet would leave, under the choices made in the others."""
    counts = {}
    for name, dimension in DIMENSIONS.items():
        rows = selection.without(PARTY if isinstance(dimension.of, Party) else name)
        counts[name] = values_of(found, names, dimension, selection.parties).counts(rows)
    by_year = years(found, selection.without("announced"))
    return {**counts, "announced": {str(year): count for year, count in by_year.items()}}


def all_of(size: int, masks: list[Mask]) -> Mask:
    """The rows that are in every mask."""
    both = np.ones(size, dtype=np.bool_)
    for mask in masks:
        both &= mask
    return both


def filters_left_to_database(filters: PledgeFilters) -> PledgeFilters:
    """The filters that are not answered here."""
    here = {*(dimension.field for dimension in DIMENSIONS.values()), *PERIOD, "counted"}
    open_fields: dict[str, Any] = {item.name: item.default for item in fields(filters) if item.name in here}
    return replace(filters, **open_fields)


def find_rows_in_database(found: Snapshot, filters: PledgeFilters, as_of: AsOf) -> Mask:
    """The rows that the database finds for some filters."""

    def ask() -> Mask:
        sql, params = query_pledges(as_of, filters, selected="st.pledge_id")
        pledges = np.array([row[0] for row in fetch(sql, params)], dtype=np.int64)
        mask: Mask = np.isin(found.facts["pledge"], pledges)
        return mask

    return found.hold(filters, ask)


def rows_announced_between(found: Snapshot, after: date | None, before: date | None) -> Mask:
    """The pledges whose announcement may lie between two days."""
    start, end = found.facts["announced_start"], found.facts["announced_end"]
    mask = np.ones(found.size, dtype=np.bool_)
    if after is not None:
        mask &= (end != NO_DAY) & (end >= (after - EPOCH).days)
    if before is not None:
        mask &= (start != NO_DAY) & (start <= (before - EPOCH).days)
    return mask


def years(found: Snapshot, rows: Mask) -> dict[int, int]:
    """How many pledges may have been announced in each year."""
    start, end = found.facts["announced_start"][rows], found.facts["announced_end"][rows]
    known = (start != NO_DAY) & (end != NO_DAY)
    first, last = year_of(start[known]), year_of(end[known])
    if not first.size:
        return {}
    counts = {
        year: int(((first <= year) & (last >= year)).sum()) for year in range(int(first.min()), int(last.max()) + 1)
    }
    return {year: count for year, count in counts.items() if count}


def year_of(days: Integers) -> Integers:
    found: Integers = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found
