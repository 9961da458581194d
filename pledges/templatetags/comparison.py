"""The tables of a comparison: every figure of each as a link to the pledges that it adds up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledges.answers import StageFields, StageRow
from pledges.answers.page_answers.compared_rows import Compared, SharedSystem
from pledges.templatetags.addresses import opens
from pledges.templatetags.system_cells import open_row_figure
from pledges.words.figure_spans import figure, gap, say_reported_sum, value_of, wrap_figure
from pledges.words.figure_words import number, percent

register = template.Library()

Say = Callable[[StageFields], SafeString]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a figure of each that is compared."""

    label: str | Promise
    cells: list[SafeString]


def say_count(path: str) -> Say:
    """What says a number of pledges by the path of the figure."""
    name = path.partition(":")[2]
    return lambda row: SafeString(number(getattr(row.overdue, name) if name else row.pledges))


def say_value(name: str) -> Say:
    return lambda row: value_of(getattr(row.value_eur, name), row)


def say_quantity(name: str) -> Say:
    return lambda row: figure(getattr(row, name))


def say_reported_value(row: StageFields) -> SafeString:
    return say_reported_sum(row.value_eur.delivered, row)


QUANTITIES: tuple[tuple[str, str | Promise, Say], ...] = (
    ("promised", gettext_lazy("Promised"), say_quantity("promised")),
    ("delivered", gettext_lazy("Delivered"), say_quantity("delivered")),
    ("firm", gettext_lazy("Firm, not delivered"), say_quantity("firm")),
    ("announced_only", gettext_lazy("Announced only"), say_quantity("announced_only")),
    ("outstanding", gettext_lazy("Outstanding"), say_quantity("outstanding")),
)
OF_ALL: tuple[tuple[str, str | Promise, Say], ...] = (
    ("pledges", gettext_lazy("Pledges"), say_count("pledges")),
    ("value_eur:promised", gettext_lazy("Promised in money"), say_value("promised")),
    ("value_eur:delivered", gettext_lazy("Delivered in money"), say_reported_value),
    ("value_eur:firm", gettext_lazy("Firm, not delivered, in money"), say_value("firm")),
    ("value_eur:announced_only", gettext_lazy("Announced only, in money"), say_value("announced_only")),
    ("overdue:certainly", gettext_lazy("Certainly overdue"), say_count("overdue:certainly")),
    ("overdue:possibly", gettext_lazy("Due date passed, no delivery reported"), say_count("overdue:possibly")),
    ("overdue:not_dated", gettext_lazy("No due date"), say_count("overdue:not_dated")),
)
"""The figures of the table: path, label, and how it is said."""


@register.simple_tag(takes_context=True)
def compared_lines(context: template.Context, compared: Sequence[Compared]) -> list[Line]:
    """The lines of the table, those of a system with its numbers first."""
    of_system = compared[0].kind == "system"
    figures = (*QUANTITIES, *OF_ALL) if of_system else OF_ALL
    lines = [Line(label, [link_figure(context, one, path, say) for one in compared]) for path, label, say in figures]
    amounts = Line(_("Pledges with an amount"), [share_with_amount(one.row) for one in compared])
    place = next(at for at, line in enumerate(lines) if line.label == OF_ALL[0][1]) + 1
    lines.insert(place, amounts)
    if of_system:
        gaps = [gap(one.row.gap) if isinstance(one.row, StageRow) else nothing() for one in compared]
        lines.insert(len(QUANTITIES), Line(_("Gap"), gaps))
    return lines


def link_figure(context: template.Context, one: Compared, path: str, say: Say) -> SafeString:
    if one.row is None:
        return nothing()
    about = {"system": one.key, "unit": one.unit} if one.kind == "system" else {one.kind: one.key}
    return format_html("<a {}>{}</a>", opens(context, path, **about), say(one.row))


def nothing() -> SafeString:
    return wrap_figure(_("none recorded"))


def share_with_amount(row: StageFields | None) -> SafeString:
    """How many pledges have an amount, of all: without it, values cannot be compared."""
    if row is None or not row.pledges:
        return nothing()
    share = percent(Decimal(round(100 * row.stated / row.pledges)) / 100)
    words = _("%(stated)s of %(all)s (%(share)s)") % {
        "stated": number(row.stated),
        "all": number(row.pledges),
        "share": share,
    }
    return format_html('<span class="under">{}</span>', words)


@register.simple_tag(takes_context=True)
def shared_cells(
    context: template.Context, shared: SharedSystem, compared: Sequence[Compared]
) -> list[tuple[SafeString, SafeString]]:
    """What each promised and delivered of a system; words and nothing where it has none of it."""
    cells = []
    for one, row in zip(compared, shared.rows, strict=True):
        if row is None:
            cells.append((nothing(), SafeString("")))
            continue
        said = [
            format_html(
                "<a {}>{}</a>",
                open_row_figure(context, name, row, **{one.kind: one.key}),
                figure(getattr(row, name)),
            )
            for name in ("promised", "delivered")
        ]
        cells.append((said[0], said[1]))
    return cells
