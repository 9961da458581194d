"""The rows of a table of systems: what is promised and delivered of each in one unit, and what is missing or owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers import StageRow
from pledges.answers.figure_addresses import GAP, FigureAddress
from pledges.templatetags.addresses import address, opens, request_of
from pledges.templatetags.bars import bar
from pledges.values.stages import VALUE_FIGURES
from pledges.words.figure_spans import figure, gap, say_reported_sum, value_of
from pledges.words.figure_words import units
from pledges.words.local_names import name_in_language
from pledges.words.pledge_table_cells import Around, around_of, under

register = template.Library()


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows of one table share: whose pledges they add up, and whether the last figure is a gap or a debt."""

    context: template.Context
    around: Around
    of: dict[str, str]
    has_gap: bool
    has_debt: bool

    def open_figure(self, name: str, row: StageRow, words: SafeString) -> SafeString:
        """A figure as a link to the pledges that it adds up."""
        return format_html("<a {}>{}</a>", open_row_figure(self.context, name, row, **self.of), words)


def open_row_figure(context: template.Context, name: str, row: StageRow, **of: str) -> SafeString:
    """The attributes of a link from a figure of a row: a number of units, or for money a sum."""
    path = f"value_eur:{name}" if row.system.is_money and name in VALUE_FIGURES else name
    return opens(context, path, system=row.system.slug, unit=row.unit, **of)


@register.simple_tag(takes_context=True)
def system_rows(
    context: template.Context, rows: Iterable[StageRow], *, no_gap: bool = False, owed: bool = False, **of: str
) -> SafeString:
    """The rows of a table of systems; `of` names the donor, meeting or coalition whose pledges they add up."""
    table = Table(context, around_of(request_of(context), {}), of, has_gap=not no_gap, has_debt=bool(no_gap and owed))
    return SafeString("".join([system_row(row, table) for row in rows]))


def system_row(row: StageRow, table: Table) -> str:
    numbers = [table.open_figure(name, row, say_row_figure(row, name)) for name in ("promised", "delivered")]
    if table.has_gap:
        numbers.append(say_missing(row, table))
    elif table.has_debt:
        numbers.append(table.open_figure("outstanding", row, figure(row.outstanding)))
    cells = "".join([f'<td class="number">{cell}</td>' for cell in numbers])
    return f'<tr>{system_cell(row, table.around)}<td class="bar-cell">{draw_row_bar(row, table)}</td>{cells}</tr>\n'


def system_cell(row: StageRow, around: Around) -> SafeString:
    """The head of a row: the system, and what it is counted in."""
    link = around.link("system_detail", row.system.slug, name_in_language(row.system.short_name))
    counted_in = _("in euro") if row.system.is_money else units(row.unit)
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
        return gap(row.gap)
    figure = FigureAddress(GAP, system=row.system.slug, unit=row.unit)
    link = format_html('<a href="{}" data-figure="{}">{}</a>', terms_of_gap(table.context, row), figure, gap(row.gap))
    return link + tag_of_need(row)


def tag_of_need(row: StageRow) -> SafeString:
    """The mark of a need that only an unverified source states; nothing for others."""
    if not row.need_is_unverified:
        return SafeString("")
    return format_html(' <span class="tag unverified">{}</span>', _("unverified"))


def terms_of_gap(context: template.Context, row: StageRow, **clocks: str) -> str:
    return f"{address(context, 'gap_list', **clocks)}#{row.system.slug}-{row.unit}"
