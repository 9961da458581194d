"""What became of each stated need: it counts, a newer one replaces it, its source keeps it out, or it counts a wish."""

import pytest
from django.test import Client

from pledges.answers.as_of import current_as_of
from pledges.answers.stated_needs import needs_at, place_needs
from tests import factories
from tests.pledges import staff_steps


@pytest.fixture
def needs(catalogue: None) -> None:
    """Publish needs of batteries, two of them from an unverified source, and the same wish in launchers."""
    unverified = {"source_grade": "unverified", "source_url": "https://example.org/unverified"}
    factories.publish_rows(
        staff_steps.requirement_row(external_reference="t:old", occurred="2025-01-01"),
        staff_steps.requirement_row(external_reference="t:heard", occurred="2025-02-01", quantity="30", **unverified),
        staff_steps.requirement_row(external_reference="t:wish", occurred="2025-03-01", quantity="12"),
        staff_steps.requirement_row(external_reference="t:late", occurred="2025-04-01", quantity="40", **unverified),
        staff_steps.requirement_row(external_reference="t:other", unit="launcher", same_wish_as="t:wish"),
    )
    factories.project()


@pytest.mark.usefixtures("needs")
def test_needs_say_what_became_of_them() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    found = {
        one.need.quantity_text + one.need.stated_text: (
            one.counts,
            one.replaced_by and one.replaced_by.fact,
            one.unverified,
        )
        for one in place_needs(needs_at(as_of), as_of)
    }
    assert found == {
        "102025-01-01": (False, "1.3", False),
        "302025-02-01": (False, None, True),
        "122025-03-01": (True, None, False),
        "402025-04-01": (False, None, True),
        "102025-05-01": (False, None, False),
    }


@pytest.mark.usefixtures("needs")
def test_list_names_the_need_that_replaces_an_older_one(client: Client) -> None:
    rows = client.get("/api/v1/requirements/").json()["results"]
    assert {row["fact"]: row["replaced_by"] for row in rows} == {
        "1.1": "1.3",
        "1.2": None,
        "1.3": None,
        "1.4": None,
        "1.5": None,
    }
    before = client.get("/api/v1/requirements/?valid_at=2025-02-28").json()["results"]
    assert {row["fact"]: row["replaced_by"] for row in before} == {"1.1": None, "1.2": None}
    assert client.get("/systems/patriot/").text.count("replaced by the need stated") == 1
