"""The columns in memory answer as the database does: the same pledges, counts and sums, at any moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pledges.answers import AsOf, PledgeFilters, count_pledges, explorer, pledge_states
from pledges.answers.explorer import Names, Selection, Snapshot, UnknownPlaceError
from pledges.answers.filters import parse_moment
from pledges.answers.pledge_dimensions import DIMENSIONS
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.totals import totals as answered_totals
from pledges.models import System
from pledges.values.choices import GroupBy, Measure
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger

MOMENTS = [(None, None), ("2025-06-05", None), (None, "v1"), ("2025-06-12", "v2"), (None, "v0")]
FILTERS = [
    PledgeFilters(),
    PledgeFilters(donors=("DEU",)),
    PledgeFilters(donors=("NOR",), roles=("funder",)),
    PledgeFilters(roles=("stock_owner",)),
    PledgeFilters(attributed_to=("DEU",)),
    PledgeFilters(systems=("patriot",), units=("battery", "launcher")),
    PledgeFilters(statuses=("announced", "in_delivery"), counted=True),
    PledgeFilters(meetings=("none",)),
    PledgeFilters(announced_after=date(2025, 1, 1), announced_before=date(2025, 12, 31)),
    PledgeFilters(search="patriot", kinds=("system",)),
    PledgeFilters(value_certainly_min=Decimal(1)),
    PledgeFilters(due_before=date(2025, 6, 30)),
]


@pytest.fixture(autouse=True)
def _ledger(catalogue: None) -> None:
    publish_page_ledger()
    rows = (
        staff_steps.pledge_row(donors="USA:supplier;DEU:funder;NOR:funder", quantity="3", amount="10", currency="EUR"),
        staff_steps.pledge_row(donors="POL", beneficiary="POL", quantity="2"),
        staff_steps.pledge_row(donors="XUN", system="shell-155", unit="round", quantity="0.25", occurred="May 2025"),
    )
    factories.publish_rows(*rows, now=staff_steps.NOW.replace(hour=20))
    factories.project()


def moment(valid_at: str | None = None, known_at: str | None = None) -> AsOf:
    """Return a moment as a page asks for it."""
    return parse_moment(valid_at, known_at, now=datetime(2025, 7, 1, 22, tzinfo=UTC))


def open_snapshot(as_of: AsOf) -> tuple[Snapshot, Names]:
    """Return the columns of a moment, and what the catalogue calls them."""
    edition = explorer.edition(as_of.version)
    return explorer.snapshot(as_of, edition=edition), explorer.names(as_of, edition=edition)


def select_rows(as_of: AsOf, filters: PledgeFilters) -> tuple[Snapshot, Names, Selection]:
    """Return the columns with what the filters leave."""
    found, names = open_snapshot(as_of)
    return found, names, explorer.select(found, filters, names, as_of)


def test_filters_leave_the_same_pledges_as_the_database() -> None:
    ours, theirs = {}, {}
    for clocks in MOMENTS:
        as_of = moment(*clocks)
        for filters in FILTERS:
            found, _names, selection = select_rows(as_of, filters)
            ours[clocks, filters] = sorted(found.references[row].decode() for row in selection.rows)
            theirs[clocks, filters] = [row.reference for row in pledge_states(as_of, filters).rows]
    assert ours == theirs


FIELDS = {name: dimension.field for name, dimension in DIMENSIONS.items()}


@pytest.mark.parametrize("clocks", MOMENTS[::3])
def test_facets_count_what_a_choice_would_leave(clocks: tuple[str | None, str | None]) -> None:
    as_of = moment(*clocks)
    for filters in FILTERS[:9]:
        found, names, selection = select_rows(as_of, filters)
        counts = explorer.count_facets(found, selection, names)
        told = {(name, value): count for name in FIELDS for value, count in counts[name].items()}
        asked = {
            (name, value): count_pledges(as_of, replace(filters, **{FIELDS[name]: (value,)})) for name, value in told
        }
        assert told == asked
        assert 0 not in told.values()


def test_facet_of_years_counts_what_the_period_would_leave() -> None:
    as_of = moment()
    found, _names, selection = select_rows(as_of, PledgeFilters(systems=("patriot", "shell-155")))
    years = explorer.years(found, selection.mask)
    period = {"announced_after": date(2025, 1, 1), "announced_before": date(2025, 12, 31)}
    filters = PledgeFilters(systems=("patriot", "shell-155"), **period)
    assert years == {2025: count_pledges(as_of, filters)}


QUANTITIES = ("promised", "delivered", "firm", "announced_only", "outstanding")


def test_totals_are_those_of_the_api() -> None:
    for clocks in MOMENTS[:4]:
        as_of = moment(*clocks)
        for filters in FILTERS:
            found, names, selection = select_rows(as_of, filters)
            ours = {
                (unit.system.value, unit.unit, unit.aid_type, name): without_best(unit.sums.of(name))
                for unit in explorer.total_selection(found, selection, names).units
                for name in QUANTITIES
            }
            theirs = {
                (row.system.slug, row.unit, row.aid_type, name): without_best(getattr(row.sums, name))
                for row in answered_totals(as_of, filters, group_by=[GroupBy.SYSTEM]).rows
                for name in QUANTITIES
            }
            assert ours == theirs


def test_groups_are_those_of_the_api() -> None:
    as_of = moment()
    found, names, selection = select_rows(as_of, PledgeFilters())
    for by in explorer.COLUMN_GROUPS:
        ours = {
            group.values[0]: (without_best(group.overall.of("value_promised")), group.overall.count("unvalued"))
            for group in explorer.group_selection(found, selection, names, by, most=9)
            if group.overall.pledges
        }
        rows = answered_totals(as_of, PledgeFilters(), group_by=[GroupBy(by)], measure=Measure.VALUE_EUR).rows
        theirs = {
            row.keys[by]: (without_best(row.sums.value_eur.promised), row.sums.value_eur.unvalued) for row in rows
        }
        assert (by, ours) == (by, theirs)


def test_groups_share_out_the_selection() -> None:
    found, names, selection = select_rows(moment(), PledgeFilters(systems=("patriot", "money")))
    whole = explorer.total_selection(found, selection, names)
    keys = explorer.COLUMN_GROUPS - {GroupBy.DONOR}
    groups = {by: explorer.group_selection(found, selection, names, by, most=9) for by in keys}
    assert {by: sum(group.pledges for group in found) for by, found in groups.items()} == dict.fromkeys(
        groups, whole.pledges
    )
    worth = {by: sum(group.overall.of("value_promised").low for group in found) for by, found in groups.items()}
    assert worth == dict.fromkeys(groups, whole.overall.of("value_promised").low)


def test_orders_of_the_api_are_the_same_here() -> None:
    for clocks in MOMENTS[:4]:
        as_of = moment(*clocks)
        found, names, selection = select_rows(as_of, PledgeFilters())
        for order in [*ORDERS, *(f"-{name}" for name in ORDERS)]:
            page = explorer.page_of(found, selection.rows, names, order=order, size=100)
            answered = pledge_states(as_of, PledgeFilters(), order=order).rows
            assert (order, page.references) == (order, [row.reference for row in answered])


def test_pages_follow_each_other_both_ways() -> None:
    found, names, selection = select_rows(moment(), PledgeFilters())
    for order in [sign + name for name in ORDERS for sign in ("", "-")]:
        whole = explorer.page_of(found, selection.rows, names, order=order, size=100).references
        page = explorer.page_of(found, selection.rows, names, order=order, size=3)
        walked, firsts = [*page.references], [page.first]
        while page.after:
            page = explorer.page_of(found, selection.rows, names, order=order, size=3, after=page.after)
            walked += page.references
            firsts.append(page.first)
        back = explorer.page_of(found, selection.rows, names, order=order, size=3, before=page.before)
        assert (order, walked) == (order, whole)
        assert firsts == list(range(1, len(whole) + 1, 3))
        assert back.references == whole[page.first - 4 : page.first - 1]


def test_page_cannot_start_at_a_pledge_that_is_not_there() -> None:
    found, names, selection = select_rows(moment(), PledgeFilters())
    with pytest.raises(UnknownPlaceError):
        explorer.page_of(found, selection.rows, names, order="due", size=3, after="2025-DEU-999")


def test_sums_beyond_64_bits_stay_exact() -> None:
    rows = [staff_steps.pledge_row(donors=donor, quantity=str(10**16), unit="launcher") for donor in ("USA", "POL")]
    factories.publish_rows(*rows, now=staff_steps.NOW.replace(hour=21))
    factories.project()
    found, names, selection = select_rows(moment(), PledgeFilters(quantity_certainly_min=Decimal(10**16)))
    shown = explorer.total_selection(found, selection, names)
    assert shown.units[0].sums.of("promised").low == 2 * 10**16


def test_renamed_system_shows_at_once() -> None:
    _found, before = open_snapshot(moment())
    System.objects.filter(slug="patriot").update(short_name="MIM-104")
    _found, names = open_snapshot(moment())
    assert before.labels("system")["patriot"] == "Patriot"
    assert names.labels("system")["patriot"] == "MIM-104"


def without_best(one: object) -> tuple[object, ...]:
    """Return an interval sum without its best, which the explorer does not show."""
    return tuple(getattr(one, name) for name in ("low", "high", "unbounded"))
