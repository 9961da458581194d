"""Logging in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pledges.desk.kept_posts import is_background, kept_at_login, offer_again


class SignIn(LoginView):
    """The login page of staff; whoever is logged in already goes on.

    A script of a page that is still open gets a status instead of a page. A form that was posted after the session had
    ended is carried along and offered again.
    """

    template_name = "staff/login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_background(request) and request.user.is_authenticated:
            return HttpResponse(status=204)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        kept = kept_at_login(self.request)
        if kept is None and not is_background(self.request):
            return super().form_valid(form)
        login(self.request, form.get_user())
        if kept is None:
            return HttpResponse(status=204)
        return offer_again(self.request, kept, ["You are logged in again."], status=200)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if is_background(self.request):
            words = "Name and password do not fit together, or the account is closed."
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": kept_at_login(self.request)}


class SignOut(LogoutView):
    """Ends the session; only by POST."""
