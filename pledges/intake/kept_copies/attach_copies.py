"""Gives a source a stored copy: the newest counts, and quotes of the source are looked for in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from meetings.models import Source
from pledges.models import KeptCopy, SourceCopy, User
from pledges.projections import anchor_quotes


@transaction.atomic
def attach_copy(source: Source, *, copy: KeptCopy, person: User | None, now: datetime) -> SourceCopy:
    """Let a copy be the one of a source; where it is already, nothing changes."""
    newest = SourceCopy.objects.filter(source=source).order_by("-pk").first()
    if newest is not None and newest.copy_id == copy.pk:
        return newest
    attached = SourceCopy.objects.create(source=source, copy=copy, attached_by=person, attached_at=now)
    anchor_quotes()
    return attached
