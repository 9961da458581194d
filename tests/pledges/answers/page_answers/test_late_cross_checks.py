"""A late pledge says where the ledger itself speaks against it."""

from __future__ import annotations

import pytest
from django.test import Client

from pledges.answers import PledgeFilters, pledge_states
from pledges.answers.as_of import current_as_of
from pledges.answers.page_answers.late_cross_checks import with_cross_checks
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")


def publish_late(*held: staff_steps.Row) -> None:
    """Publish a pledge that was due by 10 June 2025, one battery that came before, and what Ukraine is said to hold."""
    late = staff_steps.pledge_row(due="by 2025-06-10")
    factories.publish_rows(late, staff_steps.pledge_row(donors="USA", stage="delivered"), *held)
    factories.project()


def holds(**cells: str) -> staff_steps.Row:
    return staff_steps.stock_row(**{"donors": "UKR", "quantity": "2", "occurred": "2025-06-12", **cells})


@pytest.mark.parametrize(
    ("held", "speaks"),
    [
        (holds(), True),
        (holds(quantity="1"), False),
        (holds(quantity="up to 3"), False),
        (holds(occurred="2025-06-10"), False),
        (holds(donors="DEU"), False),
        (holds(unit="launcher"), False),
        (staff_steps.asserted_total_row(donors="UKR", measure="held", quantity="2", occurred="2025-06-12"), True),
        (staff_steps.asserted_total_row(donors="UKR", quantity="2", occurred="2025-06-12"), False),
    ],
)
def test_more_held_after_the_due_date_than_was_delivered_speaks_against_lateness(
    held: staff_steps.Row, *, speaks: bool
) -> None:
    publish_late(held)
    as_of = current_as_of(now=staff_steps.NOW)
    rows = pledge_states(as_of, PledgeFilters(overdue=("possibly",)), size=5).rows
    (late,) = with_cross_checks(as_of, rows)

    assert (late.row.reference, late.against is not None) == ("2025-DEU-001", speaks)


def test_pages_say_what_speaks_against_lateness(client: Client) -> None:
    publish_late(holds())
    held = "But it may have come: Ukraine is said to hold 2 (12 Jun 2025)"
    words = f"{held}, and the ledger has 1 delivered by then · Ministry"
    for path in ("/", "/pledges/2025-DEU-001/", "/pledges/2025-DEU-001/?valid_at=2025-06-20"):
        assert words in Page(client.get(path)).text, path
