"""Sums per system and unit, and per donor, meeting and coalition, at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import groupby
from typing import Any

from meetings.models import JOINT
from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import (
    STAGE_WIDTH,
    SYSTEM_COLUMNS,
    Figure,
    OverdueCounts,
    StageFields,
    SystemRef,
    ValueSums,
    figure,
    no_stage,
    read_stage,
    stage_columns,
    stated_estimate,
)
from pledges.answers.moment_relations import GAPS, SUMMARIES, fetch, membership_conditions, relations
from pledges.models import Scope
from pledges.values.choices import AidType
from pledges.values.estimates import Estimate

SYSTEM_WIDTH = len(SystemRef._fields)


@dataclass(frozen=True, slots=True)
class StageRow:
    """One system in one unit. No requirement is "no stated requirement", not a gap of 0."""

    system: SystemRef
    unit: str
    stage: StageFields
    required: Estimate | None
    required_basis: str | None
    gap: Figure | None
    dataset_version: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One donor, meeting or coalition: money over everything, quantities per system and unit."""

    key: str
    name: str
    stage: StageFields
    systems: tuple[StageRow, ...]
    dataset_version: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class KeyedTotal:
    """One donor, meeting or coalition: money over everything, and how many systems and units there are."""

    key: str
    name: str
    systems: int
    stage: StageFields


def system_summaries(
    as_of: AsOf,
    *,
    aid_type: str = AidType.MILITARY.value,
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[StageRow]:
    """Return a row per system and unit, by slug and unit; what is required but not promised has a row too.

    Requirements are military, so other kinds of aid carry none.
    """
    tables = relations(as_of, SUMMARIES, GAPS, scope=Scope.SYSTEM)
    params: dict[str, Any] = {**as_of.moment.params(), "aid_type": aid_type}
    params["with_gaps"] = aid_type == AidType.MILITARY
    conditions = [
        "true",
        *membership_conditions(
            {
                "system.slug": systems,
                "system.kind": kinds,
                "system.capability": capabilities,
                "coalesce(s.unit, g.unit)": units,
            },
            params,
        ),
    ]
    sql = f"""
        {tables.clause}
        SELECT {SYSTEM_COLUMNS}, coalesce(s.unit, g.unit) AS unit, {stage_columns("s")},
            r.quantity_text, g.required_low, g.required_best, g.required_high, r.basis,
            g.gap_low, g.gap_best, g.gap_high
        FROM (
            SELECT * FROM {tables[SUMMARIES]}
            WHERE scope = 'system' AND aid_type = %(aid_type)s AND system_id IS NOT NULL
        ) AS s
        FULL JOIN (SELECT * FROM {tables[GAPS]} WHERE %(with_gaps)s) AS g
            ON g.system_id = s.system_id AND g.unit = s.unit
        JOIN pledges_system AS system ON system.id = coalesce(s.system_id, g.system_id)
        LEFT JOIN pledges_requirement AS r ON r.id = g.requirement_id
        WHERE {" AND ".join(conditions)}
        ORDER BY system.slug, coalesce(s.unit, g.unit)
    """
    return [read_system(row, as_of) for row in fetch(sql, params)]


def read_system(row: tuple[Any, ...], as_of: AsOf) -> StageRow:
    """Return the system row of one result row; the columns of the requirement may be missing."""
    at = SYSTEM_WIDTH + 1
    need = row[at + STAGE_WIDTH :] or (None,) * 8
    return StageRow(
        system=SystemRef(*row[:SYSTEM_WIDTH]),
        unit=row[SYSTEM_WIDTH],
        stage=read_stage(row[at : at + STAGE_WIDTH], as_of),
        required=stated_estimate(need[:4]),
        required_basis=need[4],
        gap=figure(need[5:8]),
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


KEY_NAMES = {
    Scope.DONOR: ("LEFT JOIN meetings_donor AS named ON named.code = s.key", "named.name"),
    Scope.MEETING: (
        "LEFT JOIN meetings_meeting AS named ON named.slug = s.key",
        "coalesce(NULLIF(named.title, ''), named.slug)",
    ),
    Scope.COALITION: ("LEFT JOIN meetings_coalition AS named ON named.slug = s.key", "named.name"),
}


def keyed_summaries(
    as_of: AsOf, scope: Scope, *, keys: tuple[str, ...], aid_type: str, systems: dict[str, tuple[str, ...]]
) -> list[KeyedRow]:
    """Return a row per key of the scope, by key. Where systems are chosen, the money is that of the chosen ones."""
    tables = relations(as_of, SUMMARIES, scope=scope)
    params: dict[str, Any] = {**as_of.moment.params(), "aid_type": aid_type, "scope": scope.value}
    chosen = membership_conditions(systems, params)
    conditions = ["s.scope = %(scope)s", "s.aid_type = %(aid_type)s"]
    conditions += membership_conditions({"s.key": keys}, params)
    conditions += chosen
    join, name = KEY_NAMES[scope]
    sql = f"""
        {tables.clause}
        SELECT s.key, {name}, {SYSTEM_COLUMNS}, s.unit, {stage_columns("s")}
        FROM {tables[SUMMARIES]} AS s {join}
        LEFT JOIN pledges_system AS system ON system.id = s.system_id
        WHERE {" AND ".join(conditions)}
        ORDER BY s.key COLLATE "C", system.slug NULLS FIRST, s.unit
    """
    rows = fetch(sql, params)
    return [read_key(key, list(group), as_of, chosen=bool(chosen)) for key, group in groupby(rows, lambda row: row[0])]


def keyed_totals(as_of: AsOf, scope: Scope, *, aid_type: str) -> list[KeyedTotal]:
    """Return what stands over all systems of each key of the scope, by key."""
    tables = relations(as_of, SUMMARIES, scope=scope)
    params: dict[str, Any] = {**as_of.moment.params(), "aid_type": aid_type, "scope": scope.value}
    join, name = KEY_NAMES[scope]
    sql = f"""
        {tables.clause}
        SELECT s.key, {name}, s.rows_of_key - 1, {stage_columns("s")}
        FROM (
            SELECT *, count(*) OVER (PARTITION BY key) AS rows_of_key FROM {tables[SUMMARIES]}
            WHERE scope = %(scope)s AND aid_type = %(aid_type)s
        ) AS s {join}
        WHERE s.system_id IS NULL
        ORDER BY s.key COLLATE "C"
    """
    return [
        KeyedTotal(key, "Joint" if key == JOINT else name or key, systems, read_stage(stage, as_of))
        for key, name, systems, *stage in fetch(sql, params)
    ]


def read_key(key: str, group: list[tuple[Any, ...]], as_of: AsOf, *, chosen: bool) -> KeyedRow:
    """Return the row of one key: its first result row holds the money over all systems, unless systems are chosen."""
    parts = group if chosen else group[1:]
    systems = tuple(read_system(row[2:], as_of) for row in parts)
    stage = sum_systems(systems, as_of) if chosen else read_stage(group[0][3 + SYSTEM_WIDTH :], as_of)
    return KeyedRow(
        key=key,
        name="Joint" if key == JOINT else group[0][1] or key,
        stage=stage,
        systems=systems,
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


def sum_systems(systems: Iterable[StageRow], as_of: AsOf) -> StageFields:
    """Return counts and money over several systems; their quantities are never added up."""
    parts = [row.stage for row in systems]
    nothing = no_stage(as_of)
    return StageFields(
        pledges=sum(part.pledges for part in parts),
        figures=None,
        overdue=reduce(OverdueCounts.plus, (part.overdue for part in parts), nothing.overdue),
        value_eur=reduce(ValueSums.plus, (part.value_eur for part in parts), nothing.value_eur),
    )


def chosen_systems(
    systems: tuple[str, ...], kinds: tuple[str, ...], capabilities: tuple[str, ...], units: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return the columns that the usual choices of systems are about."""
    return {"system.slug": systems, "system.kind": kinds, "system.capability": capabilities, "s.unit": units}


def donor_summaries(
    as_of: AsOf,
    *,
    aid_type: str = AidType.MILITARY.value,
    donors: tuple[str, ...] = (),
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[KeyedRow]:
    """Return a row per donor that something is attributed to, and JOINT for what cannot be attributed."""
    choice = chosen_systems(systems, kinds, capabilities, units)
    return keyed_summaries(as_of, Scope.DONOR, keys=donors, aid_type=aid_type, systems=choice)


def meeting_summaries(
    as_of: AsOf,
    *,
    aid_type: str = AidType.MILITARY.value,
    meetings: tuple[str, ...] = (),
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[KeyedRow]:
    """Return a row per meeting at which something was promised."""
    choice = chosen_systems(systems, kinds, capabilities, units)
    return keyed_summaries(as_of, Scope.MEETING, keys=meetings, aid_type=aid_type, systems=choice)


def coalition_summaries(
    as_of: AsOf,
    *,
    aid_type: str = AidType.MILITARY.value,
    coalitions: tuple[str, ...] = (),
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[KeyedRow]:
    """Return a row per coalition in which something was promised."""
    choice = chosen_systems(systems, kinds, capabilities, units)
    return keyed_summaries(as_of, Scope.COALITION, keys=coalitions, aid_type=aid_type, systems=choice)


def overall(as_of: AsOf, *, aid_type: str = AidType.MILITARY.value) -> StageFields:
    """Return counts and money over everything that counts for Ukraine."""
    tables = relations(as_of, SUMMARIES, scope=Scope.SYSTEM)
    sql = f"""
        {tables.clause}
        SELECT {stage_columns("s")} FROM {tables[SUMMARIES]} AS s
        WHERE s.scope = 'system' AND s.aid_type = %(aid_type)s AND s.system_id IS NULL
        ORDER BY s.key
    """
    rows = fetch(sql, {**as_of.moment.params(), "aid_type": aid_type})
    parts = [read_stage(row, as_of) for row in rows]
    nothing = no_stage(as_of)
    return StageFields(
        pledges=sum(part.pledges for part in parts),
        figures=None,
        overdue=reduce(OverdueCounts.plus, (part.overdue for part in parts), nothing.overdue),
        value_eur=reduce(ValueSums.plus, (part.value_eur for part in parts), nothing.value_eur),
    )
