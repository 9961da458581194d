"""An approval is of what a row would write: planning anew keeps it where that is the same, and drops it where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from meetings.models import Donor, DonorAlias
from pledges import ledger
from pledges.intake.approvals import changed_names
from pledges.intake.draft_discard import discard_draft
from pledges.intake.duplicates.decide_pairs import decide
from pledges.intake.publish_replanned import publish_planned_anew
from pledges.intake.row_editing import save_row
from pledges.ledger.fact_kinds import hash_planned_facts
from pledges.models import (
    ChangeSet,
    DatasetVersion,
    DuplicateCandidate,
    DuplicateDecision,
    Outcome,
    Pledge,
    ReviewPolicy,
    System,
    SystemAlias,
)
from pledges.values.choices import PlanAction
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

ALIAS = "MIM-104"


def rows_by_alias() -> list[staff_steps.Row]:
    """Return a row that names a system by its alias, and one that names it itself."""
    return [
        staff_steps.pledge_row(system=ALIAS, unit="battery", external_reference="alias:1"),
        staff_steps.pledge_row(donors="NOR", quantity="7", external_reference="slug:1"),
    ]


def move_alias() -> None:
    """Let the alias lead to another system, as a steward does."""
    SystemAlias.objects.filter(alias=ALIAS).update(system=System.objects.get(slug="nasams"))


def publish_another() -> DatasetVersion:
    """Bring something into the ledger that has nothing to do with the other rows."""
    return staff_steps.publish_all([staff_steps.stock_row(donors="NLD")])


def publish(changeset: ChangeSet, *, open_reason: str = "") -> int:
    reviewer = staff_steps.user("reviewer")
    version = publish_planned_anew(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW, open_reason=open_reason)
    return version.number


def approve(changeset: ChangeSet, *, by: str = "reviewer") -> None:
    staff_steps.approve(changeset, by=by)


def approvals(changeset: ChangeSet) -> list[tuple[str | None, bool]]:
    """Return who approved each row, and whether what was approved is what is planned."""
    found = changeset.rows.order_by("position")
    rows = found.values_list("approved_by__username", "approved_hash", "planned_hash", "plan")
    assert [hashed for _, _, hashed, _ in rows] == [hash_planned_facts(plan) for *_, plan in rows]
    return [(name, approved == hashed) for name, approved, hashed, _ in rows]


def last_event(changeset: ChangeSet) -> tuple[str, str, str]:
    found: tuple[str, str, str] = changeset.events.order_by("-pk").values_list("kind", "actor__username", "detail")[0]
    return found


def systems() -> list[str]:
    return list(Pledge.objects.order_by("pk").values_list("system__slug", flat=True))


APPROVED, LOST = ("reviewer", True), (None, False)


def test_approving_keeps_what_was_approved() -> None:
    changeset = staff_steps.submit_rows(rows_by_alias())
    assert approvals(changeset) == [LOST, LOST]
    approve(changeset)
    assert approvals(changeset) == [APPROVED, APPROVED]


@pytest.mark.parametrize("approve", [ledger.approve, ledger.approve_others])
def test_approving_takes_only_what_was_seen(approve: Callable[..., object]) -> None:
    changeset = staff_steps.submit_rows(rows_by_alias())
    seen = ledger.hash_shown_rows(changeset)
    move_alias()
    staff_steps.plan_anew(changeset)
    with pytest.raises(ledger.StalePlan, match="changed after they were shown to you"):
        approve(changeset=changeset, reviewer=staff_steps.user("reviewer"), seen=seen, now=staff_steps.NOW)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [LOST, LOST])


def test_what_was_seen_is_kept_with_the_approval_and_goes_with_it() -> None:
    changeset = staff_steps.submit_rows(rows_by_alias())
    seen = ledger.hash_shown_rows(changeset)
    staff_steps.approve(changeset)
    changeset.refresh_from_db()
    assert changeset.approved_hash == seen
    move_alias()
    staff_steps.plan_anew(changeset)
    changeset.refresh_from_db()
    assert changeset.approved_hash == ""


def test_planning_anew_the_same_facts_keeps_approvals_and_state() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    publish_another()
    assert staff_steps.plan_anew(changeset).unapproved == ()
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("approved", [APPROVED, APPROVED])
    assert last_event(changeset) == ("approved", "reviewer", "")
    assert ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW).number == 2


def test_planning_anew_after_an_alias_moved_asks_for_approval_of_that_row_anew() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    move_alias()

    assert staff_steps.plan_anew(changeset).unapproved == ("row 1: differs in system",)

    changeset.refresh_from_db()
    assert (changeset.state, changeset.approved_by, changeset.approved_at) == ("submitted", None, None)
    assert approvals(changeset) == [LOST, APPROVED]
    assert last_event(changeset) == (
        "replanned",
        "drafter",
        "no longer what was approved:\nrow 1: differs in system",
    )
    with pytest.raises(ledger.WrongState, match="is submitted"):
        publish(changeset)
    approve(changeset, by="another")
    assert approvals(changeset) == [("another", True), APPROVED]
    assert (publish(changeset), systems()) == (1, ["nasams", "patriot"])


def test_publishing_after_an_alias_moved_and_the_ledger_too_is_refused_and_keeps_the_new_plan() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    publish_another()
    move_alias()

    with pytest.raises(ledger.StalePlan, match="1 row would now write something else") as refusal:
        publish(changeset)

    assert refusal.value.reasons == ("row 1: differs in system",)
    changeset.refresh_from_db()
    assert (changeset.state, changeset.planned_version) == ("submitted", 1)
    assert approvals(changeset) == [LOST, APPROVED]
    assert last_event(changeset)[:2] == ("replanned", "reviewer")
    assert systems() == []
    approve(changeset)
    assert (publish(changeset), systems()) == (2, ["nasams", "patriot"])


def test_publishing_without_planning_anew_writes_what_was_approved() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    move_alias()
    assert (publish(changeset), systems()) == (1, ["patriot", "patriot"])


def test_publishing_where_only_the_ledger_moved_goes_through() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    publish_another()
    assert (publish(changeset), systems()) == (2, ["patriot", "patriot"])
    assert list(changeset.events.order_by("pk").values_list("kind", flat=True)) == [
        "created",
        "submitted",
        "approved",
        "published",
    ]


def test_publishing_needs_a_reviewer_before_anything_is_planned_anew() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    publish_another()
    move_alias()
    with pytest.raises(ledger.NotAllowed):
        publish_planned_anew(changeset=changeset, reviewer=staff_steps.user("drafter"), now=staff_steps.NOW)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("approved", [APPROVED, APPROVED])


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, "row 2: it is in the ledger already, and writes nothing"),
        ({"quantity": "9"}, "row 2: it replaces what came into the ledger meanwhile"),
    ],
    ids=["the same", "a former form"],
)
def test_row_that_another_change_set_published_is_no_longer_what_was_approved(other: Any, reason: str) -> None:
    row = staff_steps.pledge_row()
    changeset = staff_steps.approve_rows([staff_steps.stock_row(), row])
    staff_steps.publish_all([{**row, **other}])
    with pytest.raises(ledger.StalePlan) as refusal:
        publish(changeset)
    assert refusal.value.reasons == (reason,)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [APPROVED, LOST])


def test_row_whose_pledge_was_undone_is_told_with_its_fault() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    changeset = staff_steps.approve_rows([staff_steps.entry_row("test:1")])
    ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="a slip", now=staff_steps.NOW)
    with pytest.raises(ledger.StalePlan) as refusal:
        publish(changeset)
    assert refusal.value.reasons == ("row 1: reference: no pledge is called “test:1” (2025-DEU-014, or scheme:value)",)
    assert staff_steps.state_of(changeset) == "submitted"


def test_single_person_is_asked_as_well() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = staff_steps.draft(rows_by_alias(), author="reviewer")
    ledger.submit(changeset=changeset, actor=staff_steps.user("reviewer"), now=staff_steps.NOW)
    approve(changeset)
    publish_another()
    move_alias()
    with pytest.raises(ledger.StalePlan):
        publish(changeset)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [LOST, APPROVED])
    approve(changeset)
    assert (publish(changeset), systems()) == (2, ["nasams", "patriot"])


def test_single_person_whose_rows_nobody_approved_is_asked_as_well() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = staff_steps.submit_rows(rows_by_alias())
    changeset.state, changeset.approved_by, changeset.approved_at, changeset.approved_hash = (
        "approved",
        staff_steps.user("reviewer"),
        staff_steps.NOW,
        ledger.hash_shown_rows(changeset),
    )
    changeset.save()
    move_alias()
    assert staff_steps.plan_anew(changeset).unapproved == ("row 1: differs in system",)
    assert staff_steps.state_of(changeset) == "submitted"


def test_rows_approved_in_review_lose_it_with_a_note_in_the_history() -> None:
    changeset = staff_steps.submit_rows(rows_by_alias())
    ledger.approve_others(
        changeset=changeset,
        reviewer=staff_steps.user("reviewer"),
        seen=ledger.hash_shown_rows(changeset),
        now=staff_steps.NOW,
    )
    move_alias()
    staff_steps.plan_anew(changeset)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [LOST, APPROVED])
    assert last_event(changeset)[2] == "no longer what was approved:\nrow 1: differs in system"


def test_draft_that_was_sent_back_loses_approvals_without_a_note() -> None:
    changeset = staff_steps.approve_rows(rows_by_alias())
    ledger.reject(
        changeset=changeset, reviewer=staff_steps.user("reviewer"), reason="two, not one", now=staff_steps.NOW
    )
    move_alias()
    assert staff_steps.plan_anew(changeset).unapproved == ()
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("draft", [LOST, APPROVED])
    assert last_event(changeset)[0] == "rejected"


def test_correcting_a_row_in_review_drops_approvals_of_the_rows_that_hang_on_it() -> None:
    rows = [
        staff_steps.pledge_row(external_reference="own:1"),
        staff_steps.terms_row("own:1", due="2026"),
        staff_steps.stock_row(),
    ]
    changeset = staff_steps.submit_rows(rows)
    ledger.approve_others(
        changeset=changeset,
        reviewer=staff_steps.user("reviewer"),
        seen=ledger.hash_shown_rows(changeset),
        now=staff_steps.NOW,
    )
    save_row(
        changeset=changeset,
        row=changeset.rows.get(position=1).pk,
        payload={**rows[0], "donors": "NOR"},
        author=staff_steps.user("another"),
        expected=1,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert approvals(changeset) == [LOST, LOST, APPROVED]
    kinds = changeset.events.order_by("-pk").values_list("kind", "detail")[:2]
    assert list(kinds) == [
        ("replanned", "no longer what was approved:\nrow 2: differs in parties"),
        ("edited", "row 1: donors “DEU” → “NOR”"),
    ]


def test_plan_changed_past_the_planner_is_planned_and_approved_anew() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    row = changeset.rows.get()
    changeset.rows.update(plan=row.plan | {"subject": ""})
    assert approvals_lost(changeset)
    assert staff_steps.plan_anew(changeset).unapproved == ("row 1: differs in action",)
    approve(changeset)
    assert (approvals(changeset), publish(changeset)) == ([APPROVED], 1)


def approvals_lost(changeset: ChangeSet) -> bool:
    found = changeset.rows.values_list("approved_by", "approved_hash", "planned_hash")
    return set(found) == {(None, "", "")}


def said_twice(*, approved: bool = True) -> ChangeSet:
    """Return a change set in which a row says what is in the ledger already."""
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="row:first")])
    rows = [staff_steps.pledge_row(external_reference="news:1", occurred="2025-06-03"), staff_steps.stock_row()]
    return staff_steps.approve_rows(rows) if approved else staff_steps.submit_rows(rows)


def decide_only_pair(changeset: ChangeSet, outcome: Outcome, *, actor: str = "reviewer") -> None:
    decide(
        candidate=DuplicateCandidate.objects.get(changeset=changeset),
        outcome=outcome,
        reason="a reason",
        actor=staff_steps.user(actor),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


@pytest.mark.parametrize("outcome", [Outcome.DIFFERENT, Outcome.LEFT_OPEN])
def test_deciding_that_a_pair_is_two_promises_keeps_approvals(outcome: Outcome) -> None:
    changeset = said_twice()
    decide_only_pair(changeset, outcome)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("approved", [APPROVED, APPROVED])
    assert publish(changeset) == 2


@pytest.mark.parametrize("outcome", [Outcome.SAME, Outcome.PART_OF, Outcome.ADDS_TO])
def test_deciding_what_changes_the_facts_asks_for_approval_anew(outcome: Outcome) -> None:
    changeset = said_twice()
    decide_only_pair(changeset, outcome)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [LOST, APPROVED])
    approve(changeset)
    assert publish(changeset) == 2


@pytest.mark.parametrize("outcome", [Outcome.SAME, Outcome.PART_OF, Outcome.ADDS_TO])
def test_planning_a_decided_row_anew_keeps_its_approval(outcome: Outcome) -> None:
    changeset = said_twice(approved=False)
    decide_only_pair(changeset, outcome)
    approve(changeset)
    before = changeset.rows.get(position=1)
    publish_another()
    assert staff_steps.plan_anew(changeset).unapproved == ()
    after = changeset.rows.get(position=1)
    assert (after.plan, after.approved_hash) == (before.plan, before.approved_hash)
    assert after.plan["fact"]["links"] != after.plan["stated"]["fact"]["links"] == {}
    assert publish(changeset) == 3


def approve_fulfilment(*donors: str) -> ChangeSet:
    """Return an approved change set whose row was decided to deliver what is in the ledger already."""
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="row:first")])
    row = staff_steps.pledge_row(
        donors=";".join(donors), external_reference="news:1", occurred="2025-06-03", stage="delivered"
    )
    changeset = staff_steps.submit_rows([row])
    decide_only_pair(changeset, Outcome.FULFILS)
    approve(changeset)
    return changeset


def test_row_decided_to_fulfil_another_pledge_keeps_its_approval() -> None:
    changeset = approve_fulfilment("DEU")
    publish_another()
    assert staff_steps.plan_anew(changeset).unapproved == ()
    assert [plan["fact"]["kind"] for plan in changeset.rows.values_list("plan", flat=True)] == ["entry"]
    assert publish(changeset) == 3


def test_row_that_states_something_else_of_which_nothing_is_written_keeps_its_approval() -> None:
    alias = DonorAlias.objects.create(donor=Donor.objects.get(code="NOR"), alias="Kingdom")
    changeset = approve_fulfilment("DEU", "Kingdom")
    before = changeset.rows.get().plan
    alias.donor = Donor.objects.get(code="NLD")
    alias.save()

    assert staff_steps.plan_anew(changeset).unapproved == ()

    after = changeset.rows.get().plan
    assert (after["fact"], approvals(changeset)) == (before["fact"], [APPROVED])
    assert after["stated"]["fact"]["parties"] != before["stated"]["fact"]["parties"]


def test_decided_row_that_states_something_else_by_now_is_no_longer_approved() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="row:first")])
    changeset = staff_steps.submit_rows(
        [staff_steps.pledge_row(system=ALIAS, external_reference="news:1", occurred="2025-06-03")]
    )
    decide_only_pair(changeset, Outcome.SAME)
    approve(changeset)
    move_alias()
    assert staff_steps.plan_anew(changeset).unapproved == ("row 1: differs in links, system",)
    assert "stated" not in changeset.rows.get().plan


def test_possible_duplicate_that_came_in_between_is_there_to_be_decided() -> None:
    changeset = staff_steps.approve_rows(
        [staff_steps.pledge_row(external_reference="news:1", occurred="2025-06-03"), staff_steps.stock_row()]
    )
    other = staff_steps.approve_rows([staff_steps.pledge_row(external_reference="row:first")])
    decide_only_pair(other, Outcome.LEFT_OPEN)
    assert (publish(other), changeset.rows.get(position=1).plan["action"]) == (1, PlanAction.CREATE)
    with pytest.raises(ledger.UndecidedDuplicates):
        publish(changeset)
    assert changeset.rows.get(position=1).plan["action"] == PlanAction.DUPLICATE
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("approved", [APPROVED, APPROVED])
    decide_only_pair(changeset, Outcome.DIFFERENT)
    assert publish(changeset) == 2


def test_publishing_may_leave_pairs_open() -> None:
    changeset = said_twice()
    assert publish(changeset, open_reason="no time") == 2
    assert list(DuplicateDecision.objects.values_list("outcome", "reason")) == [("left_open", "no time")]


def test_publishing_leaves_no_pair_open_where_rows_are_no_longer_what_was_approved() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="row:first")])
    rows = [
        staff_steps.pledge_row(external_reference="news:1", occurred="2025-06-03"),
        staff_steps.stock_row(system=ALIAS),
    ]
    changeset = staff_steps.approve_rows(rows)
    move_alias()
    with pytest.raises(ledger.StalePlan) as refusal:
        publish(changeset, open_reason="no time")
    assert refusal.value.reasons == ("row 2: differs in system",)
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [APPROVED, LOST])
    assert not DuplicateDecision.objects.exists()


def test_discarding_a_draft_tells_whose_rows_are_no_longer_what_was_approved() -> None:
    other = staff_steps.draft([staff_steps.pledge_row(external_reference="row:first")])
    rows = [
        staff_steps.pledge_row(external_reference="news:1", occurred="2025-06-03"),
        staff_steps.stock_row(system=ALIAS),
    ]
    changeset = staff_steps.approve_rows(rows)
    move_alias()
    discard_draft(
        changeset=other, owner=staff_steps.user("drafter"), reason="", today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert (staff_steps.state_of(changeset), approvals(changeset)) == ("submitted", [APPROVED, LOST])
    assert last_event(changeset) == ("replanned", "drafter", "no longer what was approved:\nrow 2: differs in system")


def test_history_keeps_as_many_rows_as_it_takes() -> None:
    rows = [staff_steps.stock_row(system=ALIAS, external_reference=f"row:{number}") for number in range(1, 121)]
    changeset = staff_steps.approve_rows(rows)
    move_alias()
    assert len(staff_steps.plan_anew(changeset).unapproved) == 120
    detail = last_event(changeset)[2]
    assert (len(detail), detail[-1], detail.count("differs in system") > 50) == (2000, "…", True)


def test_changed_names_are_those_of_cells_and_parts() -> None:
    before = {
        "kind": "pledge",
        "entry": {"stage": "announced", "quantity_low": "1", "quantity_best": "1"},
        "source": None,
    }
    after = {
        "kind": "entry",
        "entry": {"stage": "announced", "quantity_low": "2", "quantity_best": None},
        "source": {"url": "u"},
    }
    assert changed_names(before, after) == ["kind", "quantity", "url"]
    assert changed_names(before, before) == []
