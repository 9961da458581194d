"""Sums that sources state as disputes: the source's value beside the ledger's on the same day."""

from __future__ import annotations

from meetings.models import RECIPIENT
from pledges.answers.as_of import AsOf
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.disputes.dispute_rows import Claim, DisputeRow
from pledges.answers.figure_addresses import FigureAddress
from pledges.models import ReconciliationDecision, ReconciliationOutcome
from pledges.values.choices import ClaimedBy, DisputeKind, DisputeStatus, Kind, SumMeasure, SumOutcome
from pledges.values.estimates import Estimate, format_estimate

STATUS_OF = {
    SumOutcome.AGREES.value: DisputeStatus.AGREES,
    SumOutcome.OVERLAPS.value: DisputeStatus.MAY_AGREE,
    SumOutcome.NOT_COMPARED.value: DisputeStatus.NOT_COMPARED,
    SumOutcome.LEDGER_BELOW.value: DisputeStatus.OPEN,
    SumOutcome.LEDGER_ABOVE.value: DisputeStatus.OPEN,
}
FIGURE_OF = {
    SumMeasure.DELIVERED.value: "delivered",
    SumMeasure.HELD.value: "delivered",
    SumMeasure.OUTSTANDING.value: "outstanding",
    SumMeasure.PROMISED.value: "promised",
}
"""Which figure of the ledger a sum is held against."""


def sum_disputes(as_of: AsOf) -> list[DisputeRow]:
    explained = explanations(as_of)
    return [dispute_of_sum(one, explained.get(one.key, "")) for one in asserted_sums(as_of)]


def explanations(as_of: AsOf) -> dict[str, str]:
    """Why differences are understood, by the key of the sum, as decided when the moment was known."""
    decided = ReconciliationDecision.objects.filter(decided_at__lte=as_of.known_at)
    last = decided.order_by("key", "-id").distinct("key")
    return {one.key: one.reason for one in last if one.outcome == ReconciliationOutcome.EXPLAINED}


def dispute_of_sum(one: AssertedSum, explanation: str) -> DisputeRow:
    status = STATUS_OF[one.outcome]
    if explanation and status == DisputeStatus.OPEN:
        status = DisputeStatus.EXPLAINED
    return DisputeRow(
        dispute=f"sum-{one.fact}",
        kind=DisputeKind.ASSERTED_SUM.value,
        status=status.value,
        subject=str(figure_of(one)),
        subject_kind="system" if one.donor == RECIPIENT else "donor",
        subject_key=one.system.slug if one.donor == RECIPIENT else one.donor,
        subject_name=f"{one.donor_name}: {one.system.short_name}",
        about=one.measure,
        claims=claims_of(one),
        donors=(one.donor,),
        system=one.system,
        unit=one.unit,
        meeting=one.meeting,
        outcome=one.outcome,
        not_compared=one.not_compared,
        reason=explanation if status == DisputeStatus.EXPLAINED else one.note,
        party=one.donor_name,
        quote=one.quote,
    )


def figure_of(one: AssertedSum) -> FigureAddress:
    """The address of the figure that a sum is about; what the recipient holds is about all donors."""
    path, system, unit = FIGURE_OF[one.measure], one.system.slug, one.unit
    if one.amount is not None:
        path = f"value_eur:{'delivered' if path == 'delivered' else 'promised'}"
        if one.system.kind == Kind.MONEY:
            system = unit = ""
    if one.donor == RECIPIENT:
        return FigureAddress("system", system, "", unit, path) if system else FigureAddress("all", path=path)
    return FigureAddress("donor", one.donor, system, unit, path)


def claims_of(one: AssertedSum) -> tuple[Claim, ...]:
    stated = one.amount if one.amount is not None else one.quantity
    said = Claim(
        stated_words(stated, one.currency if one.amount is not None else None),
        estimate=stated,
        currency=one.currency if one.amount is not None else None,
        as_of=one.as_of,
        source=one.source,
        confidence=one.confidence,
    )
    if one.ledger is None:
        return (said,)
    currency = "EUR" if one.amount is not None else None
    held = Claim(
        stated_words(one.ledger.estimate, currency),
        estimate=one.ledger,
        currency=currency,
        as_of=one.as_of,
        said_by=ClaimedBy.LEDGER.value,
    )
    return (said, held)


def stated_words(estimate: Estimate, currency: str | None) -> str:
    words = estimate.text or format_estimate(estimate)
    return f"{words} {currency}" if currency else words
