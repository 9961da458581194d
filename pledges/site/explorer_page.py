"""What the explorer shows: the chosen pledges page by page, what each facet would leave, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from pledges.answers import AsOf, PledgeFilters, explorer, pledge_states
from pledges.answers.explorer import COLUMN_GROUPS, Counts, Group, Names, Page, Totals
from pledges.answers.page_answers.pledge_lines import Line, cites_of
from pledges.site.explorer_groups import ledger_groups
from pledges.values.choices import GroupBy

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
