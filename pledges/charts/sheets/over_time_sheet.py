"""Promised and delivered over time, cumulative, with the meetings as ticks: of one system, or everything in euro."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Initiative, Meeting
from pledges.answers import AsOf, GapRow, Step, gaps, quantity_history, value_history
from pledges.answers.page_answers.system_families import ALL
from pledges.answers.reporting import read_reporting
from pledges.answers.row_names import meeting_name
from pledges.answers.sums_over_time import initiative_history
from pledges.answers.tracker_end import kiel_end
from pledges.charts.chart_keys import ChartKey, parse_chart_key
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.bar_sheets import EURO
from pledges.charts.sheets.chart_sheet import Column, Sheet, as_float, iso
from pledges.charts.sheets.promise_sheets import COUNTED, row_of
from pledges.charts.sheets.shares_over_time import share_steps
from pledges.models import Scope
from pledges.values.choices import unit_label
from pledges.values.estimates import EstimateSum
from pledges.words.figure_words import NO_BREAK, left_open_by, money_words, number, quantity, units
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.window_words import day, window

HEIGHT = 250
BILLION = Decimal(10) ** 9
FORUM = "udcg"
PER_CENT = "%"
QUIET_DAYS = 30
"""A stretch without any source is shown from this length."""


def system_over_time(key: str, as_of: AsOf) -> Sheet | None:
    parts = parse_chart_key(key)
    row = row_of(parts.subject, as_of) if parts else None
    if parts is None or row is None:
        return None
    system, unit = row.system, row.unit
    steps = quantity_history(as_of, system=system.slug, unit=unit)
    name = name_in_language(system.short_name)
    if parts.share:
        return share_sheet(name, steps, as_of, parts, behind={"system": system.slug, "unit": unit})
    stated = gaps(as_of, systems=(system.slug,), units=(unit,))
    told = Told(
        title=_("%(system)s: promised and delivered over time") % {"system": name},
        finding=finding_of_system(name, steps, unit),
        words=_("%(units)s, cumulative, of what has a number. Solid line: certain; hatched: perhaps more.")
        % {"units": unit_label(unit, plural=True).capitalize()},
        home=reverse("system_detail", args=(system.slug,)),
        home_label=name,
        behind={"system": system.slug, "unit": unit},
        last_heard=read_reporting(as_of, Scope.SYSTEM, system.slug).last_heard,
    )
    need = need_line(stated[0], row.delivered.low + row.firm.low, as_of) if stated else None
    return history_sheet(steps, as_of, parts, told, unit=unit, need=need)


def share_sheet(
    name: str, steps: Sequence[Step], as_of: AsOf, parts: ChartKey, *, behind: dict[str, object]
) -> Sheet | None:
    """The delivered part of what was promised, in per cent; None where a part of either has no number, or no bound."""
    shares = share_steps(steps)
    if shares is None:
        return None
    title = _("%(system)s: how much of the promise has arrived, over time") % {"system": name}
    told = Told(
        title=title,
        finding=title,
        words=_("Per cent of what was promised by each day. Solid line: certain; hatched: perhaps more."),
        home=reverse("system_detail", args=(behind["system"],)),
        home_label=name,
        behind=behind,
        last_heard=read_reporting(as_of, Scope.SYSTEM, str(behind["system"])).last_heard,
    )
    return history_sheet(shares, as_of, parts, told, unit=PER_CENT)


def finding_of_system(name: str, steps: Sequence[Step], unit: str) -> str:
    """What the chart shows at its end, where numbers say it."""
    if not steps or left_open_by(steps[-1].promised) or left_open_by(steps[-1].delivered):
        return _("%(system)s: promised and delivered over time") % {"system": name}
    promised, delivered = amounts(steps[-1], unit=unit)
    words = {"system": name, "delivered": delivered, "promised": promised, "unit": units(unit, steps[-1].promised)}
    return _("%(system)s: %(delivered)s of %(promised)s promised %(unit)s have arrived") % words


def initiative_over_time(key: str, as_of: AsOf) -> Sheet | None:
    """How the money that runs through an initiative grew."""
    initiative = Initiative.objects.filter(slug=key).first()
    if initiative is None:
        return None
    name = name_in_language(initiative.name)
    title = _("%(initiative)s: money promised over time") % {"initiative": name}
    told = Told(
        title=title,
        finding=title,
        words=_(
            "Billion euro by day of announcement, cumulative; only pledges with a stated amount. Hatched: perhaps more."
        ),
        home=reverse("initiative_detail", args=(key,)),
        home_label=name,
        behind={"initiative": key},
    )
    return history_sheet(initiative_history(as_of, key), as_of, ChartKey(key), told, unit=EURO)


def value_over_time(key: str, as_of: AsOf) -> Sheet | None:
    """How the promises and deliveries of everything grew in euro."""
    parts = parse_chart_key(key)
    if parts is None or parts.subject != ALL or parts.share:
        return None
    steps = value_history(as_of)
    title = _("What was promised and delivered, in euro over time")
    told = Told(
        title=title,
        finding=finding_of_value(steps) or title,
        words=_(
            "Billion euro, cumulative; only pledges with a stated amount. Solid line: certain; hatched: perhaps more."
        ),
        home=reverse("overview"),
        home_label=_("Overview"),
        behind={},
        last_heard=read_reporting(as_of).last_heard,
    )
    return history_sheet(steps, as_of, parts, told, unit=EURO)


def finding_of_value(steps: Sequence[Step]) -> str:
    if not steps:
        return ""
    promised, delivered = amounts(steps[-1], unit=EURO)
    words = {"promised": promised, "delivered": delivered}
    return _("Of %(promised)s promised, %(delivered)s are reported as delivered") % words


def need_line(gap: GapRow, secured: Decimal, as_of: AsOf) -> dict[str, Any] | None:
    """The level that would meet the latest stated need, from the day it was stated; None where it has no number.

    A need in addition lies as far above what is delivered or firm now as is still missing of it.
    """
    # "More are needed", without a number, is at least one.
    if gap.required.low == 1 and gap.required.high is None:
        return None
    level = gap.required.low if gap.required_basis == "total" else secured + gap.gap.low
    stated = gap.stated.start if gap.stated and gap.stated.start else as_of.valid_at
    more = "" if gap.required_basis == "total" else _(" more")
    words = _("need: %(count)s%(more)s (%(day)s)") % {
        "count": quantity(gap.required),
        "more": more,
        "day": window(gap.stated) + (_(", unverified") if gap.is_unverified else ""),
    }
    return {"level": as_float(level), "start": stated.isoformat(), "label": words}


@dataclass(frozen=True, slots=True)
class Told:
    """What a history is called and says: its subject, what it shows at its end, and since when nothing is known.

    `behind` are the filters of the pledges behind it.
    """

    title: str
    finding: str
    words: str
    home: str
    home_label: str
    behind: dict[str, object]
    last_heard: date | None = None


def history_sheet(
    every: Sequence[Step],
    as_of: AsOf,
    parts: ChartKey,
    told: Told,
    *,
    unit: str,
    need: dict[str, Any] | None = None,
) -> Sheet:
    scale = BILLION if unit == EURO else Decimal(1)
    last = min(parts.last or as_of.valid_at, as_of.valid_at)
    steps = cut_to_period(every, parts.first, last)
    # A month of room, so that the first step does not stand on the axis.
    first = parts.first or (steps[0].day - timedelta(days=30) if steps else last)
    # The last step goes on to the day asked for: a line that stops would read as an end.
    points = [*steps, Step(last, steps[-1].promised, steps[-1].delivered)] if steps else []
    meetings = held_between(first, last)
    kind = "euro" if unit == EURO else "quantity"
    marked = events_between(first, last, as_of, told.last_heard)
    legend = legend_of(steps, has_meetings=bool(meetings), is_unheard=bool(marked["unheard"]))
    return Sheet(
        title=told.title if parts.last else told.finding,
        unit=told.words,
        unit_code=str(told.behind.get("unit", unit)),
        alt=alt_text(told.title, steps, unit=unit),
        columns=(
            Column("day", _("From"), "day"),
            Column("promised", _("Promised"), kind),
            Column("delivered", _("Delivered"), kind),
        ),
        rows=tuple((step.day, step.promised, step.delivered) for step in steps),
        marks={
            "points": [point(step, scale, unit=unit) for step in points],
            "meetings": [tick_of(meeting) for meeting in meetings],
            "need": need if need and need["start"] <= last.isoformat() else None,
            "ends": end_labels(steps[-1], unit=unit),
            "start": first.isoformat(),
            "end": last.isoformat(),
            "euro": unit == EURO,
            **marked,
        }
        if steps
        else {},
        boxes={form: box(form, legend) for form in Form},
        home=told.home,
        home_label=told.home_label,
        links=tuple(pledges_on(step.day, told.behind) for step in steps),
    )


def cut_to_period(steps: Sequence[Step], first: date | None, last: date) -> list[Step]:
    """The steps of a period; what stood on its first day stands as a step on that day."""
    shown = [step for step in steps if step.day <= last]
    before = [step for step in shown if first and step.day < first]
    if not before or first is None:
        return shown
    within = shown[len(before) :]
    carried = [] if within and within[0].day == first else [Step(first, before[-1].promised, before[-1].delivered)]
    return [*carried, *within]


def events_between(first: date, last: date, as_of: AsOf, last_heard: date | None) -> dict[str, Any]:
    """What a reader of the lines has to know: where the Kiel tracker ends, and since when no source says anything."""
    end = kiel_end(as_of)
    tracker = {"day": end.isoformat(), "label": _("Kiel data end %(day)s") % {"day": day(end)}} if end else None
    silent = last_heard is not None and first < last_heard < last - timedelta(days=QUIET_DAYS)
    return {
        "tracker": tracker if end and first < end < last else None,
        "unheard": {"day": iso(last_heard), "until": last.isoformat()} if silent else None,
    }


def tick_of(meeting: Meeting) -> dict[str, str]:
    return {
        "day": meeting.date_start.isoformat(),
        "says": name_tick(meeting),
        "label": str(meeting.number or ""),
    }


def legend_of(steps: Sequence[Step], *, has_meetings: bool, is_unheard: bool) -> tuple[Legend, ...]:
    signs = [Legend("line", _("delivered")), Legend("promise", _("promised"))]
    if any(is_wide(step) for step in steps):
        signs.append(Legend("hatched", _("perhaps more")))
    if any(None in (step.promised.stated.high, step.delivered.stated.high) for step in steps):
        signs.append(Legend("arrow", _("no upper bound")))
    if has_meetings:
        signs.append(Legend("tick", _("Contact Group meeting, with its number")))
    if is_unheard:
        signs.append(Legend("unheard", _("no later source")))
    return tuple(signs)


def pledges_on(day_of_step: date, behind: dict[str, object]) -> str:
    return with_query(reverse("pledge_list"), {**behind, **COUNTED, "valid_at": day_of_step.isoformat()})


def box(form: Form, legend: tuple[Legend, ...]) -> Box:
    """The room of a history: the right margin holds the words at the end of the lines."""
    if form == Form.PHONE:
        return Box(form, 220, left=30, right=8, top=8, bottom=48, legend=legend)
    return Box(form, HEIGHT, left=40, right=164, top=12, bottom=48, legend=legend)


def held_between(first: date, last: date) -> list[Meeting]:
    """The meetings of the Contact Group in a period."""
    found = Meeting.objects.that_took_place().filter(forum__slug=FORUM, date_start__gte=first, date_start__lte=last)
    return list(found.order_by("date_start", "slug"))


def name_tick(meeting: Meeting) -> str:
    return f"{name_in_language(meeting_name(meeting))}, {day(meeting.date_start)}"


def is_wide(step: Step) -> bool:
    """Say whether the low and the high of a step differ by a known number."""
    stated = (step.promised.stated, step.delivered.stated)
    return any(part.high is not None and part.high > part.low for part in stated)


def point(step: Step, scale: Decimal, *, unit: str) -> dict[str, Any]:
    def place(value: Decimal | None) -> float | None:
        return None if value is None else float(value / scale)

    return {
        "day": step.day.isoformat(),
        "promised": place(step.promised.stated.low),
        "promised_high": place(step.promised.stated.high),
        "delivered": place(step.delivered.stated.low),
        "delivered_high": place(step.delivered.stated.high),
        "says": sentence(step, unit=unit),
    }


def amounts(step: Step, *, unit: str) -> tuple[str, ...]:
    if unit == EURO:
        return tuple("0" if part.high == 0 else money_words(part, EURO) for part in (step.promised, step.delivered))
    if unit == PER_CENT:
        return tuple(f"{quantity(part)}{NO_BREAK}%" for part in (step.promised, step.delivered))
    return quantity(step.promised), quantity(step.delivered)


def sentence(step: Step, *, unit: str) -> str:
    """Say what was promised and delivered by a day."""
    promised, delivered = amounts(step, unit=unit)
    return _("%(day)s: promised %(promised)s, delivered %(delivered)s") % {
        "day": day(step.day),
        "promised": promised,
        "delivered": delivered,
    }


def end_labels(step: Step, *, unit: str) -> dict[str, str]:
    """The words at the end of both lines; the currency stands in the subtitle."""
    # What has no number stands in the answer of each date, and in the table.
    numbered = Step(step.day, *(EstimateSum(*part.stated.bounds) for part in (step.promised, step.delivered)))
    promised, delivered = (words.replace(f"{EURO}{NO_BREAK}", "") for words in amounts(numbered, unit=unit))
    no_report = unit == EURO and step.delivered.high == 0
    return {
        "promised": _("promised %(figure)s") % {"figure": promised},
        "delivered": _("no payment reported") if no_report else _("delivered %(figure)s") % {"figure": delivered},
    }


def alt_text(title: str, steps: Sequence[Step], *, unit: str) -> str:
    """Say where the lines start and end."""
    if not steps:
        return _("%(title)s: nothing is recorded.") % {"title": title}
    counted = "" if unit in (EURO, PER_CENT) else f" ({units(unit)})"
    return _("%(title)s%(unit)s, %(count)s steps. First %(first)s. Last %(last)s.") % {
        "title": title,
        "unit": counted,
        "count": number(len(steps)),
        "first": sentence(steps[0], unit=unit),
        "last": sentence(steps[-1], unit=unit),
    }
