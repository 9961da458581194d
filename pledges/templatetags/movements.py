"""How a figure reads that was another one before."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers import AsOf, StageRow
from pledges.answers.page_answers.then_and_now import Movement
from pledges.templatetags.addresses import behind, request_of
from pledges.templatetags.system_cells import say_row_figure, system_cell, terms_of_gap
from pledges.words.figure_spans import gap as missing
from pledges.words.figure_spans import wrap_figure
from pledges.words.pledge_table_cells import Around, around_of

register = template.Library()


FIGURES = ("promised", "delivered", "gap")


@register.simple_tag(takes_context=True)
def movement_rows(context: template.Context, movements: Iterable[Movement], at: AsOf) -> SafeString:
    """The rows of a table of systems with each figure at a moment and now."""
    around = around_of(request_of(context), {})
    return SafeString("".join([movement_row(context, movement, around, at) for movement in movements]))


def movement_row(context: template.Context, movement: Movement, around: Around, at: AsOf) -> str:
    figures = [compare_figure(context, name, movement.then, movement.now, at) for name in FIGURES]
    cells = "".join([f'<td class="number">{one}</td>' for one in figures])
    return f"<tr>{system_cell(movement.row, around)}{cells}</tr>\n"


def compare_figure(
    context: template.Context, name: str, then: StageRow | None, now: StageRow | None, at: AsOf
) -> SafeString:
    """Say a figure at two moments, once where it has not moved; each leads to what it is made of at its moment."""
    old, new = say_figure(then, name), say_figure(now, name)
    new_link = link_to_figure(new, now, behind_figure(context, name, now))
    if old == new:
        return format_html('<span class="unmoved">{}</span>', new_link)
    clocks = {"valid_at": at.valid_at.isoformat(), "known_at": f"v{at.version}"}
    old_link = link_to_figure(old, then, behind_figure(context, name, then, **clocks))
    return format_html(
        '<span class="then">{}</span> <span class="to" aria-hidden="true">→</span>'
        '<span class="hidden">{}</span> <strong>{}</strong>',
        old_link,
        _("now"),
        new_link,
    )


def link_to_figure(words: SafeString, row: StageRow | None, href: str) -> SafeString:
    """The words as a link; where there is no figure there is nothing to open."""
    is_figure = row is not None and words != missing(None)
    return format_html('<a href="{}">{}</a>', href, words) if is_figure else words


def behind_figure(context: template.Context, name: str, row: StageRow | None, **clocks: str) -> str:
    """The address of what a figure is made of: the pledges added up, or the terms of a gap."""
    if row is None:
        return ""
    if name == "gap":
        return terms_of_gap(context, row, **clocks)
    return behind(context, name, system=row.system.slug, unit=row.unit, **clocks)


def say_figure(row: StageRow | None, name: str) -> SafeString:
    """Say one figure of a system; a system that was not there yet says so."""
    if name == "gap":
        return missing(row.gap if row else None)
    if row is None:
        return wrap_figure(_("none"))
    return say_row_figure(row, name)
