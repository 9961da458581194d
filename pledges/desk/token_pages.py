"""Tokens of programs: made, shown once, listed, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.access.api_tokens import KEEPERS, LIFETIMES_DAYS, create_token, revoke_token
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.desk.staff_session_view import prove_first
from pledges.ledger import NotAllowed
from pledges.models import ApiToken
from pledges.values.choices import TokenScope, all_scopes

USUAL_DAYS = 90
MOST_SHOWN = 200


class TokenForm(forms.Form):
    """What a new token is for, and how long it lives."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=[(days, _("%(days)d days") % {"days": days}) for days in LIFETIMES_DAYS],
        initial=USUAL_DAYS,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=TokenScope.choices,
        initial=all_scopes,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At most what your role may. A program that only reads change sets needs only that."),
    )
    # Forms from before there were scopes, and programs that post this one, name none: those tokens may do all.
    choose = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")

    def clean(self) -> dict[str, Any]:
        """A person who ticks nothing is asked to tick something."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("scopes"):
            if cleaned.get("choose"):
                self.add_error("scopes", "Tick at least one.")
            cleaned["scopes"] = all_scopes()
        return cleaned


@staff_view(also=KEEPERS)
@prove_first
def token_list(request: HttpRequest) -> HttpResponse:
    """List tokens; a new one comes with its secret, which nothing can show again."""
    if request.method != "POST":
        return token_page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return token_page(request, form, status=422)
    name, days = form.cleaned_data["name"], form.cleaned_data["days"]
    token, secret = create_token(
        owner=user_of(request),
        name=name,
        lifetime_days=days,
        scopes=form.cleaned_data["scopes"],
        now=timezone.now(),
        request=request,
    )
    return token_page(request, TokenForm(), made=token, secret=secret, address=request.build_absolute_uri("/api/v1/"))


@staff_view(methods=("POST",), also=KEEPERS)
def token_revoke(request: HttpRequest, token: int) -> HttpResponse:
    """Take a token back, one's own or as a keeper anybody's."""
    found = get_object_or_404(ApiToken.objects.select_related("owner"), pk=token)
    try:
        revoke_token(token=found, actor=user_of(request), now=timezone.now(), request=request)
    except NotAllowed as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, f"“{found.name}” is revoked: it gives no access from now on.")
    everybody = "?owner=all" if request.POST.get("owner") == "all" else ""
    return redirect(f"{reverse('token_list')}{everybody}")


def token_page(request: HttpRequest, form: TokenForm, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render the page with the account's tokens, or those of everybody for whoever keeps them."""
    user, now = user_of(request), timezone.now()
    keeper = user.role in KEEPERS
    show_all = keeper and request.GET.get("owner") == "all"
    found = ApiToken.objects.select_related("owner", "revoked_by").order_by("-pk")
    if not show_all:
        found = found.filter(owner=user)
    rows = [{"token": token, "state": state_of(token, now=now)} for token in found[:MOST_SHOWN]]
    context |= {"rows": rows, "form": form, "keeper": keeper, "show_all": show_all}
    return staff_page(request, "staff/token_list.html", status=status, **context)


def state_of(token: ApiToken, *, now: datetime) -> str:
    """Why a token gives no access, or that it does; its owner has to be loaded."""
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= now:
        return "expired"
    return "live" if token.owner.is_active else "closed"
