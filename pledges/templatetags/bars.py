"""The bar of a row for templates; pledges.words has its lengths and its words."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pledges.words.estimate_bars import Bar, make_bar
from pledges.words.figure_words import KEPT, Bounded

register = template.Library()


@register.simple_tag
def bar(
    promised: Bounded,
    delivered: Bounded,
    firm: Bounded | None = None,
    gap: Bounded | None = None,
    currency: str = "",
) -> SafeString:
    """Draw what was promised and delivered of one system in one unit, each bar to its own scale."""
    return write_bar(make_bar(promised, delivered, firm, gap, currency=currency))


@lru_cache(maxsize=KEPT)
def write_bar(bar: Bar) -> SafeString:
    return render_to_string("components/bar.html", {"bar": bar})
