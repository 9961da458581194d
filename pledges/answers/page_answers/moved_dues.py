"""Due dates that moved: what the first terms of a pledge said, and what its terms say now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pledges.answers import AsOf, PledgeRow
from pledges.answers.figure_values import window
from pledges.answers.moment_relations import STATES, fetch, relations
from pledges.answers.page_answers.quiet_pledges import states_by_reference
from pledges.answers.shared_cache import cache_for_moment
from pledges.projections.fact_conditions import stands_condition
from pledges.values.dates import DateWindow

MOVED = f"""
    SELECT p.reference, first.due_text, first.due_start, first.due_end, first.due_precision,
        CASE WHEN st.due_end IS NOT NULL AND first.due_end IS NOT NULL THEN st.due_end - first.due_end
            WHEN st.due_end IS NULL AND first.due_end IS NULL THEN st.due_start - first.due_start END AS days
    FROM {{states}} AS st
    JOIN pledges_pledge AS p ON p.id = st.pledge_id
    JOIN LATERAL (
        SELECT t.* FROM pledges_terms AS t
        WHERE t.pledge_id = st.pledge_id AND t.version_id <= %(known)s AND t.effective_start <= %(valid_at)s
          AND coalesce(t.due_end, t.due_start) IS NOT NULL AND {stands_condition("t.id", "terms_id")}
        ORDER BY t.effective_start, t.version_id, t.position LIMIT 1
    ) AS first ON first.id <> st.terms_id
    WHERE st.counted
      AND st.pledge_id IN (SELECT pledge_id FROM pledges_terms GROUP BY pledge_id HAVING count(*) > 1)
      AND (first.due_start, first.due_end) IS DISTINCT FROM (st.due_start, st.due_end)
    ORDER BY days DESC NULLS LAST, p.reference
"""
"""Terms that were corrected do not count: what was never said did not move."""


class Moved(NamedTuple):
    """The due of the first terms that named one, and by how many days it moved.

    The last days are compared, or the first where both are without end; `days` is None where they cannot be.
    """

    reference: str
    text: str
    start: date | None
    end: date | None
    precision: str
    days: int | None

    @property
    def first(self) -> DateWindow | None:
        return window(self.text, self.start, self.end, self.precision)


@dataclass(frozen=True, slots=True)
class MovedDue:
    moved: Moved
    row: PledgeRow


def moved_dues(as_of: AsOf, *, most: int) -> tuple[list[MovedDue], int]:
    """The pledges whose due date moved, the furthest first, and how many there are."""
    found = cache_for_moment(as_of, lambda: find_moved(as_of), "moved dues")
    shown = found[:most]
    rows = states_by_reference(as_of, [moved.reference for moved in shown])
    return [MovedDue(moved, rows[moved.reference]) for moved in shown if moved.reference in rows], len(found)


def find_moved(as_of: AsOf) -> list[Moved]:
    tables = relations(as_of, STATES)
    params: dict[str, Any] = as_of.moment.params()
    return [Moved(*row) for row in fetch(f"{tables.clause} {MOVED.format(states=tables[STATES])}", params)]
