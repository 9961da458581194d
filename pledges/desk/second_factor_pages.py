"""A second factor: asked for at sign-in, set up, shown, removed; and asked for again before a weighty step.

What happens in each is allauth's; the addresses, the frame and the words are ours.
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.cache import patch_cache_control

from pledges.access.account_events import record_event
from pledges.access.sign_in_sessions import factor_due_at, is_waived, look_for_factor
from pledges.desk.staff_pages import LATER, navigation, staff_page, user_of
from pledges.desk.staff_session_view import session_view
from pledges.values.choices import AccountEventKind

SECOND_FACTOR = reverse_lazy("second_factor")


class StaffFrame:
    """A page of allauth inside the frame of staff pages; nobody keeps a copy of it."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view beside
        return found | {"chrome": {"nav": navigation(self.request)}}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the same
        patch_cache_control(response, no_store=True, private=True)
        return response


class CodeAtSignIn(StaffFrame, AuthenticateView):
    """The step after the password: a code, or a passkey."""

    template_name = "staff/login_code.html"


class PasskeySignIn(LoginWebAuthnView):
    """A passkey instead of name and password; its options are fetched by the script of the login page."""


class PasswordAgain(StaffFrame, LoginRequiredMixin, ReauthenticateView):
    """The password before a weighty step."""

    template_name = "staff/prove_again.html"


class CodeAgain(StaffFrame, LoginRequiredMixin, CodeReauthenticateView):
    """A code before a weighty step."""

    template_name = "staff/prove_again.html"


class PasskeyAgain(StaffFrame, LoginRequiredMixin, ReauthenticateWebAuthnView):
    """A passkey before a weighty step."""

    template_name = "staff/prove_again_passkey.html"


class AppSetUp(StaffFrame, LoginRequiredMixin, ActivateTOTPView):
    """Show the seed of an app, and take the first code as the proof that it has it."""

    template_name = "staff/factor_app.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, AccountEventKind.FACTOR_ADDED, "app")
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "second_factor")


class AppRemoval(StaffFrame, LoginRequiredMixin, DeactivateTOTPView):
    """Ask whether the app goes."""

    template_name = "staff/factor_remove.html"
    success_url = SECOND_FACTOR

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, AccountEventKind.FACTOR_REMOVED, "app")
        return response


class PasskeySetUp(StaffFrame, LoginRequiredMixin, AddWebAuthnView):
    """Make a passkey."""

    template_name = "staff/factor_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, AccountEventKind.FACTOR_ADDED, f"passkey {form.cleaned_data['name']}")
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "second_factor")


class PasskeyRemoval(StaffFrame, LoginRequiredMixin, RemoveWebAuthnView):
    """Ask whether a passkey goes."""

    template_name = "staff/factor_remove.html"
    success_url = SECOND_FACTOR

    def form_valid(self, form: Any) -> HttpResponse:
        name = self.get_object().wrap().name
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, AccountEventKind.FACTOR_REMOVED, f"passkey {name}")
        return response


class RecoveryCodesShown(StaffFrame, LoginRequiredMixin, ViewRecoveryCodesView):
    """The codes for the day on which the phone is gone: shown once."""

    template_name = "staff/factor_codes.html"


class RecoveryCodesAnew(StaffFrame, LoginRequiredMixin, GenerateRecoveryCodesView):
    """Ask whether the codes are replaced."""

    template_name = "staff/factor_codes_new.html"


def note_factor(request: HttpRequest, kind: AccountEventKind, detail: str) -> None:
    """Keep what became of a second factor; the session looks anew whether there is one."""
    user = user_of(request)
    look_for_factor(request, user)
    record_event(kind, now=timezone.now(), actor=user, request=request, detail=detail)


@session_view
def second_factor(request: HttpRequest) -> HttpResponse:
    """What the account has, and what it could have."""
    user, now = user_of(request), timezone.now()
    own = list(Authenticator.objects.filter(user=user).order_by("pk"))
    passkeys = [one.wrap() for one in own if one.type == Authenticator.Type.WEBAUTHN]
    codes = next((one.wrap() for one in own if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return staff_page(
        request,
        "staff/second_factor.html",
        app=next((one for one in own if one.type == Authenticator.Type.TOTP), None),
        passkeys=passkeys,
        codes_left=len(codes.get_unused_codes()) if codes else None,
        due=factor_due_at(user, now=now) if is_waived(user, now=now) else None,
    )


@session_view
def second_factor_later(request: HttpRequest) -> HttpResponse:
    """Do not ask again in this session, as long as a second factor is only asked for."""
    if request.method == "POST":
        request.session[LATER] = True
        messages.info(request, "Not now: you find the second factor under your name.")
    return redirect("staff_home")
