"""What rows cannot mean is a problem; what is odd is a warning, and waits for a reason before review."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from pledges import ledger
from pledges.intake.planner import plan_rows
from pledges.intake.plausibility import read_accepted, write_accepted
from pledges.intake.warning_reasons import accept_every_warning, accept_warnings
from pledges.models import ChangeSet
from tests.factories import create_published_pledge
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

entry, pledge, stock = staff_steps.entry_row, staff_steps.pledge_row, staff_steps.stock_row
Said = list[tuple[int, str, str, str]]


def problems(*rows: staff_steps.Row) -> Said:
    """Return row, column, rule and message of every problem."""
    plans = plan_rows(rows, today=staff_steps.TODAY)
    return [(one.row, one.column, one.rule, one.message) for plan in plans for one in plan.problems]


def warnings(*rows: staff_steps.Row) -> Said:
    """Return row, column, rule and message of every warning; there is no problem."""
    plans = plan_rows(rows, today=staff_steps.TODAY)
    assert [one for plan in plans for one in plan.problems] == []
    return [(plan.number, one["column"], one["rule"], one["message"]) for plan in plans for one in plan.warnings]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            stock(quantity="5", unavailable="9"),
            ("unavailable", "more_than_total", "9 of 5 are unavailable"),
        ),
        (
            pledge(occurred="2025-06-17", source_published="2025-06-15"),
            ("occurred", "after_source", "2025-06-17 is after the day on which the source speaks, 2025-06-15"),
        ),
        (
            stock(occurred="July 2025", source_published="2025-06-15"),
            ("occurred", "after_source", "2025-07-01 is after the day on which the source speaks, 2025-06-15"),
        ),
        (
            pledge(occurred="2025-07-03", source_published=None),
            ("occurred", "after_source", "2025-07-03 is after the day on which the source speaks, 2025-07-01"),
        ),
        (
            pledge(occurred="2025-06-01", due="May 2025"),
            ("due", "due_before_said", "it is due by 2025-05-31, before it was said on 2025-06-01"),
        ),
        (
            staff_steps.requirement_row(occurred="2025-06-01", due="2024"),
            ("due", "due_before_said", "it is due by 2024-12-31, before it was said on 2025-06-01"),
        ),
        (
            pledge(due="2025-12-01 to 2025-10-01"),
            ("due", "date", "the window runs backwards, from 2025-12-01 to 2025-10-01"),
        ),
    ],
)
def test_contradiction_is_a_problem(row: staff_steps.Row, told: tuple[str, str, str]) -> None:
    assert problems(row) == [(1, *told)]


@pytest.mark.parametrize(
    "row",
    [
        stock(quantity="5", unavailable="5"),
        stock(quantity="at least 5", unavailable="9"),
        pledge(occurred="2025-06-16", source_published="2025-06-15"),
        pledge(occurred="June 2025"),
        pledge(occurred="2025-06-01", due="June 2025"),
    ],
)
def test_what_may_be_is_no_problem(row: staff_steps.Row) -> None:
    assert problems(row) == []


def test_new_terms_are_not_due_before_their_pledge_was_promised() -> None:
    reference = create_published_pledge(occurred="2025-05-01").reference
    assert problems(staff_steps.terms_row(reference, due="2025-06-01")) == []
    assert problems(staff_steps.terms_row(reference, due="2025-04-01")) == [
        (1, "due", "due_before_said", "it is due by 2025-04-01, before it was said on 2025-05-01")
    ]


def test_more_delivered_than_promised_in_the_ledger_is_odd() -> None:
    reference = create_published_pledge(quantity="2").reference
    staff_steps.publish_all([entry(reference, quantity="1")])
    assert warnings(entry(reference, quantity="1")) == []
    assert warnings(entry(reference, quantity="50")) == [(1, "quantity", "over_delivery", "51 delivered of 2 promised")]
    # Together they are too many, each alone is not; the last one says so.
    assert warnings(entry(reference, quantity="1"), entry(reference, quantity="1")) == [
        (2, "quantity", "over_delivery", "3 delivered of 2 promised")
    ]


@pytest.mark.parametrize("promised", ["at least 2", "several", "up to 60"])
def test_deliveries_within_an_open_promise_are_not_odd(promised: str) -> None:
    reference = create_published_pledge(quantity=promised).reference
    assert warnings(entry(reference, quantity="50")) == []


def test_a_larger_promise_of_the_same_rows_counts() -> None:
    reference = create_published_pledge(quantity="2").reference
    assert warnings(entry(reference, stage="contracted", quantity="60"), entry(reference, quantity="50")) == []


def test_what_the_rows_take_back_does_not_count() -> None:
    row = pledge(quantity="2")
    staff_steps.publish_all([row])
    first = entry(row["external_reference"], quantity="2")
    staff_steps.publish_all([first])
    assert warnings({**first, "quantity": "1"}, entry(row["external_reference"], quantity="1")) == []


def test_more_withdrawn_than_is_left_is_odd() -> None:
    reference = create_published_pledge(quantity="2").reference
    assert warnings(entry(reference, stage="withdrawn", quantity="2")) == []
    assert warnings(entry(reference, stage="withdrawn", quantity="5")) == [
        (1, "quantity", "over_withdrawal", "5 withdrawn and 0 delivered of 2 promised")
    ]
    assert warnings(entry(reference), entry(reference, stage="withdrawn", quantity="2")) == [
        (2, "quantity", "over_withdrawal", "2 withdrawn and 1 delivered of 2 promised")
    ]


def test_pledge_of_the_same_rows_is_compared_as_well() -> None:
    new = pledge(quantity="2", external_reference="row:new")
    assert warnings(entry("row:new", quantity="3"), new) == [
        (1, "quantity", "over_delivery", "3 delivered of 2 promised")
    ]


def test_money_is_not_counted() -> None:
    reference = create_published_pledge(system="money", unit="lot", quantity=None, amount="€5m").reference
    assert warnings(entry(reference, quantity="3", amount="€1m")) == []


def test_delivery_before_the_promise_is_odd() -> None:
    reference = create_published_pledge(quantity="2", occurred="2025-06-01").reference
    assert warnings(entry(reference, occurred="May 2025")) == [
        (1, "occurred", "before_promise", "delivered by 2025-05-31, promised on 2025-06-01")
    ]
    assert warnings(entry(reference, occurred="May to June 2025")) == []


@pytest.mark.parametrize(
    ("row", "column", "day"),
    [(pledge(due="2035-08-01"), "due", "2035-08-01"), (stock(occurred="2014-03-01"), "occurred", "2014-03-01")],
)
def test_date_more_than_ten_years_off_is_odd(row: staff_steps.Row, column: str, day: str) -> None:
    assert warnings(row) == [(1, column, "far_off", f"{day} is more than 10 years from 2025-06-15")]


def test_recipient_as_donor_is_odd_and_as_producer_is_not() -> None:
    assert warnings(pledge(donors="UKR")) == [
        (1, "donors", "own_country", "the recipient is a party of this promise to itself")
    ]
    assert warnings(pledge(donors="DEU;UKR:producer")) == []
    assert warnings(pledge(donors="POL", beneficiary="POL"))[0][2] == "own_country"


@pytest.mark.parametrize("count", [1, 3])
def test_ledger_is_read_once_whatever_the_rows(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = [pledge(quantity="2", donors=donor) for donor in ("DEU", "NOR", "NLD")[:count]]
    staff_steps.publish_all(rows)
    plan_rows([entry(rows[0]["external_reference"])], today=staff_steps.TODAY)
    with django_assert_num_queries(17):
        plan_rows([entry(row["external_reference"], quantity="3") for row in rows], today=staff_steps.TODAY)


ODD = pledge(donors="UKR", due="2036-01-01")
WAITING = (
    "row 1: the recipient is a party of this promise to itself, 2036-01-01 is more than 10 years from 2025-06-15",
)


def accept(changeset: ChangeSet, reasons: dict[str, str], *, by: str = "drafter") -> int:
    changeset.refresh_from_db()
    return accept_warnings(
        changeset=changeset,
        reasons={changeset.rows.get(position=1).pk: reasons},
        author=staff_steps.user(by),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


def submit(changeset: ChangeSet) -> ChangeSet:
    return ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)


def reasons_of(changeset: ChangeSet) -> list[str]:
    return [one["accepted"] for one in changeset.rows.get(position=1).plan["warnings"]]


def test_review_waits_until_every_warning_has_a_reason() -> None:
    changeset = staff_steps.draft([ODD])
    with pytest.raises(ledger.WarningsNotAccepted, match="1 row has warnings") as refusal:
        submit(changeset)
    assert refusal.value.reasons == WAITING
    assert accept(changeset, {"own_country": " It  gives; itself ", "far_off": " "}) == 1
    with pytest.raises(ledger.WarningsNotAccepted):
        submit(changeset)
    assert accept(changeset, {"far_off": "as the ministry says", "over_delivery": "never raised"}) == 1
    assert reasons_of(changeset) == ["It gives, itself", "as the ministry says"]
    assert changeset.events.order_by("-pk")[0].detail == ("warnings accepted:\nrow 1, far_off: as the ministry says")
    assert staff_steps.approve(submit(changeset)).state == "approved"


def test_reason_may_come_with_the_row() -> None:
    row = {**ODD, "accepted_warnings": "own_country: it gives itself\nfar_off: as the ministry says"}
    changeset = staff_steps.draft([row])
    assert reasons_of(changeset) == ["it gives itself", "as the ministry says"]
    assert submit(changeset).state == "submitted"
    assert problems({**ODD, "accepted_warnings": "fine"}) == [
        (1, "accepted_warnings", "form", "it names no warning and its reason")
    ]


def test_reason_is_no_part_of_what_a_row_says() -> None:
    row = {**ODD, "accepted_warnings": "own_country: it gives itself; far_off: as the ministry says"}
    staff_steps.publish_all([row])
    assert [plan.action for plan in plan_rows([ODD], today=staff_steps.TODAY)] == ["unchanged"]


def test_whoever_gives_a_reason_in_review_does_not_approve_the_row() -> None:
    changeset = staff_steps.submit_rows(
        [pledge(quantity="2", external_reference="row:p"), entry("row:p", quantity="2")]
    )
    staff_steps.publish_all([pledge(quantity="2", external_reference="row:p"), entry("row:p", quantity="1")])
    staff_steps.plan_anew(changeset)
    # A plan made anew may find what nobody saw before.
    found: Any = [plan.get("warnings") for plan in changeset.rows.order_by("position").values_list("plan", flat=True)]
    assert found[1][0]["message"] == "3 delivered of 2 promised"
    with pytest.raises(ledger.WarningsNotAccepted):
        staff_steps.approve(changeset)
    reviewer = staff_steps.user("reviewer")
    given = accept_every_warning(
        changeset=ChangeSet.objects.get(pk=changeset.pk),
        reason="both are said",
        author=reviewer,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert given == 1
    with pytest.raises(ledger.OwnChangeSet):
        staff_steps.approve(changeset)
    assert staff_steps.approve(changeset, by="another").state == "approved"


def test_database_lets_nothing_into_review_that_is_odd_for_no_reason() -> None:
    changeset = staff_steps.draft([ODD])
    with pytest.raises(IntegrityError, match="has warnings that nobody accepted"), transaction.atomic():
        ChangeSet.objects.filter(pk=changeset.pk).update(state="submitted")
    assert staff_steps.state_of(changeset) == "draft"


def test_cell_of_reasons_reads_back_as_it_was_written() -> None:
    reasons = {"over_delivery": "both say: 50", "far_off": "as stated"}
    assert read_accepted(write_accepted(reasons)) == reasons
