"""Picks the pairs worth scoring by index look-ups: near in time, or tied by number, value or source address.

For each promise and donor, only the nearest few others of the same family of systems are picked by each tie, so that
the work grows with the number of promises and not with its square.
"""

from __future__ import annotations

from django.db import connection

from pledges.intake.duplicates.score_pairs import WINDOW_DAYS

NEAREST = 4
"""How many earlier and how many later promises each tie may pick."""

COMPARABLE = """
    o.sid <> s.sid AND o.key <> s.key AND o.list_key <> s.list_key
    AND coalesce(o.pledge_id = ANY(s.links) OR s.pledge_id = ANY(o.links), false) IS FALSE
    AND o.key <> ALL(s.link_names) AND s.key <> ALL(o.link_names)
"""

SUBJECTS = {
    True: f"""s.touched OR s.row_id IS NOT NULL AND EXISTS (
        SELECT FROM duplicate_side AS t
        WHERE t.touched AND t.donor_id = s.donor_id AND t.family = s.family
            AND t.start_day BETWEEN s.start_day - {WINDOW_DAYS} AND s.start_day + {WINDOW_DAYS}
    )""",
    False: "s.pledge_id IS NOT NULL",
}
"""Whose neighbours are looked for. The nearest of one row need not have that row among their nearest: so the other rows
around those that are looked at count as well, and a pair is found from whichever side is planned last."""

WANTED = {True: "s.touched OR a.touched", False: "true"}


def nearest(*, tie: str, probes: str = "", only: str = "true") -> str:
    """The query of the pairs that one tie picks: the nearest in time on either side of each subject."""
    sides = []
    before, after = f">= s.start_day - {WINDOW_DAYS}", f"<= s.start_day + {WINDOW_DAYS}"
    for compare, edge, order in (("<", before, "DESC"), (">", after, "ASC")):
        inside = f"(o.start_day, o.sid) {compare} (s.start_day, s.sid) AND o.start_day {edge}"
        picked = f"o.donor_id = s.donor_id AND o.family = s.family AND {tie} AND {inside} AND {COMPARABLE}"
        ordered = f"ORDER BY o.start_day {order}, o.sid {order} LIMIT {NEAREST}"
        sides.append(f"(SELECT o.sid FROM duplicate_side AS o WHERE {picked} {ordered})")  # noqa: S608 - constants only
    return f"""
        SELECT s.sid, o.sid AS other FROM subjects AS s {probes}
        CROSS JOIN LATERAL ({" UNION ALL ".join(sides)}) AS o WHERE {only}
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def pairs_query(*, planned: bool) -> str:
    """The query of all pairs (subject, other, partner), the partner where three quantities make up a sum."""
    quantities = "CROSS JOIN unnest(ARRAY[s.exact, s.exact / 2, s.exact * 2]) AS probe(exact)"
    steps = "CROSS JOIN unnest(ARRAY[s.step - 1, s.step, s.step + 1]) AS probe(step)"
    return f"""
        WITH subjects AS MATERIALIZED (SELECT * FROM duplicate_side AS s WHERE {SUBJECTS[planned]}),
        pairs AS MATERIALIZED (
            {nearest(tie="true")}
            UNION {nearest(tie="o.exact = probe.exact", probes=quantities, only="s.exact IS NOT NULL")}
            UNION {nearest(tie="o.step = probe.step", probes=steps, only="s.step IS NOT NULL")}
            UNION {nearest(tie="o.url = s.url", only="s.url IS NOT NULL")}
        )
        SELECT DISTINCT ON (pairs.sid, pairs.other) pairs.sid, pairs.other, partner.sid
        FROM pairs
        JOIN subjects AS s ON s.sid = pairs.sid
        JOIN duplicate_side AS a ON a.sid = pairs.other AND a.donor_id = s.donor_id
        LEFT JOIN LATERAL (
            SELECT o.sid FROM duplicate_side AS o
            WHERE o.donor_id = s.donor_id AND o.family = s.family AND o.exact = abs(s.exact - a.exact)
                AND a.exact <> s.exact AND o.sid <> a.sid AND o.unit = s.unit AND a.unit = s.unit AND {COMPARABLE}
                AND o.start_day BETWEEN s.start_day - {WINDOW_DAYS} AND s.start_day + {WINDOW_DAYS}
            LIMIT 1
        ) AS partner ON true
        WHERE {WANTED[planned]}
        ORDER BY pairs.sid, pairs.other, partner.sid NULLS LAST
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def picked_pairs(*, planned: bool) -> list[tuple[int, int, int | None]]:
    """The pairs of sides to score: those of the rows that are looked at, or of all published promises."""
    with connection.cursor() as cursor:
        cursor.execute(pairs_query(planned=planned))
        return [(int(one), int(other), partner) for one, other, partner in cursor.fetchall()]
