"""Drafts made of other change sets, and what drafts are called."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from pledges.intake.drafts import create_changeset
from pledges.ledger import ReasonNeeded, record
from pledges.ledger.review import lock_changeset, require_role
from pledges.models import ChangeSet, ChangeSetEvent, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, Role

LONGEST_TITLE = 200
SENT_BACK = "sent_back"
"""Among the states of a list: drafts that a reviewer sent back."""


def sent_back() -> Q:
    """What finds drafts that have been in review: they came back from there."""
    rejected = ChangeSetEvent.objects.filter(changeset=OuterRef("pk"), kind=ChangeSetEventKind.REJECTED)
    return Q(Exists(rejected), state=ChangeSetState.DRAFT)


@transaction.atomic
def copy_changeset(*, changeset: ChangeSet, author: User, today: date, now: datetime) -> ChangeSet:
    """A new draft with the rows of a change set, whatever became of that; the rows are the author's.

    Rows keep their external references: what still is published under them is unchanged, what was undone comes anew.

    :raises NotAllowed: the author is no drafter.
    """
    rows = changeset.rows.filter(taken_out=False).order_by("position").values_list("payload", flat=True)
    title = f"Copy of {changeset.title}"[:LONGEST_TITLE]
    copy = create_changeset(title=title, origin=Origin.ENTRY, rows=list(rows), author=author, today=today, now=now)
    copy.defaults = changeset.defaults
    copy.save(update_fields=["defaults"])
    detail = f"rows of change set {changeset.pk}, {changeset.get_state_display().lower()}"
    record(copy, ChangeSetEventKind.NOTED, actor=author, now=now, detail=detail)
    return copy


@transaction.atomic
def rename_draft(*, changeset: ChangeSet, title: str, actor: User, now: datetime) -> ChangeSet:
    """Give a draft another title; who has it open saves on, since no row changed.

    :raises WrongState: it is no draft.
    :raises ReasonNeeded: the title is blank.
    """
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT)
    require_role(actor, Role.DRAFTER, origin=changeset.origin)
    title = legible_title(title)
    if title != changeset.title:
        detail = f"renamed from “{changeset.title}”"
        changeset.title = title
        changeset.save(update_fields=["title"])
        record(changeset, ChangeSetEventKind.EDITED, actor=actor, now=now, detail=detail)
    return changeset


def legible_title(title: str) -> str:
    """A title on one line.

    :raises ReasonNeeded: it is blank, too long, or holds what cannot be read.
    """
    words = " ".join(title.split())
    if not words or len(words) > LONGEST_TITLE or not words.isprintable():
        raise ReasonNeeded(f"a name in plain words of up to {LONGEST_TITLE} characters is needed")
    return words
