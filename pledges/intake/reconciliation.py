"""Compares what sources say in sum ("has already provided three") with the ledger at their date; never counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from pledges.choices import Role, Stage, unit_label
from pledges.dates import DateWindow
from pledges.estimates import Estimate, format_estimate
from pledges.ledger.review import require_role
from pledges.models import ReconciliationDecision, ReconciliationOutcome, User
from pledges.projections.answers import AsOf
from pledges.projections.answers.relations import fetch
from pledges.projections.answers.values import window
from pledges.projections.attribution import attributed, attribution_query
from pledges.projections.states import VOIDED, live_entries, live_terms, reached, stage_sums


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
        """The comparison as a sentence."""
        plural = self.asserted.high is None or self.asserted.high != 1
        what = f"{self.asserted.text or format_estimate(self.asserted)} {unit_label(self.unit, plural=plural)}"
        state = "still to come" if self.outstanding else Stage(self.stage).label.lower()
        figure = format_estimate(self.ledger)
        return f"{self.system_name}: stated {what} {state}, the ledger gives {figure}; {self.comparison.label}"


FIGURES = {
    "total.outstanding": "outstanding",
    "total.stage = 'signalled'": "g",
    "total.stage = 'announced'": "promised",
    "total.stage = 'committed'": "secured",
    "total.stage = 'contracted'": "from_k",
    "total.stage = 'shipped'": "from_h",
}
"""Which figure of a pledge answers an asserted total; else what is delivered."""


def figure(end: str) -> str:
    """Return the expression of one bound of the figure that a total is about; an open bound is NULL."""
    cases = " ".join(f"WHEN {condition} THEN state.{name}_{end}" for condition, name in FIGURES.items())
    chosen = f"CASE {cases} ELSE state.dc_{end} END"
    return f"NULLIF({chosen}, 'Infinity')" if end == "high" else chosen


def comparisons_query() -> str:
    """Return the query of all standing totals with the ledger's figure at their date.

    Each total asks each pledge of its donor, system and unit for its state on the last day of the total's window. Who
    the parties are, and what restates what, is taken as known now.
    """
    parts = ", ".join(f"{attributed(f'asked_{end}', 'quantity')} AS {end}" for end in ("low", "best", "high"))
    figures = ", ".join(f"{figure(end)} AS asked_{end}" for end in ("low", "best", "high"))
    return f"""
        WITH attributions AS MATERIALIZED ({attribution_query(keyed=False)}),
        {VOIDED}, {live_terms(keyed=False)},
        totals AS MATERIALIZED (
            SELECT a.*, donor.code, donor.name, least(a.as_of_end, %(valid_at)s) AS day
            FROM pledges_assertedtotal AS a JOIN meetings_donor AS donor ON donor.id = a.donor_id
            WHERE a.version_id <= %(known)s AND a.as_of_start <= %(valid_at)s AND NOT EXISTS (
                SELECT FROM pledges_void AS v
                WHERE v.asserted_total_id = a.id AND v.version_id <= %(known)s AND NOT EXISTS (
                    SELECT FROM pledges_void AS l WHERE l.lifted_void_id = v.id AND l.version_id <= %(known)s
                )
            )
        ),
        asked AS MATERIALIZED (
            SELECT row_number() OVER () AS ask, total.id AS total_id, total.day, p.id AS pledge_id
            FROM totals AS total
            JOIN pledges_pledge AS p ON p.system_id = total.system_id AND p.unit = total.unit
            JOIN attributions AS mine ON mine.pledge_id = p.id AND mine.donor_code = total.code
            JOIN live_terms AS t ON t.pledge_id = p.id AND t.restates_id IS NULL
            JOIN meetings_donor AS beneficiary ON beneficiary.id = t.beneficiary_id AND beneficiary.code = 'UKR'
        ),
        {live_entries(asked=True)},
        derived AS ({reached(stage_sums())}),
        answers AS (
            SELECT asked.ask, asked.total_id, asked.pledge_id AS asked_pledge, {figures}
            FROM derived AS state
            JOIN asked ON asked.ask = state.pledge_id
            JOIN totals AS total ON total.id = asked.total_id
            WHERE total.stage = 'signalled' OR n_a + n_c + n_k + n_h + n_d > 0
        ),
        shares AS (
            SELECT state.total_id, part.code, {parts}
            FROM answers AS state
            JOIN (
                SELECT asked.ask AS pledge_id, a.donor_code AS code, a.quantity_share, a.quantity_rest
                FROM asked JOIN attributions AS a ON a.pledge_id = asked.pledge_id
            ) AS part ON part.pledge_id = state.ask
        ),
        sums AS (
            SELECT total.id, coalesce(sum(s.low), 0) AS low,
                CASE WHEN count(s.best) = count(s.low) THEN coalesce(sum(s.best), 0) END AS best,
                CASE WHEN count(s.high) = count(s.low) THEN coalesce(sum(s.high), 0) END AS high
            FROM totals AS total LEFT JOIN shares AS s ON s.total_id = total.id AND s.code = total.code
            GROUP BY total.id
        )
        SELECT total.id, named.key, total.code, total.name, system.slug, system.short_name, total.unit, total.stage,
            total.outstanding, total.as_of_text, total.as_of_start, total.as_of_end, total.as_of_precision,
            total.quantity_text, total.quantity_low, total.quantity_best, total.quantity_high,
            sums.low, sums.best, sums.high, source.title, source.publisher, source.url, total.quote, total.note,
            decided.outcome, decided.reason, decided.username, decided.decided_at,
            (decided.ledger_low, decided.ledger_best, decided.ledger_high)
                IS DISTINCT FROM (sums.low, sums.best, sums.high) AS moved
        FROM totals AS total
        JOIN sums ON sums.id = total.id
        JOIN pledges_system AS system ON system.id = total.system_id
        JOIN meetings_source AS source ON source.id = total.source_id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                (SELECT x.scheme || ':' || x.value FROM pledges_externalreference AS x WHERE x.row_id = total.row_id),
                'asserted_total:' || total.id
            ) AS key OFFSET 0
        ) AS named
        LEFT JOIN LATERAL (
            SELECT d.*, person.username FROM pledges_reconciliationdecision AS d
            JOIN pledges_user AS person ON person.id = d.decided_by_id
            WHERE d.key = named.key ORDER BY d.id DESC LIMIT 1
        ) AS decided ON true
        ORDER BY total.as_of_end, total.as_of_start, total.version_id, total.position
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def reconciliation_items(*, as_of: AsOf, only_open: bool = False) -> list[ReconciliationItem]:
    """Return every standing asserted total with the ledger's figure at its date, oldest first, in one query.

    The ledger is read as known at the moment asked for; a total that its day lies before is compared on its own day.
    """
    items = [read_item(row) for row in fetch(comparisons_query(), as_of.moment.params())]
    return [item for item in items if item.is_open or not only_open]


def read_item(row: Sequence[Any]) -> ReconciliationItem:
    """Return the item of one result row."""
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
        comparison=compared(asserted, ledger),
        source_title=source_title,
        source_publisher=source_publisher,
        source_url=source_url,
        quote=quote,
        note=note,
        decision=Decided(ReconciliationOutcome(outcome), reason, by, at, moved) if outcome else None,
    )


def compared(asserted: Estimate, ledger: Estimate) -> Comparison:
    """Return how the ledger stands to what a source says; intervals that meet agree."""
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
