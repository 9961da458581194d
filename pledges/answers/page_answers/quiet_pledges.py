"""The silence clock: open pledges of which nothing has been heard longer than of nearly all of their peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from pledges.answers import AsOf, PledgeFilters, PledgeRow, pledge_states
from pledges.answers.moment_relations import STATES, fetch, relations
from pledges.answers.shared_cache import cache_for_moment
from pledges.projections.stage_sums import ATTRIBUTIONS
from pledges.values.choices import AidType, StatusWord
from pledges.values.stages import sql_words

FEWEST_PEERS = 20
"""So many open pledges of a donor are compared with each other; those of a smaller one with all."""

QUIETER = 0.95
"""What share of its peers a pledge has to be quieter than."""

OVER = (StatusWord.SIGNALLED, StatusWord.DELIVERED, StatusWord.WITHDRAWN)
OPEN_STATUSES = tuple(word.value for word in StatusWord if word not in OVER)

QUIET = f"""
    open_pledges AS (
        SELECT st.pledge_id, greatest(%(valid_at)s::date - st.heard_on, 0) AS days, whose.donor_code
        FROM {{states}} AS st
        CROSS JOIN LATERAL (
            SELECT part.donor_code FROM {ATTRIBUTIONS} AS part WHERE part.terms_id = st.terms_id
            ORDER BY part.quantity_rest DESC, part.value_rest DESC, part.donor_code LIMIT 1
        ) AS whose
        WHERE st.counted AND st.aid_type = %(aid_type)s AND st.status NOT IN ({sql_words(OVER)})
            AND st.heard_on IS NOT NULL
    ),
    beside AS (
        SELECT *, count(*) OVER () AS peers, rank() OVER (ORDER BY days) - 1 AS louder,
            count(*) OVER donor AS own_peers, rank() OVER (PARTITION BY donor_code ORDER BY days) - 1 AS own_louder
        FROM open_pledges WINDOW donor AS (PARTITION BY donor_code)
    ),
    compared AS (
        SELECT pledge_id, days, donor_code, own_peers >= {FEWEST_PEERS} AS by_donor,
            CASE WHEN own_peers >= {FEWEST_PEERS} THEN own_peers ELSE peers END AS peers,
            CASE WHEN own_peers >= {FEWEST_PEERS} THEN own_louder ELSE louder END AS louder
        FROM beside
    )
    SELECT p.reference, days, donor_code, by_donor, peers, louder FROM compared
    JOIN pledges_pledge AS p ON p.id = compared.pledge_id
    WHERE louder >= {QUIETER} * peers
    ORDER BY days DESC, p.reference
"""
"""Each open pledge beside those whose largest part is the same donor's, or beside all, by days of silence."""


class Quiet(NamedTuple):
    """How long nothing was heard of a pledge, and of how many of its peers something was heard since."""

    reference: str
    days: int
    donor: str
    by_donor: bool
    peers: int
    louder: int


@dataclass(frozen=True, slots=True)
class QuietPledge:
    quiet: Quiet
    row: PledgeRow


def quiet_references(as_of: AsOf, *, aid_type: str = AidType.MILITARY) -> list[Quiet]:
    """Every pledge that is quieter than nearly all of its peers, the longest first; found once for a moment."""
    return cache_for_moment(as_of, lambda: find_quiet(as_of, aid_type), "quiet", aid_type)


def find_quiet(as_of: AsOf, aid_type: str) -> list[Quiet]:
    tables = relations(as_of, STATES)
    sql = f"{tables.clause}{',' if tables.clause else 'WITH'} {QUIET.format(states=tables[STATES])}"
    params: dict[str, Any] = {**as_of.moment.params(), "aid_type": aid_type}
    return [Quiet(*row) for row in fetch(sql, params)]


def quietest_pledges(as_of: AsOf, *, most: int) -> tuple[list[QuietPledge], int]:
    """The quietest pledges, and how many there are."""
    found = quiet_references(as_of)
    shown = found[:most]
    rows = states_by_reference(as_of, [quiet.reference for quiet in shown])
    return [QuietPledge(quiet, rows[quiet.reference]) for quiet in shown if quiet.reference in rows], len(found)


def states_by_reference(as_of: AsOf, references: list[str]) -> dict[str, PledgeRow]:
    if not references:
        return {}
    filters = PledgeFilters(references=tuple(references))
    return {row.reference: row for row in pledge_states(as_of, filters, size=len(references)).rows}
