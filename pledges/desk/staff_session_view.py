"""Pages of one's own account: for whoever is signed in, whatever the role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from pledges.access.sign_in_sessions import require_proof
from pledges.desk.kept_posts import is_background

PROVE = "This needs your password or second factor again: open your account in another tab, then go on here."
View = Callable[..., HttpResponseBase]


def session_view(view: View) -> View:
    """Let only whoever is signed in see a page."""

    @wraps(view)
    def check_and_answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return check_and_answer


def prove_first(view: View) -> View:
    """Ask for the password or second factor again before a weighty POST; allauth holds it meanwhile and then goes on.

    :raises ReauthenticationRequired: it was given too long ago.
    """

    @wraps(view)
    def check_and_answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            require_proof(request)
        except ReauthenticationRequired:
            if not is_background(request):
                raise
            return HttpResponse(PROVE, status=403, content_type="text/plain; charset=utf-8")
        return view(request, *args, **kwargs)

    return check_and_answer
