"""How long promises wait from announcement to delivery, at one moment: over all of them and in groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import NamedTuple

from meetings.models import JOINT
from pledges.answers.as_of import AsOf
from pledges.answers.keyset_pages import FIRST_PAGE, Key, PagePlace, RowPage
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.pledge_dimensions import CATALOGUE
from pledges.answers.row_names import JOINT_NAME
from pledges.answers.shared_cache import cache_for_moment
from pledges.answers.waiting_promises import Promise, read_promises
from pledges.values.choices import WaitingGroup, WaitingMissing
from pledges.values.waiting_times import (
    FEWEST,
    Step,
    Wait,
    count_informative,
    estimate_waits,
    find_median,
    median_bounds,
    share_bounds,
    widen_waits,
)

YEAR, TWO_YEARS = 365, 730
BOUNDS_EVERY = 30
"""Bounds are given for each so many days, and at the end of one and of two years."""

WAITING_ORDERS = ("key", "pledges", "informative", "median_days")


class Span(NamedTuple):
    """Days, both ends included; high None is without end."""

    low: int
    high: int | None


class ArrivedShare(NamedTuple):
    """How long a share of one promise waited until it arrived."""

    reference: str
    share: float
    days: Span


class Part(NamedTuple):
    """The least and the greatest share that can have arrived."""

    low: float
    high: float


class BoundsAt(NamedTuple):
    """The same after so many days."""

    days: int
    low: float
    high: float


class CurveStep(NamedTuple):
    """Between these days the share grows to this one; without `until` it has not arrived as far as is known."""

    after: int
    until: int | None
    share: float


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """How long the promises of one group wait; without enough of them that inform, only how many there are."""

    group: str
    key: str
    name: str
    pledges: int
    informative: int
    median_days: Span | None
    median_bounds: Span | None
    median_missing: str
    within_1_year: Part | None
    within_2_years: Part | None
    curve: tuple[CurveStep, ...]
    bounds: tuple[BoundsAt, ...]
    dataset_version: int = 0
    computed_at: datetime | None = None

    @property
    def is_enough(self) -> bool:
        return self.informative >= FEWEST


def waiting_rows(as_of: AsOf, filters: PledgeFilters, group_by: str = "") -> list[WaitingRow]:
    """A row for each group, by key; without `group_by` the one of all promises. Estimated once for a moment."""
    made = cache_for_moment(as_of, lambda: make_rows(as_of, filters, group_by), "waiting", filters, group_by)
    return [replace(row, dataset_version=as_of.version, computed_at=as_of.computed_at) for row in made]


def make_rows(as_of: AsOf, filters: PledgeFilters, group_by: str) -> list[WaitingRow]:
    groups: defaultdict[str, list[Promise]] = defaultdict(list)
    promises = read_promises(as_of, filters)
    if not group_by:
        groups[""] = promises
    for promise in promises if group_by else ():
        for key in keys_of(promise, group_by, filters):
            groups[key].append(promise)
    names = names_of(group_by, groups)
    return [estimate_group(group_by, key, names.get(key, key), groups[key]) for key in sorted(groups)]


def keys_of(promise: Promise, group_by: str, filters: PledgeFilters) -> Iterable[str]:
    """The groups that a promise stands in: under each donor that has a part of it, of those asked for."""
    if group_by == WaitingGroup.DONOR:
        asked = filters.attributed_to
        return (code for code in promise.donors if not asked or code in asked)
    return (str(getattr(promise, group_by)),)


def names_of(group_by: str, keys: Iterable[str]) -> dict[str, str]:
    if group_by not in (WaitingGroup.DONOR, WaitingGroup.SYSTEM):
        return {}
    listed = CATALOGUE[group_by]
    sql = f"SELECT {listed.value}, {listed.name} FROM {listed.table} AS named WHERE {listed.value} = ANY(%(keys)s)"
    return {JOINT: JOINT_NAME} | dict(fetch(sql, {"keys": list(keys)}))


def estimate_group(group: str, key: str, name: str, promises: Sequence[Promise]) -> WaitingRow:
    informative = count_informative(promise.waits for promise in promises)
    row = WaitingRow(
        group=group,
        key=key,
        name=name,
        pledges=len(promises),
        informative=informative,
        median_days=None,
        median_bounds=None,
        median_missing=WaitingMissing.NOT_ENOUGH.value,
        within_1_year=None,
        within_2_years=None,
        curve=(),
        bounds=(),
    )
    if informative < FEWEST:
        return row
    waits = [wait for promise in promises for wait in promise.waits]
    steps = estimate_waits(widen_waits(waits))
    median, (least, greatest) = find_median(steps), median_bounds(waits)
    (year, two_years, *bounds) = bounds_at(waits, (YEAR, TWO_YEARS, *bound_days(waits)))
    return replace(
        row,
        median_days=None if median is None else Span(int(median.after) + 1, int(median.until)),
        median_bounds=None if least is None else Span(int(least), None if greatest is None else int(greatest)),
        median_missing="" if median else WaitingMissing.UNDER_HALF.value,
        within_1_year=Part(*year[1:]),
        within_2_years=Part(*two_years[1:]),
        curve=tuple(curve_step(step) for step in steps),
        bounds=tuple(bounds),
    )


def bound_days(waits: Iterable[Wait]) -> list[int]:
    """The days that bounds are given for, up to the end of the last interval that has one."""
    last = max((end for wait in waits for end in (wait.after, wait.until) if end != inf), default=0)
    return sorted(
        {*range(0, int(last) + BOUNDS_EVERY, BOUNDS_EVERY), *(day for day in (YEAR, TWO_YEARS) if day < last)}
    )


def bounds_at(waits: Sequence[Wait], days: Sequence[int]) -> list[BoundsAt]:
    found = share_bounds(waits, days)
    return [BoundsAt(day, round_share(low), round_share(high)) for day, (low, high) in zip(days, found, strict=True)]


def curve_step(step: Step) -> CurveStep:
    return CurveStep(int(step.after), None if step.until == inf else int(step.until), round_share(step.share))


def round_share(share: float) -> float:
    """A share to four decimals, so that what is pinned is the same on every machine."""
    return round(min(max(share, 0.0), 1.0), 4)


def arrived_shares(as_of: AsOf, filters: PledgeFilters) -> list[ArrivedShare]:
    """Every share that has arrived of the promises that the filters leave, with how long it waited, by reference."""
    return cache_for_moment(as_of, lambda: find_arrived(read_promises(as_of, filters)), "arrived shares", filters)


def find_arrived(promises: Iterable[Promise]) -> list[ArrivedShare]:
    return sorted(
        ArrivedShare(promise.reference, round_share(wait.weight), Span(int(wait.after) + 1, int(wait.until)))
        for promise in promises
        for wait in promise.waits
        if wait.until != inf
    )


def waiting_page(
    as_of: AsOf, filters: PledgeFilters, *, group_by: str = "", order: str = "key", place: PagePlace = FIRST_PAGE
) -> RowPage[WaitingRow]:
    """A page of groups in an order; a minus in front turns it round."""
    key_of = ORDERS[order.removeprefix("-")]
    turned = order.startswith("-") != place.backwards
    found = sorted(waiting_rows(as_of, filters, group_by), key=key_of, reverse=turned)
    if place.key is not None:
        beyond = tuple(place.key)
        found = [row for row in found if (key_of(row) < beyond if turned else key_of(row) > beyond)]
    return place.cut(found[: place.size + 1], key_of)


ORDERS: dict[str, Callable[[WaitingRow], Key]] = {
    "key": lambda row: (row.key,),
    "pledges": lambda row: (row.pledges, row.key),
    "informative": lambda row: (row.informative, row.key),
    "median_days": lambda row: (*(row.median_days or (-1, -1)), row.key),
}
"""What groups can be ordered by; an unknown median before all others."""
