"""Sums, gaps and headroom in every order, page by page, and over several kinds of aid."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pledges.api.read import summary_endpoints
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.conftest import Get
from tests.pledges.api.test_figures import all_stated, balance

LISTS = {
    "summaries/systems/": summary_endpoints.SystemSummaries,
    "summaries/donors/": summary_endpoints.DonorSummaries,
    "summaries/meetings/": summary_endpoints.MeetingSummaries,
    "summaries/coalitions/": summary_endpoints.CoalitionSummaries,
    "gaps/": summary_endpoints.Gaps,
    "headroom/": summary_endpoints.Headroom,
    "statistics/reporting/": summary_endpoints.Reporting,
}


@pytest.fixture
def sums(catalogue: None) -> None:
    """Three donors with different figures, at two meetings, two needs and two stocks, military and humanitarian."""
    meetings = ["udcg-28", "", "udcg-28"]
    factories.publish_rows(
        *(
            staff_steps.pledge_row(donors=donor, quantity=quantity, amount=amount, currency="EUR", meeting=meeting)
            for donor, quantity, amount, meeting in zip(
                ("DEU", "NOR", "NLD"),
                ("4", "1", "4"),
                ("30 million", "50 million", "10 million"),
                meetings,
                strict=True,
            )
        ),
        staff_steps.pledge_row(donors="NOR", system="nasams", quantity="2", coalition="air-defence"),
        staff_steps.pledge_row(donors="NOR", quantity="about 10", aid_type="humanitarian"),
        staff_steps.requirement_row(quantity="10"),
        staff_steps.requirement_row(system="nasams", quantity="at least 7"),
        staff_steps.stock_row(quantity="12"),
        staff_steps.stock_row(donors="NOR", system="nasams", quantity="3"),
    )
    factories.project()


def walk_pages(client: Client, path: str, order: str, size: int) -> list[Any]:
    """Return the rows of all pages, and see that the way back shows the same."""
    following: str | None = f"/api/v1/{path}?order={order}&page_size={size}"
    pages, previous = [], []
    while following:
        page = client.get(following).json()
        pages.append(page["results"])
        previous.append(page["previous"])
        following = page["next"]
    assert [client.get(address).json()["results"] if address else None for address in previous] == [None, *pages[:-1]]
    return [row for page in pages for row in page]


@pytest.mark.usefixtures("sums")
def test_a_walk_in_any_order_shows_every_row_once(client: Client, get: Get) -> None:
    for path, view in LISTS.items():
        for order in view.all_parameters()["order"].schema["enum"]:
            whole = get(path, order=order)["results"]
            turned = order.removeprefix("-") if order.startswith("-") else f"-{order}"

            assert len(whole) > 0, path
            assert walk_pages(client, path, order, 1) == whole, (path, order)
            assert get(path, order=turned)["results"] == whole[::-1], (path, order)


@pytest.mark.usefixtures("sums")
def test_orders_go_by_their_figure_and_then_by_name(get: Get) -> None:
    def order(path: str, key: str, by: str) -> list[str]:
        return [row[key] for row in get(path, order=by)["results"]]

    assert order("summaries/donors/", "donor", "value_eur") == ["NLD", "DEU", "NOR"]
    assert order("summaries/donors/", "donor", "-pledges") == ["NOR", "NLD", "DEU"]
    assert order("summaries/systems/", "system", "-promised") == ["patriot", "nasams"]
    assert order("gaps/", "system", "gap") == ["nasams", "patriot"]
    assert order("headroom/", "donor", "total") == ["NOR", "DEU"]


@pytest.mark.usefixtures("sums")
@pytest.mark.parametrize("known_at", ["", "v1"])
def test_several_kinds_of_aid_are_added_up(get: Get, known_at: str) -> None:
    both = ["military", "humanitarian"]
    asked = {"aid_type": both, "known_at": known_at, "system": "patriot"}
    (system,) = get("summaries/systems/", **asked)["results"]
    norway = get("summaries/donors/", **asked, donor="NOR")["results"][0]

    assert (system["pledges"], system["gap"]) == (4, balance(10))
    promised = {"text": "18-20, best 19", "low": 18, "best": 19, "high": 20}
    assert system["promised"] == {**promised, "unbounded": 0, **all_stated(promised)}
    assert (norway["pledges"], norway["systems"][0]["promised"]["low"]) == (2, 10)
    assert get("summaries/donors/", aid_type=both, donor="NOR")["results"][0]["pledges"] == 3


@pytest.mark.usefixtures("sums")
def test_an_order_that_is_none_is_refused_with_the_nearest(client: Client) -> None:
    response = client.get("/api/v1/summaries/donors/?order=valu")
    (error,) = response.json()["errors"]

    assert (response.status_code, error["pointer"], error["code"]) == (400, "/query/order", "unknown_value")
    assert error["hint"].startswith("Did you mean value_eur?")
