"""How many sources stand behind a chart: those of the pledges and needs that it shows, counted once a page."""

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from pledges.answers import AsOf, current_as_of
from pledges.answers.page_answers.source_counts import sources_of_donor
from pledges.charts import card_of
from pledges.charts.chart_catalogue import sheet_of
from pledges.charts.chart_sources import sources_of
from tests import factories
from tests.layers import lay_rows
from tests.pledges import staff_steps


def source(name: str) -> staff_steps.Row:
    """Return the cells that cite a source of its own."""
    return {"source_url": f"https://example.org/{name}", "source_title": name}


def publish_cited_ledger() -> None:
    """Promise Patriots in both units, shells, money and something joint, each by a source of its own."""
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", meeting="udcg-28", quantity="4", due="2025", **source("a")),
        staff_steps.pledge_row(external_reference="row:b", donors="NOR", unit="launcher", due="2025", **source("b")),
        staff_steps.pledge_row(
            external_reference="row:c", donors="NOR", system="shell-155", unit="round", due="2025", **source("c")
        ),
        staff_steps.pledge_row(donors="DEU:funder:0.25;NOR:funder:0.25", due="2025", **source("joint")),
        staff_steps.pledge_row(
            system="money", unit="lot", quantity="1", amount="5 million", currency="EUR", **source("money")
        ),
        staff_steps.requirement_row(**source("need")),
    )
    factories.publish_rows(staff_steps.entry_row("row:a", external_reference="row:a1", **source("delivery")))
    factories.publish_rows(
        staff_steps.void_row("row:a1"), staff_steps.entry_row("row:b", occurred="2025-07-15", **source("later"))
    )
    factories.project()


@pytest.fixture
@lay_rows(publish_cited_ledger)
def cited_ledger(catalogue: None) -> None:
    """A ledger of pledges with different sources."""


def count(name: str, key: str, as_of: AsOf) -> int:
    """Return what the card of a chart says."""
    card = card_of(name, key, as_of)
    assert card is not None
    return card.sources


@pytest.mark.usefixtures("cited_ledger")
@pytest.mark.parametrize(
    ("name", "key", "sources"),
    [
        ("system_donors", "patriot", 2),
        ("system_over_time", "patriot", 3),
        ("gap_waterfall", "patriot", 3),
        ("system_donors", "patriot.launcher", 1),
        ("promised_delivered", "air_defence", 3),
        ("promised_delivered", "artillery", 1),
        ("promised_delivered", "money", 1),
        ("promised_delivered", "all", 5),
        ("donor_systems", "all", 5),
        ("donor_map", "promised", 5),
        ("value_over_time", "all", 5),
        ("donor_timeliness", "DEU", 3),
        ("donor_timeliness", "NOR", 3),
        ("donor_timeliness", "JOINT", 1),
        ("meeting_flow", "udcg-28", 1),
    ],
)
def test_each_chart_counts_the_sources_of_what_it_shows(name: str, key: str, sources: int) -> None:
    assert count(name, key, current_as_of(now=staff_steps.NOW)) == sources


@pytest.mark.usefixtures("cited_ledger")
def test_sources_are_those_known_by_then_and_in_force(client: Client) -> None:
    said = {
        clocks: client.get(f"/charts/system_donors/patriot/?{clocks}").text.split("from ")[1].split(" source")[0]
        for clocks in ("known_at=v1", "known_at=v2", "known_at=v3", "known_at=v3&valid_at=2025-12-31")
    }
    assert list(said.values()) == ["2", "3", "2", "2"]
    launchers = [
        client.get(f"/charts/system_donors/patriot.launcher/?valid_at={day}").text.count("from 2 sources")
        for day in ("2025-07-01", "2025-12-31")
    ]
    assert launchers == [0, 1]


def test_pledges_of_nobody_have_no_sources(as_of: AsOf) -> None:
    assert sources_of_donor(as_of, donor="POL") == 0
    nothing = sheet_of("system_donors", "nasams", as_of)
    assert nothing is not None
    assert (nothing.marks, sources_of("system_donors", "nasams", nothing, as_of)) == ({}, 0)


def count_source_queries(queries: CaptureQueriesContext) -> int:
    """Return how many of the queries count sources."""
    return sum("source_id) " in query["sql"] and "count(" in query["sql"] for query in queries.captured_queries)


@pytest.mark.usefixtures("cited_ledger")
@pytest.mark.parametrize("path", ["/", "/systems/patriot/", "/donors/", "/donors/DEU/", "/meetings/udcg-28/"])
def test_charts_of_a_page_count_their_sources_together_and_once_for_all_languages(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    with django_assert_max_num_queries(200) as first:
        client.get(f"{path}?valid_at=2025-06-20")
    # The front page shows one capability beside everything.
    assert count_source_queries(first) <= (2 if path == "/" else 1)
