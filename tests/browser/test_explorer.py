"""The explorer in a real browser: swapped without reloading, usable by keyboard, and whole without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger


@pytest.fixture(autouse=True)
def _ledger(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    publish_page_ledger()


@pytest.fixture
def without_scripts(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A visitor whose browser runs no JavaScript."""
    visitor = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield visitor
    visitor.close()


def test_choosing_swaps_the_list_and_keeps_the_place(page: Page) -> None:
    page.goto("/pledges/")
    page.evaluate("window.same = true")
    page.locator("#donor-NOR").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("2 pledges fit.")
    expect(page).to_have_url("/pledges/?donor=NOR")
    assert page.evaluate("window.same") is True
    assert page.evaluate("document.activeElement.id") == "donor-NOR"
    expect(page.locator("#announced")).to_contain_text("2 pledges fit.")
    assert page.locator("#as-of input[name=donor]").get_attribute("value") == "NOR"
    page.go_back()
    expect(page.locator("#found")).to_contain_text("5 pledges are on record.")


def test_arrows_go_through_a_facet_and_a_column(page: Page) -> None:
    page.goto("/pledges/?order=reference")
    page.locator("#facet-donor a").first.focus()
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowUp")
    assert (first != second, page.evaluate("document.activeElement.id")) == (True, first)
    page.locator(".pledges tbody .c-promise a").first.focus()
    page.keyboard.press("ArrowDown")
    row = page.evaluate("document.activeElement.closest('tr').rowIndex")
    assert row == 2


def test_folds_stay_as_they_were_left(page: Page) -> None:
    page.goto("/pledges/")
    page.locator("#facet-kind > summary").click()
    page.locator("#donor-NOR").click()
    expect(page.locator("#found")).to_contain_text("2 pledges fit.")
    expect(page.locator("#facet-kind")).to_have_attribute("open", "")


def test_columns_and_groups_are_chosen_from_forms(page: Page) -> None:
    page.goto("/pledges/")
    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("Value", exact=True).check()
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("columnheader", name="Value", exact=True)).to_be_visible()
    page.get_by_label("Group by").select_option("donor")
    page.get_by_role("button", name="Group").click()
    expect(page.get_by_role("heading", name="By donor")).to_be_visible()
    expect(page).to_have_url(re.compile("group_by=donor"))


def test_drawer_of_facets_opens_on_a_phone(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    page = visitor.new_page()
    page.goto("/pledges/")
    link = page.locator("#donor-NOR")
    assert not link.is_visible()
    page.locator("#facets > summary").click()
    link.click()
    expect(page.locator("#found")).to_contain_text("2 pledges fit.")
    expect(page.locator("#donor-NOR")).to_be_visible()
    visitor.close()


def test_everything_works_without_javascript(without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto("/pledges/")
    page.locator("#search").fill("norway")
    page.locator("#explorer").get_by_role("button", name="Search").click()
    expect(page.locator("main")).to_contain_text("2 pledges fit.")
    page.locator("#unit-launcher").evaluate("link => link.closest('details').open = true")
    page.locator("#unit-launcher").click()
    expect(page.locator("main")).to_contain_text("1 pledge fits.")
    page.get_by_role("link", name="Due", exact=True).click()
    expect(page).to_have_url("/pledges/?q=norway&unit=launcher&order=due")
    page.get_by_role("link", name="Unit: Launchers").click()
    expect(page.locator("main")).to_contain_text("2 pledges fit.")
