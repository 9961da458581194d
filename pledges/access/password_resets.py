"""A new password by mail: asked for on a page that says the same to everybody, sent by the worker."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from pledges.access.account_events import record_event
from pledges.access.guess_limits import Counted, take_attempt
from pledges.models import AskedReset, User
from pledges.values.choices import AccountEventKind

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 50
TRIED_FOR = timedelta(hours=1)

MAIL = """Somebody asked for a new password of the account “{name}” at {site}.

Set one here, within an hour: {address}

If that was not you, leave this mail alone: nothing changes.
"""


def ask_reset(email: str, *, now: datetime) -> None:
    """Keep that a mail is wanted; whether the address is an account's, the worker finds out."""
    AskedReset.objects.create(email=email, asked_at=now)


@transaction.atomic
def send_resets(*, now: datetime) -> int:
    """Mail a link to each account of the addresses that were typed; return how many mails went out.

    An account gets a few mails an hour at most. A mail that cannot be sent is tried again for an hour.
    """
    sent = 0
    AskedReset.objects.filter(asked_at__lt=now - TRIED_FOR).delete()
    for asked in AskedReset.objects.select_for_update(skip_locked=True).order_by("pk")[:MOST_AT_ONCE]:
        people = User.objects.filter(email__iexact=asked.email, is_active=True, is_system=False).order_by("pk")
        try:
            sent += sum(send_reset(person, now=now) for person in people)
        except OSError:  # of which every error of smtplib is one
            logger.exception("a mail for a new password cannot be sent")
            return sent
        asked.delete()
    return sent


def send_reset(person: User, *, now: datetime) -> bool:
    """Mail a link that works once, as its token holds the password and the last sign-in."""
    if not take_attempt([Counted("mails", str(person.pk), free=3, first_wait_s=600)], now=now).may_go:
        return False
    link = reverse("password_anew", args=[urlsafe_base64_encode(force_bytes(person.pk)), token_for(person)])
    text = MAIL.format(name=person.username, site=settings.SITE_URL, address=settings.SITE_URL + link)
    EmailMessage(subject="[Ramstein] A new password", body=text, to=[person.email]).send()
    record_event(AccountEventKind.RESET_ASKED, now=now, subject=person)
    return True


def token_for(person: User) -> str:
    return default_token_generator.make_token(person)
