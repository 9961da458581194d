"""The figures then and now: what moved between two moments, by system and unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pledges.answers import (
    AsOf,
    ChangeFilters,
    StageRow,
    keyed_summaries,
    system_summaries,
)
from pledges.answers.as_of import as_of_from, stored_moment
from pledges.answers.figure_values import Balance
from pledges.answers.page_answers.recent_events import last_meeting
from pledges.answers.page_answers.system_order import range_classes, shown_order
from pledges.answers.shared_cache import cache_for_moment
from pledges.models import Scope
from pledges.values.estimates import EstimateSum


@dataclass(frozen=True, slots=True)
class Movement:
    """One system in one unit at both moments; a side without a row has no pledge and no stated need."""

    row: StageRow
    then: StageRow | None
    now: StageRow | None


def movements(then: AsOf, now: AsOf, filters: ChangeFilters) -> list[Movement]:
    """The systems whose figures differ between two moments, in the order of pages."""
    before = {(row.system.slug, row.unit): row for row in rows_at(then, filters)}
    after = {(row.system.slug, row.unit): row for row in rows_at(now, filters)}
    every = shown_order({**before, **after}.values(), ranges=range_classes())
    pairs = [(row, before.get((row.system.slug, row.unit)), after.get((row.system.slug, row.unit))) for row in every]
    return [Movement(row, old, new) for row, old, new in pairs if figures_of(old) != figures_of(new)]


def rows_at(as_of: AsOf, filters: ChangeFilters) -> list[StageRow]:
    """The figures per system and unit: those of one donor, meeting or coalition where one is asked for.

    Those of a past moment never change, and are kept as long as the catalogue stays as it is.
    """
    if as_of.is_current:
        return read_rows(as_of, filters)
    asked = (filters.donors, filters.meetings, filters.coalitions, filters.systems, filters.kinds, filters.capabilities)
    return cache_for_moment(as_of, lambda: read_rows(as_of, filters), "figures", asked)


def keep_figures_then(as_of: AsOf, *, now: datetime) -> None:
    """Have the figures at hand that the page of changes compares today's with: of the day before the last meeting."""
    meeting = last_meeting(as_of)
    if meeting is None:
        return
    stored = stored_moment(number=as_of.version)
    day, known_at = day_before(meeting.date_start), stored.asked_at
    rows_at(as_of_from(stored, now=now, valid_at=day, version=as_of.version, known_at=known_at), ChangeFilters())


def read_rows(as_of: AsOf, filters: ChangeFilters) -> list[StageRow]:
    keyed = (
        (Scope.DONOR, filters.donors),
        (Scope.MEETING, filters.meetings),
        (Scope.COALITION, filters.coalitions),
    )
    chosen: dict[str, Any] = {"systems": filters.systems, "kinds": filters.kinds, "capabilities": filters.capabilities}
    for scope, keys in keyed:
        if keys:
            return [row for one in keyed_summaries(as_of, scope, keys=keys[:1], **chosen) for row in one.systems]
    return [row for row in system_summaries(as_of, **chosen) if row.pledges or row.required]


def figures_of(row: StageRow | None) -> tuple[object, ...]:
    """What is compared of a row: what was promised and delivered, its value, and the gap."""
    if row is None:
        return ()
    value = row.value_eur
    sums = (row.promised, row.delivered, value.promised, value.delivered)
    return (*map(bounds, sums), row.gap and bounds(row.gap))


def bounds(figure: Balance | EstimateSum) -> tuple[object, ...]:
    return (figure.low, figure.high)


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
