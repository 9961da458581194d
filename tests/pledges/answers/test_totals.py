"""Totals: what is grouped how, and that parts add up to the whole in every ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges import answers
from pledges.answers import AsOf, PledgeFilters, StageFields, StagePart, TotalRow, totals
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.totals.stored_totals import stored_scope
from pledges.models import Scope
from pledges.values.choices import GroupBy, Measure
from pledges.values.estimates import EstimateSum
from pledges.values.stages import QUANTITY_FIGURES
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.test_refresh import exhaustively, taken_back
from tests.pledges.site.reading import Page

NOW = datetime(2025, 8, 1, tzinfo=UTC)
ALL = 100_000


def current() -> AsOf:
    return parse_moment(None, None, now=NOW)


def promised_by_place(rows: Iterable[TotalRow]) -> dict[tuple[str, ...], Any]:
    """Return the promise of each row by its place."""
    found = {}
    for row in rows:
        assert isinstance(row.sums, StageFields)
        found[row.place] = row.sums.promised.estimate.bounds
    return found


def ask_totals(*group_by: GroupBy, measure: Measure = Measure.QUANTITY, **filters: Any) -> list[TotalRow]:
    return totals(current(), PledgeFilters(**filters), group_by=group_by, measure=measure, place=PagePlace(ALL)).rows


def publish_pledge(**cells: Any) -> None:
    factories.publish_rows(staff_steps.pledge_row(**cells))
    factories.project()


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("occurred", "month", "quarter", "year"),
    [
        ("2025-06-10", "2025-06", "2025-Q2", "2025"),
        ("June 2025", "2025-06", "2025-Q2", "2025"),
        ("2025-05-20 to 2025-06-10", "undated", "2025-Q2", "2025"),
        ("2025", "undated", "undated", "2025"),
        ("2024-12-20 to 2025-01-10", "undated", "undated", "undated"),
    ],
)
def test_windows_over_two_periods_are_undated(occurred: str, month: str, quarter: str, year: str) -> None:
    publish_pledge(occurred=occurred)

    keys = [GroupBy.ANNOUNCED_MONTH, GroupBy.ANNOUNCED_QUARTER, GroupBy.ANNOUNCED_YEAR]
    (row,) = ask_totals(*keys)
    assert row.keys == dict(zip(keys, (month, quarter, year), strict=True))


@pytest.mark.usefixtures("catalogue")
def test_what_is_not_delivered_names_no_meeting_and_no_initiative_goes_to_none() -> None:
    publish_pledge(coalition="air-defence")

    (row,) = ask_totals(GroupBy.DELIVERED_MONTH, GroupBy.MEETING, GroupBy.INITIATIVE, GroupBy.COALITION)

    assert row.keys == {"delivered_month": "none", "meeting": "none", "initiative": "none", "coalition": "air-defence"}
    assert row.names == {"coalition": "Air defence"}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("donors", "expected"),
    [
        ("DEU;USA:supplier", {("funder", "DEU"): (4, 100)}),
        ("USA:stock_owner;DEU", {("funder", "DEU"): (0, 100), ("stock_owner", "USA"): (4, 0)}),
        ("DEU:stock_owner", {("stock_owner", "DEU"): (4, 100)}),
        ("DEU:stock_owner;DEU", {("funder", "DEU"): (0, 100), ("stock_owner", "DEU"): (4, 0)}),
        ("USA:producer", {("none", "JOINT"): (4, 100)}),
        ("DEU;NOR", {("funder", "JOINT"): (4, 100)}),
        ("DEU:funder:0.25", {("funder", "DEU"): (1, 25), ("funder", "JOINT"): (3, 75)}),
    ],
)
def test_roles_are_those_through_which_parts_are_attributed(
    donors: str, expected: dict[tuple[str, str], tuple[int, int]]
) -> None:
    publish_pledge(donors=donors, quantity="4", amount="100", currency="EUR")

    found = {}
    for row in ask_totals(GroupBy.ROLE, GroupBy.DONOR):
        assert isinstance(row.sums, StageFields)
        figures = (row.sums.promised.low, row.sums.value_eur.promised.low)
        found[row.keys["role"], row.keys["donor"]] = figures
    assert {key: both for key, both in found.items() if both != (0, 0)} == expected


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("donors", ["DEU;NOR", "DEU:funder:0.25;NOR", "USA:stock_owner;DEU"])
def test_as_many_pledges_are_attributed_to_a_donor_as_its_summary_counts(client: Client, donors: str) -> None:
    publish_pledge(donors=donors, quantity="4", amount="100", currency="EUR")

    counted = {row.key: row.pledges for row in answers.keyed_summaries(current(), Scope.DONOR)}
    for code in ("DEU", "NOR", "USA", "JOINT"):
        rows = answers.pledge_states(current(), PledgeFilters(attributed_to=(code,))).rows
        assert len(rows) == counted.get(code, 0)
        assert f"{len(rows)} pledge" in Page(client.get(f"/pledges/?attributed_to={code}")).text or not rows


@pytest.mark.usefixtures("catalogue")
def test_stages_split_a_promise_and_count_the_pledges_that_have_something_there() -> None:
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", quantity="10", amount="100", currency="EUR"),
        staff_steps.entry_row("row:a", quantity="3"),
        staff_steps.entry_row("row:a", stage="contracted", quantity="5"),
        staff_steps.pledge_row(quantity="2"),
    )
    factories.project()

    found = {}
    for row in ask_totals(GroupBy.STAGE):
        assert isinstance(row.sums, StagePart)
        assert row.sums.quantity is not None
        value = row.sums.value and row.sums.value.low
        found[row.keys["stage"]] = (row.sums.pledges, row.sums.quantity.low, value, row.sums.unvalued)
    assert found == {
        "announced_only": (2, 7, 50, 1),
        "delivered": (1, 3, 30, 0),
        "firm": (1, 2, 20, 0),
        "withdrawn": (0, 0, None, 0),
    }


@pytest.mark.usefixtures("catalogue")
def test_parts_of_several_donors_count_a_shared_pledge_once() -> None:
    publish_pledge(donors="DEU:funder:0.5;NOR:funder:0.25", quantity="at least 8")

    (row,) = ask_totals(attributed_to=("DEU", "NOR"))

    assert isinstance(row.sums, StageFields)
    assert (row.sums.pledges, row.sums.promised) == (1, EstimateSum(Decimal(6), None, None, 1))
    assert [row.keys["donor"] for row in ask_totals(GroupBy.DONOR)] == ["DEU", "JOINT", "NOR"]


@pytest.mark.usefixtures("catalogue")
def test_units_systems_and_aid_types_are_never_added_up() -> None:
    factories.publish_rows(
        staff_steps.pledge_row(quantity="1"),
        staff_steps.pledge_row(quantity="2", unit="launcher"),
        staff_steps.pledge_row(quantity="4", aid_type="humanitarian"),
        staff_steps.pledge_row(quantity="8", system="nasams"),
        staff_steps.pledge_row(quantity="16", beneficiary="POL"),
        staff_steps.pledge_row(quantity="32", stage="signalled"),
    )
    factories.project()

    assert promised_by_place(ask_totals()) == {
        ("humanitarian", "patriot", "battery"): (4, 4, 4),
        ("military", "nasams", "battery"): (8, 8, 8),
        ("military", "patriot", "battery"): (1, 1, 1),
        ("military", "patriot", "launcher"): (2, 2, 2),
    }


@pytest.mark.usefixtures("catalogue")
def test_pages_walk_the_groups_in_both_directions() -> None:
    factories.publish_rows(*(staff_steps.pledge_row(donors=code) for code in ("DEU", "NOR", "USA", "NLD", "POL")))
    factories.project()
    everything = ask_totals(GroupBy.DONOR)

    pages, after = [], None
    while page := totals(current(), PledgeFilters(), group_by=(GroupBy.DONOR,), place=PagePlace(2, after)):
        pages.append(page)
        after = page.after
        if after is None:
            break
    last = PagePlace(2, pages[-1].before, backwards=True)
    back = totals(current(), PledgeFilters(), group_by=(GroupBy.DONOR,), place=last)

    assert [row for page in pages for row in page.rows] == everything
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert back.rows == pages[1].rows
    assert answers.count_totals(current(), PledgeFilters(), group_by=(GroupBy.DONOR,)) == 5


@pytest.mark.parametrize(
    ("group_by", "filters", "scope"),
    [
        ((), {}, "system"),
        (("kind", "aid_type"), {"systems": ("patriot",)}, "system"),
        (("donor", "system"), {"attributed_to": ("DEU", "NOR")}, "donor"),
        ((), {"attributed_to": ("DEU",)}, "donor"),
        ((), {"attributed_to": ("DEU", "NOR")}, None),
        ((), {"donors": ("DEU",)}, None),
        (("meeting",), {"meetings": ("udcg-28",)}, "meeting"),
        (("coalition",), {}, "coalition"),
        (("coalition",), {"meetings": ("udcg-28",)}, None),
        (("donor", "meeting"), {}, None),
        (("role",), {}, None),
        (("system",), {"overdue": ("certainly",)}, None),
    ],
)
def test_sums_that_are_stored_are_read_from_there(
    group_by: tuple[str, ...], filters: dict[str, Any], scope: str | None
) -> None:
    assert stored_scope(tuple(map(GroupBy, group_by)), PledgeFilters(**filters)) == scope


Key = tuple[str, ...]
Sums = dict[Key, dict[str, Any]]


def sums_of(row: TotalRow, *, counts: bool) -> dict[str, Any]:
    """Return every sum of a row by name; the counts of pledges where groups share none."""
    if isinstance(row.sums, StagePart):
        found = {"quantity": row.sums.quantity, "value": row.sums.value}
        return found | ({"pledges": row.sums.pledges, "unvalued": row.sums.unvalued} if counts else {})
    fields = row.sums
    value = fields.value_eur
    found = {name: getattr(fields, name) for name in QUANTITY_FIGURES if name in fields._fields}
    found |= {f"value_{name}": getattr(value, name) for name in ("promised", "delivered", "firm", "announced_only")}
    if counts:
        found |= {"pledges": fields.pledges, "overdue": fields.overdue}
        found |= {"unconverted": value.unconverted, "unvalued": value.unvalued}
    return found


def plus(one: Any, other: Any, *, counts: bool) -> Any:
    """Add two sums; parts of one pledge are unbounded, or without a number, in several rows: not counted there."""
    if one is None or other is None:
        return one or other
    if isinstance(one, EstimateSum):
        added = one + other
        return added if counts else replace(added, unbounded=0, without_number=0)
    return one.plus(other) if hasattr(one, "plus") else one + other


def add_rows_up(rows: Sequence[TotalRow], *, counts: bool, by_stage: bool) -> Sums:
    """Return the sums of rows by kind of aid, system and unit, and by stage where asked."""
    sums: Sums = {}
    for row in rows:
        key = (row.aid_type, row.system.slug if row.system else "", row.unit)
        key += (row.keys["stage"],) if by_stage else ()
        own = sums_of(row, counts=counts)
        if key in sums:
            sums[key] = {name: plus(sums[key][name], value, counts=counts) for name, value in own.items()}
        else:
            nothing = EstimateSum()
            sums[key] = {
                name: plus(value, nothing, counts=counts) if isinstance(value, EstimateSum) else value
                for name, value in own.items()
            }
    return sums


SHARED = {GroupBy.DONOR, GroupBy.ROLE}
GROUPINGS = [*combinations(GroupBy, 1), *combinations((*SHARED, GroupBy.MEETING, GroupBy.ANNOUNCED_MONTH), 2)]
GROUPINGS += [(GroupBy.DONOR, GroupBy.STAGE), (GroupBy.ROLE, GroupBy.COALITION, GroupBy.STAGE)]
FILTERS = (
    PledgeFilters(),
    PledgeFilters(attributed_to=("DEU", "JOINT")),
    PledgeFilters(donors=("DEU",), aid_types=("military",)),
    PledgeFilters(meetings=("none",), overdue=("certainly", "possibly", "not_dated")),
)


def check_parts(as_of: AsOf, filters: PledgeFilters, measure: Measure) -> None:
    """Compare every grouping with the whole, and its answer from the ledger with the one at hand."""

    def answer_totals(*group_by: GroupBy, at: AsOf = as_of) -> list[TotalRow]:
        return totals(at, filters, group_by=group_by, measure=measure, place=PagePlace(ALL)).rows

    for group_by in GROUPINGS:
        rows = answer_totals(*group_by)
        assert rows == answer_totals(*group_by, at=replace(as_of, is_current=False)), group_by
        by_stage = GroupBy.STAGE in group_by
        counts = not SHARED & set(group_by)
        whole = answer_totals(GroupBy.STAGE) if by_stage else answer_totals()
        both = [add_rows_up(part, counts=counts, by_stage=by_stage) for part in (rows, whole)]
        assert both[0] == both[1], group_by
    for row in answer_totals(GroupBy.STAGE):
        assert isinstance(row.sums, StagePart)
        (same,) = (one for one in answer_totals() if one.place == row.place[1:])
        assert isinstance(same.sums, StageFields)
        if measure == Measure.QUANTITY:
            assert row.sums.quantity == getattr(same.sums, row.keys["stage"])
        if row.sums.value is not None:
            assert row.sums.value == getattr(same.sums.value_eur, row.keys["stage"])


@settings(exhaustively, max_examples=4)
@given(data=st.data())
def test_parts_of_every_ledger_add_up_to_the_whole_by_either_way(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=20)), now=staff_steps.NOW)
        factories.project(today=data.draw(st.sampled_from((date(2025, 7, 1), *ledgers.DAYS))))
        as_of = current()
        assert as_of.is_current
        check_parts(as_of, data.draw(st.sampled_from(FILTERS)), data.draw(st.sampled_from(Measure)))
