"""Writes down what happens to accounts, for good."""

from __future__ import annotations

import logging
from datetime import datetime

from django.http import HttpRequest

from pledges.access.client_addresses import address_of
from pledges.models import AccountEvent, User
from pledges.values.choices import AccountEventKind

logger = logging.getLogger(__name__)


def record_event(
    kind: AccountEventKind,
    *,
    now: datetime,
    actor: User | None = None,
    subject: User | None = None,
    request: HttpRequest | None = None,
    detail: str = "",
) -> AccountEvent:
    """Append an event and say it in the log; a person without an account is named in the detail."""
    event = AccountEvent.objects.create(
        at=now,
        kind=kind,
        actor=actor,
        actor_name=actor.username if actor else "",
        subject=subject,
        subject_name=subject.username if subject else "",
        address=address_of(request) if request else "",
        detail=detail[:500],
    )
    parts = [event.actor_name or "somebody", kind.label, event.subject_name, detail and f"({detail})", event.address]
    logger.info("account: %s", " ".join(filter(None, parts)))
    return event


def record_rights(
    before: User | None, after: User, *, actor: User, now: datetime, request: HttpRequest | None = None
) -> None:
    """Keep what changed of what an account may: made, another role, closed, opened."""
    told = [f"{after.role}{', admin site' if after.is_staff else ''}{', all rights' if after.is_superuser else ''}"]
    kinds = []
    if before is None:
        kinds.append(AccountEventKind.ACCOUNT_MADE)
    else:
        rights = [(one.role, one.is_staff, one.is_superuser) for one in (before, after)]
        if rights[0] != rights[1]:
            kinds.append(AccountEventKind.ROLE_CHANGED)
            told.insert(0, f"{before.role} →")
        if before.is_active != after.is_active:
            kinds.append(AccountEventKind.ACCOUNT_OPENED if after.is_active else AccountEventKind.ACCOUNT_CLOSED)
    for kind in kinds:
        record_event(kind, now=now, actor=actor, subject=after, request=request, detail=" ".join(told))
