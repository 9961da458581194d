"""Possible duplicates: how alike two promises are, what is decided about them, and what stops a publish."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pledges import ledger, projections
from pledges.intake.drafts import create_changeset, replace_rows
from pledges.intake.duplicates.decide_pairs import decide, leave_open
from pledges.intake.duplicates.find_pairs import find_in_changeset, find_in_history, undecided_candidates
from pledges.intake.duplicates.gather_sides import related_systems
from pledges.intake.duplicates.pair_sides import Side
from pledges.intake.duplicates.score_pairs import STRONG, score
from pledges.intake.duplicates.store_sides import store_published_sides
from pledges.ledger import LaterFacts, NotAllowed, OutcomeDoesNotFit, OwnChangeSet, StalePlan, UndecidedDuplicates
from pledges.models import (
    ChangeSet,
    DuplicateCandidate,
    DuplicateDecision,
    Entry,
    Outcome,
    Pledge,
    PledgeState,
    System,
    Terms,
    User,
)
from pledges.values.choices import Origin, PlanAction
from pledges.values.estimates import Estimate, parse
from tests.pledges import staff_steps

DAY = date(2025, 6, 1)
TWO = Side(
    key="a:1",
    label="2025-DEU-001",
    donors=frozenset({"DEU"}),
    system="Patriot",
    unit="battery",
    quantity=Estimate.exact(2),
    value=None,
    start=DAY,
    end=DAY,
)


def later(days: int) -> dict[str, Any]:
    """Return the dates of a statement made so many days later."""
    return {"start": DAY + timedelta(days=days), "end": DAY + timedelta(days=days)}


SCORED = [
    ("the same promise, the same day", {}, {}, 85),
    ("within a month", {}, later(20), 82),
    ("within a quarter", {}, later(80), 78),
    ("within a year", {}, later(300), 74),
    ("eighteen months later", {}, later(540), 70),
    ("a single unit", {"quantity": Estimate.exact(1)}, {"quantity": Estimate.exact(1)}, 76),
    ("another number", {}, {"quantity": Estimate.exact(5)}, 45),
    ("half of a shared promise", {"quantity": Estimate.exact(4)}, {"shared": True}, 74),
    ("half of a promise that is not shared", {"quantity": Estimate.exact(4)}, {}, 45),
    ("inside the bounds", {"quantity": parse("up to 10")}, {}, 74),
    ("both not disclosed", {"quantity": parse("undisclosed")}, {"quantity": parse("undisclosed")}, 65),
    ("about as many", {"quantity": parse("about 200")}, {"quantity": parse("about 200")}, 74),
    ("one of two donors", {"donors": frozenset({"DEU", "NOR"})}, {}, 77),
    ("other donors", {"donors": frozenset({"NOR"})}, {}, 65),
    ("a munition of the system", {"system": "PAC-3", "unit": "missile"}, {}, 31),
    ("another unit of the system", {"unit": "launcher"}, {}, 45),
    ("the same value", {"value": Decimal(1000)}, {"value": Decimal(1019)}, 100),
    ("another value", {"value": Decimal(1000)}, {"value": Decimal(1100)}, 75),
    ("as announced", {}, {"words": "as announced in May"}, 95),
    ("another", {}, {"words": "another two"}, 95),
    ("the same source", {"urls": frozenset({"https://a"})}, {"urls": frozenset({"https://a"})}, 97),
    (
        "one list",
        {"schemes": frozenset({"kiel-r18"}), "urls": frozenset({"u"})},
        {"schemes": frozenset({"kiel-r18"}), "urls": frozenset({"u"})},
        65,
    ),
    (
        "one list and the same value",
        {"schemes": frozenset({"table"}), "value": Decimal(7)},
        {"schemes": frozenset({"table"}), "value": Decimal(7)},
        90,
    ),
    (
        "one release of a tracker, never strong",
        {"schemes": frozenset({"kiel-r18"}), "value": Decimal(7)},
        {"schemes": frozenset({"kiel-r18"}), "value": Decimal(7)},
        74,
    ),
    ("a wide window", {"start": DAY - timedelta(days=365)}, {}, 74),
]


@pytest.mark.parametrize(("earlier", "subject", "total"), [row[1:] for row in SCORED], ids=[row[0] for row in SCORED])
def test_score_adds_up_what_two_promises_share(earlier: dict[str, Any], subject: dict[str, Any], total: int) -> None:
    assert score(replace(TWO, key="b:2", **subject), replace(TWO, **earlier)).total == total


def test_score_says_why_in_words() -> None:
    subject = replace(TWO, key="b:2", words="the two batteries announced previously", **later(6))
    assert score(subject, TWO).reasons == (
        "same donors: DEU",
        "same system: Patriot",
        "the same number: 2",
        "announced within a week",
        "the word “previously” refers to an earlier statement",
    )


def test_score_knows_sums_of_two() -> None:
    partner = replace(TWO, key="c:3", label="2025-DEU-002", quantity=Estimate.exact(3))
    found = score(replace(TWO, key="b:2", quantity=Estimate.exact(5)), TWO, partners=[partner])
    assert (found.total, found.reasons[2]) == (74, "5 = 2 + 3 (2025-DEU-002)")


def test_score_does_not_mind_units_with_a_sourced_factor() -> None:
    found = score(replace(TWO, key="b:2", unit="launcher"), TWO, convertible=True)
    assert (found.total, found.reasons[2]) == (55, "launcher and battery convert into each other")


def test_score_is_strong_from_the_threshold_on() -> None:
    assert [score(replace(TWO, key="b:2", **later(days)), TWO).strong for days in (92, 93)] == [True, False]
    assert STRONG == 75


def said_again(**cells: Any) -> dict[str, Any]:
    """Return a row of another list that says the same as the usual row."""
    return staff_steps.pledge_row(**{"external_reference": "news:1", "occurred": "2025-06-03", **cells})


def only_candidate(changeset: ChangeSet) -> DuplicateCandidate:
    return DuplicateCandidate.objects.get(changeset=changeset)


def decide_only_candidate(
    changeset: ChangeSet, outcome: Outcome, *, actor: str = "drafter", reason: str = ""
) -> DuplicateDecision:
    """Decide about the only candidate of a change set."""
    candidate = only_candidate(changeset)
    return decide(
        candidate=candidate,
        outcome=outcome,
        reason=reason,
        actor=staff_steps.user(actor),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


def publish_draft(changeset: ChangeSet) -> None:
    """Carry a draft into the ledger and project it."""
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    staff_steps.approve(changeset)
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)


def promised_by_pledge() -> dict[str, tuple[Decimal, bool]]:
    """Return how many each pledge promises, and whether it counts."""
    states = PledgeState.objects.order_by("pledge__reference")
    return {one.pledge.reference: (one.promised_low, one.counted) for one in states.select_related("pledge")}


pytestmark = pytest.mark.django_db


@pytest.fixture
def first(catalogue: None) -> Pledge:
    """One Patriot battery of Germany, published."""
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="row:first")])
    return Pledge.objects.get()


def test_candidate_is_found_among_published_pledges(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    row = changeset.rows.get()
    found = only_candidate(changeset)
    assert (found.row_id, found.other_pledge_id, found.score, found.strong) == (row.pk, first.pk, 87, True)
    assert (found.key, found.other_key, found.settled) == ("news:1", "row:first", False)
    assert row.plan is not None
    assert row.plan["action"] == PlanAction.DUPLICATE


def test_candidate_is_found_in_an_earlier_open_change_set(catalogue: None) -> None:
    earlier = staff_steps.draft([staff_steps.pledge_row(external_reference="row:1")])
    changeset = staff_steps.draft([said_again()])
    assert only_candidate(changeset).other_row == earlier.rows.get()
    assert not DuplicateCandidate.objects.filter(changeset=earlier).exists()
    staff_steps.plan_anew(earlier)
    assert only_candidate(changeset).other_row == earlier.rows.get()


def test_candidate_is_found_among_earlier_rows_of_the_change_set(catalogue: None) -> None:
    changeset = staff_steps.draft(
        [staff_steps.pledge_row(external_reference=None), staff_steps.pledge_row(external_reference=None)]
    )
    found = only_candidate(changeset)
    assert (found.row.position, found.other_row.position, found.strong) == (2, 1, True)


@pytest.mark.parametrize(
    "cells",
    [
        {"donors": "POL"},
        {"system": "nasams"},
        {"occurred": "2023-11-01"},
        {"restates": "row:first"},
        {"adds": "row:first"},
        {"external_reference": "row:first"},
    ],
    ids=["other donor", "other system", "too long ago", "restates it", "adds to it", "its own reference"],
)
def test_candidate_is_none_where_nothing_ties_or_everything_is_said(first: Pledge, cells: dict[str, str]) -> None:
    changeset = staff_steps.draft([said_again(**cells)])
    assert not DuplicateCandidate.objects.filter(changeset=changeset).exists()


def test_candidates_leave_out_equal_items_of_one_kiel_release(catalogue: None) -> None:
    rows = [staff_steps.pledge_row(external_reference=f"kiel-r18:DEM1/DEM1_2/patriot/{n}") for n in (1, 2)]
    assert not DuplicateCandidate.objects.filter(changeset=staff_steps.draft(rows)).exists()
    other = staff_steps.pledge_row(external_reference="kiel-r18:DEM1/DEM1_3/patriot/1")
    assert [one.strong for one in DuplicateCandidate.objects.filter(changeset=staff_steps.draft([*rows, other]))] == [
        False,
        False,
    ]


def test_candidates_leave_out_starter_data(first: Pledge) -> None:
    starter = User.objects.create(username="system:starter", is_system=True, is_active=False, password="!")
    changeset = create_changeset(
        title="Starter",
        origin=Origin.STARTER,
        rows=[said_again()],
        author=starter,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert not DuplicateCandidate.objects.filter(changeset=changeset).exists()


def test_related_systems_are_munitions_and_similar_names(catalogue: None) -> None:
    patriot, nasams = System.objects.get(slug="patriot"), System.objects.get(slug="nasams")
    kind = {"kind": "munition", "capability": patriot.capability}
    pac3 = System.objects.create(slug="pac-3", name="PAC-3", short_name="PAC-3", munition_of=patriot, **kind)
    nasams2 = System.objects.create(slug="nasams-2", name="NASAMS 2", short_name="NASAMS 2", **kind)
    family = related_systems()
    assert (family[pac3.pk], family[nasams2.pk]) == (family[patriot.pk], family[nasams.pk])
    assert family[patriot.pk] != family[nasams.pk]


def test_publish_refuses_while_a_strong_candidate_is_undecided(first: Pledge) -> None:
    changeset = staff_steps.approve_rows([said_again()])
    with pytest.raises(UndecidedDuplicates) as refusal:
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    said = "same donors: DEU; same system: Patriot; the same number: 1; announced within a week; same source address"
    assert refusal.value.reasons == (f"row 1 and {first.reference} (87): {said}",)


def test_database_refuses_to_publish_undecided_candidates(first: Pledge) -> None:
    changeset = staff_steps.approve_rows([said_again()])
    with pytest.raises(IntegrityError, match="possible duplicates that nobody decided"), transaction.atomic():
        ChangeSet.objects.filter(pk=changeset.pk).update(state="published")


def test_publish_does_not_wait_for_weak_candidates(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again(quantity="5")])
    assert [one.strong for one in DuplicateCandidate.objects.filter(changeset=changeset)] == [False]
    publish_draft(changeset)
    assert list(promised_by_pledge().values()) == [(1, True), (5, True)]


def test_outcome_same_restates_and_adds_nothing(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    decision = decide_only_candidate(changeset, Outcome.SAME)
    publish_draft(changeset)
    assert list(promised_by_pledge().values()) == [(1, True), (1, False)]
    assert Terms.objects.get(restates=first).pledge.external_references.get().value == "1"
    assert (decision.key, decision.other_key, decision.decided_by.username) == ("news:1", "row:first", "drafter")


def test_outcome_adds_to_counts_and_links(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    decide_only_candidate(changeset, Outcome.ADDS_TO)
    publish_draft(changeset)
    assert list(promised_by_pledge().values()) == [(1, True), (1, True)]
    assert Terms.objects.filter(adds=first).count() == 1


def test_outcome_part_of_adds_nothing_and_says_so(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again(note="half of it")])
    decide_only_candidate(changeset, Outcome.PART_OF)
    publish_draft(changeset)
    assert list(promised_by_pledge().values()) == [(1, True), (1, False)]
    assert Terms.objects.get(restates=first).note == f"half of it; part of {first.reference}"


def test_outcome_fulfils_becomes_an_entry_of_the_pledge(first: Pledge) -> None:
    arrived = said_again(stage="delivered")
    changeset = staff_steps.draft([arrived, staff_steps.entry_row("news:1", stage="shipped")])
    decide_only_candidate(changeset, Outcome.FULFILS)
    publish_draft(changeset)
    assert promised_by_pledge() == {first.reference: (1, True)}
    entries = Entry.objects.filter(pledge=first).order_by("version", "position")
    assert list(entries.values_list("stage", flat=True)) == ["announced", "delivered", "shipped"]
    again = staff_steps.draft([arrived])
    assert [row.plan["action"] for row in again.rows.all()] == [PlanAction.UNCHANGED]


@pytest.fixture
def arrived_row(first: Pledge) -> staff_steps.Row:
    """A row that fulfilled the first pledge, published as its delivery."""
    row = said_again(stage="delivered")
    changeset = staff_steps.draft([row])
    decide_only_candidate(changeset, Outcome.FULFILS)
    publish_draft(changeset)
    return row


def test_row_that_fulfilled_a_pledge_is_unchanged_and_leads_to_it(first: Pledge, arrived_row: staff_steps.Row) -> None:
    again = staff_steps.draft([arrived_row, staff_steps.entry_row("news:1", stage="shipped", occurred="2025-06-09")])
    plans = [row.plan or {} for row in again.rows.order_by("position")]
    assert [plan["action"] for plan in plans] == [PlanAction.UNCHANGED, PlanAction.CREATE]
    assert plans[1]["fact"]["target"]["pledge_id"] == first.pk
    publish_draft(again)
    assert Entry.objects.filter(pledge=first).count() == 3


def test_row_that_fulfilled_a_pledge_and_changed_replaces_its_delivery(
    first: Pledge, arrived_row: staff_steps.Row
) -> None:
    changed = staff_steps.draft([{**arrived_row, "quantity": "up to 1"}])
    plan = changed.rows.get().plan
    assert plan is not None
    delivery = Entry.objects.get(pledge=first, stage="delivered")
    assert (plan["action"], plan["fact"]["kind"]) == (PlanAction.CHANGE, "entry")
    assert plan["fact"]["voids"] == [{"entry_id": delivery.pk}]
    assert Pledge.objects.count() == 1


def test_pledge_keeps_its_own_name_when_another_list_fulfils_it(catalogue: None) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference=None)])
    staff_steps.draft([said_again(donors="DEU", external_reference="third:1")])
    before = DuplicateCandidate.objects.get().other_key
    changeset = staff_steps.draft([said_again(stage="delivered")])
    DuplicateCandidate.objects.exclude(changeset=changeset).delete()
    decide(
        candidate=DuplicateCandidate.objects.get(changeset=changeset, other_pledge__isnull=False),
        outcome=Outcome.FULFILS,
        actor=staff_steps.user("reviewer"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    DuplicateCandidate.objects.exclude(decision__isnull=False).delete()
    publish_draft(changeset)
    found = staff_steps.draft([said_again(external_reference="fourth:1", occurred="2025-06-02")])
    assert before in DuplicateCandidate.objects.filter(changeset=found).values_list("other_key", flat=True)


def test_outcome_fulfils_needs_a_later_stage(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    with pytest.raises(OutcomeDoesNotFit, match="announced fulfils nothing"):
        decide_only_candidate(changeset, Outcome.FULFILS)
    assert not DuplicateDecision.objects.exists()


def test_outcome_different_changes_nothing(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    decide_only_candidate(changeset, Outcome.DIFFERENT, reason="one more")
    publish_draft(changeset)
    assert list(promised_by_pledge().values()) == [(1, True), (1, True)]
    assert not Terms.objects.exclude(restates=None, adds=None).exists()


def test_outcome_same_of_two_rows_needs_a_name_for_the_first(catalogue: None) -> None:
    changeset = staff_steps.draft(
        [staff_steps.pledge_row(external_reference=None), staff_steps.pledge_row(external_reference=None)]
    )
    decide_only_candidate(changeset, Outcome.SAME)
    plan = changeset.rows.get(position=2).plan
    assert plan is not None
    assert (plan["action"], plan["problems"][0]["rule"]) == (PlanAction.CONFLICT, "duplicate_outcome")
    assert plan["problems"][0]["hint"] == "give it one, or delete this row"


def test_outcome_waits_for_the_other_change_set(catalogue: None) -> None:
    earlier = staff_steps.draft([staff_steps.pledge_row(external_reference="row:1")])
    changeset = staff_steps.approve_rows([said_again()])
    decide_only_candidate(changeset, Outcome.SAME, actor="reviewer")
    with pytest.raises(UndecidedDuplicates, match="1 possible duplicate is not decided"):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    publish_draft(earlier)
    with pytest.raises(StalePlan):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert staff_steps.plan_anew(changeset).unapproved == ("row 1: differs in links",)
    staff_steps.approve(changeset)
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert Terms.objects.exclude(restates=None).count() == 1


def test_decision_survives_planning_and_reordering(first: Pledge) -> None:
    row = said_again(external_reference=None)
    changeset = staff_steps.draft([row])
    decide_only_candidate(changeset, Outcome.SAME)
    moved = [staff_steps.pledge_row(system="nasams"), {**row, "quote": "a quote found later"}]
    replace_rows(
        changeset=changeset,
        rows=moved,
        author=staff_steps.user("drafter"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    found = only_candidate(changeset)
    assert (found.row.position, found.settled, found.decision.outcome) == (2, True, "same")
    plan = changeset.rows.get(position=2).plan
    assert plan["fact"]["links"] == {"restates": {"pledge_id": first.pk, "external": ""}}


def test_decision_on_a_row_without_reference_outlives_its_publishing(catalogue: None) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference=None)])
    changeset = staff_steps.draft([said_again(external_reference=None)])
    decide_only_candidate(changeset, Outcome.DIFFERENT)
    publish_draft(changeset)
    find_in_history(today=staff_steps.TODAY)
    assert undecided_candidates().count() == 0
    pair = DuplicateCandidate.objects.get(changeset=None)
    assert (str(pair.pledge), str(pair.other_pledge)) == ("2025-DEU-002", "2025-DEU-001")
    assert pair.decision == DuplicateDecision.objects.get()


def test_decision_lapses_where_the_row_promises_something_else(first: Pledge) -> None:
    row = said_again(external_reference=None)
    changeset = staff_steps.draft([row])
    decide_only_candidate(changeset, Outcome.DIFFERENT)
    rows = [{**row, "occurred": "2025-06-04"}]
    replace_rows(
        changeset=changeset, rows=rows, author=staff_steps.user("drafter"), today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert not only_candidate(changeset).settled


def test_decision_can_be_taken_anew_and_keeps_its_history(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    decide_only_candidate(changeset, Outcome.SAME)
    decide_only_candidate(changeset, Outcome.DIFFERENT, reason="two deliveries are planned")
    assert list(DuplicateDecision.objects.order_by("pk").values_list("outcome", flat=True)) == ["same", "different"]
    assert changeset.rows.get().plan["fact"]["links"] == {}
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        DuplicateDecision.objects.filter(outcome="same").delete()


def test_decision_on_an_approved_change_set_is_for_another_reviewer(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()], author="author")
    ledger.submit(changeset=changeset, actor=staff_steps.user("author"), now=staff_steps.NOW)
    staff_steps.approve(changeset)
    with pytest.raises(OwnChangeSet):
        decide_only_candidate(changeset, Outcome.DIFFERENT, actor="author")
    with pytest.raises(NotAllowed):
        decide_only_candidate(changeset, Outcome.DIFFERENT, actor="drafter")
    assert decide_only_candidate(changeset, Outcome.DIFFERENT, actor="reviewer").decided_by.username == "reviewer"


def test_override_lets_a_change_set_through_and_is_kept(first: Pledge) -> None:
    changeset = staff_steps.approve_rows([said_again()])
    reviewer = staff_steps.user("reviewer")
    with pytest.raises(OutcomeDoesNotFit):
        leave_open(changeset=changeset, reason=" ", actor=reviewer, today=staff_steps.TODAY, now=staff_steps.NOW)
    with pytest.raises(NotAllowed):
        leave_open(
            changeset=changeset,
            reason="late",
            actor=staff_steps.user("drafter"),
            today=staff_steps.TODAY,
            now=staff_steps.NOW,
        )
    leave_open(
        changeset=changeset, reason="asked the ministry", actor=reviewer, today=staff_steps.TODAY, now=staff_steps.NOW
    )
    ledger.publish(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW)
    assert list(DuplicateDecision.objects.values_list("outcome", "reason", "decided_by__username")) == [
        ("left_open", "asked the ministry", "reviewer")
    ]
    assert "left open (asked the ministry)" in changeset.events.get(kind="edited").detail
    find_in_history(today=staff_steps.TODAY)
    assert undecided_candidates().count() == 1


def test_override_is_for_one_change_set_only(first: Pledge) -> None:
    changeset = staff_steps.approve_rows([said_again()])
    leave_open(
        changeset=changeset,
        reason="asked",
        actor=staff_steps.user("reviewer"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    second = staff_steps.draft([said_again()])
    assert not DuplicateCandidate.objects.get(changeset=second, other_pledge=first).settled


def test_find_duplicates_lists_pairs_of_history_and_keeps_decisions(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    leave_open(
        changeset=changeset,
        reason="asked",
        actor=staff_steps.user("reviewer"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    publish_draft(changeset)
    answer = StringIO()
    call_command("find_duplicates", "--json", stdout=answer)
    told = json.loads(answer.getvalue())
    assert told["undecided"] == 1
    assert told["pairs"][0] == {
        "pledge": "2025-DEU-002",
        "other": "2025-DEU-001",
        "score": 87,
        "strong": True,
        "reasons": [
            "same donors: DEU",
            "same system: Patriot",
            "the same number: 1",
            "announced within a week",
            "same source address",
        ],
    }
    decide(
        candidate=undecided_candidates().get(),
        outcome=Outcome.DIFFERENT,
        actor=staff_steps.user("reviewer"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    answer = StringIO()
    call_command("find_duplicates", "--limit", "5", stdout=answer)
    assert answer.getvalue() == "0 pairs are undecided, 0 of them strong; 0 are listed\n"


@pytest.mark.parametrize("count", [1, 3])
def test_finding_takes_a_fixed_number_of_queries(first: Pledge, count: int) -> None:
    rows = [said_again(external_reference=f"news:{number}") for number in range(count)]
    changeset = staff_steps.draft(rows)
    store_published_sides(today=staff_steps.TODAY)
    with CaptureQueriesContext(connection) as queries:
        find_in_changeset(changeset, today=staff_steps.TODAY)
    assert len(queries) == 20
    with CaptureQueriesContext(connection) as queries:
        find_in_history(today=staff_steps.TODAY)
    assert len(queries) == 9


def test_undo_refuses_where_a_later_decision_concerns_its_pledges(first: Pledge) -> None:
    changeset = staff_steps.draft([said_again()])
    decide_only_candidate(changeset, Outcome.DIFFERENT)
    reviewer = staff_steps.user("second reviewer")
    with pytest.raises(LaterFacts) as refusal:
        ledger.undo(changeset=first.version.changeset, reviewer=reviewer, reason="wrong", now=staff_steps.NOW)
    assert refusal.value.reasons == (f"drafter decided that news:1 and {first.reference} are “different promise”",)
    decide_only_candidate(changeset, Outcome.LEFT_OPEN, actor="reviewer", reason="the first one goes")
    ledger.undo(changeset=first.version.changeset, reviewer=reviewer, reason="wrong", now=staff_steps.NOW)
    staff_steps.plan_anew(changeset)
    assert not DuplicateCandidate.objects.filter(changeset=changeset).exists()
