"""Invitations: a steward sends them, and whoever opens one makes an account."""

from __future__ import annotations

import logging
from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters

from pledges.access.invitations import (
    INVITERS,
    find_invitation,
    invite,
    revoke_invitation,
    roles_offered,
    send_invitation,
    take_invitation,
)
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.desk.staff_session_view import prove_first
from pledges.models import Invitation, User
from pledges.values.choices import Role

logger = logging.getLogger(__name__)

MOST_SHOWN = 200


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="Role")

    def __init__(self, inviter: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_offered(inviter)]  # type: ignore[attr-defined]  # of a ChoiceField


class WelcomeForm(SetPasswordMixin, forms.Form):
    """The name and the password of a new account."""

    username = forms.CharField(
        label="Name",
        max_length=150,
        help_text="You log in with it, and others see it beside what you do.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(label1="Password", label2="Password again")

    def clean(self) -> dict[str, Any]:
        self.validate_passwords()
        return super().clean() or self.cleaned_data


@staff_view(Role.STEWARD, also=INVITERS)
@prove_first
def invitation_list(request: HttpRequest) -> HttpResponse:
    """List invitations, and send a new one."""
    inviter, now = user_of(request), timezone.now()
    form = InvitationForm(inviter, request.POST or None)
    if request.method != "POST":
        return invitation_page(request, form)
    if not form.is_valid():
        return invitation_page(request, form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    made, link = invite(email=email, role=role, inviter=inviter, now=now, request=request)
    try:
        send_invitation(made, link)
    except OSError:  # of which every error of smtplib is one
        logger.exception("an invitation cannot be mailed")
        return invitation_page(request, InvitationForm(inviter), made=made, link=link, unsent=True)
    return invitation_page(request, InvitationForm(inviter), made=made, link=link)


def invitation_page(request: HttpRequest, form: InvitationForm, *, status: int = 200, **context: Any) -> HttpResponse:
    now = timezone.now()
    found = Invitation.objects.select_related("invited_by", "taken_by", "revoked_by").order_by("-pk")[:MOST_SHOWN]
    rows = [
        {"invitation": one, "open": not one.taken_at and not one.revoked_at and one.expires_at > now} for one in found
    ]
    return staff_page(request, "staff/invitation_list.html", status=status, rows=rows, form=form, **context)


@staff_view(Role.STEWARD, methods=("POST",), also=INVITERS)
def invitation_revoke(request: HttpRequest, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    found = get_object_or_404(Invitation, pk=invitation)
    revoke_invitation(invitation=found, actor=user_of(request), now=timezone.now(), request=request)
    messages.success(request, f"The invitation of {found.email} is taken back.")
    return redirect("invitation_list")


@sensitive_post_parameters()
def invitation_take(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the link of an invitation; the new account is logged in."""
    now = timezone.now()
    found = find_invitation(secret, now=now)
    if found is None:
        return welcome_page(request, status=404)
    form = WelcomeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return welcome_page(request, form=form, invitation=found, status=422 if request.method == "POST" else 200)
    name, password = form.cleaned_data["username"], form.cleaned_data["password1"]
    try:
        user = take_invitation(found, username=name, password=password, now=now, request=request)
    except ValidationError as error:
        for words in error.messages:
            form.add_error(None, words)
        return welcome_page(request, form=form, invitation=found, status=422)
    if user is None:
        return welcome_page(request, status=404)
    login = Login(user=user, redirect_url=reverse("second_factor"), email_verification="none")
    return cast(HttpResponse, perform_password_login(request, {"username": user.username}, login))


def welcome_page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    answer = staff_page(request, "staff/invitation_take.html", status=status, **context)
    patch_cache_control(answer, no_store=True, private=True)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
