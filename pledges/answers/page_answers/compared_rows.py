"""Donors, systems, meetings or coalitions beside each other: the same figures of each, and the systems they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetings.models import JOINT, Coalition, Donor, Meeting
from pledges.answers import AsOf, KeyedRow, StageFields, StageRow, Step, keyed_summaries, system_summaries
from pledges.answers.figure_values import SystemRef
from pledges.answers.page_answers.system_order import main_row
from pledges.answers.row_names import JOINT_NAME, meeting_name
from pledges.answers.sums_over_time import key_history, quantity_history
from pledges.models import Scope, System

KINDS = ("donor", "system", "meeting", "coalition")
FEWEST, MOST = 2, 6
"""So many of one kind can stand beside each other."""

MOST_SYSTEMS = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """One of what is compared; `row` is None where nothing is recorded, `unit` that of a system."""

    kind: str
    key: str
    name: str
    row: StageFields | None
    unit: str = ""

    @property
    def systems(self) -> Sequence[StageRow]:
        return self.row.systems if isinstance(self.row, KeyedRow) else ()


@dataclass(frozen=True, slots=True)
class SharedSystem:
    """One system in one unit, with the row of each that is compared; None where it has nothing of it."""

    system: SystemRef
    unit: str
    rows: tuple[StageRow | None, ...]

    @property
    def pledges(self) -> int:
        return sum(row.pledges for row in self.rows if row is not None)

    @property
    def holders(self) -> int:
        return sum(row is not None for row in self.rows)


def compare(kind: str, keys: Sequence[str], as_of: AsOf) -> list[Compared]:
    """What is compared, in the order asked for; names that nothing has are left out."""
    if kind == "system":
        return compare_systems(keys, as_of)
    found = {row.key: row for row in keyed_summaries(as_of, Scope(kind), keys=tuple(keys))}
    names = names_of_keys(kind, keys)
    return [Compared(kind, key, names[key], found.get(key)) for key in keys if key in names]


def names_of_keys(kind: str, keys: Sequence[str]) -> dict[str, str]:
    if kind == "donor":
        found = dict(Donor.objects.filter(code__in=keys).values_list("code", "name"))
        return {**found, JOINT: JOINT_NAME}
    if kind == "coalition":
        return dict(Coalition.objects.filter(slug__in=keys).values_list("slug", "name"))
    meetings = Meeting.objects.filter(slug__in=keys).select_related("forum")
    return {meeting.slug: meeting_name(meeting) for meeting in meetings}


def compare_systems(keys: Sequence[str], as_of: AsOf) -> list[Compared]:
    """Systems, each in its usual unit."""
    systems = {one.slug: one for one in System.objects.filter(slug__in=keys).prefetch_related("units")}
    rows = system_summaries(as_of, systems=tuple(keys))
    found = []
    for key in keys:
        if key in systems:
            main = main_row(systems[key], [row for row in rows if row.system.slug == key])
            found.append(Compared("system", key, systems[key].short_name, main, main.unit if main else ""))
    return found


def shared_systems(compared: Sequence[Compared]) -> list[SharedSystem]:
    """The systems that at least two have, those of most first, and then those with most pledges."""
    by_system: dict[tuple[SystemRef, str], list[StageRow | None]] = {}
    for place, one in enumerate(compared):
        for row in one.systems:
            if not row.system.is_money:
                by_system.setdefault((row.system, row.unit), [None] * len(compared))[place] = row
    found = [SharedSystem(system, unit, tuple(rows)) for (system, unit), rows in by_system.items()]
    shared = [one for one in found if one.holders >= FEWEST]
    return sorted(shared, key=lambda one: (-one.holders, -one.pledges, one.system.slug, one.unit))


def history_of(one: Compared, as_of: AsOf) -> list[Step]:
    """How the sums of one grew: of a system in its unit, of others in euro."""
    if one.kind == "system":
        return quantity_history(as_of, system=one.key, unit=one.unit) if one.unit else []
    return key_history(as_of, one.kind, one.key)
