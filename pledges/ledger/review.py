"""The path of a change set from draft to approval; the database holds the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from pledges.ledger.counted_words import count_in_words
from pledges.ledger.refusals import (
    NotAllowed,
    OwnChangeSet,
    PlanHasProblems,
    ReasonNeeded,
    RowsNotApproved,
    StalePlan,
    WarningsNotAccepted,
    WrongState,
)
from pledges.models import ChangeSet, ChangeSetEvent, ChangeSetRow, ReviewPolicy, User
from pledges.models.triggers import SHOWN_ROWS_HASH
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, Role

LONGEST_REASON = 1000
MOST_REASONS = 100
LONGEST_DETAIL = 2000
APPROVAL = ["state", "approved_by", "approved_at", "approved_hash"]


def record(changeset: ChangeSet, kind: ChangeSetEventKind, *, actor: User, now: datetime, detail: str = "") -> None:
    ChangeSetEvent.objects.create(changeset=changeset, kind=kind, actor=actor, at=now, detail=detail)


def require_role(actor: User, role: Role, *, origin: str) -> None:
    """Refuse an account whose role is too low; system accounts act on the starter data only.

    :raises NotAllowed: the role does not suffice.
    """
    if actor.is_system and origin == Origin.STARTER:
        return
    if actor.is_system or not actor.may(role):
        raise NotAllowed(f"{actor.username} is {actor.role}; this step needs the role {role.value}")


def stated_reason(words: str) -> str:
    """The reason of a step as it is kept.

    :raises ReasonNeeded: there is none, or it is too long or unreadable.
    """
    reason = words.strip()
    if not reason or len(reason) > LONGEST_REASON or not reason.replace("\n", " ").replace("\r", " ").isprintable():
        raise ReasonNeeded(f"a reason in plain words of up to {LONGEST_REASON:,} characters is needed")
    return reason


def lock_changeset(changeset: ChangeSet, *states: ChangeSetState) -> ChangeSet:
    """Lock the change set for this transaction, if it is in one of the states.

    :raises WrongState: it is in another one.
    """
    # `no_key` lets rows that only refer to the change set be written meanwhile; the state itself is read anew.
    fresh = ChangeSet.objects.select_for_update(no_key=True).get(pk=changeset.pk)
    if fresh.state not in states:
        wanted = " or ".join(state.value for state in states)
        raise WrongState(f"change set {fresh.pk} is {fresh.state}; this step needs it to be {wanted}")
    return fresh


def four_eyes() -> bool:
    """Whether the policy asks for a second person."""
    # Two people are needed unless the one row says otherwise: a missing row is no way around the rule.
    return ReviewPolicy.objects.filter(id=1, four_eyes=False).exists() is False


@transaction.atomic
def submit(*, changeset: ChangeSet, actor: User, now: datetime) -> ChangeSet:
    """Send a planned draft to review.

    :raises PlanHasProblems: it was not planned, is empty, or rows have problems.
    :raises WarningsNotAccepted: rows are odd, and nobody has said why they stand.
    """
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT)
    require_role(actor, Role.DRAFTER, origin=changeset.origin)
    problems = rows_with_problems(changeset)
    if changeset.planned_version is None or problems or not changeset.rows.filter(taken_out=False).exists():
        raise PlanHasProblems("the change set needs rows that are planned and free of problems", reasons=problems)
    require_warnings_accepted(changeset)
    changeset.state = ChangeSetState.SUBMITTED
    changeset.save(update_fields=["state"])
    record(changeset, ChangeSetEventKind.SUBMITTED, actor=actor, now=now)
    return changeset


def rows_with_problems(changeset: ChangeSet) -> tuple[str, ...]:
    """One line for each row that could not be planned."""
    faulty = changeset.rows.filter(Q(plan__isnull=True) | ~Q(plan__problems=[])).order_by("position")
    return tuple(faults_of(position, plan) for position, plan in faulty.values_list("position", "plan"))


def rows_to_accept(changeset: ChangeSet) -> QuerySet[ChangeSetRow]:
    """The rows with a warning that nobody has accepted."""
    return changeset.rows.filter(plan__warnings__contains=[{"accepted": ""}])


def require_warnings_accepted(changeset: ChangeSet) -> None:
    """Refuse while a row is odd, and nobody has said why it stands.

    :raises WarningsNotAccepted: the reasons name rows and warnings.
    """
    odd = rows_to_accept(changeset)
    reasons = tuple(
        f"row {position}: {', '.join(one['message'] for one in warnings if not one['accepted'])}"
        for position, warnings in odd.order_by("position").values_list("position", "plan__warnings")[:MOST_REASONS]
    )
    if reasons:
        count = odd.count()
        said = f"{count_in_words(count, 'row')} {'has' if count == 1 else 'have'}"
        raise WarningsNotAccepted(f"{said} warnings that nobody has accepted", reasons=reasons)


def faults_of(position: int, plan: dict[str, Any] | None) -> str:
    """Say what is wrong with a row, in one line."""
    said = [
        f"{problem['column']}: {problem['message']}" + (f" ({problem['hint']})" if problem["hint"] else "")
        for problem in (plan or {}).get("problems", [])
    ]
    return f"row {position}: {'; '.join(said) or 'not planned'}"


def hash_shown_rows(changeset: ChangeSet) -> str:
    """The SHA-256 of all rows as a page of review shows them, for the approval to say what it is of."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SHOWN_ROWS_HASH.format(changeset='%s')}", [changeset.pk])
        return str(cursor.fetchone()[0])


def require_shown(changeset: ChangeSet, seen: str) -> None:
    """Refuse where the rows are no longer those that somebody saw.

    :raises StalePlan: a row, its plan or its place changed since.
    """
    if seen != hash_shown_rows(changeset):
        raise StalePlan("the rows changed after they were shown to you: look at them again, then approve")


@transaction.atomic
def approve(*, changeset: ChangeSet, reviewer: User, seen: str, now: datetime) -> ChangeSet:
    """Approve every row that has no approval yet, and the change set as a whole.

    `seen` is the hash of the rows that the reviewer was shown. An approval is of what the row would write: its hash is
    kept, and where a new plan has another one, it is dropped.

    :raises OwnChangeSet: the reviewer is the author of a row.
    :raises PlanHasProblems: a row is not planned.
    :raises StalePlan: the rows are no longer those that the reviewer saw.
    :raises WarningsNotAccepted: a row became odd in review.
    """
    changeset = lock_changeset(changeset, ChangeSetState.SUBMITTED)
    require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    own = list(changeset.rows.filter(author=reviewer).order_by("position").values_list("position", "taken_out")[:20])
    if four_eyes() and own:
        done = "wrote or took out" if any(taken_out for _, taken_out in own) else "wrote"
        places = [position for position, _ in own]
        raise OwnChangeSet(f"{reviewer.username} {done} rows {places}; somebody else has to approve them")
    require_shown(changeset, seen)
    require_warnings_accepted(changeset)
    approve_rows(changeset.rows.filter(approved_by=None), reviewer=reviewer)
    changeset.state = ChangeSetState.APPROVED
    changeset.approved_by, changeset.approved_at, changeset.approved_hash = reviewer, now, seen
    changeset.save(update_fields=APPROVAL)
    record(changeset, ChangeSetEventKind.APPROVED, actor=reviewer, now=now)
    return changeset


@transaction.atomic
def approve_others(*, changeset: ChangeSet, reviewer: User, seen: str, now: datetime) -> list[int]:
    """Approve the rows that the reviewer did not write and return their places; the rest waits for somebody else.

    :raises WrongState: it is not in review.
    :raises NotAllowed: the account is no reviewer.
    :raises PlanHasProblems: a row is not planned.
    :raises StalePlan: the rows are no longer those that the reviewer saw.
    """
    changeset = lock_changeset(changeset, ChangeSetState.SUBMITTED)
    require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    require_shown(changeset, seen)
    waiting = changeset.rows.filter(approved_by=None).exclude(author=reviewer)
    positions = list(waiting.order_by("position").values_list("position", flat=True))
    approve_rows(waiting, reviewer=reviewer)
    if positions:
        detail = f"{count_in_words(len(positions), 'row')}; those of {reviewer.username} wait for somebody else"
        record(changeset, ChangeSetEventKind.APPROVED, actor=reviewer, now=now, detail=detail)
    return positions


def approve_rows(rows: QuerySet[ChangeSetRow], *, reviewer: User) -> None:
    """Approve what the rows are planned to write.

    :raises PlanHasProblems: a row is not planned, or its plan was changed past the planner.
    """
    unplanned = rows.filter(planned_hash="").order_by("position").values_list("position", flat=True)
    if reasons := tuple(faults_of(position, None) for position in unplanned):
        raise PlanHasProblems("only what is planned can be approved", reasons=reasons)
    rows.update(approved_by=reviewer, approved_hash=F("planned_hash"))


def drop_approval(changeset: ChangeSet) -> None:
    """Take the approval of a change set back; the caller saves it."""
    changeset.approved_by = changeset.approved_at = None
    changeset.approved_hash = ""


@transaction.atomic
def ask_approval_anew(*, changeset: ChangeSet, changed: Sequence[str], actor: User, now: datetime) -> ChangeSet:
    """Note in the history which rows a new plan changed after their approval; what was approved is in review again.

    The database dropped the approvals of the rows with the plan they were of.
    """
    changeset = lock_changeset(changeset, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)
    if changeset.state == ChangeSetState.APPROVED:
        changeset.state = ChangeSetState.SUBMITTED
        drop_approval(changeset)
        changeset.save(update_fields=APPROVAL)
    said = "\n".join(("no longer what was approved:", *changed))
    detail = said if len(said) <= LONGEST_DETAIL else f"{said[: LONGEST_DETAIL - 1]}…"
    record(changeset, ChangeSetEventKind.REPLANNED, actor=actor, now=now, detail=detail)
    return changeset


@transaction.atomic
def note(*, changeset: ChangeSet, author: User, words: str, now: datetime) -> None:
    """Add a remark to the history of a change set; notes are kept for ever, like everything else there.

    :raises NotAllowed: the account is no drafter.
    :raises ReasonNeeded: there are no words, or too many.
    """
    require_role(author, Role.DRAFTER, origin=changeset.origin)
    record(changeset, ChangeSetEventKind.NOTED, actor=author, now=now, detail=stated_reason(words))


@transaction.atomic
def reject(*, changeset: ChangeSet, reviewer: User, reason: str, now: datetime) -> ChangeSet:
    """Send a change set back to its draft, with the reason.

    :raises WrongState: it is not in review.
    :raises ReasonNeeded: there is no reason, or it is too long to keep.
    """
    reason = stated_reason(reason)
    changeset = lock_changeset(changeset, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)
    require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    changeset.state = ChangeSetState.DRAFT
    drop_approval(changeset)
    changeset.save(update_fields=APPROVAL)
    record(changeset, ChangeSetEventKind.REJECTED, actor=reviewer, now=now, detail=reason)
    return changeset


@transaction.atomic
def discard(*, changeset: ChangeSet, owner: User, reason: str, now: datetime) -> ChangeSet:
    """Give a draft up for good; it stays with its rows and its history, and nothing leads back.

    :raises WrongState: it is no draft.
    :raises NotAllowed: the account neither began it nor is an admin.
    :raises ReasonNeeded: the reason is too long to keep; none is needed.
    """
    reason = stated_reason(reason) if reason.strip() else ""
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT)
    require_role(owner, Role.DRAFTER, origin=changeset.origin)
    if changeset.created_by_id != owner.pk and owner.role != Role.ADMIN:
        raise NotAllowed(f"{changeset.created_by.username} began this draft; nobody else but an admin can discard it")
    changeset.state = ChangeSetState.DISCARDED
    changeset.save(update_fields=["state"])
    record(changeset, ChangeSetEventKind.DISCARDED, actor=owner, now=now, detail=reason)
    return changeset


def require_row_approvals(changeset: ChangeSet) -> None:
    """Refuse where a row lacks the approval of a second person.

    :raises RowsNotApproved: names the rows.
    """
    bare = list(changeset.rows.filter(approved_by=None).order_by("position").values_list("position", flat=True)[:20])
    if four_eyes() and bare:
        raise RowsNotApproved(f"rows {bare} of change set {changeset.pk} have no approval")
