"""A real browser in front of a real server; without Chromium the tests say so and are left out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bench.screenshots.chromium import PACKAGE, find_chromium
from tests.layers import LAYERS

CHROMIUM = find_chromium()
REQUIRED = os.environ.get("RAMSTEIN_REQUIRE_BROWSER") == "1"

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

# Playwright runs an event loop in this thread, in which Django otherwise refuses the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and say why it is left out where there is none."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium here: apt-get install {PACKAGE}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once.

    While Playwright's event loop runs, Django keeps another connection for this thread. So at its start and at its end
    nothing may lie in the one that is left behind.
    """
    assert CHROMIUM, f"RAMSTEIN_REQUIRE_BROWSER=1, and there is no Chromium: apt-get install {PACKAGE}"
    LAYERS.show([])
    connection.close()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()
        LAYERS.show([])
        connection.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A visitor of the live server."""
    visitor = browser.new_context(base_url=live_server.url)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()
