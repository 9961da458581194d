"""The one query that sets every asserted total beside the ledger's own figure at its date."""

from __future__ import annotations

from pledges.projections.donor_attribution import attribute_figure
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.pledge_spans import span_at
from pledges.projections.pledge_states import N_COUNTED, REACHED, derive_figures, live_entries, stage_sums
from pledges.projections.stage_sums import ATTRIBUTIONS, SPANS

FIGURES = {
    "total.outstanding": "outstanding",
    **{f"total.stage = '{stage}'": name for stage, name in REACHED.items()},
}
"""Which figure of a pledge answers an asserted total."""


def figure(end: str) -> str:
    """The expression of one bound of the figure that a total is about; an open bound is NULL."""
    cases = " ".join(f"WHEN {condition} THEN state.{name}_{end}" for condition, name in FIGURES.items())
    chosen = f"CASE {cases} END"
    return f"NULLIF({chosen}, 'Infinity')" if end == "high" else chosen


TOTALS = f"""
    totals AS MATERIALIZED (
        SELECT a.*, donor.code, donor.name, least(a.as_of_end, %(valid_at)s) AS day
        FROM pledges_assertedtotal AS a JOIN meetings_donor AS donor ON donor.id = a.donor_id
        WHERE a.version_id <= %(known)s AND a.as_of_start <= %(valid_at)s
          AND {stands_condition("a.id", "asserted_total_id")}
    )
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter
"""What sources say in sum and nobody took back, with the day that each is compared on."""

ASKED = f"""
    asked AS MATERIALIZED (
        SELECT row_number() OVER () AS ask, total.id AS total_id, %(known)s::int AS known, total.day,
            now.pledge_id, now.terms_id
        FROM totals AS total
        JOIN {SPANS} AS now ON now.system_id = total.system_id AND now.unit = total.unit AND {span_at("now")}
        JOIN {ATTRIBUTIONS} AS mine ON mine.terms_id = now.terms_id AND mine.donor_code = total.code
        JOIN meetings_donor AS beneficiary ON beneficiary.id = now.beneficiary_id AND beneficiary.code = 'UKR'
        WHERE now.restates_id IS NULL
    )
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter
"""The pledges that each total asks: of its donor, system and unit, for Ukraine, and no restatement."""

SUMS = """
    sums AS (
        SELECT total.id, coalesce(sum(s.low), 0) AS low,
            CASE WHEN count(s.best) = count(s.low) THEN coalesce(sum(s.best), 0) END AS best,
            CASE WHEN count(s.high) = count(s.low) THEN coalesce(sum(s.high), 0) END AS high
        FROM totals AS total LEFT JOIN shares AS s ON s.total_id = total.id AND s.code = total.code
        GROUP BY total.id
    )
"""
"""What the ledger gives for each total."""

LISTED = """
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
"""
"""Each total with the ledger's figure, its source and what was decided last, the oldest first."""


def answers() -> str:
    """The expressions that give, for each pledge asked, its figure and the part of it that each donor has."""
    parts = ", ".join(f"{attribute_figure(f'asked_{end}', 'quantity')} AS {end}" for end in ("low", "best", "high"))
    figures = ", ".join(f"{figure(end)} AS asked_{end}" for end in ("low", "best", "high"))
    return f"""
        answers AS (
            SELECT asked.ask, asked.total_id, asked.pledge_id AS asked_pledge, {figures}
            FROM derived AS state
            JOIN asked ON asked.ask = state.ask
            JOIN totals AS total ON total.id = asked.total_id
            WHERE total.stage = 'signalled' OR {N_COUNTED} > 0
        ),
        shares AS (
            SELECT state.total_id, part.code, {parts}
            FROM answers AS state
            JOIN (
                SELECT asked.ask AS pledge_id, a.donor_code AS code, a.quantity_share, a.quantity_rest
                FROM asked JOIN {ATTRIBUTIONS} AS a ON a.terms_id = asked.terms_id
            ) AS part ON part.pledge_id = state.ask
        )
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def comparisons_query() -> str:
    """The query of all standing totals with the ledger's figure at their date.

    Each total asks each pledge of its donor, system and unit for its state on the last day of the total's window. Who
    the parties are, and what restates what, is taken as known now.
    """
    return f"""
        WITH {TOTALS}, {ASKED},
        {live_entries()},
        derived AS ({derive_figures(stage_sums())}),
        {answers()}, {SUMS}
        {LISTED}
    """
