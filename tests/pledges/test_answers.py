"""Answers for a moment: the same from the stored projections and from the ledger, and right about the past."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from pledges import answers
from pledges.answers import ORDERS, AsOf, PledgeFilters, PledgeRow, row_shapes
from pledges.answers.fields import Shape
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_pages import Key, PagePlace
from pledges.models import Scope
from tests import factories
from tests.layers import lay_rows
from tests.pledges.sample_ledgers import publish_answer_ledger

NOW = datetime(2025, 8, 1, tzinfo=UTC)


@pytest.fixture
@lay_rows(publish_answer_ledger)
def ledger(catalogue: None) -> None:
    """The small ledger, projected."""


def current() -> AsOf:
    return parse_moment(None, None, now=NOW)


def keys_of_rows(as_of: AsOf, scope: Scope, shape: Shape, **systems: tuple[str, ...]) -> list[str]:
    return answers.keyed_list(as_of, scope, keys=(), aid_types=("military",), systems=systems).every(shape.json())


ANSWERS: dict[str, Callable[[AsOf], Any]] = {
    "systems": answers.system_summaries,
    "systems, chosen": lambda as_of: answers.system_summaries(as_of, systems=("patriot",), units=("launcher",)),
    "systems, humanitarian": lambda as_of: answers.system_summaries(as_of, aid_type="humanitarian"),
    "donors": lambda as_of: answers.keyed_summaries(as_of, Scope.DONOR),
    "donors, chosen": lambda as_of: answers.keyed_summaries(
        as_of, Scope.DONOR, kinds=("system",), keys=("DEU", "JOINT")
    ),
    "meetings": lambda as_of: answers.keyed_summaries(as_of, Scope.MEETING),
    "coalitions": lambda as_of: answers.keyed_summaries(as_of, Scope.COALITION),
    "overall": answers.overall,
    "gaps": answers.gaps,
    "headroom": answers.headroom,
    "pledges": lambda as_of: answers.pledge_states(as_of, PledgeFilters()),
    "pledges of donors": lambda as_of: answers.pledge_states(as_of, PledgeFilters(donors=("NOR", "JOINT"))),
    "number of pledges": lambda as_of: answers.count_pledges(as_of, PledgeFilters(donors=("NOR",))),
    "one pledge": lambda as_of: answers.pledge_detail("2025-DEU-001", as_of),
    "rows of pledges": lambda as_of: answers.pledge_list(as_of, PledgeFilters(), order="-due").every(
        row_shapes.PLEDGES.json((), tuple(row_shapes.PLEDGES.expandable))
    ),
    "rows of pledges as CSV": lambda as_of: answers.pledge_list(as_of, PledgeFilters()).every(row_shapes.PLEDGES.csv()),
    "rows of parties": lambda as_of: answers.party_list(as_of).every(row_shapes.PARTIES.json()),
    "rows of systems": lambda as_of: answers.system_list(as_of, aid_types=("military",), systems={}).every(
        row_shapes.SYSTEM_SUMMARIES.json()
    ),
    "rows of donors": lambda as_of: keys_of_rows(as_of, Scope.DONOR, row_shapes.DONOR_SUMMARIES),
    "rows of donors, chosen": lambda as_of: keys_of_rows(
        as_of, Scope.DONOR, row_shapes.DONOR_SUMMARIES, kinds=("system",)
    ),
    "rows of meetings": lambda as_of: keys_of_rows(as_of, Scope.MEETING, row_shapes.MEETING_SUMMARIES),
    "rows of coalitions": lambda as_of: keys_of_rows(as_of, Scope.COALITION, row_shapes.COALITION_SUMMARIES),
    "rows of gaps": lambda as_of: answers.gap_list(as_of, systems={}).every(row_shapes.GAPS.json()),
    "rows of headroom": lambda as_of: answers.headroom_list(as_of, donors=(), systems={}).every(
        row_shapes.HEADROOM_ROWS.json()
    ),
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("name", ANSWERS)
def test_answer_from_the_ledger_equals_the_stored_one(name: str) -> None:
    as_of = current()

    stored = ANSWERS[name](as_of)

    assert as_of.is_current
    assert stored
    assert ANSWERS[name](replace(as_of, is_current=False)) == stored


def delivered_sum(as_of: AsOf, unit: str) -> tuple[Decimal, Decimal | None, Decimal | None]:
    (row,) = answers.system_summaries(as_of, systems=("patriot",), units=(unit,))
    return row.delivered.estimate.bounds


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("valid_at", "known_at", "expected"),
    [
        (None, "v1", 0),
        (None, "v2", 1),
        (None, "v3", 0),
        ("2025-06-09", "v2", 0),
        ("2025-06-10", "v2", 1),
    ],
)
def test_delivered_follows_both_clocks(valid_at: str | None, known_at: str, expected: int) -> None:
    as_of = parse_moment(valid_at, known_at, now=NOW)

    assert delivered_sum(as_of, "battery")[0] == expected


@pytest.mark.usefixtures("ledger")
def test_delivery_in_progress_counts_from_nothing_to_its_high() -> None:
    assert delivered_sum(current(), "launcher") == (0, None, 50)


@pytest.mark.usefixtures("ledger")
def test_system_summaries_have_a_row_for_what_is_only_required() -> None:
    (row,) = answers.system_summaries(current(), systems=("shell-155",))

    assert (row.unit, row.pledges, row.required and row.required.text, row.required_basis, row.gap) == (
        "round",
        0,
        "at least 1000",
        "additional",
        (1000, None, None, (1000, None, None), 0),
    )


@pytest.mark.usefixtures("ledger")
def test_system_summaries_never_put_two_units_into_one_row() -> None:
    rows = answers.system_summaries(current(), systems=("patriot",))

    assert [(row.unit, row.pledges) for row in rows] == [("battery", 2), ("launcher", 1)]


@pytest.mark.usefixtures("ledger")
def test_donor_summaries_leave_the_rest_to_joint() -> None:
    rows = answers.keyed_summaries(current(), Scope.DONOR, systems=("patriot",), units=("launcher",))

    low = {row.key: row.systems[0].promised.low for row in rows}
    assert list(low) == ["DEU", "JOINT", "NOR"]
    assert sum(low.values()) == 180


@pytest.mark.usefixtures("ledger")
def test_donor_summaries_of_chosen_systems_add_up_only_their_money() -> None:
    everything, chosen = (
        {row.key: row.value_eur.promised.best for row in answers.keyed_summaries(current(), Scope.DONOR, kinds=kinds)}
        for kinds in ((), ("system",))
    )

    assert everything["NOR"] is not None
    assert chosen["NOR"] is not None
    assert everything["NOR"] > chosen["NOR"]
    assert chosen["NOR"] == chosen["DEU"]


@pytest.mark.usefixtures("ledger")
def test_meeting_summaries_carry_their_systems() -> None:
    (row,) = answers.keyed_summaries(current(), Scope.MEETING)

    assert (row.key, row.pledges, hasattr(row, "promised")) == ("udcg-28", 1, False)
    assert [(one.system.slug, one.unit) for one in row.systems] == [("patriot", "battery")]


@pytest.mark.usefixtures("ledger")
def test_headroom_keeps_what_is_committed_elsewhere_out_of_its_high() -> None:
    (row,) = answers.headroom(current(), donors=("USA",))

    assert (row.available, row.committed_elsewhere and row.committed_elsewhere.text) == ((10, None, 15), "3-5")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("order", [f"{sign}{name}" for name in ORDERS for sign in ("", "-")])
def test_pledge_pages_show_every_pledge_once_in_both_directions(order: str) -> None:
    as_of = current()
    whole = answers.pledge_states(as_of, PledgeFilters(), order=order).rows

    forwards = walk_references(as_of, order, backwards=False, start=None)
    listed = answers.pledge_list(as_of, PledgeFilters(), order=order)
    last = listed.record_page(PledgeRow, PagePlace(2, forwards[1]))
    assert last.before is not None
    backwards = walk_references(as_of, order, backwards=True, start=last.before)

    references = [row.reference for row in whole]
    assert forwards[0] == references
    assert backwards[0] + [row.reference for row in last.rows] == references


def walk_references(as_of: AsOf, order: str, *, backwards: bool, start: Key | None) -> tuple[list[str], Key | None]:
    """Return the references of all pages from a position on, and where the last page started."""
    found: list[str] = []
    listed = answers.pledge_list(as_of, PledgeFilters(), order=order)
    while True:
        page = listed.record_page(PledgeRow, PagePlace(2, start, backwards=backwards))
        references = [row.reference for row in page.rows]
        found = [*references, *found] if backwards else [*found, *references]
        following = page.before if backwards else page.after
        if following is None:
            return found, start
        start = following


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (PledgeFilters(counted=False), "cef"),
        (PledgeFilters(statuses=("signalled",)), "c"),
        (PledgeFilters(meetings=("udcg-28",)), "a"),
        (PledgeFilters(meetings=("udcg-28", "none"), kinds=("system",), donors=("DEU",)), "abeh"),
        (PledgeFilters(coalitions=("air-defence",)), "a"),
        (PledgeFilters(initiatives=("iaad",)), "a"),
        (PledgeFilters(packages=("package-1",)), "a"),
        (PledgeFilters(beneficiaries=("POL",)), "f"),
        (PledgeFilters(aid_types=("humanitarian",)), "h"),
        (PledgeFilters(capabilities=("other",)), "d"),
        (PledgeFilters(donors=("JOINT",)), "b"),
        (PledgeFilters(donors=("NOR",)), "abd"),
        (PledgeFilters(donors=("NOR", "JOINT"), kinds=("system",)), "ab"),
        (PledgeFilters(donors=("NOR",), roles=("supplier",)), "a"),
        (PledgeFilters(donors=("DEU",), roles=("supplier",)), ""),
        (PledgeFilters(roles=("stock_owner", "supplier")), "a"),
        (PledgeFilters(attributed_to=("NOR",)), "bd"),
        (PledgeFilters(attributed_to=("JOINT", "POL")), "bf"),
        (PledgeFilters(forums=("udcg",)), "a"),
        (PledgeFilters(stages=("delivered",)), "b"),
        (PledgeFilters(stages=("signalled", "delivered")), "bc"),
        (PledgeFilters(grades=("unverified",)), ""),
        (PledgeFilters(grades=("official_donor",), stages=("signalled",)), "c"),
        (PledgeFilters(quantity_certainly_max=Decimal(1)), "cdfh"),
        (PledgeFilters(quantity_possibly_max=Decimal(2), kinds=("system",)), "cfgh"),
        (PledgeFilters(value_certainly_min=Decimal(50_000_000)), "b"),
        (PledgeFilters(value_possibly_max=Decimal(50_000_000)), "d"),
        (PledgeFilters(value_possibly_min=Decimal(1), value_certainly_max=Decimal(60_000_000)), "d"),
        (PledgeFilters(search="nasams"), "h"),
        (PledgeFilters(search="Patriot nor"), "ab"),
        (PledgeFilters(search="udcg-28 2025-deu"), "a"),
        (PledgeFilters(search="100%_"), ""),
        (PledgeFilters(quantity_certainly_min=Decimal(180)), "b"),
        (PledgeFilters(quantity_certainly_min=Decimal(4)), "abe"),
        (PledgeFilters(quantity_possibly_min=Decimal(1000)), "g"),
        (PledgeFilters(due_after=date(2025, 9, 1)), "a"),
        (PledgeFilters(due_before=date(2025, 6, 14)), "b"),
        (PledgeFilters(announced_after=date(2025, 6, 2)), "g"),
        (PledgeFilters(announced_before=date(2025, 5, 31)), "g"),
        (PledgeFilters(delivered_after=date(2025, 8, 31)), "b"),
        (PledgeFilters(delivered_before=date(2025, 5, 31)), ""),
        (PledgeFilters(overdue=("possibly",)), ""),
        (PledgeFilters(overdue=("no",)), "ab"),
    ],
)
def test_pledge_filters_choose(filters: PledgeFilters, rows: str) -> None:
    expected = sorted(factories.pledge_named(f"row:{letter}").reference for letter in rows)

    assert [row.reference for row in answers.pledge_states(current(), filters).rows] == expected
    assert answers.count_pledges(current(), filters) == len(expected)


@pytest.mark.usefixtures("ledger")
def test_pledge_detail_keeps_the_history_of_its_due_date() -> None:
    detail = answers.pledge_detail("2025-DEU-001", current())

    assert detail is not None
    assert [(one.due and one.due.text, one.current, one.due_moved) for one in detail.terms] == [
        ("by 2025-06-20", False, False),
        ("by the end of 2025", True, True),
    ]
    assert detail.state is not None
    assert {(party.code, party.role) for party in detail.state.parties} == {
        ("DEU", "funder"),
        ("DEU", "stock_owner"),
        ("NOR", "supplier"),
    }


@pytest.mark.usefixtures("ledger")
def test_pledge_detail_shows_what_was_taken_back_and_why() -> None:
    detail = answers.pledge_detail("2025-DEU-001", current())

    assert detail is not None
    announced, taken_back = detail.entries
    assert (announced.stage, announced.counts, announced.voids) == ("announced", True, ())
    assert (taken_back.stage, taken_back.counts, [void.reason for void in taken_back.voids]) == (
        "delivered",
        False,
        ["counted twice"],
    )


@pytest.mark.usefixtures("ledger")
def test_pledge_detail_names_the_pledges_that_name_it() -> None:
    detail = answers.pledge_detail("2025-DEU-001", current())

    assert detail is not None
    assert detail.links == answers.Links(
        restated_by=(factories.pledge_named("row:e").reference,),
        added_to_by=(factories.pledge_named("row:g").reference,),
        compensated_by=(factories.pledge_named("row:f").reference,),
        external_references=("row:a",),
    )


@pytest.mark.usefixtures("ledger")
def test_pledge_detail_of_an_earlier_version_knows_nothing_later() -> None:
    detail = answers.pledge_detail("2025-DEU-001", parse_moment(None, "v1", now=NOW))

    assert detail is not None
    assert (len(detail.terms), len(detail.entries)) == (1, 1)
    assert answers.pledge_detail("2025-DEU-001", parse_moment(None, "v0", now=NOW)) is None


@pytest.mark.usefixtures("ledger")
def test_pledge_detail_has_no_state_before_anything_began() -> None:
    detail = answers.pledge_detail("2025-DEU-001", parse_moment("2025-05-31", None, now=NOW))

    assert detail is not None
    assert (detail.state, [entry.counts for entry in detail.entries]) == (None, [False, False])


@pytest.mark.django_db(transaction=True)
def test_one_picture_holds_every_query_to_one_state() -> None:
    def isolation() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            return str(cursor.fetchone()[0])

    with answers.one_picture():
        inside = isolation()

    assert (inside, isolation()) == ("repeatable read", "read committed")
