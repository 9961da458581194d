"""What a session knows of its sign-in: when it began, was last used, and when who sits there last proved it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from pledges.access.account_events import record_event
from pledges.models import User
from pledges.values.choices import AccountEventKind

BEGAN, SEEN, PROVED, ROLE, FACTOR = "signed_in_at", "seen_at", "proved_at", "signed_in_role", "has_second_factor"


def begin_session(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Keep when a session began; receives Django's `user_logged_in`, through which every way of signing in goes."""
    now = timezone.now()
    for name in (BEGAN, SEEN, PROVED):
        request.session[name] = now.timestamp()
    request.session[ROLE] = user.role
    look_for_factor(request, user)
    if user.first_sign_in_at is None:
        user.first_sign_in_at = now
        User.objects.filter(pk=user.pk).update(first_sign_in_at=now)
    ways = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
    record_event(AccountEventKind.SIGNED_IN, now=now, actor=user, request=request, detail=" + ".join(ways))


def end_session(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Receives Django's `user_logged_out`."""
    if user is not None:
        record_event(AccountEventKind.SIGNED_OUT, now=timezone.now(), actor=user, request=request)


def note_proof(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Keep that somebody signed in gave the password or a second factor again; receives a signal of allauth."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.session[PROVED] = timezone.now().timestamp()


def begin_anew(request: HttpRequest, *, now: datetime) -> None:
    """A session whose key was changed stands in the list of sessions under the new one."""
    request.session[PROVED] = now.timestamp()
    UserSession.objects.create_from_request(request)


def keep_session(request: HttpRequest, *, now: datetime) -> bool:
    """Note that a session is in use, or end one that is too old; say whether it goes on.

    What is noted is written at most twelve times in the time after which it would end. A session whose account got
    another role goes on under another key.
    """
    session, at = request.session, now.timestamp()
    idle_s, longest_s = settings.SESSION_IDLE_MINUTES * 60, settings.SESSION_LONGEST_HOURS * 3600
    began, seen = session.get(BEGAN, at), session.get(SEEN, at)
    if at - seen > idle_s or at - began > longest_s:
        logout(request)
        return False
    if BEGAN not in session or at - seen > idle_s / 12:
        session[BEGAN], session[SEEN] = began, at
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
    role = cast(User, request.user).role
    if session.get(ROLE) != role:
        session[ROLE] = role
        session.pop(PROVED, None)
        session.cycle_key()
        UserSession.objects.create_from_request(request)
    return True


def look_for_factor(request: HttpRequest, user: User) -> bool:
    """Find out whether the account has a second factor, and keep it in the session."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: bool = Authenticator.objects.filter(user=user, type__in=kinds).exists()
    request.session[FACTOR] = found
    return found


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the account has a second factor; of a session that knows of none, the database is asked again."""
    return bool(request.session.get(FACTOR)) or look_for_factor(request, cast(User, request.user))


def factor_due_at(user: User, *, now: datetime) -> datetime:
    """Until when the account works without a second factor."""
    return (user.first_sign_in_at or now) + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)


def is_waived(user: User, *, now: datetime) -> bool:
    """Whether this is one's own machine, in the days in which a second factor is only asked for."""
    return now < factor_due_at(user, now=now)


def proved_lately(request: HttpRequest, *, now: datetime) -> bool:
    """Whether who sits there signed in, or gave the password or second factor again, a short while ago."""
    age = now.timestamp() - request.session.get(PROVED, 0)
    return bool(age <= settings.REAUTHENTICATION_MINUTES * 60)


def has_to_prove(request: HttpRequest, *, now: datetime) -> bool:
    """Whether a weighty step asks for the password or second factor again.

    Not in the days on one's own machine in which not even a second factor is required.
    """
    return not proved_lately(request, now=now) and not is_waived(cast(User, request.user), now=now)


def require_proof(request: HttpRequest) -> None:
    """Ask for the password or second factor again before a weighty POST; allauth holds it, and then goes on.

    :raises ReauthenticationRequired: it was given too long ago.
    """
    if request.method == "POST" and request.user.is_authenticated and has_to_prove(request, now=timezone.now()):
        raise ReauthenticationRequired
