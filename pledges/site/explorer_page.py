"""What the explorer shows: the chosen pledges page by page, what each facet would leave, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from pledges.answers import AsOf, PledgeFilters, StagePart, TotalRow, explorer, pledge_states, totals
from pledges.answers.explorer import COLUMN_GROUPS, Counts, Group, Names, Page, Totals, UnitTotals
from pledges.answers.explorer.exact_sums import NOTHING, Sums
from pledges.answers.explorer.snapshot_columns import LATE, MICRO, SUMMED
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.page_answers.pledge_lines import Line, cites_of
from pledges.values.choices import GroupBy, Measure, Stage
from pledges.values.estimates import EstimateSum
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES

MOST_ROWS = 20_000
"""So many rows of totals are read, of groups, systems and units; those behind them are in the download."""
PAGE_SIZE = 50
PARTS = 3
"""So many systems are summed up in each group."""


@dataclass(frozen=True, slots=True)
class Explorer:
    """One page of the explorer. `counts` has the values of each facet that some pledge would be left for.

    `lines` fetches pledges by reference; `written` keeps how their rows read, as long as the moment is kept.
    """

    names: Names
    counts: dict[str, Counts]
    totals: Totals
    groups: list[Group]
    page: Page
    lines: Callable[[Iterable[str]], list[Line]]
    written: dict[Hashable, dict[str, str]]


def explore(
    as_of: AsOf,
    filters: PledgeFilters,
    *,
    order: str,
    group_by: tuple[GroupBy, ...] = (),
    after: str = "",
    before: str = "",
    cited: bool = True,
) -> Explorer:
    """A page of the explorer; the caller holds one picture of the database.

    :raises UnknownPlaceError: the pledge next to which the page starts is not there.
    """
    edition = explorer.edition(as_of.version)
    names, found = explorer.names(as_of, edition=edition), explorer.snapshot(as_of, edition=edition)
    selection = explorer.select(found, filters, names, as_of)
    page = explorer.page_of(found, selection.rows, names, order=order, size=PAGE_SIZE, after=after, before=before)
    counts, totals = found.hold(
        ("sums", filters, names.stamp),
        lambda: (explorer.count_facets(found, selection, names), explorer.total_selection(found, selection, names)),
    )
    groups: list[Group] = []
    if len(group_by) == 1 and group_by[0] in COLUMN_GROUPS:
        groups = explorer.group_selection(found, selection, names, group_by[0], most=PARTS)
    elif group_by:
        groups = ledger_groups(as_of, filters, names, group_by, most=PARTS)
    return Explorer(
        names=names,
        counts=counts,
        totals=totals,
        groups=groups,
        page=page,
        lines=partial(lines_of, names, as_of, cited),
        written=found.hold("written", dict),
    )


def lines_of(names: Names, as_of: AsOf, cited: bool, references: Iterable[str]) -> list[Line]:  # noqa: FBT001 - bound by partial
    """Pledges by reference."""
    wanted = tuple(references)
    if not wanted:
        return []
    rows = pledge_states(as_of, PledgeFilters(references=wanted), size=len(wanted)).rows
    cites = cites_of(row.terms for row in rows) if cited else {}
    short = {named.value: named.short for named in names.by_key["meeting"].values()}
    return [Line(row, cites.get(row.terms), short.get(row.meeting or "", "")) for row in rows]


def ledger_groups(
    as_of: AsOf, filters: PledgeFilters, names: Names, group_by: tuple[GroupBy, ...], *, most: int
) -> list[Group]:
    """The groups of what counts, each with so many of its largest parts."""
    if filters.counted is False:
        return []

    def rows(measure: Measure) -> list[TotalRow]:
        counted = replace(filters, counted=None)
        return totals(as_of, counted, group_by=group_by, measure=measure, place=PagePlace(MOST_ROWS)).rows

    overall: dict[tuple[str, ...], Sums] = {}
    units: dict[tuple[str, ...], list[UnitTotals]] = {}
    for row in rows(Measure.VALUE_EUR):
        key = tuple(row.keys.values())
        overall[key] = overall.get(key, NOTHING).plus(sums_of(row))
    systems = {named.value: named for named in names.by_key["system"].values()}
    for row in rows(Measure.QUANTITY):
        if row.system is not None:
            unit = UnitTotals(systems[row.system.slug], row.unit, row.aid_type, sums_of(row))
            units.setdefault(tuple(row.keys.values()), []).append(unit)
    groups = []
    for key in dict.fromkeys([*overall, *units]):
        own = sorted(units.get(key, []), key=lambda unit: -unit.sums.pledges)
        # What was withdrawn has units and no value.
        pledges = overall[key].pledges if key in overall else sum(unit.sums.pledges for unit in own)
        groups.append(Group(key, pledges, overall.get(key, NOTHING), own[:most], len(own)))
    return groups


def sums_of(row: TotalRow) -> Sums:
    """The sums of a row; what is at one stage counts as promised, and at the last as delivered."""
    sums = row.sums
    if isinstance(sums, StagePart):
        reached = ("promised", "delivered") if row.keys[GroupBy.STAGE] == Stage.DELIVERED else ("promised",)
        figures = dict.fromkeys(reached, sums.quantity) | {f"value_{name}": sums.value for name in reached}
        counts = {"unconverted": sums.unconverted, "unvalued": sums.unvalued}
    else:
        value = sums.value_eur
        figures = {name: getattr(sums, name) for name in QUANTITY_FIGURES if name in sums._fields}
        figures |= {f"value_{name}": getattr(value, name) for name in VALUE_FIGURES}
        counts = {"unconverted": value.unconverted, "unvalued": value.unvalued}
        counts |= {name: getattr(sums.overdue, word) for name, word in LATE.items()}
    columns = dict(bound for name, sum_ in figures.items() if sum_ for bound in bounds_of(name, sum_)) | counts
    return Sums(sums.pledges, tuple(columns.get(name, 0) for name in SUMMED))


def bounds_of(name: str, figure: EstimateSum) -> Iterable[tuple[str, int]]:
    """The columns of an interval sum; the part of a high that is bounded is not shown beside an open one."""
    yield f"{name}_low", int((figure.low or Decimal(0)) * MICRO)
    yield f"{name}_high", int((figure.high or Decimal(0)) * MICRO)
    yield f"{name}_open", figure.unbounded
