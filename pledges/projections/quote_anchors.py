"""Finds quoted words in the kept texts of their sources, and keeps where they stand.

An anchor is of a fact and a copy, and neither changes: so what has one is left alone, and another copy gets anchors of
its own. Whoever gives a source a copy, reads the text of one, or publishes facts, has the missing ones found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import connection, transaction

from pledges.models import KeptCopy, QuoteAnchor
from pledges.models.kept_copies import CONTEXT
from pledges.values.quote_places import SearchedText

QUOTING = ("entry", "terms", "requirement", "stock", "assertedtotal", "completeness")
QUOTED_FACTS = " UNION ALL ".join(
    f"SELECT version_id, position, source_id, quote, '{table}' AS kind, id FROM {app}_{table} WHERE quote <> ''"
    for app, table in (*(("pledges", name) for name in QUOTING), ("meetings", "membership"))
)
"""Every fact that quotes its source."""

NEWEST_COPIES = "SELECT DISTINCT ON (source_id) source_id, copy_id FROM pledges_sourcecopy ORDER BY source_id, id DESC"
"""The copy of each source that counts."""

WITHOUT_ANCHOR = f"""
    SELECT newest.copy_id, fact.version_id, fact.position, fact.quote,
        coalesce(earlier.prefix, ''), coalesce(earlier.suffix, '')
    FROM ({NEWEST_COPIES}) AS newest
    JOIN pledges_keptcopy AS copy ON copy.id = newest.copy_id AND copy.state = 'read'
    JOIN ({QUOTED_FACTS}) AS fact ON fact.source_id = newest.source_id
    LEFT JOIN LATERAL (
        SELECT prefix, suffix FROM pledges_quoteanchor AS one
        WHERE (one.version_id, one.position) = (fact.version_id, fact.position) AND one.start IS NOT NULL
        ORDER BY one.id DESC LIMIT 1
    ) AS earlier ON true
    WHERE NOT EXISTS (
        SELECT FROM pledges_quoteanchor AS found
        WHERE (found.version_id, found.position, found.copy_id) = (fact.version_id, fact.position, newest.copy_id)
    )
    ORDER BY newest.copy_id, fact.version_id, fact.position
"""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote that a copy should hold, and the words around it in an earlier copy."""

    copy: int
    version: int
    position: int
    quote: str
    before: str
    after: str


@transaction.atomic
def anchor_quotes() -> int:
    """Find every quote that has no anchor in the copy that counts, and keep where it is, or that it is not there.

    One query for all, one for the text of each copy, one insertion of each thousand.
    """
    missing = list(quotes_without_anchor())
    anchors = [anchor for copy, quotations in groupby(missing, lambda one: one.copy)
               for anchor in anchors_in(copy, list(quotations))]  # fmt: skip
    if anchors:
        # Somebody else may be at it too: what both find is the same.
        QuoteAnchor.objects.bulk_create(anchors, batch_size=1000, ignore_conflicts=True)
    return len(anchors)


def quotes_without_anchor() -> Iterator[Quotation]:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_ANCHOR)
        for row in cursor.fetchall():
            yield Quotation(*row)


def anchors_in(copy: int, quotations: list[Quotation]) -> Iterator[QuoteAnchor]:
    """Where the quotes stand in the text of one copy."""
    searched = SearchedText(KeptCopy.objects.values_list("text", flat=True).get(pk=copy))
    for one in quotations:
        place = searched.find(one.quote, before=one.before, after=one.after)
        anchor = QuoteAnchor(version_id=one.version, position=one.position, copy_id=copy)
        if place:
            text, anchor.start, anchor.end = searched.text, place.start, place.end
            anchor.exact = text[place.start : place.end]
            anchor.prefix = text[max(0, place.start - CONTEXT) : place.start]
            anchor.suffix = text[place.end : place.end + CONTEXT]
        yield anchor
