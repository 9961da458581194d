"""Every named constraint of pledges, violated once, beside the nearest row that it lets pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from meetings.models import Donor
from pledges.models import (
    CatalogueSuggestion,
    ChangeMark,
    ChangeSet,
    ChangeSetRow,
    DraftedRow,
    DraftedText,
    DraftingRun,
    DuplicateCandidate,
    DuplicateSide,
    ExternalReference,
    FieldDecision,
    GapSummary,
    HeadroomSummary,
    ImportJob,
    Invitation,
    LoadedRate,
    NameRequest,
    Package,
    PledgeAttribution,
    PledgeSpan,
    PriceEstimate,
    ProjectionState,
    QuoteAnchor,
    ReportingSummary,
    ResidueSentence,
    ReviewPolicy,
    RowComment,
    Summary,
    System,
    SystemAlias,
    SystemUnit,
    Terms,
    TermsParty,
    UnitConversion,
    User,
)
from pledges.projections.reporting_sums import COUNTED
from tests.pledges import staff_steps
from tests.pledges.models import drafted, rows

pytestmark = pytest.mark.usefixtures("open_version")

Create = Callable[..., models.Model]
Columns = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A constraint, the columns it refuses, and the nearest it allows."""

    constraint: str
    create: Create
    refused: Columns
    allowed: Columns

    def __str__(self) -> str:
        return f"{self.constraint} {' '.join(self.refused)}"


def create_account(**columns: Any) -> User:
    return User.objects.create(**{"username": "somebody", **columns})


def create_system(**columns: Any) -> System:
    usual = {"slug": "hawk", "name": "Hawk", "short_name": "Hawk", "kind": "system", "capability": "air_defence"}
    return System.objects.create(**{**usual, **columns})


def create_invitation(**columns: Any) -> Invitation:
    ends = staff_steps.NOW + timedelta(days=7)
    usual = {"email": "olena@example.org", "role": "drafter", "digest": "0" * 64, "created_at": staff_steps.NOW}
    return Invitation.objects.create(
        **{**usual, "expires_at": ends, "invited_by": staff_steps.user("reviewer"), **columns}
    )


def create_conversion(**columns: Any) -> UnitConversion:
    usual = {"system": patriot(), "from_unit": "battery", "to_unit": "launcher", "source": rows.source()}
    return UnitConversion.objects.create(**{**usual, **rows.exactly("factor", 6), **columns})


def create_price(**columns: Any) -> PriceEstimate:
    usual = {"system": patriot(), "unit": "battery", "currency": "USD", "basis": "contract", "source": rows.source()}
    return PriceEstimate.objects.create(**{**usual, **rows.exactly("amount", 1_000_000), **columns})


def create_policy(**columns: Any) -> ReviewPolicy:
    return ReviewPolicy.objects.create(**columns)


def create_changeset(**columns: Any) -> ChangeSet:
    usual = {"title": "Statements", "created_by": staff_steps.user("drafter"), "created_at": staff_steps.NOW}
    return ChangeSet.objects.create(**{**usual, **columns})


def create_row(*, approver: str = "", **columns: Any) -> ChangeSetRow:
    usual = {"changeset": create_changeset(), "position": 1, "payload": {}, "author": staff_steps.user("drafter")}
    approved_by = staff_steps.user(approver) if approver else None
    return ChangeSetRow.objects.create(**{**usual, "approved_by": approved_by, **columns})


def create_row_comment(**columns: Any) -> RowComment:
    usual = {"row": create_row(), "words": "how many?", "author": staff_steps.user("reviewer"), "at": staff_steps.NOW}
    return RowComment.objects.create(**{**usual, **columns})


def name_request_columns() -> dict[str, Any]:
    return {"changeset": create_changeset(), "kind": "donor", "words": "Atlantis", "folded": "atlantis",
            "asked_by": staff_steps.user("drafter"), "asked_at": staff_steps.NOW}  # fmt: skip


def create_name_request(**columns: Any) -> NameRequest:
    answered = {"answered_by": staff_steps.user("reviewer"), "answered_at": staff_steps.NOW, "outcome": "means"}
    return NameRequest.objects.create(**{**name_request_columns(), **(answered if columns else {}), **columns})


def create_party(**columns: Any) -> TermsParty:
    terms = columns.pop("terms", None) or rows.create_terms()
    return TermsParty.objects.create(**{"terms": terms, "donor": Donor.objects.get(code="DEU"), **columns})


def create_projection_state(**columns: Any) -> ProjectionState:
    return ProjectionState.objects.create(**{"valid_at": staff_steps.TODAY, "computed_at": staff_steps.NOW, **columns})


def create_candidate(**columns: Any) -> DuplicateCandidate:
    pledges = {"pledge": rows.create_pledge(), "other_pledge": rows.create_pledge()}
    usual = {"key": "a:1", "other_key": "a:2", "score": 80, "strong": True, "reasons": []}
    return DuplicateCandidate.objects.create(**{**usual, **pledges, **columns})


def create_pair_of_candidates(keys: tuple[str, str]) -> DuplicateCandidate:
    create_candidate(other_key=keys[0])
    return create_candidate(other_key=keys[1])


def create_settled_candidate(**columns: Any) -> DuplicateCandidate:
    decision = rows.create_duplicate_decision() if columns.pop("decided") else None
    return create_candidate(settled=True, decision=decision, **columns)


def create_side(**columns: Any) -> DuplicateSide:
    day = date(2025, 1, 1)
    usual = {
        "sid": 1, "pledge": rows.create_pledge(), "donor_id": 1, "system_id": 1, "family": 1, "key": "a:1",
        "list_key": "a:1", "scheme": "a", "donors": ["DEU"], "shared": False, "unit": "battery", "counts": True,
        "text": "2", "low": 2, "start_day": day, "end_day": day, "urls": [], "words": "", "cue": 0, "links": [],
        "link_names": [], "stands": True, "digest": "",
    }  # fmt: skip
    return DuplicateSide.objects.create(**{**usual, **columns})


def create_two_sides(donors: tuple[int, int]) -> DuplicateSide:
    create_side(donor_id=donors[0])
    return create_side(donor_id=donors[1])


def create_job(**columns: Any) -> ImportJob:
    usual = {"title": "A table", "created_by": staff_steps.user("drafter"), "created_at": staff_steps.NOW}
    return ImportJob.objects.create(**{**usual, **columns})


def create_suggestion(**columns: Any) -> CatalogueSuggestion:
    return CatalogueSuggestion.objects.create(**{"kind": "donor", "name": "Somewhere", **columns})


def patriot() -> System:
    return System.objects.get(slug="patriot")


def estimate(constraint: str, create: Create, name: str) -> list[Case]:
    """Return the cases of one estimate: not negative, low, best and high in order."""
    bounds = [
        ((-1, None, None), (0, None, None)),
        ((2, 1, None), (2, 2, None)),
        ((2, None, 1), (2, None, 2)),
        ((1, 3, 2), (1, 2, 2)),
    ]
    return [
        Case(constraint, create, stated_columns(name, refused), stated_columns(name, allowed))
        for refused, allowed in bounds
    ]


VAGUE_STOCK = {"total_low": 2, "total_best": None, "total_high": None, "has_number": False}


def number(constraint: str, create: Create) -> Case:
    """Return the case of a quantity with bounds that is said to have no number."""
    bounds = {"quantity_low": 2, "quantity_best": None, "has_number": False}
    return Case(constraint, create, bounds | {"quantity_high": 4}, bounds | {"quantity_high": None})


def optional_estimate(constraint: str, create: Create, name: str) -> list[Case]:
    """Return the cases of an estimate that may be absent, but not in part."""
    cases = estimate(constraint, create, name)
    return [
        *cases,
        Case(constraint, create, stated_columns(name, (None, 1, 1)), stated_columns(name, (None, None, None))),
    ]


def stated_columns(name: str, bounds: tuple[int | None, int | None, int | None]) -> Columns:
    extra: Columns = {"currency": "EUR", "basis": "contract"} if name == "amount" and bounds[0] is not None else {}
    columns = {f"{name}_{end}": value for end, value in zip(("low", "best", "high"), bounds, strict=True)}
    return {**columns, **extra}


def window(constraint: str, create: Create, name: str) -> Case:
    """Return the case of a window that runs backwards."""
    first, second = date(2025, 6, 1), date(2025, 6, 2)
    return Case(
        constraint,
        create,
        {f"{name}_start": second, f"{name}_end": first},
        {f"{name}_start": first, f"{name}_end": first},
    )


def requirement_amount(**columns: Any) -> models.Model:
    return rows.create_requirement(**{name: value for name, value in columns.items() if name != "basis"})


def sum_amount(**columns: Any) -> models.Model:
    return rows.create_asserted_total(**{name: value for name, value in columns.items() if name != "basis"})


OF_MONEY = {**rows.exactly("amount", 5), "currency": "EUR", "eur_rate_source": "none_needed"}


def sum_promised(**columns: Any) -> models.Model:
    return rows.create_asserted_total(**{"measure": "promised", **columns})


def need_of_money(**columns: Any) -> models.Model:
    return rows.create_requirement(**{**OF_MONEY, **columns})


def sum_of_money(**columns: Any) -> models.Model:
    return rows.create_asserted_total(**{**OF_MONEY, **columns})


def entry_value(**columns: Any) -> models.Model:
    amount = {**rows.exactly("amount", 5), "currency": "EUR", "basis": "contract", "eur_rate_source": "none_needed"}
    return rows.create_entry(**{**amount, **columns})


def span_columns(terms: Terms) -> Columns:
    """Return the columns of a span of the pledge that the terms are of."""
    about = {"terms": terms, "pledge": terms.pledge, "beneficiary": terms.beneficiary, **rows.system_columns()}
    flags = {"counted": True, "unconverted": False, "unvalued": True, "status": "announced"}
    return {**about, **flags, "moved_end": date(2025, 6, 1), "known_from": 1, "valid_from": date(2025, 6, 1)}


def create_span(**columns: Any) -> PledgeSpan:
    return PledgeSpan.objects.create(**{**span_columns(rows.create_terms()), **columns})


def entry_in_dollars(**columns: Any) -> models.Model:
    rate = {"eur_rate": 2, "eur_rate_date": date(2025, 6, 1), "eur_rate_source": "ecb"}
    return rows.create_entry(**{**DOLLARS, **rate, **stated_columns("value_eur", (HALF, HALF, HALF)), **columns})


def create_loaded_rate(**columns: Any) -> models.Model:
    usual = {"currency": "USD", "day": date(2026, 11, 2), "per_euro": Decimal("1.1"), "load": rows.create_rate_load()}
    return LoadedRate.objects.create(**{**usual, **columns})


AMOUNT = {**rows.exactly("amount", 5), "currency": "EUR", "basis": "contract"}
DOLLARS = {**AMOUNT, "currency": "USD"}
HALF: Any = Decimal("2.5")

NO_PLACE = {"prefix": "", "exact": "", "suffix": "", "start": None, "end": None}

CHECKS = [
    Case("invitation_expires", create_invitation, {"expires_at": staff_steps.NOW}, {}),
    Case("invitation_ends_once", create_invitation,
        {"taken_at": staff_steps.NOW, "revoked_at": staff_steps.NOW}, {"taken_at": staff_steps.NOW}),
    Case("user_system_without_login", create_account,
         {"username": "system:x", "is_system": True, "is_active": True},
         {"username": "system:x", "is_system": True, "is_active": False}),
    Case("user_system_name", create_account,
         {"username": "x", "is_system": True, "is_active": False},
         {"username": "x", "is_system": False}),
    Case("user_system_name", create_account, {"username": "system:x"}, {"username": "x"}),
    Case("review_policy_single_row", create_policy, {"id": 2}, {"id": 1}),
    Case("projection_state_single_row", create_projection_state, {"id": 2}, {"id": 1}),
    Case("unit_conversion_factor_bounded", create_conversion,
         stated_columns("factor", (1, None, None)), stated_columns("factor", (1, None, 2))),
    Case("unit_conversion_factor_bounded", create_conversion,
         stated_columns("factor", (0, None, 2)), stated_columns("factor", (1, None, 2))),
    Case("unit_conversion_units_differ", create_conversion, {"to_unit": "battery"}, {"to_unit": "radar"}),
    Case("unit_conversion_factor_order", create_conversion,
         stated_columns("factor", (3, None, 2)), stated_columns("factor", (2, None, 3))),
    Case("price_estimate_currency_form", create_price, {"currency": "us$"}, {"currency": "USD"}),
    *estimate("price_estimate_amount_order", create_price, "amount"),
    Case("change_set_undo_origin", create_changeset, {"origin": "undo"}, {"origin": "entry"}),
    Case("change_set_approver", create_changeset, {"approved_at": staff_steps.NOW}, {"approved_at": None}),
    Case("pledge_reference_form", rows.create_pledge, {"reference": "25-DEU-1"}, {"reference": "2025-DEU-999"}),
    window("terms_due_order", rows.create_terms, "due"),
    Case("change_set_row_approval_of_facts", create_row,
         {"approver": "reviewer", "planned_hash": "a"},
         {"approver": "reviewer", "planned_hash": "a", "approved_hash": "a"}),
    Case("change_set_row_approval_of_facts", create_row,
         {"planned_hash": "a", "approved_hash": "a"}, {"planned_hash": "a"}),
    Case("change_set_row_approval_of_facts", create_row,
         {"approver": "reviewer", "planned_hash": "b", "approved_hash": "a"},
         {"approver": "reviewer", "planned_hash": "b", "approved_hash": "b"}),
    Case("change_set_row_approval_of_facts", create_row, {"approver": "reviewer"}, {"approver": ""}),
    Case("terms_party_share_range", create_party, {"share": Decimal(0)}, {"share": Decimal("0.0000000001")}),
    Case("terms_party_share_range", create_party, {"share": Decimal("1.1")}, {"share": Decimal(1)}),
    window("entry_occurred_order", rows.create_entry, "occurred"),
    *estimate("entry_quantity_order", rows.create_entry, "quantity"),
    number("entry_number_with_bounds", rows.create_entry),
    *estimate("entry_amount_order", rows.create_entry, "amount"),
    *optional_estimate("entry_value_eur_order", entry_value, "value_eur"),
    Case("entry_unknown_not_zero", rows.create_entry,
         stated_columns("quantity", (0, None, 0)), stated_columns("quantity", (0, 0, 0))),
    Case("entry_amount_currency", rows.create_entry, {**AMOUNT, "currency": ""}, AMOUNT),
    Case("entry_amount_currency", rows.create_entry, {**AMOUNT, "basis": ""}, AMOUNT),
    Case("entry_amount_currency", rows.create_entry, {"currency": "EUR"}, {"currency": ""}),
    Case("entry_value_rate", rows.create_entry,
         {**AMOUNT, "value_eur_low": 5}, {**AMOUNT, "value_eur_low": 5, "eur_rate_source": "none_needed"}),
    Case("entry_rate_range", rows.create_entry, {**AMOUNT, "eur_rate": 2}, {**AMOUNT, "eur_rate": 1}),
    Case("entry_rate_range", rows.create_entry, {**DOLLARS, "eur_rate": 0}, {**DOLLARS, "eur_rate": 2}),
    Case("entry_value_at_rate", entry_in_dollars, {"eur_rate": None}, {}),
    Case("entry_value_at_rate", entry_in_dollars, {"eur_rate_date": None}, {}),
    Case("entry_value_at_rate", entry_in_dollars,
         stated_columns("value_eur", (2, 2, 2)),
         {**stated_columns("value_eur", (2, 2, 2)), "eur_rate_source": "stated"}),
    Case("entry_value_at_rate", entry_in_dollars,
         {"eur_rate_source": "fixed", "eur_rate": 3}, {"eur_rate_source": "fixed"}),
    Case("loaded_rate_currency_form", create_loaded_rate, {"currency": "US"}, {"currency": "USD"}),
    Case("loaded_rate_positive", create_loaded_rate, {"per_euro": 0}, {"per_euro": 1}),
    Case("void_reason_given", rows.create_void, {"reason": ""}, {"reason": "a slip"}),
    window("requirement_stated_order", rows.create_requirement, "stated"),
    window("requirement_due_order", rows.create_requirement, "due"),
    *estimate("requirement_quantity_order", rows.create_requirement, "quantity"),
    number("requirement_number_with_bounds", rows.create_requirement),
    *optional_estimate("requirement_amount_order", requirement_amount, "amount"),
    *optional_estimate("requirement_value_eur_order", need_of_money, "value_eur"),
    Case("requirement_value_rate", need_of_money, {"eur_rate_source": "", "value_eur_low": 1},
         {"value_eur_low": 1}),
    window("stock_as_of_order", rows.create_stock, "as_of"),
    *estimate("stock_total_order", rows.create_stock, "total"),
    Case("stock_number_with_bounds", rows.create_stock, VAGUE_STOCK | {"total_high": 4}, VAGUE_STOCK),
    *optional_estimate("stock_unavailable_order", rows.create_stock, "unavailable"),
    *optional_estimate("stock_elsewhere_order", rows.create_stock, "elsewhere"),
    Case("asserted_total_stage_counted", sum_promised, {"stage": "withdrawn"}, {"stage": "shipped"}),
    Case("completeness_of_something", rows.create_completeness, {"donor": None}, {}),
    window("completeness_as_of_order", rows.create_completeness, "as_of"),
    window("asserted_total_as_of_order", rows.create_asserted_total, "as_of"),
    *estimate("asserted_total_quantity_order", rows.create_asserted_total, "quantity"),
    number("asserted_total_number_with_bounds", rows.create_asserted_total),
    *optional_estimate("asserted_total_amount_order", sum_amount, "amount"),
    *optional_estimate("asserted_total_value_eur_order", sum_of_money, "value_eur"),
    Case("asserted_total_amount_currency", sum_of_money, {"currency": ""}, {}),
    Case("asserted_total_amount_currency", rows.create_asserted_total, {"currency": "EUR"}, {"currency": ""}),
    Case("asserted_total_value_rate", sum_of_money, {"eur_rate_source": "", "value_eur_low": 1}, {"value_eur_low": 1}),
    Case("asserted_total_measure_outstanding", rows.create_asserted_total,
         {"measure": "outstanding"}, {"measure": "outstanding", "outstanding": True}),
    Case("asserted_total_measure_outstanding", rows.create_asserted_total, {"outstanding": True}, {}),
    Case("asserted_total_measure_stage", rows.create_asserted_total,
         {"measure": "promised"}, {"measure": "promised", "stage": "announced"}),
    Case("asserted_total_measure_stage", rows.create_asserted_total,
         {"measure": "held", "stage": "shipped"}, {"measure": "held"}),
    Case("duplicate_decision_two_statements", rows.create_duplicate_decision, {"other_key": "a:1"}, {}),
    Case("duplicate_decision_left_open_reason", rows.create_duplicate_decision,
         {"outcome": "left_open"}, {"outcome": "left_open", "reason": "no time"}),
    Case("duplicate_candidate_score_range", create_candidate, {"score": 101}, {"score": 100}),
    Case("duplicate_candidate_settled_by_decision", create_settled_candidate, {"decided": False}, {"decided": True}),
    Case("duplicate_candidate_two_sides", create_candidate, {"pledge": None}, {}),
    Case("duplicate_candidate_two_sides", create_candidate, {"other_pledge": None}, {}),
    Case("duplicate_candidate_unique", create_pair_of_candidates, {"keys": ("a:2", "a:2")}, {"keys": ("a:2", "a:3")}),
    Case("duplicate_side_of_pledge_or_row", create_side, {"pledge": None}, {}),
    Case("duplicate_side_unique", create_two_sides, {"donors": (1, 1)}, {"donors": (1, 2)}),
    Case("reconciliation_decision_reason_given", rows.create_reconciliation_decision, {"reason": ""}, {}),
    Case("import_job_rows_done_within_total", create_job,
         {"rows_total": 2, "rows_done": 3}, {"rows_total": 3, "rows_done": 3}),
    Case("import_job_finished", create_job, {"state": "done"}, {"state": "done", "finished_at": staff_steps.NOW}),
    Case("catalogue_suggestion_system_filled", create_suggestion,
         {"kind": "system", "slug": "hawk", "system_kind": "system", "capability": "air_defence"},
         {"kind": "system", "slug": "hawk", "system_kind": "system", "capability": "air_defence", "unit": "battery"}),
    Case("import_job_finished", create_job, {"finished_at": staff_steps.NOW}, {}),
    Case("change_set_row_taken_out", create_row,
         {"taken_out": True, "plan": {"action": "create"}}, {"taken_out": True, "plan": {"action": "taken_out"}}),
    Case("change_set_row_taken_out", create_row,
         {"plan": {"action": "taken_out"}}, {"plan": {"action": "create"}}),
    Case("change_set_row_taken_out", create_row, {"taken_out": True}, {"taken_out": False}),
    Case("row_comment_words", create_row_comment, {"words": ""}, {"words": "how many?"}),
    Case("row_comment_settled", create_row_comment, {"settled_at": staff_steps.NOW}, {}),
    Case("name_request_answered", create_name_request, {"answer": "DEU", "answered_by": None}, {"answer": "DEU"}),
    Case("name_request_answered", create_name_request, {"answer": "DEU", "outcome": ""}, {}),
    Case("name_request_meaning", create_name_request, {"answer": ""}, {"answer": "DEU"}),
    Case("name_request_meaning", create_name_request,
         {"outcome": "declined"}, {"outcome": "declined", "reason": "it sank"}),
    Case("kept_copy_sha256_hex", rows.create_kept_copy, {"sha256": "A" * 64}, {"sha256": "a" * 64}),
    Case("kept_copy_media_type", rows.create_kept_copy, {"media_type": "image/png"}, {"media_type": "text/html"}),
    Case("kept_copy_not_empty", rows.create_kept_copy, {"byte_size": 0}, {"byte_size": 1}),
    Case("kept_copy_read", rows.create_kept_copy, {"state": "waiting", "text_sha256": "a" * 64}, {"state": "waiting"}),
    Case("kept_copy_read", rows.create_kept_copy, {"state": "failed"}, {"state": "failed", "problem": "encrypted"}),
    Case("kept_copy_read", rows.create_kept_copy, {"problem": "encrypted"}, {"problem": ""}),
    Case("quote_anchor_place", rows.create_quote_anchor, {"start": None}, {}),
    Case("quote_anchor_place", rows.create_quote_anchor, {"end": 18}, {"exact": "gives two ", "suffix": "", "end": 18}),
    Case("quote_anchor_place", rows.create_quote_anchor, {**NO_PLACE, "suffix": " Patriot"}, NO_PLACE),
    Case("drafting_run_sentences", drafted.create_run, {"sentences_total": 1, "sentences_done": 2},
         {"sentences_total": 2, "sentences_done": 2}),
    Case("drafting_run_finished", drafted.create_run, {"state": "done"},
         {"state": "done", "finished_at": staff_steps.NOW}),
    Case("drafting_run_finished", drafted.create_run, {"finished_at": staff_steps.NOW}, {"state": "running"}),
    Case("drafting_run_problem", drafted.create_run, {"problem": "no text"},
         {"problem": "no text", "state": "failed", "finished_at": staff_steps.NOW}),
    Case("drafting_run_problem", drafted.create_run, {"state": "failed", "finished_at": staff_steps.NOW}, {}),
    Case("drafting_run_rule_version", drafted.create_run, {"rule_version": ""}, {"rule_version": "2"}),
    Case("drafting_run_model_form", drafted.create_run, {"model_sha256": "model"}, {"model_sha256": "a" * 64}),
    Case("drafted_row_span", drafted.create_row, {"span_start": 7}, {"span_start": 6}),
    Case("drafted_row_key_form", drafted.create_row, {"key": "claim"}, {"key": "a" * 64}),
    Case("drafted_row_rule", drafted.create_row, {"rule": ""}, {"rule": "", "by_hand": True}),
    Case("drafted_row_rule", drafted.create_row, {"by_hand": True}, {"by_hand": False}),
    Case("drafted_row_in_changeset", drafted.create_row_in_changeset, {}, {"state": "handed_over"}),
    Case("residue_sentence_span", drafted.create_sentence, {"span_end": 0}, {"span_end": 1}),
    Case("residue_sentence_ticked", drafted.create_sentence, {"ticked_at": staff_steps.NOW}, {}),
    Case("row_decision_reason", drafted.create_decision, {"outcome": "rejected"},
         {"outcome": "rejected", "reason": "misread"}),
    Case("row_decision_reason", drafted.create_decision, {"reason": "misread"}, {"outcome": "edited"}),
    Case("row_decision_other_in_words", drafted.create_decision, {"outcome": "rejected", "reason": "other"},
         {"outcome": "rejected", "reason": "other", "words": "a caption"}),
    Case("field_decision_says_something", drafted.create_field, {"drafted": "", "accepted": ""}, {"drafted": ""}),
    Case("pledge_span_order", create_span, {"known_to": 1}, {"known_to": 2}),
    Case("pledge_span_order", create_span, {"valid_to": date(2025, 6, 1)}, {"valid_to": date(2025, 6, 2)}),
]  # fmt: skip


@pytest.mark.parametrize("case", CHECKS, ids=str)
def test_check_refuses_the_row_and_lets_its_neighbour_pass(case: Case) -> None:
    with pytest.raises(IntegrityError, match=f'"{case.constraint}"'), transaction.atomic():
        case.create(**case.refused)
    assert case.create(**case.allowed).pk is not None


def test_system_munition_of_other_refuses_a_munition_of_itself() -> None:
    system = create_system()
    system.munition_of = system
    with pytest.raises(IntegrityError, match="system_munition_of_other"), transaction.atomic():
        system.save()
    system.munition_of = patriot()
    system.save()


@pytest.mark.parametrize("link", ["restates", "adds", "compensates"])
def test_terms_links_other_refuses_a_pledge_linked_to_itself(link: str) -> None:
    pledge, other = rows.create_pledge(), rows.create_pledge()
    with pytest.raises(IntegrityError, match="terms_links_other"), transaction.atomic():
        rows.create_terms(pledge=pledge, **{link: pledge})
    assert rows.create_terms(pledge=pledge, **{link: other}).pk is not None


def test_void_one_target_refuses_none_and_two() -> None:
    entry, stock = rows.create_entry(), rows.create_stock()
    with pytest.raises(IntegrityError, match="void_one_target"), transaction.atomic():
        rows.create_void(entry=None)
    with pytest.raises(IntegrityError, match="void_one_target"), transaction.atomic():
        rows.create_void(entry=entry, stock=stock)
    assert rows.create_void(entry=entry).pk is not None


def position_of(fact: Any) -> Columns:
    return {"position": fact.position, "version": fact.version}


REPORTED = dict.fromkeys(("pledges", *COUNTED, "delay_days"), 1)

UNIQUE = [
    ("quote_anchor_unique", QuoteAnchor,
     lambda: {"version": rows.version(), "position": 1, "copy": rows.create_kept_copy()}, {"position": 2}),
    ("drafted_text_once", DraftedText, drafted.text_columns, {"published": date(2025, 6, 4)}),
    ("drafting_run_once", DraftingRun, drafted.run_columns, {"rule_version": "2"}),
    ("drafted_row_once", DraftedRow, drafted.row_columns, {"key": "b" * 64}),
    ("residue_sentence_once", ResidueSentence, drafted.sentence_columns, {"span_end": 8}),
    ("field_decision_once", FieldDecision, drafted.field_columns, {"column": "unit"}),
    ("catalogue_suggestion_unique", CatalogueSuggestion, lambda: {"kind": "donor", "name": "A"}, {"kind": "package"}),
    ("name_request_asked_once", NameRequest, name_request_columns, {"folded": "lemuria"}),
    ("system_unit_unique", SystemUnit, lambda: {"system": patriot(), "unit": "radar"}, {"unit": "piece"}),
    ("system_alias_unique", SystemAlias, lambda: {"system": patriot(), "alias": "PATRIOT SAM"}, {"alias": "PAC"}),
    ("change_set_row_position_unique", ChangeSetRow,
     lambda: {"changeset": create_changeset(title="A"), "position": 1, "payload": {},
              "author": staff_steps.user("drafter")},
     {"position": 2}),
    ("terms_party_unique", TermsParty,
     lambda: {"terms": rows.create_terms(), "donor": Donor.objects.get(code="DEU"), "role": "funder"},
     {"role": "supplier"}),
    ("external_reference_unique", ExternalReference,
     lambda: {"scheme": "a", "value": "b", "version": rows.version(), "row": ChangeSetRow.objects.first()},
     {"value": "c"}),
    ("pledge_attribution_unique", PledgeAttribution,
     lambda: {"terms": (terms := rows.create_terms()), "pledge": terms.pledge, "system": terms.pledge.system,
              "donor_code": "DEU"},
     {"donor_code": "NOR"}),
    ("loaded_rate_unique", LoadedRate,
     lambda: {"currency": "USD", "day": date(2026, 11, 2), "per_euro": 1, "load": rows.create_rate_load()},
     {"currency": "GBP"}),
    ("pledge_span_unique", PledgeSpan, lambda: span_columns(rows.create_terms()), {"valid_from": date(2025, 6, 2)}),
    ("change_mark_place_unique", ChangeMark,
     lambda: {"version": 1, "position": 1, "type": "delivered", "fact_id": 1, "stated_version": 1},
     {"position": 2}),
    ("summary_unique", Summary,
     lambda: {"scope": "donor", "key": "DEU", "aid_type": "military", "pledges": 1, "dataset_version": 1,
              "computed_at": staff_steps.NOW},
     {"key": "NOR"}),
    ("reporting_summary_unique", ReportingSummary,
     lambda: {"scope": "donor", "key": "DEU", "aid_type": "military", "system": patriot(), **REPORTED,
              "dataset_version": 1, "computed_at": staff_steps.NOW},
     {"key": "NOR"}),
    ("gap_summary_unique", GapSummary,
     lambda: {**rows.system_columns(), "requirement": rows.create_requirement(), "dataset_version": 1,
              "computed_at": staff_steps.NOW},
     {"unit": "launcher"}),
    ("headroom_summary_unique", HeadroomSummary,
     lambda: {**rows.system_columns(), "stock": rows.create_stock(), "holder": Donor.objects.get(code="DEU"),
              "dataset_version": 1, "computed_at": staff_steps.NOW},
     {"unit": "launcher"}),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "model", "columns", "other"), UNIQUE, ids=[case[0] for case in UNIQUE])
def test_unique_refuses_the_same_again(
    constraint: str, model: type[models.Model], columns: Callable[[], Columns], other: Columns
) -> None:
    rows.version()
    values = columns()
    model.objects.create(**values)
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        model.objects.create(**values)
    assert model.objects.create(**{**values, **other}).pk is not None


POSITIONS = {
    "terms_position_unique": rows.create_terms,
    "entry_position_unique": rows.create_entry,
    "void_position_unique": rows.create_void,
    "requirement_position_unique": rows.create_requirement,
    "stock_position_unique": rows.create_stock,
    "asserted_total_position_unique": rows.create_asserted_total,
    "completeness_position_unique": rows.create_completeness,
}


@pytest.mark.parametrize("constraint", POSITIONS)
def test_position_unique_refuses_two_facts_at_one_place_of_a_version(constraint: str) -> None:
    create = POSITIONS[constraint]
    fact = create()
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        create(**position_of(fact))


def test_pledge_counter_unique_refuses_a_number_given_twice() -> None:
    pledge = rows.create_pledge()
    same = {"year": pledge.year, "lead": pledge.lead, "counter": pledge.counter}
    with pytest.raises(IntegrityError, match="pledge_counter_unique"), transaction.atomic():
        rows.create_pledge(reference="2025-DEU-998", **same)
    rows.create_pledge(reference="2025-DEU-998", **{**same, "year": 2024})


def test_system_alias_unique_compares_without_regard_to_case() -> None:
    with pytest.raises(IntegrityError, match="system_alias_unique"), transaction.atomic():
        SystemAlias.objects.create(system=patriot(), alias="mim-104")


@pytest.mark.parametrize(
    ("constraint", "create", "other"),
    [
        ("unit_conversion_unique", create_conversion, {"to_unit": "radar"}),
        ("price_estimate_unique", create_price, {"basis": "list_price"}),
    ],
)
def test_catalogue_unique_refuses_the_same_again(constraint: str, create: Create, other: Columns) -> None:
    create()
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        create()
    create(**other)


def test_slugs_are_unique() -> None:
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        Package.objects.create(slug="package-1", name="Another")
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        create_system(slug="patriot")


def test_every_named_constraint_has_a_test() -> None:
    elsewhere = {"system_munition_of_other", "terms_links_other", "void_one_target", "pledge_counter_unique"}
    catalogue = {"unit_conversion_unique", "price_estimate_unique"}
    elsewhere |= {"api_token_expires_within_a_year", "api_token_revoked_by_somebody", "api_token_name_given"}
    elsewhere |= {"api_token_scopes_known"}
    elsewhere |= {"stored_answer_key_unique"}
    tested = (
        {case.constraint for case in CHECKS} | {case[0] for case in UNIQUE} | set(POSITIONS) | elsewhere | catalogue
    )
    named = {
        constraint.name
        for model in apps.get_app_config("pledges").get_models()
        for constraint in model._meta.constraints
    }
    assert named == tested
