"""What is still missing, and what donors could still give, at one moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pledges.answers.alarms import gap_alarm, headroom_alarm
from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import (
    SOURCE_COLUMNS,
    SYSTEM_COLUMNS,
    Figure,
    SourceRef,
    SystemRef,
    figure,
    stated_estimate,
    window,
)
from pledges.answers.moment_relations import GAPS, HEADROOM, fetch, membership_conditions, relations
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


@dataclass(frozen=True, slots=True)
class GapRow:
    """The latest requirement for a system in a unit, what of it is delivered or firm, and what is missing.

    `alarm` is a word of Alarm.
    """

    system: SystemRef
    unit: str
    required: Estimate
    required_basis: str
    secured: Figure
    gap: Figure
    alarm: str
    stated: DateWindow | None
    due: DateWindow | None
    stated_by: str
    quote: str
    note: str
    confidence: str
    source: SourceRef
    dataset_version: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class HeadroomRow:
    """One stock and what could still be given of it; without headroom where units differ and nothing converts them.

    `alarm` says with a word of Alarm whether more is owed of it than it holds; None where it is stale or units differ.
    """

    donor: str
    donor_name: str
    system: SystemRef
    unit: str
    total: Estimate
    unavailable: Estimate | None
    committed_elsewhere: Estimate | None
    available: Figure
    left: Figure | None
    owed: Figure | None
    headroom: Figure | None
    alarm: str | None
    units_differ: bool
    converted: bool
    stale: bool
    as_of: DateWindow | None
    quote: str
    note: str
    confidence: str
    source: SourceRef
    dataset_version: int
    computed_at: datetime


def gaps(
    as_of: AsOf,
    *,
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[GapRow]:
    """Return a row per system and unit with a stated requirement, by slug and unit."""
    tables = relations(as_of, GAPS)
    params: dict[str, Any] = {**as_of.moment.params()}
    columns = {"system.slug": systems, "system.kind": kinds, "system.capability": capabilities, "g.unit": units}
    conditions = ["true", *membership_conditions(columns, params)]
    sql = f"""
        {tables.clause}
        SELECT {SYSTEM_COLUMNS}, {SOURCE_COLUMNS}, g.unit,
            r.quantity_text, g.required_low, g.required_best, g.required_high, r.basis,
            g.secured_low, g.secured_best, g.secured_high, g.gap_low, g.gap_best, g.gap_high,
            r.stated_text, r.stated_start, r.stated_end, r.stated_precision,
            r.due_text, r.due_start, r.due_end, r.due_precision, r.stated_by, r.quote, r.note, r.confidence,
            {gap_alarm("g")}
        FROM {tables[GAPS]} AS g
        JOIN pledges_system AS system ON system.id = g.system_id
        JOIN pledges_requirement AS r ON r.id = g.requirement_id
        JOIN meetings_source AS source ON source.id = r.source_id
        WHERE {" AND ".join(conditions)}
        ORDER BY system.slug, g.unit
    """
    return [read_gap(row, as_of) for row in fetch(sql, params)]


def read_gap(row: tuple[Any, ...], as_of: AsOf) -> GapRow:
    """Return the gap of one result row."""
    return GapRow(
        system=SystemRef(*row[:5]),
        source=SourceRef(*row[5:11]),
        unit=row[11],
        required=Estimate(*row[12:16]),
        required_basis=row[16],
        secured=Figure(*row[17:20]),
        gap=Figure(*row[20:23]),
        stated=window(*row[23:27]),
        due=window(*row[27:31]),
        stated_by=row[31],
        quote=row[32],
        note=row[33],
        confidence=row[34],
        alarm=row[35],
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


def headroom(
    as_of: AsOf,
    *,
    donors: tuple[str, ...] = (),
    systems: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    capabilities: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[HeadroomRow]:
    """Return a row per holder of a stock and system, in the unit of the stock, by donor, slug and unit."""
    tables = relations(as_of, HEADROOM)
    params: dict[str, Any] = {**as_of.moment.params()}
    columns = {
        "holder.code": donors,
        "system.slug": systems,
        "system.kind": kinds,
        "system.capability": capabilities,
        "h.unit": units,
    }
    conditions = ["true", *membership_conditions(columns, params)]
    sql = f"""
        {tables.clause}
        SELECT {SYSTEM_COLUMNS}, {SOURCE_COLUMNS}, holder.code, holder.name, h.unit,
            stock.total_text, stock.total_low, stock.total_best, stock.total_high,
            stock.unavailable_text, stock.unavailable_low, stock.unavailable_best, stock.unavailable_high,
            stock.elsewhere_text, stock.elsewhere_low, stock.elsewhere_best, stock.elsewhere_high,
            h.available_low, h.available_best, h.available_high, h.left_low, h.left_best, h.left_high,
            h.owed_low, h.owed_best, h.owed_high, h.headroom_low, h.headroom_best, h.headroom_high,
            h.units_differ, h.converted, h.stale,
            stock.as_of_text, stock.as_of_start, stock.as_of_end, stock.as_of_precision,
            stock.quote, stock.note, stock.confidence, {headroom_alarm("h")}
        FROM {tables[HEADROOM]} AS h
        JOIN pledges_stock AS stock ON stock.id = h.stock_id
        JOIN meetings_donor AS holder ON holder.id = h.holder_id
        JOIN pledges_system AS system ON system.id = h.system_id
        JOIN meetings_source AS source ON source.id = stock.source_id
        WHERE {" AND ".join(conditions)}
        ORDER BY holder.code, system.slug, h.unit
    """
    return [read_headroom(row, as_of) for row in fetch(sql, params)]


def read_headroom(row: tuple[Any, ...], as_of: AsOf) -> HeadroomRow:
    """Return the headroom of one result row."""
    return HeadroomRow(
        system=SystemRef(*row[:5]),
        source=SourceRef(*row[5:11]),
        donor=row[11],
        donor_name=row[12],
        unit=row[13],
        total=Estimate(*row[14:18]),
        unavailable=stated_estimate(row[18:22]),
        committed_elsewhere=stated_estimate(row[22:26]),
        available=Figure(*row[26:29]),
        left=figure(row[29:32]),
        owed=figure(row[32:35]),
        headroom=figure(row[35:38]),
        units_differ=row[38],
        converted=row[39],
        stale=row[40],
        as_of=window(*row[41:45]),
        quote=row[45],
        note=row[46],
        confidence=row[47],
        alarm=row[48],
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )
