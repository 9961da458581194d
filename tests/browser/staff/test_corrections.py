"""A published line is corrected, taken back, cleared or split from the page where it stands; by keyboard, and bare."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pledges.ledger.void_marks import live
from pledges.models import ChangeSet, Entry, Terms
from pledges.projections import drain_outbox
from tests.browser.staff.conftest import OpenDesk
from tests.browser.staff.test_meeting_entry import press
from tests.pledges import staff_steps

REFERENCE = "2025-DEU-001"


@pytest.fixture
def desks(open_desk: OpenDesk) -> tuple[Page, Page]:
    """A drafter without JavaScript, and a reviewer, in front of a published pledge: the facts 1.1 to 1.3."""
    drafter, reviewer = open_desk("drafter", scripts=False), open_desk("reviewer")
    promised = staff_steps.pledge_row(external_reference="t:1", quantity="10", meeting="udcg-28", due="Q4 2025")
    staff_steps.publish_all([promised, staff_steps.entry_row("t:1", quote="one has come")])
    project()
    drafter.goto(f"/pledges/{REFERENCE}/")
    return drafter, reviewer


def project() -> None:
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)


def take_through_review(drafter: Page, reviewer: Page) -> ChangeSet:
    """Send the draft that is open to review, approve and publish it."""
    press(drafter, "Send to review")
    reviewer.goto(drafter.url)
    press(reviewer, "Approve")
    press(reviewer, "Publish")
    project()
    return ChangeSet.objects.order_by("-pk")[0]


def quantities() -> list[tuple[str, str, str]]:
    """Return the standing entries: pledge, stage, how many."""
    found = live(Entry.objects.all(), "entry").order_by("pledge__reference", "occurred_start")
    return list(found.values_list("pledge__reference", "stage", "quantity_text"))


def test_line_is_corrected_from_the_ledger_of_its_pledge_by_keyboard(desks: tuple[Page, Page]) -> None:
    drafter, reviewer = desks
    drafter.get_by_role("link", name="Correct 1.3").focus()
    with drafter.expect_navigation():
        drafter.keyboard.press("Enter")
    expect(drafter.get_by_label("How many, in words")).to_have_value("1")
    expect(drafter.get_by_label("Words quoted")).to_have_value("one has come")
    drafter.get_by_label("How many, in words").focus()
    drafter.keyboard.press("Control+A")
    drafter.keyboard.type("2")
    drafter.get_by_label("Why it is corrected").focus()
    drafter.keyboard.type("the source says two")
    drafter.get_by_role("button", name="Save as a draft").focus()
    with drafter.expect_navigation():
        drafter.keyboard.press("Enter")
    press(drafter, "Send to review")
    reviewer.goto(drafter.url)
    changed = reviewer.get_by_role("row", name="How many, in words")
    expect(changed.get_by_role("cell")).to_have_text(["1", "2"])
    press(reviewer, "Approve")
    press(reviewer, "Publish")
    project()

    assert quantities() == [(REFERENCE, "announced", "10"), (REFERENCE, "delivered", "2")]
    reviewer.get_by_role("link", name=REFERENCE, exact=True).first.click()
    expect(reviewer.locator("#fact-1\\.3")).to_contain_text("the source says two")
    expect(reviewer.get_by_role("link", name="Correct 2.2")).to_be_visible()
    expect(reviewer.get_by_role("link", name="Correct 1.3")).to_have_count(0)


def test_line_is_taken_back_from_the_ledger_of_its_pledge(desks: tuple[Page, Page]) -> None:
    drafter, reviewer = desks
    drafter.get_by_role("link", name="Take back 1.3").click()
    expect(drafter.locator(".acted-on")).to_contain_text("delivered 1 battery 2025-06-10")
    drafter.get_by_label("Reason").fill("entered twice")
    press(drafter, "Save as a draft")
    take_through_review(drafter, reviewer)

    assert quantities() == [(REFERENCE, "announced", "10")]


def test_term_is_cleared_from_the_terms_of_its_pledge(desks: tuple[Page, Page]) -> None:
    drafter, reviewer = desks
    drafter.get_by_role("link", name="Correct 1.1").first.click()
    expect(drafter.get_by_label("Meeting")).to_have_value("udcg-28")
    drafter.get_by_label("Meeting").fill("")
    drafter.get_by_label("Why it is corrected").fill("said elsewhere")
    press(drafter, "Save as a draft")
    changeset = take_through_review(drafter, reviewer)

    assert changeset.rows.get().payload["meeting"] == "none"
    terms = live(Terms.objects.all(), "terms").get()
    assert (terms.meeting, terms.due_text) == (None, "Q4 2025")


def test_pledge_is_split_into_two(desks: tuple[Page, Page]) -> None:
    drafter, reviewer = desks
    drafter.get_by_role("link", name="split it").click()
    line = drafter.get_by_role("group").filter(has_text="1.2")
    line.get_by_label("How many: stays").fill("6")
    line.get_by_label("How many: goes").fill("4")
    drafter.get_by_label("Donor and role").fill("NOR")
    drafter.get_by_label("Why it is split").fill("Norway pays for four")
    press(drafter, "Make a draft")
    take_through_review(drafter, reviewer)

    assert quantities() == [
        (REFERENCE, "announced", "6"), (REFERENCE, "delivered", "1"), ("2025-NOR-001", "announced", "4"),
    ]  # fmt: skip
