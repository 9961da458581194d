"""A real release of the Kiel tracker, from the upload to its own sums in the API: by the buttons of the pages alone."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from pledges.intake.catalogue_files import load_catalogue_files
from pledges.models import DatasetVersion, ImportJob, Summary
from pledges.projections import drain_outbox
from pledges.values.choices import AidType
from tests.browser.staff.conftest import OpenDesk
from tests.browser.staff.test_meeting_entry import press
from tests.pledges import staff_steps
from tests.pledges.intake.importers.kiel.test_real_workbooks import FOLDER, R18, TAKES_MINUTES
from tests.worker import LiveWorker

pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Kiel's workbooks are not here: {FOLDER} is absent"),
    TAKES_MINUTES,
]

BILLION = Decimal(10) ** 9
OWN_SUMS = {"USA": Decimal("75.097"), "DEU": Decimal("14.689"), "GBR": Decimal("13.103")}
PATIENCE = 240_000


def import_release(page: Page) -> None:
    """Upload the workbook and wait for its plan."""
    page.goto("/staff/import/")
    page.get_by_label("File: CSV or XLSX").set_input_files(FOLDER / R18)
    press(page, "Read it")
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible(timeout=PATIENCE)


def planned_counts(page: Page) -> dict[str, int]:
    """Return the counts of the plan on the page."""
    parts = page.locator(".plan-counts > div")
    found = {}
    for part in parts.all():
        label, count = part.locator("dt").inner_text(), part.locator("dd").inner_text()
        found[label] = int(re.sub(r"\D", "", count))
    return found


def publish(drafter: Page, reviewer: Page) -> Page:
    """Take the plan on the drafter's page through review, and return the reviewer's page."""
    drafter.get_by_role("link", name="Open the change set").click()
    press(drafter, "Send to review")
    expect(drafter.get_by_role("status").first).to_contain_text("Sent to review.")
    reviewer.goto(drafter.url)
    press(reviewer, "Approve")
    expect(reviewer.get_by_role("status").first).to_contain_text("Approved.")
    press(reviewer, "Publish")
    return reviewer


def sums_by_donor(page: Page) -> dict[str, Decimal]:
    """Return what the API gives as firm or delivered, over all types of aid, in euro."""
    sums: dict[str, Decimal] = {}
    for aid_type in AidType.values:
        answer = page.request.get(f"/api/v1/summaries/donors/?aid_type={aid_type}&page_size=500")
        for row in answer.json()["results"]:
            value = row["value_eur"]
            both = Decimal(str(value["firm"]["low"])) + Decimal(str(value["delivered"]["low"]))
            sums[row["donor"]] = sums.get(row["donor"], Decimal(0)) + both
    return sums


def test_release_is_imported_published_found_again_and_undone(
    bare_desk: OpenDesk, celery_worker_process: LiveWorker
) -> None:
    load_catalogue_files()
    drafter, reviewer, second = (bare_desk(name) for name in ("drafter", "reviewer", "second"))
    for page in (drafter, reviewer, second):
        page.set_default_timeout(PATIENCE)

    import_release(drafter)
    assert planned_counts(drafter)["Conflict"] > 0
    reviewer.goto(drafter.url)
    press(reviewer, "Bring the ticked names in")
    drafter.reload()
    expect(drafter.locator(".lead")).to_contain_text("no problem")
    first = planned_counts(drafter)
    assert first == {**dict.fromkeys(first, 0), "Create": ImportJob.objects.get().rows_total}
    publish(drafter, reviewer)
    expect(reviewer.get_by_role("status").first).to_contain_text("Published as version 1.")
    published = reviewer.url
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    sums = sums_by_donor(drafter)
    assert {donor: round(sums[donor] / BILLION, 3) for donor in OWN_SUMS} == OWN_SUMS
    assert round(sum(sums.values()) / BILLION, 2) == Decimal("203.10")

    import_release(drafter)
    assert planned_counts(drafter) == {**dict.fromkeys(first, 0), "Unchanged": first["Create"]}
    publish(drafter, reviewer)
    expect(reviewer.get_by_role("alert").first).to_contain_text("Every row is in the ledger already")
    assert DatasetVersion.objects.count() == 1

    second.goto(f"{published}undo/")
    second.get_by_label("Why").fill("A release that was imported for trial")
    press(second, "Undo it")
    expect(second.get_by_role("status").first).to_contain_text("Undone by version 2.")
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert not Summary.objects.exists()
