"""Finding pledges by reference or by words quoted for them, and sources by their title, as a moment knows them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery

from meetings.models import Source
from meetings.models.sources import source_words
from pledges.answers.as_of import AsOf
from pledges.answers.cited_sources import cited_sources
from pledges.answers.moment_relations import fetch

REFERENCE = re.compile(r"\d{4}-([A-Za-z]{1,5}(-\d{0,6})?)?")
WORD = re.compile(r"\w+")
SHORTEST = 3
MOST_WORDS = 6
MOST_LINES = 1000
"""So many lines that quote some words are looked at; who looks for such common words narrows them down."""

BY_REFERENCE = """
    SELECT reference FROM pledges_pledge
    WHERE reference LIKE %(begun)s AND version_id <= %(known)s ORDER BY reference LIMIT %(most)s
"""
BY_QUOTE = """
    SELECT pledge.reference, count(*) FROM (
        SELECT e.pledge_id FROM pledges_entry AS e
        WHERE to_tsvector('simple', e.quote || ' ' || e.note) @@ to_tsquery('simple', %(words)s)
          AND e.version_id <= %(known)s
        LIMIT %(lines)s
    ) AS quoted
    JOIN pledges_pledge AS pledge ON pledge.id = quoted.pledge_id
    GROUP BY pledge.reference ORDER BY count(*) DESC, pledge.reference DESC
"""
CITING = """
    SELECT cited.source_id, pledge.reference FROM (
        SELECT DISTINCT e.source_id, e.pledge_id FROM pledges_entry AS e
        WHERE e.source_id = ANY(%(sources)s) AND e.version_id <= %(known)s
    ) AS cited
    JOIN pledges_pledge AS pledge ON pledge.id = cited.pledge_id
    ORDER BY cited.source_id, pledge.reference
"""


class FoundSource(NamedTuple):
    """A source, and the references of the pledges that cite it."""

    source: Source
    pledges: tuple[str, ...]


def prefix_query(typed: str) -> str:
    """Words as PostgreSQL looks for them: each the beginning of one; blank where none is long enough to tell."""
    words = WORD.findall(typed)[:MOST_WORDS]
    return " & ".join(f"{word}:*" for word in words) if any(len(word) >= SHORTEST for word in words) else ""


def references_beginning(typed: str, as_of: AsOf, *, most: int) -> list[str]:
    """The references that begin as typed; none where that is not how a reference begins."""
    if not REFERENCE.fullmatch(typed):
        return []
    params = {"begun": f"{typed.upper()}%", "known": as_of.version, "most": most}
    return [reference for (reference,) in fetch(BY_REFERENCE, params)]


def references_quoting(typed: str, as_of: AsOf) -> list[str]:
    """The pledges for which all the words are quoted, those with most such lines first."""
    words = prefix_query(typed)
    params = {"words": words, "known": as_of.version, "lines": MOST_LINES}
    return [reference for reference, _lines in fetch(BY_QUOTE, params)] if words else []


def find_sources(typed: str, as_of: AsOf, *, most: int) -> list[FoundSource]:
    """The newest sources whose title or publisher has all the words, of those that the moment cites."""
    words = prefix_query(typed)
    if not words:
        return []
    query = SearchQuery(words, search_type="raw", config="simple")
    found = cited_sources(as_of).alias(words=source_words()).filter(words=query)
    sources = list(found.order_by("-published", "-pk").defer("text")[:most])
    citing: dict[int, list[str]] = {}
    params = {"sources": [source.pk for source in sources], "known": as_of.version}
    for key, reference in fetch(CITING, params) if sources else ():
        citing.setdefault(key, []).append(reference)
    return [FoundSource(source, tuple(citing.get(source.pk, ()))) for source in sources]
