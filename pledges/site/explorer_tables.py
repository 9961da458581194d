"""The tables of the explorer: headings to order by, sums of the selection, groups, and the selection to take along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers.explorer import Group, Names, UnitTotals
from pledges.answers.explorer.exact_sums import Sums
from pledges.answers.figure_addresses import FILTERS
from pledges.answers.filters import CLOCK_PARAMETERS, PLEDGE_PARAMETERS
from pledges.answers.pledge_dimensions import GROUPS, NONE, UNDATED, Period
from pledges.site.explorer_facets import Address, Words, value_label
from pledges.site.explorer_page import Explorer
from pledges.values.choices import AidType, GroupBy, TotalStage
from pledges.values.dates.calendar import named_period_days
from pledges.values.estimates import EstimateSum
from pledges.values.stages import VALUE_FIGURES
from pledges.words.figure_words import units as unit_words
from pledges.words.local_names import name_in_language
from pledges.words.pledge_table_cells import COLUMNS, Around, Column, Columns, pledge_row
from pledges.words.vocabulary_words import inside, label

MOST_FORMS, MOST_ROWS = 8, 8_000
"""So many forms of a row are kept per moment (its columns, language and clocks), and so many rows in each."""

TOP_UNITS = 6
"""So many systems are summed up in sight; all are one click away."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column; `sorted` is what it says to a screen reader."""

    name: str
    label: Words
    css: str
    href: str
    sorted: str


def table_rows(shown: Explorer, columns: Columns, around: Around) -> SafeString:
    """The rows of the list; those that were written before for the moment are not fetched again."""
    key = (shown.names.stamp, around.language, around.clocks, tuple(name for name, _column in columns))
    kept = shown.written.setdefault(key, {})
    if len(shown.written) > MOST_FORMS or len(kept) > MOST_ROWS:
        shown.written.clear()
    written = {reference: kept.get(reference, "") for reference in shown.page.references}
    for line in shown.lines([reference for reference, row in written.items() if not row]):
        written[line.row.reference] = kept[line.row.reference] = pledge_row(line, columns, around)
    return SafeString("".join(written.values()))


FALLING_FIRST = ("announced", "delivered", "value", "outstanding")


def headings(columns: list[tuple[str, Column]], address: Address, order: str) -> list[Heading]:
    return [
        Heading(
            name=name,
            label=column.label,
            css=column.css,
            href=address.with_replaced(order=turn_order(column.order, order)) if column.order else "",
            sorted=direction(column.order, order),
        )
        for name, column in columns
    ]


def turn_order(column: str, order: str) -> str:
    if order.removeprefix("-") == column:
        return column if order.startswith("-") else f"-{column}"
    return f"-{column}" if column in FALLING_FIRST else column


def direction(column: str, order: str) -> str:
    if not column or order.removeprefix("-") != column:
        return ""
    return "descending" if order.startswith("-") else "ascending"


def column_choices(chosen: Iterable[str]) -> list[tuple[str, str, bool]]:
    shown = set(chosen)
    return [(name, str(column.label), name in shown) for name, column in COLUMNS.items()]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What the selection has of one system in one unit; money is in euro."""

    name: str
    unit: str
    is_money: bool
    pledges: int
    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    announced_only: EstimateSum
    outstanding: EstimateSum | None
    href: str
    delivered_href: str
    stated: bool


def unit_rows(units: list[UnitTotals], address: Address, *, most: int) -> list[UnitRow]:
    """The sums of the first few systems."""
    return [unit_row(unit, address) for unit in units[:most]]


def unit_row(unit: UnitTotals, address: Address) -> UnitRow:
    """The sums of one system in one unit, with the pledges that they add up."""
    narrowed = {"system": unit.system.value, "unit": unit.unit, "aid_type": unit.aid_type, "counted": "true"}
    href = address.with_replaced(without=("group_by", "facet"), **narrowed)
    delivered = "" if address.only(("stage",)) else "&" + urlencode(FILTERS["delivered"], doseq=True)
    prefix = "value_" if unit.is_money else ""
    return UnitRow(
        name=name_in_language(unit.system.label),
        unit=", ".join(unit_description(unit)),
        is_money=unit.is_money,
        pledges=unit.sums.pledges,
        promised=unit.sums.of(f"{prefix}promised"),
        delivered=unit.sums.of(f"{prefix}delivered"),
        firm=unit.sums.of(f"{prefix}firm"),
        announced_only=unit.sums.of(f"{prefix}announced_only"),
        outstanding=None if unit.is_money else unit.sums.of("outstanding"),
        href=href,
        delivered_href=href + delivered,
        stated=not unit.is_money or unit.sums.stated > 0,
    )


def unit_description(unit: UnitTotals) -> list[str]:
    """Say in what a system is counted, and for which kind of aid where it is not military."""
    words = [_("in euro") if unit.is_money else unit_words(unit.unit)]
    return words if unit.aid_type == AidType.MILITARY else [*words, inside(label(unit.aid_type, "aid_type"))]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What pledges are worth in euro, and how many say nothing about it. None stands for no value stated."""

    promised: EstimateSum | None
    delivered: EstimateSum | None
    firm: EstimateSum | None
    announced_only: EstimateSum | None
    unvalued: int
    unconverted: int


def money_row(sums: Sums) -> MoneyRow:
    """The money of some pledges; where none of them has an amount there is nothing to add up."""
    promised, delivered, firm, announced_only = (
        sums.of(f"value_{name}") if sums.stated > 0 else None for name in VALUE_FIGURES
    )
    return MoneyRow(promised, delivered, firm, announced_only, sums.count("unvalued"), sums.count("unconverted"))


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: how many pledges, what they add up to, and where they are; no address where no filter says it."""

    label: str
    href: str
    counted_href: str
    pledges: int
    certainly: int | None
    possibly: int
    dated: int
    money: MoneyRow
    units: list[UnitRow]
    more: int


def group_rows(groups: list[Group], group_by: tuple[GroupBy, ...], names: Names, address: Address) -> list[GroupRow]:
    """The groups: periods and stages in their own order, all others with the most pledges first."""
    if not all(key == GroupBy.STAGE or isinstance(GROUPS[key].of, Period) for key in group_by):
        groups = sorted(groups, key=lambda group: (-group.pledges, group.values))
    return [group_row(group, group_by, names, address) for group in groups]


def group_row(group: Group, group_by: tuple[GroupBy, ...], names: Names, address: Address) -> GroupRow:
    inside: Address | None = address
    for key, value in zip(group_by, group.values, strict=True):
        inside = within(value, key, inside) if inside else None
    labels = [group_label(value, key, names) for key, value in zip(group_by, group.values, strict=True)]
    return GroupRow(
        label=" · ".join(labels),
        href=inside.at(inside.pairs) if inside else "",
        counted_href=inside.with_replaced(counted="true") if inside else "",
        pledges=group.pledges,
        certainly=None if GroupBy.STAGE in group_by else group.overall.certainly,
        possibly=group.overall.possibly,
        dated=group.overall.dated,
        money=money_row(group.overall),
        units=unit_rows(group.units, inside or address, most=len(group.units)),
        more=group.parts - len(group.units),
    )


def group_label(value: str, by: GroupBy, names: Names) -> str:
    if value == UNDATED:
        return _("over two periods")
    if value == NONE and isinstance(GROUPS[by].of, Period):
        return _("not dated")
    if value == NONE and by in (GroupBy.FORUM, GroupBy.ROLE):
        return _("none")
    return str(TotalStage(value).label) if by == GroupBy.STAGE else value_label(by, value, names)


def within(value: str, by: GroupBy, address: Address) -> Address | None:
    """The address of the pledges of a group; None where no filter says it."""
    if isinstance(GROUPS[by].of, Period):
        if value in (UNDATED, NONE):
            return None
        name = by.partition("_")[0]
        first, last = named_period_days(value)
        narrowed = {f"{name}_after": first.isoformat(), f"{name}_before": last.isoformat()}
    elif by == GroupBy.STAGE or (by, value) == (GroupBy.ROLE, NONE):
        return None
    else:
        narrowed = {"attributed_to" if by == GroupBy.DONOR else by.value: value}
    kept = [pair for pair in address.pairs if pair[0] not in {*narrowed, "group_by", "facet"}]
    return Address(address.path, [*kept, *narrowed.items()])


def downloads(path: str, address: Address) -> list[tuple[str, str]]:
    """The same selection in the same order, in the formats of the API."""
    api = Address(path, address.only({*PLEDGE_PARAMETERS, *CLOCK_PARAMETERS, "order"}))
    forms = [("CSV", "csv"), ("XLSX", "xlsx"), ("NDJSON", "ndjson")]
    return [*((words, api.with_values(("format", form))) for words, form in forms), ("JSON", api.at(api.pairs))]


def pin_address(address: Address, *, valid_at: date, version: int) -> str:
    """The address that will always show what this page shows."""
    return address.with_replaced(valid_at=valid_at.isoformat(), known_at=f"v{version}")
