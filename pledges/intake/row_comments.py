"""Comments at rows of a change set: what a reviewer would have otherwise, and that somebody saw to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pledges.intake.row_columns import BY_NAME
from pledges.ledger import OutcomeDoesNotFit, record
from pledges.ledger.review import LONGEST_DETAIL, lock_changeset, require_role, stated_reason
from pledges.models import ChangeSet, ChangeSetRow, RowComment, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Role

OPEN_STATES = (ChangeSetState.DRAFT, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)


@transaction.atomic
def comment_on_row(
    *, changeset: ChangeSet, row: int, column: str, words: str, author: User, now: datetime
) -> RowComment:
    """Say something at a row, or at the cell of a column; a blank one is the row as a whole.

    :raises WrongState: the change set is published or discarded.
    :raises NotAllowed: the account is no drafter.
    :raises ReasonNeeded: there are no words, or too many.
    :raises OutcomeDoesNotFit: there is no such row or column.
    """
    changeset = lock_changeset(changeset, *OPEN_STATES)
    require_role(author, Role.DRAFTER, origin=changeset.origin)
    words = stated_reason(words)
    stored = ChangeSetRow.objects.filter(changeset=changeset, pk=row).first()
    if stored is None:
        raise OutcomeDoesNotFit("the row is no longer there")
    if column and column not in BY_NAME and column != "source":
        raise OutcomeDoesNotFit(f"no column is called “{column[:40]}”")
    where = f"row {stored.position}, {column}" if column else f"row {stored.position}"
    detail = f"{where}: {words}"[:LONGEST_DETAIL]
    record(changeset, ChangeSetEventKind.NOTED, actor=author, now=now, detail=detail)
    return RowComment.objects.create(row=stored, column=column, words=words, author=author, at=now)


@transaction.atomic
def settle_comment(*, changeset: ChangeSet, comment: int, actor: User, now: datetime) -> RowComment | None:
    """Say that a comment was seen to; None where there is no such comment.

    :raises WrongState: the change set is published or discarded.
    :raises NotAllowed: the account is no drafter.
    """
    changeset = lock_changeset(changeset, *OPEN_STATES)
    require_role(actor, Role.DRAFTER, origin=changeset.origin)
    found = RowComment.objects.select_related("row").filter(row__changeset=changeset, pk=comment).first()
    if found is not None and found.settled_at is None:
        found.settled_by, found.settled_at = actor, now
        found.save(update_fields=["settled_by", "settled_at"])
    return found
