"""What changed as an Atom feed: of the whole ledger, or about some donors, systems or meetings."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed

from meetings.models import Donor, Meeting
from pledges.answers import Change, changes
from pledges.answers.filters import Values
from pledges.answers.filters.change_parameters import CHANGE_PARAMETERS, change_filters, change_window
from pledges.answers.row_names import meeting_name
from pledges.models import System
from pledges.site.page_frame import ask, public_page
from pledges.values.choices import ChangeType

PARAMETERS = {name: CHANGE_PARAMETERS[name] for name in ("donor", "system", "meeting", "coalition", "type")}
LENGTH = 100
BEGINNING = datetime(2022, 4, 26, tzinfo=UTC)
"""The first meeting of the Contact Group: the date of a feed that nothing has been published in yet."""


class ChangeFeed(Atom1Feed):
    """An Atom feed whose date is that of its latest entry, whatever the hour it is asked for."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


@public_page
def change_feed(request: HttpRequest) -> HttpResponse:
    with translation.override("en"):  # the language that the feed says it is in
        return write_feed(request)


def write_feed(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    everything = {**dict.fromkeys(CHANGE_PARAMETERS), "kind": (), "capability": (), "unit": (), "pledge": ()}
    values: Values = {**everything, **asked.values, "order": "newest"}
    found = changes(asked.as_of, change_filters(values, valid_at=None), limit=LENGTH, **change_window(values))
    about = names(values)
    feed = ChangeFeed(
        title=f"Ramstein: changes, {', '.join(about)}" if about else "Ramstein: changes",
        link=request.build_absolute_uri(reverse("change_list")),
        description="Aid promised to Ukraine: what was announced, delivered, moved, withdrawn and taken back.",
        feed_url=request.build_absolute_uri(),
        language="en",
    )
    for change in found.rows:
        add(feed, change, request)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def add(feed: ChangeFeed, change: Change, request: HttpRequest) -> None:
    """Write one change into the feed; its mark is its place in the ledger, which never changes."""
    fact = change.fact
    path = reverse("pledge_detail", args=[fact.pledge]) if fact.pledge else reverse("change_list")
    quoted = f" “{fact.quote}”" if fact.quote and not change.is_void else ""
    feed.add_item(
        title=change.summary,
        link=request.build_absolute_uri(path),
        description=f"{change.summary}{quoted} {fact.source.title}".strip(),
        unique_id=f"tag:{urlsplit(settings.SITE_URL).hostname},2022:change/{change.place.name}",
        pubdate=change.published_at,
        updateddate=change.published_at,
        categories=(str(ChangeType(change.type).label),),
    )


def names(values: Values) -> list[str]:
    donors = Donor.objects.filter(code__in=values["donor"]).order_by("code")
    systems = System.objects.filter(slug__in=values["system"]).order_by("slug")
    meetings = Meeting.objects.filter(slug__in=values["meeting"]).select_related("forum").order_by("slug")
    return [
        *donors.values_list("name", flat=True),
        *systems.values_list("short_name", flat=True),
        *(meeting_name(meeting) for meeting in meetings),
    ]
