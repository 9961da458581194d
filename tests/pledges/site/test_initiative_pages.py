"""An initiative says who gives what, in which currency, in which year, and what sources say it totals."""

from decimal import Decimal

import pytest
from django.test import Client

from meetings.models import Initiative
from pledges.answers.figure_values import Figure
from pledges.answers.page_answers.initiative_sums import names_of, outcome_of
from tests import factories
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page


def publish_initiative_ledger() -> None:
    """Money in two currencies and of both donors together, four batteries of which one came, and a stated sum."""
    through: dict[str, object] = {"initiative": "iaad"}
    money = {**through, "system": "money", "unit": "lot", "quantity": "1"}
    factories.publish_rows(
        staff_steps.pledge_row(**money, donors="NOR:funder", amount="50 million", currency="EUR"),
        staff_steps.pledge_row(**money, donors="DEU:funder", amount="100 million", currency="USD"),
        staff_steps.pledge_row(**money, donors="DEU:funder;NOR:funder", amount="30 million", currency="EUR"),
        staff_steps.pledge_row(**through, external_reference="row:a", donors="DEU", quantity="4"),
        staff_steps.entry_row("row:a", quantity="1"),
        staff_steps.asserted_total_row(
            donors="XUN",
            system="money",
            unit="lot",
            quantity="1",
            amount="200 million",
            currency="EUR",
            stage="committed",
            occurred="2025-06-20",
            note="IAAD in all",
        ),
    )
    factories.project()


@pytest.fixture
@lay_rows(publish_initiative_ledger)
def _initiative(catalogue: None) -> None:
    """A small initiative."""


@pytest.mark.usefixtures("_initiative")
def test_the_page_says_who_gives_what_and_what_sources_total(client: Client) -> None:
    page = Page(client.get("/initiatives/iaad/"))

    assert "4 pledges run through it. EUR 168.2 m are promised by the 3 with an amount." in page.text
    assert "Germany 2 USD 100 m and 1 shared pledge EUR 88.2 m" in page.text
    assert "Norway 1 EUR 50 m and 1 shared pledge EUR 50 m" in page.text
    assert "Joint 1 no amount of its own EUR 30 m" in page.text
    assert "Patriot batteries 2025 4 1" in page.text
    assert "EUR 200 m committed 20 Jun 2025 · the ledger holds EUR 168.2 m · the ledger has less" in page.text
    assert "/pledges/?initiative=iaad&attributed_to=DEU&counted=true&aid_type=military" in page.links


@pytest.mark.usefixtures("_initiative")
def test_the_list_says_what_is_recorded_of_each(client: Client) -> None:
    text = Page(client.get("/initiatives/")).text

    assert "Immediate Action on Air Defence 4 EUR 168.2 m 3 with an amount none stated not dated" in text
    assert client.get("/initiatives/no/").status_code == 404


@pytest.mark.usefixtures("_initiative")
def test_the_chart_grows_with_each_day_of_announcement(client: Client) -> None:
    lines = client.get("/charts/initiative_over_time/iaad.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "day,promised_eur_low,promised_eur_high,delivered_eur_low,delivered_eur_high"
    assert len(lines) == 2
    assert client.get("/charts/initiative_over_time/no/").status_code == 404


@pytest.mark.parametrize(
    ("slug", "name", "words", "expected"),
    [
        ("purl", "Prioritised Ukraine Requirements List (PURL)", "PURL, 21 countries", True),
        ("purl", "Prioritised Ukraine Requirements List (PURL)", "purloined", False),
        ("czammo", "Czech ammunition initiative", "Czech initiative, since its start", True),
        ("czammo", "Czech ammunition initiative", "Czech deliveries; more than the initiative", False),
    ],
)
def test_a_sum_is_of_an_initiative_where_its_words_name_it(slug: str, name: str, words: str, *, expected: bool) -> None:
    assert any(one.search(words) for one in names_of(Initiative(slug=slug, name=name))) is expected


@pytest.mark.parametrize(
    ("ledger", "stated", "expected"),
    [
        ((3, 5), (4, 4), "agrees"),
        ((3, 4), (4, None), "overlaps"),
        ((1, 2), (3, 3), "ledger_below"),
        ((5, None), (4, 4), "ledger_above"),
        ((4, None), (4, None), "agrees"),
    ],
)
def test_the_ledger_stands_to_a_stated_sum_as_their_bounds_say(
    ledger: tuple[int, int | None], stated: tuple[int, int | None], expected: str
) -> None:
    figures = [Figure(Decimal(low), None, None if high is None else Decimal(high)) for low, high in (ledger, stated)]
    assert outcome_of(*figures) == expected
