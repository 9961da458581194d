"""Which part of a pledge counts for which donor, as SQL.

Quantities go to the stock owners where there are any, else to the funders; money goes to the funders, or where none is
named to the stock owners. A sole party without a share has the whole. What no known share covers goes to JOINT.
Attributed figures are rounded once, and the largest part takes what rounding leaves, so that parts make up the whole.
"""

from meetings.models import JOINT

SMALLEST_SHARE = "0.000001"


PARTIES = """
    parties AS (
        SELECT t.id AS terms_id, d.code, tp.role, tp.share,
            count(*) OVER terms = 1 AND tp.role IN ('funder', 'stock_owner') AND coalesce(tp.share, 1) = 1 AS sole,
            bool_or(tp.role = 'stock_owner') OVER terms AS has_owner,
            bool_or(tp.role = 'funder') OVER terms AS has_funder,
            bool_or(tp.role IN ('stock_owner', 'supplier', 'producer')) OVER terms AS has_origin
        FROM chosen_terms AS t
        JOIN pledges_termsparty AS tp ON tp.terms_id = t.id
        JOIN meetings_donor AS d ON d.id = tp.donor_id
        WINDOW terms AS (PARTITION BY t.id)
    )
"""
"""Every party of the terms, and what these have; the sole party takes a shorter way."""

PARTS = """
    parts AS (
        SELECT terms_id, measure, code, role, share, has_origin,
            count(*) OVER terms AS parties, sum(share) OVER terms AS known
        FROM (
            SELECT 'quantity' AS measure, * FROM parties
            WHERE NOT sole AND role = CASE WHEN has_owner THEN 'stock_owner' ELSE 'funder' END
            UNION ALL
            SELECT 'value' AS measure, * FROM parties
            WHERE NOT sole AND role = CASE WHEN has_funder THEN 'funder' ELSE 'stock_owner' END
        ) AS measured
        WINDOW terms AS (PARTITION BY terms_id, measure)
    )
"""
"""The parties that quantities or money go to."""

SHARES = f"""
    shares AS (
        SELECT terms_id, measure, code, CASE WHEN parties = 1 THEN coalesce(share, 1) ELSE share END AS share,
            CASE WHEN measure = 'value' THEN ''
                 WHEN role = 'stock_owner' THEN 'owner'
                 WHEN NOT has_origin THEN 'unknown_origin' ELSE '' END AS stock_role
        FROM parts
        UNION ALL
        SELECT terms_id, measure, '{JOINT}', 1 - coalesce(min(known), 0), ''
        FROM parts
        GROUP BY terms_id, measure
        HAVING 1 - coalesce(min(known), 0) >= {SMALLEST_SHARE} AND NOT (min(parties) = 1 AND min(known) IS NULL)
        UNION ALL
        SELECT t.id, m.measure, '{JOINT}', 1, ''
        FROM chosen_terms AS t CROSS JOIN (VALUES ('quantity'), ('value')) AS m (measure)
        WHERE NOT EXISTS (
            SELECT FROM parties AS own WHERE own.terms_id = t.id AND own.role IN ('funder', 'stock_owner')
        )
    )
"""
"""Their shares, and the visible rest."""

ATTRIBUTIONS = """
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY terms_id, measure ORDER BY share DESC NULLS LAST, code) = 1
            AND share IS NOT NULL AS rest
        FROM shares
    )
    SELECT whose.*, t.pledge_id, p.system_id
    FROM (
        SELECT terms_id, code AS donor_code,
            max(share) FILTER (WHERE measure = 'quantity') AS quantity_share,
            coalesce(bool_or(rest) FILTER (WHERE measure = 'quantity'), false) AS quantity_rest,
            max(share) FILTER (WHERE measure = 'value') AS value_share,
            coalesce(bool_or(rest) FILTER (WHERE measure = 'value'), false) AS value_rest,
            max(stock_role) AS stock_role
        FROM ranked
        GROUP BY terms_id, code
        UNION ALL
        SELECT terms_id, code, 1, true, 1, true, CASE WHEN has_owner THEN 'owner' ELSE 'unknown_origin' END
        FROM parties WHERE sole
    ) AS whose
    JOIN pledges_terms AS t ON t.id = whose.terms_id
    JOIN pledges_pledge AS p ON p.id = t.pledge_id
"""
"""One row per statement of terms and donor code; the largest share takes what rounding leaves."""


def attribution_query(condition: str) -> str:
    """One row per statement of terms `t` of a condition and donor code, in the columns of PledgeAttribution."""
    chosen = f"chosen_terms AS MATERIALIZED (SELECT t.id FROM pledges_terms AS t WHERE {condition})"
    return f"WITH {chosen}, {PARTIES}, {PARTS}, {SHARES}, {ATTRIBUTIONS}"


def is_part(table: str = "part") -> str:
    """The condition that a party has a part in the sums; where no source states its share, it has none."""
    return f"coalesce({table}.quantity_share, {table}.value_share) IS NOT NULL"


def attribute_figure(figure: str, measure: str) -> str:
    """The expression of one donor's part of a figure of a pledge with several parties.

    Reads `state` and `part` (the attribution); the row marked as rest takes the whole minus the rounded other parts.
    """
    whole, share, rest = f"state.{figure}", f"part.{measure}_share", f"part.{measure}_rest"
    # Parts are rounded one by one; what is lost by that goes to the row marked as rest.
    own = f"round({whole} * {share}, 6)"
    others = f"sum(CASE WHEN NOT {rest} THEN {own} END) OVER (PARTITION BY part.pledge_id)"
    return f"CASE WHEN {share} IS NULL THEN 0 WHEN {rest} THEN {whole} - coalesce({others}, 0) ELSE {own} END"
