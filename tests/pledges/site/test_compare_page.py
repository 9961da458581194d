"""Two to six of one kind stand beside each other on one scale; what cannot is refused with what would be right."""

import pytest
from django.test import Client

from pledges.answers import current_as_of
from pledges.charts import sheet_of
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page


@pytest.mark.usefixtures("ledger")
def test_two_donors_stand_beside_each_other(client: Client) -> None:
    page = Page(client.get("/compare/?donor=DEU&donor=NOR"))

    assert "Figure Germany Norway Pledges 2 2 Pledges with an amount 1 of 2 (50 %) 2 of 2 (100 %)" in page.text
    assert "Promised in money EUR 50 m EUR 100 m Delivered in money not reported not reported" in page.text
    assert "Patriot launchers 9–11 delivered 0 9–11 delivered 0" in page.text
    assert "/pledges/?attributed_to=NOR&counted=true&aid_type=military" in page.links
    assert "/api/v1/summaries/donors/?donor=DEU&donor=NOR&format=csv" in page.links


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Choose two to six of one kind."),
        ("donor=DEU", "One is chosen; choose what it stands beside."),
        ("system=patriot&system=nasams", "Patriot batteries NASAMS"),
        ("meeting=udcg-28&meeting=udcg-28", "One is chosen; choose what it stands beside."),
    ],
)
def test_the_form_asks_for_what_is_missing(client: Client, query: str, said: str) -> None:
    response = client.get(f"/compare/?{query}")

    assert response.status_code == 200
    assert said in Page(response).text


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("donor=DEX&donor=NOR", "donor: there is no 'DEX'. Did you mean DEU?"),
        ("donor=DEU&system=patriot", "donor and system cannot stand beside each other."),
        ("donor=DEU&donor=NOR&donor=NLD&donor=POL&donor=USA&donor=UKR&donor=JOINT", "At most 6 can be compared."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_would_be_right(client: Client, query: str, said: str) -> None:
    response = client.get(f"/compare/?{query}")

    assert response.status_code == 400
    assert said in Page(response).text


@pytest.mark.usefixtures("ledger")
def test_charts_over_time_share_their_axes_and_end_at_the_sums() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    sheets = [sheet_of("compared_over_time", key, as_of) for key in ("donor.DEU.NOR", "donor.NOR.DEU")]

    found = [sheet for sheet in sheets if sheet is not None]
    assert [(sheet.marks["top"], sheet.marks["start"]) for sheet in found] == [(0.1, "2025-05-02")] * 2
    assert [sheet.rows[-1][1].high for sheet in found] == [50_000_000, 100_000_000]
    bars = sheet_of("compared_figures", "donor.DEU.NOR", as_of)
    assert bars is not None
    assert [(row[0], row[2].low) for row in bars.rows] == [("Germany", 50_000_000), ("Norway", 100_000_000)]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("key", ["donor.DEU", "donor.DEU.DEU", "donor.DEU.no", "source.1.2", "donor"])
def test_a_key_that_names_no_comparison_has_no_chart(key: str) -> None:
    assert sheet_of("compared_figures", key, current_as_of(now=staff_steps.NOW)) is None
