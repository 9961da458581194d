"""Which pledges the filters leave, and how many more or fewer each value of a facet would leave.

Filters on columns that are held here are answered here; all others by the database, with the conditions that every
other answer uses, and kept as long as the moment is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from pledges.answers import AsOf, PledgeFilters
from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.snapshot import Mask, Snapshot
from pledges.answers.explorer.snapshot_columns import GRADES, NO_DAY, ROLES, STAGES, WORDS
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import query_pledges

EPOCH = date(1970, 1, 1)
Counts = dict[str, int]
Reader = Callable[[Snapshot, Names, tuple[str, ...]], Mask]
Counter = Callable[[Snapshot, Names, Mask], Counts]


def facet_of_keys(column: str, sort: str) -> tuple[Reader, Counter]:
    """Return how a column of keys is filtered by values of the catalogue, and how its values are counted."""

    def read(found: Snapshot, names: Names, values: tuple[str, ...]) -> Mask:
        return found.codes_of(column).among(names.keys_of(sort, values))

    def count(found: Snapshot, names: Names, rows: Mask) -> Counts:
        known = names.by_key[sort]
        return {known[key].value: number for key, number in found.codes_of(column).counts(rows).items()}

    return read, count


def facet_of_key_parts(column: str, sort: str, part: str) -> tuple[Reader, Counter]:
    """Return the same for what the catalogue says of the key: the kind of a system, the forum of a meeting."""

    def read(found: Snapshot, names: Names, values: tuple[str, ...]) -> Mask:
        keys = {key for key, named in names.by_key[sort].items() if getattr(named, part) in values}
        return found.codes_of(column).among(keys)

    def count(found: Snapshot, names: Names, rows: Mask) -> Counts:
        counts: Counts = {}
        for key, number in found.codes_of(column).counts(rows).items():
            value = getattr(names.by_key[sort][key], part)
            if value:
                counts[value] = counts.get(value, 0) + number
        return counts

    return read, count


def facet_of_words(column: str) -> tuple[Reader, Counter]:
    """Return the same for a column of words."""
    words = WORDS[column]

    def read(found: Snapshot, names: Names, values: tuple[str, ...]) -> Mask:
        return found.codes_of(column).among({words.index(value) for value in values})

    def count(found: Snapshot, names: Names, rows: Mask) -> Counts:
        return {words[place]: number for place, number in found.codes_of(column).counts(rows).items()}

    return read, count


def facet_of_several(name: str, words: tuple[str, ...] = ()) -> tuple[Reader, Counter]:
    """Return the same for words, or else donors, of which a pledge may have several."""

    def read(found: Snapshot, names: Names, values: tuple[str, ...]) -> Mask:
        chosen = {words.index(value) for value in values} if words else names.keys_of("donor", values)
        return found.pairs[name].among(chosen, found.size)

    def count(found: Snapshot, names: Names, rows: Mask) -> Counts:
        known = names.by_key["donor"]
        counts = found.pairs[name].counts(rows).items()
        return {words[value] if words else known[value].value: number for value, number in counts}

    return read, count


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of the filters whose values can be counted; `sort` is that of the catalogue which names them."""

    field: str
    read: Reader
    count: Counter
    sort: str = ""


FACETS = {
    "status": Facet("statuses", *facet_of_words("status")),
    "overdue": Facet("overdue", *facet_of_words("overdue")),
    "attributed_to": Facet("attributed_to", *facet_of_several("attributed_to"), "donor"),
    "system": Facet("systems", *facet_of_keys("system", "system"), "system"),
    "kind": Facet("kinds", *facet_of_key_parts("system", "system", "kind_or_forum")),
    "capability": Facet("capabilities", *facet_of_key_parts("system", "system", "capability_or_day")),
    "unit": Facet("units", *facet_of_words("unit")),
    "meeting": Facet("meetings", *facet_of_keys("meeting", "meeting"), "meeting"),
    "forum": Facet("forums", *facet_of_key_parts("meeting", "meeting", "kind_or_forum"), "forum"),
    "coalition": Facet("coalitions", *facet_of_keys("coalition", "coalition"), "coalition"),
    "initiative": Facet("initiatives", *facet_of_keys("initiative", "initiative"), "initiative"),
    "package": Facet("packages", *facet_of_keys("package", "package"), "package"),
    "aid_type": Facet("aid_types", *facet_of_words("aid_type")),
    "beneficiary": Facet("beneficiaries", *facet_of_keys("beneficiary", "donor"), "donor"),
    "stage": Facet("stages", *facet_of_several("stage", STAGES)),
    "grade": Facet("grades", *facet_of_several("grade", GRADES)),
}
"""By the name of the parameter. Besides them there are the party, by donor and role, and the day of announcement."""

PERIOD = ("announced_after", "announced_before")
"""The two fields that stand for one choice: when a pledge was announced."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that are left, and what each choice leaves by itself.

    `parties` are the donors and the roles that were chosen; `attributed_to` the donors whose part counts, None for any.
    """

    mask: Mask
    masks: dict[str, Mask]
    parties: tuple[set[int], set[int]]
    attributed_to: set[int] | None

    @property
    def rows(self) -> Integers:
        return np.flatnonzero(self.mask)

    def without(self, choice: str) -> Mask:
        """Return the rows that would be left if a choice were not made."""
        if choice not in self.masks:
            return self.mask
        return all_of(self.mask.size, [mask for name, mask in self.masks.items() if name != choice])


def select(found: Snapshot, filters: PledgeFilters, names: Names, as_of: AsOf) -> Selection:
    """Return the rows that the filters leave."""
    masks: dict[str, Mask] = {}
    for name, facet in FACETS.items():
        values = getattr(filters, facet.field)
        if values:
            masks[name] = facet.read(found, names, values)
    parties = names.keys_of("donor", filters.donors), {ROLES.index(role) for role in filters.roles}
    if any(parties):
        masks["party"] = taking_part(found, *parties)
    if any(getattr(filters, name) is not None for name in PERIOD):
        masks["announced"] = rows_announced_between(found, filters.announced_after, filters.announced_before)
    if filters.counted is not None:
        masks["counted"] = (found.facts["counted"] == 1) == filters.counted
    rest = filters_left_to_database(filters)
    if rest != PledgeFilters():
        masks["rest"] = find_rows_in_database(found, rest, as_of)
    attributed_to = names.keys_of("donor", filters.attributed_to) if filters.attributed_to else None
    return Selection(all_of(found.size, list(masks.values())), masks, parties, attributed_to)


def taking_part(found: Snapshot, donors: set[int], roles: set[int]) -> Mask:
    """Return the rows in which one of the donors has one of the roles."""
    if not donors:
        return found.parties.with_donors(donors).among(roles, found.size)
    return found.parties.with_roles(roles).among(donors, found.size)


def donor_counts(found: Snapshot, selection: Selection, names: Names) -> Counts:
    """Return how many pledges each donor takes part in, in one of the roles chosen."""
    counts = found.parties.with_roles(selection.parties[1]).counts(selection.without("party"))
    return {names.by_key["donor"][donor].value: number for donor, number in counts.items()}


def role_counts(found: Snapshot, selection: Selection) -> Counts:
    """Return in how many pledges each role is taken, by one of the donors chosen."""
    counts = found.parties.with_donors(selection.parties[0]).counts(selection.without("party"))
    return {ROLES[role]: number for role, number in counts.items()}


def all_of(size: int, masks: list[Mask]) -> Mask:
    """Return the rows that are in every mask."""
    both = np.ones(size, dtype=np.bool_)
    for mask in masks:
        both &= mask
    return both


def filters_left_to_database(filters: PledgeFilters) -> PledgeFilters:
    """Return the filters that are not answered here."""
    here = {*(facet.field for facet in FACETS.values()), *PERIOD, "donors", "roles", "counted"}
    open_fields: dict[str, Any] = {item.name: item.default for item in fields(filters) if item.name in here}
    return replace(filters, **open_fields)


def find_rows_in_database(found: Snapshot, filters: PledgeFilters, as_of: AsOf) -> Mask:
    """Return the rows that the database finds for some filters."""

    def ask() -> Mask:
        sql, params = query_pledges(as_of, filters, selected="st.pledge_id")
        pledges = np.array([row[0] for row in fetch(sql, params)], dtype=np.int64)
        mask: Mask = np.isin(found.facts["pledge"], pledges)
        return mask

    return found.hold(filters, ask)


def rows_announced_between(found: Snapshot, after: date | None, before: date | None) -> Mask:
    """Return the pledges whose announcement may lie between two days."""
    start, end = found.facts["announced_start"], found.facts["announced_end"]
    mask = np.ones(found.size, dtype=np.bool_)
    if after is not None:
        mask &= (end != NO_DAY) & (end >= (after - EPOCH).days)
    if before is not None:
        mask &= (start != NO_DAY) & (start <= (before - EPOCH).days)
    return mask


def years(found: Snapshot, rows: Mask) -> dict[int, int]:
    """Return how many pledges may have been announced in each year."""
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
    """Return the years of days."""
    found: Integers = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found
