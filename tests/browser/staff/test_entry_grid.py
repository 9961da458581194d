"""The entry grid loses nothing: log-outs, other tabs, long blocks, and steps taken back."""

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import Page, expect

from pledges.intake.drafts import create_changeset
from pledges.models import ChangeSet, ChangeSetRow
from pledges.values.choices import Origin
from tests.browser.staff.conftest import PASSWORD, OpenDesk
from tests.browser.staff.test_meeting_entry import press, start_meeting
from tests.pledges import staff_steps

FIRST = {"donors": "Germany", "system": "NASAMS", "quantity": "2"}
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const how = {clipboardData: data, bubbles: true, cancelable: true};
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def fill_row(page: Page, number: int, **cells: str) -> None:
    """Type the cells of a row."""
    for name, value in cells.items():
        page.locator(f"#r{number}-{name}").fill(value)


def paste(page: Page, cell: str, block: str) -> None:
    """Paste a block of a spreadsheet into a cell."""
    page.locator(cell).focus()
    page.evaluate(PASTE, block)


def expect_saved(page: Page, words: str) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#status")).to_contain_text(words)
    expect(page.locator("#status")).to_contain_text("saved just now")


def stored(name: str) -> list[str]:
    """Return a column of the rows that are stored, in their order."""
    rows = ChangeSetRow.objects.order_by("changeset", "position")
    return [row.payload.get(name, "") for row in rows]


def end_sessions() -> None:
    """End every session, as time does."""
    Session.objects.all().delete()


def log_in_again(page: Page) -> None:
    """Log in where the page asks for it."""
    page.locator("#again-password").fill(PASSWORD)
    page.locator("#login-again-form").get_by_role("button", name="Log in").click()


def block_of(rows: int) -> str:
    """Return a block of so many promises."""
    donors, systems = ("Germany", "Norway", "Poland", "Netherlands"), ("NASAMS", "155 mm shell")
    return "".join(f"{donors[one % 4]}\t{systems[one % 2]}\t{one + 1}\n" for one in range(rows))


def long_draft(rows: int) -> ChangeSet:
    """Store a draft of so many rows."""
    payloads = [
        {
            **staff_steps.SOURCE,
            "donors": "Germany",
            "system": "NASAMS",
            "quantity": str(one + 1),
            "quote": f"words {one}",
        }
        for one in range(rows)
    ]
    with transaction.atomic():
        return create_changeset(
            title="Long",
            origin=Origin.ENTRY,
            rows=payloads,
            author=staff_steps.user("drafter"),
            today=staff_steps.TODAY,
            now=staff_steps.NOW,
        )


def test_rows_outlive_a_log_out_while_typing(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    fill_row(page, 1, **FIRST)
    page.keyboard.press("Enter")
    expect_saved(page, "1 row")

    end_sessions()
    fill_row(page, 2, donors="Norway", system="NASAMS", quantity="3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Log in here, your rows are kept")
    assert stored("donors") == ["Germany"]

    log_in_again(page)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect_saved(page, "2 rows")
    expect(page.locator("#r2-donors")).to_have_value("Norway")
    assert stored("donors") == ["Germany", "Norway"]


def test_rows_that_could_not_be_saved_are_offered_when_the_page_opens_again(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    path = page.url
    end_sessions()
    fill_row(page, 1, **FIRST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(1600)

    page.goto(path)
    page.get_by_label("Name").fill("drafter")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    expect(page.locator("#grid-backup")).to_contain_text("A row of")
    page.get_by_role("button", name="Put them back").click()

    expect_saved(page, "1 row")
    expect(page.locator("#r1-system")).to_have_value("NASAMS")
    page.reload()
    expect(page.locator("#grid-backup")).to_be_hidden()
    assert stored("system") == ["NASAMS"]


def test_login_in_another_tab_is_followed_by_both(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    other = page.context.new_page()
    end_sessions()
    other.goto("/staff/")
    other.get_by_label("Name").fill("drafter")
    other.get_by_label("Password").fill(PASSWORD)
    press(other, "Log in")

    fill_row(page, 1, **FIRST)
    page.keyboard.press("Enter")
    expect_saved(page, "1 row")
    press(page, "Save")
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    assert stored("donors") == ["Germany"]


def test_two_tabs_edit_different_rows(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    fill_row(page, 1, **FIRST)
    fill_row(page, 2, donors="Norway", system="NASAMS", quantity="3")
    page.keyboard.press("Enter")
    expect_saved(page, "2 rows")
    other = page.context.new_page()
    other.goto(page.url)

    fill_row(page, 1, quantity="20")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-version")).not_to_have_value(other.locator("#edit-version").input_value())
    fill_row(other, 2, quantity="30")
    other.keyboard.press("Enter")

    expect_saved(other, "2 rows")
    assert stored("quantity") == ["20", "30"]


def test_token_of_a_former_login_keeps_the_rows_without_scripts(open_desk: OpenDesk) -> None:
    page = open_desk("drafter", scripts=False)
    start_meeting(page)
    other = page.context.new_page()
    end_sessions()
    other.goto("/staff/")
    other.get_by_label("Name").fill("drafter")
    other.get_by_label("Password").fill(PASSWORD)
    press(other, "Log in")

    fill_row(page, 1, **FIRST)
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    expect(page.locator("main")).to_contain_text("NASAMS")
    press(page, "Save it now")

    expect(page.locator("#r1-donors")).to_have_value("Germany")
    assert stored("system") == ["NASAMS"]


def test_session_that_ended_keeps_the_rows_without_scripts(open_desk: OpenDesk) -> None:
    page = open_desk("drafter", scripts=False)
    start_meeting(page)
    end_sessions()
    fill_row(page, 1, **FIRST)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended.")
    page.get_by_label("Name").fill("drafter")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    press(page, "Save it now")

    expect(page.locator("#r1-donors")).to_have_value("Germany")
    assert stored("system") == ["NASAMS"]


def test_five_hundred_rows_are_pasted_and_saved(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    paste(page, "#r1-donors", block_of(500))
    expect_saved(page, "500 rows")

    assert stored("quantity") == [str(one + 1) for one in range(500)]
    expect(page.locator("#pager-words")).to_have_text("1–100 of 500 rows")


def test_block_that_does_not_fit_is_refused_as_a_whole(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    paste(page, "#r1-donors", block_of(5001))

    expect(page.locator("#grid-trouble")).to_contain_text("Nothing was pasted: a change set takes 5,000 rows")
    expect(page.locator("#r1-donors")).to_have_value("")
    assert stored("donors") == []


def test_cell_is_filled_from_above_and_steps_are_undone_and_redone(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    fill_row(page, 1, **FIRST)
    fill_row(page, 2, donors="Norway", quantity="3")
    page.locator("#r2-system").focus()
    page.keyboard.press("Control+d")
    expect(page.locator("#r2-system")).to_have_value("NASAMS")
    expect(page.locator("#r2-donors")).to_have_value("Norway")
    expect_saved(page, "2 rows")

    page.keyboard.press("Control+z")
    expect(page.locator("#r2-system")).to_have_value("")
    page.keyboard.press("Control+y")
    expect(page.locator("#r2-system")).to_have_value("NASAMS")

    paste(page, "#r2-donors", "Poland\tPatriot\nNetherlands\t155 mm shell\n")
    expect_saved(page, "3 rows")
    page.keyboard.press("Control+z")
    expect(page.locator("#r2-donors")).to_have_value("Norway")
    expect(page.locator("#r3-donors")).to_have_value("")
    expect_saved(page, "2 rows")

    page.locator("#r1-donors").focus()
    page.keyboard.press("Control+Delete")
    expect_saved(page, "1 row")
    page.keyboard.press("Control+z")
    expect_saved(page, "2 rows")
    assert stored("donors") == ["Germany", "Norway"]
    assert stored("system") == ["NASAMS", "NASAMS"]


def test_tab_in_the_last_cell_makes_a_row(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    rows = page.locator("#entry-grid tbody tr")
    expect(rows).to_have_count(5)
    page.locator("#r5-note").focus()
    page.keyboard.press("Tab")

    expect(rows).to_have_count(6)
    expect(rows.last.locator("[id$=-donors]").first).to_be_focused()


def test_thousand_rows_are_drawn_in_pages_and_filtered_and_sorted(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    changeset = long_draft(1000)
    ChangeSet.objects.update(defaults={"occurred": "2025-06-04"})
    page.goto(f"/staff/changesets/{changeset.pk}/")
    expect(page.locator("#pager-words")).to_have_text("1–100 of 1,000 rows")
    expect(page.locator("#entry-grid tbody tr")).to_have_count(100)

    assert page.locator("#r1-occurred").get_attribute("placeholder") == "2025-06-04"
    page.get_by_role("link", name="Further rows").click()
    assert page.locator("#r101-occurred").get_attribute("placeholder") == "2025-06-04"
    expect(page.locator("#pager-words")).to_have_text("101–200 of 1,000 rows")
    expect(page.locator("#echo-r150-quantity")).to_have_count(1)
    page.get_by_label("With the words").fill("words 777")
    expect(page.locator("#entry-grid tbody tr")).to_have_count(1)
    page.locator("#r778-quantity").fill("about 200")
    page.keyboard.press("Enter")
    expect(page.locator("#echo-r778-quantity")).to_contain_text("180 – 200 – 220")
    expect_saved(page, "1 000 rows")
    page.get_by_role("link", name="Show all, in order").click()
    page.get_by_role("link", name="How many, unit").click()
    expect(page.locator("#entry-grid tbody tr").first.locator("[id$=-quantity]").first).to_have_value("1")

    page.reload()
    expect(page.locator("#r1-quantity")).to_have_value("1")
    assert stored("quantity") == [str(one + 1) if one != 777 else "about 200" for one in range(1000)]


@pytest.mark.parametrize("scripts", [True, False])
def test_column_is_set_for_selected_rows(open_desk: OpenDesk, *, scripts: bool) -> None:
    page = open_desk("drafter", scripts=scripts)
    changeset = long_draft(3)
    page.goto(f"/staff/changesets/{changeset.pk}/")
    page.get_by_label("Select row 1").check()
    page.get_by_label("Select row 3").check()
    if not scripts:
        page.locator("#grid-picked summary").click()
    page.get_by_label("Set the column").select_option("stage")
    page.get_by_label("to", exact=True).fill("delivered")
    page.get_by_role("button", name="Set", exact=True).click()

    if scripts:
        expect_saved(page, "3 rows")
    expect(page.locator("#r3-stage")).to_have_value("delivered")
    assert stored("stage") == ["delivered", "", "delivered"]
