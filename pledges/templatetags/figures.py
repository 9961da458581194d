"""How figures read on a page: quantities, money and dates. The same figure never reads differently twice."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.choices import DatePrecision
from pledges.choices import Unit, unit_label

register = template.Library()

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
HUNDREDTH = Decimal("0.01")
TENTH = Decimal("0.1")
MAGNITUDES = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(1), ""))


class Bounded(Protocol):
    """Whatever has the bounds of an estimate; high None is without upper bound."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number with thin spaces between thousands and at most two decimals; None is an empty text."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(HUNDREDTH, ROUND_HALF_UP)
    digits = f"{rounded:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(",", THIN_SPACE)


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
    """Return the quantity as a figure: one that must not break, or words in the second ink."""
    return dressed(quantity(estimate))


@register.filter
def gap(estimate: Bounded | None) -> SafeString:
    """Return what is missing, marked where it is certain; without a stated need there is no gap to tell."""
    if estimate is None or estimate.low is None:
        return dressed(_("no stated need"))
    words = quantity(estimate)
    return format_html('<span class="figure missing">{}</span>', words) if estimate.low > 0 else dressed(words)


@register.filter
def euro(estimate: Bounded | None) -> SafeString:
    """Return a value in euro in the magnitude of its upper bound: EUR 4.6 bn, EUR 4.6–5.1 bn, ≥ EUR 4.6 bn."""
    return dressed(euro_words(estimate))


def euro_words(estimate: Bounded | None) -> str:
    """Say a value in euro in words."""
    if estimate is None or estimate.low is None:
        return _("no value stated")
    low, high = estimate.low, estimate.high
    if high is None:
        return f"≥{NO_BREAK}EUR{NO_BREAK}{amount(low)}" if low else _("unknown")
    if low == high or amount(low) == amount(high):
        return f"EUR{NO_BREAK}{amount(low)}"
    if low == 0:
        return _("up to %(number)s") % {"number": f"EUR{NO_BREAK}{amount(high)}"}
    first, last = amount(low), amount(high)
    if first.split(NO_BREAK)[1:] == last.split(NO_BREAK)[1:]:
        first = first.split(NO_BREAK)[0]
    return f"EUR{NO_BREAK}{first}{DASH}{last}"


@register.filter
def amount(value: Decimal | None) -> str:
    """Write an amount of money in billions, millions or units, with at most one decimal."""
    if value is None:
        return ""
    for size, name in MAGNITUDES:
        if value >= size and name:
            digits = (value / size).quantize(TENTH, ROUND_HALF_UP)
            return f"{number(digits)}{NO_BREAK}{name}"
    return number(value.quantize(Decimal(1), ROUND_HALF_UP))


def dressed(words: str) -> SafeString:
    """Wrap a figure in the element that carries its type: numbers stay on a line, words are smaller."""
    is_number = any(sign.isdigit() for sign in words)
    return format_html('<span class="{}">{}</span>', "figure" if is_number else "figure in-words", words)


@register.filter
def units(unit: str, estimate: Bounded | None = None) -> str:
    """Return the word for a unit, singular only for exactly one; the empty unit has no word."""
    if not unit:
        return ""
    return unit_label(Unit(unit), plural=estimate is None or not (estimate.low == estimate.high == 1))


@register.filter
def estimate_of(row: object, name: str) -> Bounds | None:
    """Return the columns `<name>_low` and `<name>_high` of a row as one value; None where there is no figure."""
    low = getattr(row, f"{name}_low")
    return None if low is None else Bounds(low, getattr(row, f"{name}_high"))


class Bounds:
    """The two ends of an estimate, read from the columns of a row."""

    __slots__ = ("high", "low")

    def __init__(self, low: Decimal, high: Decimal | None) -> None:
        self.low = low
        self.high = high


@register.filter
def day(value: date | None) -> str:
    """Write a day as 14 Feb 2025; an unknown one is said."""
    return _("not dated") if value is None else date_format(value, "j M Y")


@register.filter
def window(row: object, name: str) -> str:
    """Say the date window in the columns `<name>_text`, `_start`, `_end` and `_precision` of a row."""
    text, start, end = (getattr(row, f"{name}_{part}") for part in ("text", "start", "end"))
    return window_words(text, start, end, str(getattr(row, f"{name}_precision")))


def window_words(text: str, start: date | None, end: date | None, precision: str) -> str:
    """Say a date window: a day or a month plainly, a vaguer one in the words as stated, else as its first and last day."""
    if start is None and end is None:
        return f"“{text}”" if text and text != "unknown" else _("not dated")
    if end is None:
        return _("from %(day)s") % {"day": day(start)}
    if precision == DatePrecision.DEADLINE or start is None:
        return _("by %(day)s") % {"day": day(end)}
    if start == end:
        return day(start)
    plain = {DatePrecision.MONTH: "M Y", DatePrecision.YEAR: "Y"}.get(DatePrecision(precision)) if precision else None
    if plain:
        return date_format(start, plain)
    if text and text != "unknown" and precision != DatePrecision.RANGE:
        return f"“{text}”"
    return f"{day(start)} {DASH} {day(end)}"
