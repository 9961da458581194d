"""One's own account: sessions, tokens, password; and what happened to accounts, for admins."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from pledges.access.account_events import record_event
from pledges.access.api_tokens import live_tokens, revoke_all
from pledges.access.code_forms import note_wrong, too_early
from pledges.access.guess_limits import Counted, forget_attempts, take_attempt
from pledges.access.sign_in_sessions import begin_anew
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.desk.staff_session_view import session_view
from pledges.models import AccountEvent, User
from pledges.values.choices import AccountEventKind, Role

MOST_EVENTS = 200


def sessions_of(user: User) -> list[UserSession]:
    """The sessions that are open, newest use first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.last_seen_at, reverse=True)


@session_view
def own_account(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and what acts in one's name."""
    user, now = user_of(request), timezone.now()
    key = request.session.session_key
    sessions = [{"session": one, "current": one.session_key == key} for one in sessions_of(user)]
    tokens = live_tokens(now=now).filter(owner=user).order_by("-pk")
    happened = AccountEvent.objects.filter(actor=user).order_by("-pk")[:10]
    return staff_page(request, "staff/own_account.html", sessions=sessions, tokens=tokens, happened=happened)


@session_view
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    found = get_object_or_404(UserSession, pk=pk, user=user_of(request))
    end_sessions(request, [found])
    return redirect("own_account")


@session_view
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    user = user_of(request)
    others = [one for one in sessions_of(user) if one.session_key != request.session.session_key]
    end_sessions(request, others)
    return redirect("own_account")


def end_sessions(request: HttpRequest, sessions: list[UserSession]) -> None:
    for one in sessions:
        one.end()
    if sessions:
        detail = ", ".join(str(one.ip) for one in sessions)
        now = timezone.now()
        record_event(AccountEventKind.SESSION_ENDED, now=now, actor=user_of(request), request=request, detail=detail)
    number = len(sessions)
    messages.success(request, "One session is ended." if number == 1 else f"{number} sessions are ended.")


@sensitive_post_parameters()
@session_view
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password: other sessions end, and tokens where that is wanted."""
    user = user_of(request)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method != "POST":
        return staff_page(request, "staff/own_password.html", form=form)
    now, counts = timezone.now(), [Counted("again", str(user.pk), free=5)]
    attempt = take_attempt(counts, now=now)
    if not attempt.may_go:
        answer = staff_page(request, "staff/own_password.html", status=429, form=form, wait=too_early(attempt))
        answer["Retry-After"] = str(attempt.wait_s)
        return answer
    if not form.is_valid():
        if "old_password" in form.errors:
            note_wrong(attempt, user=user, name=user.username, what="password", request=request)
        else:
            forget_attempts(counts)
        return staff_page(request, "staff/own_password.html", status=422, form=form)
    forget_attempts(counts)
    form.save()
    update_session_auth_hash(request, user)
    begin_anew(request, now=now)
    ended = revoke_all(owner=user, actor=user, now=now) if request.POST.get("end_tokens") else 0
    detail = f"{ended} tokens revoked" if ended else ""
    record_event(AccountEventKind.PASSWORD_CHANGED, now=now, actor=user, request=request, detail=detail)
    messages.success(request, "Your password is changed; your other sessions are ended.")
    return redirect("own_account")


@staff_view(Role.ADMIN, methods=("GET",))
def account_events(request: HttpRequest) -> HttpResponse:
    """What happened to accounts, newest first, a page at a time."""
    before = request.GET.get("before", "")
    found = AccountEvent.objects.order_by("-pk")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    events = list(found[:MOST_EVENTS])
    older = events[-1].pk if len(events) == MOST_EVENTS else None
    return staff_page(request, "staff/account_events.html", events=events, older=older)
