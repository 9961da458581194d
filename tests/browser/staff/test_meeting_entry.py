"""A whole meeting, from the keyboard to its public page: with JavaScript, and without."""

import pytest
from playwright.sync_api import Page, expect

from pledges.models import ChangeSet, Pledge
from pledges.projections import drain_outbox
from tests.browser.staff.conftest import OpenDesk
from tests.pledges import staff_steps

DONORS = ("Germany", "Poland")
SYSTEMS = (("Patriot", "battery"), ("NASAMS", ""), ("155 mm shell", ""))
ROWS = [
    {"donors": donor, "system": system, "unit": unit, "quantity": str(number + 1), "due": "by the end of 2025"}
    for number, (donor, (system, unit)) in enumerate((donor, system) for donor in DONORS for system in SYSTEMS)
]
TAB_ORDER = ("donors", "system", "quantity", "unit", "amount", "stage", "occurred", "due")


def start_meeting(page: Page) -> None:
    """Choose the meeting, say its source, and open the grid."""
    page.get_by_role("link", name="Enter a meeting").click()
    page.get_by_label("Title").fill("Communiqué")
    page.get_by_label("Publisher").fill("Ministry of Defence")
    page.get_by_label("Published on").fill("2025-06-04")
    page.get_by_label("Meeting", exact=True).select_option("udcg-28")
    press(page, "Open the grid")


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page it leads to: what follows may look at the database or at another tab."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name=name, exact=True).click()


def publish(reviewer: Page, path: str) -> None:
    """Approve and publish, and let the projections follow."""
    reviewer.goto(path)
    press(reviewer, "Approve")
    press(reviewer, "Publish")
    expect(reviewer.get_by_role("status").first).to_contain_text("Published as version 1.")
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)


def expect_on_public_page(page: Page) -> None:
    """Look at the page of the meeting: every promise is there."""
    page.goto("/meetings/udcg-28/")
    expect(page.locator("main")).to_contain_text("2025-POL-001")
    assert Pledge.objects.count() == len(ROWS)


@pytest.mark.long
def test_meeting_is_entered_by_keyboard_alone(open_desk: OpenDesk) -> None:
    drafter, reviewer = open_desk("drafter"), open_desk("reviewer")
    start_meeting(drafter)
    drafter.locator("#r1-donors").focus()
    for number, row in enumerate(ROWS):
        for name in TAB_ORDER:
            drafter.keyboard.type(row.get(name, ""))
            if name != TAB_ORDER[-1]:
                drafter.keyboard.press("Tab")
        if number + 1 < len(ROWS):
            drafter.keyboard.press("Enter")
            for _ in TAB_ORDER[1:]:
                drafter.keyboard.press("Shift+Tab")
    drafter.keyboard.press("Tab")
    expect(drafter.locator("#status")).to_contain_text(f"{len(ROWS)} rows · saved just now")
    expect(drafter.locator("#ready")).to_contain_text("Complete: it can go to review.")
    path = drafter.url
    drafter.get_by_role("button", name="Send to review").focus()
    drafter.keyboard.press("Enter")
    expect(drafter.get_by_role("status").first).to_contain_text("Sent to review.")

    reviewer.goto(path)
    reviewer.get_by_label("What has to change").fill("Row 1 says two in the source.")
    press(reviewer, "Send back")

    drafter.goto(path)
    expect(drafter.locator(".message.warning")).to_contain_text("Row 1 says two in the source.")
    drafter.locator("#r1-quantity").fill("about 200")
    expect(drafter.locator("#echo-r1-quantity")).to_contain_text("180 – 200 – 220")
    drafter.locator("#r1-quantity").blur()
    expect(drafter.locator("#status")).to_contain_text("saved just now")
    press(drafter, "Send to review")
    expect(drafter.get_by_role("status").first).to_contain_text("Sent to review.")

    publish(reviewer, path)
    expect_on_public_page(drafter)


def test_meeting_is_entered_without_javascript(open_desk: OpenDesk) -> None:
    drafter, reviewer = open_desk("drafter", scripts=False), open_desk("reviewer", scripts=False)
    start_meeting(drafter)
    path = drafter.url
    press(drafter, "Add rows")
    for number, row in enumerate(ROWS, start=1):
        for name, value in row.items():
            drafter.locator(f"#r{number}-{name}").fill(value)
    drafter.locator("#r1-system").fill("Patroit")
    press(drafter, "Send to review")
    expect(drafter.get_by_role("alert")).to_contain_text("row 1: system: no system is called “Patroit”")
    press(drafter, "Patriot")
    press(drafter, "Send to review")
    expect(drafter.get_by_role("status").first).to_contain_text("Sent to review.")

    reviewer.goto(path)
    reviewer.get_by_label("What has to change").fill("Row 1 says two in the source.")
    press(reviewer, "Send back")

    drafter.goto(path)
    drafter.locator("#r1-quantity").fill("2")
    press(drafter, "Send to review")

    publish(reviewer, path)
    expect_on_public_page(drafter)


def test_block_from_a_spreadsheet_spreads_over_the_cells(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    block = 'Germany\tPatriot\tabout 200\tbattery\nNorway\tNASAMS\t"10-12"\nPoland\tPatroit\t3\tbattery\n'
    page.locator("#r1-donors").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        block,
    )

    expect(page.locator("#status")).to_contain_text("3 rows · 1 with a problem · saved just now")
    expect(page.locator("#echo-r1-quantity")).to_contain_text("180 – 200 – 220")
    page.locator("#r3-system").press("Alt+Enter")
    expect(page.locator("#status")).to_contain_text("3 rows · saved just now")
    changeset = ChangeSet.objects.get()
    assert [row.payload["quantity"] for row in changeset.rows.order_by("position")] == ["about 200", "10-12", "3"]


def test_cells_are_filled_and_rows_deleted_from_the_keyboard(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    page.locator("#r1-donors").fill("Germany")
    page.locator("#r1-system").fill("NASAMS")
    page.locator("#r1-quantity").fill("2")
    page.locator("#r1-quantity").press("Enter")
    for name in ("quantity", "system", "donors"):
        page.locator(f"#r2-{name}").focus()
        page.keyboard.press("Control+d")
    expect(page.locator("#r2-system")).to_have_value("NASAMS")
    expect(page.locator("#status")).to_contain_text("2 rows · 1 possible duplicate · saved just now")

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+Delete")
    expect(page.locator("#status")).to_contain_text("1 row · saved just now")
    page.reload()
    expect(page.locator("#r1-donors")).to_have_value("Germany")
    expect(page.locator("#r2-donors")).to_have_value("")


def test_names_are_completed_while_typing(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    page.locator("#r1-donors").press_sequentially("germny")
    expect(page.get_by_role("option", name="Germany")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("; norw")
    expect(page.get_by_role("option", name="Norway")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#r1-donors")).to_have_value("Germany; Norway")
    expect(page.locator("#r1-system")).to_be_focused()
