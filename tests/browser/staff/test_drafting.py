"""From a communiqué to a submitted change set by keyboard alone."""

from playwright.sync_api import Page, expect

from pledges.models import ChangeSet, RowDecision
from tests.browser.staff.conftest import OpenDesk
from tests.pledges.intake.text_drafts.sample_texts import COMMUNIQUE

COUNT_POINTERS = """
    for (const kind of ["pointerdown", "mousedown", "touchstart"])
        window.addEventListener(kind, () => sessionStorage.setItem("pointers", "used"), true);
"""


EDITED = 7


def tab_to(page: Page, selector: str, *, most: int = 40) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    expect(page.locator(selector)).to_be_focused()


def send_text(page: Page) -> None:
    tab_to(page, "#id_text")
    page.keyboard.insert_text(COMMUNIQUE)
    tab_to(page, "#id_meeting")
    page.keyboard.type("Contact")
    tab_to(page, "#id_source_title")
    page.keyboard.insert_text("Joint statement")
    tab_to(page, "#id_source_published")
    page.keyboard.type("06042025")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")


def take_row(page: Page, title: str, place: int) -> None:
    """Reject the package that is the same as its sum, edit one row, and accept the others."""
    if "package" in title:
        page.keyboard.press("r")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    elif place == EDITED:
        page.keyboard.press("e")
        expect(page.locator("#f-donors")).to_be_focused()
        tab_to(page, "#f-note")
        page.keyboard.insert_text("if the parliament agrees")
        page.keyboard.press("Control+Enter")
    else:
        page.keyboard.press("a")


def test_communique_of_fifteen_promises_is_submitted_by_keyboard_alone(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    page.add_init_script(COUNT_POINTERS)
    page.goto("/staff/drafting/new/")
    send_text(page)
    counts = page.locator("#drafting-counts [role=status]")
    rows = page.locator(".drafted-row")
    expect(rows.first).to_be_focused()
    total = rows.count()
    for place in range(total):
        expect(rows.nth(place)).to_be_focused()
        take_row(page, rows.nth(place).locator("h3").inner_text(), place)
        expect(counts).to_contain_text(f"{total - 1 - place} to confirm")
    expect(page.locator("#send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contact Group meeting 28")

    changeset = ChangeSet.objects.get()
    assert (changeset.state, changeset.rows.count()) == ("submitted", 15)
    assert changeset.rows.get(position=EDITED + 1).payload["note"] == "if the parliament agrees"
    outcomes = RowDecision.objects.values_list("outcome", "reason")
    assert sorted(set(outcomes) - {("rejected", "told_already")}) == [("accepted", ""), ("edited", "")]
    assert page.evaluate("sessionStorage.getItem('pointers')") is None
