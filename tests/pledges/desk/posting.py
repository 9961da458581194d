"""What a browser without JavaScript posts: the fields of a page, filled in by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pledges import ledger
from pledges.models import ChangeSet

STATEMENT = {
    "source_url": "https://example.org/communique",
    "source_title": "Communiqué",
    "source_publisher": "Ministry of Defence",
    "source_published": "2025-06-04",
    "source_grade": "official_donor",
}
FIRST = {"donors": "Germany", "system": "Patriot", "unit": "battery", "quantity": "2"}
SECOND = {"donors": "Norway", "system": "NASAMS", "quantity": "about 5", "due": "by the end of 2025"}


def start_meeting(client: Client, meeting: str = "udcg-28") -> ChangeSet:
    """Open the grid of a meeting and return its draft."""
    answer = client.post(reverse("meeting_new"), {**STATEMENT, "meeting": meeting, "choose": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return ChangeSet.objects.order_by("-pk")[0]


def grid_fields(changeset: ChangeSet, rows: Sequence[Mapping[str, str]], **more: Any) -> dict[str, Any]:
    """Return the fields of the whole grid, those of stored rows with their keys."""
    stored = list(changeset.rows.order_by("position").values_list("pk", flat=True))
    fields: dict[str, Any] = {"edit_version": changeset.edit_version, "row": []}
    for number, cells in enumerate(rows, start=1):
        mark = f"r{number}"
        fields["row"].append(mark)
        fields[f"{mark}-id"] = stored[number - 1] if number <= len(stored) else ""
        fields |= {f"{mark}-{name}": value for name, value in cells.items()}
    return fields | more


def save_grid(client: Client, changeset: ChangeSet, rows: Sequence[Mapping[str, str]], **more: Any) -> HttpResponse:
    """Post the whole grid."""
    changeset.refresh_from_db()
    fields = grid_fields(changeset, rows, **more)
    answer: HttpResponse = client.post(reverse("changeset_save", args=[changeset.pk]), fields)  # type: ignore[assignment] -- the client adds attributes to it
    return answer


def step(client: Client, changeset: ChangeSet, name: str, **fields: str) -> HttpResponse:
    """Press a button of a change set and return the page that follows; what is approved is what stands there now."""
    if name.startswith("approve"):
        fields = {"seen": ledger.hash_shown_rows(changeset), **fields}
    address = reverse(f"changeset_{name}", args=[changeset.pk])
    answer: HttpResponse = client.post(address, fields, follow=True)  # type: ignore[assignment] -- the client adds attributes to it
    return answer


def words(answer: HttpResponse) -> str:
    """Return a page with single blanks, and none beside its tags."""
    return re.sub(r" ?(<[^>]*>) ?", r"\1", " ".join(answer.content.decode().split()))
