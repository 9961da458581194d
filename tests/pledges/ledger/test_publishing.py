"""Publishing: one transaction, gap-free versions, references given once, and a typed refusal for everything else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from meetings.models import Membership, Source
from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.intake.row_storage import store_plans
from pledges.models import (
    ChangeSetEvent,
    ChangeSetRow,
    DatasetVersion,
    Entry,
    ExternalReference,
    OutboxMessage,
    Pledge,
    ReviewPolicy,
    Stock,
    Terms,
    TermsParty,
    Void,
)
from pledges.values.choices import Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

WRITTEN = (
    DatasetVersion,
    Entry,
    ExternalReference,
    Membership,
    OutboxMessage,
    Pledge,
    Source,
    Stock,
    Terms,
    TermsParty,
    Void,
)


def counts() -> dict[str, int]:
    """Return how many rows each table that publishing writes has."""
    return {model.__name__: model.objects.count() for model in WRITTEN}


def references() -> list[str]:
    return list(Pledge.objects.order_by("pk").values_list("reference", flat=True))


def events_of(pk: int) -> list[tuple[str, str, str]]:
    """Return the history of a change set."""
    found = ChangeSetEvent.objects.filter(changeset=pk).order_by("pk")
    return list(found.values_list("kind", "actor__username", "detail"))


def test_publish_writes_every_row_as_one_version() -> None:
    rows = [
        staff_steps.pledge_row(donors="DEU:funder:0.5;NOR:funder:0.5", external_reference="test:1"),
        staff_steps.entry_row("test:1"),
        staff_steps.stock_row(),
        staff_steps.membership_row(),
    ]
    version = staff_steps.publish_all(rows)
    assert (version.number, version.published_at, version.published_by.username) == (1, staff_steps.NOW, "reviewer")
    assert counts() == {
        "DatasetVersion": 1,
        "Entry": 2,
        "ExternalReference": 4,
        "Membership": 1,
        "OutboxMessage": 1,
        "Pledge": 1,
        "Source": 1,
        "Stock": 1,
        "Terms": 1,
        "TermsParty": 2,
        "Void": 0,
    }


def test_publish_numbers_the_facts_of_a_version_in_the_order_of_the_rows() -> None:
    staff_steps.publish_all(
        [staff_steps.pledge_row(external_reference="test:1"), staff_steps.stock_row(), staff_steps.entry_row("test:1")]
    )
    entries = Entry.objects.order_by("position").values_list("stage", "position", "row__position")
    assert list(Terms.objects.values_list("position", "row__position")) == [(1, 1)]
    assert list(entries) == [("announced", 2, 1), ("delivered", 4, 3)]
    assert list(Stock.objects.values_list("position", "row__position")) == [(3, 2)]


def test_publish_records_the_history() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    assert events_of(version.changeset_id) == [
        ("created", "drafter", "1 row"),
        ("submitted", "drafter", ""),
        ("approved", "reviewer", ""),
        ("published", "reviewer", "version 1, 2 facts"),
    ]
    assert list(OutboxMessage.objects.values_list("version", "created_at", "processed_at")) == [
        (1, staff_steps.NOW, None)
    ]


def test_failure_in_the_middle_leaves_nothing() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(), staff_steps.pledge_row()])
    broken = changeset.rows.get(position=2)
    broken.plan["fact"]["entry"]["stage"] = "a word that is too long for the column"
    store_plans([broken])
    staff_steps.approve(changeset)
    before = counts()
    with pytest.raises(DatabaseError), transaction.atomic():
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert (counts(), staff_steps.state_of(changeset)) == (before, "approved")
    staff_steps.plan_anew(changeset)
    staff_steps.approve(changeset)
    assert ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW).number == 1
    assert references() == ["2025-DEU-001", "2025-DEU-002"]


def test_references_count_per_year_and_lead() -> None:
    staff_steps.publish_all(
        [
            staff_steps.pledge_row(),
            staff_steps.pledge_row(donors="NOR"),
            staff_steps.pledge_row(occurred="2024-12-31"),
            staff_steps.pledge_row(),
            staff_steps.pledge_row(donors="DEU;NOR"),
            staff_steps.pledge_row(donors="XUN"),
            staff_steps.pledge_row(donors="DEU:funder;USA:supplier"),
            staff_steps.pledge_row(donors="DEU:funder;NOR:funder;NLD:lead"),
        ]
    )
    assert references() == [
        "2025-DEU-001",
        "2025-NOR-001",
        "2024-DEU-001",
        "2025-DEU-002",
        "2025-JOINT-001",
        "2025-XUN-001",
        "2025-DEU-003",
        "2025-NLD-001",
    ]
    staff_steps.publish_all([staff_steps.pledge_row(), staff_steps.pledge_row(donors="NOR")])
    assert references()[8:] == ["2025-DEU-004", "2025-NOR-002"]


def test_plan_uses_up_no_reference() -> None:
    abandoned = staff_steps.draft([staff_steps.pledge_row(), staff_steps.pledge_row()])
    staff_steps.plan_anew(abandoned)
    staff_steps.publish_all([staff_steps.pledge_row()])
    assert references() == ["2025-DEU-001"]


def test_reference_of_an_undone_pledge_is_not_used_again() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="a slip", now=staff_steps.NOW)
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    assert references() == ["2025-DEU-001", "2025-DEU-002"]


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_publish_refuses_what_is_not_approved(state: str) -> None:
    rows = [staff_steps.pledge_row()]
    changeset = {"draft": staff_steps.draft, "submitted": staff_steps.submit_rows}.get(state, staff_steps.approve_rows)(
        rows
    )
    if state == "published":
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    before = counts()
    with pytest.raises(ledger.WrongState, match=f"is {state}; this step needs it to be approved"):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert counts() == before


@pytest.mark.parametrize("role", [Role.READER, Role.DRAFTER, Role.STEWARD])
def test_publish_needs_a_reviewer(role: Role) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    actor = staff_steps.create_user("somebody", role=role)
    with pytest.raises(ledger.NotAllowed, match=f"somebody is {role.value}; this step needs the role reviewer"):
        ledger.publish(changeset=changeset, reviewer=actor, now=staff_steps.NOW)


def test_publish_is_open_to_a_reviewer_who_did_not_approve() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    version = ledger.publish(changeset=changeset, reviewer=staff_steps.user("another"), now=staff_steps.NOW)
    assert version.published_by.username == "another"


def test_publish_refuses_a_stale_plan_until_it_is_planned_anew() -> None:
    first, second = (
        staff_steps.approve_rows([staff_steps.pledge_row()]),
        staff_steps.approve_rows([staff_steps.pledge_row()]),
    )
    ledger.publish(changeset=first, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    with pytest.raises(ledger.StalePlan, match="planned at version 0, the ledger is at 1"):
        ledger.publish(changeset=second, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    staff_steps.plan_anew(second)
    version = ledger.publish(changeset=second, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert (version.number, references()) == (2, ["2025-DEU-001", "2025-DEU-002"])


def test_publish_refuses_what_is_in_already() -> None:
    row = staff_steps.pledge_row()
    staff_steps.publish_all([row])
    changeset = staff_steps.approve_rows([row])
    with pytest.raises(ledger.NothingToPublish):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert (ledger.latest_number(), staff_steps.state_of(changeset)) == (1, "approved")


def test_publish_refuses_rows_that_became_conflicts() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    changeset = staff_steps.approve_rows([staff_steps.entry_row("test:1")])
    ledger.undo(
        changeset=DatasetVersion.objects.get().changeset,
        reviewer=staff_steps.user("another"),
        reason="a slip",
        now=staff_steps.NOW,
    )
    staff_steps.plan_anew(changeset)
    assert staff_steps.state_of(changeset) == "submitted"
    staff_steps.approve(changeset)
    with pytest.raises(ledger.PlanHasProblems) as refusal:
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert refusal.value.reasons == ("row 1: reference: no pledge is called “test:1” (2025-DEU-014, or scheme:value)",)


def test_publish_refuses_rows_that_were_never_planned() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    changeset.rows.update(plan=None)
    with pytest.raises(ledger.PlanHasProblems) as refusal:
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert refusal.value.reasons == ("row 1: not planned",)


def test_publish_refuses_rows_whose_plan_was_changed_past_the_planner() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row(), staff_steps.pledge_row()])
    row = changeset.rows.get(position=2)
    row.plan["fact"]["entry"]["quantity_low"] = "100"
    changeset.rows.filter(position=2).update(plan=row.plan)
    with pytest.raises(ledger.RowsNotApproved, match=r"rows \[2\]"):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)


def test_publish_refuses_rows_without_approval_once_two_people_are_asked_for() -> None:
    policy = ReviewPolicy.objects.create(four_eyes=False)
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    changeset.state = "approved"
    changeset.approved_by, changeset.approved_at = staff_steps.user("reviewer"), staff_steps.NOW
    changeset.approved_hash = ledger.hash_shown_rows(changeset)
    changeset.save()
    policy.four_eyes = True
    policy.save()
    with pytest.raises(ledger.RowsNotApproved, match=r"rows \[1\]"):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)


def test_published_at_never_runs_backwards() -> None:
    first = staff_steps.publish_all([staff_steps.pledge_row()])
    second = staff_steps.publish_all([staff_steps.pledge_row()], now=staff_steps.NOW - timedelta(seconds=5))
    assert (second.number, second.published_at) == (2, first.published_at)


def test_published_changeset_cannot_be_planned_or_edited() -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset
    with pytest.raises(ledger.WrongState):
        staff_steps.plan_anew(changeset)
    with pytest.raises(ledger.WrongState):
        replace_rows(
            changeset=changeset,
            rows=[],
            author=staff_steps.user("drafter"),
            today=staff_steps.TODAY,
            now=staff_steps.NOW,
        )
    assert ChangeSetRow.objects.count() == 1
