"""The one query that sets what sources state in sum beside the ledger's own figure, on the day that each speaks of.

Asserted totals are sums of a donor. What the recipient says it holds is a bound on what all donors delivered; such a
stock is read like a total of measure held.
"""

from __future__ import annotations

from meetings.models import RECIPIENT, UNNAMED
from pledges.answers.figure_values import unreported_in_sql
from pledges.projections.donor_attribution import attribute_figure
from pledges.projections.euro_values import add_euro_values, value_sums
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.interval_sql import Bounds, column, difference
from pledges.projections.pledge_spans import span_at
from pledges.projections.pledge_states import N_COUNTED, REACHED, derive_figures, live_entries, stage_sums
from pledges.projections.stage_sums import ATTRIBUTIONS, SPANS
from pledges.values.choices import AidType, Kind, NotCompared, Stage, SumMeasure, SumOutcome
from pledges.values.vague_names import VAGUE_NAME

UNSPECIFIED = f"system.name ~ '{VAGUE_NAME}'"
"""Whether a system of the catalogue stands for any of a kind; what is counted of it is not the ledger's whole."""

QUANTITIES = {
    f"total.measure = '{SumMeasure.OUTSTANDING}'": column("outstanding"),
    f"total.measure = '{SumMeasure.HELD}'": column(REACHED[Stage.DELIVERED]),
    **{f"total.stage = '{stage}'": column(name) for stage, name in REACHED.items()},
}
"""Which figure of a pledge answers a total, by its measure and the stage that it names."""

VALUES = {
    f"total.measure IN ('{SumMeasure.DELIVERED}', '{SumMeasure.HELD}')": column("value_delivered"),
    f"total.measure = '{SumMeasure.OUTSTANDING}'": difference(column("value_promised"), column("value_delivered")),
    "true": column("value_promised"),
}


def choose_figure(figures: dict[str, Bounds], end: str) -> str:
    """The expression of one bound of the figure that a total is about; an open bound is NULL."""
    cases = " ".join(f"WHEN {condition} THEN {getattr(bounds, end)}" for condition, bounds in figures.items())
    chosen = f"CASE {cases} END"
    return f"NULLIF({chosen}, 'Infinity')" if end == "high" else chosen


SHARED = """version_id, position, row_id, system_id, unit, source_id, quote, note, confidence,
    as_of_text, as_of_start, as_of_end, as_of_precision"""
TOTALS = f"""
    stated_sums AS (
        SELECT 'asserted_total' AS kind, a.id, {SHARED}, donor_id, stage, measure, meeting_id, has_number, part,
            quantity_text, quantity_low, quantity_best, quantity_high,
            amount_text, amount_low, amount_best, amount_high, currency, value_eur_low, value_eur_best, value_eur_high
        FROM pledges_assertedtotal AS a
        WHERE a.version_id <= %(known)s AND a.as_of_start <= %(valid_at)s
          AND {stands_condition("a.id", "asserted_total_id")}
        UNION ALL
        SELECT 'stock', s.id, {SHARED}, holder_id, 'delivered', '{SumMeasure.HELD}', NULL, has_number, '',
            total_text, total_low, total_best, total_high,
            '', NULL, NULL, NULL, '', NULL, NULL, NULL
        FROM pledges_stock AS s JOIN meetings_donor AS holder ON holder.id = s.holder_id
        WHERE holder.code = '{RECIPIENT}' AND s.version_id <= %(known)s AND s.as_of_start <= %(valid_at)s
          AND {stands_condition("s.id", "stock_id")}
    ),
    totals AS MATERIALIZED (
        SELECT a.*, donor.code, donor.name, system.slug, system.short_name,
            a.amount_low IS NOT NULL AS in_money,
            a.amount_low IS NOT NULL AND system.kind = '{Kind.MONEY}' AS of_everything,
            least(a.as_of_end, %(valid_at)s) AS day,
            CASE WHEN donor.code = '{UNNAMED}' THEN '{NotCompared.UNNAMED_DONOR}'
                WHEN {UNSPECIFIED} THEN '{NotCompared.UNSPECIFIED_SYSTEM}'
                WHEN a.part <> '' THEN '{NotCompared.OF_A_PART}'
                WHEN a.amount_low IS NULL AND NOT a.has_number THEN '{NotCompared.NO_NUMBER}'
                WHEN a.amount_low IS NOT NULL AND a.value_eur_low IS NULL THEN '{NotCompared.NO_RATE}'
                ELSE '' END AS unlike
        FROM stated_sums AS a
        JOIN meetings_donor AS donor ON donor.id = a.donor_id
        JOIN pledges_system AS system ON system.id = a.system_id
        LEFT JOIN meetings_meeting AS meeting ON meeting.id = a.meeting_id
        WHERE {{conditions}}
    )
"""
"""What sources say in sum and nobody took back, with the day that each is compared on, or why it is not."""

OF_DONOR = f"""(total.code = '{RECIPIENT}' OR EXISTS (
    SELECT FROM {ATTRIBUTIONS} AS mine WHERE mine.terms_id = now.terms_id AND mine.donor_code = total.code
))"""
ASKED = f"""
    asked_pledges AS MATERIALIZED (
        SELECT total.kind, total.id AS total_id, total.day, total.code, now.pledge_id, now.terms_id, now.beneficiary_id
        FROM totals AS total
        JOIN {SPANS} AS now ON now.system_id = total.system_id AND now.unit = total.unit
        WHERE {span_at("now")} AND now.restates_id IS NULL AND total.unlike = '' AND NOT total.of_everything
            AND {OF_DONOR}
        UNION ALL
        SELECT total.kind, total.id, total.day, total.code, now.pledge_id, now.terms_id, now.beneficiary_id
        FROM totals AS total
        JOIN {ATTRIBUTIONS} AS mine ON mine.donor_code = total.code
        JOIN {SPANS} AS now ON now.terms_id = mine.terms_id
        WHERE {span_at("now")} AND now.restates_id IS NULL AND total.unlike = '' AND total.of_everything
            AND now.aid_type = '{AidType.MILITARY}'
        UNION ALL
        SELECT total.kind, total.id, total.day, total.code, now.pledge_id, now.terms_id, now.beneficiary_id
        FROM totals AS total CROSS JOIN {SPANS} AS now
        WHERE {span_at("now")} AND now.restates_id IS NULL AND total.unlike = '' AND total.of_everything
            AND now.aid_type = '{AidType.MILITARY}' AND total.code = '{RECIPIENT}'
    ),
    asked AS MATERIALIZED (
        SELECT row_number() OVER () AS ask, asked.kind, total_id, %(known)s::int AS known, day, pledge_id, terms_id,
            asked.code = '{RECIPIENT}' AS of_all
        FROM asked_pledges AS asked
        JOIN meetings_donor AS beneficiary ON beneficiary.id = asked.beneficiary_id AND beneficiary.code = '{RECIPIENT}'
    )
"""
"""The pledges that each total asks: of its donor, system and unit, for Ukraine, and no restatement.

One of money asks all that the donor promised, for an amount may stand on a package or on its items; that of the
recipient asks all that anybody promised.
"""


def answers() -> str:
    """The CTEs that give, for each pledge asked, its figure and the part of it that each donor has."""
    ends = ("low", "best", "high")
    figures = ", ".join(
        f"{choose_figure(of, end)} AS {name}_{end}"
        for name, of in (("quantity", QUANTITIES), ("value", VALUES))
        for end in ends
    )
    parts = ", ".join(
        f"{attribute_figure(f'{of}_{end}', of)} AS {of}_{end}" for of in ("quantity", "value") for end in ends
    )
    shares = "quantity_share, quantity_rest, value_share, value_rest"
    return f"""
        answers AS MATERIALIZED (
            SELECT asked.ask, asked.kind, asked.total_id, {figures}
            FROM derived
            JOIN asked ON asked.ask = derived.ask
            JOIN totals AS total ON total.id = asked.total_id AND total.kind = asked.kind
            WHERE total.stage = 'signalled' OR {N_COUNTED} > 0
        ),
        parts AS MATERIALIZED (
            SELECT asked.ask AS pledge_id, a.donor_code AS code, {shares}
            FROM asked JOIN {ATTRIBUTIONS} AS a ON a.terms_id = asked.terms_id AND NOT asked.of_all
            UNION ALL SELECT asked.ask, '{RECIPIENT}', 1, false, 1, false FROM asked WHERE asked.of_all
        ),
        shares AS MATERIALIZED (
            SELECT state.kind, state.total_id, part.code, {parts}
            FROM answers AS state JOIN parts AS part ON part.pledge_id = state.ask
        )
    """


def sum_items(name: str) -> str:
    """A sum of the parts that have such a figure."""
    low, best, high = (f"s.{name}_{end}" for end in ("low", "best", "high"))
    return f"""coalesce(sum({low}), 0) AS {name}_low,
        CASE WHEN count({best}) = count({low}) THEN coalesce(sum({best}), 0) END AS {name}_best,
        CASE WHEN count({high}) = count({low}) THEN coalesce(sum({high}), 0) END AS {name}_high"""


NOBODY_REPORTS = f"""(total.unlike = '' AND total.in_money AND {unreported_in_sql("sums.value")}
    AND total.measure IN ('{SumMeasure.DELIVERED}', '{SumMeasure.HELD}'))"""
"""Whether the ledger has no report of a payment, which is not a payment of 0."""


def choose_by_kind(value: str, quantity: str, name: str) -> str:
    """The bounds of a value where a total is in money, of a quantity elsewhere."""
    return ", ".join(
        f"CASE WHEN total.unlike <> '' OR {NOBODY_REPORTS} THEN NULL"
        f" WHEN total.in_money THEN {value}_{end} ELSE {quantity}_{end} END AS {name}_{end}"
        for end in ("low", "best", "high")
    )


SUMS = f"""
    sums AS (
        SELECT total.kind, total.id, {sum_items("quantity")}, {sum_items("value")}
        FROM totals AS total
        LEFT JOIN shares AS s ON s.total_id = total.id AND s.kind = total.kind AND s.code = total.code
        GROUP BY total.kind, total.id
    ),
    compared AS (
        SELECT total.*,
            CASE WHEN {NOBODY_REPORTS} THEN '{NotCompared.NOT_REPORTED}' ELSE total.unlike END AS not_compared,
            {choose_by_kind("sums.value", "sums.quantity", "ledger")},
            {choose_by_kind("total.value_eur", "total.quantity", "stated")}
        FROM totals AS total JOIN sums ON sums.id = total.id AND sums.kind = total.kind
    )
"""
"""What the ledger gives for each total."""

OUTCOME = f"""CASE WHEN total.not_compared <> '' THEN '{SumOutcome.NOT_COMPARED}'
    WHEN total.ledger_high < total.stated_low THEN '{SumOutcome.LEDGER_BELOW}'
    WHEN total.ledger_low > total.stated_high AND total.measure <> '{SumMeasure.HELD}' THEN '{SumOutcome.LEDGER_ABOVE}'
    WHEN total.ledger_low <= total.stated_low AND (
        total.ledger_high IS NULL OR coalesce(total.ledger_high >= total.stated_high, false)
    ) THEN '{SumOutcome.AGREES}'
    ELSE '{SumOutcome.OVERLAPS}' END"""
"""How the ledger stands to a total; less may be held than was delivered, so that a stock is no upper bound."""

LISTED = """
    SELECT {selected}
    FROM compared AS total
    JOIN pledges_system AS system ON system.id = total.system_id
    JOIN meetings_source AS source ON source.id = total.source_id
    LEFT JOIN meetings_meeting AS meeting ON meeting.id = total.meeting_id
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT x.scheme || ':' || x.value FROM pledges_externalreference AS x WHERE x.row_id = total.row_id),
            total.kind || ':' || total.id
        ) AS key OFFSET 0
    ) AS named
    {joins}
    WHERE true
"""
"""Each total with the ledger's figure, its source and the key that outlives a new import."""


def compare_sums(conditions: str, selected: str, *, joins: str = "") -> str:
    """The query of the standing totals that fulfil conditions on `a`, `donor`, `system` and `meeting`, unordered.

    Each total asks each pledge of its donor, system and unit for its state on the last day of the total's window. Who
    the parties are, and what restates what, is taken as known now. `joins` adds to each `total` what stands beside it.
    """
    return f"""
        WITH {TOTALS.replace("{conditions}", conditions)}, {ASKED},
        {live_entries()},
        amounts AS MATERIALIZED ({value_sums()}),
        derived AS MATERIALIZED ({add_euro_values(derive_figures(stage_sums()))}),
        {answers()}, {SUMS}
        {LISTED.format(selected=selected, joins=joins)}
    """
