"""What is odd is ticked with a reason; a row taken out in review needs a second yes; an old page approves nothing."""

from playwright.sync_api import expect

from tests.browser.staff.conftest import OpenDesk
from tests.browser.staff.test_meeting_entry import press
from tests.pledges import staff_steps


def test_odd_row_is_accepted_with_a_reason_and_one_is_taken_out(open_desk: OpenDesk) -> None:
    rows = [staff_steps.pledge_row(donors="UKR", quote="Ukraine buys it itself."), staff_steps.pledge_row(donors="NOR")]
    changeset = staff_steps.draft(rows)
    drafter, reviewer, second = open_desk("drafter"), open_desk("reviewer"), open_desk("second")
    path = f"/staff/changesets/{changeset.pk}/"

    drafter.goto(path)
    drafter.get_by_role("link", name="1 row is odd: say why it stands").click()
    drafter.get_by_label("The recipient promises to itself").check()
    drafter.get_by_label("It stands because", exact=True).fill("A swap that the ministry confirms.")
    press(drafter, "Accept what is ticked")
    expect(drafter.get_by_role("status").first).to_contain_text("1 warning accepted.")
    press(drafter, "Send to review")

    second.goto(path)
    reviewer.goto(f"{path}rows/2/")
    press(reviewer, "Take this row out")
    expect(reviewer.get_by_role("status").first).to_contain_text("Row 2 is taken out.")
    expect(reviewer.locator("tr.taken-out")).to_contain_text("taken out by reviewer")

    press(second, "Approve")
    expect(second.get_by_role("alert").first).to_contain_text("The rows changed after they were shown to you")
    expect(second.locator("main")).to_contain_text("1 row was taken out. Approving says yes to that too.")
    expect(second.locator("main")).to_contain_text("It stands because: A swap that the ministry confirms.")
    press(second, "Approve")
    expect(second.get_by_role("status").first).to_contain_text("Approved.")
    drafter.goto("/staff/")
    expect(drafter.locator("#notices")).to_contain_text("Approved: Statements of June")
    drafter.goto("/staff/search/?q=swap&kind=rows")
    expect(drafter.locator("main")).to_contain_text("Statements of June, row 1")
