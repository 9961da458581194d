"""What stands before every page of staff: sessions end, and a second factor is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from pledges.access.sign_in_sessions import has_second_factor, is_waived, keep_session
from pledges.desk.kept_posts import is_background
from pledges.desk.staff_pages import user_of

FRONTED = ("/staff/", "/admin/")

WITHOUT_FACTOR = {
    "login",
    "logout",
    "account_login",
    "account_reauthenticate",
    "second_factor",
    "second_factor_later",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "own_account",
    "own_password",
    "end_session",
    "end_other_sessions",
    "password_forgotten",
    "password_anew",
    "invitation_take",
}
"""Where an account goes before it has a second factor: to set one up, and to see to its own password and sessions."""

NEEDED = "Set up a second factor first: your account needs one."


class StaffGate:
    """Middleware in front of `/staff/` and `/admin/`; whoever is not signed in is for the pages to answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """End a session that is too old, and lead to the second factor where one is missing."""
        if not request.path_info.startswith(FRONTED) or not request.user.is_authenticated:
            return None
        now = timezone.now()
        if not keep_session(request, now=now):
            return None
        match = request.resolver_match
        if match is None or match.view_name in WITHOUT_FACTOR or is_waived(user_of(request), now=now):
            return None
        return None if has_second_factor(request) else send_to_second_factor(request)


def send_to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Lead a person to the page that sets one up; tell a script."""
    if is_background(request):
        return HttpResponse(NEEDED, status=403, content_type="text/plain; charset=utf-8")
    messages.warning(request, NEEDED)
    return redirect("second_factor")
