"""Meetings, donors, coalitions, initiatives and sources as the API gives them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from meetings.models import (
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Initiative,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
)
from tests import factories
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def ask(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_meeting_is_whole(client: Client) -> None:
    meeting = Meeting.objects.get(slug="udcg-28")
    meeting.source = factories.create_source("Joint statement")
    meeting.country = Donor.objects.get(code="DEU")
    meeting.save()
    MeetingChair.objects.create(meeting=meeting, donor=Donor.objects.get(code="DEU"), person="A minister")
    MeetingAttendance.objects.create(
        meeting=meeting,
        donor=Donor.objects.get(code="USA"),
        person="A secretary",
        attendance="absent",
        source=meeting.source,
        confidence="official",
        note="on a journey",
        position=1,
    )
    MeetingAttendance.objects.create(
        meeting=meeting, donor=Donor.objects.get(code="NOR"), attendance="online", confidence="memory"
    )
    source = {
        "id": meeting.source.pk,
        "publisher": "",
        "title": "Joint statement",
        "url": "https://example.org/other",
        "published": None,
        "grade": "official_donor",
    }

    assert ask(client, "meetings/udcg-28/") == {
        "slug": "udcg-28",
        "forum": "udcg",
        "forum_name": "Contact Group",
        "number": 28,
        "title": "",
        "date": {"text": "2025-06-04", "start": "2025-06-04", "end": "2025-06-04", "precision": None},
        "place": "",
        "country": "DEU",
        "mode": None,
        "status": "held",
        "rescheduled_to": None,
        "participants": "",
        "outcomes": "",
        "chairs": [{"donor": "DEU", "person": "A minister", "note": ""}],
        "attendances": [
            {
                "donor": "NOR",
                "person": "",
                "attendance": "online",
                "source": None,
                "confidence": "memory",
                "note": "",
            },
            {
                "donor": "USA",
                "person": "A secretary",
                "attendance": "absent",
                "source": source,
                "confidence": "official",
                "note": "on a journey",
            },
        ],
        "source": source,
        "confidence": None,
        "note": "",
    }


def test_meetings_come_with_the_latest_first_and_within_days(client: Client) -> None:
    factories.create_meeting("udcg-29", day=staff_steps.TODAY, number=29)
    paths = ("meetings/", "meetings/?date_after=2025-07-01", "meetings/?date_before=2025-06-04", "meetings/?forum=udcg")

    slugs = [[row["slug"] for row in ask(client, path)["results"]] for path in paths]

    assert slugs == [["udcg-29", "udcg-28"], ["udcg-29"], ["udcg-28"], ["udcg-29", "udcg-28"]]


def test_donor_is_whole(client: Client) -> None:
    norway = Donor.objects.get(code="NOR")
    DonorAlias.objects.create(donor=norway, alias="Kingdom of Norway")
    DonorMembership.objects.create(donor=norway, body="nato", member_since="1949-04-04", member_until="1949-04-04")

    assert ask(client, "donors/NOR/") == {
        "code": "NOR",
        "name": "Norway",
        "kind": "country",
        "iso2": None,
        "aliases": ["Kingdom of Norway"],
        "memberships": [
            {
                "body": "nato",
                "status": "member",
                "member_since": "1949-04-04",
                "member_until": "1949-04-04",
                "confidence": None,
            }
        ],
        "gdp": [],
    }


def test_donor_has_its_gdp_with_the_rate_that_made_it_euro(client: Client) -> None:
    source = Source.objects.create(title="National accounts", publisher="Statistics")
    DonorGdp.objects.create(
        donor=Donor.objects.get(code="NOR"), year=2021, amount=473_000, currency="USD", rate="1.1825", source=source
    )

    (gdp,) = ask(client, "donors/NOR/")["gdp"]

    assert (gdp["year"], gdp["amount"], gdp["currency"], gdp["rate"]) == (2021, 473_000, "USD", 1.1825)
    assert (gdp["amount_eur"], gdp["source"]["publisher"]) == (400_000, "Statistics")


def test_donors_come_by_code(client: Client) -> None:
    codes = [row["code"] for row in ask(client, "donors/?page_size=500")["results"]]

    assert codes == sorted(staff_steps.DONORS)


def test_coalition_has_its_members_with_their_sources(client: Client) -> None:
    factories.publish_rows(staff_steps.membership_row(quote="Germany leads"))
    factories.project()

    coalition = ask(client, "coalitions/air-defence/")

    (member,) = coalition["members"]
    assert (member["donor"], member["role"], member["joined"]["text"], member["quote"]) == (
        "DEU",
        "lead",
        "2024-02-14",
        "Germany leads",
    )
    assert member["source"]["title"] == "Statement"
    assert (coalition["capability"], coalition["founded"], coalition["source"]) == ("air_defence", None, None)


def test_initiative_has_its_leads_and_members(client: Client) -> None:
    Initiative.objects.get(slug="iaad").leads.add(*Donor.objects.filter(code__in=["NOR", "DEU"]))
    factories.publish_rows(staff_steps.membership_row(donors="NLD", coalition=None, initiative="iaad"))
    factories.project()

    initiative = ask(client, "initiatives/iaad/")

    assert (initiative["leads"], [member["donor"] for member in initiative["members"]]) == (["DEU", "NOR"], ["NLD"])


def test_sources_do_not_give_away_the_stored_text(client: Client) -> None:
    source = factories.create_source()
    source.text, source.sha256 = "the whole page", "0" * 64
    source.save()
    Meeting.objects.update(source=source)

    row = ask(client, f"sources/{source.pk}/")

    assert row == {
        "id": source.pk,
        "publisher": "",
        "title": "Statement",
        "url": "https://example.org/other",
        "published": None,
        "grade": "official_donor",
        "retrieved": None,
        "sha256": "0" * 64,
        "copies": [],
    }


def test_sources_are_those_that_facts_known_by_then_or_the_catalogue_cite(client: Client) -> None:
    of_catalogue, uncited = factories.create_source("Of a meeting"), factories.create_source("Of nothing")
    Meeting.objects.update(source=of_catalogue)
    for number, title in enumerate(("First", "Second"), start=1):
        row = staff_steps.pledge_row(source_title=title, donors=("DEU", "NOR")[number - 1])
        factories.publish_rows(row, now=staff_steps.NOW + timedelta(hours=number))
    factories.project()
    second = Source.objects.get(title="Second")

    listed = [
        [row["title"] for row in ask(client, f"sources/{query}")["results"]]
        for query in ("", "?known_at=v1", "?known_at=2020-01-01")
    ]

    assert listed == [["Of a meeting", "First", "Second"], ["Of a meeting", "First"], ["Of a meeting"]]
    assert ask(client, f"sources/{second.pk}/?known_at=v2")["title"] == "Second"
    for path in (f"sources/{second.pk}/?known_at=v1", f"sources/{uncited.pk}/"):
        assert client.get(f"/api/v1/{path}").status_code == 404
