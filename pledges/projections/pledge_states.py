"""What became of each pledge, as one query: the reached-stage rule over live entries at a moment.

For each pledge and stage the live entries are summed; `reached(s) = max(sum(s), reached(next stage))`, so stages may
be skipped and deliveries may come in parts. Every question brings a version and a day of its own.
"""

from itertools import zip_longest

from meetings.models import RECIPIENT
from pledges.projections.euro_values import add_euro_values, value_sums
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.interval_sql import add_columns, column, difference, maximum, settle_best
from pledges.values.choices import TERMS_WORDS, Stage
from pledges.values.part_words import says_part
from pledges.values.recipient_words import NEAR, names_recipient
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


ARRIVED = "FILTER (WHERE stage = 'delivered' AND certain)"
"""The deliveries that have happened for certain: something came, on a day that is over."""

PARTLY_ARRIVED = f"e.stage = 'delivered' AND e.quantity_low = 0 AND {says_part('e')}"
"""Whether a delivery without a number is one of a part, in words; the words of others need not be read."""

AT_ASK = "{0}.version_id <= asked.known"
"""Which voids a question knows, by the alias of the void."""


def ask_pledges(condition: str) -> str:
    """The CTE that asks the pledges `p` of a condition for their state at the moment of the parameters."""
    return f"""
        asked AS MATERIALIZED (
            SELECT p.id AS ask, p.id AS pledge_id, %(known)s::int AS known, %(valid_at)s::date AS day
            FROM pledges_pledge AS p WHERE {condition}
        )
    """


def live_terms() -> str:
    """The CTE of the terms that count: for each question the last live ones that have taken effect by its day."""
    return f"""
        live_terms AS MATERIALIZED (
            SELECT DISTINCT ON (asked.ask) asked.ask, t.*
            FROM asked JOIN pledges_terms AS t ON t.pledge_id = asked.pledge_id AND t.version_id <= asked.known
            WHERE {stands_condition("t.id", "terms_id", among=AT_ASK)}
            ORDER BY asked.ask, (t.effective_start <= asked.day) DESC,
                CASE WHEN t.effective_start <= asked.day THEN t.effective_start END DESC NULLS LAST,
                t.version_id DESC, t.position DESC
        )
    """


def live_entries() -> str:
    """The CTE of entries that have begun by the day of a question; one still running counts from nothing to its high.

    Reads the CTE `asked (ask, pledge_id, known, day)`; each question has its own version and day.
    """
    # Whose window is still open may have happened or not: nothing for certain, all of it perhaps.
    ended = "e.occurred_end <= asked.day"
    valued = "e.value_eur_low IS NOT NULL AND e.basis = ANY(%(bases)s)"
    return f"""
        live_entries AS NOT MATERIALIZED (
            SELECT asked.ask, e.stage, e.occurred_start, e.occurred_end,
                {ended} AND e.quantity_high IS DISTINCT FROM 0 AS certain, {PARTLY_ARRIVED} AS says_part,
                CASE WHEN {ended} THEN e.quantity_low ELSE 0 END AS low,
                CASE WHEN {ended} THEN e.quantity_best END AS best,
                coalesce(e.quantity_high, 'Infinity') AS high, e.has_number,
                CASE WHEN {valued} THEN CASE WHEN {ended} THEN e.value_eur_low ELSE 0 END END AS value_low,
                CASE WHEN {valued} AND {ended} THEN e.value_eur_best END AS value_best,
                CASE WHEN {valued} THEN coalesce(e.value_eur_high, 'Infinity') END AS value_high,
                e.amount_low IS NOT NULL AND e.basis = ANY(%(bases)s) AS has_amount,
                e.amount_low IS NOT NULL AND e.basis = ANY(%(bases)s) AND e.value_eur_low IS NULL AS not_converted,
                source.published, {names_recipient("e")} AS names_recipient
            FROM asked
            JOIN pledges_entry AS e ON e.pledge_id = asked.pledge_id
                AND e.version_id <= asked.known AND e.occurred_start <= asked.day
            LEFT JOIN meetings_source AS source ON source.id = e.source_id
            WHERE {stands_condition("e.id", "entry_id", among=AT_ASK)}
        )
    """


def stage_sums() -> str:
    """The query that sums the quantities of live entries per question and stage, with the days they span."""
    items = []
    for stage in Stage.values:
        at = f"FILTER (WHERE stage = '{stage}')"
        known = f"count(*) {at} = count(best) {at}"
        items += [
            f"count(*) {at} AS n_{stage}",
            f"coalesce(sum(low) {at}, 0) AS sum_{stage}_low",
            f"CASE WHEN {known} THEN coalesce(sum(best) {at}, 0) END AS sum_{stage}_best",
            f"coalesce(sum(high) {at}, 0) AS sum_{stage}_high",
            f"coalesce(bool_and(has_number) {at}, true) AS has_number_{stage}",
        ]
    # The day of a signal or a withdrawal is the announcement only where the pledge has no other line.
    promise = f"FILTER (WHERE stage NOT IN ({sql_words(UNCOUNTED_STAGES)}))"
    delivered = "FILTER (WHERE stage = 'delivered')"
    items += [
        f"coalesce(min(occurred_start) {promise}, min(occurred_start)) AS announced_start",
        f"coalesce(min(occurred_end) {promise}, min(occurred_end)) AS announced_end",
        f"min(occurred_start) {delivered} AS delivered_start",
        f"max(occurred_end) {delivered} AS delivered_end",
        "max(occurred_end) AS moved_end",
        "bool_or(names_recipient) AS names_recipient",
        "max(published) AS heard_on",
        f"min(published) {promise} AS first_published",
        f"count(*) {ARRIVED} AS n_arrived",
        f"count(*) {ARRIVED[:-1]} AND says_part) AS n_arrived_in_part",
    ]
    return f"SELECT ask, {', '.join(items)} FROM live_entries GROUP BY ask"


def derive_figures(sums: str) -> str:
    """The query that derives promised, delivered, firm, announced only and outstanding from stage sums."""
    promise_high = " ".join(
        f"WHEN n_{stage} > 0 THEN sum_{stage}_high" for stage in (one.value for one in COUNTED_STAGES)
    )
    has_number = " ".join(f"WHEN n_{stage} > 0 THEN has_number_{stage}" for stage in COUNTED_STAGES)
    query = add_columns(
        sums,
        f"CASE {promise_high} ELSE 'Infinity' END AS promise_high",
        f"CASE {has_number} ELSE has_number_{Stage.SIGNALLED} END AS promise_has_number",
    )
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
        WHEN n_arrived > 0 AND (capped_delivered_low > 0 OR n_arrived_in_part > 0) THEN 'in_delivery'
        WHEN n_arrived > 0 AND capped_delivered_high > 0 THEN 'delivery_undisclosed'
        {FURTHEST_STAGE}
        ELSE '{FIRST_STAGE}'
    END
"""

OVERDUE = """
    CASE
        WHEN {0}.due_start IS NULL AND {0}.due_end IS NULL THEN 'not_dated'
        WHEN {0}.restates_id IS NOT NULL OR {0}.outstanding_high = 0 THEN 'no'
        WHEN {0}.due_end < %(valid_at)s THEN
            CASE WHEN {0}.outstanding_low > 0 AND {0}.witness_end >= %(valid_at)s THEN 'certainly' ELSE 'possibly' END
        ELSE 'no'
    END
"""
"""Whether a state, by its alias, is late on the day of the parameters; asked of each day anew, and so never stored.

Only a window that is over can be late, and for certain only as long as a witness proves that something was missing.
"""

REACHED = {
    Stage.SIGNALLED: "sum_signalled",
    **{stage: f"reached_{stage}" for stage in FIRM_STAGES},
    FIRST_STAGE: "promised",
    FIRM_STAGES[0]: "secured",
    LAST_STAGE: "capped_delivered",
}
"""Which figure says how much came as far as a stage: of the first two that count, less what was withdrawn."""

DELAY_DAYS = f"""
    CASE WHEN announced_end - announced_start < {NEAR} AND first_published IS NOT NULL
        THEN greatest(first_published - announced_end, 0) END
"""
"""Days from the announcement to the first dated source; none where nobody says when that was."""

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
        "announced_start, announced_end, delivered_start, delivered_end, moved_end",
    ]
)


def states_query(*, witness_end: str = "NULL::date") -> str:
    """The whole query: a row per question with a state, `ask`, `known` and `day`, then the columns of a state.

    Reads the CTE `asked (ask, pledge_id, known, day)` of the query around it. Parameter: `bases`. `witness_end` is the
    expression of that column, of the question `asked` and the terms `t`.
    """
    figures = ", ".join(column(source).select_finished(name) for name, source in FIGURES.items())
    values = ", ".join(column(name).select_finished(name) for name in VALUE_COLUMNS)
    return f"""
        WITH {live_terms()}, {live_entries()},
        amounts AS MATERIALIZED ({value_sums()}),
        derived AS ({add_euro_values(derive_figures(stage_sums()))})
        SELECT asked.ask, asked.known, asked.day, p.id AS pledge_id, p.system_id, t.id AS terms_id, p.unit, {CARRIED},
            {witness_end} AS witness_end,
            ({N_COUNTED} > 0 AND t.restates_id IS NULL AND beneficiary.code = '{RECIPIENT}') AS counted,
            {STATUS} AS status, {figures}, {values},
            derived.names_recipient OR {names_recipient("t")} AS names_recipient, heard_on, {DELAY_DAYS} AS delay_days,
            promise_has_number, has_number_{LAST_STAGE} AS delivered_has_number,
            has_number_{Stage.WITHDRAWN} AS withdrawn_has_number,
            (capped_delivered_low > promise_high) AS unannounced,
            coalesce(unconverted, false) AS unconverted, coalesce(unvalued, true) AS unvalued
        FROM derived
        JOIN asked ON asked.ask = derived.ask
        JOIN pledges_pledge AS p ON p.id = asked.pledge_id
        JOIN live_terms AS t ON t.ask = derived.ask
        JOIN meetings_donor AS beneficiary ON beneficiary.id = t.beneficiary_id
    """
