"""What became of each pledge, as one query: the reached-stage rule over live entries at a moment.

For each pledge and stage the live entries are summed; `reached(s) = max(sum(s), reached(next stage))`, so stages may
be skipped and deliveries may come in parts. The query serves the stored states, a rebuild and any moment of the past.
"""

from itertools import zip_longest

from pledges.projections.euro_values import add_euro_values, value_sums
from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.interval_sql import add_columns, column, difference, maximum, settle_best
from pledges.values.choices import TERMS_WORDS, Stage
from pledges.values.stages import (
    COUNTED_STAGES,
    FIRM_STAGES,
    FIRST_STAGE,
    LAST_STAGE,
    SECURED_STAGES,
    UNCOUNTED_STAGES,
    VALUE_COLUMNS,
    sql_words,
)

CAPPED = (*SECURED_STAGES, Stage.WITHDRAWN)
"""Stages whose open upper bound is that of the promise: no more arrives, or is taken back, than was promised."""

N_COUNTED = f"({' + '.join(f'n_{stage.value}' for stage in COUNTED_STAGES)})"
"""How many live entries of a pledge promise something, in whatever stage."""

REACHED_FIRM = f"reached_{FIRM_STAGES[0]}"


def live_terms(*, keyed: bool) -> str:
    """The CTE of the terms that count: per pledge the last live ones that have taken effect by the day."""
    keys = "AND t.pledge_id = ANY(%(pledges)s)" if keyed else ""
    return f"""
        live_terms AS MATERIALIZED (
            SELECT DISTINCT ON (t.pledge_id) t.*
            FROM pledges_terms AS t
            WHERE t.version_id <= %(known)s {keys}
              AND {not_in_voided("t.id", "terms_id")}
            ORDER BY t.pledge_id, (t.effective_start <= %(valid_at)s) DESC,
                CASE WHEN t.effective_start <= %(valid_at)s THEN t.effective_start END DESC NULLS LAST,
                t.version_id DESC, t.position DESC
        )
    """


def live_entries(*, keyed: bool = False, asked: bool = False) -> str:
    """The CTE of entries that have begun; one still running counts from nothing to its high.

    Where asked, a CTE `asked (ask, pledge_id, day)` sets a day of its own for each question, and the rows carry
    `ask` in place of the pledge.
    """
    keys = "AND e.pledge_id = ANY(%(pledges)s)" if keyed else ""
    day = "asked.day" if asked else "%(valid_at)s"
    subject = "asked.ask AS pledge_id" if asked else "e.pledge_id"
    join = "JOIN asked ON asked.pledge_id = e.pledge_id" if asked else ""
    # Whose window is still open may have happened or not: nothing for certain, all of it perhaps.
    ended = f"e.occurred_end <= {day}"
    valued = "e.value_eur_low IS NOT NULL AND e.basis = ANY(%(bases)s)"
    return f"""
        live_entries AS NOT MATERIALIZED (
            SELECT {subject}, e.stage, e.occurred_start, e.occurred_end,
                CASE WHEN {ended} THEN e.quantity_low ELSE 0 END AS low,
                CASE WHEN {ended} THEN e.quantity_best END AS best,
                coalesce(e.quantity_high, 'Infinity') AS high,
                CASE WHEN {valued} THEN CASE WHEN {ended} THEN e.value_eur_low ELSE 0 END END AS value_low,
                CASE WHEN {valued} AND {ended} THEN e.value_eur_best END AS value_best,
                CASE WHEN {valued} THEN coalesce(e.value_eur_high, 'Infinity') END AS value_high,
                e.amount_low IS NOT NULL AND e.basis = ANY(%(bases)s) AS has_amount,
                e.amount_low IS NOT NULL AND e.basis = ANY(%(bases)s) AND e.value_eur_low IS NULL AS not_converted
            FROM pledges_entry AS e {join}
            WHERE e.version_id <= %(known)s AND e.occurred_start <= {day} {keys}
              AND {not_in_voided("e.id", "entry_id")}
        )
    """


def moved_since(pledge: str, day: str) -> str:
    """The condition that an entry of the pledge happened, or may have happened, after a day."""
    return f"""
        EXISTS (
            SELECT FROM pledges_entry AS e
            WHERE e.pledge_id = {pledge} AND e.occurred_end > {day}
              AND e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s
              AND {not_in_voided("e.id", "entry_id")}
        )
    """


def stage_sums() -> str:
    """The query that sums the quantities of live entries per pledge and stage, with the days they span."""
    items = []
    for stage in Stage.values:
        at = f"FILTER (WHERE stage = '{stage}')"
        known = f"count(*) {at} = count(best) {at}"
        items += [
            f"count(*) {at} AS n_{stage}",
            f"coalesce(sum(low) {at}, 0) AS sum_{stage}_low",
            f"CASE WHEN {known} THEN coalesce(sum(best) {at}, 0) END AS sum_{stage}_best",
            f"coalesce(sum(high) {at}, 0) AS sum_{stage}_high",
        ]
    # The day of a signal or a withdrawal is the announcement only where the pledge has no other line.
    promise = f"FILTER (WHERE stage NOT IN ({sql_words(UNCOUNTED_STAGES)}))"
    delivered = "FILTER (WHERE stage = 'delivered')"
    items += [
        f"coalesce(min(occurred_start) {promise}, min(occurred_start)) AS announced_start",
        f"coalesce(min(occurred_end) {promise}, min(occurred_end)) AS announced_end",
        f"min(occurred_start) {delivered} AS delivered_start",
        f"max(occurred_end) {delivered} AS delivered_end",
    ]
    return f"SELECT pledge_id, {', '.join(items)} FROM live_entries GROUP BY pledge_id"


def derive_figures(sums: str) -> str:
    """The query that derives promised, delivered, firm, announced only and outstanding from stage sums."""
    promise_high = " ".join(
        f"WHEN n_{stage} > 0 THEN sum_{stage}_high" for stage in (one.value for one in COUNTED_STAGES)
    )
    query = add_columns(sums, f"CASE {promise_high} ELSE 'Infinity' END AS promise_high")
    capped = []
    for stage in CAPPED:
        # A bound of the stage itself is never cut: sources may say that more arrived than was announced.
        capped_high = f"greatest(sum_{stage}_low, sum_{stage}_best, promise_high)"
        high = f"CASE WHEN sum_{stage}_high = 'Infinity' THEN {capped_high} ELSE sum_{stage}_high END"
        capped.append(settle_best(f"sum_{stage}_low", f"sum_{stage}_best", high).select(f"capped_{stage}"))
    query = add_columns(query, *capped)
    announced = column("sum_announced")
    delivered, withdrawn = column("capped_delivered"), column("capped_withdrawn")
    query = add_columns(
        add_reached_figures(query),
        maximum(announced, column(REACHED_FIRM)).select("reached_announced"),
        difference(announced, column(REACHED_FIRM)).select("announced_only_before_withdrawal"),
    )
    query = add_columns(
        query,
        difference(column("announced_only_before_withdrawal"), withdrawn).select("announced_only"),
        difference(withdrawn, column("announced_only_before_withdrawal")).select("withdrawal_left"),
        difference(column("reached_announced"), withdrawn).select("kept"),
    )
    query = add_columns(
        query,
        maximum(column("kept"), delivered).select("promised"),
        difference(column("firm_before_withdrawal"), column("withdrawal_left")).select("firm"),
        difference(column(REACHED_FIRM), column("withdrawal_left")).select("kept_firm"),
    )
    return add_columns(
        query,
        difference(column("promised"), delivered).select("outstanding"),
        maximum(column("kept_firm"), delivered).select("secured"),
    )


def add_reached_figures(query: str) -> str:
    """The query that adds `reached_<stage>` for each firm stage, and `firm_before_withdrawal`.

    `reached` runs from the last stage back to the first firm one. `until` runs forwards over the firm stages, because
    what is firm is the most that any of them says, less what has arrived.
    """
    # One level takes a step of both, for each further level of subqueries copies all columns once more.
    backwards, forwards = FIRM_STAGES[::-1], FIRM_STAGES[1:]
    reached, until = column(f"capped_{LAST_STAGE}"), column(f"capped_{FIRM_STAGES[0]}")
    for back, on in zip_longest(backwards, forwards):
        items = [maximum(column(f"capped_{back}"), reached).select(f"reached_{back}")]
        reached = column(f"reached_{back}")
        if on:
            items.append(maximum(until, column(f"capped_{on}")).select(f"until_{on}"))
            until = column(f"until_{on}")
        else:
            items.append(difference(until, column(f"capped_{LAST_STAGE}")).select("firm_before_withdrawal"))
        query = add_columns(query, *items)
    return query


FURTHEST_STAGE = " ".join(f"WHEN n_{stage} > 0 THEN '{stage}'" for stage in FIRM_STAGES[::-1])
STATUS = f"""
    CASE
        WHEN {N_COUNTED} = 0 THEN CASE WHEN n_signalled > 0 THEN 'signalled' ELSE 'withdrawn' END
        WHEN n_withdrawn > 0 AND outstanding_high = 0 AND capped_delivered_high = 0 THEN 'withdrawn'
        WHEN capped_delivered_low >= promised_low AND promised_low > 0 THEN 'delivered'
        WHEN n_delivered > 0 AND capped_delivered_high > 0 THEN 'in_delivery'
        {FURTHEST_STAGE}
        ELSE '{FIRST_STAGE}'
    END
"""

OVERDUE = """
    CASE
        WHEN t.due_start IS NULL AND t.due_end IS NULL THEN 'not_dated'
        WHEN t.due_end < %(valid_at)s AND outstanding_low > 0 THEN 'certainly'
        WHEN t.due_end < %(valid_at)s AND outstanding_high > 0 THEN 'possibly'
        WHEN coalesce(t.due_start <= %(valid_at)s, true) AND NOT t.due_deadline AND outstanding_high > 0 THEN 'possibly'
        ELSE 'no'
    END
"""

REACHED = {
    Stage.SIGNALLED: "sum_signalled",
    **{stage: f"reached_{stage}" for stage in FIRM_STAGES},
    FIRST_STAGE: "promised",
    FIRM_STAGES[0]: "secured",
    LAST_STAGE: "capped_delivered",
}
"""Which figure says how much came as far as a stage: of the first two that count, less what was withdrawn."""

FIGURES = {
    "signalled": "sum_signalled",
    "promised": "promised",
    "delivered": "capped_delivered",
    "firm": "firm",
    "announced_only": "announced_only",
    "withdrawn": "capped_withdrawn",
    "outstanding": "outstanding",
    "shipped": "reached_shipped",
    "secured": "secured",
}

CARRIED = ", ".join(
    [
        *(f"t.{word}" for word in TERMS_WORDS),
        "t.beneficiary_id, t.meeting_id, t.coalition_id, t.initiative_id, t.package_id, t.restates_id",
        "t.due_text, t.due_start, t.due_end, t.due_precision, t.due_deadline",
        "announced_start, announced_end, delivered_start, delivered_end",
    ]
)


def states_query(*, keyed: bool) -> str:
    """The whole query: one row a pledge in the columns of PledgeState, without the two that say when.

    Parameters: `valid_at`, `known`, `bases`, and `pledges` (a list of keys) where keyed.
    """
    figures = ", ".join(column(source).select_finished(name) for name, source in FIGURES.items())
    values = ", ".join(column(name).select_finished(name) for name in VALUE_COLUMNS)
    return f"""
        WITH {VOIDED}, {live_terms(keyed=keyed)}, {live_entries(keyed=keyed)},
        amounts AS MATERIALIZED ({value_sums()}),
        derived AS ({add_euro_values(derive_figures(stage_sums()))})
        SELECT p.id AS pledge_id, p.system_id, t.id AS terms_id, p.unit, {CARRIED},
            ({N_COUNTED} > 0 AND t.restates_id IS NULL AND beneficiary.code = 'UKR') AS counted,
            {STATUS} AS status, {OVERDUE} AS overdue, {figures}, {values},
            (capped_delivered_low > promise_high) AS unannounced,
            coalesce(unconverted, false) AS unconverted, coalesce(unvalued, true) AS unvalued
        FROM derived
        JOIN pledges_pledge AS p ON p.id = derived.pledge_id
        JOIN live_terms AS t ON t.pledge_id = derived.pledge_id
        JOIN meetings_donor AS beneficiary ON beneficiary.id = t.beneficiary_id
    """
