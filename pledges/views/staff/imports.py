"""Importing tables: the upload, how far it is, what was found, and names for the catalogue."""

from __future__ import annotations

import csv
import io

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from pledges.choices import ImportState, PlanAction
from pledges.intake.importers.drafts import ImportLayoutName, confirm_and_plan
from pledges.intake.importers.limits import MAX_BYTES, MAX_CELLS, MAX_EXPANDED, MAX_ROWS, megabytes
from pledges.intake.jobs import OPEN_STATES, ask_to_cancel, create_job, run_job
from pledges.models import CatalogueSuggestion, ImportJob
from pledges.models.imports import SuggestionState
from pledges.tasks import run_import
from pledges.views.staff.access import staff_page, staff_view, user_of

READ_AT_ONCE = 100_000
"""Bytes up to which a file is read while the page loads; a larger one goes to the worker."""

RECENT = 10
PROBLEMS_SHOWN = 200
LAYOUTS = [
    (ImportLayoutName.AUTO.value, "Tell by its content"),
    (ImportLayoutName.TABLE.value, "A table with our columns"),
    (ImportLayoutName.KIEL.value, "A release of the Kiel tracker"),
]


class ImportForm(forms.Form):
    """A file or a pasted block, and how to read it."""

    use_required_attribute = False
    file = forms.FileField(label="File: CSV or XLSX", required=False, allow_empty_file=True, max_length=200)
    text = forms.CharField(label="Or paste a block of a spreadsheet, its header row included", required=False)
    title = forms.CharField(label="Title of the change set", required=False, max_length=200)
    layout = forms.ChoiceField(label="Layout", choices=LAYOUTS, initial=ImportLayoutName.AUTO.value)
    release = forms.IntegerField(
        label="Release, where a Kiel file does not tell", required=False, min_value=1, max_value=999
    )
    void_vanished = forms.BooleanField(label="Take back what a newer Kiel release has no more", required=False)

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
    content = file.read() if isinstance(file, UploadedFile) else str(data["text"]).encode()
    now = timezone.now()
    name = (file.name or "file") if isinstance(file, UploadedFile) else f"Pasted table of {now.date().isoformat()}"
    options = {key: data[key] for key in ("layout", "release", "void_vanished") if data.get(key)}
    job = create_job(
        content=content,
        file_name=name,
        title=str(data.get("title") or ""),
        options=options,
        author=user_of(request),
        now=now,
    )
    if len(content) <= READ_AT_ONCE:
        return run_job(job=job.pk, today=now.date(), now=now)
    transaction.on_commit(lambda: run_import.delay(job.pk), robust=True)
    return job


def job_of(pk: int) -> ImportJob:
    """Return a job without the content of its file."""
    found = ImportJob.objects.select_related("changeset", "created_by").defer("content")
    return get_object_or_404(found, pk=pk)


@staff_view()
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an import is and what was found; its buttons stop it or bring names into the catalogue."""
    job = job_of(pk)
    if request.method == "POST":
        if "cancel" in request.POST:
            ask_to_cancel(job=job, now=timezone.now())
            messages.success(request, "It stops at the next step; nothing of it is stored.")
        elif "confirm" in request.POST:
            confirm_names(request, job)
        return redirect("import_detail", pk=pk)
    problems = job.report.get("problems", [])
    context = {
        "job": job,
        "running": job.state in OPEN_STATES,
        "failed": job.state == ImportState.FAILED,
        "counts": [(PlanAction(name).label, job.report["counts"].get(name, 0)) for name in PlanAction.values]
        if job.report.get("counts")
        else [],
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": job.report.get("problem_count", 0),
        "vanished": job.report.get("vanished", []),
        "left_out": job.report.get("left_out", []),
        "suggestions": open_suggestions(job),
    }
    if request.headers.get("HX-Request") == "true" and context["running"]:
        return render(request, "staff/_progress.html", context)
    response = staff_page(request, "staff/import_detail.html", **context)
    if request.headers.get("HX-Request") == "true":
        response["HX-Refresh"] = "true"
    return response


def open_suggestions(job: ImportJob) -> list[CatalogueSuggestion]:
    """Return the names of an import that wait for a person."""
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
    confirmed = confirm_and_plan(changeset=job.changeset, suggestions=chosen, today=timezone.now().date())
    messages.success(request, f"{confirmed} names are in the catalogue; the rows are planned anew.")


@staff_view(methods=("GET",))
def import_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Return all problems of an import as CSV, each at its row of the file."""
    job = job_of(pk)
    if job.state in OPEN_STATES:
        raise Http404("The import is not finished.")
    return problems_csv(job.report.get("problems", []), name=f"import-{pk}-problems.csv")


def problems_csv(problems: list[dict[str, object]], *, name: str) -> HttpResponse:
    """Return problems as CSV; a cell that a spreadsheet would run as a formula stands after an apostrophe."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    columns = ("row", "column", "value", "rule", "message", "hint")
    writer.writerow(columns)
    for problem in problems:
        writer.writerow([harmless(str(problem.get(column, ""))) for column in columns])
    response = HttpResponse("\ufeff" + lines.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
