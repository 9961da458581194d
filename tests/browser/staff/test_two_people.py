"""Two people at the same change set, and two publishes at once."""

import threading

from django.db import connections
from playwright.sync_api import expect

from pledges import ledger
from pledges.models import DatasetVersion
from tests.browser.staff.conftest import OpenDesk
from tests.browser.staff.test_meeting_entry import press, start_meeting
from tests.pledges import staff_steps


def test_second_saver_sees_both_versions_and_chooses(open_desk: OpenDesk) -> None:
    one, other = open_desk("drafter"), open_desk("reviewer")
    start_meeting(one)
    for name, value in {"donors": "Germany", "system": "NASAMS", "quantity": "2"}.items():
        one.locator(f"#r1-{name}").fill(value)
    press(one, "Save")
    other.goto(one.url)
    other.locator("#r1-quantity").fill("4")
    other.locator("#r1-quantity").blur()
    expect(other.locator("#status")).to_contain_text("saved just now")

    one.locator("#r1-quantity").fill("3")
    one.locator("#r1-quantity").blur()

    expect(one.get_by_role("heading", level=1)).to_have_text("Somebody else saved this change set")
    row = one.locator("tr.differs")
    expect(row).to_have_count(1)
    expect(row.locator("td")).to_have_text(["4", "3"])
    one.get_by_label("Theirs, by reviewer").check()
    press(one, "Save these choices")
    expect(one.locator("#r1-quantity")).to_have_value("4")


def test_two_reviewers_at_once(open_desk: OpenDesk) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(), staff_steps.pledge_row(donors="NOR")])
    first, second = open_desk("reviewer"), open_desk("second")
    path = f"/staff/changesets/{changeset.pk}/"
    first.goto(f"{path}rows/1/")
    second.goto(f"{path}rows/1/")
    first.get_by_label("How many, in words").fill("2")
    press(first, "Save")
    second.get_by_label("How many, in words").fill("3")
    press(second, "Save")

    expect(second.get_by_role("alert")).to_contain_text("Somebody saved")
    expect(second.get_by_label("How many, in words")).to_have_value("3")
    press(first, "Approve the other rows")
    second.goto(path)
    press(second, "Approve")

    approved = changeset.rows.order_by("position").values_list("author__username", "approved_by__username")
    assert list(approved) == [("reviewer", "second"), ("drafter", "reviewer")]


def test_publish_races_another_publish(open_desk: OpenDesk) -> None:
    page = open_desk("reviewer")
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    page.goto(f"/staff/changesets/{changeset.pk}/")
    refused: list[str] = []

    def publish_as_well() -> None:
        try:
            ledger.publish(changeset=changeset, reviewer=staff_steps.user("second"), now=staff_steps.NOW)
        except ledger.Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    rival = threading.Thread(target=publish_as_well)
    rival.start()
    press(page, "Publish")
    rival.join()

    said = page.locator(".message").first.inner_text()
    assert DatasetVersion.objects.count() == 1
    assert ("Published as version 1." in said) is (refused == ["wrong_state"])
    assert ("is published; this step needs it to be approved" in said) is (refused == [])


def test_nobody_is_in_the_way_of_one_who_types_fast(open_desk: OpenDesk) -> None:
    page = open_desk("drafter")
    start_meeting(page)
    wanted = ["2", "3", "4"]
    for number, quantity in enumerate(wanted, start=1):
        for name, value in {"donors": "Germany", "system": "NASAMS", "quantity": quantity}.items():
            page.locator(f"#r{number}-{name}").fill(value)
        page.keyboard.press("Enter")
    press(page, "Save")  # while rows are still on their way

    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    quantities = [page.locator(f"#r{number}-quantity").input_value() for number in (1, 2, 3)]
    assert quantities == wanted
