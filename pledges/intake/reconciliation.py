"""Compares what sources say in sum ("has already provided three") with the ledger at their date; never counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from pledges.answers import AsOf
from pledges.answers.figure_values import window
from pledges.answers.moment_relations import fetch
from pledges.intake.asserted_comparison import comparisons_query
from pledges.ledger.review import require_role
from pledges.models import ReconciliationDecision, ReconciliationOutcome, User
from pledges.values.choices import Role, Stage, unit_label
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, format_estimate


class Comparison(TextChoices):
    """How an asserted total stands to the ledger; bounds that meet agree."""

    AGREES = "agrees", "agrees with the ledger"
    LEDGER_BELOW = "ledger_below", "the ledger has less"
    LEDGER_ABOVE = "ledger_above", "the ledger has more"


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
    outstanding: bool
    as_of: DateWindow
    asserted: Estimate
    ledger: Estimate
    comparison: Comparison
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
        return self.comparison != Comparison.AGREES and not (explained and self.decision and not self.decision.moved)

    @property
    def words(self) -> str:
        plural = self.asserted.high is None or self.asserted.high != 1
        what = f"{self.asserted.text or format_estimate(self.asserted)} {unit_label(self.unit, plural=plural)}"
        state = "still to come" if self.outstanding else Stage(self.stage).label.lower()
        figure = format_estimate(self.ledger)
        return f"{self.system_name}: stated {what} {state}, the ledger gives {figure}; {self.comparison.label}"


def reconciliation_items(*, as_of: AsOf, only_open: bool = False) -> list[ReconciliationItem]:
    """Every standing asserted total with the ledger's figure at its date, oldest first, in one query.

    The ledger is read as known at the moment asked for; a total that its day lies before is compared on its own day.
    """
    items = [read_item(row) for row in fetch(comparisons_query(), as_of.moment.params())]
    return [item for item in items if item.is_open or not only_open]


def read_item(row: Sequence[Any]) -> ReconciliationItem:
    asserted, ledger = Estimate(*row[13:17]), Estimate("", *row[17:20])
    asserted_total, key, donor, donor_name, system, system_name, unit, stage, outstanding = row[:9]
    source_title, source_publisher, source_url, quote, note, outcome, reason, by, at, moved = row[20:30]
    return ReconciliationItem(
        asserted_total=asserted_total,
        key=key,
        donor=donor,
        donor_name=donor_name,
        system=system,
        system_name=system_name,
        unit=unit,
        stage=stage,
        outstanding=outstanding,
        as_of=window(*row[9:13]) or DateWindow.unknown(),
        asserted=asserted,
        ledger=ledger,
        comparison=compare_estimates(asserted, ledger),
        source_title=source_title,
        source_publisher=source_publisher,
        source_url=source_url,
        quote=quote,
        note=note,
        decision=Decided(ReconciliationOutcome(outcome), reason, by, at, moved) if outcome else None,
    )


def compare_estimates(asserted: Estimate, ledger: Estimate) -> Comparison:
    """How the ledger stands to what a source says; intervals that meet agree."""
    if ledger.high is not None and ledger.high < asserted.low:
        return Comparison.LEDGER_BELOW
    if asserted.high is not None and ledger.low > asserted.high:
        return Comparison.LEDGER_ABOVE
    return Comparison.AGREES


@transaction.atomic
def decide_reconciliation(
    *, item: ReconciliationItem, outcome: ReconciliationOutcome, reason: str, actor: User, now: datetime
) -> ReconciliationDecision:
    """Record why a difference is as it is, or open it again; the ledger's figure of now is kept with it.

    :raises NotAllowed: the actor is no reviewer.
    """
    require_role(actor, Role.REVIEWER, origin="")
    return ReconciliationDecision.objects.create(
        key=item.key,
        asserted_total_id=item.asserted_total,
        outcome=outcome,
        reason=reason,
        ledger_text=format_estimate(item.ledger),
        ledger_low=item.ledger.low,
        ledger_best=item.ledger.best,
        ledger_high=item.ledger.high,
        decided_by=actor,
        decided_at=now,
    )
