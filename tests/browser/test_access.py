"""Everybody can use the public pages: no barrier that axe finds, paths by keyboard, narrow screens, little data."""

import os
from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_public_pages import focused_link, tab_to
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger

PATHS = {
    "/": 200,
    "/?capability=money": 200,
    "/?valid_at=2025-06-05&known_at=v1": 200,
    "/gaps/": 200,
    "/systems/": 200,
    "/systems/patriot/": 200,
    "/donors/": 200,
    "/donors/DEU/": 200,
    "/donors/JOINT/": 200,
    "/meetings/": 200,
    "/meetings/udcg-28/": 200,
    "/coalitions/": 200,
    "/coalitions/air-defence/": 200,
    "/pledges/": 200,
    "/pledges/?q=nothing+of+the+kind": 200,
    "/pledges/?group_by=donor": 200,
    "/pledges/2025-DEU-001/": 200,
    "/changes/": 200,
    "/changes/?after=0": 200,
    "/charts/system_over_time/patriot/": 200,
    "/charts/donor_systems/all/embed/": 200,
    "/methodology/": 200,
    "/glossary/": 200,
    "/data/": 200,
    "/data/recipes/?language=r": 200,
    "/components/": 200,
    "/staff/login/": 200,
    "/nowhere/": 404,
    "/pledges/?sytem=patriot": 400,
}
"""Every kind of public page, a moment in the past, an empty answer, and what the site says to a wrong address."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEPEND_ON_COLOURS = ["color-contrast", "link-in-text-block"]

FIND_BARRIERS = """
    async options => (await axe.run(document, options)).violations.flatMap(
        found => found.nodes.map(node => `${found.id}: ${node.target.join(" ")}: ${node.failureSummary}`))
"""

ZOOMED = {"width": 320, "height": 256}
"""What is left of 1280 × 1024 at 400 %: https://www.w3.org/WAI/WCAG22/Understanding/reflow"""

FINGER = 24
"""Height in CSS pixels: https://www.w3.org/WAI/WCAG22/Understanding/target-size-minimum"""

MOST_BYTES = 200_000
LONG = os.environ.get("LONG_TESTS") == "1"
"""Whether to ask for every rule on wide pages too; what depends on colours is always asked for in both schemes."""


@pytest.fixture(autouse=True)
def _ledger(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    publish_page_ledger()


def barriers(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe finds on the page, each with the place and the reason."""
    found: list[str] = page.evaluate(FIND_BARRIERS, {"resultTypes": ["violations"], "runOnly": rules})
    return found


def looked_at(page: Page) -> list[str]:
    """Return the barriers of a page: wide and light, then narrow and dark, where it must not scroll sideways either."""
    page.evaluate(AXE_SCRIPT)
    found = barriers(page, rules=RULES if LONG else DEPEND_ON_COLOURS)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(ZOOMED)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width != ZOOMED["width"]:
        found.append(f"{width} pixels wide on a screen of {ZOOMED['width']}")
    return found + barriers(page)


@pytest.mark.long
@pytest.mark.usefixtures("developer_pages")
def test_axe_finds_no_barrier_and_no_page_scrolls_sideways_at_400_percent(
    browser: Browser, live_server: LiveServer
) -> None:
    # The policy of the site lets no foreign script in; axe is one.
    visitor = browser.new_context(base_url=live_server.url, bypass_csp=True, reduced_motion="reduce")
    found, statuses = {}, {}
    for path in PATHS:
        page = visitor.new_page()
        answer = page.goto(path)
        statuses[path] = answer.status if answer else 0
        found[path] = looked_at(page)
        page.close()
    visitor.close()
    assert statuses == PATHS
    assert found == {path: [] for path in PATHS}


def test_axe_finds_no_barrier_in_a_chart_that_came_to_life(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = visitor.new_page()
    page.goto("/charts/system_over_time/patriot/")
    page.locator(".chart-face").focus()
    expect(page.locator(".chart-live svg")).to_be_visible()
    found = looked_at(page)
    visitor.close()
    assert found == []


def test_open_clocks_are_no_barrier(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = visitor.new_page()
    page.goto("/systems/patriot/")
    page.locator("#as-of summary").click()
    found = looked_at(page)
    visitor.close()
    assert found == []


def test_links_of_figures_and_tools_are_high_enough_for_a_finger_on_a_phone(page: Page) -> None:
    page.set_viewport_size(ZOOMED)
    low = {}
    for path in ("/systems/", "/donors/", "/systems/patriot/", "/meetings/udcg-28/", "/pledges/"):
        page.goto(path)
        found = page.evaluate(
            """() => [...document.querySelectorAll(".table td.number > a, .tools a")]
                .map(link => [link.textContent.trim(), link.getBoundingClientRect().height])"""
        )
        assert found
        low[path] = [(words, height) for words, height in found if height < FINGER]
    assert low == {path: [] for path in low}


def test_keyboard_leads_from_the_overview_to_a_pledge(page: Page) -> None:
    page.goto("/")
    tab_to(page, words="Patriot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/patriot/")
    page.keyboard.press("Tab")
    assert focused_link(page)[1] == "#content"
    page.keyboard.press("Enter")
    tab_to(page, href="/pledges/2025-DEU-001/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pledges/2025-DEU-001/", wait_until="networkidle")


def test_keyboard_sets_the_clocks(page: Page) -> None:
    page.goto("/systems/patriot/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "summary":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("06052025")
    known = page.locator("#known-at")
    while not known.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("v1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/patriot/?valid_at=2025-06-05&known_at=v1", wait_until="networkidle")
    assert (page.locator("#valid-at").input_value(), known.input_value()) == ("2025-06-05", "v1")


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_as_the_reader_wants_it(page: Page, motion: Any, behaviour: str) -> None:
    page.emulate_media(reduced_motion=motion)
    page.goto("/methodology/", wait_until="networkidle")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => "
        "getComputedStyle(one).animationName !== 'none' || getComputedStyle(one).transitionDuration !== '0s').length"
    )
    assert (page.evaluate("getComputedStyle(document.documentElement).scrollBehavior"), moving) == (behaviour, 0)


@pytest.mark.parametrize("path", ["/", "/systems/patriot/"])
def test_first_load_is_light_and_leaves_the_chart_library(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    loaded = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => [new URL(entry.name), entry.decodedBodySize])"
        ".map(([url, size]) => [url.origin, url.pathname, size])"
    )
    assert {origin for origin, _, _ in loaded} == {page.evaluate("location.origin")}
    assert [address for _, address, _ in loaded if "vega" in address] == []
    # Servers for the public send less than this: they compress.
    assert 0 < sum(size for _, _, size in loaded) < MOST_BYTES
