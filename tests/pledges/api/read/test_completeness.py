"""What sources say they list completely, as the API lists it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pledges import staff_steps


@pytest.mark.usefixtures("catalogue")
def test_complete_lists_name_donor_system_and_day_under_both_clocks(client: Client) -> None:
    factories.publish_rows(staff_steps.completeness_row(), staff_steps.completeness_row(system="patriot"))
    factories.publish_rows(staff_steps.completeness_row(donors=None, system="patriot", occurred="June 2025"))
    factories.project()

    def listed(query: str = "") -> list[tuple[Any, ...]]:
        rows = client.get(f"/api/v1/completeness/?{query}").json()["results"]
        return [(row["fact"], row["donor"], row["system"], row["as_of"]["end"]) for row in rows]

    germany, patriot = ("1.1", "DEU", None, "2025-06-14"), ("1.2", "DEU", "patriot", "2025-06-14")
    of_all = ("2.1", None, "patriot", "2025-06-15")
    assert listed() == [germany, patriot, of_all]
    assert listed("system=patriot") == [patriot, of_all]
    assert listed("donor=DEU") == listed("known_at=v1") == [germany, patriot]
    assert listed("valid_at=2025-06-10") == [of_all]
