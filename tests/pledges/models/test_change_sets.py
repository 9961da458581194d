"""The path of a change set, four eyes and gap-free versions, held by the database against any writer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from psycopg2 import sql

from pledges import ledger
from pledges.models import SYSTEM_BOOTSTRAP, SYSTEM_STARTER, ChangeSet, ChangeSetRow, DatasetVersion, ReviewPolicy, User
from pledges.values.choices import ChangeSetState, Origin, Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

STATES = [state.value for state in ChangeSetState]
ENDS = ["published", "discarded"]
PATH = {
    ("draft", "submitted"),
    ("draft", "discarded"),
    ("submitted", "draft"),
    ("submitted", "approved"),
    ("approved", "draft"),
    ("approved", "submitted"),
    ("approved", "published"),
}
PLAN = {"action": "create", "problems": [], "fact": {"kind": "stock", "columns": {"system_id": 1}}, "subject": ""}
OTHER_PLANS: dict[str, dict[str, Any]] = {
    "other facts": PLAN | {"fact": {"kind": "stock", "columns": {"system_id": 2}}},
    "another action": PLAN | {"action": "unchanged"},
    "a pledge of its own": PLAN | {"subject": "row:1"},
    "no facts": PLAN | {"fact": None},
}
PLANNED, OTHER = "1" * 64, "2" * 64
"""Hashes of facts: the database compares them, and cannot make them."""


def create_changeset(*, author: str = "drafter", origin: Origin = Origin.ENTRY) -> ChangeSet:
    """Return a draft with one row."""
    writer = staff_steps.user(author)
    changeset = ChangeSet.objects.create(
        title="Statements", origin=origin, created_by=writer, created_at=staff_steps.NOW
    )
    add_row(changeset, author=author, position=1)
    return changeset


def add_row(changeset: ChangeSet, *, author: str, position: int, approver: str | None = None) -> ChangeSetRow:
    return ChangeSetRow.objects.create(
        changeset=changeset,
        position=position,
        payload={"n": position},
        author=staff_steps.user(author),
        plan=PLAN,
        planned_hash=PLANNED,
        approved_by=staff_steps.user(approver) if approver else None,
        approved_hash=PLANNED if approver else "",
    )


def approve_rows(changeset: ChangeSet, *, by: str, **only: object) -> int:
    """Approve what the rows are planned to write, as review does."""
    rows = changeset.rows.filter(**only)
    return rows.update(approved_by=staff_steps.user(by), approved_hash=F("planned_hash"))


def move(changeset: ChangeSet, state: str, *, approver: str = "reviewer") -> None:
    """Put the change set into a state, with the approver that the state asks for."""
    approved = state in ("approved", "published")
    changeset.state = state
    changeset.approved_by = staff_steps.user(approver) if approved else None
    changeset.approved_at = staff_steps.NOW if approved else None
    changeset.approved_hash = ledger.hash_shown_rows(changeset) if approved else ""
    changeset.save()


def brought_to(state: str) -> ChangeSet:
    """Return a change set that came to the state by the right path."""
    changeset = create_changeset()
    for step in ["discarded"] if state == "discarded" else STATES[1 : STATES.index(state) + 1]:
        if step == "approved":
            approve_rows(changeset, by="reviewer")
        move(changeset, step)
    return changeset


@pytest.mark.parametrize("state", STATES[1:])
def test_changeset_starts_as_a_draft(state: str) -> None:
    with pytest.raises(IntegrityError, match="starts as a draft"), transaction.atomic():
        ChangeSet.objects.create(
            title="A", state=state, created_by=staff_steps.user("drafter"), created_at=staff_steps.NOW
        )


@pytest.mark.parametrize("after", STATES)
@pytest.mark.parametrize("before", [state for state in STATES if state not in ENDS])
def test_changeset_state_follows_the_path(before: str, after: str) -> None:
    changeset = brought_to(before)
    approve_rows(changeset, by="reviewer", approved_by=None)
    if before == after or (before, after) in PATH:
        move(changeset, after)
        assert staff_steps.state_of(changeset) == after
    else:
        with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
            move(changeset, after)
        assert staff_steps.state_of(changeset) == before


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_nothing_is_approved_that_the_approver_did_not_see(seen: str) -> None:
    changeset = brought_to("submitted")
    approve_rows(changeset, by="reviewer")
    with pytest.raises(IntegrityError, match="not those that the approver saw"), transaction.atomic():
        ChangeSet.objects.filter(pk=changeset.pk).update(
            state="approved",
            approved_by=staff_steps.user("reviewer"),
            approved_at=staff_steps.NOW,
            approved_hash=seen,
        )
    assert staff_steps.state_of(changeset) == "submitted"


@pytest.mark.parametrize("state", ENDS)
def test_ended_changeset_stays_as_it_is(state: str) -> None:
    changeset = brought_to(state)
    with pytest.raises(IntegrityError, match=f"is {state} and stays as it is"), transaction.atomic():
        ChangeSet.objects.filter(pk=changeset.pk).update(title="Another")
    with pytest.raises(IntegrityError, match=f"is {state} and stays"), transaction.atomic():
        ChangeSet.objects.filter(pk=changeset.pk)._raw_delete("default")  # type: ignore[attr-defined] -- no cascade


def test_draft_can_be_deleted_with_its_rows() -> None:
    changeset = create_changeset()
    changeset.delete()
    assert ChangeSetRow.objects.count() == 0


@pytest.mark.parametrize("state", ["approved", *ENDS])
class TestFrozenRows:
    def test_row_cannot_be_added(self, state: str) -> None:
        changeset = brought_to(state)
        with pytest.raises(IntegrityError, match=f"it is {state}"), transaction.atomic():
            add_row(changeset, author="drafter", position=2)

    def test_row_cannot_be_deleted(self, state: str) -> None:
        row = brought_to(state).rows.get()
        with pytest.raises(IntegrityError, match=f"it is {state}"), transaction.atomic():
            row.delete()

    @pytest.mark.parametrize(
        "columns",
        [{"payload": {"n": 7}}, {"position": 7}, {"approved_by": None, "approved_hash": ""}, {"approved_hash": OTHER}],
    )
    def test_row_cannot_be_changed(self, state: str, columns: dict[str, object]) -> None:
        rows = brought_to(state).rows
        with pytest.raises(IntegrityError, match=f"it is {state}"), transaction.atomic():
            rows.update(**columns)

    def test_row_cannot_be_moved_to_another_changeset(self, state: str) -> None:
        rows, other = (
            brought_to(state).rows,
            ChangeSet.objects.create(
                title="Another", created_by=staff_steps.user("drafter"), created_at=staff_steps.NOW
            ),
        )
        with pytest.raises(IntegrityError, match="stays in its change set"), transaction.atomic():
            rows.update(changeset=other)


def test_approved_row_may_be_planned_anew_and_a_published_one_may_not() -> None:
    changeset = brought_to("approved")
    assert changeset.rows.update(plan=PLAN | {"problems": [{"message": "in other words"}]}) == 1
    move(changeset, "published")
    with pytest.raises(IntegrityError, match="it is published"), transaction.atomic():
        changeset.rows.update(plan=PLAN | {"action": "unchanged"})


def approval_of(row: ChangeSetRow) -> tuple[str, str, str]:
    """Return who approved a row, what they approved, and what is planned, as the database has it."""
    found = ChangeSetRow.objects.filter(pk=row.pk).values_list("approved_by__username", "approved_hash", "planned_hash")
    name, approved, planned = found.get()
    return name or "", approved, planned


def set_plan(row: ChangeSetRow, **columns: object) -> None:
    """Write columns of a row by SQL, past the planner."""
    cells = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in columns.items()}
    assignments = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in cells)
    with connection.cursor() as cursor:
        statement = sql.SQL("UPDATE pledges_changesetrow SET {} WHERE id = %s").format(assignments)
        cursor.execute(statement, [*cells.values(), row.pk])


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
@pytest.mark.parametrize("plan", OTHER_PLANS.values(), ids=OTHER_PLANS.keys())
class TestPlanOfOtherFacts:
    def test_plan_with_its_hash_drops_the_approval(self, state: str, plan: dict[str, Any]) -> None:
        row = brought_to(state).rows.get()
        if state != "approved":
            approve_rows(row.changeset, by="reviewer")
        assert approval_of(row) == ("reviewer", PLANNED, PLANNED)
        set_plan(row, plan=plan, planned_hash=OTHER)
        assert approval_of(row) == ("", "", OTHER)

    def test_plan_without_its_hash_has_none_and_drops_the_approval(self, state: str, plan: dict[str, Any]) -> None:
        row = brought_to(state).rows.get()
        set_plan(row, plan=plan)
        assert approval_of(row) == ("", "", "")


def test_plan_that_is_taken_away_drops_the_approval_and_the_hash() -> None:
    row = brought_to("approved").rows.get()
    set_plan(row, plan=None)
    assert approval_of(row) == ("", "", "")


def test_hash_alone_drops_the_approval() -> None:
    row = brought_to("approved").rows.get()
    set_plan(row, planned_hash=OTHER)
    assert approval_of(row) == ("", "", OTHER)


@pytest.mark.parametrize(
    "plan",
    [PLAN | {"problems": [{"message": "in other words"}]}, PLAN | {"action": "duplicate"}, PLAN | {"stated": {"a": 1}}],
    ids=["words", "a pair to decide", "what the row states"],
)
def test_plan_of_the_same_facts_keeps_the_approval(plan: dict[str, Any]) -> None:
    row = brought_to("approved").rows.get()
    set_plan(row, plan=plan, planned_hash=PLANNED)
    assert approval_of(row) == ("reviewer", PLANNED, PLANNED)


def test_approval_cannot_be_carried_over_to_other_facts() -> None:
    changeset = create_changeset()
    approve_rows(changeset, by="reviewer")
    row = changeset.rows.get()
    set_plan(row, plan=OTHER_PLANS["other facts"], planned_hash=OTHER, approved_hash=OTHER)
    assert approval_of(row) == ("", "", OTHER)


def test_changeset_whose_row_lost_its_approval_is_not_published() -> None:
    changeset = brought_to("approved")
    set_plan(changeset.rows.get(), plan=OTHER_PLANS["other facts"], planned_hash=OTHER)
    with pytest.raises(IntegrityError, match="has rows that nobody approved"), transaction.atomic():
        move(changeset, "published")


def test_row_of_a_draft_can_be_changed_and_deleted() -> None:
    row = create_changeset().rows.get()
    row.payload = {"n": 2}
    row.save()
    row.delete()
    assert ChangeSetRow.objects.count() == 0


def test_author_cannot_approve_an_own_row() -> None:
    changeset = create_changeset(author="reviewer")
    with pytest.raises(IntegrityError, match="the author of row 1 cannot approve it"), transaction.atomic():
        approve_rows(changeset, by="reviewer")
    with pytest.raises(IntegrityError, match="the author of row 2 cannot approve it"), transaction.atomic():
        add_row(changeset, author="reviewer", position=2, approver="reviewer")
    assert approve_rows(changeset, by="another") == 1


def test_author_of_another_row_cannot_approve_the_changeset() -> None:
    changeset = create_changeset()
    add_row(changeset, author="reviewer", position=2, approver="another")
    approve_rows(changeset, by="reviewer", position=1)
    move(changeset, "submitted")
    with pytest.raises(IntegrityError, match=r"the approver .* is the author of one of its rows"), transaction.atomic():
        move(changeset, "approved", approver="reviewer")
    move(changeset, "approved", approver="another")


def test_changeset_with_a_row_that_nobody_approved_is_not_approved() -> None:
    changeset = create_changeset()
    add_row(changeset, author="drafter", position=2, approver="reviewer")
    move(changeset, "submitted")
    with pytest.raises(IntegrityError, match="has rows that nobody approved"), transaction.atomic():
        move(changeset, "approved")
    approve_rows(changeset, by="reviewer")
    move(changeset, "approved")


def test_row_corrected_in_review_loses_its_approval() -> None:
    row = add_row(create_changeset(), author="drafter", position=2, approver="reviewer")
    row.payload = {"n": 3}
    row.save()
    row.refresh_from_db()
    assert row.approved_by is None


def test_row_saved_without_a_change_keeps_its_approval() -> None:
    row = add_row(create_changeset(), author="drafter", position=2, approver="reviewer")
    row.save()
    row.refresh_from_db()
    assert row.approved_by == staff_steps.user("reviewer")


def test_single_person_policy_lets_the_author_approve() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    changeset = create_changeset(author="reviewer")
    approve_rows(changeset, by="reviewer")
    move(changeset, "submitted")
    move(changeset, "approved", approver="reviewer")
    assert staff_steps.state_of(changeset) == "approved"


def create_system_accounts() -> tuple[User, User]:
    names = (SYSTEM_STARTER, SYSTEM_BOOTSTRAP)
    return tuple(User.objects.create(username=name, is_system=True, is_active=False) for name in names)  # type: ignore[return-value] -- two


@pytest.mark.parametrize("origin", [Origin.ENTRY, Origin.TABLE, Origin.API, Origin.KIEL])
def test_system_accounts_approve_nothing_but_the_starter_data(origin: Origin) -> None:
    create_system_accounts()
    changeset = create_changeset(origin=origin)
    approve_rows(changeset, by=SYSTEM_BOOTSTRAP)
    move(changeset, "submitted")
    with pytest.raises(IntegrityError, match="on the starter data only"), transaction.atomic():
        move(changeset, "approved", approver=SYSTEM_BOOTSTRAP)


def test_system_accounts_write_nothing_but_the_starter_data() -> None:
    create_system_accounts()
    created = create_changeset(author=SYSTEM_STARTER)
    with_row = create_changeset()
    add_row(with_row, author=SYSTEM_STARTER, position=2)
    for changeset in (created, with_row):
        approve_rows(changeset, by="reviewer")
        move(changeset, "submitted")
        with pytest.raises(IntegrityError, match="on the starter data only"), transaction.atomic():
            move(changeset, "approved")


def test_system_accounts_write_and_approve_the_starter_data() -> None:
    create_system_accounts()
    changeset = create_changeset(author=SYSTEM_STARTER, origin=Origin.STARTER)
    approve_rows(changeset, by=SYSTEM_BOOTSTRAP)
    move(changeset, "submitted")
    move(changeset, "approved", approver=SYSTEM_BOOTSTRAP)
    assert staff_steps.state_of(changeset) == "approved"


def test_publisher_cannot_approve_the_undoing() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    inverse = ChangeSet.objects.create(
        title="Undo",
        origin=Origin.UNDO,
        undo_of=version.changeset,
        created_by=staff_steps.user("reviewer"),
        created_at=staff_steps.NOW,
    )
    move(inverse, "submitted")
    with pytest.raises(IntegrityError, match="cannot undo it"), transaction.atomic():
        move(inverse, "approved", approver="reviewer")
    move(inverse, "approved", approver="another")


def create_version(number: int, *, seconds: int = 0, state: str = "approved") -> DatasetVersion:
    return DatasetVersion.objects.create(
        number=number,
        changeset=brought_to(state),
        published_by=staff_steps.user("reviewer"),
        published_at=staff_steps.NOW + timedelta(seconds=seconds),
    )


@pytest.mark.parametrize("number", [0, 2, 7])
def test_first_version_is_number_one(number: int) -> None:
    with pytest.raises(IntegrityError, match="no gaps"), transaction.atomic():
        create_version(number)
    assert create_version(1).number == 1


@pytest.mark.parametrize("number", [1, 3])
def test_versions_have_no_gaps(number: int) -> None:
    create_version(1)
    with pytest.raises(IntegrityError, match="after 1 comes 2"), transaction.atomic():
        create_version(number)
    assert create_version(2).number == 2


def test_version_cannot_be_older_than_the_one_before() -> None:
    create_version(1)
    with pytest.raises(IntegrityError, match="cannot be older"), transaction.atomic():
        create_version(2, seconds=-1)
    assert create_version(2, seconds=0).number == 2
    assert ledger.latest_number() == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_only_an_approved_changeset_becomes_a_version(state: str) -> None:
    with pytest.raises(IntegrityError, match="only an approved one"), transaction.atomic():
        create_version(1, state=state)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.READER, []),
        (Role.DRAFTER, [Role.READER, Role.DRAFTER]),
        (Role.REVIEWER, [Role.READER, Role.DRAFTER, Role.REVIEWER]),
        (Role.ADMIN, [Role.READER, Role.DRAFTER, Role.REVIEWER, Role.STEWARD]),
    ],
)
def test_user_may_act_in_the_roles_below(role: Role, may: list[Role]) -> None:
    account = staff_steps.create_user("somebody", role=role)
    ladder = [Role.READER, Role.DRAFTER, Role.REVIEWER, Role.STEWARD]
    assert [step for step in ladder if account.may(step) and step != role] == [step for step in may if step != role]


def test_inactive_user_may_nothing() -> None:
    account = staff_steps.create_user("somebody", role=Role.ADMIN)
    account.is_active = False
    assert [role for role in Role if account.may(role)] == []
