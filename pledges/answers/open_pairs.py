"""Which other promises a pledge may be the same as, where the question was left open with a reason."""

from __future__ import annotations

from typing import NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.moment_relations import fetch

LEFT_OPEN = """
    SELECT other.reference, last.reason
    FROM pledges_pledge AS own
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (least(d.key, d.other_key), greatest(d.key, d.other_key))
            d.outcome, d.reason, CASE own.id WHEN d.pledge_id THEN d.other_pledge_id ELSE d.pledge_id END AS other_id
        FROM pledges_duplicatedecision AS d
        WHERE own.id IN (d.pledge_id, d.other_pledge_id) AND d.decided_at <= %(known_at)s
        ORDER BY least(d.key, d.other_key), greatest(d.key, d.other_key), d.id DESC
    ) AS last
    JOIN pledges_pledge AS other ON other.id = last.other_id
    WHERE own.reference = %(reference)s AND last.outcome = 'left_open'
    ORDER BY other.reference
"""


class OpenPair(NamedTuple):
    """A pledge that may be the same promise, and why nobody could say."""

    reference: str
    reason: str


def open_pairs_of(reference: str, as_of: AsOf) -> list[OpenPair]:
    """The pairs of a pledge that were left open when the moment was known."""
    params = {"reference": reference, "known_at": as_of.known_at}
    return [OpenPair(*row) for row in fetch(LEFT_OPEN, params)]
