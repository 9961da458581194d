"""Compares what sources say in sum ("has already provided three") with the ledger at their date; never counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pledges.answers import AsOf
from pledges.answers.asserted_sums import AssertedSum, asserted_total_list
from pledges.answers.keyset_pages import order_clause
from pledges.answers.moment_relations import fetch
from pledges.ledger.review import require_role
from pledges.models import ReconciliationDecision, ReconciliationOutcome, User
from pledges.values.choices import Role, Stage, SumMeasure, SumOutcome, unit_label
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, format_estimate


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided last about an asserted total. `moved` says that the ledger's figure has changed since."""

    outcome: ReconciliationOutcome
    reason: str
    by: str
    at: datetime
    moved: bool


@dataclass(frozen=True, slots=True)
class ReconciliationItem:
    """An asserted total beside the ledger's own figure at its date."""

    asserted_total: int
    key: str
    donor: str
    donor_name: str
    system: str
    system_name: str
    unit: str
    stage: str
    measure: str
    as_of: DateWindow
    asserted: Estimate
    amount: Estimate | None
    currency: str
    ledger: Estimate | None
    comparison: SumOutcome
    source_title: str
    source_publisher: str
    source_url: str
    quote: str
    note: str
    decision: Decided | None

    @property
    def is_open(self) -> bool:
        """Whether the figures differ and nobody explained why, or the ledger has moved since somebody did."""
        explained = self.decision and self.decision.outcome == ReconciliationOutcome.EXPLAINED
        return self.differs and not (explained and self.decision and not self.decision.moved)

    @property
    def differs(self) -> bool:
        return self.comparison in (SumOutcome.LEDGER_BELOW, SumOutcome.LEDGER_ABOVE)

    @property
    def words(self) -> str:
        state = {SumMeasure.OUTSTANDING: "still to come", SumMeasure.HELD: "held"}.get(
            SumMeasure(self.measure), Stage(self.stage).label.lower()
        )
        figure = format_estimate(self.ledger) if self.ledger else "no figure"
        figure = f"EUR {figure}" if self.amount and self.ledger else figure
        return f"{self.system_name}: stated {self.what} {state}, the ledger gives {figure}; {self.comparison.label}"

    @property
    def what(self) -> str:
        """What is stated, in its own words."""
        if self.amount is not None:
            return f"{self.amount.text or format_estimate(self.amount)} {self.currency}"
        plural = self.asserted.high is None or self.asserted.high != 1
        return f"{self.asserted.text or format_estimate(self.asserted)} {unit_label(self.unit, plural=plural)}"


def reconciliation_items(*, as_of: AsOf, only_open: bool = False) -> list[ReconciliationItem]:
    """Every standing asserted total with the ledger's figure at its date, oldest first, in one query.

    The ledger is read as known at the moment asked for; a total that its day lies before is compared on its own day.
    """
    listed = asserted_total_list(as_of, joins=LAST_DECISION)
    sql, params = listed.query(f"{AssertedSum.select_items()}, {DECIDED}")
    # What the recipient says it holds stands beside them on pages, but is no sum that staff explain.
    found = fetch(f"{sql} AND total.kind = 'asserted_total' {order_clause(listed.keys)}", params)
    items = [read_item(row) for row in found]
    return [item for item in items if item.is_open or not only_open]


LAST_DECISION = """
    LEFT JOIN LATERAL (
        SELECT d.*, person.username FROM pledges_reconciliationdecision AS d
        JOIN pledges_user AS person ON person.id = d.decided_by_id
        WHERE d.key = named.key ORDER BY d.id DESC LIMIT 1
    ) AS decided ON true
"""
"""What was decided last about a total."""

DECIDED = """total.id, named.key, decided.outcome, decided.reason, decided.username, decided.decided_at,
    (decided.ledger_low, decided.ledger_best, decided.ledger_high)
        IS DISTINCT FROM (total.ledger_low, total.ledger_best, total.ledger_high) AS moved"""


def read_item(row: Sequence[Any]) -> ReconciliationItem:
    width = AssertedSum.width()
    stated = AssertedSum.read(*row[:width])
    asserted_total, key, outcome, reason, by, at, moved = row[width:]
    return ReconciliationItem(
        asserted_total=asserted_total,
        key=key,
        donor=stated.donor,
        donor_name=stated.donor_name,
        system=stated.system.slug,
        system_name=stated.system.short_name,
        unit=stated.unit,
        stage=stated.stage,
        measure=stated.measure,
        as_of=stated.as_of or DateWindow.unknown(),
        asserted=stated.quantity,
        amount=stated.amount,
        currency=stated.currency or "",
        ledger=stated.ledger.estimate if stated.ledger else None,
        comparison=SumOutcome(stated.outcome),
        source_title=stated.source.title,
        source_publisher=stated.source.publisher,
        source_url=stated.source.url,
        quote=stated.quote,
        note=stated.note,
        decision=Decided(ReconciliationOutcome(outcome), reason, by, at, moved) if outcome else None,
    )


@transaction.atomic
def decide_reconciliation(
    *, item: ReconciliationItem, outcome: ReconciliationOutcome, reason: str, actor: User, now: datetime
) -> ReconciliationDecision:
    """Record why a difference is as it is, or open it again; the ledger's figure of now is kept with it.

    :raises NotAllowed: the actor is no reviewer.
    """
    require_role(actor, Role.REVIEWER, origin="")
    figure = item.ledger or Estimate("", Decimal(0), None, None)
    return ReconciliationDecision.objects.create(
        key=item.key,
        asserted_total_id=item.asserted_total,
        outcome=outcome,
        reason=reason,
        ledger_text=format_estimate(figure),
        ledger_low=figure.low,
        ledger_best=figure.best,
        ledger_high=figure.high,
        decided_by=actor,
        decided_at=now,
    )
