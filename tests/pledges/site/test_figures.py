"""What pages say about a ledger that is known: figures, words, and the rows that each figure leads to."""

from datetime import date, timedelta

import pytest
from django.test import Client

from meetings.models import Donor, DonorGdp, DonorMembership, Source
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")

BATTERIES = "/pledges/?system=patriot&unit=battery&counted=true&aid_type=military"


def test_overview_states_the_first_gap_and_what_is_late(client: Client) -> None:
    text = Page(client.get("/")).text
    assert (
        "Of 4 Patriot batteries promised to Ukraine up to 2 have arrived;"
        " 10 more were asked for (1 May 2025), 8–10 of them are missing." in text
    )
    assert (
        "0 promises are certainly overdue, and of 1 the due date has passed and no full delivery is reported." in text
    )


def test_overview_figures_lead_to_their_pledges(client: Client) -> None:
    page = Page(client.get("/"))
    assert page.href("4") == BATTERIES
    assert page.href("up to 2") == f"{BATTERIES}&stage=delivered"
    assert "4 Patriot batteries" in Page(client.get(BATTERIES)).text


def test_overview_lists_the_late_pledge_with_its_days(client: Client) -> None:
    text = Page(client.get("/")).text
    assert (
        "4 Patriot batteries due date passed, rest not reported Germany · due by 20 Jun 2025 · up to 2 of 4 delivered"
        in text
    )


def test_overview_lists_the_largest_gaps_of_all_capabilities_with_their_terms(client: Client) -> None:
    for path in ("/", "/?capability=money"):
        page = Page(client.get(path))
        assert "Largest gaps" in page.text
        assert "8–10 Patriot batteries 80–100 % of 10 more asked for" in page.text
        assert page.href("8–10 Patriot batteries") == "/gaps/#patriot-battery"


def test_overview_says_when_no_need_had_been_stated(client: Client) -> None:
    assert "No stated need is open." in Page(client.get("/?valid_at=2025-04-30")).text


def test_overview_of_money_lists_donors(client: Client) -> None:
    text = Page(client.get("/?capability=money")).text
    assert "Money: promise and delivery" in text
    assert "Norway 1 EUR 50 m not reported" in text


def test_overview_of_the_past_says_so_and_leads_back(client: Client) -> None:
    page = Page(client.get("/?valid_at=2025-06-05&known_at=v1"))
    assert "You are looking at 5 Jun 2025 , as known in version 1. Back to today" in page.text
    assert page.href("Back to today") == "/"
    assert page.href("previous meeting (28)") == "/?valid_at=2025-06-04&known_at=v1"


def test_system_page_counts_restated_and_signalled_apart(client: Client) -> None:
    text = Page(client.get("/systems/patriot/")).text
    assert "2 pledges counted; shown and not counted: 1 restated, 1 signalled" in text
    assert "Patriot launchers 18–22 0 no stated need" in text


def test_system_page_shows_needs_and_headroom(client: Client) -> None:
    text = Page(client.get("/systems/patriot/")).text
    assert "10 batteries more · 1 May 2025" in text
    assert "Germany 1 May 2025, batteries 12" in text


def test_gap_page_subtracts_what_became_firm_after_the_need(client: Client) -> None:
    text = Page(client.get("/gaps/")).text
    assert "Patriot batteries 10 more up to 2 promised since: 2025-DEU-001 (up to 2) 8–10 certainly short" in text


def test_donor_page_compares_what_a_source_asserts(client: Client) -> None:
    text = Page(client.get("/donors/DEU/")).text
    assert "3 Patriot batteries delivered 1 Jun 2025 · the ledger holds 0 · the ledger has less" in text


def test_system_page_says_what_a_source_asserts_of_a_donor(client: Client) -> None:
    text = Page(client.get("/systems/patriot/")).text
    assert "Germany : 3 Patriot batteries delivered 1 Jun 2025 · the ledger holds 0 · the ledger has less" in text


def test_donor_page_names_the_bodies_of_the_day(client: Client) -> None:
    germany = Donor.objects.get(code="DEU")
    DonorMembership.objects.create(donor=germany, body="nato", member_since=date(1955, 5, 6))
    DonorMembership.objects.create(donor=germany, body="eu", member_until=date(2020, 1, 31))
    DonorMembership.objects.create(donor=germany, body="contact_group", status="no_evidence")
    assert "Country, NATO." in Page(client.get("/donors/DEU/")).text
    assert "Country, European Union, NATO." in Page(client.get("/donors/DEU/?valid_at=2019-01-01")).text


def test_donor_list_splits_money_by_share(client: Client) -> None:
    text = Page(client.get("/donors/")).text
    assert "Germany 2 2 EUR 50 m not reported 1" in text
    assert "Norway 2 2 EUR 100 m not reported 0" in text


def test_donor_pages_set_what_was_promised_against_the_gdp_of_the_latest_year_that_is_over(client: Client) -> None:
    norway, source = Donor.objects.get(code="NOR"), Source.objects.create(title="Accounts", publisher="Statistics")
    for year, amount in ((2023, 1), (2024, 80_000_000_000), (2025, 1)):
        DonorGdp.objects.create(donor=norway, year=year, amount=amount, currency="USD", rate=2, source=source)

    donors, page = Page(client.get("/donors/")), Page(client.get("/donors/NOR/"))

    assert "Norway 2 2 EUR 100 m not reported 0 0.25 %" in donors.text
    assert "Germany 2 2 EUR 50 m not reported 1 unknown" in donors.text
    assert "come to 0.25 % of its GDP of 2024 (EUR 40 bn); what the others are worth is not stated." in page.text
    assert page.href("0.25 %") == "/pledges/?attributed_to=NOR&counted=true&aid_type=military"
    assert "GDP of" not in Page(client.get("/donors/DEU/")).text


def test_meeting_with_money_shows_it_in_euro(client: Client) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(system="money", unit="lot", amount="70 million", currency="EUR", meeting="udcg-28"),
        now=staff_steps.NOW + timedelta(hours=3),
    )
    factories.project()
    assert "Money in euro EUR 70 m not reported" in Page(client.get("/meetings/udcg-28/")).text


def test_meeting_page_is_a_scorecard(client: Client) -> None:
    text = Page(client.get("/meetings/udcg-28/")).text
    assert "1 delivery undisclosed" in text
    assert "pledges fulfilled since 0" in text
    assert "Air defence put first" in text
    assert "unverified" in text


def test_coalition_page_shows_both_member_counts(client: Client) -> None:
    text = Page(client.get("/coalitions/air-defence/")).text
    assert "2 sources differ A paper used here words of the minister 17 A paper 15 in all" in text
    assert "named here, leads included 1" in text


def test_pledge_page_is_a_timeline_with_sources_and_voids(client: Client) -> None:
    page = Page(client.get("/pledges/2025-DEU-001/"))
    assert "announced 4 batteries four batteries Statement · Ministry · 15 Jun 2025 · official donor" in page.text
    assert "delivered up to 2 batteries some have arrived" in page.text
    assert "taken back in version 3, 1 Jul 2025: entered by mistake" in page.text
    assert page.links["https://example.org/statement"]


def test_pledge_page_as_known_before_the_void_does_not_show_it(client: Client) -> None:
    text = Page(client.get("/pledges/2025-DEU-001/?known_at=v2")).text
    assert "taken back" not in text
    assert "delivered, 10 Jun 2025 1–3 still outstanding 1–3" in text


def test_pledge_page_keeps_the_history_of_the_terms(client: Client) -> None:
    reference = Page(client.get("/pledges/?unit=launcher")).href("18–22 Patriot launchers").removeprefix("/pledges/")
    text = Page(client.get(f"/pledges/{reference}")).text
    assert "History of the terms" in text
    assert "due not dated" in text
    assert "due by 31 Dec 2025 counts re-baselined" in text


def test_pledge_page_links_what_restates_it(client: Client) -> None:
    page = Page(client.get("/pledges/2025-DEU-001/"))
    assert "Restated by" in page.text
    assert any(
        "restates another" in Page(client.get(href)).text for href in page.links if href.startswith("/pledges/2")
    )
