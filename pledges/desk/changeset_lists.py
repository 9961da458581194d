"""The lists of change sets: one's own, those to review, and all, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pledges.access.notices import notices_for
from pledges.answers.keyset_pages import PagePlace
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.draft_copies import SENT_BACK, sent_back
from pledges.models import ChangeSet, ChangeSetEvent, ChangeSetRow
from pledges.values.choices import ChangeSetState

PAGE_SIZE = 25


@staff_view(methods=("GET",))
def changeset_list(request: HttpRequest) -> HttpResponse:
    user, owner = user_of(request), request.GET.get("owner", "")
    owner = owner if owner in ("all", "assigned") else "mine"
    found = with_counts(ChangeSet.objects.all())
    if owner != "all":
        found = found.filter(assigned_to=user) if owner == "assigned" else found.filter(created_by=user)
    first = not request.GET.get("before")
    notices = notices_for(user, now=timezone.now()) if first and owner == "mine" else []
    return list_page(request, "staff/changeset_list.html", found, owner=owner, notices=notices)


@staff_view(methods=("GET",))
def review_list(request: HttpRequest) -> HttpResponse:
    waiting = Q(state__in=[ChangeSetState.SUBMITTED, ChangeSetState.APPROVED])
    return list_page(request, "staff/review_list.html", with_counts(ChangeSet.objects.filter(waiting)))


def with_counts(found: QuerySet[ChangeSet]) -> QuerySet[ChangeSet]:
    """Change sets with the number of rows, of rows with problems, and the time of the last event."""
    rows = ChangeSetRow.objects.filter(changeset=OuterRef("pk")).order_by().values("changeset")
    faulty = rows.filter(plan__action="conflict")
    events = ChangeSetEvent.objects.filter(changeset=OuterRef("pk")).order_by().values("changeset")
    authors = ChangeSetRow.objects.filter(changeset=OuterRef("pk")).order_by("author__username")
    return found.select_related("created_by", "approved_by", "assigned_to", "version", "undo_of").annotate(
        row_count=Coalesce(
            Subquery(rows.filter(taken_out=False).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        faulty_count=Coalesce(Subquery(faulty.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        moved_at=Subquery(events.annotate(at_last=Max("at")).values("at_last")),
        authors=ArraySubquery(authors.values("author__username").distinct()),
    )


def list_page(request: HttpRequest, template: str, found: QuerySet[ChangeSet], **context: Any) -> HttpResponse:
    """Render one page of a list, newest first; `before` is the key of the last one of the page before."""
    state = request.GET.get("state", "")
    if state == SENT_BACK:
        found = found.filter(sent_back())
    elif state in ChangeSetState.values:
        found = found.filter(state=state)
    else:
        found = found.exclude(state=ChangeSetState.DISCARDED)
    before = request.GET.get("before", "")
    key = (before,) if before.isascii() and before.isdecimal() and len(before) < 18 else None
    shown = PagePlace(PAGE_SIZE, key).read_table(found, "-pk")
    kept = {name: request.GET[name] for name in ("owner", "state") if request.GET.get(name)}
    more = "?" + urlencode({**kept, "before": shown.after[0]}) if shown.after else ""
    states = [("", "All"), ChangeSetState.choices[0], (SENT_BACK, "Sent back"), *ChangeSetState.choices[1:]]
    return staff_page(request, template, found=shown.rows, more=more, state=state, states=states, **context)
