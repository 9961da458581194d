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


def parties_of_terms(terms: Iterable[int]) -> Parties:
    """The parties of statements of terms, per statement, largest share first."""
    return read_parties("tp.terms_id", "pledges_termsparty AS tp", terms, {})


def parties_of_pledges(pledges: Iterable[int], as_of: AsOf) -> Parties:
    """The parties of the terms that count at a moment, per pledge, largest share first."""
    tables = relations(as_of, STATES)
    source = f"{tables[STATES]} AS st JOIN pledges_termsparty AS tp ON tp.terms_id = st.terms_id"
    return read_parties("st.pledge_id", source, pledges, as_of.moment.params(), clause=tables.clause)


def read_parties(key: str, source: str, keys: Iterable[int], params: dict[str, Any], *, clause: str = "") -> Parties:
    wanted = sorted(keys)
    sql = f"""
        {clause} SELECT {key}, d.code, d.name, tp.role, tp.share, tp.words
        FROM {source} JOIN meetings_donor AS d ON d.id = tp.donor_id WHERE {key} = ANY(%(keys)s)
        ORDER BY {key}, tp.share DESC NULLS LAST, d.code, tp.role
    """
    parties: Parties = {}
    for found, *party in fetch(sql, {**params, "keys": wanted}) if wanted else ():
        parties[found] = (*parties.get(found, ()), Party(*party))
    return parties


@lru_cache(maxsize=PARTIES_KEPT)
def decoded_parties(text: str) -> tuple[Party, ...]:
    """The parties of a JSON array as the database writes it; most pledges have the same few."""
    return tuple(Party(**party) for party in json.loads(text, parse_float=Decimal, parse_int=Decimal))
