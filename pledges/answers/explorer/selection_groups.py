"""The chosen pledges in groups: how many there are in each, and what they add up to per system and unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.exact_sums import NOTHING, Sums
from pledges.answers.explorer.pledge_values import values_of
from pledges.answers.explorer.selection import Selection
from pledges.answers.explorer.selection_totals import UnitTotals, number_things, parts_of, starts_of, system_of
from pledges.answers.explorer.snapshot import Snapshot
from pledges.answers.pledge_dimensions import DIMENSIONS, GROUPS
from pledges.values.choices import GroupBy

COLUMN_GROUPS = frozenset(GroupBy) - {GroupBy.ROLE, GroupBy.STAGE}
"""What is counted here; through which role a part is attributed, and how far it has come, only the database knows."""


@dataclass(frozen=True, slots=True)
class Group:
    """The value of each key; all pledges of the group, the sums of those that count, its largest parts, and how many
    parts there are.
    """

    values: tuple[str, ...]
    pledges: int
    overall: Sums
    units: list[UnitTotals]
    parts: int


def group_selection(found: Snapshot, selection: Selection, names: Names, by: str, *, most: int) -> list[Group]:
    """Return the groups by one of COLUMN_GROUPS, each with so many of its largest parts."""
    whose, donors = selection.attributed_to, names.by_key["donor"]
    of_donors = by == GroupBy.DONOR
    counted = selection.mask & (found.facts["counted"] == 1)
    parts = parts_of(found, counted, donors=whose, split=of_donors or whose is not None)
    values = values_of(found, names, DIMENSIONS["attributed_to"] if of_donors else GROUPS[by])
    counts = values.counts(selection.mask)
    if of_donors:
        keys, words = found.part_donors[parts], {key: named.value for key, named in donors.items()}
        codes = set(words.values()) if whose is None else {words[key] for key in whose}
        counts = {code: count for code, count in counts.items() if code in codes}
    else:
        keys, words = values.places[found.part_rows[parts]], dict(enumerate(values.words))
    sums = {words[key]: each for key, each in sums_by(found, parts, keys, names, most=most).items()}
    nothing: tuple[Sums, list[UnitTotals], int] = (NOTHING, [], 0)
    return [Group((value,), count, *sums.get(value, nothing)) for value, count in counts.items()]


def sums_by(
    found: Snapshot, parts: Integers, keys: Integers, names: Names, *, most: int
) -> dict[int, tuple[Sums, list[UnitTotals], int]]:
    """Per key the sums, those of its systems and units with most pledges, and how many of these there are."""
    if not len(parts):
        return {}
    order = np.argsort(keys, kind="stable")
    parts, keys = parts[order], keys[order]
    rows = found.part_rows[parts]
    bounds = starts_of(keys)
    starts = np.union1d(bounds, starts_of(number_things(found)[rows])).astype(np.int64)
    sizes = np.diff(starts, append=len(parts))
    first = np.searchsorted(starts, bounds)
    overall = found.figures.sums(parts, bounds)
    spans = zip(keys[bounds].tolist(), first.tolist(), [*first[1:].tolist(), len(starts)], overall, strict=True)
    chosen = {key: [start + at for at in largest_parts(sizes[start:stop], most)] for key, start, stop, _sums in spans}
    summed = found.figures.sums_at(parts, starts, [at for places in chosen.values() for at in places])
    units = {at: UnitTotals(*system_of(found, int(rows[starts[at]]), names), each) for at, each in summed.items()}
    counts = np.diff(first, append=len(starts)).tolist()
    return {
        key: (sums, [units[at] for at in chosen[key]], count)
        for key, sums, count in zip(keys[bounds].tolist(), overall, counts, strict=True)
    }


def largest_parts(sizes: Integers, most: int) -> list[int]:
    """The places of the largest sizes, in the order of the rows among equals."""
    places: list[int] = np.argsort(-sizes, kind="stable")[:most].tolist()
    return places
