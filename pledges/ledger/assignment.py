"""For whom a change set waits: one person looks at it next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pledges.ledger.refusals import NotAllowed
from pledges.ledger.review import lock_changeset, record, require_role
from pledges.models import ChangeSet, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Role


@transaction.atomic
def assign(*, changeset: ChangeSet, assignee: User | None, actor: User, now: datetime) -> ChangeSet:
    """Let a change set wait for somebody, or for nobody in particular.

    :raises WrongState: it is published or discarded.
    :raises NotAllowed: one of the two accounts is no drafter.
    """
    changeset = lock_changeset(changeset, ChangeSetState.DRAFT, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)
    require_role(actor, Role.DRAFTER, origin=changeset.origin)
    if assignee is not None and not assignee.may(Role.DRAFTER):
        raise NotAllowed(f"{assignee.username} cannot work on change sets")
    if changeset.assigned_to != assignee:
        changeset.assigned_to = assignee
        changeset.save(update_fields=["assigned_to"])
        said = f"to {assignee.username}" if assignee else "to nobody in particular"
        record(changeset, ChangeSetEventKind.ASSIGNED, actor=actor, now=now, detail=said)
    return changeset
