"""What the kept copies of sources say of quoted words: where they stand, with a little of the text around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pledges.answers.moment_relations import fetch
from pledges.values.fact_names import name_fact

KEPT_QUOTES = """
    SELECT fact.version_id, fact.position, fact.quote <> '', coalesce(copy.sha256, ''),
        coalesce(copy.archive_url, ''), anchor.id IS NOT NULL, anchor.start IS NOT NULL, coalesce(anchor.prefix, ''),
        coalesce(anchor.exact, ''), coalesce(anchor.suffix, '')
    FROM {table} AS fact
    LEFT JOIN LATERAL (
        SELECT copy_id FROM pledges_sourcecopy AS given WHERE given.source_id = fact.source_id
        ORDER BY given.id DESC LIMIT 1
    ) AS newest ON true
    LEFT JOIN pledges_keptcopy AS copy ON copy.id = newest.copy_id
    LEFT JOIN pledges_quoteanchor AS anchor ON anchor.copy_id = newest.copy_id
        AND (anchor.version_id, anchor.position) = (fact.version_id, fact.position)
    WHERE (fact.version_id, fact.position) IN (SELECT * FROM unnest(%(versions)s::int[], %(positions)s::int[]))
"""


class KeptQuote(NamedTuple):
    """A quote and the copy of its source that counts; `looked` once somebody has looked for it there."""

    quoted: bool
    sha256: str
    archive_url: str
    looked: bool
    found: bool
    prefix: str
    exact: str
    suffix: str


def quotes_of_entries(places: Iterable[tuple[int, int]]) -> dict[str, KeptQuote]:
    """What the copies say of the quotes of entries, by the public name of each; one query for all."""
    asked = list(places)
    params = {"versions": [version for version, _ in asked], "positions": [position for _, position in asked]}
    rows = fetch(KEPT_QUOTES.format(table="pledges_entry"), params) if asked else []
    return {name_fact(version, position): KeptQuote(*said) for version, position, *said in rows}
