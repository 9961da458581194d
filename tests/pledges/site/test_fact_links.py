"""Correct and Take back stand wherever a fact stands, for whoever has a session, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from pledges import projections
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

LINK = re.compile(r'href="/staff/record/(correct|void)/\?target=([\d.]+)(?:&amp;reference=[\w-]+)?"')


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("/systems/patriot/", {"1.2", "1.4", "1.5"}),
        ("/coalitions/air-defence/", {"1.3"}),
        ("/donors/DEU/", {"1.1", "1.3", "1.4", "1.5"}),
        ("/gaps/", {"1.1"}),
    ],
)
def test_facts_beside_pledges_are_corrected_from_where_they_stand(client: Client, page: str, facts: set[str]) -> None:
    rows = [
        staff_steps.stock_row(),
        staff_steps.requirement_row(),
        staff_steps.membership_row(),
        staff_steps.asserted_total_row(),
        staff_steps.completeness_row(system="patriot"),
    ]
    staff_steps.publish_all(rows)
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    address = f"{page}?valid_at={staff_steps.TODAY}"
    assert LINK.findall(client.get(address).content.decode()) == []
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    found = LINK.findall(client.get(address).content.decode())
    assert {fact for _, fact in found} == facts
    assert {word for word, _ in found} == {"correct", "void"}
