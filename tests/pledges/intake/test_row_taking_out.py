"""A row that was in review does not go away: it is taken out, which somebody else approves, and stays to be read."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.intake.row_editing import save_row, save_rows
from pledges.intake.row_removal import leave_out_rows
from pledges.models import ChangeSet, ChangeSetRow, Pledge, SystemAlias
from pledges.values.choices import ChangeSetEventKind
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

Standing = list[tuple[int, str, str, bool, str]]


def three_rows() -> list[staff_steps.Row]:
    return [staff_steps.pledge_row(quantity=number, external_reference=f"row:q{number}") for number in "123"]


def in_review() -> ChangeSet:
    return staff_steps.submit_rows(three_rows())


def save(changeset: ChangeSet, position: int, payload: staff_steps.Row, *, by: str = "reviewer") -> None:
    changeset.refresh_from_db()
    row = changeset.rows.get(position=position)
    save_row(
        changeset=changeset,
        row=row.pk,
        payload=payload,
        author=staff_steps.user(by),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


def replace(changeset: ChangeSet, rows: list[staff_steps.Row], *, by: str = "reviewer") -> None:
    replace_rows(
        changeset=changeset, rows=rows, author=staff_steps.user(by), today=staff_steps.TODAY, now=staff_steps.NOW
    )


def send_back(changeset: ChangeSet) -> None:
    ledger.reject(changeset=changeset, reviewer=staff_steps.user("reviewer"), reason="no", now=staff_steps.NOW)


def rows_of(changeset: ChangeSet) -> Standing:
    """Return place, quantity, author, whether it is taken out, and the planned action of every row."""
    rows = changeset.rows.order_by("position")
    names = ("position", "payload__quantity", "author__username", "taken_out", "plan__action")
    return list(rows.values_list(*names))


def events(changeset: ChangeSet, kind: ChangeSetEventKind) -> list[tuple[str, str]]:
    found = changeset.events.filter(kind=kind).order_by("pk").values_list("actor__username", "detail")
    return [(name, detail.partition(":")[0]) for name, detail in found]


WITHOUT_FIRST: Standing = [
    (1, "2", "drafter", False, "create"),
    (2, "3", "drafter", False, "create"),
    (3, "1", "reviewer", True, "taken_out"),
]


def test_row_deleted_in_review_is_taken_out_and_noted() -> None:
    changeset = in_review()
    save(changeset, 1, {})
    assert rows_of(changeset) == WITHOUT_FIRST
    assert events(changeset, ChangeSetEventKind.TAKEN_OUT) == [("reviewer", "row 1 of drafter")]


def test_rows_that_a_list_leaves_out_are_taken_out_whatever_their_place() -> None:
    changeset = in_review()
    replace(changeset, [row.payload for row in changeset.rows.filter(position__gt=1).order_by("position")])
    assert rows_of(changeset) == WITHOUT_FIRST
    assert len(events(changeset, ChangeSetEventKind.TAKEN_OUT)) == 1


def test_who_takes_a_row_out_does_not_approve_the_rest_alone() -> None:
    changeset = in_review()
    save(changeset, 1, {})
    with pytest.raises(ledger.OwnChangeSet, match=r"wrote or took out rows \[3\]"):
        staff_steps.approve(changeset)
    seen = ledger.hash_shown_rows(changeset)
    reviewer = staff_steps.user("reviewer")
    done = ledger.approve_others(changeset=changeset, reviewer=reviewer, seen=seen, now=staff_steps.NOW)
    assert done == [1, 2]
    staff_steps.approve(changeset, by="another")
    approved = changeset.rows.order_by("position").values_list("approved_by__username", flat=True)
    assert list(approved) == ["reviewer", "reviewer", "another"]
    ledger.publish(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW)
    assert Pledge.objects.count() == 2
    assert rows_of(changeset) == WITHOUT_FIRST


def test_row_deleted_after_it_was_sent_back_is_taken_out_as_well() -> None:
    changeset = in_review()
    send_back(changeset)
    changeset.refresh_from_db()
    kept = [(row.pk, row.payload) for row in changeset.rows.filter(position__gt=1).order_by("position")]
    new = (None, staff_steps.pledge_row(quantity="9", system="nasams"))
    save_rows(
        changeset=changeset,
        rows=[*kept, new],
        author=staff_steps.user("reviewer"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert rows_of(changeset) == [
        (1, "2", "drafter", False, "create"),
        (2, "3", "drafter", False, "create"),
        (3, "9", "reviewer", False, "create"),
        (4, "1", "reviewer", True, "taken_out"),
    ]
    # What nobody has seen in review is simply deleted.
    save(changeset, 3, {})
    assert rows_of(changeset) == WITHOUT_FIRST
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    with pytest.raises(ledger.OwnChangeSet):
        staff_steps.approve(changeset)


def test_saving_the_rows_of_a_sent_back_draft_leaves_what_is_taken_out_where_it_is() -> None:
    changeset = in_review()
    save(changeset, 1, {})
    send_back(changeset)
    changeset.refresh_from_db()
    every = [(row.pk, row.payload) for row in changeset.rows.order_by("position")]
    save_rows(
        changeset=changeset,
        rows=[every[1], every[0], every[2]],
        author=staff_steps.user("drafter"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert rows_of(changeset) == [
        (1, "3", "drafter", False, "create"),
        (2, "2", "drafter", False, "create"),
        (3, "1", "reviewer", True, "taken_out"),
    ]


def test_row_that_is_put_back_needs_somebody_else_again() -> None:
    changeset = in_review()
    payload = changeset.rows.get(position=1).payload
    save(changeset, 1, {})
    save(changeset, 3, payload, by="another")
    assert rows_of(changeset) == [
        (1, "2", "drafter", False, "create"),
        (2, "3", "drafter", False, "create"),
        (3, "1", "another", False, "create"),
    ]
    assert events(changeset, ChangeSetEventKind.PUT_BACK) == [("another", "row 3 of reviewer")]
    with pytest.raises(ledger.OwnChangeSet):
        staff_steps.approve(changeset, by="another")
    staff_steps.approve(changeset)


def test_new_row_in_review_stands_before_what_is_taken_out() -> None:
    changeset = in_review()
    save(changeset, 1, {})
    changeset.refresh_from_db()
    save_row(
        changeset=changeset,
        row=None,
        payload=staff_steps.pledge_row(quantity="9", system="nasams"),
        author=staff_steps.user("another"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert [(place, quantity) for place, quantity, *_ in rows_of(changeset)] == [(1, "2"), (2, "3"), (3, "9"), (4, "1")]
    assert changeset.rows.get(position=3).reviewed


def test_planning_anew_leaves_what_is_taken_out_alone() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(system="MIM-104", quantity="1"), *three_rows()[1:]])
    save(changeset, 1, {})
    SystemAlias.objects.all().delete()
    staff_steps.plan_anew(changeset)
    assert rows_of(changeset) == WITHOUT_FIRST


def test_row_that_names_what_is_taken_out_has_a_problem() -> None:
    pledge = staff_steps.pledge_row(external_reference="row:p")
    changeset = staff_steps.submit_rows([pledge, staff_steps.entry_row("row:p")])
    save(changeset, 1, {})
    plan = changeset.rows.get(position=1).plan
    assert [one["rule"] for one in plan["problems"]] == ["unknown_pledge"]


def test_rows_with_problems_that_were_in_review_are_taken_out() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(system="MIM-104", quantity="1"), *three_rows()[1:]])
    send_back(changeset)
    SystemAlias.objects.all().delete()
    staff_steps.plan_anew(changeset)
    taken = leave_out_rows(
        changeset=changeset, author=staff_steps.user("reviewer"), today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert [one["line"] for one in taken] == [1]
    assert rows_of(changeset) == WITHOUT_FIRST


def test_change_set_of_which_nothing_is_left_does_not_go_to_review() -> None:
    changeset = staff_steps.submit_rows(three_rows()[:1])
    send_back(changeset)
    save(changeset, 1, {}, by="drafter")
    with pytest.raises(ledger.PlanHasProblems, match="needs rows"):
        ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_database_deletes_no_row_that_was_in_review(state: str) -> None:
    changeset = in_review()
    if state == "draft":
        send_back(changeset)
    with pytest.raises(IntegrityError, match="row 1 was in review: it is taken out, and stays"), transaction.atomic():
        ChangeSetRow.objects.filter(changeset=changeset, position=1).delete()
    ChangeSetRow.objects.filter(changeset=changeset, position=1).update(reviewed=False)
    assert changeset.rows.get(position=1).reviewed


def test_rows_are_marked_when_they_leave_review() -> None:
    changeset = in_review()
    assert [row.was_in_review for row in changeset.rows.all()] == [True] * 3
    assert not changeset.rows.filter(reviewed=True).exists()
    send_back(changeset)
    assert [row.reviewed for row in changeset.rows.all()] == [True] * 3
    approved = staff_steps.approve_rows(three_rows())
    assert [row.reviewed for row in approved.rows.all()] == [True] * 3


def test_database_writes_nothing_of_a_row_that_is_taken_out() -> None:
    changeset = in_review()
    with pytest.raises(IntegrityError, match="change_set_row_taken_out"), transaction.atomic():
        ChangeSetRow.objects.filter(changeset=changeset, position=1).update(taken_out=True)
    save(changeset, 1, {})
    with pytest.raises(IntegrityError, match="change_set_row_taken_out"), transaction.atomic():
        ChangeSetRow.objects.filter(changeset=changeset, position=3).update(taken_out=False)


def test_another_statement_in_place_of_a_reviewed_row_takes_that_out() -> None:
    changeset = in_review()
    other = staff_steps.pledge_row(quantity="9", donors="NOR", system="nasams", external_reference="row:other")
    replace(changeset, [other, *three_rows()[1:]])
    assert rows_of(changeset) == [
        (1, "9", "reviewer", False, "create"),
        (2, "2", "drafter", False, "create"),
        (3, "3", "drafter", False, "create"),
        (4, "1", "reviewer", True, "taken_out"),
    ]
    assert events(changeset, ChangeSetEventKind.TAKEN_OUT) == [("reviewer", "row 1 of drafter")]


def test_row_corrected_by_a_list_in_review_says_in_the_history_what_it_said() -> None:
    changeset = in_review()
    replace(changeset, [{**three_rows()[0], "quantity": "4"}, *three_rows()[1:]])
    told = changeset.events.filter(kind=ChangeSetEventKind.EDITED).order_by("-pk")[0].detail
    assert told == "3 rows\nrow 1: quantity “1” → “4”"
    assert rows_of(changeset)[0] == (1, "4", "reviewer", False, "create")


@pytest.mark.parametrize("way", ["list", "form"])
def test_list_and_form_refuse_the_same_in_review(way: str) -> None:
    def take_first_out(*, by: str) -> None:
        if way == "list":
            replace(changeset, three_rows()[1:], by=by)
        else:
            save(changeset, 1, {}, by=by)

    changeset = in_review()
    with pytest.raises(ledger.NotAllowed):
        take_first_out(by="drafter")
    staff_steps.approve(changeset)
    with pytest.raises(ledger.WrongState):
        take_first_out(by="reviewer")
