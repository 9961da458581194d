"""Drafts of change sets: creating them, replacing their rows, and keeping their plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from django.db import transaction
from django.db.models import F

from pledges.intake.approvals import former_plans, renew_approvals
from pledges.intake.day_orders import settle_day_orders
from pledges.intake.duplicates.pair_labels import subjects
from pledges.intake.duplicates.plan_duplicates import keep_decided_plan, plan_duplicates
from pledges.intake.large_drafts import PART, add_in_parts
from pledges.intake.planner import Progress, RowPlan, plan_rows
from pledges.intake.row_limits import require_row_count, require_sizes
from pledges.intake.row_payload import changes_in_words, flat, is_same_statement, storable
from pledges.intake.row_storage import (
    add_rows,
    encode_json,
    refresh_statistics,
    reserve_keys,
    store_payloads,
    store_places,
    store_plans,
)
from pledges.intake.row_taking_out import close_up, remove_rows
from pledges.ledger import Json, latest_number, record
from pledges.ledger.counted_words import count_in_words
from pledges.ledger.review import LONGEST_DETAIL, lock_changeset, require_role
from pledges.models import ChangeSet, ChangeSetRow, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, Role


@dataclass(frozen=True, slots=True)
class NewPlan:
    """The plan of every row, and one line for each row that would write something else than what was approved."""

    rows: list[RowPlan]
    unapproved: tuple[str, ...]


@transaction.atomic
def create_changeset(
    *,
    title: str,
    origin: Origin,
    rows: Sequence[Json],
    author: User,
    today: date,
    now: datetime,
    lines: Sequence[int] = (),
    progress: Progress | None = None,
) -> ChangeSet:
    """A new draft with planned rows; `progress` hears how far the planning is, and may raise to stop it.

    `lines` are the rows of the file that the rows were read from.

    :raises NotAllowed: the author is no drafter.
    """
    require_role(author, Role.DRAFTER, origin=origin)
    changeset = ChangeSet.objects.create(title=title, origin=origin, created_by=author, created_at=now)
    record(changeset, ChangeSetEventKind.CREATED, actor=author, now=now, detail=count_in_words(len(rows), "row"))
    # Read before planning: a version published meanwhile makes the plan stale, never the other way round.
    version = latest_number()
    settled = settle_day_orders(rows)
    if len(settled) <= PART:
        add_planned(changeset, settled, lines=lines, author=author, today=today, progress=progress)
    elif add_in_parts(changeset, settled, lines=lines, author=author, today=today, progress=progress):
        plan_anew(changeset, today=today)
    note_planned_version(changeset, version)
    return changeset


def add_planned(
    changeset: ChangeSet,
    rows: Sequence[Json],
    *,
    lines: Sequence[int],
    author: User,
    today: date,
    progress: Progress | None,
) -> None:
    """Plan the rows of a new change set before they are stored, so that rows and plans are written in one go."""
    drafted = [
        ChangeSetRow(
            pk=key, changeset=changeset, position=position, payload=storable(payload), author=author, line=line or None
        )
        for position, (key, payload, line) in enumerate(
            zip_longest(reserve_keys(len(rows)), rows, lines[: len(rows)]), start=1
        )
    ]
    plans = plan_drafted(drafted, changeset=changeset, today=today, progress=progress)
    add_rows(drafted)
    refresh_statistics(ChangeSetRow, added=len(drafted))
    plan_duplicates(changeset=changeset, rows=drafted, plans=plans, today=today)


def plan_anew(changeset: ChangeSet, *, today: date) -> None:
    """Plan all rows of a new change set at once, since decisions that were made before change what they mean."""
    rows = list(changeset.rows.order_by("position"))
    plans = plan_drafted(rows, changeset=changeset, today=today)
    plan_duplicates(changeset=changeset, rows=rows, plans=plans, today=today)


def plan_drafted(
    rows: Sequence[ChangeSetRow], *, changeset: ChangeSet, today: date, progress: Progress | None = None
) -> list[RowPlan]:
    """Plan rows, stored or not, and set the plan of each."""
    payloads = [flat(row.payload) for row in rows]
    numbers = [row.position for row in rows]
    named = subjects(payloads, changeset=changeset.pk)
    plans = plan_rows(payloads, today=today, progress=progress, numbers=numbers, changeset=changeset.pk)
    for row, plan, subject in zip(rows, plans, named, strict=True):
        row.plan = plan.to_json() | {"subject": subject}
    return plans


def note_planned_version(changeset: ChangeSet, version: int) -> None:
    ChangeSet.objects.filter(pk=changeset.pk).update(planned_version=version)
    changeset.planned_version = version


@transaction.atomic
def plan_changeset(*, changeset: ChangeSet, actor: User, today: date, now: datetime) -> NewPlan:
    """Plan every row against the ledger as it is now, keep the plans on the rows, and return them.

    Writes nothing to the ledger and uses up no references. What is approved may be planned anew: rows that would write
    the same facts keep their approval, and where others lose theirs, the change set is in review again.

    :raises WrongState: it is published.
    """
    stored = lock_changeset(changeset, ChangeSetState.DRAFT, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)
    changeset.state = stored.state
    version = latest_number()
    rows = list(changeset.rows.filter(taken_out=False).order_by("position"))
    former = former_plans(rows)
    plans = plan_drafted(rows, changeset=changeset, today=today)
    for row, before in zip(rows, former, strict=True):
        row.plan = keep_decided_plan(row.plan, before.plan)
    changed = [
        row for row, before in zip(rows, former, strict=True) if row.plan != before.plan or not before.planned_hash
    ]
    # Most plans come out as they were; only what differs is written.
    store_plans(changed)
    decided = plan_duplicates(changeset=changeset, rows=rows, plans=plans, today=today)
    unapproved = renew_approvals(changeset, rows, former, actor=actor, now=now)
    note_planned_version(changeset, version)
    return NewPlan(decided, unapproved)


def plan_some(*, changeset: ChangeSet, rows: Sequence[ChangeSetRow], actor: User, today: date, now: datetime) -> None:
    """Plan these rows of a draft anew, in the order of their places; nothing that the other rows say may hang on them.

    The plan of the change set stays one for the version that it was made for. The caller holds the change set.
    """
    former = former_plans(rows)
    plans = plan_drafted(rows, changeset=changeset, today=today)
    store_plans(rows)
    plan_duplicates(changeset=changeset, rows=rows, plans=plans, today=today, only=True)
    renew_approvals(changeset, rows, former, actor=actor, now=now)


@transaction.atomic
def replace_rows(
    *, changeset: ChangeSet, rows: Sequence[Json], author: User, today: date, now: datetime
) -> list[RowPlan]:
    """Replace the rows of a draft: a row that says the same, at whatever place, keeps its author and its approval.

    What is left of the former ones is taken out where it was in review.

    :raises WrongState: the change set is no draft and not in review.
    :raises TooLarge: there are too many rows, or a changed one is too large; none is stored.
    """
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT, ChangeSetState.SUBMITTED)
    in_review = changeset.state == ChangeSetState.SUBMITTED
    require_role(author, Role.REVIEWER if in_review else Role.DRAFTER, origin=changeset.origin)
    given = list(map(storable, settle_day_orders(rows)))
    require_row_count(len(given))
    standing = list(changeset.rows.filter(taken_out=False).select_related("author").order_by("position"))
    found = match_rows(given, standing)
    require_sizes(
        (place, payload)
        for place, (payload, row) in enumerate(zip(given, found, strict=True), start=1)
        if row is None or row.payload != payload
    )
    kept = {row.pk for row in found if row is not None}
    said = [count_in_words(len(rows), "row")] + [
        f"row {place}: {changes_in_words(row.payload, payload)}"
        for place, (payload, row) in enumerate(zip(given, found, strict=True), start=1)
        if row is not None and row.was_in_review and row.payload != payload
    ]
    remove_rows(changeset, [row for row in standing if row.pk not in kept], author=author, now=now)
    write_in_order(changeset, given, found, author=author)
    changeset.edit_version += 1
    changeset.save(update_fields=["edit_version"])
    record(changeset, ChangeSetEventKind.EDITED, actor=author, now=now, detail="\n".join(said)[:LONGEST_DETAIL])
    return plan_changeset(changeset=changeset, actor=author, today=today, now=now).rows


def match_rows(given: Sequence[Json], standing: Sequence[ChangeSetRow]) -> list[ChangeSetRow | None]:
    """Find the stored row that each given one goes on: one that says the same, else what is left at its place.

    A row that was in review is not written over by another statement: that takes it out, which needs a second yes.
    """
    found = [row if row.payload == payload else None for payload, row in zip(given, standing, strict=False)]
    found += [None] * (len(given) - len(found))
    taken = {row.pk for row in found if row}
    alike: dict[str, list[ChangeSetRow]] = {}
    for row in reversed(standing):
        if row.pk not in taken:
            alike.setdefault(encode_json(row.payload), []).append(row)
    for place, payload in enumerate(given):
        if found[place] is None and (same := alike.get(encode_json(payload))):
            found[place] = same.pop()
    taken = {row.pk for row in found if row}
    left = {row.position: row for row in standing if row.pk not in taken}
    for place, payload in enumerate(given, start=1):
        there = left.get(place)
        if (
            found[place - 1] is None
            and there
            and (not there.was_in_review or is_same_statement(there.payload, payload))
        ):
            found[place - 1] = there
    return found


def write_in_order(
    changeset: ChangeSet, given: Sequence[Json], found: Sequence[ChangeSetRow | None], *, author: User
) -> None:
    """Bring rows into the given order and content; None stands for a new one."""
    # Read anew: the others moved up where rows were removed.
    places = dict(changeset.rows.values_list("pk", "position"))
    new: list[ChangeSetRow] = []
    moved: list[ChangeSetRow] = []
    edited: list[ChangeSetRow] = []
    for position, (payload, row) in enumerate(zip(given, found, strict=True), start=1):
        if row is None:
            new.append(ChangeSetRow(changeset=changeset, position=position, payload=payload, author=author))
            continue
        if row.payload != payload:
            row.payload, row.author, row.approved_by, row.approved_hash = payload, author, None, ""
            edited.append(row)
        row.position = position
        if places[row.pk] != position:
            moved.append(row)
    store_payloads(edited)
    if moved or new:
        # Places are unique: what stands behind makes room before rows take their new ones.
        ahead = [row.pk for row in found if row is not None]
        changeset.rows.exclude(pk__in=ahead).update(position=F("position") + 1_000_000)
        store_places(moved)
        ChangeSetRow.objects.bulk_create(new)
        close_up(changeset, since=len(given) + 1)
