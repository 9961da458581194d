"""People at the desk with a real browser each, in front of a small catalogue."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from pledges.values.choices import Role
from tests.pledges import staff_steps

PASSWORD = "correct-horse-battery"
ROLES = {"drafter": Role.DRAFTER, "reviewer": Role.REVIEWER, "second": Role.REVIEWER}

BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""

OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(bare_desk: OpenDesk) -> OpenDesk:
    """Return a function that logs a person in, in front of a small catalogue."""
    staff_steps.create_catalogue()
    return bare_desk


@pytest.fixture
def bare_desk(browser: Browser, live_server: LiveServer) -> Iterator[OpenDesk]:
    """Return a function that logs a person in, with a browser of their own, and returns their tab; no catalogue."""
    for name, role in ROLES.items():
        account = staff_steps.create_user(name, role=role)
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
        page.wait_for_url(lambda url: "login" not in url)
        return page

    yield log_in
    for context in opened:
        context.close()
    wait_for_quiet_database()


def wait_for_quiet_database(*, timeout: float = 20) -> None:
    """Wait until the server has finished what closed tabs had asked for: emptying the database would get in its way."""
    deadline = time.monotonic() + timeout
    quiet = 0
    while quiet < 3:
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            quiet = quiet + 1 if cursor.fetchone() == (0,) else 0
        assert time.monotonic() < deadline, "the server is still at work"
        time.sleep(0.1)
