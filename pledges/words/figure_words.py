"""How figures read: quantities, money, units and shares. The same figure never reads differently twice."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, Protocol

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pledges.answers.figure_values import Balance, Bounded, VagueFigure
from pledges.answers.figure_values import stated_estimate as stored_estimate
from pledges.values.choices import unit_label
from pledges.values.estimates import Estimate

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
HUNDREDTH = Decimal("0.01")
TENTH = Decimal("0.1")
MAGNITUDES = ((Decimal(10) ** 9, gettext_lazy("bn")), (Decimal(10) ** 6, gettext_lazy("m")), (Decimal(1), ""))


VAGUE = {
    2: (gettext_lazy("several"), gettext_lazy("several")),
    20: (gettext_lazy("tens"), gettext_lazy("tens of")),
    24: (gettext_lazy("dozens"), gettext_lazy("dozens of")),
    200: (gettext_lazy("hundreds"), gettext_lazy("hundreds of")),
    2_000: (gettext_lazy("thousands"), gettext_lazy("thousands of")),
    20_000: (gettext_lazy("tens of thousands"), gettext_lazy("tens of thousands of")),
    200_000: (gettext_lazy("hundreds of thousands"), gettext_lazy("hundreds of thousands of")),
    2_000_000: (gettext_lazy("millions"), gettext_lazy("millions of")),
    20_000_000: (gettext_lazy("tens of millions"), gettext_lazy("tens of millions of")),
}
"""Words without a number by what they mean at least: alone, and before what is counted."""

MANY = 5
"""A number with the plural of words without a number: some, dozens."""


class Range(NamedTuple):
    """Bounds and nothing else."""

    low: Decimal | None
    high: Decimal | None


def number(value: Decimal | int | None) -> str:
    """Write a number with thin spaces between thousands and at most two decimals, as the language separates them."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(HUNDREDTH, ROUND_HALF_UP)
    digits = f"{rounded:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(",", THIN_SPACE).replace(".", get_format("DECIMAL_SEPARATOR"))


def quantity(estimate: Bounded | None) -> str:
    """Say an estimate as a reader compares it: 14, 7–9, ≥ 95, up to 14, some, unknown. 0 only where it is none."""
    if estimate is None or estimate.low is None:
        return _("unknown")
    if count := left_open_by(estimate):
        return vague_quantity(estimate, count)
    low, high = estimate.low, estimate.high
    if high is None:
        return say_vague(low) if isinstance(estimate, VagueFigure) else open_quantity(low)
    if low == high:
        return number(low)
    if low == 0:
        return _("up to %(number)s") % {"number": number(high)}
    return f"{number(low)}{DASH}{number(high)}"


def say_vague(low: Decimal, *, before_noun: bool = False) -> str:
    """Say what is stated without a number: dozens; dozens of."""
    words = VAGUE.get(int(low))
    return str(words[before_noun]) if words else open_quantity(low)


def quantity_of(estimate: Bounded | None) -> str:
    """Say an estimate before what is counted: 14, dozens of."""
    return say_vague(estimate.low, before_noun=True) if isinstance(estimate, VagueFigure) else quantity(estimate)


def vague_quantity(estimate: Bounded, count: int) -> str:
    """Say what is stated of a sum, or missing by what is stated, and how many pledges have no number."""
    stated = stated_part(estimate)
    if isinstance(estimate, Balance):
        return f"{quantity(stated)} {less_pledges(count)}"
    beside = beside_stated(count, any_stated=stated.high != 0)
    return f"{quantity(stated)} {beside}" if stated.high != 0 else beside


def without_number(estimate: Bounded | None) -> int:
    """How many parts of a sum have no number; nothing but a sum has parts."""
    return int(getattr(estimate, "without_number", 0))


def left_open_by(estimate: Bounded | None) -> int:
    """How many parts without a number leave a sum open; where promises bound them, the bounds say it: 6–8."""
    return without_number(estimate) if estimate is not None and estimate.high is None else 0


def stated_part(estimate: Any) -> Range:
    """What the parts of a sum come to that have a number."""
    return Range(estimate.stated.low, estimate.stated.high)


def beside_stated(count: int, *, any_stated: bool) -> str:
    """What is said after the stated part of a sum, or in its place: 91 stated and 15 pledges without a number."""
    counted = {"count": number(count)}
    if any_stated:
        words = ngettext(
            "stated and %(count)s pledge without a number", "stated and %(count)s pledges without a number", count
        )
    else:
        words = ngettext("%(count)s pledge without a number", "%(count)s pledges without a number", count)
    return words % counted


def less_pledges(count: int) -> str:
    words = ngettext("less %(count)s pledge without a number", "less %(count)s pledges without a number", count)
    return words % {"count": number(count)}


def is_open(*estimates: Bounded | None) -> bool:
    """Whether nothing proportional can be made of sums, since one has no upper bound."""
    return any(one is not None and one.high is None for one in estimates)


def open_quantity(low: Decimal) -> str:
    """Say a quantity without upper bound."""
    if low == 0:
        return _("unknown")
    return _("some") if low == 1 else f"≥{NO_BREAK}{number(low)}"


def money_words(estimate: Bounded | None, currency: str) -> str:
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


def exact_money(estimate: Bounded, currency: str = "EUR") -> str:
    """An amount to the cent, as rows add up: EUR 5 600 149 337.32, up to EUR 2 714 285 714.29."""
    low, high = estimate.low, estimate.high
    if low is None:
        return _("no value stated")
    first = f"{currency}{NO_BREAK}{number(low)}"
    if high is None:
        return f"≥{NO_BREAK}{first}" if low else _("unknown")
    if low == high:
        return first
    if low == 0:
        return _("up to %(number)s") % {"number": f"{currency}{NO_BREAK}{number(high)}"}
    return f"{first}{DASH}{number(high)}"


def exact_number(value: Decimal) -> str:
    """Write a number with all of its digits, as a rate is given: 1.0714."""
    return f"{value.normalize():f}".replace(".", get_format("DECIMAL_SEPARATOR"))


def money_in_both(estimate: Bounded | None, currency: str, value: Bounded | None) -> str:
    """An amount in the currency that it was stated in, and beside it in euro."""
    words = money_words(estimate, currency)
    has_value = currency != "EUR" and value is not None and value.low is not None
    return f"{words} ({money_words(value, 'EUR')})" if has_value else words


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


def unit_one(unit: str) -> str:
    return unit_label(unit, plural=False) if unit else ""


def units(unit: str, estimate: Bounded | None = None) -> str:
    """The word for a unit, singular only for exactly one; the empty unit has no word."""
    if not unit:
        return ""
    if estimate is None or estimate.low is None:
        return unit_label(unit, plural=True)
    if left_open_by(estimate):
        estimate = stated_part(estimate)
    last = (estimate.low or Decimal(0)) if estimate.high is None else estimate.high
    if estimate.high is None and (isinstance(estimate, VagueFigure) or last == 1):
        last = Decimal(MANY)
    return unit_label(unit, plural=not (estimate.low == estimate.high == 1), number=int(last))


def percent(share: Decimal | None) -> str:
    """Write a share as a percentage; one that nobody stated is said."""
    return _("share not stated") if share is None else f"{number(share * 100)}{NO_BREAK}%"


class SaidAmount(Protocol):
    """A statement of money: its amount, the currency of that, and its value in euro."""

    @property
    def amount(self) -> Bounded | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def value_eur(self) -> Bounded | None: ...


def money_of_sum(said: SaidAmount) -> str:
    return money_in_both(said.amount, said.currency or "", said.value_eur)


def stated_money(row: object) -> str:
    """The amount of a row with its columns, in its own currency and in euro."""
    value = Range(getattr(row, "value_eur_low", None), getattr(row, "value_eur_high", None))
    return money_in_both(column_estimate(row, "amount"), getattr(row, "currency", ""), value)


def column_estimate(row: object, name: str) -> Estimate | None:
    """The estimate in the columns `<name>_text`, `_low`, `_best` and `_high` of a row."""
    return stored_estimate(*(getattr(row, f"{name}_{part}") for part in ("text", "low", "best", "high")))
