"""A new password without the old one: asked for by mail, set by the link of the mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.cache import patch_cache_control

from pledges.access.account_events import record_event
from pledges.access.api_tokens import revoke_all
from pledges.access.client_addresses import address_of
from pledges.access.guess_limits import Counted, say_wait, take_attempt
from pledges.access.password_resets import ask_reset
from pledges.desk.staff_pages import staff_page
from pledges.values.choices import AccountEventKind

SENT = "If an account has this address, a mail with a link is on its way. It works for an hour."


class AddressForm(forms.Form):
    """The address of an account."""

    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )


def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Take an address; what is said, and how long it takes, is the same whether it is an account's or not."""
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return reset_page(request, form)
    now = timezone.now()
    attempt = take_attempt([Counted("reset", address_of(request), free=10, first_wait_s=60)], now=now)
    if not attempt.may_go:
        words = f"Too many mails were asked for from here. Try again in {say_wait(attempt.wait_s)}."
        answer = reset_page(request, form, status=429, wait=words)
        answer["Retry-After"] = str(attempt.wait_s)
        return answer
    if not form.is_valid():
        return reset_page(request, form, status=422)
    ask_reset(form.cleaned_data["email"], now=now)
    return reset_page(request, AddressForm(), sent=SENT)


def reset_page(request: HttpRequest, form: AddressForm, *, status: int = 200, **context: Any) -> HttpResponse:
    answer = staff_page(request, "staff/password_forgotten.html", status=status, form=form, **context)
    patch_cache_control(answer, no_store=True, private=True)
    return answer


class PasswordAnew(PasswordResetConfirmView):
    """The page behind the link: the new password ends every session and every token of the account."""

    template_name = "staff/password_anew.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user, now = form.user, timezone.now()
        ended = revoke_all(owner=user, actor=user, now=now)
        detail = f"by mail; {ended} tokens revoked"
        record_event(AccountEventKind.PASSWORD_CHANGED, now=now, actor=user, request=self.request, detail=detail)
        messages.success(self.request, "Your password is changed, your sessions and tokens are ended. Log in with it.")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"chrome": {"nav": []}}
