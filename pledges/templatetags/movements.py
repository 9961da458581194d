"""How a figure reads that was another one before."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.choices import Kind
from pledges.projections.answers import StageRow
from pledges.templatetags.figures import dressed, figure, value_of
from pledges.templatetags.figures import gap as gap_figure

register = template.Library()


@register.simple_tag
def moved(then: StageRow | None, now: StageRow | None, name: str) -> SafeString:
    """Say a figure at two moments, once where it has not moved."""
    old, new = said(then, name), said(now, name)
    if old == new:
        return format_html('<span class="unmoved">{}</span>', new)
    return format_html(
        '<span class="then">{}</span> <span class="to" aria-hidden="true">→</span>'
        '<span class="hidden">{}</span> <strong>{}</strong>',
        old,
        _("now"),
        new,
    )


def said(row: StageRow | None, name: str) -> SafeString:
    """Say one figure of a system; a system that was not there yet says so."""
    if name == "gap":
        return gap_figure(row.gap if row else None)
    if row is None:
        return dressed(_("none"))
    if row.system.kind == Kind.MONEY or row.stage.figures is None:
        return value_of(getattr(row.stage.value_eur, name), row.stage)
    return figure(getattr(row.stage.figures, name))
