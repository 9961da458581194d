"""Stewards keep who was at a meeting beside its chairs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Donor, Meeting, MeetingAttendance
from pledges.choices import Role
from pledges.models import User
from tests import factories
from tests.pledges.views.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")


def posted(client: Client, **attendance: str) -> Page:
    """Post the form of a meeting with one attendance, and return the page that follows."""
    meeting = Meeting.objects.get()
    fields = {
        name: getattr(meeting, name) or "" for name in ("number", "date_text", "date_start", "date_end", "status")
    }
    forms = {f"{name}-{part}": "0" for name in ("chairs", "attendances") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    row = {"donor": str(Donor.objects.get(code="USA").pk), "attendance": "absent", "position": "0", **attendance}
    one = {"attendances-TOTAL_FORMS": "1", **{f"attendances-0-{name}": value for name, value in row.items()}}
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    return Page(client.post(address, {**fields, **forms, **one}, follow=True))


def test_steward_enters_who_was_absent_with_a_source() -> None:
    client = Client()
    User.objects.create(username="steward", role=Role.STEWARD, is_staff=True, password="!")
    client.force_login(User.objects.get())

    refused = posted(client, person="A Secretary")
    assert "Attendance needs a source" in refused.text
    assert MeetingAttendance.objects.count() == 0

    posted(client, person="A Secretary", source=str(factories.create_source().pk))
    stated = MeetingAttendance.objects.get()
    assert (stated.person, stated.attendance, stated.source.title if stated.source else "") == (
        "A Secretary",
        "absent",
        "Statement",
    )
