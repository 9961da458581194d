"""What changed: by either clock, since a version, a day or a meeting; as a page and as a feed."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meetings.models import Meeting
from pledges.answers import AsOf, page_answers
from pledges.answers.filters import Values, parse_moment
from pledges.answers.filters.change_parameters import CHANGE_PARAMETERS, change_filters, change_window
from pledges.site.page_frame import ask, page, public_page

PARAMETERS = {name: one for name, one in CHANGE_PARAMETERS.items() if name != "order"}
SINCE = ("after", "published_after", "happened_after", "since_meeting")
"""The parameters that say since when; without one the page starts at the last meeting."""


@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    values, as_of = asked.values, asked.as_of
    by_default = not any(values[name] for name in SINCE)
    meeting = page_answers.last_meeting(as_of) if by_default else page_answers.meeting_of(values["since_meeting"])
    values["since_meeting"] = meeting.slug if meeting else None
    window = change_window({**values, "order": "newest"})
    asked_range = {**values, "since_meeting": None, "happened_after": first_day_asked(values, meeting)}
    filters = change_filters(asked_range, valid_at=as_of.valid_at if request.GET.get("valid_at") else None)
    shown = page_answers.changes_page(
        as_of,
        filters,
        then=moment_then(asked_range, as_of),
        meeting=meeting,
        after=window["after"],
        before=window["before"],
    )
    context = {"page": shown, "values": values, "by_default": by_default, "choices": page_answers.change_choices()}
    return page(request, "pledges/change_list.html", as_of, **context, **addresses(request, values, shown))


def first_day_asked(values: Values, meeting: Meeting | None) -> date | None:
    """The first day of what is asked for to have happened."""
    days = [day for day in (values["happened_after"], meeting.date_start if meeting else None) if day]
    return max(days, default=None)


def moment_then(values: Values, as_of: AsOf) -> AsOf | None:
    """The moment that the figures are compared with: what happened or was published before the range."""
    valid_at = page_answers.day_before(values["happened_after"]) if values["happened_after"] else as_of.valid_at
    known_at = f"v{as_of.version}"
    if values["published_after"]:
        known_at = page_answers.day_before(values["published_after"]).isoformat()
    if values["after"]:
        known_at = f"v{values['after'][0]}"
    then = parse_moment(valid_at.isoformat(), known_at, now=timezone.now())
    return then if then.moment != as_of.moment else None


def addresses(request: HttpRequest, values: Values, shown: page_answers.ChangesPage) -> dict[str, str]:
    """Where the page goes on, and the feed of the same things."""
    query = [(name, value) for name in request.GET for value in request.GET.getlist(name) if value and name != "before"]
    about = [(name, value) for name in ("donor", "system", "meeting") for value in values[name]]
    older = f"{request.path}?{urlencode([*query, ('before', shown.older.name)])}" if shown.older else ""
    return {"older_href": older, "feed_query": f"?{urlencode(about)}" if about else ""}
