"""The steps of a change set: review, corrections, publishing, undoing, and every refusal on the page."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from pledges import ledger
from pledges.models import ChangeSet, DatasetVersion, Entry, Pledge, System, SystemAlias
from pledges.projections import drain_outbox
from pledges.values.choices import ChangeSetEventKind
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db


def correct(client: Client, changeset: ChangeSet, position: int, **cells: str) -> int:
    """Correct a row in its form and return the status of the answer."""
    changeset.refresh_from_db()
    row = changeset.rows.get(position=position)
    fields = {**row.payload, **cells, "edit_version": changeset.edit_version, "save": "1"}
    return client.post(reverse("changeset_row", args=[changeset.pk, position]), fields).status_code


def test_change_set_goes_from_draft_to_the_ledger(
    drafter: Client, reviewer: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    assert "Sent to review." in words(step(drafter, changeset, "submit"))
    assert "Approved. It can be published now." in words(step(reviewer, changeset, "approve"))
    with django_capture_on_commit_callbacks() as waiting:
        assert "Published as version 1." in words(step(reviewer, changeset, "publish"))

    assert staff_steps.state_of(changeset) == "published"
    assert Entry.objects.count() == 1
    assert len(waiting) == 1


def test_draft_with_problems_is_refused_with_all_of_them(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(system="patroit"), staff_steps.pledge_row(donors="Atlantis")])

    page = words(step(drafter, changeset, "submit"))

    assert "<li>row 1: system: no system is called “patroit” (did you mean patriot?)</li>" in page
    assert "<li>row 2: donors: no donor is called “Atlantis”" in page
    assert staff_steps.state_of(changeset) == "draft"


def test_reviewer_sees_each_value_beside_its_quoted_source(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(quantity="about 200", quote="we will give about 200")])

    page = words(reviewer.get(reverse("changeset_detail", args=[changeset.pk])))

    assert '<span class="typed">about 200</span><span class="understood">180 – 200 – 220</span>' in page
    assert "<q>we will give about 200</q>" in page
    assert '<a href="https://example.org/statement" rel="noreferrer noopener external">Statement</a>' in page


def test_page_approves_only_what_it_showed(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(system="MIM-104")])
    page = words(reviewer.get(reverse("changeset_detail", args=[changeset.pk])))
    shown = re.search('name="seen" value="([0-9a-f]{64})"', page)
    assert shown is not None
    assert shown[1] == ledger.hash_shown_rows(changeset)
    SystemAlias.objects.filter(alias="MIM-104").update(system=System.objects.get(slug="nasams"))
    staff_steps.plan_anew(changeset)

    refused = words(step(reviewer, changeset, "approve", seen=shown[1]))
    state = staff_steps.state_of(changeset)

    assert "The rows changed after they were shown to you: look at them again, then approve" in refused
    assert state == "submitted"
    assert "Approved. It can be published now." in words(step(reviewer, changeset, "approve"))


def test_change_set_is_sent_back_with_reasons(drafter: Client, reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    step(reviewer, changeset, "reject", reason="The source says two.")

    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))
    assert staff_steps.state_of(changeset) == "draft"
    assert "<strong>reviewer sent it back:</strong>" in page
    assert "The source says two." in page


def test_sending_back_needs_a_reason(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    page = words(step(reviewer, changeset, "reject", reason="  "))

    assert "reason in plain words" in page
    assert staff_steps.state_of(changeset) == "submitted"


def test_own_rows_cannot_be_approved(log_in: LogIn) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()], author="reviewer")
    client = log_in("reviewer")
    step(client, changeset, "submit")

    page = words(step(client, changeset, "approve"))

    assert "reviewer wrote rows [1]; somebody else has to approve them" in page.replace("Reviewer", "reviewer")
    assert staff_steps.state_of(changeset) == "submitted"


def test_corrected_row_needs_another_reviewer_and_the_others_keep_their_approval(log_in: LogIn) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(), staff_steps.pledge_row(donors="NOR")])
    first, second = log_in("reviewer"), log_in("second")

    assert correct(first, changeset, 1, quantity="2") == 302
    step(first, changeset, "approve_others")
    between = list(changeset.rows.order_by("position").values_list("author__username", "approved_by__username"))
    step(second, changeset, "approve")

    after = list(changeset.rows.order_by("position").values_list("author__username", "approved_by__username"))
    assert between == [("reviewer", None), ("drafter", "reviewer")]
    assert after == [("reviewer", "second"), ("drafter", "reviewer")]
    assert staff_steps.state_of(changeset) == "approved"


def test_saving_without_a_change_resets_nothing(log_in: LogIn) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    first, second = log_in("reviewer"), log_in("second")
    step(first, changeset, "approve_others")

    assert correct(second, changeset, 1) == 302

    row = changeset.rows.get()
    assert (row.author.username, row.approved_by and row.approved_by.username) == ("drafter", "reviewer")
    changeset.refresh_from_db()
    assert changeset.edit_version == 1


def test_correction_stands_in_the_history(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    correct(reviewer, changeset, 1, quantity="2")

    event = changeset.events.order_by("-pk")[0]
    assert (event.kind, event.detail) == (ChangeSetEventKind.EDITED, "row 1: quantity “1” → “2”")


def test_drafter_cannot_correct_in_review(drafter: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    correct(drafter, changeset, 1, quantity="2")

    assert changeset.rows.get().payload["quantity"] == "1"


def test_stale_correction_shows_what_is_stored(log_in: LogIn) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    row = changeset.rows.get()
    stale = {**row.payload, "quantity": "3", "edit_version": changeset.edit_version}
    correct(log_in("second"), changeset, 1, quantity="2")

    answer = log_in("reviewer").post(reverse("changeset_row", args=[changeset.pk, 1]), stale)

    page = words(answer)
    assert answer.status_code == 409
    assert "<dt>quantity</dt><dd>2</dd>" in page
    assert 'name="quantity" value="3"' in page


def test_unknown_row_is_not_found(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    assert reviewer.get(reverse("changeset_row", args=[changeset.pk, 9])).status_code == 404


def test_publishing_plans_anew_where_the_ledger_moved(reviewer: Client) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    staff_steps.publish_all([staff_steps.pledge_row(donors="NOR", system="nasams")])

    page = words(step(reviewer, changeset, "publish"))

    assert "Published as version 2." in page


def test_publishing_stops_where_the_new_plan_does_something_else(reviewer: Client) -> None:
    row = staff_steps.pledge_row()
    changeset = staff_steps.approve_rows([row])
    staff_steps.publish_all([row])

    page = words(step(reviewer, changeset, "publish"))

    assert "The ledger moved since this was planned." in page
    assert "<li>row 1: it is in the ledger already, and writes nothing</li>" in page
    assert staff_steps.state_of(changeset) == "submitted"
    step(reviewer, changeset, "approve")
    assert "Every row is in the ledger already" in words(step(reviewer, changeset, "publish"))


def move_alias() -> None:
    """Let the alias lead to another system, as a steward does."""
    SystemAlias.objects.filter(alias="MIM-104").update(system=System.objects.get(slug="nasams"))


def test_publishing_stops_where_an_alias_leads_elsewhere_by_now(reviewer: Client) -> None:
    changeset = staff_steps.approve_rows(
        [staff_steps.pledge_row(system="MIM-104", unit="battery"), staff_steps.pledge_row(donors="NOR")]
    )
    staff_steps.publish_all([staff_steps.stock_row()])
    move_alias()

    page = words(step(reviewer, changeset, "publish"))

    assert "1 row would now write something else than what was approved" in page
    assert "<li>row 1: differs in system</li>" in page
    assert "<strong>Planned anew by reviewer:</strong>" in page
    assert staff_steps.state_of(changeset) == "submitted"
    assert not Entry.objects.exists()
    assert "Approved. It can be published now." in words(step(reviewer, changeset, "approve"))
    assert "Published as version 2." in words(step(reviewer, changeset, "publish"))
    assert sorted(Pledge.objects.values_list("system__slug", flat=True)) == ["nasams", "patriot"]


def test_planning_anew_says_which_rows_wait_for_approval_again(drafter: Client, reviewer: Client) -> None:
    changeset = staff_steps.approve_rows(
        [staff_steps.pledge_row(system="MIM-104", unit="battery"), staff_steps.pledge_row(donors="NOR")]
    )
    move_alias()

    page = words(step(drafter, changeset, "replan"))

    assert "Planned anew against the ledger as it is now." in page
    assert "<li>row 1: differs in system</li>" in page
    assert staff_steps.state_of(changeset) == "submitted"
    assert "this step needs it to be approved" in words(step(reviewer, changeset, "publish"))


def test_planning_anew_what_stays_the_same_says_nothing_of_approvals(drafter: Client) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])

    page = words(step(drafter, changeset, "replan"))

    assert ("Planned anew against the ledger as it is now." in page, "wait for approval" in page) == (True, False)
    assert staff_steps.state_of(changeset) == "approved"


def test_second_publish_is_refused_on_the_page(reviewer: Client) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    step(reviewer, changeset, "publish")

    page = words(step(reviewer, changeset, "publish"))

    assert f"Change set {changeset.pk} is published; this step needs it to be approved" in page
    assert DatasetVersion.objects.count() == 1


def test_undo_publishes_the_inverse(log_in: LogIn) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset
    second = log_in("second")

    shown = words(second.get(reverse("changeset_undo", args=[changeset.pk])))
    page = words(step(second, changeset, "undo", reason="Entered twice."))

    assert "Undo it" in shown
    assert "Undone by version 2." in page
    assert "It takes back" in page


def test_undo_by_the_publisher_is_refused(reviewer: Client) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset

    shown = words(reviewer.get(reverse("changeset_undo", args=[changeset.pk])))
    page = words(step(reviewer, changeset, "undo", reason="Entered twice."))

    assert "You published version 1; another reviewer has to undo it." in shown
    assert "published version 1; somebody else has to undo it" in page
    assert DatasetVersion.objects.count() == 1


def test_undo_lists_what_builds_on_it(log_in: LogIn) -> None:
    row = staff_steps.pledge_row()
    changeset = staff_steps.publish_all([row]).changeset
    staff_steps.publish_all([staff_steps.entry_row(row["external_reference"])])

    shown = words(log_in("second").get(reverse("changeset_undo", args=[changeset.pk])))
    page = words(step(log_in("second"), changeset, "undo", reason="Entered twice."))

    reason = "<li>version 2 records “1 delivered” on 2025-DEU-001</li>"
    assert (reason in shown, reason in page) == (True, True)
    assert DatasetVersion.objects.count() == 2


def test_notes_stand_in_the_history(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    page = words(step(drafter, changeset, "note", words="Ask the ministry."))

    assert "Ask the ministry." in page
    assert changeset.events.order_by("-pk")[0].kind == ChangeSetEventKind.NOTED


def test_empty_note_is_refused(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    assert "reason in plain words" in words(step(drafter, changeset, "note", words=""))


def test_preview_says_what_publishing_moves_and_moves_nothing(drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    waiting = staff_steps.draft([staff_steps.pledge_row(quantity="about 20", system="nasams")])

    page = words(drafter.get(reverse("changeset_preview", args=[waiting.pk])))

    row = page.split('<th scope="row">NASAMS')[1].split("</tr>")[0]
    assert "promised, batteries" in row
    assert ('<span class="figure in-words">none</span>' in row, '<span class="figure">18–22</span>' in row) == (
        True,
        True,
    )
    assert DatasetVersion.objects.count() == 1


def test_undo_page_says_what_it_moves(log_in: LogIn) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row(quantity="5")]).changeset
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    page = words(log_in("second").get(reverse("changeset_undo", args=[changeset.pk])))

    row = page.split('<th scope="row">Patriot')[1].split("</tr>")[0]
    assert ('<span class="figure">5</span>' in row, "−5" in row) == (True, True)
    assert DatasetVersion.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_query_count(rows: int, reviewer: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row() for _ in range(rows)])

    with django_assert_num_queries(17):
        reviewer.get(reverse("changeset_detail", args=[changeset.pk]))


def test_row_taken_out_in_review_is_shown_until_somebody_else_approves_it(reviewer: Client, log_in: LogIn) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(quantity="3"), staff_steps.stock_row()])
    row = changeset.rows.get(position=1)
    address = reverse("changeset_row", args=[changeset.pk, 1])
    assert "Take this row out" in words(reviewer.get(address))
    fields = {"edit_version": changeset.edit_version, "delete": "1"}

    page = words(reviewer.post(address, fields, follow=True))
    own = words(step(reviewer, changeset, "approve_others"))
    other = log_in("another")
    asked = words(other.get(reverse("changeset_detail", args=[changeset.pk])))

    assert "Row 1 is taken out. It stays listed, and somebody else has to approve that." in page
    assert '<tr id="row-2" class="taken-out">' in page
    assert "taken out by reviewer" in page
    assert "1 row taken out" in page
    assert "You wrote or took out some of the rows" in own
    assert "1 row was taken out. Approving says yes to that too." in asked
    assert "Approved. It can be published now." in words(step(other, changeset, "approve"))
    assert changeset.rows.get(pk=row.pk).payload == row.payload


def test_row_that_was_taken_out_is_put_back_in_its_form(reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row(quantity="3"), staff_steps.stock_row()])
    fields = {"edit_version": changeset.edit_version, "delete": "1"}
    reviewer.post(reverse("changeset_row", args=[changeset.pk, 1]), fields)

    form = words(reviewer.get(reverse("changeset_row", args=[changeset.pk, 2])))
    status = correct(reviewer, changeset, 2)

    assert "It was taken out. Put back, it needs the approval of somebody else than you." in form
    assert "Take this row out" not in form
    assert status == 302
    shown = changeset.rows.order_by("position").values_list("position", "payload__action", "taken_out")
    assert list(shown) == [(1, "stock", False), (2, "pledge", False)]
