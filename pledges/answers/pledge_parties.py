"""Who takes part in pledges: by the terms that are at hand, or by those that count for a pledge at a moment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import Party
from pledges.answers.moment_relations import STATES, fetch, relations

Parties = dict[int, tuple[Party, ...]]

PARTIES_KEPT = 10_000

PARTY = "d.code, d.name, tp.role, tp.share, tp.words"
OF_TERMS = f"""
    SELECT tp.terms_id, {PARTY}
    FROM pledges_termsparty AS tp JOIN meetings_donor AS d ON d.id = tp.donor_id
    WHERE tp.terms_id = ANY(%(terms)s)
    ORDER BY tp.terms_id, tp.share DESC NULLS LAST, d.code, tp.role
"""


def parties_of_terms(terms: Iterable[int]) -> Parties:
    """The parties of statements of terms, per statement, largest share first."""
    keys = sorted(terms)
    return read_parties(fetch(OF_TERMS, {"terms": keys})) if keys else {}


def parties_of_pledges(pledges: Iterable[int], as_of: AsOf) -> Parties:
    """The parties of the terms that count at a moment, per pledge, largest share first."""
    keys = sorted(pledges)
    tables = relations(as_of, STATES)
    sql = f"""
        {tables.clause} SELECT st.pledge_id, {PARTY}
        FROM {tables[STATES]} AS st
        JOIN pledges_termsparty AS tp ON tp.terms_id = st.terms_id
        JOIN meetings_donor AS d ON d.id = tp.donor_id
        WHERE st.pledge_id = ANY(%(pledges)s)
        ORDER BY st.pledge_id, tp.share DESC NULLS LAST, d.code, tp.role
    """
    return read_parties(fetch(sql, {**as_of.moment.params(), "pledges": keys})) if keys else {}


def read_parties(rows: Iterable[tuple[Any, ...]]) -> Parties:
    parties: Parties = {}
    for key, *party in rows:
        parties[key] = (*parties.get(key, ()), Party(*party))
    return parties


@lru_cache(maxsize=PARTIES_KEPT)
def decoded_parties(text: str) -> tuple[Party, ...]:
    """The parties of a JSON array as the database writes it; most pledges have the same few."""
    return tuple(Party(**party) for party in json.loads(text, parse_float=Decimal, parse_int=Decimal))
