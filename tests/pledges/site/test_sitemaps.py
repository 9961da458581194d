"""What search engines and calendars read."""

import re
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from meetings.models import Meeting


@pytest.mark.usefixtures("ledger")
def test_sitemap_leads_to_pages_that_answer(client: Client) -> None:
    sections = re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").text)
    paths = [
        path
        for section in sections
        for path in re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get(section).text)
    ]

    assert {"/", "/systems/patriot/", "/donors/DEU/", "/meetings/udcg-28/", "/pledges/2025-DEU-001/"} <= set(paths)
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_robots_are_told_where_the_map_is(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /staff/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.usefixtures("catalogue")
def test_calendar_holds_every_meeting_as_whole_days(client: Client) -> None:
    Meeting.objects.filter(slug="udcg-28").update(
        date_start=date(2025, 6, 4), date_end=date(2025, 6, 5), place="Brussels"
    )
    response = client.get("/meetings.ics")

    event = next(one for one in Calendar.from_ical(response.content).walk("VEVENT") if "udcg-28" in one["UID"])
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2025, 6, 4), date(2025, 6, 6))
    assert (str(event["LOCATION"]), str(event["STATUS"])) == ("Brussels", "CONFIRMED")
    assert str(event["URL"]) == "http://testserver/meetings/udcg-28/"
    assert response.content == client.get("/meetings.ics").content


def test_page_of_components_is_a_tool_and_no_page_of_the_site(client: Client) -> None:
    assert client.get("/components/").status_code == 404
