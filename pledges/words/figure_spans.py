"""Figures as pages show them: the words of each in the element that carries its type."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers import PledgeRow, StageFields
from pledges.answers.figure_values import Bounded, VagueFigure, is_unreported
from pledges.words.figure_words import (
    HUNDREDTH,
    NO_BREAK,
    Range,
    beside_stated,
    bounds,
    left_open_by,
    less_pledges,
    money_words,
    number,
    quantity,
    stated_part,
)
from pledges.words.kept_words import write_once

SMALLEST = Decimal("0.01")
MOST_BLANKS = 3
"""What has as many blanks is a sentence, whatever number is in it."""


def figure(estimate: Bounded | None) -> SafeString:
    """The quantity as a figure: one that must not break, or words in the second ink.

    Of a sum the part with a number is the figure, and beside it stands how many pledges have none.
    """
    if isinstance(estimate, VagueFigure):
        return wrap_figure(quantity(estimate))
    if count := left_open_by(estimate):
        return vague_figure(*stated_part(estimate), count)
    return quantity_figure(*bounds(estimate))


def gap(estimate: Bounded | None) -> SafeString:
    """What is missing, marked where it is certain; without a stated need there is no gap to tell.

    Where pledges without a number go against it, it is what is missing by those with one.
    """
    if count := left_open_by(estimate):
        return format_html("{} {}", gap_figure(*stated_part(estimate)), wrap_vague(less_pledges(count)))
    return gap_figure(*bounds(estimate))


def euro(estimate: Bounded | None) -> SafeString:
    """A value in euro in the magnitude of its upper bound: EUR 4.6 bn, EUR 4.6–5.1 bn, ≥ EUR 4.6 bn."""
    return money(estimate, "EUR")


def money(estimate: Bounded | None, currency: str) -> SafeString:
    """An amount in its own currency, in the same form as euro."""
    return money_figure(*bounds(estimate), currency)


@write_once
def quantity_figure(low: Decimal | None, high: Decimal | None) -> SafeString:
    return wrap_figure(quantity(Range(low, high)))


@write_once
def vague_figure(low: Decimal | None, high: Decimal | None, count: int) -> SafeString:
    if high == 0:
        return wrap_figure(beside_stated(count, any_stated=False), " vague")
    return format_html("{} {}", quantity_figure(low, high), wrap_vague(beside_stated(count, any_stated=True)))


def wrap_vague(words: str) -> SafeString:
    return format_html('<span class="vague">{}</span>', words)


@write_once
def gap_figure(low: Decimal | None, high: Decimal | None) -> SafeString:
    if low is None:
        return wrap_figure(_("no stated need"))
    return wrap_figure(quantity(Range(low, high)), " missing" if low > 0 else "")


@write_once
def money_figure(low: Decimal | None, high: Decimal | None, currency: str) -> SafeString:
    return wrap_figure(money_words(Range(low, high), currency))


def wrap_figure(words: str, more: str = "") -> SafeString:
    """Wrap a figure in the element that carries its type: numbers stay on a line, words are smaller."""
    is_number = any(sign.isdigit() for sign in words) and words.count(" ") < MOST_BLANKS
    return format_html('<span class="figure{}{}">{}</span>', "" if is_number else " in-words", more, words)


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


def value_of(value: Bounded, stage: StageFields) -> SafeString:
    """A sum in euro of some pledges; where none of them has an amount there is nothing to add up."""
    return euro(value if stage.stated else None)


def say_reported(value: Bounded | None) -> SafeString:
    """What is reported as delivered, in euro: where nobody reports anything that is said, for it is not nothing."""
    if is_unreported(value):
        return wrap_figure(_("not reported"))
    return euro(value)


def say_reported_sum(value: Bounded, stage: StageFields) -> SafeString:
    """The same of a sum; where none of the pledges has an amount there is nothing to add up."""
    return say_reported(value if stage.stated else None)


def money_of_pledge(row: PledgeRow) -> SafeString:
    """What a pledge of money comes to: the amount as it was stated, and what it is in euro beside."""
    amount, value = row.amount, row.value_eur.promised
    if amount is None or amount.currency == "EUR":
        return euro(value)
    in_euro = _("not converted") if value is None else money_words(value, "EUR")
    return format_html('{} <span class="in-euro">{}</span>', money(amount, amount.currency), in_euro)
