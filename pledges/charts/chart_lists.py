"""The rows of a chart as a list in a list, which a keyboard walks: the chart, its rows or years, their figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from pledges.charts.chart_tables import TableRow, as_words
from pledges.charts.sheets.chart_sheet import Sheet


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading of the list with what folds out under it: further branches, or figures with their words."""

    label: str
    href: str = ""
    branches: tuple[Branch, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()


def nest_rows(sheet: Sheet) -> list[Branch]:
    """The rows as branches; of a chart over time those of each year in one."""
    rows = as_words(sheet)
    if not sheet.columns or sheet.columns[0].kind != "day":
        return [make_branch(sheet, row) for row in rows]
    years = groupby(zip(sheet.rows, rows, strict=True), key=lambda pair: pair[0][0].year)
    return [
        Branch(str(year), branches=tuple(make_branch(sheet, row) for _values, row in of_year))
        for year, of_year in years
    ]


def make_branch(sheet: Sheet, row: TableRow) -> Branch:
    """A row under the words of its first cells: all before the first number, or the very first."""
    names = list(first_words(row))
    figures = zip(sheet.columns[len(names) :], row.cells[len(names) :], strict=True)
    said = tuple((column.label, cell.words or _("not stated")) for column, cell in figures)
    return Branch(", ".join(filter(None, names)), row.href, figures=said)


def first_words(row: TableRow) -> Iterator[str]:
    for at, cell in enumerate(row.cells):
        if at and (cell.number or at > 1):
            return
        yield cell.words
