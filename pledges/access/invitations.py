"""Invitations: a steward sends a link, and whoever opens it makes one account with the role that it names."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from pledges.access.account_events import record_event
from pledges.access.staff_accounts import ROLES_IN_ADMIN_SITE
from pledges.ledger import NotAllowed
from pledges.models import Invitation, User
from pledges.values.choices import AccountEventKind, Role

INVITERS = (Role.STEWARD, Role.ADMIN)
SECRET_BYTES = 32

MAIL = """{inviter} invites you to the pledge ledger at {site}, as {role}.

Make your account here until {until}: {address}

The link works once.
"""


def roles_offered(inviter: User) -> list[Role]:
    """The roles that an account may give: an admin every one, a steward those that work on change sets."""
    working = [Role.DRAFTER, Role.REVIEWER]
    return [*working, Role.STEWARD, Role.ADMIN] if inviter.role == Role.ADMIN else working


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(taken_at=None, revoked_at=None, expires_at__gt=now)


def invite(
    *, email: str, role: Role, inviter: User, now: datetime, request: HttpRequest | None = None
) -> tuple[Invitation, str]:
    """Make an invitation, and its link, which nothing can show again.

    :raises NotAllowed: the account may not give this role.
    """
    if not inviter.is_active or inviter.role not in INVITERS or role not in roles_offered(inviter):
        raise NotAllowed(f"{inviter.username} is {inviter.role}, and cannot invite a {role.value}")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = Invitation.objects.create(
        email=email,
        role=role,
        digest=digest_of(secret),
        invited_by=inviter,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    detail = f"{email} as {role.value}"
    record_event(AccountEventKind.INVITED, now=now, actor=inviter, request=request, detail=detail)
    return made, settings.SITE_URL + reverse("invitation_take", args=[secret])


def send_invitation(made: Invitation, link: str) -> None:
    """Mail the link.

    :raises OSError: the mail server does not take it.
    """
    text = MAIL.format(
        inviter=made.invited_by.get_full_name() or made.invited_by.username,
        site=settings.SITE_URL,
        role=Role(made.role).label.lower(),
        until=f"{made.expires_at:%d %b %Y %H:%M} UTC",
        address=link,
    )
    EmailMessage(subject="[Ramstein] Your account", body=text, to=[made.email]).send()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link, where it is still good."""
    return open_invitations(now=now).select_related("invited_by").filter(digest=digest_of(secret)).first()


@transaction.atomic
def take_invitation(
    found: Invitation, *, username: str, password: str, now: datetime, request: HttpRequest | None = None
) -> User | None:
    """Make the account; None where somebody took or revoked the invitation meanwhile.

    :raises ValidationError: the name or the password is not acceptable.
    """
    held = open_invitations(now=now).select_for_update().filter(pk=found.pk).first()
    if held is None:
        return None
    role = Role(held.role)
    user = User(
        username=username,
        email=held.email,
        role=role,
        is_staff=role in ROLES_IN_ADMIN_SITE,
        is_superuser=role == Role.ADMIN,
    )
    validate_password(password, user=user)
    user.set_password(password)
    user.full_clean()
    user.save()
    Invitation.objects.filter(pk=held.pk).update(taken_by=user, taken_at=now)
    detail = f"as {role.value}, invited by {held.invited_by.username}"
    record_event(AccountEventKind.INVITATION_TAKEN, now=now, actor=user, subject=user, request=request, detail=detail)
    return user


def revoke_invitation(
    *, invitation: Invitation, actor: User, now: datetime, request: HttpRequest | None = None
) -> None:
    """Take an invitation back; one that was taken, or ended, stays as it is.

    :raises NotAllowed: the account does not invite.
    """
    if not actor.is_active or actor.role not in INVITERS:
        raise NotAllowed("only a steward or an admin takes invitations back")
    open_one = Invitation.objects.filter(pk=invitation.pk, taken_at=None, revoked_at=None)
    if open_one.update(revoked_at=now, revoked_by=actor):
        detail = f"{invitation.email} as {invitation.role}"
        record_event(AccountEventKind.INVITATION_REVOKED, now=now, actor=actor, request=request, detail=detail)
