"""A word that terms state, from a cell to every place that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pledges.values.choices import Provision
from tests.factories import project
from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def _provided(catalogue: None) -> None:
    staff_steps.publish_all(
        [
            staff_steps.pledge_row(external_reference="news:1", provision="New purchase", quantity="2"),
            staff_steps.pledge_row(external_reference="news:2", provision="from_stock", quantity="3"),
            staff_steps.pledge_row(external_reference="news:3", quantity="4"),
        ]
    )
    project()


def rows(client: Client, address: str) -> list[Any]:
    found: list[Any] = client.get(f"/api/v1/{address}").json()["results"]
    return found


@pytest.mark.usefixtures("_provided")
def test_what_a_row_states_is_shown_filtered_grouped_ordered_and_downloaded(client: Client) -> None:
    assert [row["provision"] for row in rows(client, "pledges/")] == ["new_purchase", "from_stock", "unknown"]
    assert [row["reference"] for row in rows(client, "pledges/?provision=from_stock")] == ["2025-DEU-002"]
    totals = rows(client, "totals/?group_by=provision")
    assert {row["provision"]: row["promised"]["low"] for row in totals} == {
        "new_purchase": 2,
        "from_stock": 3,
        "unknown": 4,
    }
    assert [row["provision"] for row in rows(client, "pledges/?order=provision")] == [
        "from_stock",
        "new_purchase",
        "unknown",
    ]
    csv = client.get("/api/v1/pledges/?format=csv&fields=reference,provision").getvalue().decode().splitlines()
    assert csv == [
        "reference,provision",
        "2025-DEU-001,new_purchase",
        "2025-DEU-002,from_stock",
        "2025-DEU-003,unknown",
    ]
    assert "Purchase by the recipient" not in client.get("/pledges/?group_by=provision").text
    assert "From stock" in client.get("/pledges/?group_by=provision").text
    page = client.get("/pledges/?provision=new_purchase&columns=promise&columns=provision").text
    assert "New purchase" in page
    assert "2025-DEU-001" in page
    assert "2025-DEU-002" not in page
    assert "From stock" in client.get("/pledges/2025-DEU-002/").text
    assert "Aus Beständen" in client.get("/pledges/2025-DEU-002/", headers={"accept-language": "de"}).text
    assert "Із запасів" in client.get("/pledges/2025-DEU-002/", headers={"accept-language": "uk"}).text


@pytest.mark.usefixtures("_provided")
def test_terms_change_it_and_the_rest_stays(client: Client) -> None:
    staff_steps.publish_all([staff_steps.terms_row("2025-DEU-003", provision="loan")])
    project()

    assert [row["reference"] for row in rows(client, "pledges/?provision=loan")] == ["2025-DEU-003"]
    assert client.get("/api/v1/pledges/2025-DEU-003/").json()["terms"][0]["provision"] == "unknown"
    assert rows(client, "changes/?type=terms_changed")[0]["changed"] == ["provision"]


def test_another_word_is_a_problem_that_names_the_right_ones(catalogue: None) -> None:
    (row,) = staff_steps.draft([staff_steps.pledge_row(provision="gift")]).rows.all()
    (problem,) = row.plan["problems"]

    assert (problem["column"], problem["value"]) == ("provision", "gift")
    assert all(word in problem["hint"] for word in Provision.values)
