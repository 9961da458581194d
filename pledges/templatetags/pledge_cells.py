"""Tables of pledges for templates; pledges.words has their cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django import template
from django.utils.safestring import SafeString

from pledges.answers.page_answers.pledge_lines import Line
from pledges.templatetags.addresses import request_of
from pledges.words.pledge_table_cells import COLUMNS, USUAL, Column, Columns, around_of, number_promised, pledge_row

register = template.Library()


@register.simple_tag
def usual_columns(
    *, no_donor: bool = False, no_meeting: bool = False, no_system: bool = False
) -> list[tuple[str, Column]]:
    """The columns of a table on the page of something, without what all its rows have in common."""
    left_out = {name for name, left in (("donor", no_donor), ("meeting", no_meeting)) if left}
    columns = {**COLUMNS, "promise": replace(COLUMNS["promise"], cell=number_promised)} if no_system else COLUMNS
    return [(name, columns[name]) for name in USUAL if name not in left_out]


@register.simple_tag(takes_context=True)
def pledge_rows(context: template.Context, lines: Iterable[Line], columns: Columns) -> SafeString:
    around = around_of(request_of(context), {})
    return SafeString("".join([pledge_row(line, columns, around) for line in lines]))
