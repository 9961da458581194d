"""Sums say what is stated and how many pledges have no number; money says its own currency and what nobody reports."""

import pytest
from django.test import Client

from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def _vague(catalogue: None) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(quantity="91"),
        *(staff_steps.pledge_row(donors="NOR", quantity=words) for words in ("several", "undisclosed", "dozens")),
    )
    factories.project()


@pytest.mark.usefixtures("_vague")
@pytest.mark.parametrize("path", ["/systems/patriot/", "/systems/", "/pledges/", "/"])
def test_a_sum_says_what_is_stated_and_draws_no_bar(client: Client, path: str) -> None:
    text = Page(client.get(path)).text

    assert "91 stated and 3 pledges without a number" in text
    assert "≥ 118" not in text
    assert "no total to draw" in text or path == "/systems/patriot/"


@pytest.mark.usefixtures("_vague")
def test_a_sum_of_nothing_stated_says_only_how_many_pledges_there_are(client: Client) -> None:
    assert "batteries no total to draw 3 pledges without a number" in Page(client.get("/donors/NOR/")).text


def test_money_stands_in_its_own_currency_first_and_a_payment_is_reported_or_not(client: Client) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(system="money", unit="lot", amount="500 million", currency="USD", quantity="1"),
    )
    factories.project()
    pledge = Page(client.get("/pledges/2025-DEU-001/")).text
    pages = {path: Page(client.get(path)).text for path in ("/systems/money/", "/pledges/", "/donors/DEU/", "/donors/")}

    assert "promised USD 500 m EUR 441 m" in pledge
    assert "reported paid not reported" in pledge
    assert "USD 500 m EUR 441 m" in pages["/pledges/"]
    assert [path for path, text in {**pages, "pledge": pledge}.items() if "EUR 0 delivered" in text] == []
    assert [path for path, text in {**pages, "pledge": pledge}.items() if "1 lot" in text or " lots" in text] == []
