"""The chosen pledges in groups: how many there are in each, and what they add up to per system and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.exact_sums import NOTHING, Sums
from pledges.answers.explorer.selection import Selection
from pledges.answers.explorer.selection_totals import UnitTotals, number_things, parts_of, starts_of, system_of
from pledges.answers.explorer.snapshot import Snapshot
from pledges.answers.explorer.snapshot_columns import NO_DAY, WORDS

UNDATED = "undated"
"""The group of pledges whose window reaches over two periods."""

NEVER = "none"
"""The group of pledges that have no such date."""

ACROSS, NOT_YET = 10**9, 10**9 + 1
Keyed = Callable[[Snapshot, Names], tuple[Integers, Callable[[int], str]]]


@dataclass(frozen=True, slots=True)
class Group:
    """One group: all its pledges, the sums of those that count, its largest parts, and how many parts there are."""

    value: str
    pledges: int
    overall: Sums
    units: list[UnitTotals]
    parts: int


def by_key(column: str) -> Keyed:
    """Group by what a pledge names."""
    return lambda found, names: (found.facts[column], lambda key: names.by_key[column][key].value)


def by_word(column: str) -> Keyed:
    """Group by a word of a vocabulary."""
    return lambda found, names: (found.facts[column], lambda key: WORDS[column][key])


def by_description(column: str, part: str) -> Keyed:
    """Group by what the catalogue says of what a pledge names."""

    def key_rows(found: Snapshot, names: Names) -> tuple[Integers, Callable[[int], str]]:
        words = {key: getattr(named, part) or NEVER for key, named in names.by_key[column].items()}
        known = sorted(set(words.values()))
        table = {key: known.index(word) for key, word in words.items()}
        codes = found.codes_of(column)
        return np.array([table[key] for key in codes.values.tolist()], dtype=np.int64)[codes.places], known.__getitem__

    return key_rows


def by_period(column: str, months: int) -> Keyed:
    """Group by the period of so many months in which a window lies."""

    def period(days: Integers) -> Integers:
        found: Integers = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months
        return found

    def label(key: int) -> str:
        if key >= ACROSS:
            return UNDATED if key == ACROSS else NEVER
        year, month = 1970 + key * months // 12, key * months % 12 + 1
        return {1: f"{year}-{month:02d}", 3: f"{year}-Q{(month + 2) // 3}", 12: str(year)}[months]

    def key_rows(found: Snapshot, names: Names) -> tuple[Integers, Callable[[int], str]]:
        start, end = found.facts[f"{column}_start"], found.facts[f"{column}_end"]
        first, last = period(start), period(end)
        keys = np.where(start == NO_DAY, NOT_YET, np.where((first == last) & (end != NO_DAY), first, ACROSS))
        return keys, label

    return key_rows


GROUPS: dict[str, Keyed | None] = {
    "donor": None,
    "system": by_key("system"),
    "kind": by_description("system", "kind_or_forum"),
    "capability": by_description("system", "capability_or_day"),
    "meeting": by_key("meeting"),
    "forum": by_description("meeting", "kind_or_forum"),
    "coalition": by_key("coalition"),
    "initiative": by_key("initiative"),
    "package": by_key("package"),
    "beneficiary": lambda found, names: (
        found.facts["beneficiary"],
        lambda key: names.by_key["donor"][key].value,
    ),
    "aid_type": by_word("aid_type"),
    "status": by_word("status"),
    "overdue": by_word("overdue"),
    "announced_month": by_period("announced", 1),
    "announced_quarter": by_period("announced", 3),
    "announced_year": by_period("announced", 12),
    "delivered_month": by_period("delivered", 1),
    "delivered_quarter": by_period("delivered", 3),
    "delivered_year": by_period("delivered", 12),
}
"""What pledges can be grouped by; donors have parts of pledges, so that these are no column."""


def group_selection(found: Snapshot, selection: Selection, names: Names, by: str, *, most: int) -> list[Group]:
    """Return the groups by value, each with so many of its largest parts."""
    counted = selection.mask & (found.facts["counted"] == 1)
    key = GROUPS[by]
    if key is None:
        parts = parts_of(found, counted, donors=selection.attributed_to, split=True)
        part_keys, shown = found.part_donors[parts], lambda donor: names.by_key["donor"][donor].value
        counts = found.pairs["attributed_to"].counts(selection.mask)
        if selection.attributed_to is not None:
            counts = {donor: count for donor, count in counts.items() if donor in selection.attributed_to}
    else:
        keys, shown = key(found, names)
        parts = parts_of(found, counted, donors=selection.attributed_to, split=selection.attributed_to is not None)
        part_keys = keys[found.part_rows[parts]]
        values, numbers = np.unique(keys[selection.mask], return_counts=True)
        counts = dict(zip(values.tolist(), numbers.tolist(), strict=True))
    found_sums = sums_by(found, parts, part_keys, names, most=most)
    nothing: tuple[Sums, list[UnitTotals], int] = (NOTHING, [], 0)
    return [Group(shown(value), count, *found_sums.get(value, nothing)) for value, count in sorted(counts.items())]


def sums_by(
    found: Snapshot, parts: Integers, keys: Integers, names: Names, *, most: int
) -> dict[int, tuple[Sums, list[UnitTotals], int]]:
    """Return per key the sums, those of its systems and units with most pledges, and how many of these there are."""
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
    """Return the places of the largest sizes, in the order of the rows among equals."""
    places: list[int] = np.argsort(-sizes, kind="stable")[:most].tolist()
    return places
