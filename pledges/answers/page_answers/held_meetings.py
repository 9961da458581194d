"""The meetings that took place, and those around a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from meetings.choices import MeetingStatus
from meetings.models import Meeting


def list_held_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(status=MeetingStatus.HELD).select_related("forum")


def meetings_around(day: date) -> tuple[Meeting | None, Meeting | None]:
    """The last meeting held before a day and the next one after it."""
    earlier = list_held_meetings().filter(date_end__lt=day).order_by("-date_start", "slug").first()
    later = list_held_meetings().filter(date_start__gt=day).order_by("date_start", "slug").first()
    return earlier, later
