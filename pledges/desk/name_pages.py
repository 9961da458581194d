"""Names that the catalogue lacks: a drafter asks from a cell, a reviewer or steward answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from meetings.choices import Capability
from meetings.models.donors import DonorKind
from pledges.access.notices import ANSWERING
from pledges.desk.changeset_page import changeset_of
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.catalogue_snapshot import load_catalogue
from pledges.intake.name_requests import Answer, answer_name, ask_for_name
from pledges.ledger import Refusal
from pledges.models import NameRequest
from pledges.values.choices import Kind, NameAnswer, NameKind, Role, Unit

MOST_SHOWN = 100
FIELDS_OF_KIND = {
    NameKind.DONOR: ("donor_kind", "iso2"),
    NameKind.SYSTEM: ("short_name", "system_kind", "capability", "unit"),
    NameKind.COALITION: ("capability",),
}
"""The fields of a new entry beside its name and its slug or code."""


class AskForm(forms.Form):
    column = forms.CharField(widget=forms.HiddenInput, max_length=40)
    words = forms.CharField(label=_("The name"), max_length=200)
    note = forms.CharField(
        label=_("What it is, and where it is said"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What the words mean; of a new entry also what the catalogue says of it."""

    outcome = forms.ChoiceField(label=_("What becomes of it"))
    answer = forms.CharField(label=_("Slug or code"), max_length=80, required=False)
    name = forms.CharField(label=_("Name of a new entry"), max_length=100, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    system_kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Kind.choices], required=False)
    donor_kind = forms.ChoiceField(label=_("Kind"), choices=DonorKind.choices, required=False)
    iso2 = forms.CharField(label=_("Two letters (ISO)"), max_length=2, required=False)
    capability = forms.ChoiceField(label=_("Capability"), choices=[("", "—"), *Capability.choices], required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", "—"), *Unit.choices], required=False)
    reason = forms.CharField(
        label=_("To the one who asked"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, kind: NameKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = FIELDS_OF_KIND.get(kind, ())
        for name in {name for names in FIELDS_OF_KIND.values() for name in names} - {*own}:
            del self.fields[name]
        # Coalitions, initiatives and packages have no other spellings: their rows are filled in.
        kept = [one for one in NameAnswer if one != NameAnswer.ALIAS or kind in (NameKind.DONOR, NameKind.SYSTEM)]
        self.fields["outcome"].choices = [(one.value, one.label) for one in kept]  # type: ignore[attr-defined]  # a field with choices


@staff_view()
def name_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a steward for the name in a cell; the row waits for the answer."""
    changeset = changeset_of(pk)
    form = AskForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("column", "words")})
    status = 200
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            asked = ask_for_name(
                changeset=changeset, author=user_of(request), today=now.date(), now=now, **form.cleaned_data
            )
        except Refusal as refusal:
            say_refusal(request, refusal)
            status = 422
        else:
            messages.success(request, describe_asked(asked, new=asked.asked_at == now))
            return redirect("changeset_detail", pk=pk)
    return staff_page(request, "staff/name_ask.html", status=status, form=form, changeset=changeset)


def describe_asked(asked: NameRequest, *, new: bool) -> str:
    if new:
        return f"A steward is asked what “{asked.words}” is; its rows wait."
    first = f"{asked.asked_by.username} asked what “{asked.words}” is on {asked.asked_at:%d %b %Y}"
    return f"{first}; your rows wait for the same answer, and your note is in the history."


@staff_view(also=(Role.STEWARD,), methods=("GET",))
def name_requests(request: HttpRequest) -> HttpResponse:
    """The names that wait for an answer, and what was answered lately."""
    found = NameRequest.objects.select_related("asked_by", "answered_by", "changeset")
    waiting = found.filter(answered_at=None).order_by("pk")[:MOST_SHOWN]
    answered = found.exclude(answered_at=None).order_by("-answered_at")[:MOST_SHOWN]
    may_answer = user_of(request).role in ANSWERING
    return staff_page(request, "staff/name_requests.html", waiting=waiting, answered=answered, may_answer=may_answer)


@staff_view(Role.REVIEWER, also=(Role.STEWARD,))
def name_answer(request: HttpRequest, request_pk: int) -> HttpResponse:
    """Say what a name means."""
    asked = get_object_or_404(NameRequest.objects.select_related("asked_by", "changeset"), pk=request_pk)
    kind, status = NameKind(asked.kind), 200
    form = AnswerForm(request.POST or None, kind=kind, initial=first_guess(asked))
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        answer = Answer(NameAnswer(given["outcome"]), given["answer"].strip(), given["reason"], given)
        try:
            planned = answer_name(request=asked, answer=answer, actor=user_of(request), today=now.date(), now=now)
        except Refusal as refusal:
            say_refusal(request, refusal)
            status = 422
        else:
            messages.success(request, describe_answered(asked, planned))
            return redirect("name_requests")
    return staff_page(request, "staff/name_answer.html", status=status, form=form, asked=asked)


def describe_answered(asked: NameRequest, planned: int) -> str:
    return ngettext(
        "“%(words)s” is answered; %(count)s change set is planned anew.",
        "“%(words)s” is answered; %(count)s change sets are planned anew.",
        planned,
    ) % {"words": asked.words, "count": planned}


def first_guess(asked: NameRequest) -> dict[str, str]:
    """What stands in the form at first: an entry that is near, else a new one of that name."""
    near = load_catalogue([]).nearest_to(NameKind(asked.kind), asked.words)
    if near:
        return {"outcome": "means", "answer": near, "name": asked.words}
    slug = "" if asked.kind == NameKind.DONOR else slugify(asked.words)[:40]
    return {"outcome": "new", "answer": slug, "name": asked.words, "short_name": asked.words[:60]}
