"""Importing tables: the upload, how far it is, what was found, and names for the catalogue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from pledges.desk.changeset_page import plan_counts
from pledges.desk.import_tables import problem_count, problems_of, shown_left_out
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.import_runs import OPEN_STATES, ask_to_cancel, create_job, leave_out, run_job
from pledges.intake.importers.file_layouts import AUTO
from pledges.intake.importers.import_drafts import confirm_and_plan
from pledges.intake.importers.import_limits import MAX_BYTES, MAX_CELLS, MAX_EXPANDED, MAX_ROWS, megabytes
from pledges.intake.importers.registry import LAYOUTS, TRACKER_NAMES
from pledges.intake.importers.table_constants import OFTEN
from pledges.intake.row_columns import BY_NAME
from pledges.ledger import Refusal
from pledges.models import CatalogueSuggestion, ImportJob
from pledges.models.import_mappings import SuggestionState
from pledges.tasks import run_import
from pledges.values.choices import ChangeSetState, ImportState, PlanAction

READ_AT_ONCE = 100_000
"""Bytes up to which a file is read while the page loads; a larger one goes to the worker."""

UPLOAD_PIECE = 256 * 1024
"""Bytes of an upload that are in memory at a time."""

RECENT = 10
PROBLEMS_SHOWN = 200
LAYOUT_CHOICES = [(AUTO, "Tell by its content"), *((layout.name, layout.label) for layout in LAYOUTS)]


class ImportForm(forms.Form):
    """A file or a pasted block, and how to read it."""

    use_required_attribute = False
    file = forms.FileField(label="File: CSV or XLSX", required=False, allow_empty_file=True, max_length=200)
    text = forms.CharField(label="Or paste a block of a spreadsheet, its header row included", required=False)
    title = forms.CharField(label="Title of the change set", required=False, max_length=200)
    layout = forms.ChoiceField(label="Layout", choices=LAYOUT_CHOICES, initial=AUTO)
    release = forms.IntegerField(
        label=f"Release, where a {TRACKER_NAMES} file does not tell", required=False, min_value=1, max_value=999
    )
    sheet = forms.CharField(label="Sheet: its name, or * for all", required=False, max_length=100)
    per_donor = forms.ChoiceField(
        label="A column per donor holds",
        required=False,
        choices=[("", "there is none"), ("quantity", "how many"), ("amount", "an amount of money")],
    )
    void_vanished = forms.BooleanField(
        label=f"Take back what a newer {TRACKER_NAMES} release has no more", required=False
    )
    without_problem_rows = forms.BooleanField(
        label="Leave out rows with problems; they stay listed and can be downloaded, mended and imported again",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OFTEN:
            column = BY_NAME[name]
            label = str(column.words).capitalize()
            widget = forms.TextInput(attrs={"placeholder": column.hint})
            self.fields[f"same_{name}"] = forms.CharField(label=label, required=False, max_length=2000, widget=widget)

    @property
    def same(self) -> list[forms.BoundField]:
        """The cells that hold for every row."""
        return [self[f"same_{name}"] for name in OFTEN]

    def clean(self) -> dict[str, object]:
        """Refuse nothing at all, and a file that is too large to read."""
        data = super().clean() or {}
        file: UploadedFile | None = data.get("file")
        if file is None and not str(data.get("text") or "").strip():
            raise forms.ValidationError("Choose a file, or paste a block with its header row.")
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {megabytes(file.size or 0)}; up to {megabytes(MAX_BYTES)} are read."
            )
        return data


@staff_view()
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file or a pasted block."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("import_detail", pk=take_in(request, form.cleaned_data).pk)
    limits = {
        "bytes": megabytes(MAX_BYTES),
        "rows": f"{MAX_ROWS:,}",
        "cells": f"{MAX_CELLS:,}",
        "expanded": megabytes(MAX_EXPANDED),
    }
    recent = (
        ImportJob.objects.filter(created_by=user_of(request)).select_related("changeset").defer("content", "report")
    )
    context = {"form": form, "limits": limits, "recent": recent.order_by("-pk")[:RECENT]}
    return staff_page(request, "staff/import_new.html", status=422 if request.method == "POST" else 200, **context)


def take_in(request: HttpRequest, data: dict[str, object]) -> ImportJob:
    """Store what was sent and have it read: a small file at once, a large one by the worker."""
    file = data.get("file")
    pasted = str(data.get("text") or "").encode()
    size = (file.size or 0) if isinstance(file, UploadedFile) else len(pasted)
    now = timezone.now()
    name = (file.name or "file") if isinstance(file, UploadedFile) else f"Pasted table of {now.date().isoformat()}"
    names = ("layout", "release", "void_vanished", "without_problem_rows", "sheet", "per_donor")
    options = {key: data[key] for key in names if data.get(key)}
    constants = {name: str(data[f"same_{name}"]).strip() for name in OFTEN if data.get(f"same_{name}")}
    options |= {"constants": constants} if constants else {}
    job = create_job(
        content=file.chunks(UPLOAD_PIECE) if isinstance(file, UploadedFile) else [pasted],
        file_name=name,
        title=str(data.get("title") or ""),
        options=options,
        author=user_of(request),
        now=now,
    )
    return read_on(job, size=size, now=now)


def read_on(job: ImportJob, *, size: int, now: datetime) -> ImportJob:
    """Have a job read: a small file at once, a large one by the worker."""
    if size <= READ_AT_ONCE:
        return run_job(job=job.pk, today=now.date(), now=now)
    transaction.on_commit(lambda: run_import.delay(job.pk), robust=True)
    return job


def job_of(pk: int) -> ImportJob:
    """A job without the content of its file."""
    found = ImportJob.objects.select_related("changeset", "created_by").defer("content")
    return get_object_or_404(found, pk=pk)


@staff_view()
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an import is and what was found; its buttons stop it or bring names into the catalogue."""
    job = job_of(pk)
    if request.method == "POST":
        take_button(request, job)
        return redirect("import_detail", pk=pk)
    if job.state == ImportState.ASKING:
        return redirect("import_columns", pk=pk)
    running = job.state in OPEN_STATES
    if running and request.headers.get("HX-Request") == "true":
        return render(request, "staff/_progress.html", {"job": job})
    response = staff_page(request, "staff/import_detail.html", job=job, running=running, **found_in(job))
    if request.headers.get("HX-Request") == "true":
        response["HX-Refresh"] = "true"
    return response


def take_button(request: HttpRequest, job: ImportJob) -> None:
    """Do what the pressed button of an import says."""
    now = timezone.now()
    if "cancel" in request.POST:
        ask_to_cancel(job=job, now=now)
        messages.success(request, "It stops at the next step; nothing of it is stored.")
    elif "leave_out" in request.POST:
        count = leave_out(job=job, author=user_of(request), today=now.date(), now=now)
        said = ngettext(
            "%(shown)s row is left out. It is listed below and can be downloaded.",
            "%(shown)s rows are left out. They are listed below and can be downloaded.",
            count,
        )
        messages.success(request, said % {"shown": f"{count:,}"})
    elif "confirm" in request.POST:
        confirm_names(request, job)


def found_in(job: ImportJob) -> dict[str, Any]:
    """What a finished import found: live, as the draft stands now."""
    counts = plan_counts(job.changeset) if job.changeset else {}
    actions = [(PlanAction(name).label, counts.get(name, 0), name) for name in PlanAction.values]
    return {
        "failed": job.state == ImportState.FAILED,
        "counts": actions if job.changeset else [],
        "rows": counts.get("rows", 0),
        "faulty": counts.get("faulty", 0),
        "is_draft": job.changeset is not None and job.changeset.state == ChangeSetState.DRAFT,
        "problems": problems_of(job, most=PROBLEMS_SHOWN),
        "problem_count": problem_count(job),
        "left_out_rows": shown_left_out(job, most=PROBLEMS_SHOWN),
        "remarks": job.report.get("remarks", [])[:PROBLEMS_SHOWN],
        "remark_count": len(job.report.get("remarks", [])),
        "vanished": job.report.get("vanished", []),
        "left_out": job.report.get("left_out", []),
        "suggestions": open_suggestions(job),
    }


def open_suggestions(job: ImportJob) -> list[CatalogueSuggestion]:
    """The names of an import that wait for a person."""
    found = CatalogueSuggestion.objects.filter(pk__in=job.report.get("suggestions", []), state=SuggestionState.OPEN)
    return list(found.order_by("kind", "-rows", "name"))


def confirm_names(request: HttpRequest, job: ImportJob) -> None:
    """Bring the ticked names into the catalogue and plan the draft anew."""
    ticked = {
        int(key) for key in request.POST.getlist("suggestion") if key.isascii() and key.isdecimal() and len(key) < 18
    }
    chosen = [one for one in open_suggestions(job) if one.pk in ticked]
    if not chosen or job.changeset is None:
        messages.error(request, "Tick at least one name.")
        return
    now = timezone.now()
    try:
        confirmed = confirm_and_plan(
            changeset=job.changeset, suggestions=chosen, actor=user_of(request), today=now.date(), now=now
        )
    except Refusal as refusal:
        say_refusal(request, refusal)
        return
    said = ngettext(
        "%(count)s name is in the catalogue; the rows are planned anew.",
        "%(count)s names are in the catalogue; the rows are planned anew.",
        confirmed,
    )
    messages.success(request, said % {"count": confirmed})
