"""The public pages in a real browser: quiet, narrow enough, usable by keyboard and without JavaScript."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger

PATHS = (
    "/",
    "/?capability=money",
    "/?valid_at=2025-06-05&known_at=v1",
    "/gaps/",
    "/systems/",
    "/systems/patriot/",
    "/donors/",
    "/donors/DEU/",
    "/meetings/",
    "/meetings/udcg-28/",
    "/coalitions/",
    "/coalitions/air-defence/",
    "/pledges/",
    "/pledges/?system=patriot&unit=battery",
    "/pledges/2025-DEU-001/",
    "/methodology/",
    "/glossary/",
    "/data/",
    "/data/recipes/",
)
MOST_TABS = 60


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


def focused_link(page: Page) -> tuple[str, str]:
    """Return the words and the address of what has the focus."""
    words, href = page.evaluate("[document.activeElement.innerText, document.activeElement.getAttribute('href')]")
    return " ".join((words or "").split()), href or ""


def tab_to(page: Page, *, words: str = "", href: str = "") -> None:
    """Press Tab until a link of these words, or with this in its address, has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        said, address = focused_link(page)
        if (words and said == words) or (href and href in address):
            return
    raise AssertionError(f"{words or href!r} cannot be reached within {MOST_TABS} tabs on {page.url}")


SCREENS = (320, 390, 800, 1280)

MOST_SHIFT = 0.01
"""A tenth of what https://web.dev/articles/cls calls good: on a slow machine, tables grow while their rows arrive."""

SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def test_pages_load_quietly_keep_their_places_and_do_not_scroll_sideways(page: Page, live_server: LiveServer) -> None:
    noise: list[str] = []
    requests: list[str] = []
    statuses, shifts, widths = {}, {}, {}

    def note_message(message: ConsoleMessage) -> None:
        noise.append(f"{page.url}: {message.text}")

    def note_request(request: Request) -> None:
        requests.append(request.url)

    page.on("console", note_message)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", note_request)
    for path in PATHS:
        page.set_viewport_size({"width": SCREENS[-1], "height": 720})
        answer = page.goto(path)
        statuses[path] = answer.status if answer else 0
        shifts[path] = page.evaluate(SHIFT)
        for width in SCREENS:
            page.set_viewport_size({"width": width, "height": 844})
            widths[path, width] = page.evaluate("document.documentElement.scrollWidth")

    assert statuses == dict.fromkeys(PATHS, 200)
    assert noise == []
    assert {urlsplit(url).netloc for url in requests} == {urlsplit(live_server.url).netloc}
    assert {path: shift for path, shift in shifts.items() if shift > MOST_SHIFT} == {}
    assert widths == {(path, width): width for path in PATHS for width in SCREENS}


def test_keyboard_leads_from_a_figure_to_the_source(page: Page) -> None:
    page.goto("/")
    tab_to(page, words="up to 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pledges/?**stage=delivered**")
    tab_to(page, words="4 Patriot batteries")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pledges/2025-DEU-001/")
    tab_to(page, href="https://example.org/statement")
    assert focused_link(page) == ("Statement", "https://example.org/statement")


def test_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/systems/")
    page.keyboard.press("Tab")
    assert focused_link(page) == ("Skip to the content", "#content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_slash_goes_to_the_search_and_enter_asks(page: Page) -> None:
    page.goto("/systems/")
    page.keyboard.press("/")
    page.keyboard.type("німеч")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.get_by_role("heading", level=1).inner_text() == "Search: “німеч”"
    tab_to(page, href="/donors/DEU/")


def test_focus_is_visible(page: Page) -> None:
    page.goto("/")
    tab_to(page, words="Gaps")
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert outline == "rgb(255, 191, 0) solid 3px"


def test_clocks_can_be_set_without_javascript(without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto("/systems/patriot/")
    page.locator("#as-of summary").click()
    page.locator("#valid-at").fill("2025-06-05")
    page.locator("#known-at").fill("v1")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url("/systems/patriot/?valid_at=2025-06-05&known_at=v1")
    expect(page.locator(".band")).to_contain_text("You are looking at 5 Jun 2025")
    page.get_by_role("link", name="Back to today").click()
    expect(page).to_have_url("/systems/patriot/")


def test_pledges_can_be_filtered_without_javascript(without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto("/pledges/")
    page.locator("#facets").get_by_role("link", name="Norway").click()
    expect(page.locator("main")).to_contain_text("2 pledges fit.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_scheme_of_the_reader(browser: Browser, live_server: LiveServer, scheme: str) -> None:
    visitor = browser.new_context(base_url=live_server.url, color_scheme="dark" if scheme == "dark" else "light")
    page = visitor.new_page()
    page.goto("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    visitor.close()
    assert paper == {"light": "rgb(251, 250, 246)", "dark": "rgb(20, 23, 27)"}[scheme]
