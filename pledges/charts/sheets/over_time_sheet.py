"""Promised and delivered over time, cumulative, with the meetings as ticks: of one system, or everything in euro."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Initiative, Meeting
from pledges.answers import AsOf, GapRow, Step, gaps, quantity_history, value_history
from pledges.answers.page_answers.system_families import ALL
from pledges.answers.row_names import meeting_name
from pledges.answers.sums_over_time import initiative_history
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.bar_sheets import EURO
from pledges.charts.sheets.chart_sheet import Column, Sheet, as_float
from pledges.charts.sheets.promise_sheets import COUNTED, row_of
from pledges.values.choices import unit_label
from pledges.values.estimates import EstimateSum
from pledges.words.figure_words import NO_BREAK, money_words, number, quantity, units
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.window_words import day, window

HEIGHT = 250
BILLION = Decimal(10) ** 9
FORUM = "udcg"


def system_over_time(key: str, as_of: AsOf) -> Sheet | None:
    row = row_of(key, as_of)
    if row is None:
        return None
    system, unit = row.system, row.unit
    steps = quantity_history(as_of, system=system.slug, unit=unit)
    stated = gaps(as_of, systems=(system.slug,), units=(unit,))
    return history_sheet(
        steps,
        as_of,
        unit=unit,
        title=_("%(system)s: promised and delivered over time") % {"system": name_in_language(system.short_name)},
        words=_("%(units)s, cumulative, of what has a number. Solid line: certain; hatched: perhaps more.")
        % {"units": unit_label(unit, plural=True).capitalize()},
        need=need_line(stated[0], row.delivered.low + row.firm.low, as_of) if stated else None,
        home=reverse("system_detail", args=(system.slug,)),
        home_label=name_in_language(system.short_name),
        behind={"system": system.slug, "unit": unit},
    )


def initiative_over_time(key: str, as_of: AsOf) -> Sheet | None:
    """How the money that runs through an initiative grew."""
    initiative = Initiative.objects.filter(slug=key).first()
    if initiative is None:
        return None
    name = name_in_language(initiative.name)
    return history_sheet(
        initiative_history(as_of, key),
        as_of,
        unit=EURO,
        title=_("%(initiative)s: money promised over time") % {"initiative": name},
        words=_(
            "Billion euro by day of announcement, cumulative; only pledges with a stated amount. Hatched: perhaps more."
        ),
        need=None,
        home=reverse("initiative_detail", args=(key,)),
        home_label=name,
        behind={"initiative": key},
    )


def value_over_time(key: str, as_of: AsOf) -> Sheet | None:
    """How the promises and deliveries of everything grew in euro."""
    if key != ALL:
        return None
    return history_sheet(
        value_history(as_of),
        as_of,
        unit=EURO,
        title=_("What was promised and delivered, in euro over time"),
        words=_(
            "Billion euro, cumulative; only pledges with a stated amount. Solid line: certain; hatched: perhaps more."
        ),
        need=None,
        home=reverse("overview"),
        home_label=_("Overview"),
        behind={},
    )


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


def history_sheet(
    steps: Sequence[Step],
    as_of: AsOf,
    *,
    unit: str,
    title: str,
    words: str,
    need: dict[str, Any] | None,
    home: str,
    home_label: str,
    behind: dict[str, object],
) -> Sheet:
    scale = BILLION if unit == EURO else Decimal(1)
    # A month of room, so that the first step does not stand on the axis.
    first = steps[0].day - timedelta(days=30) if steps else as_of.valid_at
    # The last step goes on to the day asked for: a line that stops would read as an end.
    points = [*steps, Step(as_of.valid_at, steps[-1].promised, steps[-1].delivered)] if steps else []
    meetings = held_between(first, as_of.valid_at)
    kind = "euro" if unit == EURO else "quantity"
    legend = legend_of(steps, has_meetings=bool(meetings))
    return Sheet(
        title=title,
        unit=words,
        unit_code=unit,
        alt=alt_text(title, steps, unit=unit),
        columns=(
            Column("day", _("From"), "day"),
            Column("promised", _("Promised"), kind),
            Column("delivered", _("Delivered"), kind),
        ),
        rows=tuple((step.day, step.promised, step.delivered) for step in steps),
        marks={
            "points": [point(step, scale, unit=unit) for step in points],
            "meetings": [{"day": m.date_start.isoformat(), "says": name_tick(m)} for m in meetings],
            "need": need,
            "ends": end_labels(steps[-1], unit=unit),
            "start": first.isoformat(),
            "end": as_of.valid_at.isoformat(),
            "euro": unit == EURO,
        }
        if steps
        else {},
        boxes={form: box(form, legend) for form in Form},
        home=home,
        home_label=home_label,
        links=tuple(pledges_on(step.day, behind) for step in steps),
    )


def legend_of(steps: Sequence[Step], *, has_meetings: bool) -> tuple[Legend, ...]:
    signs = [Legend("line", _("delivered")), Legend("promise", _("promised"))]
    if any(is_wide(step) for step in steps):
        signs.append(Legend("hatched", _("perhaps more")))
    if any(None in (step.promised.stated.high, step.delivered.stated.high) for step in steps):
        signs.append(Legend("arrow", _("no upper bound")))
    if has_meetings:
        signs.append(Legend("tick", _("Contact Group meeting")))
    return tuple(signs)


def pledges_on(day_of_step: date, behind: dict[str, object]) -> str:
    return with_query(reverse("pledge_list"), {**behind, **COUNTED, "valid_at": day_of_step.isoformat()})


def box(form: Form, legend: tuple[Legend, ...]) -> Box:
    """The room of a history: the right margin holds the words at the end of the lines."""
    if form == Form.PHONE:
        return Box(form, 220, left=30, right=8, top=8, bottom=34, legend=legend)
    return Box(form, HEIGHT, left=40, right=164, top=12, bottom=34, legend=legend)


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
    counted = "" if unit == EURO else f" ({units(unit)})"
    return _("%(title)s%(unit)s, %(count)s steps. First %(first)s. Last %(last)s.") % {
        "title": title,
        "unit": counted,
        "count": number(len(steps)),
        "first": sentence(steps[0], unit=unit),
        "last": sentence(steps[-1], unit=unit),
    }
