"""Drains the outbox: each published version is projected once, in its own transaction, in order."""

from datetime import date, datetime

from django.db import transaction

from pledges.models import OutboxMessage, ProjectionState
from pledges.projections.quote_anchors import anchor_quotes
from pledges.projections.refresh import advance_day, latest_version, lock_projections, rebuild, refresh


def drain_outbox(*, today: date, now: datetime) -> int:
    """Project every version that waits and return how many there were.

    Safe to run twice and at once: a killed worker's transaction leaves its message waiting, and a lock keeps versions
    in order. `today` only moves forward; the daily catch-up comes before the versions.
    """
    drained = 0
    while drain_one(today=today, now=now):
        drained += 1
    anchor_quotes()
    return drained


@transaction.atomic
def drain_one(*, today: date, now: datetime) -> bool:
    """Project the oldest waiting version, or the new day; return whether a version was projected."""
    lock_projections()
    state = ProjectionState.objects.filter(id=1).first()
    # A day before the one shown means that the clock was set back: only a rebuild can go backwards.
    if state is None or today < state.valid_at:
        if latest_version() or state:
            rebuild(today=today, now=now)
        return False
    if today > state.valid_at:
        advance_day(state=state, today=today, now=now)
    message = (
        OutboxMessage.objects.filter(processed_at=None).order_by("version").select_for_update(skip_locked=True).first()
    )
    if message is None:
        return False
    refresh(version=message.version_id, today=today, now=now)
    message.processed_at = now
    message.save(update_fields=["processed_at"])
    return True
