"""Possible duplicates at their row, and sums that sources state."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges.models import ChangeSet, DuplicateCandidate, DuplicateDecision, Outcome, ReconciliationDecision
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubled_draft(catalogue: None) -> ChangeSet:
    """A draft that says once more what is in the ledger."""
    staff_steps.publish_all([staff_steps.pledge_row(quantity="2")])
    return staff_steps.draft([staff_steps.pledge_row(quantity="2", occurred="2025-06-03", external_reference=None)])


def test_row_says_what_it_may_double_and_why(doubled_draft: ChangeSet, drafter: Client) -> None:
    page = words(drafter.get(reverse("changeset_detail", args=[doubled_draft.pk])))

    candidate = DuplicateCandidate.objects.get(changeset=doubled_draft, strong=True)
    assert '<span class="tag possibly">possible duplicate</span>of<a href="/pledges/2025-DEU-001/">' in page
    assert all(reason in page for reason in candidate.reasons)
    for outcome in ("same", "adds_to", "part_of", "fulfils", "different"):
        assert f'name="pair" value="{candidate.pair_name}:{outcome}"' in page


def test_outcome_is_kept_and_shown(doubled_draft: ChangeSet, drafter: Client) -> None:
    candidate = DuplicateCandidate.objects.get(changeset=doubled_draft, strong=True)

    drafter.post(reverse("duplicate_decide", args=[doubled_draft.pk]), {"pair": f"{candidate.pair_name}:different"})

    decision = DuplicateDecision.objects.get()
    page = words(drafter.get(reverse("changeset_detail", args=[doubled_draft.pk])))
    assert (decision.outcome, decision.decided_by.username) == (Outcome.DIFFERENT, "drafter")
    assert "decided by drafter" in page
    assert doubled_draft.rows.get().plan["action"] == "create"


def test_outcome_that_does_not_fit_is_refused_on_the_page(doubled_draft: ChangeSet, drafter: Client) -> None:
    candidate = DuplicateCandidate.objects.get(changeset=doubled_draft, strong=True)

    answer = drafter.post(
        reverse("duplicate_decide", args=[doubled_draft.pk]), {"pair": f"{candidate.pair_name}:fulfils"}, follow=True
    )

    assert "fulfils nothing; its stage must be committed or later" in words(answer)
    assert DuplicateDecision.objects.count() == 0


@pytest.mark.parametrize("pair", ["", "x:same", f"{'9' * 5000}:same", "{pair}:nonsense"])
def test_unknown_pair_is_refused_on_the_page(pair: str, doubled_draft: ChangeSet, drafter: Client) -> None:
    name = doubled_draft.duplicate_candidates.get().pair_name

    answer = drafter.post(
        reverse("duplicate_decide", args=[doubled_draft.pk]), {"pair": pair.replace("{pair}", name)}, follow=True
    )

    assert (answer.status_code, "This pair is no longer there" in words(answer)) == (200, True)
    assert DuplicateDecision.objects.count() == 0


def test_page_shown_before_the_rows_were_planned_anew_still_decides(doubled_draft: ChangeSet, drafter: Client) -> None:
    before = doubled_draft.duplicate_candidates.get()
    drafter.post(reverse("changeset_replan", args=[doubled_draft.pk]))

    drafter.post(reverse("duplicate_decide", args=[doubled_draft.pk]), {"pair": f"{before.pair_name}:different"})

    assert DuplicateDecision.objects.get().outcome == Outcome.DIFFERENT


def test_reason_too_long_is_refused_and_all_that_was_typed_stays_once(
    doubled_draft: ChangeSet, drafter: Client
) -> None:
    name = doubled_draft.duplicate_candidates.get().pair_name

    answer = drafter.post(
        reverse("duplicate_decide", args=[doubled_draft.pk]),
        {"pair": f"{name}:different", f"reason-{name}": "because " * 150},
        follow=True,
    )

    again = words(drafter.get(reverse("changeset_detail", args=[doubled_draft.pk])))
    assert "A reason in plain words of up to 1,000 characters is needed" in words(answer)
    assert (f'value="{"because " * 150}"' in answer.content.decode(), "because" in again) == (True, False)
    assert DuplicateDecision.objects.count() == 0


def test_reasons_typed_at_other_pairs_outlive_a_decision(catalogue: None, drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quantity="2")])
    doubled = {"quantity": "2", "occurred": "2025-06-03", "external_reference": None}
    changeset = staff_steps.draft([staff_steps.pledge_row(**doubled), staff_steps.pledge_row(**doubled, note="Again")])
    first, *others = changeset.duplicate_candidates.filter(strong=True).order_by("row__position", "pk")
    other = next(one for one in others if one.row_id != first.row_id)

    answer = drafter.post(
        reverse("duplicate_decide", args=[changeset.pk]),
        {
            "pair": f"{first.pair_name}:different",
            f"reason-{first.pair_name}": "Another one.",
            f"reason-{other.pair_name}": "Half a sentence",
        },
        follow=True,
    )

    page = answer.content.decode()
    assert DuplicateDecision.objects.get().reason == "Another one."
    assert ('value="Half a sentence"' in page, 'value="Another one."' in page) == (True, False)


def test_undecided_pair_blocks_publishing_until_it_is_left_open_with_a_reason(
    doubled_draft: ChangeSet, log_in: LogIn, drafter: Client
) -> None:
    reviewer = log_in("reviewer")
    step(drafter, doubled_draft, "submit")
    step(reviewer, doubled_draft, "approve")
    refused = words(step(reviewer, doubled_draft, "publish"))

    left = reviewer.post(
        reverse("duplicates_leave_open", args=[doubled_draft.pk]), {"reason": "Both exist."}, follow=True
    )
    published = words(step(reviewer, doubled_draft, "publish"))

    assert 'class="message error"' in refused
    assert "1 pair stays open, with your reason." in words(left)
    assert "Published as version 2." in published


def test_sum_that_differs_is_listed_and_explained(reviewer: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row()])
    staff_steps.publish_all([staff_steps.asserted_total_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    page = words(reviewer.get(reverse("reconciliation_list")))
    address = page.split('action="/staff/reconcile/')[1].split('"')[0]

    reviewer.post(f"/staff/reconcile/{address}", {"reason": "Two were given before 2022."})

    after = words(reviewer.get(reverse("reconciliation_list")))
    everything = words(reviewer.get(f"{reverse('reconciliation_list')}?show=all"))
    assert "Germany</strong>, Patriot: stated 3 batteries delivered" in page
    assert ReconciliationDecision.objects.get().reason == "Two were given before 2022."
    assert "Every sum that a source states agrees" in after
    assert "Two were given before 2022." in everything


def test_explaining_needs_a_reason_and_a_reviewer(reviewer: Client, drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.asserted_total_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    address = words(reviewer.get(reverse("reconciliation_list"))).split('action="/staff/reconcile/')[1].split('"')[0]

    statuses = (
        drafter.post(f"/staff/reconcile/{address}", {"reason": "so"}).status_code,
        reviewer.post(f"/staff/reconcile/{address}", {"reason": " "}).status_code,
        reviewer.post("/staff/reconcile/999/", {"reason": "so"}).status_code,
    )

    assert statuses == (403, 302, 404)
    assert ReconciliationDecision.objects.count() == 0


def test_preview_counts_what_waits_for_a_decision_as_new(doubled_draft: ChangeSet, drafter: Client) -> None:
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    answer = drafter.get(reverse("changeset_preview", args=[doubled_draft.pk]), HTTP_HX_REQUEST="true")

    assert "Possible duplicates count as new until they are decided." in words(answer)
    assert doubled_draft.rows.get().plan["action"] == "duplicate"


def test_decisions_are_listed_with_their_reasons_and_found_by_them(doubled_draft: ChangeSet, drafter: Client) -> None:
    pair = doubled_draft.duplicate_candidates.get()
    for outcome, reason in (("same", "One announcement."), ("different", "Two brigades, two batteries.")):
        drafter.post(
            reverse("duplicate_decide", args=[doubled_draft.pk]),
            {"pair": f"{pair.pair_name}:{outcome}", f"reason-{pair.pair_name}": reason},
        )
        pair = doubled_draft.duplicate_candidates.get()

    pages = {
        query: words(drafter.get(f"{reverse('decision_list')}?{query}"))
        for query in ("", "outcome=different", "q=two+brigades", "q=nobody", "outcome=nonsense&before=x")
    }

    shown = {query: ("One announcement." in page, "Two brigades" in page) for query, page in pages.items()}
    assert shown == {
        "": (True, True),
        "outcome=different": (False, True),
        "q=two+brigades": (False, True),
        "q=nobody": (False, False),
        "outcome=nonsense&before=x": (True, True),
    }
    assert "Two brigades, two batteries." in words(drafter.get(reverse("changeset_detail", args=[doubled_draft.pk])))
