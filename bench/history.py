"""What happens to the invented ledger after it was published: needs, stocks, and facts taken back, corrected, restored.

Set-based SQL over what COPY has brought in. Keys decide by their remainders what happens to a fact, so that the same
ledger comes out each time. Parameters: `versions`, the number of the last one; `published`, the day of the first, and
`every`, the days between two; `donors` and `systems`, keys in order of weight; `sources`; `pledges`, how many.
"""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from collections.abc import Mapping
from typing import Any

from django.db import connection

from pledges.models.ledger_facts import VOID_TARGETS

POSITIONS = "CREATE TEMPORARY SEQUENCE invented_position"
START_POSITIONS = """
    SELECT setval('invented_position', greatest((SELECT max(position) FROM pledges_entry),
        (SELECT max(position) FROM pledges_terms)))
"""
POSITION = "nextval('invented_position')"
SOURCE = "(%(sources)s::bigint[])[1 + ({0}) %% cardinality(%(sources)s::bigint[])]"


def later(version: str, key: str, *, within: int) -> str:
    """Return the expression of one of the versions after another, not beyond the last."""
    return f"least({version} + 1 + {key} %% {within}, %(versions)s)"


def version_after(day: str) -> str:
    """Return the expression of the first version after a day, or the first or last of all."""
    return f"greatest(1, least({day} - %(published)s::date + %(every)s, %(versions)s * %(every)s) / %(every)s)"


def window(day: str, *, monthly: str, name: str) -> str:
    """Return the four columns of a window: the day, or its month where the condition holds."""
    first, last = f"date_trunc('month', {day})::date", f"(date_trunc('month', {day}) + interval '1 month')::date - 1"
    return f"""
        CASE WHEN {monthly} THEN to_char({day}, 'YYYY-MM') ELSE to_char({day}, 'YYYY-MM-DD') END AS {name}_text,
        CASE WHEN {monthly} THEN {first} ELSE {day} END AS {name}_start,
        CASE WHEN {monthly} THEN {last} ELSE {day} END AS {name}_end,
        CASE WHEN {monthly} THEN 'month' ELSE 'day' END AS {name}_precision
    """


NEEDS = f"""
    INSERT INTO pledges_requirement (position, quote, note, confidence, version_id, source_id, system_id, unit, basis,
        quantity_text, quantity_low, quantity_best, quantity_high, stated_by, amount_text, currency,
        eur_rate_source, due_text, due_start, due_end, due_precision,
        stated_text, stated_start, stated_end, stated_precision)
    SELECT {POSITION}, '', '', '', {version_after("day")}, {SOURCE.format("rank + turn")}, system_id, unit,
        CASE WHEN (rank + turn) %% 2 = 0 THEN 'total' ELSE 'additional' END,
        number::text, number, CASE WHEN rank %% 5 <> 0 THEN number END, CASE WHEN rank %% 5 <> 0 THEN number END,
        '', '', '', '',
        CASE WHEN turn %% 2 = 0 THEN '' ELSE to_char(day + 300, 'YYYY-MM-DD') END,
        CASE WHEN turn %% 2 = 1 THEN day + 300 END, CASE WHEN turn %% 2 = 1 THEN day + 300 END,
        CASE WHEN turn %% 2 = 0 THEN '' ELSE 'day' END,
        {window("day", monthly="rank %% 3 = 0", name="stated")}
    FROM (
        SELECT system_id, unit, turn, rank, date '2022-05-01' + (turn * 190 + rank %% 90)::int AS day,
            50 + promises * CASE WHEN (rank + turn) %% 2 = 0 THEN 100 + 20 * turn ELSE 20 END AS number
        FROM (
            SELECT system_id, unit, count(*) AS promises, row_number() OVER (ORDER BY system_id, unit) AS rank
            FROM pledges_pledge GROUP BY system_id, unit
        ) AS counted
        CROSS JOIN generate_series(0, 7) AS turn
    ) AS needs
    ORDER BY turn, rank
"""
"""Every system in every unit is asked for eight times over the years, in total and in addition."""

STOCKS = f"""
    INSERT INTO pledges_stock (position, quote, note, confidence, version_id, source_id, holder_id, system_id, unit,
        total_text, total_low, total_best, total_high, unavailable_text, unavailable_low, unavailable_best,
        unavailable_high, elsewhere_text, elsewhere_low, elsewhere_best, elsewhere_high,
        as_of_text, as_of_start, as_of_end, as_of_precision)
    SELECT {POSITION}, '', '', '', {version_after("day")}, {SOURCE.format("donor_rank * system_rank")}, holder, system,
        unit, number::text, number, number, number,
        CASE WHEN pair %% 3 = 0 THEN (number / 10)::text ELSE '' END,
        CASE WHEN pair %% 3 = 0 THEN number / 10 END, CASE WHEN pair %% 3 = 0 THEN number / 10 END,
        CASE WHEN pair %% 3 = 0 THEN number / 10 END,
        CASE WHEN pair %% 4 = 0 THEN 'about ' || number / 5 ELSE '' END,
        CASE WHEN pair %% 4 = 0 THEN number / 6 END, CASE WHEN pair %% 4 = 0 THEN number / 5 END,
        CASE WHEN pair %% 4 = 0 THEN number / 4 END,
        {window("day", monthly="pair %% 3 = 1", name="as_of")}
    FROM (
        SELECT *, donor_rank + 2 * system_rank AS pair,
            date '2022-06-01' + (turn * 520 + (donor_rank * 31 + system_rank * 17) %% 200)::int AS day,
            30 + %(pledges)s / (donor_rank + system_rank) * (3 - turn) AS number,
            coalesce(
                (SELECT min(c.from_unit) FROM pledges_unitconversion AS c
                 WHERE c.system_id = system AND donor_rank %% 2 = 0),
                (SELECT u.unit FROM pledges_systemunit AS u WHERE u.system_id = system
                 ORDER BY CASE WHEN donor_rank %% 2 = 0 THEN -u.position ELSE u.position END LIMIT 1)
            ) AS unit
        FROM unnest(%(donors)s::bigint[]) WITH ORDINALITY AS d (holder, donor_rank)
        CROSS JOIN unnest(%(systems)s::bigint[]) WITH ORDINALITY AS s (system, system_rank)
        CROSS JOIN generate_series(0, 2) AS turn
        WHERE donor_rank <= 15 AND (donor_rank + system_rank * 5) %% 3 <> 0
          AND (system_rank <= 15 OR EXISTS (SELECT FROM pledges_unitconversion AS c WHERE c.system_id = system))
          AND (turn < 2 OR (donor_rank + system_rank) %% 2 = 0)
    ) AS stocks
    ORDER BY turn, donor_rank, system_rank
"""
"""Two or three figures for each of 150 stocks, some old by now, some in another unit than most pledges."""

TOTALS = f"""
    INSERT INTO pledges_assertedtotal (position, quote, note, confidence, version_id, source_id, donor_id, system_id,
        unit, stage, measure, quantity_text, quantity_low, quantity_best, quantity_high, outstanding, amount_text,
        currency, eur_rate_source, as_of_text, as_of_start, as_of_end, as_of_precision)
    SELECT {POSITION}, '', '', '', {version_after("day")}, {SOURCE.format("rank")}, donor, system, unit, 'delivered',
        'delivered', number::text, number, number, number, false, '',
        '', '', {window("day", monthly="rank %% 2 = 0", name="as_of")}
    FROM (
        SELECT donor, p.system_id AS system, p.unit, rank, count(*) * 50 AS number,
            date '2023-02-01' + (rank * 37 %% 1200)::int AS day
        FROM unnest(%(donors)s::bigint[]) WITH ORDINALITY AS d (donor, rank)
        JOIN meetings_donor AS named ON named.id = donor
        JOIN pledges_pledge AS p ON p.lead = named.code
        GROUP BY donor, p.system_id, p.unit, rank
    ) AS asserted
    ORDER BY rank, system, unit LIMIT 300
"""

MEMBERSHIPS = f"""
    INSERT INTO meetings_membership (position, quote, note, confidence, version_id, source_id, coalition_id, donor_id,
        role, count_text, joined_text, joined_start, joined_end, joined_precision)
    SELECT {POSITION}, '', '', '', {version_after("day")}, {SOURCE.format("rank")}, coalition.id, donor,
        CASE WHEN rank = 1 THEN 'lead' ELSE 'member' END, '', {window("day", monthly="true", name="joined")}
    FROM meetings_coalition AS coalition
    CROSS JOIN unnest(%(donors)s::bigint[]) WITH ORDINALITY AS d (donor, rank)
    CROSS JOIN LATERAL (SELECT date '2023-06-01' + (rank * 40)::int AS day) AS joined
    WHERE rank <= 12 ORDER BY rank, coalition.id
"""


def take_back(target: str, table: str, *, of: int, at: int) -> str:
    """Return the statement that takes back one of so many facts of a table, in some later version."""
    return f"""
        INSERT INTO pledges_void (position, reason, {target}_id, version_id)
        SELECT {POSITION}, 'stated in error', fact.id, {later("fact.version_id", f"(fact.id / {of})", within=9)}
        FROM {table} AS fact WHERE fact.id %% {of} = {at} AND fact.version_id < %(versions)s ORDER BY fact.id
    """


TAKE_BACK_WHOLE_PLEDGES = f"""
    INSERT INTO pledges_void (position, reason, entry_id, version_id)
    SELECT {POSITION}, 'never said', e.id,
        least(max(e.version_id) OVER (PARTITION BY e.pledge_id) + 1 + e.pledge_id %% 4, %(versions)s)
    FROM pledges_entry AS e
    WHERE e.pledge_id %% 401 = 7 AND NOT EXISTS (SELECT FROM pledges_void AS v WHERE v.entry_id = e.id)
    ORDER BY e.id
"""

CHOOSE_CORRECTED_ENTRIES = f"""
    CREATE TEMPORARY TABLE corrected_entries ON COMMIT DROP AS
    SELECT e.id, {later("e.version_id", "(e.id / 97)", within=12)} AS version
    FROM pledges_entry AS e
    WHERE e.id %% 97 = 5 AND e.version_id < %(versions)s
      AND NOT EXISTS (SELECT FROM pledges_void AS v WHERE v.entry_id = e.id)
"""
CHOOSE_CORRECTED_TERMS = f"""
    CREATE TEMPORARY TABLE corrected_terms ON COMMIT DROP AS
    SELECT t.id, nextval(pg_get_serial_sequence('pledges_terms', 'id')) AS new_id,
        {later("t.version_id", "(t.id / 53)", within=12)} AS version
    FROM pledges_terms AS t
    WHERE t.id %% 53 = 9 AND t.version_id < %(versions)s
      AND NOT EXISTS (SELECT FROM pledges_void AS v WHERE v.terms_id = t.id)
"""


def correct(target: str, table: str) -> str:
    """Return the statement that takes back the facts which are corrected."""
    return f"""
        INSERT INTO pledges_void (position, reason, {target}_id, version_id)
        SELECT {POSITION}, 'corrected', id, version FROM {table} ORDER BY id
    """


CORRECTED_ENTRIES = f"""
    INSERT INTO pledges_entry (position, quote, note, confidence, stage, occurred_text, occurred_start, occurred_end,
        occurred_precision, quantity_text, quantity_low, quantity_best, quantity_high, has_number, amount_text,
        amount_low, amount_best, amount_high, currency, basis, value_eur_low, value_eur_best, value_eur_high, eur_rate,
        eur_rate_date, eur_rate_source, definition, asserted_by, source_id, version_id, pledge_id)
    SELECT {POSITION}, quote, note, confidence, stage, occurred_text, occurred_start, occurred_end,
        occurred_precision, 'more than ' || quantity_text, quantity_low + 2, quantity_best + 2, quantity_high + 2,
        has_number, amount_text, amount_low, amount_best, amount_high, currency, basis, value_eur_low, value_eur_best,
        value_eur_high, eur_rate, eur_rate_date, eur_rate_source, definition, asserted_by, source_id, corrected.version,
        pledge_id
    FROM corrected_entries AS corrected JOIN pledges_entry AS e ON e.id = corrected.id ORDER BY e.id
"""
CORRECTED_TERMS = f"""
    INSERT INTO pledges_terms (id, position, quote, note, confidence, effective_start, aid_type, provision, due_text,
        due_start, due_end, due_precision, due_deadline, beneficiary_id, meeting_id, coalition_id, initiative_id,
        package_id, restates_id, pledge_id, source_id, version_id)
    SELECT new_id, {POSITION}, quote, note, confidence, effective_start, aid_type, 'from_stock', due_text,
        due_start, due_end, due_precision, due_deadline, beneficiary_id, meeting_id, NULL, initiative_id,
        package_id, restates_id, pledge_id, source_id, corrected.version
    FROM corrected_terms AS corrected JOIN pledges_terms AS t ON t.id = corrected.id ORDER BY t.id
"""
CORRECTED_PARTIES = """
    INSERT INTO pledges_termsparty (terms_id, donor_id, role, share, words)
    SELECT new_id, donor_id, role, share, words
    FROM corrected_terms AS corrected JOIN pledges_termsparty AS tp ON tp.terms_id = corrected.id ORDER BY tp.id
"""

LIFT = f"""
    INSERT INTO pledges_void (position, reason, lifted_void_id, version_id)
    SELECT {POSITION}, 'it stands after all', v.id, {later("v.version_id", "(v.id / 3)", within=6)}
    FROM pledges_void AS v
    WHERE v.lifted_void_id IS NULL AND v.id %% 3 = 0 AND v.version_id < %(versions)s
      AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = v.id)
    ORDER BY v.id
"""

FACTS = [f"{target}_id" for target in VOID_TARGETS if target != "lifted_void"]
TAKE_BACK_AGAIN = f"""
    INSERT INTO pledges_void (position, reason, {", ".join(FACTS)}, version_id)
    SELECT {POSITION}, 'in error all the same', {", ".join(f"v.{name}" for name in FACTS)},
        {later("lift.version_id", "(lift.id / 2)", within=6)}
    FROM pledges_void AS lift JOIN pledges_void AS v ON v.id = lift.lifted_void_id
    WHERE lift.id %% 2 = 0 AND lift.version_id < %(versions)s
    ORDER BY lift.id
"""

STATEMENTS = (
    POSITIONS,
    START_POSITIONS,
    NEEDS,
    STOCKS,
    TOTALS,
    MEMBERSHIPS,
    take_back("entry", "pledges_entry", of=61, at=3),
    take_back("terms", "pledges_terms", of=71, at=4),
    take_back("requirement", "pledges_requirement", of=13, at=4),
    take_back("stock", "pledges_stock", of=17, at=4),
    take_back("asserted_total", "pledges_assertedtotal", of=19, at=4),
    TAKE_BACK_WHOLE_PLEDGES,
    CHOOSE_CORRECTED_ENTRIES,
    correct("entry", "corrected_entries"),
    CORRECTED_ENTRIES,
    CHOOSE_CORRECTED_TERMS,
    correct("terms", "corrected_terms"),
    CORRECTED_TERMS,
    CORRECTED_PARTIES,
    LIFT,
    TAKE_BACK_AGAIN,
    LIFT,
    "DROP SEQUENCE invented_position",
)


def write_history(params: Mapping[str, Any]) -> None:
    """Run every statement; the caller holds the transaction."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, params)
