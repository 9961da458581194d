"""Rows of an explanation: what each counts with its sign, by which rate, and what they come to."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers.explanations.explained_figure import EUR, PLEDGES
from pledges.answers.explanations.explained_rows import ExplainedRow
from pledges.values.estimates import EstimateSum
from pledges.values.figure_rules import RowSign
from pledges.words.figure_spans import euro, figure, wrap_figure
from pledges.words.figure_words import (
    NO_BREAK,
    exact_money,
    exact_number,
    quantity,
    units,
)
from pledges.words.vocabulary_words import label
from pledges.words.window_words import day

register = template.Library()

MINUS_SIGN = "\N{MINUS SIGN}"
SIGNS = {RowSign.PLUS: "+", RowSign.MINUS: MINUS_SIGN, RowSign.NONE: ""}


@register.simple_tag
def sign_of(sign: str) -> SafeString:
    """The sign, with its word for those who hear the page."""
    return format_html(
        '<span aria-hidden="true">{}</span><span class="hidden">{}</span>',
        SIGNS[RowSign(sign)],
        label(sign, "row_sign"),
    )


@register.simple_tag
def say_sum(found: EstimateSum | None, unit: str, *, exact: bool = False) -> SafeString:
    """A figure with its unit; where the rows add up to it, with every digit."""
    if found is None:
        return wrap_figure(_("unknown"))
    if unit == EUR:
        return wrap_figure(exact_money(found)) if exact else euro(found)
    if unit == PLEDGES:
        return figure(found)
    return format_html('{} <span class="unit">{}</span>', figure(found), units(unit, found))


@register.simple_tag
def say_contribution(row: ExplainedRow, unit: str) -> SafeString:
    """What a row counts, with its sign."""
    if row.contributes is None:
        return wrap_figure(_("no value stated") if unit == EUR else _("unknown"))
    words = exact_money(row.contributes) if unit == EUR else quantity(row.contributes)
    sign = SIGNS[RowSign(row.sign)]
    return wrap_figure(f"{sign}{NO_BREAK}{words}" if sign else words)


@register.simple_tag
def say_rate(row: ExplainedRow) -> str:
    """The amount as it was stated, and the rate that made it euro."""
    stated = exact_money(row.amount, row.currency or "") if row.amount else ""
    if row.currency == EUR or row.eur_rate is None:
        return stated
    words = {
        "amount": stated,
        "rate": exact_number(row.eur_rate),
        "currency": row.currency,
        "day": day(row.eur_rate_date) if row.eur_rate_date else _("unknown"),
    }
    return _("%(amount)s at %(rate)s %(currency)s for 1 EUR, %(day)s") % words
