"""The path from draft to approval: who may take which step, and what sends a change set back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.models import ChangeSet, ChangeSetEvent, ReviewPolicy
from pledges.values.choices import Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def approvals(changeset: ChangeSet) -> list[tuple[int, str, str | None]]:
    """Return who wrote and who approved each row."""
    found = changeset.rows.order_by("position")
    return list(found.values_list("position", "author__username", "approved_by__username"))


def test_submit_sends_a_planned_draft_to_review() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    assert staff_steps.state_of(changeset) == "submitted"


def test_submit_refuses_rows_with_problems() -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(), staff_steps.pledge_row(system="Patroit")])
    with pytest.raises(ledger.PlanHasProblems) as refusal:
        ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    assert refusal.value.reasons == ("row 2: system: no system is called “Patroit” (did you mean patriot?)",)
    assert staff_steps.state_of(changeset) == "draft"


def test_submit_refuses_an_empty_changeset() -> None:
    with pytest.raises(ledger.PlanHasProblems):
        ledger.submit(changeset=staff_steps.draft([]), actor=staff_steps.user("drafter"), now=staff_steps.NOW)


def test_submit_refuses_a_reader() -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    with pytest.raises(ledger.NotAllowed):
        ledger.submit(
            changeset=changeset, actor=staff_steps.create_user("somebody", role=Role.READER), now=staff_steps.NOW
        )


def test_draft_refuses_a_reader() -> None:
    staff_steps.create_user("somebody", role=Role.READER)
    with pytest.raises(ledger.NotAllowed):
        staff_steps.draft([staff_steps.pledge_row()], author="somebody")
    assert ChangeSet.objects.count() == 0


def test_submit_and_approve_refuse_a_changeset_in_another_state() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    with pytest.raises(ledger.WrongState, match="is approved; this step needs it to be draft"):
        ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    with pytest.raises(ledger.WrongState, match="is approved; this step needs it to be submitted"):
        staff_steps.approve(changeset)


def test_approve_refuses_the_author_of_a_row() -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(), staff_steps.pledge_row()], author="reviewer")
    ledger.submit(changeset=changeset, actor=staff_steps.user("reviewer"), now=staff_steps.NOW)
    with pytest.raises(ledger.OwnChangeSet, match=r"reviewer wrote rows \[1, 2\]"):
        staff_steps.approve(changeset)
    staff_steps.approve(changeset, by="another")
    assert approvals(changeset) == [(1, "reviewer", "another"), (2, "reviewer", "another")]


def test_approve_lets_a_single_person_work_where_the_policy_says_so() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = staff_steps.draft([staff_steps.pledge_row()], author="reviewer")
    ledger.submit(changeset=changeset, actor=staff_steps.user("reviewer"), now=staff_steps.NOW)
    staff_steps.approve(changeset)
    assert ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW).number == 1


@pytest.mark.parametrize("approve", [ledger.approve, ledger.approve_others])
def test_approve_refuses_rows_that_are_not_planned(approve: Callable[..., object]) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(), staff_steps.pledge_row()])
    changeset.rows.filter(position=2).update(plan=None)
    with pytest.raises(ledger.PlanHasProblems) as refusal:
        approve(
            changeset=changeset,
            reviewer=staff_steps.user("reviewer"),
            seen=ledger.hash_shown_rows(changeset),
            now=staff_steps.NOW,
        )
    assert refusal.value.reasons == ("row 2: not planned",)
    assert approvals(changeset) == [(1, "drafter", None), (2, "drafter", None)]


def test_approve_refuses_a_drafter() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    with pytest.raises(ledger.NotAllowed):
        ledger.approve(
            changeset=changeset,
            reviewer=staff_steps.create_user("other", role=Role.DRAFTER),
            seen=ledger.hash_shown_rows(changeset),
            now=staff_steps.NOW,
        )


def test_reject_sends_it_back_with_the_reason_and_keeps_what_was_approved() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row(), staff_steps.pledge_row()])
    ledger.reject(
        changeset=changeset, reviewer=staff_steps.user("reviewer"), reason="  the date is wrong ", now=staff_steps.NOW
    )
    changeset.refresh_from_db()
    assert (changeset.state, changeset.approved_by, changeset.approved_at) == ("draft", None, None)
    last = ChangeSetEvent.objects.order_by("-pk").values_list("kind", "actor__username", "detail")[0]
    assert last == ("rejected", "reviewer", "the date is wrong")
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "drafter", "reviewer")]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x00b"])
def test_reject_needs_a_reason_that_can_be_kept(reason: str) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    with pytest.raises(ledger.ReasonNeeded):
        ledger.reject(changeset=changeset, reviewer=staff_steps.user("reviewer"), reason=reason, now=staff_steps.NOW)
    assert staff_steps.state_of(changeset) == "submitted"


def test_reject_refuses_a_draft() -> None:
    with pytest.raises(ledger.WrongState, match="submitted or approved"):
        ledger.reject(
            changeset=staff_steps.draft([staff_steps.pledge_row()]),
            reviewer=staff_steps.user("reviewer"),
            reason="no",
            now=staff_steps.NOW,
        )


def test_row_corrected_in_review_needs_somebody_elses_approval() -> None:
    rows = [staff_steps.pledge_row(), staff_steps.pledge_row()]
    changeset = staff_steps.approve_rows(rows)
    ledger.reject(
        changeset=changeset, reviewer=staff_steps.user("reviewer"), reason="two, not one", now=staff_steps.NOW
    )
    corrected = [rows[0], {**rows[1], "quantity": "2"}]
    replace_rows(
        changeset=changeset,
        rows=corrected,
        author=staff_steps.user("reviewer"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "reviewer", None)]
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    with pytest.raises(ledger.OwnChangeSet, match=r"wrote rows \[2\]"):
        staff_steps.approve(changeset)
    staff_steps.approve(changeset, by="another")
    assert approvals(changeset) == [(1, "drafter", "reviewer"), (2, "reviewer", "another")]


def test_replace_rows_keeps_what_says_the_same_and_drops_the_rest() -> None:
    rows = [staff_steps.pledge_row(), staff_steps.pledge_row(), staff_steps.pledge_row()]
    changeset = staff_steps.draft(rows)
    plans = replace_rows(
        changeset=changeset,
        rows=[rows[0], rows[2]],
        author=staff_steps.user("another"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    changeset.refresh_from_db()
    assert [plan.action for plan in plans] == ["create", "create"]
    assert approvals(changeset) == [(1, "drafter", None), (2, "another", None)]
    assert changeset.edit_version == 2
    assert changeset.events.order_by("-pk")[0].detail == "2 rows"
