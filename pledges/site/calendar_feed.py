"""The meetings as a calendar that any calendar program can subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from meetings.choices import MeetingStatus
from meetings.models import Meeting
from pledges.answers.row_names import meeting_name

STATUSES = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.POSTPONED: "CANCELLED",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def meeting_calendar(request: HttpRequest) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Ramstein//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Ramstein: meetings on aid to Ukraine")
    for meeting in Meeting.objects.select_related("forum", "country", "source").order_by("date_start", "slug"):
        calendar.add_component(event(meeting, request))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def event(meeting: Meeting, request: HttpRequest) -> Event:
    """A meeting as an event of whole days; one of an uncertain day spans every day that it may be."""
    found = Event()
    last = meeting.date_end or meeting.date_start
    found.add("uid", f"{meeting.slug}@{settings.SITE_URL.partition('://')[2]}")
    # No clock: the same meeting has the same words whenever it is asked for.
    found.add("dtstamp", datetime.combine(meeting.date_start, time(), tzinfo=UTC))
    found.add("summary", meeting_name(meeting))
    found.add("dtstart", meeting.date_start)
    found.add("dtend", last + timedelta(days=1))
    found.add("status", STATUSES[MeetingStatus(meeting.status)])
    found.add("url", request.build_absolute_uri(reverse("meeting_detail", args=[meeting.slug])))
    where = ", ".join(part for part in (meeting.place, meeting.country.name if meeting.country else "") if part)
    if where:
        found.add("location", where)
    if meeting.outcomes:
        found.add("description", meeting.outcomes)
    return found
