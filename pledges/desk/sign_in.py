"""Logging in and out."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pledges.access.client_addresses import address_of
from pledges.access.code_forms import note_wrong, too_early
from pledges.access.guess_limits import Attempt, forget_attempts, password_counts, take_attempt
from pledges.desk.kept_posts import KeptPost, is_background, kept_at_login, offer_again
from pledges.models import User

WRONG = "Name and password do not fit together, or the account is closed."
SECOND_FACTOR_ELSEWHERE = "Your account asks for a second factor: log in in another tab, then save again here."
KEPT = "kept_post"


class SignIn(LoginView):
    """The login page of staff; whoever is logged in already goes on.

    A script of a page that is still open gets a status instead of a page. A form that was posted after the session had
    ended is carried along and offered again. A name that is not there meets the same words, the same waits and the
    same work as one that is.
    """

    template_name = "staff/login.html"
    redirect_authenticated_user = True
    attempt = Attempt(0)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_background(request) and request.user.is_authenticated:
            return HttpResponse(status=204)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempt before it is looked at."""
        now, username = timezone.now(), request.POST.get("username", "")
        self.counts = password_counts(username=username, address=address_of(request), now=now)
        self.attempt = take_attempt(self.counts, now=now)
        if self.attempt.may_go:
            return super().post(request, *args, **kwargs)
        answer = self.say_wrong(AuthenticationForm(request), too_early(self.attempt), status=429)
        answer["Retry-After"] = str(self.attempt.wait_s)
        return answer

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        forget_attempts(self.counts)
        request, user = self.request, form.get_user()
        kept, following = kept_at_login(request), self.get_success_url()
        if kept is not None:
            request.session[KEPT], following = [kept.path, kept.fields], reverse("login_kept")
        login = Login(user=user, redirect_url=following, email_verification="none")
        answer = perform_password_login(request, {"username": user.get_username()}, login)
        if not request.user.is_authenticated:
            return self.go_on_to_second_factor(answer)
        if is_background(request) and kept is None:
            return HttpResponse(status=204)
        return login_kept(request) if kept is not None else answer

    def go_on_to_second_factor(self, answer: HttpResponse) -> HttpResponse:
        """Where a code follows, a page goes on to it; a script cannot."""
        if not is_background(self.request):
            return answer
        clear_login(self.request)
        return HttpResponse(SECOND_FACTOR_ELSEWHERE, status=422, content_type="text/plain; charset=utf-8")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        username = self.request.POST.get("username", "")
        user = User.objects.filter(username=username).first() if self.attempt.next_wait_s else None
        note_wrong(self.attempt, user=user, name=username, what="password", request=self.request)
        return self.say_wrong(form, WRONG)

    def say_wrong(self, form: AuthenticationForm, words: str, *, status: int = 200) -> HttpResponse:
        """Say to a person or to a script why it does not go on."""
        if is_background(self.request):
            status = 422 if status == 200 else status
            return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
        context = self.get_context_data(form=form, wrong=words, typed=self.request.POST.get("username", ""))
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": kept_at_login(self.request)}


def login_kept(request: HttpRequest) -> HttpResponse:
    """Offer again what was posted before the login, once everything that it asks for was given."""
    stored = request.session.pop(KEPT, None)
    if stored is None or not request.user.is_authenticated:
        return redirect("staff_home")
    kept = KeptPost(stored[0], [(name, value) for name, value in stored[1]])
    return offer_again(request, kept, ["You are logged in again."], status=200)


class SignOut(LogoutView):
    """Ends the session; only by POST."""
