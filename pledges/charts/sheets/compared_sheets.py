"""Donors, systems, meetings or coalitions beside each other on one scale: bars, and a small chart over time for each.

The key of a chart is the kind and what is compared, parted by dots: `donor.DEU.GBR`. A chart over time shows the first
and shares its axes with the others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pledges.answers import AsOf, StageRow, Step
from pledges.answers.page_answers.compared_rows import FEWEST, KINDS, MOST, Compared, compare, history_of
from pledges.charts.chart_keys import ChartKey
from pledges.charts.sheets.bar_sheets import EURO, Bar, bars_sheet
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.charts.sheets.over_time_sheet import BILLION, Told, history_sheet
from pledges.charts.sheets.promise_sheets import COUNTED
from pledges.values.choices import unit_label
from pledges.words.page_addresses import with_query
from pledges.words.party_names import say_row_name

FILTERS = {"donor": "attributed_to", "system": "system", "meeting": "meeting", "coalition": "coalition"}


def read_key(key: str, as_of: AsOf) -> list[Compared]:
    """What a key names; nothing where it is no comparison."""
    kind, *keys = key.split(".")
    if kind not in KINDS or not FEWEST <= len(set(keys)) == len(keys) <= MOST:
        return []
    found = compare(kind, keys, as_of)
    return found if len(found) == len(keys) else []


def compared_figures(key: str, as_of: AsOf) -> Sheet | None:
    """The bars of each: in euro on one scale, of systems in their units."""
    compared = read_key(key, as_of)
    if not compared:
        return None
    bars = [bar_of(one) for one in compared if one.row is not None]
    one_unit = len({bar.unit for bar in bars}) == 1
    in_euro = compared[0].kind != "system"
    words = _("Euro at the rate of the announcement day; only pledges with a stated amount, on one scale.")
    if not in_euro:
        words = (
            _("Units of each system, on one scale.") if one_unit else _("Units of each; each bar has its own scale.")
        )
    return bars_sheet(
        bars,
        bars,
        title=_("%(names)s: how much of the promise has arrived") % {"names": names_in_words(compared)},
        unit=words,
        first=Column("name", _("Name")),
        home=home_of(compared),
        home_label=_("Comparison"),
        unit_code="" if in_euro or not one_unit else bars[0].unit,
        shared_scale=one_unit and not in_euro,
    )


def bar_of(one: Compared) -> Bar:
    row = one.row
    if row is None:
        raise ValueError("nothing is recorded of it")
    href = with_query(reverse("pledge_list"), {**behind(one), **COUNTED})
    name = say_row_name(one.key, one.name)
    if isinstance(row, StageRow):
        return Bar(name, one.unit, row.promised, row.delivered, row.firm, href, row.pledges)
    values = row.value_eur
    return Bar(name, EURO, values.promised, values.delivered, values.firm, href, row.pledges)


def behind(one: Compared) -> dict[str, object]:
    return {FILTERS[one.kind]: one.key, **({"unit": one.unit} if one.unit else {})}


def compared_over_time(key: str, as_of: AsOf) -> Sheet | None:
    """How the sums of the first grew, on axes that all that are compared fit on."""
    compared = read_key(key, as_of)
    if not compared:
        return None
    first = compared[0]
    unit = first.unit or EURO
    # Counts in different units have no scale in common.
    alike = [one for one in compared if one.unit == first.unit]
    histories = [history_of(one, as_of) for one in alike]
    scale = BILLION if unit == EURO else 1
    words = _("Billion euro, cumulative, on the same scale.")
    if unit != EURO:
        words = _("%(units)s, cumulative, on the same scale.") % {"units": unit_label(unit, plural=True).capitalize()}
    title = _("%(name)s: promised and delivered over time") % {"name": say_row_name(first.key, first.name)}
    told = Told(
        title=title,
        finding=title,
        words=words,
        home=home_of(compared),
        home_label=_("Comparison"),
        behind=behind(first),
    )
    sheet = history_sheet(histories[0], as_of, ChartKey(key), told, unit=unit)
    return replace(sheet, marks={**sheet.marks, **shared_axes(histories, scale)}) if sheet.marks else sheet


def shared_axes(histories: list[list[Step]], scale: Any) -> dict[str, Any]:
    """The first day and the highest figure of all."""
    steps = [step for history in histories for step in history]
    bounds = [
        bound
        for step in steps
        for part in (step.promised.stated, step.delivered.stated)
        for bound in (part.low, part.high)
        if bound is not None
    ]
    start = min(step.day for step in steps) - timedelta(days=30)
    return {"top": float(max(bounds, default=0) / scale), "start": start.isoformat()}


def names_in_words(compared: list[Compared]) -> str:
    return ", ".join(say_row_name(one.key, one.name) for one in compared)


def home_of(compared: list[Compared]) -> str:
    return with_query(reverse("compare"), {compared[0].kind: [one.key for one in sorted_as_named(compared)]})


def sorted_as_named(compared: list[Compared]) -> list[Compared]:
    """All in one order, whichever of them is shown first."""
    return sorted(compared, key=lambda one: one.key)
