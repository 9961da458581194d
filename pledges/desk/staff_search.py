"""Searching change sets, their rows and sources by words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from meetings.models import Source
from pledges.answers.keyset_pages import PagePlace, RowPage
from pledges.desk.staff_pages import staff_page, staff_view
from pledges.intake.row_payload import flat
from pledges.intake.row_words import rows_beginning, rows_holding
from pledges.models import ChangeSet, ChangeSetRow

PAGE_SIZE = 25
LONGEST_WORDS = 100
SHORTEST = 2
MOST_WORDS = 6
LONGEST_SEARCH = "3000ms"
KINDS = {"changesets": "Change sets", "rows": "Rows", "sources": "Sources"}


@staff_view(methods=("GET",))
def staff_search(request: HttpRequest) -> HttpResponse:
    """Find what has all the words, the newest first, a page at a time."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "changesets"
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_WORDS]
    words = [word for word in asked.split() if len(word) >= SHORTEST][:MOST_WORDS]
    before = request.GET.get("before", "")
    key = (before,) if before.isascii() and before.isdecimal() and len(before) < 18 else None
    page, slow = read_page(kind, words, PagePlace(PAGE_SIZE, key)) if words else (RowPage([], None, None), False)
    context: dict[str, Any] = {
        "q": asked,
        "kind": kind,
        "kinds": KINDS.items(),
        "found": [(one, cells_in_words(one, words)) for one in page.rows] if kind == "rows" else page.rows,
        "more": "?" + urlencode({"q": asked, "kind": kind, "before": page.after[0]}) if page.after else "",
        "slow": slow,
        "too_short": bool(asked) and not words,
    }
    return staff_page(request, "staff/search.html", **context)


def read_page(kind: str, words: list[str], place: PagePlace) -> tuple[RowPage[Any], bool]:
    """One page of what was found, and whether the search took too long and was given up."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST_SEARCH])
            page = place.read_table(SEARCHES[kind](words), "-pk")
            if not page.rows and kind == "rows":
                page = place.read_table(rows_with_parts(words), "-pk")
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError:
        return RowPage([], None, None), True
    return page, False


def changesets_with(words: list[str]) -> QuerySet[ChangeSet]:
    found = ChangeSet.objects.select_related("created_by", "version")
    for word in words:
        found = found.filter(Q(title__icontains=word) | Q(created_by__username__icontains=word))
    return found


def rows_with(words: list[str]) -> QuerySet[ChangeSetRow]:
    return rows_beginning(words).select_related("changeset", "author").defer("plan")


def rows_with_parts(words: list[str]) -> QuerySet[ChangeSetRow]:
    """Rows with the words anywhere: slower, for what stands in the midst of others."""
    return rows_holding(words).select_related("changeset", "author").defer("plan")


def sources_with(words: list[str]) -> QuerySet[Source]:
    found = Source.objects.all()
    for word in words:
        found = found.filter(Q(title__icontains=word) | Q(url__icontains=word) | Q(publisher__icontains=word))
    return found


SEARCHES: dict[str, Any] = {"changesets": changesets_with, "rows": rows_with, "sources": sources_with}


def cells_in_words(row: ChangeSetRow, words: list[str]) -> str:
    """The cells of a row, those that have a word first."""
    cells = flat(row.payload)
    ordered = sorted(cells, key=lambda name: not any(word.casefold() in cells[name].casefold() for word in words))
    return " · ".join(f"{name}: {cells[name]}" for name in ordered)[:300]
