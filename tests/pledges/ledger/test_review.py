"""The path from draft to approval: who may take which step, and what sends a change set back."""

from __future__ import annotations

import pytest

from pledges import ledger
from pledges.choices import Role
from pledges.intake.changesets import replace_rows
from pledges.models import ChangeSet, ChangeSetEvent, ReviewPolicy
from tests.pledges import desk

pytestmark = pytest.mark.usefixtures("catalogue")


def approvals(changeset: ChangeSet) -> list[tuple[int, str, str | None]]:
    """Return who wrote and who approved each row."""
    found = changeset.rows.order_by("position")
    return list(found.values_list("position", "author__username", "approved_by__username"))


def test_submit_sends_a_planned_draft_to_review() -> None:
    changeset = desk.submitted([desk.pledge_row()])
    assert desk.state_of(changeset) == "submitted"


def test_submit_refuses_rows_with_problems() -> None:
    changeset = desk.draft([desk.pledge_row(), desk.pledge_row(system="Patroit")])
    with pytest.raises(ledger.PlanHasProblems) as refusal:
        ledger.submit(changeset=changeset, actor=desk.user("drafter"), now=desk.NOW)
    assert refusal.value.reasons == ("row 2: system: no system is called “Patroit” (did you mean patriot?)",)
    assert desk.state_of(changeset) == "draft"


def test_submit_refuses_an_empty_changeset() -> None:
    with pytest.raises(ledger.PlanHasProblems):
        ledger.submit(changeset=desk.draft([]), actor=desk.user("drafter"), now=desk.NOW)


def test_submit_refuses_a_reader() -> None:
    changeset = desk.draft([desk.pledge_row()])
    with pytest.raises(ledger.NotAllowed):
        ledger.submit(changeset=changeset, actor=desk.create_user("somebody", role=Role.READER), now=desk.NOW)


def test_draft_refuses_a_reader() -> None:
    desk.create_user("somebody", role=Role.READER)
    with pytest.raises(ledger.NotAllowed):
        desk.draft([desk.pledge_row()], author="somebody")
    assert ChangeSet.objects.count() == 0


def test_submit_and_approve_refuse_a_changeset_in_another_state() -> None:
    changeset = desk.approved([desk.pledge_row()])
    with pytest.raises(ledger.WrongState, match="is approved; this step needs it to be draft"):
        ledger.submit(changeset=changeset, actor=desk.user("drafter"), now=desk.NOW)
    with pytest.raises(ledger.WrongState, match="is approved; this step needs it to be submitted"):
        ledger.approve(changeset=changeset, reviewer=desk.user("reviewer"), now=desk.NOW)


def test_approve_refuses_the_author_of_a_row() -> None:
    changeset = desk.draft([desk.pledge_row(), desk.pledge_row()], author="reviewer")
    ledger.submit(changeset=changeset, actor=desk.user("reviewer"), now=desk.NOW)
    with pytest.raises(ledger.OwnChangeSet, match=r"reviewer wrote rows \[1, 2\]"):
        ledger.approve(changeset=changeset, reviewer=desk.user("reviewer"), now=desk.NOW)
    ledger.approve(changeset=changeset, reviewer=desk.user("another"), now=desk.NOW)
    assert approvals(changeset) == [(1, "reviewer", "another"), (2, "reviewer", "another")]


def test_approve_lets_a_single_person_work_where_the_policy_says_so() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = desk.draft([desk.pledge_row()], author="reviewer")
    ledger.submit(changeset=changeset, actor=desk.user("reviewer"), now=desk.NOW)
    ledger.approve(changeset=changeset, reviewer=desk.user("reviewer"), now=desk.NOW)
    assert ledger.publish(changeset=changeset, reviewer=desk.user("reviewer"), now=desk.NOW).number == 1


def test_approve_refuses_a_drafter() -> None:
    changeset = desk.submitted([desk.pledge_row()])
    with pytest.raises(ledger.NotAllowed):
        ledger.approve(changeset=changeset, reviewer=desk.create_user("other", role=Role.DRAFTER), now=desk.NOW)


def test_reject_sends_it_back_with_the_reason_and_keeps_what_was_approved() -> None:
    changeset = desk.approved([desk.pledge_row(), desk.pledge_row()])
    ledger.reject(changeset=changeset, reviewer=desk.user("reviewer"), reason="  the date is wrong ", now=desk.NOW)
    changeset.refresh_from_db()
    assert (changeset.state, changeset.approved_by, changeset.approved_at) == ("draft", None, None)
    last = ChangeSetEvent.objects.order_by("-pk").values_list("kind", "actor__username", "detail")[0]
    assert last == ("rejected", "reviewer", "the date is wrong")
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "drafter", "reviewer")]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x00b"])
def test_reject_needs_a_reason_that_can_be_kept(reason: str) -> None:
    changeset = desk.submitted([desk.pledge_row()])
    with pytest.raises(ledger.ReasonNeeded):
        ledger.reject(changeset=changeset, reviewer=desk.user("reviewer"), reason=reason, now=desk.NOW)
    assert desk.state_of(changeset) == "submitted"


def test_reject_refuses_a_draft() -> None:
    with pytest.raises(ledger.WrongState, match="submitted or approved"):
        ledger.reject(
            changeset=desk.draft([desk.pledge_row()]), reviewer=desk.user("reviewer"), reason="no", now=desk.NOW
        )


def test_row_corrected_in_review_needs_somebody_elses_approval() -> None:
    rows = [desk.pledge_row(), desk.pledge_row()]
    changeset = desk.approved(rows)
    ledger.reject(changeset=changeset, reviewer=desk.user("reviewer"), reason="two, not one", now=desk.NOW)
    corrected = [rows[0], {**rows[1], "quantity": "2"}]
    replace_rows(changeset=changeset, rows=corrected, author=desk.user("reviewer"), today=desk.TODAY, now=desk.NOW)
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "reviewer", None)]
    ledger.submit(changeset=changeset, actor=desk.user("drafter"), now=desk.NOW)
    with pytest.raises(ledger.OwnChangeSet, match=r"wrote rows \[2\]"):
        ledger.approve(changeset=changeset, reviewer=desk.user("reviewer"), now=desk.NOW)
    ledger.approve(changeset=changeset, reviewer=desk.user("another"), now=desk.NOW)
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "reviewer", "another")]


def test_replace_rows_keeps_what_says_the_same_and_drops_the_rest() -> None:
    rows = [desk.pledge_row(), desk.pledge_row(), desk.pledge_row()]
    changeset = desk.draft(rows)
    plans = replace_rows(
        changeset=changeset, rows=[rows[0], rows[2]], author=desk.user("another"), today=desk.TODAY, now=desk.NOW
    )
    changeset.refresh_from_db()
    assert [plan.action for plan in plans] == ["create", "create"]
    assert approvals(changeset) == [(1, "drafter", None), (2, "another", None)]
    assert changeset.edit_version == 2
    assert changeset.events.order_by("-pk")[0].detail == "2 rows"
