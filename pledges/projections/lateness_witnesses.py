"""Who proves that something was still missing after a due date, as SQL: the witnesses of certain lateness.

A witness is a later delivery of the pledge, a total of its donor and system that leaves some of it missing, later terms
that move the due date, or a list of every delivery. It needs a source with a date, and proves lateness up to its own
day. Witnesses of a version depend on facts of any day, and on other pledges of the same donor and system.
"""

from pledges.projections.fact_conditions import JOIN_LIFTED, stands_condition, voided_key
from pledges.projections.pledge_states import states_query

DUE_PLEDGES = "SELECT pledge_id FROM pledges_terms WHERE due_end IS NOT NULL"
"""The pledges that can ever be late."""

IS_WITNESS = "{0}.measure IN ('delivered', 'outstanding')"
"""Whether a total, by its alias, is of what has come or of what is still to come."""

IS_DATED = "EXISTS (SELECT FROM meetings_source AS source WHERE source.id = {0}.source_id AND published IS NOT NULL)"
"""Whether the source of a fact, by its alias, has a date: one without is no witness."""

AT_TOUCHED = "{0}.version_id <= touched.known"


def stands_when_touched(fact: str, kind: str) -> str:
    """The condition that a fact, by its alias, is known to the version of `touched`, and stands."""
    known, stands = AT_TOUCHED.format(fact), stands_condition(f"{fact}.id", f"{kind}_id", among=AT_TOUCHED)
    return f"{known} AND {stands}"


def of_donor(pledge: str, donor: str) -> str:
    """The condition that a donor was ever a party of a pledge."""
    return f"""EXISTS (
        SELECT FROM pledges_terms AS named JOIN pledges_termsparty AS party ON party.terms_id = named.id
        WHERE named.pledge_id = {pledge} AND party.donor_id = {donor}
    )"""


def lists_pledge(completeness: str, pledge: str) -> str:
    """The condition that a complete list may be about a pledge: of its donor, its system, or both."""
    of_system = f"{completeness}.system_id IS NULL OR {completeness}.system_id = {pledge}.system_id"
    donor = f"{completeness}.donor_id"
    return f"({of_system}) AND ({donor} IS NULL OR {of_donor(f'{pledge}.id', donor)})"


def receiving_role(terms: str) -> str:
    """The role by which quantities are attributed under terms: that of stock owners where there are any."""
    owner = f"SELECT FROM pledges_termsparty AS own WHERE own.terms_id = {terms} AND own.role = 'stock_owner'"
    return f"CASE WHEN EXISTS ({owner}) THEN 'stock_owner' ELSE 'funder' END"


def has_part(terms: str, donor: str) -> str:
    """The condition that a donor has a part, stated or not, in the quantities under terms."""
    return f"""EXISTS (
        SELECT FROM pledges_termsparty AS party
        WHERE party.terms_id = {terms} AND party.donor_id = {donor} AND party.role = {receiving_role(terms)}
    )"""


def has_whole(terms: str, donor: str) -> str:
    """The condition that quantities under terms are a donor's alone."""
    return f"""(
        SELECT bool_and(party.donor_id = {donor} AND coalesce(party.share, 1) = 1)
        FROM pledges_termsparty AS party WHERE party.terms_id = {terms} AND party.role = {receiving_role(terms)}
    ) IS TRUE"""


def touched_totals(condition: str) -> str:
    """Which totals that can be witnesses a version `known` of the condition publishes, takes back or restores."""
    return f"""
        SELECT total.id, total.version_id AS known FROM pledges_assertedtotal AS total
        WHERE {IS_WITNESS.format("total")} AND {condition.format("total.version_id")}
        UNION
        SELECT total.id, void.version_id FROM pledges_void AS void {JOIN_LIFTED}
        JOIN pledges_assertedtotal AS total ON total.id = {voided_key("asserted_total")}
        WHERE {IS_WITNESS.format("total")} AND {condition.format("void.version_id")}
    """


def touched_lists(condition: str) -> str:
    """Which complete lists a version `known` of the condition publishes, takes back or restores."""
    return f"""
        SELECT list.id, list.version_id AS known FROM pledges_completeness AS list
        WHERE {condition.format("list.version_id")}
        UNION
        SELECT {voided_key("completeness")}, void.version_id FROM pledges_void AS void {JOIN_LIFTED}
        WHERE {condition.format("void.version_id")} AND {voided_key("completeness")} IS NOT NULL
    """


def touched_by_witnesses(condition: str, own: str) -> str:
    """Which pledges versions `known` touch by what they say of other pledges, or of a donor and a system.

    `own` is the CTE of the pledges that they touch by their own facts. All days may differ by it.
    """
    return f"""
        SELECT late.pledge_id, told.known, DATE '-infinity' AS day
        FROM (
            SELECT * FROM ({touched_totals(condition)}) AS published
            UNION
            SELECT total.id, {own}.known
            FROM {own} JOIN pledges_pledge AS p ON p.id = {own}.pledge_id
            JOIN pledges_assertedtotal AS total ON total.system_id = p.system_id AND total.unit = p.unit
                AND {IS_WITNESS.format("total")} AND total.version_id <= {own}.known
            WHERE {of_donor("p.id", "total.donor_id")}
        ) AS told
        JOIN pledges_assertedtotal AS total ON total.id = told.id
        JOIN pledges_pledge AS p ON p.system_id = total.system_id AND p.unit = total.unit
        JOIN ({DUE_PLEDGES}) AS late ON late.pledge_id = p.id
        WHERE {of_donor("p.id", "total.donor_id")}
        UNION ALL
        SELECT late.pledge_id, told.known, '-infinity'
        FROM ({touched_lists(condition)}) AS told
        JOIN pledges_completeness AS list ON list.id = told.id
        JOIN pledges_pledge AS p ON {lists_pledge("list", "p")}
        JOIN ({DUE_PLEDGES}) AS late ON late.pledge_id = p.id
    """


TOUCHED = f"""
    touched AS MATERIALIZED (
        SELECT DISTINCT days.pledge_id, days.known FROM days WHERE days.pledge_id IN ({DUE_PLEDGES})
    )
"""

STANDING_TOTALS = f"""
    totals AS MATERIALIZED (
        SELECT DISTINCT touched.known, total.*
        FROM touched JOIN pledges_pledge AS p ON p.id = touched.pledge_id
        JOIN pledges_assertedtotal AS total ON total.system_id = p.system_id AND total.unit = p.unit
        WHERE {IS_WITNESS.format("total")} AND {IS_DATED.format("total")}
          AND {stands_when_touched("total", "asserted_total")} AND {of_donor("p.id", "total.donor_id")}
    )
"""
"""The totals that each version knows of the donors and systems of pledges that it touches."""

BESIDE_TOTALS = f"""
    WITH {TOUCHED}, {STANDING_TOTALS},
    asked AS MATERIALIZED (
        SELECT row_number() OVER () AS ask, one.*
        FROM (
            SELECT DISTINCT p.id AS pledge_id, totals.known, totals.as_of_end AS day
            FROM totals JOIN pledges_pledge AS p ON p.system_id = totals.system_id AND p.unit = totals.unit
            WHERE {of_donor("p.id", "totals.donor_id")}
        ) AS one
    )
    SELECT pledge_id, known, day, terms_id, promised_low, delivered_low, outstanding_high
    FROM ({states_query()}) AS computed WHERE counted
"""
"""The states of all pledges that a total may be about, on its own day, which is the last of its window."""

LEFT_MISSING = f"""
    SELECT pledge_id, known, as_of_end AS last_day
    FROM (
        SELECT totals.known, totals.id, totals.as_of_end, totals.measure, quantity_low, quantity_high,
            count(*) FILTER (WHERE is_open) AS n_open,
            min(pledge_id) FILTER (WHERE is_open AND is_whole) AS pledge_id,
            min(promised_low) FILTER (WHERE is_open AND is_whole) AS promised_low,
            coalesce(sum(delivered_low) FILTER (WHERE NOT is_open AND is_whole), 0) AS others_low
        FROM totals JOIN (
            SELECT beside.*, p.system_id, p.unit, outstanding_high IS DISTINCT FROM 0 AS is_open
            FROM beside_totals AS beside JOIN pledges_pledge AS p ON p.id = beside.pledge_id
        ) AS state ON (state.known, state.day, state.system_id, state.unit)
            = (totals.known, totals.as_of_end, totals.system_id, totals.unit)
        CROSS JOIN LATERAL (SELECT {has_whole("state.terms_id", "totals.donor_id")} AS is_whole OFFSET 0) AS whose
        WHERE {has_part("state.terms_id", "totals.donor_id")}
        GROUP BY totals.known, totals.id, totals.as_of_end, totals.measure, quantity_low, quantity_high
    ) AS told
    WHERE n_open = 1 AND pledge_id IS NOT NULL
        AND CASE WHEN measure = 'outstanding' THEN quantity_low > 0 ELSE promised_low > quantity_high - others_low END
"""
"""The one open pledge of a donor and system, where a total leaves some of it missing."""

WITNESSES = f"""
    WITH {TOUCHED}, {STANDING_TOTALS}
    SELECT pledge_id, known, last_day, NULL::date AS effective_start, NULL::date AS due, NULL::bigint AS donor_id
    FROM ({LEFT_MISSING}) AS missing
    UNION ALL
    SELECT touched.pledge_id, touched.known, max(e.occurred_start) - 1, NULL, NULL, NULL
    FROM touched JOIN pledges_entry AS e ON e.pledge_id = touched.pledge_id
    WHERE e.stage = 'delivered' AND e.quantity_high IS DISTINCT FROM 0
      AND {IS_DATED.format("e")} AND {stands_when_touched("e", "entry")}
    GROUP BY touched.pledge_id, touched.known
    UNION ALL
    SELECT touched.pledge_id, touched.known, t.effective_start - 1, t.effective_start,
        coalesce(t.due_end, t.due_start), NULL
    FROM touched JOIN pledges_terms AS t ON t.pledge_id = touched.pledge_id
    WHERE coalesce(t.due_end, t.due_start) IS NOT NULL
      AND {IS_DATED.format("t")} AND {stands_when_touched("t", "terms")}
    UNION ALL
    SELECT touched.pledge_id, touched.known, list.as_of_end, NULL, NULL, list.donor_id
    FROM touched JOIN pledges_pledge AS p ON p.id = touched.pledge_id
    JOIN pledges_completeness AS list ON {lists_pledge("list", "p")}
    WHERE {IS_DATED.format("list")} AND {stands_when_touched("list", "completeness")}
"""
"""Every witness of a touched pledge, with the last day that it proves; terms also with the due date that they set.

A complete list of a donor proves nothing of what is not all its own.
"""

WITNESS_END = f"""CASE WHEN t.due_end IS NOT NULL THEN (
    SELECT max(witness.last_day) FROM witnesses AS witness
    WHERE witness.pledge_id = asked.pledge_id AND witness.known = asked.known AND witness.last_day > t.due_end
      AND (witness.effective_start IS NULL OR (witness.effective_start > t.effective_start AND witness.due > t.due_end))
      AND (witness.donor_id IS NULL OR {has_whole("t.id", "witness.donor_id")})
) END"""
"""The last day on which a witness proves that something was missing after the due date of the terms `t`."""

WITNESS_TABLES = {"beside_totals": BESIDE_TOTALS, "witnesses": WITNESSES}
"""The tables that the spans read beside their questions, by name; the second reads the first."""

WITNESS_KEY = "pledge_id, known"
"""By what each question finds the witnesses of its pledge."""
