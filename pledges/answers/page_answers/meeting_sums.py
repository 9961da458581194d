"""What was said at a meeting in sum, beside what is recorded of it, and which promises were kept under another name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from meetings.models import UNNAMED
from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import Figure
from pledges.answers.moment_relations import STATES, fetch, relations
from pledges.answers.page_answers.pledge_counts import made_at
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.answers.stage_summaries import KeyedRow
from pledges.models import AssertedTotal
from pledges.values.choices import Kind, StatusWord, SumMeasure
from pledges.values.estimates import EstimateSum

RECORDED_OF = (SumMeasure.PROMISED, SumMeasure.DELIVERED)
"""The sums that the record of a meeting can be held against."""


@dataclass(frozen=True, slots=True)
class SaidSum:
    """A sum that somebody named at a meeting; `recorded` is the same of what is recorded of it, None where unlike.

    Only what was said of everybody together is held against the record of the meeting.
    """

    asserted: AssertedTotal
    amount: Figure | None
    recorded: EstimateSum | None

    @property
    def is_of_all(self) -> bool:
        return self.asserted.donor.code == UNNAMED

    @property
    def is_money(self) -> bool:
        return self.amount is not None


def sums_said_at(slug: str, as_of: AsOf, summary: KeyedRow | None) -> list[SaidSum]:
    """The sums that sources name of a meeting, the largest amounts first; `summary` is what is recorded of it."""
    facts = AssertedTotal.objects.live_at_version(version=as_of.version)
    facts = facts.filter(meeting__slug=slug, as_of_start__lte=as_of.valid_at)
    found = facts.select_related("system", "source", "donor").order_by("version_id", "position")
    said = [SaidSum(fact, amount_of(fact), recorded_of(fact, summary)) for fact in found]
    return sorted(said, key=lambda one: -(one.asserted.value_eur_low or Decimal(0)))


def amount_of(fact: AssertedTotal) -> Figure | None:
    """The amount in its own currency."""
    if fact.amount_low is None:
        return None
    return Figure(fact.amount_low, fact.amount_best, fact.amount_high)


def recorded_of(fact: AssertedTotal, summary: KeyedRow | None) -> EstimateSum | None:
    """The figure of the meeting that a sum is of: its money, or the units of the same system."""
    if summary is None or fact.donor.code != UNNAMED or fact.measure not in RECORDED_OF:
        return None
    if fact.amount_low is not None:
        # A sum for one system is no measure of all the money of a meeting.
        if fact.system.kind != Kind.MONEY:
            return None
        value = getattr(summary.value_eur, fact.measure)
        return value if summary.stated else None
    for row in summary.systems:
        if (row.system.slug, row.unit) == (fact.system.slug, fact.unit):
            figure: EstimateSum = getattr(row, fact.measure)
            return figure
    return None


KEPT_LATER = """
    WITH RECURSIVE {clause} chosen AS MATERIALIZED ({chosen}),
    chain AS (
        SELECT pledge_id AS first_id, pledge_id FROM chosen WHERE counted AND status <> '{delivered}'
        UNION
        SELECT chain.first_id, st.pledge_id FROM chain JOIN {states} AS st ON st.restates_id = chain.pledge_id
    )
    SELECT count(DISTINCT chain.first_id) FROM chain
    JOIN {states} AS st ON st.pledge_id = chain.pledge_id
    WHERE st.status = '{delivered}' AND chain.pledge_id <> chain.first_id
"""


def count_kept_later(slug: str, as_of: AsOf, *, aid_type: str) -> int:
    """How many promises of a meeting were fulfilled under a later reference that announces them again.

    The credit stays with the meeting that first made them; the later one has none. Counted once for a moment.
    """
    return cache_for_moment(
        as_of, lambda: find_kept_later(slug, as_of, aid_type=aid_type), "kept later", slug, aid_type
    )


def find_kept_later(slug: str, as_of: AsOf, *, aid_type: str) -> int:
    selected = "st.pledge_id, st.counted, st.status"
    chosen, params = query_pledges(as_of, made_at(slug, aid_type=aid_type), selected=selected)
    tables = relations(as_of, STATES)
    clause = f"{tables.clause.removeprefix('WITH')}," if tables.clause else ""
    sql = KEPT_LATER.format(clause=clause, chosen=chosen, states=tables[STATES], delivered=StatusWord.DELIVERED.value)
    return int(fetch(sql, params)[0][0])
