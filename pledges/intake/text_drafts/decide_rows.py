"""What a person makes of a drafted row: taken into the meeting's change set, rejected, opened again, made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from pledges.answers.row_names import meeting_name
from pledges.intake.drafts import create_changeset
from pledges.intake.row_editing import save_row
from pledges.intake.row_limits import require_sizes
from pledges.intake.row_payload import storable
from pledges.intake.text_drafts.claim_cells import OF_SOURCE, as_entry, as_pledge
from pledges.intake.text_drafts.look_up_rows import look_up_rows
from pledges.intake.text_drafts.read_text import find_words, read_words
from pledges.intake.text_drafts.store_drafts import circumstances_of, last_run, words_of
from pledges.ledger import OutcomeDoesNotFit, ReasonNeeded, WrongState, latest_number
from pledges.ledger.review import require_role
from pledges.models import ChangeSet, DraftedRow, DraftedText, FieldDecision, ResidueSentence, RowDecision, User
from pledges.values.choices import (
    Action,
    ChangeSetState,
    DraftedRowState,
    Origin,
    RejectionReason,
    Role,
    RowOutcome,
)

NOT_JUDGED = frozenset({*OF_SOURCE, "meeting", "occurred", "kept_copy"})
"""Cells that the rules did not read out of the text."""

LINKS = ("entry", "restates", "adds", "pledge")


def lock_row(row: int) -> DraftedRow:
    """A row, with its text held to the end of the transaction."""
    found = DraftedRow.objects.select_related("drafted_text").get(pk=row)
    DraftedText.objects.select_for_update().get(pk=found.drafted_text_id)
    return DraftedRow.objects.select_related(
        "drafted_text__meeting__forum", "drafted_text__copy", "run", "changeset_row"
    ).get(pk=row)


def require_open(row: DraftedRow) -> None:
    """:raises WrongState: somebody decided about the row, or it is drafted otherwise since."""
    if row.state != DraftedRowState.OPEN:
        raise WrongState(f"this row is {DraftedRowState(row.state).label.lower()} already")


@transaction.atomic
def accept_row(*, row: int, cells: Mapping[str, str] | None, actor: User, today: date, now: datetime) -> DraftedRow:
    """Put a row into the change set of its meeting, as it stands or with these cells, and keep what was changed.

    :raises WrongState: the row is not open.
    :raises NotAllowed: the actor is no drafter.
    :raises TooLarge: a cell is too long.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    drafted = lock_row(row)
    require_open(drafted)
    taken = {
        name: str(cell) for name, cell in storable(dict(drafted.cells if cells is None else cells)).items() if cell
    }
    changeset = changeset_for(drafted.drafted_text, actor=actor, today=today, now=now)
    drafted.changeset_row = save_row(
        changeset=changeset,
        row=None,
        payload=taken,
        author=actor,
        expected=changeset.edit_version,
        today=today,
        now=now,
    )
    drafted.state, drafted.cells = DraftedRowState.ACCEPTED, taken
    drafted.save(update_fields=["state", "cells", "changeset_row"])
    changed = judged_cells(drafted.drafted) != judged_cells(taken)
    decision = decide(drafted, RowOutcome.EDITED if changed else RowOutcome.ACCEPTED, actor=actor, now=now)
    keep_fields(decision, drafted.drafted, taken)
    return drafted


def judged_cells(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if name not in NOT_JUDGED and cell}


def keep_fields(decision: RowDecision, drafted: Mapping[str, str], taken: Mapping[str, str]) -> None:
    before, after = judged_cells(drafted), judged_cells(taken)
    FieldDecision.objects.bulk_create(
        FieldDecision(decision=decision, column=name, drafted=before.get(name, ""), accepted=after.get(name, ""))
        for name in sorted(before.keys() | after.keys())
    )


def decide(
    row: DraftedRow, outcome: RowOutcome, *, actor: User, now: datetime, reason: str = "", words: str = ""
) -> RowDecision:
    donors = row.claim.get("donors") or []
    return RowDecision.objects.create(
        row=row,
        outcome=outcome,
        reason=reason,
        words=words[:1000],
        rule_version=row.run.rule_version,
        rule=row.rule,
        kind_of_text=row.drafted_text.kind,
        donor=str(donors[0])[:5] if donors else "",
        decided_by=actor,
        decided_at=now,
    )


@transaction.atomic
def reject_row(*, row: int, reason: str, words: str, actor: User, now: datetime) -> DraftedRow:
    """Keep that a row is none of the ledger, and why.

    :raises WrongState: the row is not open.
    :raises ReasonNeeded: no reason is given, or “something else” without words.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    if reason not in RejectionReason.values or (reason == RejectionReason.OTHER and not words.strip()):
        raise ReasonNeeded("a rejected row needs a reason; “something else” needs words")
    drafted = lock_row(row)
    require_open(drafted)
    drafted.state = DraftedRowState.REJECTED
    drafted.save(update_fields=["state"])
    decide(drafted, RowOutcome.REJECTED, actor=actor, now=now, reason=reason, words=storable(words.strip()))
    return drafted


@transaction.atomic
def reopen_row(*, row: int, actor: User, today: date, now: datetime) -> DraftedRow:
    """Open a decided row again; one that was accepted leaves the change set, where that is still a draft.

    :raises WrongState: nobody decided about it, or its change set is on its way already.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    drafted = lock_row(row)
    if drafted.state not in (DraftedRowState.ACCEPTED, DraftedRowState.REJECTED):
        raise WrongState("only an accepted or rejected row is opened again")
    stored = drafted.changeset_row
    if stored is not None:
        changeset = ChangeSet.objects.get(pk=stored.changeset_id)
        if changeset.state != ChangeSetState.DRAFT:
            raise WrongState("its change set is no draft any more: correct the row there")
        save_row(
            changeset=changeset, row=stored.pk, payload={}, author=actor, expected=changeset.edit_version,
            today=today, now=now,
        )  # fmt: skip
    drafted.state, drafted.changeset_row = DraftedRowState.OPEN, None
    drafted.save(update_fields=["state", "changeset_row"])
    decide(drafted, RowOutcome.REOPENED, actor=actor, now=now)
    return drafted


@transaction.atomic
def link_row(*, row: int, link: str, reference: str, actor: User, today: date, now: datetime) -> DraftedRow:
    """Make an open row an entry on a pledge, a restatement or an addition of it, or a promise of its own again.

    :raises OutcomeDoesNotFit: there is no such link, or the pledge is none of those offered.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    drafted = lock_row(row)
    require_open(drafted)
    offered = {one["reference"] for one in [*drafted.found.get("matches", []), *drafted.found.get("duplicates", [])]}
    if link not in LINKS or (link != "pledge" and reference not in offered):
        raise OutcomeDoesNotFit("the row has no such pledge to choose; look at it again")
    own = as_pledge(drafted.cells, drafted.drafted) if drafted.cells.get("action") == Action.ENTRY else drafted.cells
    plain = {name: cell for name, cell in own.items() if name not in ("restates", "adds")}
    drafted.cells = {
        "entry": lambda: as_entry(drafted.cells, reference),
        "restates": lambda: {**plain, "restates": reference},
        "adds": lambda: {**plain, "adds": reference},
        "pledge": lambda: plain,
    }[link]()
    look_up_one(drafted, actor=actor, today=today, now=now)
    return drafted


@transaction.atomic
def change_cells(*, row: int, cells: Mapping[str, str], actor: User, today: date, now: datetime) -> DraftedRow:
    """Keep other cells of an open row, which nobody takes by that yet.

    :raises WrongState: the row is not open.
    :raises TooLarge: a cell is too long.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    drafted = lock_row(row)
    require_open(drafted)
    changed = {name: str(cell) for name, cell in storable(dict(cells)).items() if cell}
    require_sizes([(1, changed)])
    drafted.cells = changed
    look_up_one(drafted, actor=actor, today=today, now=now)
    return drafted


def look_up_one(row: DraftedRow, *, actor: User, today: date, now: datetime) -> None:
    """Say anew what the ledger says to a row whose cells were changed; the pledges offered before stay."""
    found = look_up_rows([(row.cells, row.claim)], author=actor, today=today, now=now)[0]
    offered = row.found.get("matches", [])
    known = {one["reference"] for one in found["matches"]}
    found["matches"] += [one for one in offered if one["reference"] not in known]
    row.found, row.found_version = found, latest_number()
    row.save(update_fields=["cells", "found", "found_version"])


@transaction.atomic
def row_from_words(*, text: DraftedText, words: str, near: int, actor: User, today: date, now: datetime) -> DraftedRow:
    """Make a row of words that a person picked out of the text; the same words twice are one row.

    :raises OutcomeDoesNotFit: the words do not stand in the text, or it was not drafted yet.
    """
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    span = find_words(words_of(text), words, near)
    run = last_run(text)
    if span is None or run is None:
        raise OutcomeDoesNotFit("these words do not stand in the text: copy them as they are there")
    DraftedText.objects.select_for_update().get(pk=text.pk)
    read = read_words(circumstances_of(text), *span, text.published)
    row, made = DraftedRow.objects.get_or_create(
        drafted_text=text,
        key=read.key,
        defaults={
            "run": run,
            "span_start": span[0],
            "span_end": span[1],
            "claim": read.claim,
            "drafted": read.cells,
            "cells": read.cells,
            "by_hand": True,
        },
    )
    if made:
        look_up_one(row, actor=actor, today=today, now=now)
    return row


def tick_sentence(*, sentence: int, ticked: bool, actor: User, now: datetime) -> ResidueSentence:
    """Keep that somebody read a left-over sentence and that it promises nothing more, or take that back."""
    require_role(actor, Role.DRAFTER, origin=Origin.ENTRY)
    found = ResidueSentence.objects.get(pk=sentence)
    found.ticked_by, found.ticked_at = (actor, now) if ticked else (None, None)
    found.save(update_fields=["ticked_by", "ticked_at"])
    return found


def changeset_for(text: DraftedText, *, actor: User, today: date, now: datetime) -> ChangeSet:
    """The draft that accepted rows go to: that of the text, else the actor's newest of the meeting, else a new one."""
    held = text.changeset
    if held is not None and held.state == ChangeSetState.DRAFT:
        return held
    found = None
    if text.meeting is not None:
        of_meeting = ChangeSet.objects.filter(
            state=ChangeSetState.DRAFT,
            origin=Origin.ENTRY,
            created_by=actor,
            defaults__meeting=text.meeting.slug,
        )
        found = of_meeting.order_by("-pk").first()
    text.changeset = found or open_changeset(text, [], actor=actor, origin=Origin.ENTRY, today=today, now=now)
    text.save(update_fields=["changeset"])
    return text.changeset


def open_changeset(
    text: DraftedText, rows: list[dict[str, str]], *, actor: User, origin: Origin, today: date, now: datetime
) -> ChangeSet:
    """A new draft whose grid fills in the meeting, its day and the source of the text."""
    title = meeting_name(text.meeting) if text.meeting else str(text)
    changeset = create_changeset(title=title[:200], origin=origin, rows=rows, author=actor, today=today, now=now)
    around = circumstances_of(text)
    common = {"meeting": around.meeting, "occurred": around.said_on}
    told = {name: str(around.source[name]) for name in OF_SOURCE if around.source.get(name)}
    changeset.defaults = {name: cell for name, cell in (common | told).items() if cell}
    changeset.save(update_fields=["defaults"])
    return changeset


@transaction.atomic
def hand_over(*, text: DraftedText, actor: User, origin: Origin, today: date, now: datetime) -> ChangeSet:
    """Put all open rows into a new change set, without anybody's word about them; none is made where none is open."""
    held = DraftedText.objects.select_for_update().get(pk=text.pk)
    if held.changeset is not None and not held.rows.filter(state=DraftedRowState.OPEN).exists():
        return held.changeset
    rows = list(held.rows.filter(state=DraftedRowState.OPEN).order_by("span_start", "pk"))
    changeset = open_changeset(held, [row.cells for row in rows], actor=actor, origin=origin, today=today, now=now)
    for row, stored in zip(rows, changeset.rows.order_by("position"), strict=True):
        row.state, row.changeset_row = DraftedRowState.HANDED_OVER, stored
    DraftedRow.objects.bulk_update(rows, ["state", "changeset_row"], batch_size=500)
    held.changeset = changeset
    held.save(update_fields=["changeset"])
    return changeset
