"""Editing the rows of a change set one by one or all at once, without overwriting what somebody else saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from pledges.intake.day_orders import settle_day_orders
from pledges.intake.drafts import plan_changeset, plan_some, write_in_order
from pledges.intake.duplicates.pair_labels import content_key
from pledges.intake.duplicates.pair_outcomes import STRENGTH
from pledges.intake.row_limits import require_row_count, require_sizes
from pledges.intake.row_payload import changes_in_words, flat, storable
from pledges.intake.row_taking_out import close_up, put_back, remove_rows
from pledges.ledger import Json, StaleEdit, WrongState, record
from pledges.ledger.review import lock_changeset, require_role
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Role

NAMING = ("external_reference", "supersedes", "reference", "target", "restates", "adds", "compensates", "same_wish_as")


def open_for_edit(changeset: ChangeSet, *, author: User, expected: int) -> ChangeSet:
    """Lock the change set, if the author may edit it and nobody saved it since it was read.

    Drafts are edited by drafters; what is in review is corrected by reviewers.

    :raises WrongState: it is approved or published.
    :raises NotAllowed: the role does not suffice.
    :raises StaleEdit: its edit version is no longer the expected one.
    """
    fresh = lock_changeset(changeset, ChangeSetState.DRAFT, ChangeSetState.SUBMITTED)
    in_review = fresh.state == ChangeSetState.SUBMITTED
    require_role(author, Role.REVIEWER if in_review else Role.DRAFTER, origin=fresh.origin)
    if fresh.edit_version != expected:
        raise StaleEdit(f"somebody saved “{fresh.title}” after you opened it: see both versions and choose")
    return fresh


@transaction.atomic
def save_row(
    *, changeset: ChangeSet, row: int | None, payload: Json, author: User, expected: int, today: date, now: datetime
) -> ChangeSetRow | None:
    """Save one row and return it planned; a new one goes to the end, one without a cell goes away.

    One that was taken out is put back, whatever it says.

    A row that says the same keeps its author and its approval, and the edit version stays.

    :raises StaleEdit: somebody else saved the change set in the meantime.
    :raises TooLarge: there is no place for one more row, or a cell is too long.
    """
    changeset = open_for_edit(changeset, author=author, expected=expected)
    stored = changeset.rows.filter(pk=row).first() if row is not None else None
    if row is not None and stored is None:
        raise StaleEdit(f"the row was deleted from “{changeset.title}” after you opened it")
    payload = storable(payload)
    if stored is not None and (not payload if stored.taken_out else stored.payload == payload):
        return stored
    if stored is None and not payload:
        return None
    count = changeset.rows.count() + (stored is None)
    if stored is None:
        require_row_count(count)
    require_sizes([(stored.position if stored else count, payload)])
    before = stored.payload if stored else {}
    if stored is None or (payload and not stored.taken_out) or not stored.was_in_review:
        note_edit(changeset, stored, before, payload, author=author, now=now)
    if not payload and stored is not None:
        remove_rows(changeset, [stored], author=author, now=now)
    elif stored is not None and stored.taken_out:
        put_back(changeset, stored, payload, author=author, now=now)
    elif stored is None:
        last = changeset.rows.aggregate(last=Max("position"))["last"] or 0
        stored = ChangeSetRow.objects.create(changeset=changeset, position=last + 1, payload=payload, author=author)
        close_up(changeset, since=last + 1 - changeset.rows.filter(taken_out=True).count())
    else:
        stored.payload, stored.author, stored.approved_by, stored.approved_hash = payload, author, None, ""
        stored.save(update_fields=["payload", "author", "approved_by", "approved_hash"])
    count_edit(changeset)
    plan_edited(changeset, stored if payload else None, before, author=author, today=today, now=now)
    return ChangeSetRow.objects.get(pk=stored.pk) if payload and stored is not None else None


@transaction.atomic
def save_rows(
    *,
    changeset: ChangeSet,
    rows: Sequence[tuple[int | None, Json]],
    author: User,
    expected: int,
    today: date,
    now: datetime,
    defaults: Json | None = None,
) -> ChangeSet:
    """Save all rows of a draft in the given order, known ones by their key, and return it planned.

    Rows that say the same keep author and approval; where nothing differs, nothing is written.

    :raises StaleEdit: somebody else saved the change set in the meantime.
    :raises WrongState: it is no draft.
    :raises TooLarge: there are too many rows, or a changed one is too large; none is stored.
    """
    rows = with_day_orders(rows)
    try:
        changeset = open_for_edit(changeset, author=author, expected=expected)
    except StaleEdit:
        if says_the_same(changeset, rows, defaults):
            return ChangeSet.objects.get(pk=changeset.pk)
        raise
    if changeset.state != ChangeSetState.DRAFT:
        raise WrongState("what is in review is corrected row by row")
    stored = {row.pk: row for row in changeset.rows.filter(taken_out=False).order_by("position")}
    gone = set(changeset.rows.filter(taken_out=True).values_list("pk", flat=True))
    wanted = [
        (key if key in stored else None, storable(payload)) for key, payload in rows if payload and key not in gone
    ]
    require_row_count(len(wanted))
    require_sizes(
        (place, cells)
        for place, (key, cells) in enumerate(wanted, start=1)
        if key is None or stored[key].payload != cells
    )
    same_rows = [key for key, _ in wanted] == list(stored) and all(
        stored[key].payload == cells for key, cells in wanted if key
    )
    if same_rows and (defaults is None or defaults == changeset.defaults):
        return changeset
    if defaults is not None:
        changeset.defaults = storable(defaults)
        changeset.save(update_fields=["defaults"])
    if not same_rows:
        write_rows(changeset, stored, wanted, author=author, now=now)
        close_up(changeset, since=len(wanted) + 1)
    note_edit(changeset, None, {}, {}, author=author, now=now)
    count_edit(changeset)
    plan_changeset(changeset=changeset, actor=author, today=today, now=now)
    return changeset


def with_day_orders(rows: Sequence[tuple[int | None, Json]]) -> list[tuple[int | None, Json]]:
    """The rows, where one day of a column shows in which order the others are written."""
    settled = settle_day_orders([payload for _, payload in rows])
    return [(key, payload) for (key, _), payload in zip(rows, settled, strict=True)]


def says_the_same(changeset: ChangeSet, rows: Sequence[tuple[int | None, Json]], defaults: Json | None) -> bool:
    """Whether the stored rows say the same already: an automatic save came before the button was pressed."""
    stored = list(changeset.rows.filter(taken_out=False).order_by("position").values_list("payload", flat=True))
    kept = ChangeSet.objects.filter(pk=changeset.pk).values_list("defaults", flat=True).get()
    same_rows = [storable(payload) for _, payload in rows if payload] == stored
    return same_rows and (defaults is None or storable(defaults) == kept)


def write_rows(
    changeset: ChangeSet,
    stored: dict[int, ChangeSetRow],
    wanted: list[tuple[int | None, Json]],
    *,
    author: User,
    now: datetime,
) -> None:
    """Bring the stored rows into the wanted order and content."""
    kept = {key for key, _ in wanted if key is not None}
    remove_rows(changeset, [row for key, row in stored.items() if key not in kept], author=author, now=now)
    found: list[ChangeSetRow | None] = []
    for key, _ in wanted:
        # A key that comes twice, as by a copied row of the page, makes a new row the second time.
        found.append(stored.pop(key, None) if key is not None else None)
    write_in_order(changeset, [payload for _, payload in wanted], found, author=author)


def count_edit(changeset: ChangeSet) -> None:
    """Move the edit version on, so that whoever read the former one is told."""
    changeset.edit_version += 1
    changeset.save(update_fields=["edit_version"])


def note_edit(
    changeset: ChangeSet, row: ChangeSetRow | None, before: Json, after: Json, *, author: User, now: datetime
) -> None:
    """Write an edit into the history: every correction in review, and the first of several saves of a draft."""
    detail = ""
    if changeset.state == ChangeSetState.SUBMITTED:
        detail = f"row {row.position if row else 'new'}: {changes_in_words(before, after)}"[:2000]
    else:
        # Automatic saves come every few seconds; one line says it until somebody else does something.
        last = changeset.events.order_by("-pk").first()
        if last is not None and (last.kind, last.actor_id) == (ChangeSetEventKind.EDITED, author.pk):
            return
    record(changeset, ChangeSetEventKind.EDITED, actor=author, now=now, detail=detail)


def plan_edited(
    changeset: ChangeSet, row: ChangeSetRow | None, before: Json, *, author: User, today: date, now: datetime
) -> None:
    """Plan what an edit may have changed: the row, and those that name it or are named by it.

    Where the edit moves other rows, or decisions about pairs hang on it, the whole change set is planned anew.
    """
    if row is None or changeset.planned_version is None or moves_others(changeset, row, before):
        plan_changeset(changeset=changeset, actor=author, today=today, now=now)
    else:
        plan_some(
            changeset=changeset, rows=rows_sharing_names(changeset, row, before), actor=author, today=today, now=now
        )


def moves_others(changeset: ChangeSet, row: ChangeSetRow, before: Json) -> bool:
    """Whether the plan of rows that say nothing of this one can depend on it.

    Equal rows are numbered, and a decision that two rows are the same makes one of them name the other.
    """
    names = [content_key(flat(payload), changeset=changeset.pk) for payload in (before, row.payload) if payload]
    alike = Q(*[Q(plan__subject__startswith=name) for name in names], _connector=Q.OR)
    applied = DuplicateCandidate.objects.filter(changeset=changeset, settled=True, decision__outcome__in=STRENGTH)
    return changeset.rows.filter(alike).exclude(pk=row.pk).exists() or applied.exists()


def rows_sharing_names(changeset: ChangeSet, row: ChangeSetRow, before: Json) -> list[ChangeSetRow]:
    """The row and, in their order, all others that share a name with it, or with one of those."""
    names = named_in(before) | named_in(row.payload)
    found = {row.pk: row}
    # Names lead to rows that have further names, so it goes on until no new one turns up.
    while names:
        sharing = Q(*[Q(**{f"payload__{column}__in": sorted(names)}) for column in NAMING], _connector=Q.OR)
        more = {one.pk: one for one in changeset.rows.filter(sharing, taken_out=False).exclude(pk__in=found)}
        names = set[str]().union(*(named_in(one.payload) for one in more.values())) - names
        found |= more
    return sorted(found.values(), key=lambda one: one.position)


def named_in(payload: Json) -> set[str]:
    """The pledges and rows that a payload names, itself among them."""
    return {str(payload[column]) for column in NAMING if payload.get(column)}
