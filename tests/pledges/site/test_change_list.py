"""The page of changes and its feed: since when, figures then and now, what was published in between."""

from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pledges.answers.page_answers import keep_ahead
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.usefixtures("ledger")
def test_changes_start_at_the_last_meeting(client: Client) -> None:
    page = Page(client.get("/changes/"))

    assert "Happened since" in page.text
    assert "/meetings/udcg-28/" in page.links


@pytest.mark.usefixtures("ledger")
def test_changes_after_a_version_show_that_version_last_published_first(client: Client) -> None:
    page = Page(client.get("/changes/?after=1"))

    assert page.text.index("Version 3") < page.text.index("Version 2")
    assert "Published here after version 1." in page.text
    assert "Taken back:" in page.text
    assert "Stand" not in page.text
    assert "#version-1" not in page.links


@pytest.mark.usefixtures("ledger")
def test_changes_compare_figures_then_and_now(client: Client) -> None:
    page = Page(client.get("/changes/?after=0&system=patriot"))

    row = page.text[page.text.index("Then: by the end of") :]
    assert "as known in version 0" in row
    assert "none → now" in row


@pytest.mark.usefixtures("ledger")
def test_figures_then_are_kept_ahead_of_the_first_reader(client: Client) -> None:
    with CaptureQueriesContext(connection) as unprepared:
        first = Page(client.get("/changes/")).text
    cache.clear()
    keep_ahead(now=staff_steps.NOW)
    with CaptureQueriesContext(connection) as prepared:
        second = Page(client.get("/changes/")).text
    assert (len(unprepared) - len(prepared), second) == (1, first)


@pytest.mark.usefixtures("ledger")
def test_changes_of_one_donor_leave_out_the_others(client: Client) -> None:
    everyone, norway = Page(client.get("/changes/?after=0")), Page(client.get("/changes/?after=0&donor=NOR"))

    assert "2025-DEU-001" in everyone.text
    assert "2025-DEU-001" not in norway.text


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("query", ["after=x", "after=99", "happened_after=soon", "donr=DEU", "since_meeting=udcg-999"])
def test_changes_name_what_they_do_not_understand(client: Client, query: str) -> None:
    response = client.get(f"/changes/?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in response.text


@pytest.mark.usefixtures("ledger")
def test_page_of_the_past_leads_to_then_and_now_of_its_subject(client: Client) -> None:
    page = Page(client.get("/systems/patriot/?valid_at=2025-06-05&known_at=v1"))

    assert page.href("Then and now") == "/changes/?happened_after=2025-06-06&after=1&system=patriot"
    assert client.get(page.href("Then and now")).status_code == 200


@pytest.mark.usefixtures("ledger")
def test_feed_names_each_change_by_its_place_for_ever(client: Client) -> None:
    response = client.get("/changes.atom?donor=DEU")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own answer

    marks = [str(entry.findtext(f"{ATOM}id")) for entry in feed.iter(f"{ATOM}entry")]
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.findtext(f"{ATOM}title") == "Ramstein: changes, Germany"
    assert marks[0].startswith("tag:localhost,2022:change/3.")
    assert len(set(marks)) == len(marks) > 3
    assert feed.findtext(f"{ATOM}updated") == next(feed.iter(f"{ATOM}entry")).findtext(f"{ATOM}updated")


@pytest.mark.usefixtures("ledger")
def test_feed_about_a_donor_that_is_not_there_is_refused(client: Client) -> None:
    assert client.get("/changes.atom?donor=XXX").status_code == 400
