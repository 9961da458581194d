"""How figures read on a page: quantities, money and dates. The same figure never reads differently twice."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from django import template
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from meetings.choices import DatePrecision
from pledges.answers import StageFields
from pledges.answers.figure_values import stated_estimate as stored_estimate
from pledges.answers.figure_values import window as stored_window
from pledges.values.choices import unit_label
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate

register = template.Library()

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
HUNDREDTH = Decimal("0.01")
TENTH = Decimal("0.1")
KEPT = 8192
LONG_NUMBER = re.compile(r"(?<![\w,])\d{1,3}(?:,\d{3})+(?![\w,])", re.ASCII)
AMOUNT = re.compile(r"(?<![\w,])(\d{1,3}(?:,\d{3})+) ([A-Z]{3})(?!\w)", re.ASCII)
ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\w-])", re.ASCII)
MAGNITUDES = ((Decimal(10) ** 9, gettext_lazy("bn")), (Decimal(10) ** 6, gettext_lazy("m")), (Decimal(1), ""))


class Bounded(Protocol):
    """Whatever has the bounds of an estimate; high None is without upper bound."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number with thin spaces between thousands and at most two decimals, as the language separates them."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(HUNDREDTH, ROUND_HALF_UP)
    digits = f"{rounded:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(",", THIN_SPACE).replace(".", get_format("DECIMAL_SEPARATOR"))


@register.filter
def quantity(estimate: Bounded | None) -> str:
    """Say an estimate as a reader compares it: 14, 7–9, ≥ 95, up to 14, some, unknown. 0 only where it is none."""
    if estimate is None or estimate.low is None:
        return _("unknown")
    low, high = estimate.low, estimate.high
    if high is None:
        return open_quantity(low)
    if low == high:
        return number(low)
    if low == 0:
        return _("up to %(number)s") % {"number": number(high)}
    return f"{number(low)}{DASH}{number(high)}"


def open_quantity(low: Decimal) -> str:
    """Say a quantity without upper bound."""
    if low == 0:
        return _("unknown")
    return _("some") if low == 1 else f"≥{NO_BREAK}{number(low)}"


@register.filter
def figure(estimate: Bounded | None) -> SafeString:
    """The quantity as a figure: one that must not break, or words in the second ink."""
    return quantity_figure(get_language() or "", *bounds(estimate))


@register.filter
def gap(estimate: Bounded | None) -> SafeString:
    """What is missing, marked where it is certain; without a stated need there is no gap to tell."""
    return gap_figure(get_language() or "", *bounds(estimate))


@register.filter
def euro(estimate: Bounded | None) -> SafeString:
    """A value in euro in the magnitude of its upper bound: EUR 4.6 bn, EUR 4.6–5.1 bn, ≥ EUR 4.6 bn."""
    return money(estimate, "EUR")


@register.filter
def money(estimate: Bounded | None, currency: str) -> SafeString:
    """An amount in its own currency, in the same form as euro."""
    return money_figure(get_language() or "", *bounds(estimate), currency)


def money_words(estimate: Bounded | None, currency: str) -> str:
    """Say an amount of money in words."""
    if estimate is None or estimate.low is None:
        return _("no value stated")
    low, high = estimate.low, estimate.high
    if high is None:
        return f"≥{NO_BREAK}{currency}{NO_BREAK}{amount(low)}" if low else _("unknown")
    if low == high or amount(low) == amount(high):
        return f"{currency}{NO_BREAK}{amount(low)}"
    if low == 0:
        return _("up to %(number)s") % {"number": f"{currency}{NO_BREAK}{amount(high)}"}
    first, last = amount(low), amount(high)
    if first.split(NO_BREAK)[1:] == last.split(NO_BREAK)[1:]:
        first = first.split(NO_BREAK)[0]
    return f"{currency}{NO_BREAK}{first}{DASH}{last}"


@register.filter
def amount(value: Decimal | None) -> str:
    """Write an amount of money in billions, millions or units, with at most one decimal."""
    if value is None:
        return ""
    for size, name in MAGNITUDES:
        in_thousandths = (value * 1000 / size).quantize(TENTH, ROUND_HALF_UP)
        if name and in_thousandths >= 1000:
            return f"{number((value / size).quantize(TENTH, ROUND_HALF_UP))}{NO_BREAK}{name}"
    return number(value.quantize(Decimal(1), ROUND_HALF_UP))


def bounds(estimate: Bounded | None) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of an estimate; neither of one that is not known."""
    return (None, None) if estimate is None else (estimate.low, estimate.high)


class Range(NamedTuple):
    """Bounds and nothing else."""

    low: Decimal | None
    high: Decimal | None


# A page has hundreds of figures, and the same few come again and again: they are kept as they are written.


@lru_cache(maxsize=KEPT)
def quantity_figure(language: str, low: Decimal | None, high: Decimal | None) -> SafeString:
    return wrap_figure(quantity(Range(low, high)))


@lru_cache(maxsize=KEPT)
def gap_figure(language: str, low: Decimal | None, high: Decimal | None) -> SafeString:
    if low is None:
        return wrap_figure(_("no stated need"))
    return wrap_figure(quantity(Range(low, high)), " missing" if low > 0 else "")


@lru_cache(maxsize=KEPT)
def money_figure(language: str, low: Decimal | None, high: Decimal | None, currency: str) -> SafeString:
    return wrap_figure(money_words(Range(low, high), currency))


def wrap_figure(words: str, more: str = "") -> SafeString:
    """Wrap a figure in the element that carries its type: numbers stay on a line, words are smaller."""
    is_number = any(sign.isdigit() for sign in words)
    return format_html('<span class="figure{}{}">{}</span>', "" if is_number else " in-words", more, words)


@register.filter
def minute(value: datetime) -> str:
    return f"{day(value)} {date_format(value, 'H:i')}"


@register.filter
def unit_one(unit: str) -> str:
    """The word for one of a unit."""
    return unit_label(unit, plural=False) if unit else ""


@register.filter
def units(unit: str, estimate: Bounded | None = None) -> str:
    """The word for a unit, singular only for exactly one; the empty unit has no word."""
    if not unit:
        return ""
    if estimate is None or estimate.low is None:
        return unit_label(unit, plural=True)
    last = estimate.low if estimate.high is None else estimate.high
    return unit_label(unit, plural=not (estimate.low == estimate.high == 1), number=int(last))


@register.filter
def day(value: date | None) -> str:
    """Write a day as 14 Feb 2025; an unknown one is said."""
    return day_words(get_language() or "", value)


@lru_cache(maxsize=KEPT)
def day_words(language: str, value: date | None) -> str:
    words = _("not dated") if value is None else date_format(value, pgettext("format of a day", "j M Y"))
    return words.replace(" ", NO_BREAK)


@register.filter
def stated_day(words: str) -> str:
    """Write a day that was stated as programs write it like every other day; other words stay as they are."""
    try:
        return day(date.fromisoformat(words))
    except ValueError:
        return words


@register.filter
def as_on_pages(sentence: str) -> str:
    """Write days (2025-02-14, 2025-02) and long numbers (200,000,000 USD) in a sentence of the ledger as pages do."""
    dated = ISO_DAY.sub(_day_found, sentence)
    return LONG_NUMBER.sub(_number_found, AMOUNT.sub(rf"\2{NO_BREAK}\1", dated))


def _number_found(found: re.Match[str]) -> str:
    return found[0].replace(",", THIN_SPACE)


def _day_found(found: re.Match[str]) -> str:
    year, of_year, of_month = found.groups()
    try:
        first = date(int(year), int(of_year), int(of_month or 1))
    except ValueError:
        return found[0]
    return day(first) if of_month else month(first)


@register.filter
def window(when: DateWindow | None) -> str:
    """Say a date window: a day or a month plainly, a vaguer one in the words as stated, else as first and last day."""
    if when is None or when.is_unknown:
        return f"“{when.text}”" if when and when.text not in ("", "unknown") else day(None)
    if when.end is None:
        return _("from %(day)s") % {"day": day(when.start)}
    if when.deadline or when.start is None:
        return _("by %(day)s") % {"day": day(when.end)}
    return day(when.start) if when.start == when.end else period(when.start, when.end, when)


def month(first: date) -> str:
    """Write a month as Feb 2025."""
    return date_format(first, pgettext("format of a month", "M Y"))


def period(start: date, end: date, when: DateWindow) -> str:
    """Say a window of several days."""
    if start.day == 1 and end == date(end.year, end.month, monthrange(end.year, end.month)[1]):
        if (start.year, start.month) == (end.year, end.month):
            return month(start)
        if (start.year, start.month, end.month) == (end.year, 1, 12):
            return date_format(start, "Y")
    if when.text not in ("", "unknown") and when.precision != DatePrecision.RANGE:
        return f"“{when.text}”"
    return f"{day(start)}{NO_BREAK}{DASH} {day(end)}"


@register.filter
def window_title(when: DateWindow | None) -> str:
    """Say the first and last day that a window stands for, for whoever hovers over its words."""
    if when is None or when.is_unknown:
        return ""
    return " ".join(
        part for part in (day(when.start) if when.start else "", DASH, day(when.end) if when.end else "") if part
    )


@register.filter
def column_window(row: object, name: str) -> DateWindow | None:
    """The date window in the columns `<name>_text`, `_start`, `_end` and `_precision` of a row."""
    return stored_window(*(getattr(row, f"{name}_{part}") for part in ("text", "start", "end", "precision")))


@register.filter
def column_estimate(row: object, name: str) -> Estimate | None:
    """The estimate in the columns `<name>_text`, `_low`, `_best` and `_high` of a row."""
    return stored_estimate(*(getattr(row, f"{name}_{part}") for part in ("text", "low", "best", "high")))


@register.filter
def percent(share: Decimal | None) -> str:
    """Write a share as a percentage; one that nobody stated is said."""
    return _("share not stated") if share is None else f"{number(share * 100)}{NO_BREAK}%"


SMALLEST = Decimal("0.01")


@register.filter
def percentage(share: Bounded | None) -> SafeString:
    """Write per cent with at most two decimals: 0.15 %, 0.15–0.3 %, ≥ 0.15 %, below 0.01 %; unknown is said."""
    if share is None or share.low is None:
        return wrap_figure(_("unknown"))
    sign = f"{NO_BREAK}%"
    if share.high is not None and 0 < share.high < SMALLEST:
        return wrap_figure(_("below %(number)s") % {"number": f"{number(SMALLEST)}{sign}"})
    rounded = Range(*(bound and bound.quantize(HUNDREDTH, ROUND_HALF_UP) for bound in (share.low, share.high)))
    words = quantity(rounded)
    return wrap_figure(f"{words}{sign}" if words[-1].isdigit() else words)


@register.filter
def days_since(now: date, day_before: date) -> int:
    """How many days have passed since an earlier day."""
    return (now - day_before).days


@register.filter
def value_of(value: Bounded, stage: StageFields) -> SafeString:
    """A sum in euro of some pledges; where none of them has an amount there is nothing to add up."""
    return euro(value if stage.stated else None)
