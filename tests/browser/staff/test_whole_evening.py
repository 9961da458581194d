"""A second reviewer's whole evening by keyboard: rows typed, sent back, corrected, approved, published, and mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from pledges.ledger.void_marks import live
from pledges.models import Entry
from pledges.projections import drain_outbox
from tests.browser.staff.conftest import OpenDesk
from tests.pledges import staff_steps

DONORS = ("Germany", "Norway", "Poland", "Netherlands", "United States")
SYSTEMS = (("Patriot", "battery"), ("NASAMS", "battery"), ("155 mm shell", "round"))
ROWS = [
    (donor, system, str(number * 3 + place + 1), unit)
    for number, donor in enumerate(DONORS)
    for place, (system, unit) in enumerate(SYSTEMS)
]


@pytest.mark.long
def test_evening_of_a_second_reviewer_by_keyboard_alone(open_desk: OpenDesk) -> None:
    drafter, second = open_desk("drafter"), open_desk("second")
    open_grid(drafter)
    type_rows(drafter)
    expect(drafter.locator("#status")).to_contain_text("15 rows · saved just now")
    path = drafter.url
    enter(drafter, drafter.get_by_role("button", name="Send to review"))

    second.goto("/staff/review/")
    enter(second, second.get_by_role("link", name="Contact Group").first)
    write(second, second.get_by_label("What has to change"), "Row 1 says four.")
    enter(second, second.get_by_role("button", name="Send back"))

    drafter.goto(path)
    expect(drafter.locator(".message.warning")).to_contain_text("Row 1 says four.")
    write(drafter, drafter.locator("#r1-quantity"), "4")
    drafter.keyboard.press("Tab")
    expect(drafter.locator("#status")).to_contain_text("saved just now")
    enter(drafter, drafter.get_by_role("button", name="Send to review"))

    approve_and_publish(second, path)
    assert quantities() == ["4", *(row[2] for row in ROWS[1:])]

    drafter.goto("/pledges/2025-NOR-001/")
    enter(drafter, drafter.get_by_role("link", name="Correct 1.").first)
    write(drafter, drafter.get_by_label("How many, in words"), "about 40")
    write(drafter, drafter.get_by_label("Why it is corrected"), "the source says about forty")
    enter(drafter, drafter.get_by_role("button", name="Save as a draft"))
    enter(drafter, drafter.get_by_role("button", name="Send to review"))
    approve_and_publish(second, drafter.url)
    assert sorted(quantities())[-2:] == ["9", "about 40"]
    assert len(quantities()) == len(ROWS)


def open_grid(page: Page) -> None:
    enter(page, page.get_by_role("link", name="Enter a meeting"))
    write(page, page.get_by_label("Title"), "Communiqué")
    write(page, page.get_by_label("Publisher"), "Ministry of Defence")
    published = page.get_by_label("Published on")
    published.focus()
    page.keyboard.type("06042025")  # a field of days takes month, day and year one after the other
    expect(published).to_have_value("2025-06-04")
    meeting = page.get_by_label("Meeting", exact=True)
    meeting.focus()
    page.keyboard.press("ArrowDown")
    expect(meeting).to_have_value("udcg-28")
    enter(page, page.get_by_role("button", name="Open the grid", exact=True))


def type_rows(page: Page) -> None:
    """Type row after row: Tab from cell to cell, Enter to the next row, and back to its first cell."""
    page.locator("#r1-donors").focus()
    for number, row in enumerate(ROWS, start=1):
        for cell in row[:-1]:
            page.keyboard.type(cell)
            page.keyboard.press("Tab")
        page.keyboard.type(row[-1])
        if number < len(ROWS):
            page.keyboard.press("Enter")
            for _ in row[1:]:
                page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")


def write(page: Page, field: Locator, words: str) -> None:
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def enter(page: Page, target: Locator) -> None:
    """Press Enter on a link or a button, and wait for the page that it leads to."""
    target.focus()
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")


def approve_and_publish(page: Page, path: str) -> None:
    page.goto(path)
    enter(page, page.get_by_role("button", name="Approve", exact=True))
    enter(page, page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("Published as version")
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)


def quantities() -> list[str]:
    """Return how many each standing line says, in the order of publishing."""
    found = live(Entry.objects.all(), "entry").order_by("version", "position")
    return list(found.values_list("quantity_text", flat=True))
