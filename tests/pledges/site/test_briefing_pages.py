"""A briefing says on one page what was said, recorded, delivered and is open, with sources and a lasting address."""

import pytest
from django.test import Client

from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_briefing_of_a_meeting_holds_its_figures_blocks_and_sources(client: Client) -> None:
    page = Page(client.get("/meetings/udcg-28/briefing/"))

    assert "Briefing: Contact Group meeting 28" in page.text
    assert "As of 1 Jul 2025, as known in version 3." in page.text
    assert "Recorded 4 Patriot batteries Germany [1]" in page.text
    assert "Still open 4 Patriot batteries Germany [1]" in page.text
    assert "Sources Statement · Ministry · 15 Jun 2025 · official donor" in page.text
    assert "http://localhost:8000/meetings/udcg-28/briefing/?valid_at=2025-07-01&known_at=v3" in page.links
    assert "#source-1" in page.links


def test_a_briefing_of_a_donor_says_what_it_owes(client: Client) -> None:
    text = Page(client.get("/donors/DEU/briefing/")).text

    assert "Said 3 Patriot batteries delivered" in text
    assert "Delivered since 4 Patriot batteries [1] delivery undisclosed" not in text
    assert "Still open 4 Patriot batteries [1]" in text


def test_a_briefing_of_a_system_begins_with_the_need(client: Client) -> None:
    text = Page(client.get("/systems/patriot/briefing/")).text

    assert "Said Need: 10 batteries more" in text
    assert "A minister" in text


def test_a_briefing_of_the_past_stays_there(client: Client) -> None:
    page = Page(client.get("/donors/DEU/briefing/?valid_at=2025-06-05&known_at=v1"))

    assert "As of 5 Jun 2025, as known in version 1." in page.text
    assert "http://localhost:8000/donors/DEU/briefing/?valid_at=2025-06-05&known_at=v1" in page.links


@pytest.mark.parametrize("path", ["/meetings/no/briefing/", "/donors/ZZZ/briefing/", "/systems/no/briefing/"])
def test_what_is_not_there_has_no_briefing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
