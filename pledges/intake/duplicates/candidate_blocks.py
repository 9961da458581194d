"""Picks the pairs worth scoring by index look-ups: near in time, or tied by number, value or source address.

For each promise and donor, only the nearest few others of the same family of systems are picked by each tie, apart
among what is published, what is in review, and drafts: so the work grows with the rows that are looked at, whatever
else stands open, and no draft stands in the way of what is published. What cannot come out as alike is dropped here, at
a fraction of the price of scoring it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from pledges.intake.duplicates.score_pairs import (
    CLOSE_VALUE,
    DATES,
    DONORS_OVERLAP,
    DONORS_SAME,
    QUANTITY_EQUAL,
    QUANTITY_LINKED,
    QUANTITY_OTHER,
    SAME_DAY,
    SAME_LIST,
    SAME_SOURCE,
    SYSTEM_RELATED,
    SYSTEM_SAME,
    UNIT_SAME,
    VALUE_EQUAL,
    VALUE_OTHER,
    WEAK,
    WINDOW_DAYS,
)
from pledges.intake.duplicates.store_sides import COLUMNS, FRESH, SIDES
from pledges.models import ChangeSet
from pledges.values.choices import ChangeSetState

NEAREST = 4
"""How many earlier and how many later promises each tie may pick."""

AROUND = 16
"""How many open rows on either side of one that is looked at look for their own neighbours again: it may be theirs."""

COMPARABLE = """
    o.sid <> s.sid AND o.key <> s.key AND o.list_key <> s.list_key
    AND coalesce(o.pledge_id = ANY(s.links) OR s.pledge_id = ANY(o.links), false) IS FALSE
    AND o.key <> ALL(s.link_names) AND s.key <> ALL(o.link_names)
"""

LOOKED_AT = """
    coalesce({0}.changeset_id = %(changeset)s AND (%(rows)s::bigint[] IS NULL OR {0}.row_id = ANY(%(rows)s)), false)
"""

PUBLISHED_POOL = "o.pledge_id IS NOT NULL"
ROW_POOL = "o.row_id IS NOT NULL AND (o.stands OR o.changeset_id = %(changeset)s)"
REVIEWED_POOL = f"{ROW_POOL} AND o.changeset_id = ANY(%(reviewed)s)"
DRAFT_POOL = f"{ROW_POOL} AND o.changeset_id <> ALL(%(reviewed)s)"
"""What is published, what is on its way to it (and the change set itself), and drafts that may never be submitted."""

SAME_FAMILY = "o.donor_id = s.donor_id AND o.family = s.family"


SUBJECTS = {
    True: f"""
        looked_at AS MATERIALIZED (SELECT s.* FROM {SIDES} AS s WHERE {{looked_at}} AND s.row_id = ANY(%(own)s)),
        subjects AS MATERIALIZED (
            SELECT * FROM looked_at
            UNION SELECT o.* FROM looked_at AS s CROSS JOIN LATERAL ({{around}}) AS o WHERE NOT {{other}}
        )
    """,  # noqa: S608 - names of tables
    False: "subjects AS MATERIALIZED (SELECT * FROM {sides} AS s WHERE s.pledge_id = ANY(%(own)s))",
}
"""Whose neighbours are looked for. The nearest of one row need not have that row among their nearest, so open rows
around it look as well: a pair is found from whichever side is planned last."""

PARTNER = f"""
    (SELECT o.sid FROM {{sides}} AS o
    WHERE {SAME_FAMILY} AND {{pool}} AND o.exact = abs(s.exact - a.exact) AND a.exact <> s.exact
        AND o.unit = s.unit AND a.unit = s.unit AND o.sid <> a.sid AND {COMPARABLE}
        AND o.start_day BETWEEN s.start_day - {WINDOW_DAYS} AND s.start_day + {WINDOW_DAYS}
    ORDER BY o.start_day, o.sid LIMIT 1)
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter
"""A third promise whose number makes up, with one of a pair, that of the other; of several the earliest."""


def stored_sides(*, fresh: bool) -> str:
    """The table of all sides; those of pledges that were put aside replace what is stored of them."""
    if not fresh:
        return SIDES
    return f"""
        (SELECT {COLUMNS} FROM {SIDES} WHERE pledge_id IS NULL OR pledge_id <> ALL(%(fresh)s)
        UNION ALL SELECT {COLUMNS} FROM {FRESH})
    """  # noqa: S608 - names of tables


def nearest_in_time(conditions: str, *, sides: str, most: int, selected: str) -> str:
    """The nearest sides `o` before and after the subject `s`, so many each."""
    found = []
    for compare, edge, order in (
        ("<", f">= s.start_day - {WINDOW_DAYS}", "DESC"),
        (">", f"<= s.start_day + {WINDOW_DAYS}", "ASC"),
    ):
        inside = f"(o.start_day, o.sid) {compare} (s.start_day, s.sid) AND o.start_day {edge}"
        ordered = f"ORDER BY o.start_day {order}, o.sid {order} LIMIT {most}"
        found.append(f"(SELECT {selected} FROM {sides} AS o WHERE {conditions} AND {inside} {ordered})")  # noqa: S608 - constants only
    return " UNION ALL ".join(found)


def pairs_by_tie(tie: str, *, sides: str, pools: Collection[str], probes: str = "", only: str = "true") -> str:
    """The query of the pairs that one tie picks: the nearest in time on either side of each subject."""
    picked = " UNION ALL ".join(
        nearest_in_time(
            f"{SAME_FAMILY} AND {pool} AND {tie} AND {COMPARABLE}", sides=sides, most=NEAREST, selected="o.*"
        )
        for pool in pools
    )
    return f"""
        SELECT s.sid, s.donor_id, o.sid AS other
        FROM subjects AS s {probes} CROSS JOIN LATERAL ({picked}) AS o WHERE {only}
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def points_at_most() -> str:
    """The points that a pair of a subject `s` and another side `a` may get, never fewer than scoring gives."""
    apart = "greatest(0, s.start_day - a.end_day, a.start_day - s.end_day)"
    dates = f"WHEN {apart} = 0 THEN {SAME_DAY} " + " ".join(
        f"WHEN {apart} <= {days} THEN {points}" for days, points, _ in DATES
    )
    close = f"abs(s.value - a.value) <= greatest(s.value, a.value) * {CLOSE_VALUE}"
    return f"""
        CASE WHEN s.donors = a.donors THEN {DONORS_SAME} ELSE {DONORS_OVERLAP} END
        + CASE WHEN s.system_id = a.system_id THEN {SYSTEM_SAME} ELSE {SYSTEM_RELATED} END
        + CASE WHEN s.unit = a.unit THEN {UNIT_SAME} ELSE 0 END
        + CASE {dates} ELSE 0 END
        + greatest(s.cue, a.cue)
        + CASE WHEN s.value IS NULL OR a.value IS NULL THEN 0 WHEN {close} THEN {VALUE_EQUAL} ELSE {VALUE_OTHER} END
        + CASE WHEN s.scheme <> '' AND s.scheme = a.scheme THEN {SAME_LIST}
               WHEN s.urls && a.urls THEN {SAME_SOURCE} ELSE 0 END
        + CASE WHEN NOT s.counts OR NOT a.counts OR s.unit <> a.unit THEN 0
               WHEN s.exact IS NULL OR a.exact IS NULL THEN {QUANTITY_LINKED}
               WHEN s.exact = a.exact THEN {QUANTITY_EQUAL}
               WHEN partner.sid IS NOT NULL OR s.shared OR a.shared THEN {QUANTITY_LINKED}
               ELSE {QUANTITY_OTHER} END
    """


def pairs_query(*, planned: bool, fresh: bool) -> str:
    """The query of all pairs (subject, other, partner), the partner where three quantities make up a sum."""
    sides = stored_sides(fresh=fresh)
    pools = (PUBLISHED_POOL, REVIEWED_POOL, DRAFT_POOL) if planned else (PUBLISHED_POOL,)
    quantities = "CROSS JOIN unnest(ARRAY[s.exact, s.exact / 2, s.exact * 2]) AS probe(exact)"
    steps = "CROSS JOIN unnest(ARRAY[s.step - 1, s.step, s.step + 1]) AS probe(step)"
    ties = [
        pairs_by_tie("true", sides=sides, pools=pools),
        pairs_by_tie("o.exact = probe.exact", sides=sides, pools=pools, probes=quantities, only="s.exact IS NOT NULL"),
        pairs_by_tie("o.step = probe.step", sides=sides, pools=pools, probes=steps, only="s.step IS NOT NULL"),
        pairs_by_tie("o.url = s.url", sides=sides, pools=pools, only="s.url IS NOT NULL"),
    ]
    around = nearest_in_time(f"{SAME_FAMILY} AND {ROW_POOL}", sides=SIDES, most=AROUND, selected="o.*")
    looked_at = LOOKED_AT.format("s")
    subjects = SUBJECTS[planned].format(sides=sides, looked_at=looked_at, around=around, other=LOOKED_AT.format("o"))
    wanted = f"({looked_at} OR {LOOKED_AT.format('a')})" if planned else "true"
    partners = " UNION ALL ".join(PARTNER.format(sides=sides, pool=pool) for pool in pools)
    return f"""
        WITH {subjects}, pairs AS MATERIALIZED ({" UNION ".join(ties)})
        SELECT DISTINCT ON (pairs.sid, pairs.other) pairs.sid, pairs.other, partner.sid
        FROM pairs
        JOIN subjects AS s ON s.sid = pairs.sid AND s.donor_id = pairs.donor_id
        JOIN {sides} AS a ON a.sid = pairs.other AND a.donor_id = s.donor_id
        LEFT JOIN LATERAL (SELECT sid FROM ({partners}) AS o LIMIT 1) AS partner ON true
        WHERE {wanted} AND ({points_at_most()}) >= {WEAK}
        ORDER BY pairs.sid, pairs.other, partner.sid NULLS LAST
    """  # noqa: S608 - assembled from constants of the code; every value is a parameter


def picked_pairs(
    own: Collection[int], *, changeset: int | None, rows: Collection[int] | None, fresh: Collection[int]
) -> list[tuple[int, int, int | None]]:
    """The pairs of sides to score, of some rows of a change set, or of some published promises where there is none.

    `rows` are all that are looked at now, None where it is the whole change set; `fresh` are pledges put aside.
    """
    in_review = ChangeSet.objects.filter(state__in=[ChangeSetState.SUBMITTED, ChangeSetState.APPROVED])
    params: dict[str, Any] = {
        "changeset": changeset,
        "rows": None if rows is None else list(rows),
        "own": list(own),
        "fresh": list(fresh),
        "reviewed": [*in_review.values_list("pk", flat=True), changeset] if changeset else [],
    }
    with connection.cursor() as cursor:
        cursor.execute(pairs_query(planned=changeset is not None, fresh=bool(fresh)), params)
        return [(int(one), int(other), partner) for one, other, partner in cursor.fetchall()]
