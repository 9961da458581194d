"""People at the desk with a real browser each, in front of a small catalogue."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from pledges.choices import Role
from tests.pledges import desk

PASSWORD = "correct-horse-battery"
ROLES = {"drafter": Role.DRAFTER, "reviewer": Role.REVIEWER, "second": Role.REVIEWER}

OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(browser: Browser, live_server: LiveServer) -> Iterator[OpenDesk]:
    """Return a function that logs a person in, with a browser of their own, and returns their tab."""
    desk.create_catalogue()
    for name, role in ROLES.items():
        account = desk.create_user(name, role=role)
        account.set_password(PASSWORD)
        account.save()
    opened: list[BrowserContext] = []

    def log_in(name: str, *, scripts: bool = True) -> Page:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
        opened.append(context)
        page = context.new_page()
        page.goto("/staff/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        return page

    yield log_in
    for context in opened:
        context.close()
