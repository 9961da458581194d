"""What was reported delivered, by the month that it is dated to: of one system, or pledges of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.answers import AsOf, PledgeFilters, totals
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.page_answers.system_families import ALL
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet, as_float
from pledges.charts.sheets.promise_sheets import COUNTED, row_of
from pledges.values.choices import AidType, GroupBy, Measure
from pledges.values.dates.calendar import month_days
from pledges.values.estimates import EstimateSum
from pledges.words.figure_words import number, quantity, units
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.window_words import month

HEIGHT = 220
A_DAY = timedelta(days=1)
EVERY_MONTH = PagePlace(size=2_000)
UNDATED = "undated"
"""What totals call deliveries that may lie in more than one month."""


@dataclass(frozen=True, slots=True)
class MonthOfDelivery:
    """What is dated to one month, or to more than one where there is no `first` day."""

    first: date | None
    pledges: int
    delivered: EstimateSum


def deliveries_by_month(key: str, as_of: AsOf) -> Sheet | None:
    """Quantities of a system in its unit, or how many pledges of everything (`all`) were delivered in each month."""
    if key == ALL:
        chosen = PledgeFilters(aid_types=(AidType.MILITARY.value,))
        found = months_of_delivery(as_of, chosen, Measure.VALUE_EUR)
        return month_sheet(found, title=_("Pledges reported delivered, by month"), as_of=as_of)
    row = row_of(key, as_of)
    if row is None:
        return None
    chosen = PledgeFilters(systems=(row.system.slug,), units=(row.unit,), aid_types=(AidType.MILITARY.value,))
    name = name_in_language(row.system.short_name)
    return month_sheet(
        months_of_delivery(as_of, chosen, Measure.QUANTITY),
        title=_("%(system)s: reported delivered, by month") % {"system": name},
        as_of=as_of,
        unit=row.unit,
        system=row.system.slug,
        home_label=name,
    )


def months_of_delivery(as_of: AsOf, filters: PledgeFilters, measure: Measure) -> list[MonthOfDelivery]:
    """The groups in which something was delivered, in order; where no unit is asked for, pledges are counted."""
    page = totals(as_of, filters, group_by=(GroupBy.DELIVERED_MONTH,), measure=measure, place=EVERY_MONTH)
    found = []
    for row in page.rows:
        name, sums = row.keys[GroupBy.DELIVERED_MONTH], row.sums
        if name == UNDATED or name[:1].isdigit():
            first = None if name == UNDATED else date.fromisoformat(f"{name}-01")
            count = Decimal(sums.pledges)
            counted = EstimateSum(count, count, count)
            found.append(MonthOfDelivery(first, sums.pledges, getattr(sums, "delivered", counted)))
    return found


def month_sheet(
    months: list[MonthOfDelivery], *, title: str, as_of: AsOf, unit: str = "", system: str = "", home_label: str = ""
) -> Sheet:
    behind: dict[str, object] = {"system": system, "unit": unit} if system else {}
    marks = [month_mark(one.first, one, unit, behind) for one in months if one.first is not None]
    legend = [Legend("solid", _("delivered"))]
    if any(mark["high"] > mark["low"] for mark in marks):
        legend.append(Legend("hatched", _("perhaps more")))
    middle = (Column("delivered", _("Delivered"), "quantity"),) if unit else ()
    return Sheet(
        title=title,
        unit=say_coverage(months),
        unit_code=unit,
        alt=alt_text(title, [mark["says"] for mark in marks]),
        columns=(Column("month", _("Month"), "month"), Column("pledges", _("Pledges"), "count"), *middle),
        rows=tuple((one.first, one.pledges, *((one.delivered,) if unit else ())) for one in months),
        marks={"months": marks, "start": marks[0]["month"], "end": as_of.valid_at.isoformat()} if marks else {},
        boxes={form: box(form, tuple(legend)) for form in Form},
        home=reverse("system_detail", args=(system,)) if system else reverse("waiting_statistics"),
        home_label=home_label or _("How long promises wait"),
        links=tuple(pledges_of_month(one.first, behind) for one in months),
    )


def month_mark(first: date, one: MonthOfDelivery, unit: str, behind: dict[str, object]) -> dict[str, Any]:
    """The bar of a month: solid to what is certain of what has a number, hatched to what may be."""
    stated = one.delivered.stated
    return {
        "month": first.isoformat(),
        "next": (last_day(first) + A_DAY).isoformat(),
        "low": as_float(stated.low),
        "high": as_float(stated.low if stated.high is None else stated.high),
        "says": say_month(first, one, unit),
        "href": pledges_of_month(first, behind),
    }


def last_day(first: date) -> date:
    return month_days(first.year, first.month)[1]


def say_month(first: date, one: MonthOfDelivery, unit: str) -> str:
    if unit:
        delivered = f"{quantity(one.delivered)} ({units(unit, one.delivered)})"
        return _("%(month)s: delivered %(delivered)s") % {"month": month(first), "delivered": delivered}
    words = ngettext("%(month)s: %(count)s pledge delivered", "%(month)s: %(count)s pledges delivered", one.pledges)
    return words % {"month": month(first), "count": number(one.pledges)}


def pledges_of_month(first: date | None, behind: dict[str, object]) -> str:
    """The explorer with the pledges of a month; those of several months cannot be chosen by their days."""
    days: dict[str, object] = {}
    if first is not None:
        days = {"delivered_after": first.isoformat(), "delivered_before": last_day(first).isoformat()}
    return with_query(reverse("pledge_list"), {**behind, **COUNTED, **days})


def say_coverage(months: list[MonthOfDelivery]) -> str:
    """Say how much the bars leave out."""
    dated = sum(one.pledges for one in months if one.first is not None)
    others = sum(one.pledges for one in months if one.first is None)
    words = ngettext(
        "%(count)s pledge whose delivery is dated to one month.",
        "%(count)s pledges whose delivery is dated to one month.",
        dated,
    ) % {"count": number(dated)}
    if not others:
        return words
    more = ngettext(
        "That of %(count)s more may lie in several months.", "That of %(count)s more may lie in several months.", others
    )
    return f"{words} {more % {'count': number(others)}}"


def alt_text(title: str, said: list[str]) -> str:
    if not said:
        return _("%(title)s: nothing is recorded.") % {"title": title}
    last = "; ".join(said[-6:])
    return _("%(title)s, %(rows)s months. The last: %(said)s.") % {
        "title": title,
        "rows": number(len(said)),
        "said": last,
    }


def box(form: Form, legend: tuple[Legend, ...]) -> Box:
    if form == Form.PHONE:
        return Box(form, 200, left=34, right=8, top=8, bottom=34, legend=legend)
    return Box(form, HEIGHT, left=44, right=14, top=12, bottom=34, legend=legend)
