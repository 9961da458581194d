"""A briefing is one sheet of A4 on paper, and has a button for it where scripts run."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger


def test_a_briefing_fits_one_sheet(page: Page, live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    publish_page_ledger()

    page.goto(f"{live_server.url}/donors/DEU/briefing/")

    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
