"""Recipes in a real browser: copied by a button, readable without it."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from pledges.site.recipe_book import RECIPES
from tests.browser.test_public_pages import tab_to
from tests.pledges import staff_steps

FIRST = RECIPES[0].variants[0]
SITE = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _ledger(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()


def test_button_copies_exactly_the_code_by_keyboard(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url)
    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.new_page()
    page.goto("/data/recipes/")
    tab_to(page, words="Copy")
    page.keyboard.press("Enter")
    expect(page.locator(".code-box .copy").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    visitor.close()
    assert copied == FIRST.code(site=SITE)


def test_code_that_cannot_be_copied_is_selected(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url)
    page = visitor.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto("/data/recipes/")
    page.locator(".code-box .copy").first.click()
    expect(page.locator(".code-box .copy").first).to_have_text("Selected: copy it by hand")
    selected = page.evaluate("window.getSelection().toString()")
    visitor.close()
    assert selected.strip() == FIRST.code(site=SITE).strip()


def test_recipes_open_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = visitor.new_page()
    page.goto("/data/recipes/")
    python = page.locator("#promised-and-delivered-python")
    python.locator("summary").click()
    expect(python.locator(".code")).to_be_visible()
    expect(page.locator(".copy")).to_have_count(0)
    visitor.close()
