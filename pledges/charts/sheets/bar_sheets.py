"""Bars from promise to delivery: solid to what is certain, hatched to what may be; words where there is no end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledges.answers.figure_values import is_unreported
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet, as_float
from pledges.values.estimates import EstimateSum
from pledges.words.estimate_bars import has_bar
from pledges.words.figure_words import left_open_by, money_words, number, quantity, units

MOST = 14
EURO = "EUR"
NAME_CHARACTER, FIGURE_CHARACTER = 6.6, 6.2
"""Widths of a character of the names and of the figures, a little more than the usual faces need."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart, with the address of the pledges behind it."""

    label: str
    unit: str
    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    href: str
    pledges: int

    @property
    def has_scale(self) -> bool:
        """Whether it can be drawn: over a sum without an end, or parts without a number, nothing is proportional."""
        return has_bar(self.promised, self.delivered)

    @property
    def rank(self) -> tuple[bool, Decimal, int]:
        """The order by what was promised: the longest first, and what has no scale after all that has one."""
        return (not self.has_scale, -self.promised.low if self.has_scale else Decimal(0), -self.pledges)

    @property
    def longest(self) -> Decimal:
        if not self.has_scale:
            return Decimal(0)
        return max(self.promised.low, self.delivered.low, self.promised.high or self.promised.low)

    @property
    def share(self) -> Decimal:
        """How much of the promise has certainly arrived."""
        return self.delivered.low / self.longest if self.longest else Decimal(0)


LEGEND = (
    ("solid", gettext_lazy("delivered")),
    ("hatched", gettext_lazy("firm, or perhaps delivered")),
    ("outlined", gettext_lazy("announced only")),
    ("whisker", gettext_lazy("perhaps more")),
)


def bars_sheet(
    every: Sequence[Bar],
    shown: Sequence[Bar],
    *,
    title: str,
    unit: str,
    first: Column,
    home: str,
    home_label: str,
    note: str = "",
    unit_code: str = "",
    shared_scale: bool = False,
) -> Sheet:
    """The sheet of some bars; money is always on one scale."""
    in_euro = bool(every) and every[0].unit == EURO
    shared = shared_scale or in_euro
    longest = max((bar.longest for bar in shown), default=Decimal(1)) or Decimal(1)
    marks = [mark(bar, longest if shared else bar.longest or Decimal(1), shared=shared) for bar in shown]
    signs = {sign for item in marks for sign in item["signs"]}
    legend = tuple(Legend(sign, str(label)) for sign, label in LEGEND if sign in signs)
    kind = "euro" if in_euro else "quantity"
    middle = () if in_euro or shared_scale else (Column("unit", _("Unit"), "unit"),)
    return Sheet(
        title=title,
        unit=unit,
        alt=alt_text(title, shown, len(every)),
        columns=(
            first,
            *middle,
            Column("pledges", _("Pledges"), "count"),
            Column("promised", _("Promised"), kind),
            Column("delivered", _("Delivered"), kind),
            Column("firm", _("Firm, not delivered"), kind),
        ),
        rows=tuple(
            (bar.label, *((bar.unit,) if middle else ()), bar.pledges, bar.promised, bar.delivered, bar.firm)
            for bar in every
        ),
        marks={"rows": marks, "shared": shared} if marks else {},
        boxes={form: box(form, marks, legend) for form in Form},
        home=home,
        home_label=home_label,
        links=tuple(bar.href for bar in every),
        note=note,
        unit_code=unit_code,
    )


def box(form: Form, marks: Sequence[Mapping[str, Any]], legend: tuple[Legend, ...]) -> Box:
    """The room of the bars: words beside them on a page, as wide as the longest; above them on a phone."""
    if form == Form.PHONE:
        return Box(form, len(marks) * 46, right=4, left=1, legend=legend)
    names = max((len(item["label"]) for item in marks), default=0)
    figures = max((len(item["figures"]) for item in marks), default=0)
    left = min(max(names * NAME_CHARACTER + 12, 90), 240)
    right = min(max(figures * FIGURE_CHARACTER + 16, 90), 222)
    return Box(form, len(marks) * 28, left=round(left), right=round(right), top=2, bottom=2, legend=legend)


def mark(bar: Bar, longest: Decimal, *, shared: bool) -> dict[str, Any]:
    """The places of one bar: as parts of its own length, or in its unit where all bars share a scale."""
    scale = Decimal(1) if shared else longest
    solid, hatched, low, high = lengths(bar) if bar.has_scale else (Decimal(0),) * 4
    signs = {"solid": solid > 0, "hatched": hatched > solid, "outlined": low > hatched, "whisker": high > low}
    return {
        "label": bar.label,
        "figures": figures_of(bar),
        "says": sentence(bar),
        "href": bar.href,
        "solid": as_float(solid / scale),
        "hatched": as_float(hatched / scale),
        "outlined": as_float(low / scale),
        "whisker": as_float(high / scale),
        "instead": "" if bar.has_scale else _("no total to draw"),
        "length": as_float(longest / scale),
        "signs": [sign for sign, there in signs.items() if there],
    }


def lengths(bar: Bar) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """How far a bar is solid, hatched and outlined, and how far what may be more reaches."""
    low = max(bar.promised.low, bar.delivered.low)
    high = low if bar.promised.high is None else bar.promised.high
    delivered, firm = (part.low if part.high is None else part.high for part in (bar.delivered, bar.firm))
    reached = max(delivered, bar.delivered.low + firm)
    return bar.delivered.low, min(low, reached), low, high


LONG = 22
"""Characters of a pair of figures beyond which there is no room for their unit; the table and the mark say it."""


def figures_of(bar: Bar) -> str:
    """Say a bar in figures: 7–9 of 10 batteries."""
    if bar.unit == EURO:
        if is_unreported(bar.delivered):
            return _("%(promised)s, not reported") % {"promised": money_words(bar.promised, EURO)}
        return _("%(delivered)s of %(promised)s") % {
            "delivered": money_words(bar.delivered, "").strip(),
            "promised": money_words(bar.promised, EURO),
        }
    if count := left_open_by(bar.promised) or left_open_by(bar.delivered):
        return figures_stated(bar, count)
    delivered, promised = quantity(bar.delivered), quantity(bar.promised)
    unit = units(bar.unit, bar.promised) if len(delivered) + len(promised) < LONG else ""
    is_unknown = bar.delivered.high is None and not bar.delivered.low
    words = _("unknown part of %(promised)s %(unit)s") if is_unknown else _("%(delivered)s of %(promised)s %(unit)s")
    return (words % {"delivered": delivered, "promised": promised, "unit": unit}).strip()


def figures_stated(bar: Bar, count: int) -> str:
    """Say what has a number, and how many pledges have none, in little room."""
    if left_open_by(bar.promised) and bar.promised.stated.high == 0:
        return _("%(count)s without a number") % {"count": number(count)}
    said = {"delivered": quantity(bar.delivered.stated), "promised": quantity(bar.promised.stated)}
    return _("%(delivered)s of %(promised)s, %(count)s without a number") % {**said, "count": number(count)}


def sentence(bar: Bar) -> str:
    if bar.unit == EURO:
        delivered = _("not reported") if is_unreported(bar.delivered) else money_words(bar.delivered, EURO)
        said = {"promised": money_words(bar.promised, EURO), "delivered": delivered}
    else:
        said = {
            "promised": f"{quantity(bar.promised)} ({units(bar.unit, bar.promised)})"
            if left_open_by(bar.promised)
            else f"{quantity(bar.promised)} {units(bar.unit, bar.promised)}",
            "delivered": quantity(bar.delivered),
        }
    return _("%(label)s: delivered %(delivered)s of %(promised)s") % {"label": bar.label, **said}


def alt_text(title: str, bars: Iterable[Bar], rows: int) -> str:
    said = "; ".join(sentence(bar) for bar in list(bars)[:6])
    if not said:
        return _("%(title)s: nothing is recorded.") % {"title": title}
    return _("%(title)s, %(rows)s rows. %(said)s.") % {"title": title, "rows": number(rows), "said": said}
