"""The state of every pledge at every moment, stored as spans: from which version to which, from which day to which.

At a version the state of a pledge changes on the days on which its lines begin and end and its terms take effect. A
published version is asked for these days of the pledges that it touched; spans that it changes are closed, and new ones
stand beside them. A rebuild asks the same of every version at once.
"""

from functools import cache

from django.db import connection

from pledges.models import KNOWN_FOREVER, VALID_FOREVER, PledgeSpan
from pledges.models.projected_rows import StateColumns
from pledges.projections.fact_conditions import JOIN_LIFTED, voided_key
from pledges.projections.lateness_witnesses import DUE_PLEDGES, WITNESS_END, WITNESS_TABLES, touched_by_witnesses
from pledges.projections.pledge_states import OVERDUE, ask_pledges, states_query
from pledges.projections.stage_sums import SPANS
from pledges.values.choices import DEFAULT_BASES
from pledges.values.stages import sql_words


def state_columns() -> tuple[str, ...]:
    """The columns that a span and a current state share."""
    return ("pledge_id", *(field.column for field in StateColumns._meta.concrete_fields if field.column))


def span_known(span: str) -> str:
    """The condition that the version of the parameters knows a span, whatever the day."""
    return f"{span}.known_from <= %(known)s AND {span}.known_to > %(known)s"


def span_at(span: str, *, day: str = "%(valid_at)s") -> str:
    """The condition that a span holds a moment."""
    return f"{span_known(span)} AND {span}.valid_from <= {day} AND {span}.valid_to > {day}"


def join_span(name: str, *, pledge: str, day: str, needed: str) -> str:
    """The state of a pledge on another day as `name`, where it is needed; of others there is none."""
    return f"""
        LEFT JOIN LATERAL (
            SELECT span.* FROM {SPANS} AS span
            WHERE {needed} AND span.pledge_id = {pledge} AND {span_at("span", day=day)}
            OFFSET 0  -- so that only what is needed is looked up, not every pledge
        ) AS {name} ON true
    """


def current_query(condition: str = "true") -> str:
    """The states at the moment of the parameters, of the spans `span` of a condition, with their lateness."""
    names = ", ".join(f"span.{name}" for name in state_columns())
    overdue = OVERDUE.format("span")
    return f"SELECT {names}, {overdue} AS overdue FROM {SPANS} AS span WHERE {span_at('span')} AND {condition}"


def revalued_query() -> str:
    """The states at the moment of the parameters with the amounts of other `bases` than the usual ones.

    Only what such an amount is stated for is worth something else; the rest is as it is stored.
    """
    usual = f"basis IN ({sql_words(DEFAULT_BASES)})"
    other = f"""
        SELECT pledge_id FROM pledges_entry WHERE amount_low IS NOT NULL AND ({usual}) <> (basis = ANY(%(bases)s))
    """
    names = ", ".join(f"span.{name}" for name in state_columns())
    # Who proves lateness does not depend on amounts.
    witness_end = f"(SELECT span.witness_end FROM {SPANS} AS span WHERE span.pledge_id = p.id AND {span_at('span')})"
    return f"""
        WITH {ask_pledges(f"p.id IN ({other})")}
        {current_query("NOT EXISTS (SELECT FROM asked WHERE asked.pledge_id = span.pledge_id)")}
        UNION ALL
        SELECT {names}, {OVERDUE.format("span")} AS overdue
        FROM (SELECT {stored_items()} FROM ({states_query(witness_end=witness_end)}) AS computed) AS span
    """


def touched_query(condition: str) -> str:
    """Which pledges were touched in which versions `known`, and from which day `since` their states may differ by it.

    They are touched by facts of theirs, and by what takes these back or lets them stand again. The condition is on the
    version, {0}. New terms may count on any day, a line counts from the day on which it begins; a delivery also proves
    of the days before it that something was missing.
    """
    starts = f"""CASE
        WHEN e.stage = 'delivered' AND EXISTS ({DUE_PLEDGES} AND pledge_id = e.pledge_id) THEN '-infinity'
        ELSE e.occurred_start END"""
    return f"""
        SELECT pledge_id, known, min(day) AS since
        FROM (
            SELECT pledge_id, version_id AS known, {starts} AS day
            FROM pledges_entry AS e WHERE {condition.format("version_id")}
            UNION ALL SELECT pledge_id, version_id, '-infinity'
            FROM pledges_terms WHERE {condition.format("version_id")}
            UNION ALL
            SELECT coalesce(e.pledge_id, t.pledge_id), void.version_id, coalesce({starts}, '-infinity')
            FROM pledges_void AS void {JOIN_LIFTED}
            LEFT JOIN pledges_entry AS e ON e.id = {voided_key("entry")}
            LEFT JOIN pledges_terms AS t ON t.id = {voided_key("terms")}
            WHERE {condition.format("void.version_id")} AND coalesce(e.pledge_id, t.pledge_id) IS NOT NULL
        ) AS facts
        GROUP BY pledge_id, known
    """


def touched_states_query(condition: str) -> str:
    """As `touched_query`, with the pledges that are touched by witnesses of their lateness."""
    return f"""
        WITH own AS MATERIALIZED ({touched_query(condition)})
        SELECT pledge_id, known, min(since) AS since
        FROM (SELECT * FROM own UNION ALL {touched_by_witnesses(condition, "own")}) AS facts
        GROUP BY pledge_id, known
    """


def question_tables(condition: str) -> dict[str, str]:
    """The tables that the spans are made from, by name, in their order.

    These are the `days` on which a state may change, what is `asked`, and who proves lateness. A day that a version
    leaves as it was has the answer of the version `told` that said so before.
    """
    days = f"""
        WITH touched AS MATERIALIZED ({touched_states_query(condition)})
        SELECT *, coalesce(max(CASE WHEN since <= day THEN known END) OVER earlier, known) AS told
        FROM (
            SELECT touched.pledge_id, known, since, unnest(ARRAY[e.occurred_start, e.occurred_end]) AS day
            FROM touched JOIN pledges_entry AS e ON e.pledge_id = touched.pledge_id AND e.version_id <= known
            UNION SELECT touched.pledge_id, known, since, t.effective_start
            FROM touched JOIN pledges_terms AS t ON t.pledge_id = touched.pledge_id AND t.version_id <= known
        ) AS changes
        WINDOW earlier AS (PARTITION BY pledge_id, day ORDER BY known)
    """
    asked = "SELECT row_number() OVER () AS ask, pledge_id, known, day FROM days WHERE known = told"
    return {"days": days, "asked": asked} | WITNESS_TABLES


TOUCHED = "touched AS MATERIALIZED (SELECT DISTINCT pledge_id, known FROM days)"


@cache
def stored_items() -> str:
    """The select items of a state in the types that it is stored in, so that equal ones are equal as text."""
    fields = {field.column: field for field in PledgeSpan._meta.concrete_fields}
    return ", ".join(f"{name}::{fields[name].db_type(connection)} AS {name}" for name in state_columns())


def content_of(table: str) -> str:
    """The mark of all that a span says: two hashes of 64 bits."""
    row = f"ROW({', '.join(f'{table}.{name}' for name in state_columns())})"
    return f"ARRAY[hash_record_extended({row}, 0), hash_record_extended({row}, 1)]"


def day_rows() -> str:
    """The CTEs from the questions to `day_rows`: for each version of a pledge its states by day, equal ones as one."""
    return f"""
        {TOUCHED},
        states AS MATERIALIZED (
            SELECT ask, known AS told, day, {stored_items()}
            FROM ({states_query(witness_end=WITNESS_END)}) AS computed
        ),
        marked AS MATERIALIZED (
            SELECT ask, pledge_id, told, day, {content_of("states")} AS content FROM states
        ),
        changes AS (
            SELECT days.pledge_id, days.known, days.day, ask, content,
                content IS DISTINCT FROM lag(content) OVER pledge AS differs
            FROM days JOIN marked USING (pledge_id, told, day)
            WINDOW pledge AS (PARTITION BY days.pledge_id, days.known ORDER BY days.day)
        ),
        day_rows AS MATERIALIZED (
            SELECT ask, pledge_id, known, content, day AS valid_from,
                lead(day, 1, DATE '{VALID_FOREVER}') OVER (PARTITION BY pledge_id, known ORDER BY day) AS valid_to
            FROM changes WHERE differs
        )
    """


def write_version() -> str:
    """The statement that brings the spans to the version `version`, the one after theirs, once its questions are put.

    What the version leaves as it was stays; what is gone is closed, and what is new is added beside it.
    """
    names = ", ".join(state_columns())
    same = f"""
        row.pledge_id = span.pledge_id AND row.valid_from = span.valid_from AND row.valid_to = span.valid_to
        AND row.content = {content_of("span")}
    """
    is_open = f"span.known_to = {KNOWN_FOREVER}"
    return f"""
        WITH {day_rows()}, closed AS (
            UPDATE {SPANS} AS span SET known_to = %(version)s
            WHERE span.pledge_id IN (SELECT pledge_id FROM touched) AND {is_open}
              AND NOT EXISTS (SELECT FROM day_rows AS row WHERE {same})
        )
        INSERT INTO {SPANS} ({names}, known_from, known_to, valid_from, valid_to)
        SELECT {", ".join(f"states.{name}" for name in state_columns())}, row.known, {KNOWN_FOREVER}, row.valid_from,
            row.valid_to
        FROM day_rows AS row JOIN states USING (ask)
        WHERE NOT EXISTS (
            SELECT FROM {SPANS} AS span WHERE span.pledge_id = row.pledge_id AND {is_open} AND {same}
        )
    """


def spans_query() -> str:
    """Every span up to the version that the questions were put for, in the columns of PledgeSpan."""
    names = ", ".join(f"states.{name}" for name in state_columns())
    return f"""
        WITH {day_rows()},
        turns AS (
            SELECT pledge_id, known, row_number() OVER pledge AS ordinal,
                lead(known, 1, {KNOWN_FOREVER}) OVER pledge AS next_known
            FROM touched WINDOW pledge AS (PARTITION BY pledge_id ORDER BY known)
        ),
        placed AS (
            SELECT day_rows.*, ordinal, next_known,
                ordinal IS DISTINCT FROM lag(ordinal) OVER same + 1 AS begins,
                lead(ordinal) OVER same IS DISTINCT FROM ordinal + 1 AS ends
            FROM day_rows JOIN turns USING (pledge_id, known)
            WINDOW same AS (PARTITION BY pledge_id, valid_from, valid_to, content ORDER BY ordinal)
        ),
        spans AS (
            SELECT ask, known AS known_from, valid_from, valid_to, begins,
                min(next_known) FILTER (WHERE ends) OVER (
                    PARTITION BY pledge_id, valid_from, valid_to, content ORDER BY ordinal
                    ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                ) AS known_to
            FROM placed
        )
        SELECT {names}, known_from, known_to, valid_from, valid_to
        FROM spans JOIN states USING (ask) WHERE begins
    """
