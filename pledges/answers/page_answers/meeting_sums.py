"""What was said at a meeting in sum, and which of its promises were kept under another name."""

from __future__ import annotations

from decimal import Decimal

from pledges.answers.as_of import AsOf
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.moment_relations import STATES, fetch, relations
from pledges.answers.page_answers.pledge_counts import made_at
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.values.choices import StatusWord


def sums_said_at(slug: str, as_of: AsOf) -> list[AssertedSum]:
    """The sums that sources name of a meeting beside the ledger, the largest amounts first."""
    said = asserted_sums(as_of, meetings=(slug,))
    return sorted(said, key=lambda one: -(one.value_eur.low if one.value_eur else Decimal(0)))


KEPT_LATER = """
    WITH RECURSIVE {clause} chosen AS MATERIALIZED ({chosen}),
    chain AS (
        SELECT pledge_id AS first_id, pledge_id FROM chosen WHERE counted AND status <> '{delivered}'
        UNION
        SELECT chain.first_id, st.pledge_id FROM chain JOIN {states} AS st ON st.restates_id = chain.pledge_id
    )
    SELECT count(DISTINCT chain.first_id) FROM chain
    JOIN {states} AS st ON st.pledge_id = chain.pledge_id
    WHERE st.status = '{delivered}' AND chain.pledge_id <> chain.first_id
"""


def count_kept_later(slug: str, as_of: AsOf, *, aid_type: str) -> int:
    """How many promises of a meeting were fulfilled under a later reference that announces them again.

    The credit stays with the meeting that first made them; the later one has none. Counted once for a moment.
    """
    return cache_for_moment(
        as_of, lambda: find_kept_later(slug, as_of, aid_type=aid_type), "kept later", slug, aid_type
    )


def find_kept_later(slug: str, as_of: AsOf, *, aid_type: str) -> int:
    selected = "st.pledge_id, st.counted, st.status"
    chosen, params = query_pledges(as_of, made_at(slug, aid_type=aid_type), selected=selected)
    tables = relations(as_of, STATES)
    clause = f"{tables.clause.removeprefix('WITH')}," if tables.clause else ""
    sql = KEPT_LATER.format(clause=clause, chosen=chosen, states=tables[STATES], delivered=StatusWord.DELIVERED.value)
    return int(fetch(sql, params)[0][0])
