"""The bar of a row for templates; pledges.words has its lengths and its words."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers.figure_values import Bounded
from pledges.words.estimate_bars import has_bar, make_bar
from pledges.words.figure_words import Range, bounds
from pledges.words.kept_words import write_once

register = template.Library()


@register.simple_tag
def bar(
    promised: Bounded,
    delivered: Bounded,
    firm: Bounded | None = None,
    gap: Bounded | None = None,
    currency: str = "",
) -> SafeString:
    """Draw what was promised and delivered of one system in one unit, each bar to its own scale.

    A sum without an end, or with parts without a number, has no scale.
    """
    if not has_bar(promised, delivered):
        return format_html('<span class="note no-bar">{}</span>', _("no total to draw"))
    ranges = [None if one is None else Range(*bounds(one)) for one in (firm, gap)]
    return write_bar(Range(*bounds(promised)), Range(*bounds(delivered)), ranges[0], ranges[1], currency)


@write_once
def write_bar(promised: Range, delivered: Range, firm: Range | None, gap: Range | None, currency: str) -> SafeString:
    return render_to_string("components/bar.html", {"bar": make_bar(promised, delivered, firm, gap, currency=currency)})
