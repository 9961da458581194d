"""Who was at a meeting, on its page: as stated, with its source, and nothing where nothing is stated."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor, Meeting, MeetingAttendance, MeetingChair, SourceClaim
from pledges.site.page_cache import PAGES
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")

PATH = "/meetings/udcg-28/"
DISPUTES = "#disputes-title"


def create_attendance(code: str, attendance: str, **columns: Any) -> MeetingAttendance:
    usual = {"meeting": Meeting.objects.get(), "donor": Donor.objects.get(code=code), "attendance": attendance}
    return MeetingAttendance.objects.create(**{**usual, "source": factories.create_source(f"Page {code}"), **columns})


def create_dispute() -> None:
    source = factories.create_source("Another page")
    about = {"subject_kind": "meeting", "subject": "udcg-28", "field": "us_secretary_present", "source": source}
    SourceClaim.objects.create(**about, value="yes")
    SourceClaim.objects.create(**about, value="no")


def test_attendances_stand_with_their_sources(client: Client) -> None:
    create_attendance("USA", "absent", person="A Secretary", note="on a journey")
    create_attendance("UKR", "online", person="A President")
    create_attendance("NOR", "in_person", source=None, confidence="memory")

    page = Page(client.get(PATH))

    assert "Absent United States (A Secretary) on a journey · Page USA" in page.text
    assert "Joined online Ukraine (A President) Page UKR" in page.text
    assert "Attended in person Norway no page read unverified" in page.text
    assert DISPUTES not in page.links


def test_page_without_a_stated_absence_does_not_say_that_everybody_came(client: Client) -> None:
    create_attendance("UKR", "online")

    page = Page(client.get(PATH))

    assert "Absent No absence is stated. Joined online Ukraine Page UKR" in page.text
    assert "Attended" not in page.text


@pytest.mark.parametrize(("status", "said"), [("held", True), ("planned", False), ("cancelled", False)])
def test_absence_is_spoken_of_only_where_a_meeting_was_held(client: Client, status: str, said: bool) -> None:  # noqa: FBT001 - a case of a test
    Meeting.objects.update(status=status)

    assert ("Absent" in Page(client.get(PATH)).text) == said


def test_attendance_on_which_sources_differ_leads_to_the_dispute(client: Client) -> None:
    create_dispute()
    unsettled = Page(client.get(PATH))
    create_attendance("USA", "online")
    create_attendance("UKR", "online")
    chosen = Page(client.get(PATH))

    assert "Absent sources differ" in unsettled.text
    assert "No absence is stated" not in unsettled.text + chosen.text
    assert len(unsettled.links[DISPUTES]) == 1
    assert "Joined online United States sources differ Page USA · official donor Ukraine Page UKR" in chosen.text
    assert len(chosen.links[DISPUTES]) == 2
    assert "US secretary present 2 sources differ" in chosen.text


@pytest.mark.parametrize("language", ["de", "uk"])
def test_attendances_are_said_in_every_language(client: Client, language: str) -> None:
    create_attendance("UKR", "online")
    create_attendance("NOR", "in_person")

    text = Page(client.get(PATH, headers={"accept-language": language})).text

    assert [word for word in ("Absent", "No absence", "Joined online", "Attended", "Page UKR") if word in text] == [
        "Page UKR"
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_meeting_asks_the_same_few_queries_once_counts_are_kept(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for code in ("USA", "UKR", "NOR")[:rows]:
        create_attendance(code, "absent")
        MeetingChair.objects.create(meeting=Meeting.objects.get(), donor=Donor.objects.get(code=code))
    factories.publish_rows(
        *(staff_steps.pledge_row(meeting="udcg-28", donors=code) for code in ("DEU", "NOR", "USA")[:rows])
    )
    factories.project()
    kept = client.get(PATH)
    assert cache.delete(PAGES.place_of(kept["ETag"]))

    with django_assert_num_queries(12):
        assert client.get(PATH).content == kept.content
