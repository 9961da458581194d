"""Who proves that something was still missing after its due date, and up to which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledges import ledger, projections
from pledges.answers.as_of import as_of_from, stored_moment
from pledges.answers.moment_relations import fetch, relations
from pledges.models import Pledge, PledgeState
from pledges.values.choices import Overdue
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.shown import project, state

pytestmark = pytest.mark.usefixtures("catalogue")

PUBLISHED = {"source_published": "2025-08-31"}
CERTAINLY, POSSIBLY, NO = Overdue.CERTAINLY, Overdue.POSSIBLY, Overdue.NO


def promised(**cells: Any) -> staff_steps.Row:
    """Return a pledge of four that was due by 10 June 2025."""
    return staff_steps.pledge_row(**{"quantity": "4", "due": "by 2025-06-10", **cells})


def late_on(day: date, *, known: int | None = None, reference: str = "2025-DEU-001") -> str:
    """Return the lateness of a pledge on a day, as a version knows it."""
    as_of = as_of_from(stored_moment(number=known), now=staff_steps.NOW, valid_at=day, version=known)
    there = relations(as_of, PledgeState._meta.db_table)
    query = f"""
        {there.clause} SELECT overdue FROM {there[PledgeState._meta.db_table]} AS state
        JOIN pledges_pledge AS p ON p.id = state.pledge_id WHERE p.reference = %(reference)s
    """  # noqa: S608 - names of tables
    ((found,),) = fetch(query, as_of.moment.params() | {"reference": reference})
    return str(found)


def lateness_by_day(*days: int, known: int | None = None) -> list[str]:
    """Return the lateness of the first pledge on days of July 2025."""
    return [late_on(date(2025, 7, day), known=known) for day in days]


def test_a_later_delivery_proves_lateness_up_to_the_day_before_it() -> None:
    first = promised()
    project(first, staff_steps.entry_row(first["external_reference"], occurred="2025-07-20", **PUBLISHED))

    assert state().witness_end == date(2025, 7, 19)
    assert lateness_by_day(1, 19, 20, 21) == [CERTAINLY, CERTAINLY, POSSIBLY, POSSIBLY]
    assert (late_on(date(2025, 6, 10)), late_on(date(2025, 6, 11))) == (NO, CERTAINLY)


def test_a_delivery_whose_window_has_begun_proves_nothing_of_the_days_within() -> None:
    first = promised()
    project(first, staff_steps.entry_row(first["external_reference"], occurred="July 2025", **PUBLISHED))

    assert (late_on(date(2025, 6, 30)), late_on(date(2025, 7, 1))) == (CERTAINLY, POSSIBLY)


def test_a_source_without_a_date_is_no_witness() -> None:
    first = promised()
    undated = {"source_published": None, "source_title": "Undated"}
    project(first, staff_steps.entry_row(first["external_reference"], occurred="2025-06-30", **undated))

    assert (state().witness_end, late_on(date(2025, 6, 20))) == (None, POSSIBLY)


def test_terms_that_move_the_due_date_prove_that_it_was_missed() -> None:
    first = promised()
    project(first, staff_steps.terms_row(first["external_reference"], due="by 2025-12-31", occurred="2025-07-05"))

    assert lateness_by_day(4, 5) == [CERTAINLY, NO]


@pytest.mark.parametrize("due", ["by 2025-06-08", "by 2025-06-10"])
def test_terms_that_do_not_move_it_prove_nothing(due: str) -> None:
    first = promised(occurred="2025-06-02")
    moved = staff_steps.terms_row(
        first["external_reference"], due=due, meeting="udcg-28", occurred="2025-06-04", source_published="2025-06-04"
    )
    project(first, moved)

    assert state().witness_end is None


@pytest.mark.parametrize(
    ("total", "others", "overdue"),
    [
        ({"quantity": "3"}, [], CERTAINLY),
        ({"quantity": "4"}, [], POSSIBLY),
        ({"quantity": "up to 3"}, [], CERTAINLY),
        ({"quantity": "at least 3"}, [], POSSIBLY),
        ({"quantity": "3", "stage": "committed"}, [], POSSIBLY),
        ({"quantity": "1", "outstanding": "true"}, [], CERTAINLY),
        ({"quantity": "up to 3", "outstanding": "true"}, [], POSSIBLY),
        ({"quantity": "1", "donors": "USA"}, [], POSSIBLY),
        ({"quantity": "1", "unit": "launcher"}, [], POSSIBLY),
        ({"quantity": "1", "occurred": "2025-06-30"}, [], POSSIBLY),
        (
            {"quantity": "1", "source_published": None, "source_title": "Undated", "occurred": "2025-07-01"},
            [],
            POSSIBLY,
        ),
        # Another open pledge of the donor and system may be the one that is meant.
        ({"quantity": "1"}, [{"quantity": "2"}], POSSIBLY),
        ({"quantity": "1"}, [{"quantity": "2", "donors": "DEU;NOR"}], POSSIBLY),
        # What the others have had is part of the total.
        ({"quantity": "5"}, [{"quantity": "2", "stage": "delivered"}], CERTAINLY),
        ({"quantity": "6"}, [{"quantity": "2", "stage": "delivered"}], POSSIBLY),
        ({"quantity": "1"}, [{"quantity": "2", "stage": "signalled"}], CERTAINLY),
        ({"quantity": "1"}, [{"quantity": "2", "beneficiary": "POL"}], CERTAINLY),
        ({"quantity": "1"}, [{"quantity": "2", "occurred": "2025-07-20"}], CERTAINLY),
    ],
)
def test_a_total_is_a_witness_where_one_open_pledge_is_left(
    total: staff_steps.Row, others: list[staff_steps.Row], overdue: Overdue
) -> None:
    claim = staff_steps.asserted_total_row(**{"occurred": "2025-07-10", **total})
    project(promised(), *(staff_steps.pledge_row(**cells) for cells in others), claim)

    assert late_on(date(2025, 7, 1)) == overdue
    assert late_on(date(2025, 7, 11)) == POSSIBLY


def test_a_total_published_later_is_no_witness_at_an_earlier_version() -> None:
    now = staff_steps.NOW
    ledgers.publish([promised()], now=now)
    ledgers.publish([staff_steps.asserted_total_row(quantity="3", occurred="2025-07-10")], now=now)
    ledgers.publish([staff_steps.pledge_row(quantity="2", occurred="2025-06-20")], now=now)
    projections.drain_outbox(today=ledgers.TODAY, now=now)

    assert [lateness_by_day(1, 10, 11, known=known) for known in (1, 2, 3)] == [
        [POSSIBLY, POSSIBLY, POSSIBLY],
        [CERTAINLY, CERTAINLY, POSSIBLY],
        [POSSIBLY, POSSIBLY, POSSIBLY],
    ]
    assert projections.differences() == []


@pytest.mark.parametrize(
    ("cells", "overdue"),
    [
        ({}, CERTAINLY),
        ({"system": "patriot"}, CERTAINLY),
        ({"donors": None, "system": "patriot"}, CERTAINLY),
        ({"donors": "USA"}, POSSIBLY),
        ({"system": "nasams"}, POSSIBLY),
        ({"occurred": "2025-06-10"}, POSSIBLY),
        ({"source_published": None, "source_title": "Undated", "occurred": "2025-07-01"}, POSSIBLY),
    ],
)
def test_a_complete_list_proves_what_it_lacks(cells: staff_steps.Row, overdue: Overdue) -> None:
    project(promised(), staff_steps.completeness_row(**{"occurred": "2025-07-02", **cells}))

    assert (late_on(date(2025, 7, 2)), late_on(date(2025, 7, 3))) == (overdue, POSSIBLY)


@pytest.mark.parametrize(
    ("donors", "overdue"),
    [("DEU;NOR", POSSIBLY), ("DEU:funder:0.5;NOR:funder:0.5", POSSIBLY), ("DEU:stock_owner;NOR", CERTAINLY)],
)
def test_a_list_of_one_donor_proves_nothing_of_what_is_shared(donors: str, overdue: Overdue) -> None:
    project(promised(donors=donors), staff_steps.completeness_row(occurred="2025-07-02"))

    assert late_on(date(2025, 7, 1), reference=Pledge.objects.get().reference) == overdue


def test_a_list_that_was_taken_back_is_no_witness_and_one_restored_is_again() -> None:
    row = staff_steps.completeness_row(occurred="2025-07-02")
    staff_steps.publish_all([promised()])
    published = staff_steps.publish_all([row])
    undone = ledger.undo(
        changeset=published.changeset, reviewer=staff_steps.user("another"), reason="not so", now=staff_steps.NOW
    )
    ledger.undo(changeset=undone.changeset, reviewer=staff_steps.user("third"), reason="it was so", now=staff_steps.NOW)
    projections.drain_outbox(today=ledgers.TODAY, now=staff_steps.NOW)

    assert [late_on(ledgers.TODAY, known=known) for known in (1, 2, 3, 4)] == [POSSIBLY, CERTAINLY, POSSIBLY, CERTAINLY]
    assert projections.differences() == []


def test_lateness_ends_with_its_witness_when_the_day_moves_on() -> None:
    project(promised(), staff_steps.asserted_total_row(quantity="3", occurred="2025-07-02"))
    shown = [state().overdue]
    for day in (date(2025, 7, 2), date(2025, 7, 3)):
        projections.drain_outbox(today=day, now=staff_steps.NOW)
        shown.append(state().overdue)

    assert shown == [CERTAINLY, CERTAINLY, POSSIBLY]
    assert projections.differences() == []


def test_a_restating_pledge_is_never_late() -> None:
    first = staff_steps.pledge_row(quantity="4")
    project(first, promised(restates=first["external_reference"]))

    assert (state("2025-DEU-001").overdue, state("2025-DEU-002").overdue) == (Overdue.NOT_DATED, NO)
