"""Pages that list only some pledges say how many there are, and their numbers open lists of as many."""

import pytest
from django.test import Client

from pledges.answers.filters import parse_moment
from pledges.site.coalition_pages import make_coalition_page
from pledges.site.donor_pages import make_donor_page
from pledges.site.meeting_pages import make_meeting_page
from pledges.site.system_pages import make_system_page
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import LONG, publish_long_ledger
from tests.pledges.site.reading import Page

LISTED = {"/donors/DEU/": 10}
"""Pledges that a page lists where they are not fifty."""

ALL_PLEDGES = {
    "/systems/patriot/": "All pledges of this system",
    "/donors/DEU/": "All 64 pledges",
    "/meetings/udcg-28/": "All pledges of this meeting",
    "/coalitions/air-defence/": "All pledges of this coalition",
}


@pytest.fixture
@lay_rows(publish_long_ledger)
def long_ledger(catalogue: None) -> None:
    """More pledges of everything than a page lists."""


pytestmark = pytest.mark.usefixtures("long_ledger")


def rows_behind(client: Client, href: str) -> int:
    """Return how many pledges the list at an address says it has, as the API counts them."""
    query = href.partition("?")[2]
    answer = client.get(f"/api/v1/pledges/?{query}&count=exact&page_size=1")
    assert answer.status_code == 200, answer.content
    found: int = answer.json()["count"]
    return found


@pytest.mark.parametrize("clocks", ["", "?valid_at=2025-07-01&known_at=v2"])
@pytest.mark.parametrize("path", ALL_PLEDGES)
def test_pages_list_some_pledges_and_lead_to_all(client: Client, path: str, clocks: str) -> None:
    page = Page(client.get(path + clocks))
    listed = {href.partition("?")[0] for href in page.links if href.startswith("/pledges/2025-")}
    assert len(listed) == LISTED.get(path, 50)
    assert rows_behind(client, page.href(ALL_PLEDGES[path])) > 50


def test_page_of_a_system_counts_what_it_does_not_list(client: Client) -> None:
    page = Page(client.get("/systems/patriot/"))
    assert "55 pledges counted; shown and not counted: 4 restated, 3 signalled" in page.text
    said = (
        "0 certainly overdue",
        "12 past the due date with no full delivery reported",
        "43 without a stated date",
    )
    assert [rows_behind(client, page.href(words)) for words in said] == [0, 12, 43]


def test_page_of_a_meeting_counts_what_it_does_not_list(client: Client) -> None:
    page = Page(client.get("/meetings/udcg-28/"))
    assert "64 pledges, of which 9 restated, signalled or for others and not counted" in page.text
    assert [rows_behind(client, page.href(words)) for words in ("45 announced", "10 delivered")] == [45, 10]
    assert rows_behind(client, page.href("All pledges of this meeting")) == 64


def test_pages_list_some_and_count_all() -> None:
    as_of = parse_moment(None, None, now=staff_steps.NOW)
    system = make_system_page("patriot", as_of, aid_type="military")
    donor = make_donor_page("DEU", as_of, aid_type="military")
    meeting = make_meeting_page("udcg-28", as_of, aid_type="military")
    coalition = make_coalition_page("air-defence", as_of, aid_type="military")
    assert system is not None
    assert donor is not None
    assert meeting is not None
    assert coalition is not None
    assert {(len(page.lines), page.more) for page in (system, meeting, coalition)} == {(50, True)}
    assert (len(donor.lines), donor.more, donor.pledges) == (10, True, 64)
    assert {line.row.status for line in donor.lines} == {"announced"}
    assert (system.counted, system.restated, system.signalled, system.donors) == (55, 4, 3, 2)
    assert (system.late.possibly, system.late.not_dated) == (LONG["late"], LONG["counted"] - LONG["late"])
    total = LONG["counted"] + LONG["restated"] + LONG["signalled"] + LONG["for_others"]
    assert (meeting.counts.total, meeting.counts.not_counted, meeting.counts.fulfilled) == (total, 9, 10)
    summaries = [page.summary for page in (donor, meeting, coalition)]
    assert [summary and summary.pledges for summary in summaries] == [55, 55, 55]
