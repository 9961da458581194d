"""What the chosen pledges add up to: per system and unit, and their money over all of them.

Only pledges that count for Ukraine take part; where it is chosen whom they are attributed to, with the parts of those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import CatalogueName, Names
from pledges.answers.explorer.exact_sums import NOTHING, Sums
from pledges.answers.explorer.selection import Selection
from pledges.answers.explorer.snapshot import SHARED, Snapshot
from pledges.answers.explorer.snapshot_columns import WORDS


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """One system in one unit and kind of aid; these are never added up."""

    system: CatalogueName
    unit: str
    aid_type: str
    sums: Sums

    @property
    def is_money(self) -> bool:
        return self.system.kind == "money"


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything chosen: how many pledges, how many of them are not counted, and the sums."""

    pledges: int
    not_counted: int
    overall: Sums
    units: list[UnitTotals]


def total_selection(found: Snapshot, selection: Selection, names: Names) -> Totals:
    """The sums of a selection, the systems with most pledges first."""
    rows, donors = selection.rows, selection.attributed_to
    counted = selection.mask & (found.facts["counted"] == 1)
    parts = parts_of(found, counted, donors=donors, split=donors is not None)
    kinds = number_things(found)[found.part_rows[parts]]
    starts = starts_of(kinds)
    sums = found.figures.sums(parts, starts)
    units = [
        UnitTotals(*system_of(found, int(found.part_rows[parts[start]]), names), each)
        for start, each in zip(starts, sums, strict=True)
    ]
    units.sort(key=lambda unit: (-unit.sums.pledges, unit.system.value, unit.unit, unit.aid_type))
    overall = reduce(Sums.plus, sums, NOTHING)
    return Totals(len(rows), len(rows) - int(counted.sum()), overall, units)


def parts_of(found: Snapshot, rows: Integers, *, donors: set[int] | None, split: bool) -> Integers:
    """The rows of figures to add up for a mask of pledges, those of one system and unit together.

    Split, shared pledges are given as the parts of their donors; of the chosen ones, where some are chosen.
    """
    if not split:
        return np.flatnonzero(rows)
    chosen = rows[found.part_rows] & (found.part_donors != SHARED)
    if donors is not None:
        chosen &= np.isin(found.part_donors, list(donors))
    parts = np.flatnonzero(chosen)
    ordered: Integers = parts[np.argsort(number_things(found)[found.part_rows[parts]], kind="stable")]
    return ordered


def number_things(found: Snapshot) -> Integers:
    """A number for the system, unit and kind of aid of each row, rising from row to row."""
    if "thing" not in found.orders:
        columns = [found.facts[name].astype(np.int64) for name in ("system", "unit", "aid_type")]
        changes = [np.diff(column, prepend=column[:1]) != 0 for column in columns]
        found.orders["thing"] = np.cumsum(np.logical_or.reduce(changes))
    return found.orders["thing"]


def starts_of(codes: Integers) -> Integers:
    """Where a new code begins in a column of codes that stand together."""
    starts: Integers = np.flatnonzero(np.diff(codes, prepend=codes[:1] - 1))
    return starts


def system_of(found: Snapshot, row: int, names: Names) -> tuple[CatalogueName, str, str]:
    unit, aid_type = (WORDS[name][int(found.facts[name][row])] for name in ("unit", "aid_type"))
    return names.by_key["system"][int(found.facts["system"][row])], unit, aid_type
