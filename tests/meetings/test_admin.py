"""Stewards keep who was at a meeting beside its chairs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Donor, Meeting, MeetingAttendance
from pledges.models import User
from pledges.values.choices import Role
from tests import factories
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def steward(client: Client) -> Client:
    """A steward who is logged in."""
    client.force_login(User.objects.create(username="steward", role=Role.STEWARD, is_staff=True, password="!"))
    return client


def post_meeting(client: Client, *attendances: dict[str, str]) -> Page:
    """Post the form of a meeting with new attendances, and return the page that follows."""
    meeting = Meeting.objects.get()
    fields = {
        name: getattr(meeting, name) or "" for name in ("number", "date_text", "date_start", "date_end", "status")
    }
    forms = {f"{name}-{part}": "0" for name in ("chairs", "attendances") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    usual = {"donor": str(Donor.objects.get(code="USA").pk), "attendance": "absent", "position": "0"}
    rows = {"attendances-TOTAL_FORMS": str(len(attendances))}
    for number, attendance in enumerate(attendances):
        rows |= {f"attendances-{number}-{name}": value for name, value in {**usual, **attendance}.items()}
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    return Page(client.post(address, {**fields, **forms, **rows}, follow=True))


def test_steward_enters_who_was_absent_with_a_source(steward: Client) -> None:
    refused = post_meeting(steward, {"person": "A Secretary"})
    assert "Attendance needs a source" in refused.text
    assert MeetingAttendance.objects.count() == 0

    post_meeting(steward, {"person": "A Secretary", "source": str(factories.create_source().pk)})
    stated = MeetingAttendance.objects.get()
    assert (stated.person, stated.attendance, stated.source.title if stated.source else "") == (
        "A Secretary",
        "absent",
        "Statement",
    )


@pytest.mark.parametrize("person", ["A Secretary", ""])
def test_steward_cannot_enter_anybody_twice(person: str, steward: Client) -> None:
    row = {"person": person, "source": str(factories.create_source().pk)}

    at_once = post_meeting(steward, row, {**row, "attendance": "online"})
    assert "Please correct the duplicate data for donor and person, which must be unique." in at_once.text
    assert MeetingAttendance.objects.count() == 0

    post_meeting(steward, row)
    later = post_meeting(steward, {**row, "attendance": "online"})
    assert "with this Meeting, Donor and Person already exists" in later.text
    assert MeetingAttendance.objects.get().attendance == "absent"
