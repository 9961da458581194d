"""The explorer page: what it says, where its links lead, and that its address holds everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")


def test_lead_counts_the_pledges_and_their_value(client: Client) -> None:
    text = Page(client.get("/pledges/")).text
    assert "5 pledges are on record. Stated worth EUR 150 m , of which no delivery is reported." in text


def test_facet_chooses_a_value_and_takes_it_back(client: Client) -> None:
    page = Page(client.get("/pledges/?unit=launcher"))
    narrowed = page.href("Norway 1")
    assert narrowed == "/pledges/?unit=launcher&donor=NOR"
    chosen = Page(client.get(narrowed))
    assert chosen.href("Norway 1 chosen, remove") == "/pledges/?unit=launcher"


def test_values_of_a_facet_are_alternatives(client: Client) -> None:
    page = Page(client.get("/pledges/?donor=NOR"))
    both = page.href("Netherlands 1")
    assert both == "/pledges/?donor=NOR&donor=NLD"
    assert "3 pledges fit." in Page(client.get(both)).text


def test_year_stands_for_a_period(client: Client) -> None:
    page = Page(client.get("/pledges/"))
    assert "Year of announcement" not in page.text
    factories.publish_rows(staff_steps.pledge_row(occurred="2024-05-01"), now=staff_steps.NOW + timedelta(hours=4))
    factories.project()
    href = Page(client.get("/pledges/")).href("2024 1")
    assert href == "/pledges/?announced_after=2024-01-01&announced_before=2024-12-31"
    chosen = Page(client.get(href))
    assert "1 pledge fits." in chosen.text
    assert chosen.href("2024 1 chosen, remove") == "/pledges/"


def test_chips_name_every_filter_and_take_it_away(client: Client) -> None:
    page = Page(client.get("/pledges/?donor=NOR&unit=launcher&announced_after=2025-01-01&order=due"))
    assert page.href("Donor: Norway × remove") == "/pledges/?unit=launcher&announced_after=2025-01-01&order=due"
    assert page.href("Unit: Launchers × remove") == "/pledges/?donor=NOR&announced_after=2025-01-01&order=due"
    assert page.href("Announced after: 2025-01-01 × remove") == "/pledges/?donor=NOR&unit=launcher&order=due"
    assert page.href("Clear all") == "/pledges/?order=due"


def test_search_finds_by_name_and_keeps_the_rest(client: Client) -> None:
    response = client.get("/pledges/?q=norway&unit=launcher")
    assert "1 pledge fits." in Page(response).text
    assert '<input type="hidden" name="unit" value="launcher" />' in response.content.decode()


def test_totals_stand_per_system_and_unit(client: Client) -> None:
    text = Page(client.get("/pledges/")).text
    assert "Patriot batteries 4 up to 2 0 2–4 2–4" in text
    assert "Patriot launchers 18–22 0 0 18–22 18–22" in text
    assert "Money in euro EUR 50 m not reported EUR 0 EUR 50 m" in text
    assert "2 of them are signalled, restated or for others, and not counted." in text
    assert "1 without a value, 0 not converted" in text


def test_totals_count_the_part_of_whom_they_are_attributed_to(client: Client) -> None:
    text = Page(client.get("/pledges/?attributed_to=NOR")).text
    assert "Patriot launchers 9–11 0 0 9–11 9–11" in text
    assert "Stated worth EUR 100 m" in text


def test_totals_lead_to_their_pledges(client: Client) -> None:
    page = Page(client.get("/pledges/?donor=DEU&group_by=system"))
    launchers = "/pledges/?donor=DEU&system=patriot&unit=launcher&aid_type=military&counted=true"
    assert page.href("18–22") == launchers
    assert "1 pledge fits." in Page(client.get(launchers)).text
    delivered = page.href("up to 2")
    assert delivered.endswith("&stage=delivered")
    assert "1 pledge fits." in Page(client.get(delivered)).text


@pytest.mark.parametrize(
    ("group", "label", "inside"),
    [
        ("donor", "Norway", "attributed_to=NOR"),
        ("system", "Money", "system=money"),
        ("meeting", "Contact Group meeting 28", "meeting=udcg-28"),
        ("announced_quarter", "2025-Q2", "announced_after=2025-04-01&announced_before=2025-06-30"),
        ("announced_month", "2025-06", "announced_after=2025-06-01&announced_before=2025-06-30"),
        ("status", "Signalled", "status=signalled"),
    ],
)
def test_group_leads_into_its_pledges(client: Client, group: str, label: str, inside: str) -> None:
    page = Page(client.get(f"/pledges/?aid_type=military&group_by={group}"))
    href = f"/pledges/?aid_type=military&{inside}"
    pledges = next(said for said in page.links[href] if said.isdigit())
    assert label in page.links[href]
    assert f"{pledges} pledge" in Page(client.get(href)).text


def test_headings_order_both_ways(client: Client) -> None:
    response = client.get("/pledges/?order=due&donor=DEU")
    page = Page(response)
    assert 'aria-sort="ascending"' in response.content.decode()
    assert page.href("Due") == "/pledges/?donor=DEU&order=-due"
    assert page.href("Announced") == "/pledges/?donor=DEU&order=-announced"


def test_columns_can_be_chosen(client: Client) -> None:
    page = Page(client.get("/pledges/?columns=promise&columns=initiative&columns=value&unit=battery"))
    assert "Promise Initiative Value" in page.text
    assert "4 Patriot batteries 2025-DEU-001 Immediate Action on Air Defence no value stated" in page.text
    assert page.href("The usual ones") == "/pledges/?unit=battery"


def test_list_turns_its_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.site.explorer_page.PAGE_SIZE", 2)
    first = Page(client.get("/pledges/?order=reference"))
    second = Page(client.get(first.href("Next page →")))
    assert "1 to 2 of 5" in first.text
    assert "3 to 4 of 5" in second.text
    assert "2025-DEU-001" in first.text
    assert "2025-DEU-001" not in second.text
    assert "2025-DEU-001" in Page(client.get(second.href("← Previous page"))).text


def test_selection_can_be_taken_along(client: Client) -> None:
    page = Page(client.get("/pledges/?donor=DEU&order=due&group_by=donor&valid_at=2025-06-05"))
    assert page.href("CSV") == "/api/v1/pledges/?donor=DEU&order=due&valid_at=2025-06-05&format=csv"
    assert page.href("JSON") == "/api/v1/pledges/?donor=DEU&order=due&valid_at=2025-06-05"
    pinned = page.href("Permalink")
    assert pinned == "/pledges/?donor=DEU&order=due&group_by=donor&valid_at=2025-06-05&known_at=v3"
    assert client.get(page.href("JSON")).json()["results"][0]["reference"] == "2025-DEU-001"


def test_past_shows_what_was_known_then(client: Client) -> None:
    then, now = (Page(client.get(f"/pledges/?q=2025-DEU-001{clocks}")).text for clocks in ("&known_at=v2", ""))
    assert "Patriot batteries 4 1–3 0 1–3 1–3" in then
    assert "Patriot batteries 4 up to 2 0 2–4 2–4" in now


def test_empty_selection_offers_ways_out(client: Client) -> None:
    page = Page(client.get("/pledges/?donor=NLD&status=delivered"))
    assert "No pledge fits all of this. Take one away:" in page.text
    assert page.href("State: Delivered × remove") == "/pledges/?donor=NLD"
    assert page.href("Show every pledge") == "/pledges/"


def test_old_name_of_a_parameter_leads_to_the_new_one(client: Client) -> None:
    response = client.get("/pledges/?donor=DEU&group=status&valid_at=2025-06-05&donor=NOR")
    assert (response.status_code, response["Location"]) == (
        301,
        "/pledges/?donor=DEU&donor=NOR&group_by=status&valid_at=2025-06-05",
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("group_by=role", "Role Pledges Promised, and delivered of it"),
        ("group_by=role", "Funder"),
        ("group_by=stage", "Announced only"),
        ("group_by=unit", "Launchers"),
        ("group_by=donor,status", "Germany · Announced"),
        ("group_by=donor&group_by=announced_year", "Norway · 2025"),
    ],
)
def test_page_groups_by_whatever_totals_are_grouped_by(client: Client, query: str, said: str) -> None:
    assert said in Page(client.get(f"/pledges/?{query}")).text


def test_amounts_of_another_basis_are_counted_where_asked_for(client: Client) -> None:
    assert "Stated worth EUR 150 m" in Page(client.get("/pledges/?basis=donor_stated")).text
    assert "Stated worth" not in Page(client.get("/pledges/?basis=list_price")).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("columns=colour", "columns: 'colour' is not a valid value."),
        ("group_by=colour", "group_by: 'colour' is not a valid value."),
        ("facet=donors", "Did you mean donor?"),
        ("order=height", "order: 'height' is not a valid value."),
        ("after=2025-DEU-999", "after: '2025-DEU-999' is no place in the list."),
        ("before=nowhere", "before: 'nowhere' is no place in the list."),
        ("after=\u00fc", "is no place in the list."),
    ],
)
def test_page_says_what_it_does_not_understand(client: Client, query: str, said: str) -> None:
    response = client.get(f"/pledges/?{query}")
    assert response.status_code == 400
    assert said in Page(response).text


@pytest.mark.parametrize(("query", "queries"), [("", 4), ("?donor=DEU&group_by=donor", 5), ("?q=patriot", 5)])
def test_list_asks_the_same_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, query: str, queries: int
) -> None:
    client.get("/pledges/?q=nothing-of-this-name")
    with django_assert_num_queries(queries):
        assert client.get(f"/pledges/{query}").status_code == 200
