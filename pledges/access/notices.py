"""Who is told that a change set was submitted, sent back, approved or published: on the start page, and by mail."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from pledges.models import ChangeSetEvent, ChangeSetRow, NoticeMail, User
from pledges.values.choices import ChangeSetEventKind, Origin, Role

logger = logging.getLogger(__name__)

TOLD_OF = {
    ChangeSetEventKind.SUBMITTED: "waits for review",
    ChangeSetEventKind.REJECTED: "was sent back",
    ChangeSetEventKind.APPROVED: "was approved",
    ChangeSetEventKind.PUBLISHED: "was published",
    ChangeSetEventKind.NAME_ASKED: "asks for a name",
    ChangeSetEventKind.NAME_TOLD: "has an answer about a name",
}
ANSWERING = (Role.STEWARD, Role.REVIEWER, Role.ADMIN)
"""Who is told that a name is asked for."""

MAIL_LOCK = 7_262_031
"""Key of the advisory lock that lets one process send at a time."""

SHOWN_FOR = timedelta(days=14)
TRIED_FOR = timedelta(days=1)
"""A mail that cannot be sent is tried again so long."""

MOST_AT_ONCE = 50
MOST_SHOWN = 8


def notices_for(user: User, *, now: datetime) -> list[ChangeSetEvent]:
    """What others did lately to change sets that concern an account, newest first."""
    wrote = Exists(ChangeSetRow.objects.filter(changeset=OuterRef("changeset"), author=user))
    own = Q(changeset__created_by=user) | Q(changeset__assigned_to=user) | Q(wrote)
    if user.may(Role.REVIEWER):
        own |= Q(kind=ChangeSetEventKind.SUBMITTED, changeset__assigned_to=None)
    if user.role in ANSWERING:
        own |= Q(kind=ChangeSetEventKind.NAME_ASKED)
    return list(told_events(since=now - SHOWN_FOR).filter(own).exclude(actor=user).order_by("-pk")[:MOST_SHOWN])


def told_events(*, since: datetime) -> QuerySet[ChangeSetEvent]:
    found = ChangeSetEvent.objects.filter(kind__in=TOLD_OF, at__gte=since)
    return found.exclude(changeset__origin=Origin.STARTER).select_related("changeset", "actor")


@transaction.atomic
def send_notices(*, now: datetime) -> int:
    """Mail what happened lately and nobody was told of; return to how many people.

    One process sends at a time. Where the mail server refuses, the rest is tried again later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [MAIL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    waiting = told_events(since=now - TRIED_FOR).filter(notice=None).order_by("pk")[:MOST_AT_ONCE]
    sent, mails = 0, get_connection()
    for event in waiting:
        people = recipients_of(event)
        try:
            for person in people:
                message_about(event, person).send_through(mails)
        except OSError:  # of which every error of smtplib is one
            logger.exception("notices cannot be mailed")
            break
        NoticeMail.objects.create(event=event, sent_at=now, recipients=len(people))
        sent += len(people)
    return sent


def recipients_of(event: ChangeSetEvent) -> list[User]:
    """The people with an address whom an event concerns, without the one who did it."""
    changeset = event.changeset
    if event.kind == ChangeSetEventKind.SUBMITTED:
        asked = Q(pk=changeset.assigned_to_id) if changeset.assigned_to_id else Q(role__in=[Role.REVIEWER, Role.ADMIN])
    elif event.kind == ChangeSetEventKind.NAME_ASKED:
        asked = Q(role__in=ANSWERING)
    else:
        asked = Q(pk=changeset.created_by_id) | Q(pk__in=changeset.rows.values("author"))
    return list(User.objects.filter(asked, is_active=True).exclude(email="").exclude(pk=event.actor_id).order_by("pk"))


class NoticeMessage(EmailMessage):
    """One mail of several that go through one connection."""

    def send_through(self, mails: BaseEmailBackend) -> None:
        self.connection = mails
        self.send()


def message_about(event: ChangeSetEvent, person: User) -> NoticeMessage:
    changeset = event.changeset
    address = settings.SITE_URL + reverse("changeset_detail", args=[changeset.pk])
    what = TOLD_OF[ChangeSetEventKind(event.kind)]
    # A title is one line; a header with more would be refused by the mail library.
    title = " ".join(changeset.title.split())
    lines = [f"“{title}” {what} ({event.actor.username}, {event.at:%d %b %Y %H:%M} UTC).", event.detail, address]
    return NoticeMessage(subject=f"[Ramstein] {title} {what}", body="\n\n".join(filter(None, lines)), to=[person.email])
