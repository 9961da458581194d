"""Looks every published quote up in the kept copy of its source, and counts them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from pledges.projections.quote_anchors import NEWEST_COPIES, QUOTED_FACTS

PLACED = f"""
    SELECT fact.kind, fact.version_id, fact.position, fact.quote, source.title, source.url, copy.sha256,
        CASE WHEN copy.id IS NULL THEN 'no_copy' WHEN copy.state <> 'read' THEN 'not_read'
            WHEN anchor.start IS NOT NULL AND anchor.exact = substr(copy.text, anchor.start + 1, length(anchor.exact))
            THEN 'found' ELSE 'not_found' END AS outcome
    FROM ({QUOTED_FACTS}) AS fact JOIN meetings_source AS source ON source.id = fact.source_id
    LEFT JOIN ({NEWEST_COPIES}) AS newest ON newest.source_id = fact.source_id
    LEFT JOIN pledges_keptcopy AS copy ON copy.id = newest.copy_id
    LEFT JOIN pledges_quoteanchor AS anchor ON anchor.copy_id = newest.copy_id
        AND (anchor.version_id, anchor.position) = (fact.version_id, fact.position)
"""

COUNTS = f"""
    SELECT count(*), count(sha256), count(*) FILTER (WHERE outcome = 'found'),
        count(*) FILTER (WHERE outcome = 'not_found'), count(*) FILTER (WHERE outcome = 'not_read')
    FROM ({PLACED}) AS placed
"""

OF_COPY = f"""
    SELECT fact.kind, concat(fact.version_id, '.', fact.position), fact.quote, anchor.start, anchor."end",
        coalesce((
            SELECT pledge.reference FROM pledges_entry AS entry
            JOIN pledges_pledge AS pledge ON pledge.id = entry.pledge_id
            WHERE fact.kind = 'entry' AND entry.id = fact.id
        ), '')
    FROM pledges_quoteanchor AS anchor
    JOIN ({QUOTED_FACTS}) AS fact ON (fact.version_id, fact.position) = (anchor.version_id, anchor.position)
    WHERE anchor.copy_id = %s ORDER BY anchor.start, anchor.version_id, anchor.position
"""

ASTRAY = f"""
    SELECT kind, concat(version_id, '.', position), quote, title, url, sha256 FROM ({PLACED}) AS placed
    WHERE outcome = 'not_found' ORDER BY version_id, position
"""


@dataclass(frozen=True, slots=True)
class QuoteAstray:
    """A fact whose quote is not in the kept copy of its source."""

    kind: str
    fact: str
    quote: str
    title: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class QuoteOfCopy:
    """A quote that was looked for in a copy, and its place; an entry names its pledge."""

    kind: str
    fact: str
    quote: str
    start: int | None
    end: int | None
    reference: str


@dataclass(frozen=True, slots=True)
class QuoteCounts:
    """How many facts quote, how many of these have a copy, and what became of the quotes in it."""

    quoting: int
    with_copy: int
    found: int
    not_found: int
    not_read: int


def check_quotes() -> tuple[QuoteCounts, list[QuoteAstray]]:
    """Two queries, whatever there is; an anchor that does not say what its text says counts as not found."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = QuoteCounts(*cursor.fetchone())
        cursor.execute(ASTRAY)
        return counts, [QuoteAstray(*row) for row in cursor.fetchall()]


def quotes_of_copy(copy: int) -> list[QuoteOfCopy]:
    """Every quote that was looked for in a copy, by its place; those that it does not have come last."""
    with connection.cursor() as cursor:
        cursor.execute(OF_COPY, [copy])
        return [QuoteOfCopy(*row) for row in cursor.fetchall()]
