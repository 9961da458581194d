"""The page of a meeting: what was said, what is recorded, what came of it; and no drawing of a few pledges."""

import pytest
from django.test import Client

from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

FLOW = "/charts/meeting_flow/"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("pledges", "drawn"), [(3, False), (4, True)])
def test_what_became_of_pledges_is_drawn_from_four_on(client: Client, pledges: int, *, drawn: bool) -> None:
    rows = [staff_steps.pledge_row(meeting="udcg-28", quantity=str(number)) for number in range(1, pledges + 1)]
    factories.publish_rows(*rows)
    factories.project()
    assert (FLOW in client.get("/meetings/udcg-28/").text) == drawn


@pytest.mark.usefixtures("catalogue")
def test_page_says_what_was_said_recorded_and_delivered(client: Client) -> None:
    money = {"system": "money", "unit": "lot", "quantity": "1", "currency": "EUR", "donors": "XUN"}
    factories.publish_rows(
        staff_steps.pledge_row(meeting="udcg-28", external_reference="row:a", amount="50000000", currency="EUR"),
        staff_steps.pledge_row(meeting="udcg-28", quantity="7"),
        staff_steps.entry_row("row:a"),
        staff_steps.asserted_total_row(
            meeting="udcg-28", **money, amount="2 billion", measure="promised", stage="announced", quote="two billion"
        ),
        staff_steps.asserted_total_row(meeting="udcg-28", measure="promised", stage="announced", occurred="2025-06-04"),
    )
    factories.project()
    words = Page(client.get("/meetings/udcg-28/")).text
    for said in (
        "EUR 2 bn announced by all together 1 Jun 2025 · not compared: of donors who are not named",
        "Germany : 3 Patriot batteries announced 4 Jun 2025 · the ledger holds 8 · the ledger has more",
        "2 pledges that count for Ukraine",
        "1 pledge of 2 states no amount.",
        "1 pledge of 2 fulfilled",
    ):
        assert said in words
