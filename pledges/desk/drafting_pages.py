"""Drafting from a text: the texts, a new one, and the page on which its rows are confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from pledges.answers.keyset_pages import PagePlace
from pledges.desk.drafting_display import (
    DRAFTED_ACTIONS,
    counts_of,
    row_views,
    sentence_views,
    shown_rows,
)
from pledges.desk.meeting_entry import SourceForm, choices, told_of
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies import store_copy, store_text
from pledges.intake.text_drafts.read_text import LONGEST_TEXT
from pledges.intake.text_drafts.running_precision import count_fields, count_rows
from pledges.intake.text_drafts.store_drafts import (
    OPEN_RUNS,
    current_run,
    is_behind,
    last_run,
    look_up,
    needs_worker,
    run_drafting,
    take_copy,
    words_of,
)
from pledges.intake.text_drafts.text_segments import cut_lines
from pledges.models import DraftedText, DraftingRun, User
from pledges.tasks import draft_text
from pledges.values.choices import DraftedRowState, RejectionReason

DRAFTED_AT_ONCE = 40_000
"""Characters up to which a text is drafted while the page loads; a longer one goes to the worker."""

TEXTS_ON_A_PAGE = 30
MOST_COUNTED = 8
"""How many donors, rules and cells the record of drafting lists."""


class TextForm(SourceForm):
    """A text, pasted or as a file, the meeting that it tells of, and where it stands."""

    text = forms.CharField(label=_("Text"), required=False, strip=False)
    file = forms.FileField(label=_("Or a file: text, HTML, PDF or WACZ"), required=False, max_length=200)
    meeting = forms.CharField(label=_("Meeting"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Take either, and refuse none at all, too many words, and a source that nobody could find."""
        data: dict[str, Any] = super().clean() or {}
        # Forms send two characters for the end of a line, and the kept text has one.
        words = str(data.get("text") or "").replace("\r\n", "\n")
        if not words.strip() and not data.get("file") and not self.errors:
            self.add_error("text", _("Paste a text, or choose a file."))
        if len(words) > LONGEST_TEXT:
            said = _("The text has %(count)s characters; up to %(most)s are drafted.")
            self.add_error("text", said % {"count": f"{len(words):,}", "most": f"{LONGEST_TEXT:,}"})
        if not data.get("source_url") and not data.get("source_title"):
            self.add_error("source_title", _("Say where the text stands: an address, or a title."))
        data["meeting"] = Meeting.objects.filter(slug=data.get("meeting") or "").first()
        return data


@staff_view(methods=("GET",))
def drafting_list(request: HttpRequest) -> HttpResponse:
    """The texts that rows were drafted from, newest first, and how often such rows were kept."""
    mine = request.GET.get("owner") != "all"
    found = DraftedText.objects.select_related("meeting__forum", "created_by", "changeset")
    found = found.annotate(
        to_confirm=Count("rows", filter=Q(rows__state=DraftedRowState.OPEN), distinct=True),
        kept=Count("rows", filter=Q(rows__state=DraftedRowState.ACCEPTED), distinct=True),
        unread=Count("residue", filter=Q(residue__gone=False, residue__ticked_at=None), distinct=True),
    )
    if mine:
        found = found.filter(created_by=user_of(request))
    before = request.GET.get("before", "")
    key = (before,) if before.isascii() and before.isdecimal() and len(before) < 18 else None
    page = PagePlace(TEXTS_ON_A_PAGE, key).read_table(found, "-pk")
    context: dict[str, Any] = {
        "found": page.rows,
        "more": page.after[0] if page.after else None,
        "owner": "mine" if mine else "all",
        "record": record_of_drafting(),
    }
    return staff_page(request, "staff/drafting_list.html", **context)


def record_of_drafting() -> list[tuple[str, str, Any]]:
    """What became of drafted rows: dimension, value, counts; the most decided first."""
    found: list[tuple[str, str, Any]] = []
    seen: dict[str, int] = {}
    for (dimension, value), counted in {**count_rows(), **count_fields()}.items():
        seen[dimension] = seen.get(dimension, 0) + 1
        if seen[dimension] <= MOST_COUNTED:
            found.append((dimension, value, counted))
    return found


@staff_view()
def drafting_new(request: HttpRequest) -> HttpResponse:
    """Take a text and draft it."""
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            text = take_in(form.cleaned_data, user_of(request), now=now)
        except FileProblem as problem:
            form.add_error("file" if form.cleaned_data.get("file") else "text", f"{problem}: {problem.hint}")
        else:
            start_run(text, now=now)
            return redirect("drafting_detail", text=text.pk)
    chosen = request.POST.get("meeting", "") or request.GET.get("meeting", "")
    context = {"form": form, "meetings": choices(), "chosen": chosen, "most": f"{LONGEST_TEXT:,}"}
    return staff_page(request, "staff/drafting_new.html", status=422 if request.method == "POST" else 200, **context)


def take_in(data: dict[str, Any], user: User, *, now: datetime) -> DraftedText:
    """Keep what was sent, and take it to be drafted.

    :raises FileProblem: it is empty, too large, or nothing that is kept.
    """
    file: UploadedFile | None = data.get("file")
    address = str(data.get("source_url") or "")
    if file is not None and not data["text"].strip():
        copy = store_copy(file.read(), person=user, now=now, page_url=address)
    else:
        copy = store_text(data["text"], person=user, now=now, page_url=address)
    published: date | None = data.get("source_published")
    return take_copy(
        copy=copy, published=published, meeting=data["meeting"], source=told_of(data), author=user, now=now
    )


def start_run(text: DraftedText, *, now: datetime) -> DraftingRun:
    """Have a text drafted by the rules as they are: a short one at once where they need no parser, else by a worker."""
    run = current_run(text, now=now)
    if run.state not in OPEN_RUNS:
        return run
    if not needs_worker(text, run, most=DRAFTED_AT_ONCE):
        return run_drafting(run=run.pk, today=now.date(), now=now)
    transaction.on_commit(lambda: draft_text.delay(run.pk), robust=True)
    return run


def text_named(pk: int) -> DraftedText:
    found = DraftedText.objects.select_related("meeting__forum", "changeset", "created_by", "copy")
    return get_object_or_404(found, pk=pk)


@staff_view()
def drafting_detail(request: HttpRequest, text: int) -> HttpResponse:
    """Show a text with its rows, or how far its drafting is; its button drafts it again by newer rules."""
    drafted, now = text_named(text), timezone.now()
    if request.method == "POST":
        start_run(drafted, now=now)
        return redirect("drafting_detail", text=text)
    run = last_run(drafted)
    running = run is None or run.state in OPEN_RUNS
    asks_progress = request.headers.get("HX-Request") == "true"
    if running and asks_progress:
        return render(request, "staff/_drafting_progress.html", {"text": drafted, "run": run})
    response = page_of(request, drafted, run, running=running, now=now)
    if asks_progress:
        response["HX-Refresh"] = "true"
    return response


def page_of(
    request: HttpRequest, text: DraftedText, run: DraftingRun | None, *, running: bool, now: datetime
) -> HttpResponse:
    if running or run is None:
        return staff_page(request, "staff/drafting_waiting.html", text=text, run=run)
    if text.rows.filter(state=DraftedRowState.OPEN).exists():
        look_up(text, author=user_of(request), today=now.date(), now=now)
    rows, sentences = shown_rows(text), sentence_views(text)
    context = {
        "text": text,
        "run": run,
        "behind": is_behind(run),
        "counts": counts_of(text),
        "rows": row_views(text, rows, today=now.date(), edited=number_of(request.GET.get("edit", ""))),
        "sentences": sentences,
        "paragraphs": cut_lines(words_of(text), rows, [one.sentence for one in sentences]),
        **row_choices(),
    }
    return staff_page(request, "staff/drafting_detail.html", **context)


def row_choices() -> dict[str, Any]:
    """What the forms of rows choose from."""
    return {
        "reasons": RejectionReason.choices,
        "actions": [(one.value, str(one.label)) for one in DRAFTED_ACTIONS],
    }


def number_of(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 18 else None
