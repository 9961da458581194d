"""What sources say in sum, beside the ledger at their date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pledges import ledger, projections
from pledges.answers import current_as_of
from pledges.answers.asserted_sums import asserted_sums
from pledges.intake.reconciliation import (
    ReconciliationItem,
    decide_reconciliation,
    reconciliation_items,
)
from pledges.ledger import LaterFacts, NotAllowed
from pledges.models import DatasetVersion, ReconciliationDecision, ReconciliationOutcome, System, SystemUnit
from pledges.values.estimates import Estimate
from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db


def items(**asked: Any) -> list[ReconciliationItem]:
    return reconciliation_items(as_of=current_as_of(now=staff_steps.NOW), **asked)


def only_item(*rows: staff_steps.Row) -> ReconciliationItem:
    """Return the one item after the rows are in the ledger."""
    staff_steps.publish_all(rows)
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    (item,) = items()
    return item


def figures(item: ReconciliationItem) -> tuple[str, str, bool]:
    """Return the ledger's figure, the comparison, and whether the item is open."""
    assert item.ledger is not None
    low, high = item.ledger.low, item.ledger.high
    return (
        f"{low.normalize():f} to {'open' if high is None else f'{high.normalize():f}'}",
        item.comparison,
        item.is_open,
    )


def pledge(name: str, **cells: Any) -> staff_steps.Row:
    """Return a promise of four batteries in May."""
    usual = {"external_reference": name, "quantity": "4", "occurred": "2025-05-01"}
    return staff_steps.pledge_row(**{**usual, **cells})


def delivery(reference: str, **cells: Any) -> staff_steps.Row:
    return staff_steps.entry_row(reference, **{"quantity": "3", "occurred": "2025-05-20", **cells})


@pytest.mark.parametrize(
    ("stated", "delivered", "outcome"),
    [
        ("3", "3", "agrees"),
        ("3", "up to 5", "agrees"),
        ("about 3", "2-5", "agrees"),
        ("2-5", "3", "overlaps"),
        ("at least 3", "9", "overlaps"),
        ("at least 3", "at least 2", "agrees"),
        ("several", "9", "not_compared"),
        ("undisclosed", "3", "not_compared"),
        ("over 50", "40", "ledger_below"),
        ("3", "up to 2", "ledger_below"),
        ("3", "at least 4", "ledger_above"),
    ],
)
def test_ledger_agrees_where_its_interval_holds_the_sum(
    catalogue: None, stated: str, delivered: str, outcome: str
) -> None:
    rows = pledge("row:p", quantity="at least 60"), delivery("row:p", quantity=delivered)
    item = only_item(*rows, staff_steps.asserted_total_row(quantity=stated))
    assert (item.comparison, item.is_open) == (outcome, outcome.startswith("ledger"))


def test_item_agrees_with_what_was_delivered_by_its_date(catalogue: None) -> None:
    item = only_item(pledge("row:p"), delivery("row:p"), staff_steps.asserted_total_row())
    assert figures(item) == ("3 to 3", "agrees", False)
    assert item.words == "Patriot: stated 3 batteries delivered, the ledger gives 3; agrees with the ledger"


def test_item_leaves_out_what_came_later(catalogue: None) -> None:
    item = only_item(pledge("row:p"), delivery("row:p", occurred="2025-06-02"), staff_steps.asserted_total_row())
    assert figures(item) == ("0 to 0", "ledger_below", True)


def test_item_counts_a_running_window_from_nothing(catalogue: None) -> None:
    rows = pledge("row:p"), delivery("row:p", occurred="June 2025"), staff_steps.asserted_total_row()
    assert figures(only_item(*rows)) == ("0 to 3", "agrees", False)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"stage": "announced", "quantity": "3"}, ("4 to 4", "ledger_above", True)),
        ({"stage": "committed", "quantity": "3"}, ("3 to 3", "agrees", False)),
        ({"stage": "contracted", "quantity": "3"}, ("3 to 3", "agrees", False)),
        ({"stage": "shipped", "quantity": "4"}, ("3 to 3", "ledger_below", True)),
        ({"stage": "committed", "quantity": "1", "outstanding": "true"}, ("1 to 1", "agrees", False)),
        ({"stage": "", "quantity": "1", "measure": "outstanding"}, ("1 to 1", "agrees", False)),
        ({"stage": "", "quantity": "4", "measure": "promised"}, ("4 to 4", "agrees", False)),
        ({"stage": "", "quantity": "2", "measure": "held", "donors": "UKR"}, ("3 to 3", "overlaps", False)),
        ({"stage": "", "quantity": "4", "measure": "held", "donors": "UKR"}, ("3 to 3", "ledger_below", True)),
        ({"occurred": "May 2025", "quantity": "3"}, ("3 to 3", "agrees", False)),
        ({"donors": "POL"}, ("0 to 0", "ledger_below", True)),
        ({"unit": "launcher"}, ("0 to 0", "ledger_below", True)),
    ],
)
def test_item_asks_for_its_stage_donor_and_unit(
    catalogue: None, cells: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    assert figures(only_item(pledge("row:p"), delivery("row:p"), staff_steps.asserted_total_row(**cells))) == expected


def test_item_takes_the_part_of_its_donor(catalogue: None) -> None:
    shared = pledge("row:p", donors="DEU:funder:0.75;NOR:funder:0.25")
    item = only_item(shared, delivery("row:p", quantity="4"), staff_steps.asserted_total_row())
    assert figures(item) == ("3 to 3", "agrees", False)


def test_item_leaves_out_restatements_and_other_beneficiaries(catalogue: None) -> None:
    again = pledge("row:again", stage="delivered", restates="row:p")
    allied = pledge("row:allied", stage="delivered", occurred="2025-05-02", beneficiary="POL", donors="DEU;NLD")
    item = only_item(pledge("row:p"), delivery("row:p"), again, allied, staff_steps.asserted_total_row())
    assert figures(item) == ("3 to 3", "agrees", False)


def test_items_come_oldest_first_in_one_query(catalogue: None) -> None:
    days = ("2025-06-01", "2024-02-01", "2025-01-01")
    staff_steps.publish_all([staff_steps.asserted_total_row(occurred=day) for day in days])
    as_of = current_as_of(now=staff_steps.NOW)
    with CaptureQueriesContext(connection) as queries:
        found = reconciliation_items(as_of=as_of)
    assert len(queries) == 1
    assert [item.as_of.text for item in found] == ["2024-02-01", "2025-01-01", "2025-06-01"]


def test_item_of_a_voided_total_is_gone(catalogue: None) -> None:
    staff_steps.publish_all([staff_steps.asserted_total_row(external_reference="row:total")])
    staff_steps.publish_all([staff_steps.void_row("row:total")])
    assert items() == []


def explain_item(item: ReconciliationItem, *, actor: str = "reviewer") -> ReconciliationDecision:
    return decide_reconciliation(
        item=item,
        outcome=ReconciliationOutcome.EXPLAINED,
        reason="one was returned",
        actor=staff_steps.user(actor),
        now=staff_steps.NOW,
    )


def test_decision_closes_an_item_until_the_ledger_moves(catalogue: None) -> None:
    item = only_item(pledge("row:p"), delivery("row:p", quantity="2"), staff_steps.asserted_total_row())
    assert [one.key for one in items(only_open=True)] == [item.key]
    explain_item(item)
    (known,) = items()
    assert known.decision is not None
    assert (known.decision.reason, known.decision.by, known.is_open) == ("one was returned", "reviewer", False)
    staff_steps.publish_all([delivery("row:p", quantity="2", occurred="2025-05-21")])
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    (moved,) = items()
    assert figures(moved) == ("4 to 4", "ledger_above", True)
    assert moved.decision is not None
    assert moved.decision.moved


def test_decision_survives_a_new_import_and_can_be_opened_again(catalogue: None) -> None:
    row = staff_steps.asserted_total_row(external_reference="row:total")
    explain_item(only_item(row))
    item = only_item({**row, "note": "the words of the minister"})
    assert (item.note, item.is_open) == ("the words of the minister", False)
    reopened = ReconciliationOutcome.REOPENED
    decide_reconciliation(
        item=item, outcome=reopened, reason="doubts", actor=staff_steps.user("reviewer"), now=staff_steps.NOW
    )
    assert [one.is_open for one in items()] == [True]
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        ReconciliationDecision.objects.update(reason="")


def test_decision_is_for_reviewers(catalogue: None) -> None:
    item = only_item(staff_steps.asserted_total_row())
    with pytest.raises(NotAllowed):
        explain_item(item, actor="drafter")
    assert item.asserted == Estimate.exact(3)


def test_undo_refuses_where_a_total_was_explained_with_its_pledges(catalogue: None) -> None:
    staff_steps.publish_all([pledge("row:p"), delivery("row:p", quantity="2")])
    item = only_item(staff_steps.asserted_total_row())
    first = DatasetVersion.objects.get(number=1)
    decide_reconciliation(
        item=item,
        outcome=ReconciliationOutcome.EXPLAINED,
        reason="one was returned",
        actor=staff_steps.user("reviewer"),
        now=staff_steps.NOW + timedelta(hours=1),
    )
    with pytest.raises(LaterFacts) as refusal:
        ledger.undo(changeset=first.changeset, reviewer=staff_steps.user("other"), reason="wrong", now=staff_steps.NOW)
    assert refusal.value.reasons == ("reviewer explained the total of DEU, Patriot: one was returned",)


def money(name: str, amount: str, **cells: Any) -> staff_steps.Row:
    usual = {"external_reference": name, "system": "money", "unit": "lot", "quantity": "1", "amount": amount}
    return staff_steps.pledge_row(**{**usual, "currency": "EUR", "occurred": "2025-05-01", **cells})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"amount": "€110 million"}, ("110000000 to 110000000", "agrees", False)),
        ({"amount": "€754 million"}, ("110000000 to 110000000", "ledger_below", True)),
        ({"amount": "about €110 million"}, ("110000000 to 110000000", "overlaps", False)),
        ({"amount": "€60 million", "measure": "outstanding"}, ("10000000 to 110000000", "agrees", False)),
        ({"amount": "€10 million", "system": "patriot", "unit": "battery"}, ("10000000 to 10000000", "agrees", False)),
    ],
)
def test_sum_of_money_asks_all_that_the_donor_promised_or_one_system(
    catalogue: None, cells: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    whole = {"system": "money", "unit": "lot", "quantity": "", "stage": "announced"}
    rows = money("row:m", "100 million"), pledge("row:p", amount="10 million", currency="EUR")
    partly = staff_steps.entry_row("row:m", quantity="undisclosed", occurred="2025-05-20")
    item = only_item(*rows, partly, staff_steps.asserted_total_row(**{**whole, **cells}))
    assert figures(item) == expected


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"donors": "XUN"}, "unnamed_donor"),
        ({"system": "tank-unspec"}, "unspecified_system"),
        ({"quantity": "dozens"}, "no_number"),
        ({"part": "one fund"}, "of_a_part"),
        ({"quantity": "", "amount": "3 billion UAH"}, "no_rate"),
        ({"system": "money", "unit": "lot", "quantity": "", "amount": "€5m"}, "not_reported"),
    ],
)
def test_what_cannot_be_compared_says_why_and_is_no_difference(
    catalogue: None, cells: dict[str, str], why: str
) -> None:
    tank = System.objects.create(
        slug="tank-unspec", name="Unspecified tank", short_name="Tank", kind="vehicle", capability="armour"
    )
    SystemUnit.objects.create(system=tank, unit="battery", position=1)
    item = only_item(staff_steps.asserted_total_row(**cells))
    assert (item.comparison, item.is_open, item.ledger) == ("not_compared", False, None)
    (stated,) = asserted_sums(current_as_of(now=staff_steps.NOW))
    assert stated.not_compared == why


@pytest.mark.parametrize(
    ("stated", "outcome", "why"),
    [("at least 3", "overlaps", None), ("at least 4", "ledger_below", None), ("several", "not_compared", "no_number")],
)
def test_stock_of_the_recipient_without_an_upper_bound_is_compared_where_it_states_a_number(
    catalogue: None, stated: str, outcome: str, why: str | None
) -> None:
    arrived = pledge("row:p", quantity="3", stage="delivered")
    staff_steps.publish_all([arrived, staff_steps.stock_row(donors="UKR", quantity=stated, occurred="2025-06-01")])
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    (found,) = asserted_sums(current_as_of(now=staff_steps.NOW))
    assert (found.outcome, found.not_compared) == (outcome, why)


def test_sum_of_money_of_the_recipient_asks_all_that_anybody_promised(catalogue: None) -> None:
    german, american = money("row:m", "100 million"), money("row:n", "30 million", donors="USA")
    whole = {"system": "money", "unit": "lot", "quantity": "", "stage": "announced", "measure": "promised"}
    item = only_item(german, american, staff_steps.asserted_total_row(**whole, donors="UKR", amount="€130 million"))
    assert figures(item) == ("130000000 to 130000000", "agrees", False)


def test_stock_of_the_recipient_is_a_bound_on_what_everybody_delivered(catalogue: None) -> None:
    german, american = pledge("row:p"), pledge("row:q", donors="USA", quantity="1", occurred="2025-05-02")
    arrived = delivery("row:p", quantity="2"), delivery("row:q", quantity="1")
    held = staff_steps.stock_row(donors="UKR", quantity="3", occurred="2025-06-01")
    staff_steps.publish_all([german, american, *arrived, held])
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    (stated,) = asserted_sums(current_as_of(now=staff_steps.NOW), systems=("patriot",))
    assert (stated.donor, stated.measure, stated.quantity.low, stated.outcome) == ("UKR", "held", 3, "agrees")
    assert stated.ledger == (3, 3, 3)
    assert items() == []
