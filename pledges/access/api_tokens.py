"""Tokens of programs that act for an account: made, checked, taken back.

Not django-rest-knox: its tokens have no name, no last use and no trace once they are revoked, its swappable model
needs all fields of this one anyway, and what would be left of it is one hash.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from pledges.access.account_events import record_event
from pledges.ledger import NotAllowed
from pledges.models import ApiToken, User
from pledges.values.choices import AccountEventKind, Role, all_scopes

MARK = "rms_"
"""By which scanners of leaked secrets, and people, know a token of this site."""

PREFIX_LENGTH = 12
SECRET_BYTES = 32
LIFETIMES_DAYS = (7, 30, 90, 180, 365)
MOST_TOKENS = 50
KEEPERS = (Role.STEWARD, Role.ADMIN)
"""Who may revoke the tokens of others."""

LAST_USE_PRECISION = timedelta(minutes=1)
"""The last use is written at most so often, so that reading with a token does not mean a write each time."""


class InvalidTokenError(Exception):
    """A token that gives no access; the words say why, to whoever holds it."""


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(
    *,
    owner: User,
    name: str,
    lifetime_days: int,
    now: datetime,
    scopes: Sequence[str] | None = None,
    request: HttpRequest | None = None,
) -> tuple[ApiToken, str]:
    """Make a new token and its secret, which nothing can show again; without scopes it may do all.

    :raises NotAllowed: the account may not write, so a token would be of no use; or it has very many.
    :raises ValueError: the lifetime is none of those offered.
    """
    if lifetime_days not in LIFETIMES_DAYS:
        raise ValueError(f"a token lives one of {LIFETIMES_DAYS} days, not {lifetime_days}")
    if owner.is_system or not has_staff_role(owner):
        raise NotAllowed(f"{owner.username} is {owner.role}; a token needs an account of the staff")
    if live_tokens(now=now).filter(owner=owner).count() >= MOST_TOKENS:
        raise NotAllowed(f"{owner.username} has {MOST_TOKENS} tokens in use: revoke those that nobody needs")
    secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        owner=owner,
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        scopes=list(scopes or all_scopes()),
        created_at=now,
        expires_at=now + timedelta(days=lifetime_days),
    )
    detail = f"{token} may {', '.join(token.scopes)}"
    record_event(AccountEventKind.TOKEN_MADE, now=now, actor=owner, subject=owner, request=request, detail=detail)
    return token, secret


def has_staff_role(user: User) -> bool:
    """Whether the account is active and more than a reader."""
    return user.is_active and user.role != Role.READER


def live_tokens(*, now: datetime) -> QuerySet[ApiToken]:
    """The tokens that are neither revoked nor expired."""
    return ApiToken.objects.filter(revoked_at=None, expires_at__gt=now)


def find_token(secret: str, *, now: datetime) -> ApiToken:
    """Find the token with its owner, and note that it was used.

    :raises InvalidTokenError: it is unknown, revoked, expired, or its owner is no longer active.
    """
    token = ApiToken.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None:
        raise InvalidTokenError("nobody here gave out this token")
    if token.revoked_at is not None:
        raise InvalidTokenError(f"this token was revoked on {token.revoked_at:%Y-%m-%d}")
    if token.expires_at <= now:
        raise InvalidTokenError(f"this token expired on {token.expires_at:%Y-%m-%d}")
    if not token.owner.is_active:
        raise InvalidTokenError("the account behind this token is closed")
    note_use(token, now=now)
    return token


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Keep when the token was last used, to the minute; programs side by side write it once."""
    before = now - LAST_USE_PRECISION
    if token.last_used_at is None or token.last_used_at < before:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


def may_revoke(actor: User, token: ApiToken) -> bool:
    """Whether the account may take the token back: its own, and all of them as steward or admin."""
    return actor.is_active and (token.owner_id == actor.pk or actor.role in KEEPERS)


def revoke_token(*, token: ApiToken, actor: User, now: datetime, request: HttpRequest | None = None) -> None:
    """Take a token back from this moment on; one that is revoked already stays as it is.

    :raises NotAllowed: it belongs to somebody else.
    """
    if not may_revoke(actor, token):
        raise NotAllowed("only a steward or an admin revokes the tokens of others")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor):
        kind = AccountEventKind.TOKEN_REVOKED
        record_event(kind, now=now, actor=actor, subject=token.owner, request=request, detail=str(token))


def revoke_all(*, owner: User, actor: User, now: datetime) -> int:
    """Take back every token of an account; return how many gave access."""
    return live_tokens(now=now).filter(owner=owner).update(revoked_at=now, revoked_by=actor)
