"""The bar of a row: solid to what is certain, hatched to what may be, an arrow where there is no upper bound."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from pledges.answers.figure_values import Bounded
from pledges.words.figure_words import is_open, money_words, quantity

FULL = Decimal(95)
"""Per cent of the drawing that the longest part takes; the rest is room for the arrow and the tick of the need."""

ROOM = Decimal("0.06")
"""Part of the drawing that the arrow takes where something is drawn after it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar in per cent of the drawing."""

    x: str
    width: str
    end: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The parts of one bar, each None where there is nothing to draw, and the same in words."""

    frame: Part | None
    solid: Part | None
    hatched: Part | None
    whisker: Part | None
    missing: Part | None
    need: str
    arrow: str
    words: str


def has_bar(promised: Bounded, delivered: Bounded) -> bool:
    """Whether a bar can be to scale: what is promised has an end, and so has what arrived of it."""
    return not is_open(promised) and delivered.high is not None


def make_bar(
    promised: Bounded, delivered: Bounded, firm: Bounded | None, gap: Bounded | None, *, currency: str = ""
) -> Bar:
    p_low, d_low = promised.low or Decimal(0), delivered.low or Decimal(0)
    f_low = (firm.low if firm else None) or Decimal(0)
    missing = certain_gap(gap)
    need = d_low + f_low + missing if missing else None
    longest = max(p_low, d_low, promised.high or p_low, need or Decimal(0)) or Decimal(1)
    secured = p_low if open_ended(delivered, firm) else max(highest(delivered), d_low + highest(firm))
    hatched = min(secured, max(p_low, d_low))
    end = max(p_low, d_low)

    def part(start: Decimal, stop: Decimal) -> Part | None:
        if stop <= start:
            return None
        return Part(percent(start, longest), percent(stop - start, longest), percent(stop, longest))

    return Bar(
        frame=part(Decimal(0), p_low),
        solid=part(Decimal(0), d_low),
        hatched=part(d_low, hatched),
        whisker=part(end, promised.high) if promised.high is not None else None,
        missing=part(promised.high or end + (longest * ROOM if promised.high is None else 0), need) if need else None,
        need=percent(need, longest) if need else "",
        arrow=percent(end, longest) if promised.high is None else "",
        words=in_words(promised, delivered, gap, currency=currency),
    )


def certain_gap(gap: Bounded | None) -> Decimal:
    """How much is missing at least; a gap of which no number is known has no length."""
    if gap is None or gap.low is None or (gap.high is None and gap.low == 1):
        return Decimal(0)
    return gap.low


def open_ended(*parts: Bounded | None) -> bool:
    return any(part is not None and part.high is None for part in parts)


def highest(part: Bounded | None) -> Decimal:
    """The upper bound of an estimate that has one; nothing is 0."""
    return (part.high if part else None) or Decimal(0)


def percent(value: Decimal, longest: Decimal) -> str:
    return f"{value / longest * FULL:.2f}%"


def in_words(promised: Bounded, delivered: Bounded, gap: Bounded | None, *, currency: str) -> str:
    if currency:
        amounts = {"promised": money_words(promised, currency), "delivered": money_words(delivered, currency)}
        return _("promised %(promised)s, delivered %(delivered)s") % amounts
    words = _("promised %(promised)s, delivered %(delivered)s") % {
        "promised": quantity(promised),
        "delivered": quantity(delivered),
    }
    if gap is None or gap.low is None:
        return words
    return f"{words}, " + _("gap %(gap)s") % {"gap": quantity(gap)}
