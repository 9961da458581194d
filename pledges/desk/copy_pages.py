"""Kept copies of sources, for staff: giving a source one, its whole text with the quotes of it, and its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Source
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies import attach_copy, store_copy, store_text
from pledges.intake.kept_copies.store_copies import copy_storage, file_name
from pledges.models import KeptCopy, SourceCopy, User
from pledges.projections import QuoteOfCopy, quotes_of_copy
from pledges.tasks import read_copies
from pledges.values.choices import CopyState
from pledges.values.media_types import HTML, MEDIA_TYPES, PDF, TEXT, WACZ

ENDINGS = {TEXT: "txt", HTML: "html", PDF: "pdf", WACZ: "wacz"}


class CopyForm(forms.Form):
    """A text, pasted or as a file, and where a public archive has the page."""

    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea)
    file = forms.FileField(label=_("Or a file: text, HTML, PDF or WACZ"), required=False, max_length=200)
    archive_url = forms.URLField(
        label=_("Address in a public archive"), required=False, max_length=2000, assume_scheme="https"
    )

    def clean(self) -> dict[str, Any]:
        """Take either, never both or none."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("file")) == bool(str(data.get("text") or "").strip()) and not self.errors:
            self.add_error("text", _("Paste a text, or choose a file."))
        return data


@staff_view()
def source_copies(request: HttpRequest, source: int) -> HttpResponse:
    """The copies that are kept of a source, and a form for one more."""
    of = get_object_or_404(Source.objects.defer("text"), pk=source)
    sent = request.method == "POST"
    form = CopyForm(request.POST, request.FILES) if sent else CopyForm()
    if sent and form.is_valid():
        try:
            copy = give_copy(of, form.cleaned_data, user_of(request), now=timezone.now())
        except FileProblem as problem:
            form.add_error("file" if form.cleaned_data.get("file") else "text", f"{problem}: {problem.hint}")
        else:
            messages.success(request, "The copy is kept; quotes of this source are looked for in it.")
            return redirect("copy_detail", copy=copy.pk)
    given = SourceCopy.objects.filter(source=of).select_related("copy__stored_by", "attached_by")
    context = {"source": of, "form": form, "given": given.defer("copy__text").order_by("-pk")}
    return staff_page(request, "staff/source_copies.html", status=422 if form.errors else 200, **context)


@transaction.atomic
def give_copy(source: Source, data: dict[str, Any], user: User, *, now: datetime) -> KeptCopy:
    """Store what was sent, and let it be the copy of a source that counts.

    :raises FileProblem: it is empty, too large, or nothing that is kept.
    """
    about = {"page_url": source.url, "archive_url": str(data.get("archive_url") or "")}
    if data.get("file"):
        copy = store_copy(data["file"].read(), person=user, now=now, **about)
    else:
        copy = store_text(data["text"], person=user, now=now, **about)
    attach_copy(source, copy=copy, person=user, now=now)
    if copy.state == CopyState.WAITING:
        transaction.on_commit(read_copies.delay, robust=True)
    return copy


@staff_view(methods=("GET",))
def copy_detail(request: HttpRequest, copy: int) -> HttpResponse:
    """The whole text of a copy, with the words that facts quote of it marked."""
    kept = get_object_or_404(KeptCopy.objects.select_related("stored_by"), pk=copy)
    quotes = quotes_of_copy(kept.pk)
    context: dict[str, Any] = {
        "copy": kept,
        "media_type": MEDIA_TYPES[kept.media_type],
        "pieces": cut_at_quotes(kept.text, quotes),
        "found": [one for one in quotes if one.start is not None],
        "astray": [one for one in quotes if one.start is None],
        "sources": Source.objects.filter(copies__copy=kept).defer("text").distinct().order_by("pk"),
    }
    return staff_page(request, "staff/copy_detail.html", **context)


def cut_at_quotes(text: str, quotes: list[QuoteOfCopy]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is quoted; quotes that overlap are one piece."""
    pieces, at = [], 0
    for start, end in sorted((one.start, one.end) for one in quotes if one.start is not None and one.end is not None):
        if start > at:
            pieces.append((text[at:start], False))
        if end > at:
            pieces.append((text[max(at, start) : end], True))
            at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces


@staff_view(methods=("GET",))
def copy_file(request: HttpRequest, copy: int) -> HttpResponseBase:
    """The bytes as they were stored. No browser shows them: whoever wrote them is a stranger."""
    kept = get_object_or_404(KeptCopy.objects.defer("text"), pk=copy)
    try:
        file = copy_storage().open(file_name(kept.sha256))
    except FileNotFoundError:
        raise Http404("The file of this copy is missing in the storage.") from None
    name = f"{kept.sha256[:12]}.{ENDINGS[kept.media_type]}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
