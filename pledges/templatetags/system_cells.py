"""The rows of a table of systems: what is promised and delivered of each in one unit, and what is missing or owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers import GapRow, StageRow
from pledges.answers.figure_addresses import GAP, FigureAddress
from pledges.templatetags.addresses import address, opens, request_of
from pledges.templatetags.bars import bar
from pledges.values.stages import VALUE_FIGURES
from pledges.words.figure_spans import figure, gap, say_reported_sum, value_of
from pledges.words.figure_words import quantity, units
from pledges.words.local_names import name_in_language
from pledges.words.pledge_table_cells import Around, around_of, under
from pledges.words.window_words import window

register = template.Library()


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows of one table share: whose pledges they add up, and whether the last figure is a gap or a debt."""

    context: template.Context
    around: Around
    of: dict[str, str]
    has_gap: bool
    has_debt: bool
    needs: Mapping[tuple[str, str], GapRow] | None = None

    def open_figure(self, name: str, row: StageRow, words: SafeString) -> SafeString:
        """A figure as a link to the pledges that it adds up."""
        return format_html("<a {}>{}</a>", open_row_figure(self.context, name, row, **self.of), words)


def open_row_figure(context: template.Context, name: str, row: StageRow, **of: str) -> SafeString:
    """The attributes of a link from a figure of a row: a number of units, or for money a sum."""
    path = f"value_eur:{name}" if row.system.is_money and name in VALUE_FIGURES else name
    return opens(context, path, system=row.system.slug, unit=row.unit, **of)


@register.simple_tag
def has_needs(rows: Iterable[StageRow], *, always: bool = False) -> bool:
    """Whether anything is asked for in one of the rows; where nothing is, a column of needs and gaps says nothing.

    Where tables stand below each other, all have the columns `always`, if one has.
    """
    return bool(always) or any(row.required for row in rows)


@register.simple_tag(takes_context=True)
def system_rows(
    context: template.Context,
    rows: Sequence[StageRow],
    *,
    no_gap: bool = False,
    owed: bool = False,
    needs: Mapping[tuple[str, str], GapRow] | None = None,
    **of: str,
) -> SafeString:
    """The rows of a table of systems; `of` names the donor, meeting or coalition whose pledges they add up.

    The `needs` by system and unit, where they are given, stand in a column of their own.
    """
    around = around_of(request_of(context), {})
    table = Table(context, around, of, has_gap=not no_gap, has_debt=bool(no_gap and owed), needs=needs or None)
    before = ["", *(row.system.slug for row in rows)]
    return SafeString(
        "".join([system_row(row, table, again=row.system.slug == before[at]) for at, row in enumerate(rows)])
    )


def system_row(row: StageRow, table: Table, *, again: bool) -> str:
    """One row; `again` where the one above it is of the same system, which needs no name twice."""
    cells = [
        (label, "number", table.open_figure(name, row, say_row_figure(row, name)))
        for name, label in (("promised", _("Promised")), ("delivered", _("Delivered")))
    ]
    if table.has_gap:
        css = "number" if row.required else "number unneeded"
        cells += [(_("Need"), css, say_need(row, table))] if table.needs else []
        cells.append((_("Gap"), css, say_missing(row, table)))
    elif table.has_debt:
        cells.append((_("Still owed"), "number", table.open_figure("outstanding", row, figure(row.outstanding))))
    numbers = "".join([format_html('<td class="{1}" data-label="{0}">{2}</td>', *cell) for cell in cells])
    head, bar_cell = system_cell(row, table.around, again=again), draw_row_bar(row, table)
    return f'<tr{" class=again" * again}>{head}<td class="bar-cell">{bar_cell}</td>{numbers}</tr>\n'


def system_cell(row: StageRow, around: Around, *, again: bool = False) -> SafeString:
    """The head of a row: the system, and what it is counted in."""
    name = name_in_language(row.system.short_name)
    counted_in = _("in euro") if row.system.is_money else units(row.unit)
    if again:
        words = format_html('<span class="hidden">{}</span> <span class="under">{}</span>', name, counted_in)
        return format_html(
            '<th scope="row" class="system-cell">{}</th>', around.link("system_detail", row.system.slug, words)
        )
    link = around.link("system_detail", row.system.slug, name)
    return format_html('<th scope="row" class="system-cell">{} {}</th>', link, under(counted_in))


def draw_row_bar(row: StageRow, table: Table) -> SafeString:
    """The bar of a row, or words where nothing is promised in its unit."""
    if row.system.is_money:
        value = row.value_eur
        return bar(value.promised, value.delivered, value.firm, currency="EUR")
    if not row.pledges:
        return format_html('<span class="note">{}</span>', _("asked for, nothing promised in this unit"))
    return bar(row.promised, row.delivered, row.firm, row.gap if table.has_gap else None)


def say_row_figure(row: StageRow, name: str) -> SafeString:
    """A figure of a row: a number, or for money a sum."""
    if row.system.is_money:
        say = say_reported_sum if name == "delivered" else value_of
        return say(getattr(row.value_eur, name), row)
    return figure(getattr(row, name))


def say_missing(row: StageRow, table: Table) -> SafeString:
    """What is missing; where something is asked for, it leads to the terms of the gap."""
    if not row.required:
        return no_need()
    figure = FigureAddress(GAP, system=row.system.slug, unit=row.unit)
    link = format_html('<a href="{}" data-figure="{}">{}</a>', terms_of_gap(table.context, row), figure, gap(row.gap))
    return link + tag_of_need(row)


def no_need() -> SafeString:
    """A dash for the eye, which would otherwise read the same words in most rows."""
    return format_html('<span class="figure in-words none"><span class="hidden">{}</span></span>', _("no stated need"))


def say_need(row: StageRow, table: Table) -> SafeString:
    """What was last asked for, whether in all or beyond what was promised, and when."""
    need = table.needs.get((row.system.slug, row.unit)) if table.needs else None
    if need is None or not row.required:
        return no_need()
    words = _("%(number)s more") if need.required_basis == "additional" else _("%(number)s in all")
    said = format_html('<span class="figure">{}</span>', words % {"number": quantity(need.required)})
    link = format_html('<a href="{}">{}</a>', terms_of_gap(table.context, row), said)
    return link + under(window(need.stated) if need.stated else "")


def tag_of_need(row: StageRow) -> SafeString:
    """The mark of a need that only an unverified source states; nothing for others."""
    if not row.need_is_unverified:
        return SafeString("")
    return format_html(' <span class="tag unverified">{}</span>', _("unverified"))


@register.simple_tag(takes_context=True)
def terms_of_gap(context: template.Context, row: StageRow, **clocks: str) -> str:
    return f"{address(context, 'gap_list', **clocks)}#{row.system.slug}-{row.unit}"
