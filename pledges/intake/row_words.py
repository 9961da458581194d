"""Finding rows by their words: in an index of what no longer changes, and by reading what still does.

Words are indexed apart from storing rows: taking the text of thousands of imported rows to pieces takes as long as
planning them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from pledges.models import ChangeSetRow, RowWords

PUNCTUATION = "\":,{}[]()/-_.;'\\#&?=+*%@!~|<>$"
"""Signs that PostgreSQL would take for parts of numbers, addresses and file names."""

INDEXED_AT_ONCE = 5000
INDEX = """
    INSERT INTO pledges_rowwords (row_id, words)
    SELECT r.id, to_tsvector('simple', translate(r.payload::text, %s, %s))
    FROM pledges_changesetrow AS r JOIN pledges_changeset AS c ON c.id = r.changeset_id
    WHERE c.state IN ('published', 'discarded')
        AND NOT EXISTS (SELECT FROM pledges_rowwords AS w WHERE w.row_id = r.id)
    ORDER BY r.id LIMIT %s
    ON CONFLICT DO NOTHING
"""
PARTS = re.compile(r"[\W_]+")


def index_words(*, most: int = INDEXED_AT_ONCE) -> int:
    """Gather the words of rows that no longer change, and return of how many."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [PUNCTUATION, " " * len(PUNCTUATION), most])
        return int(cursor.rowcount)


def rows_beginning(words: Sequence[str]) -> QuerySet[ChangeSetRow]:
    """Rows that hold all of these, each at the beginning of a word: by the index, and those that are not in it yet."""
    parts = [part for word in words for part in PARTS.split(word) if part]
    if not parts:
        return rows_holding(words)
    asked = SearchQuery(" & ".join(f"'{part}':*" for part in parts), config="simple", search_type="raw")
    indexed = RowWords.objects.filter(words=asked).order_by().values("pk")
    others = ChangeSetRow.objects.filter(words__isnull=True).order_by().values("pk")
    return rows_holding(words).filter(pk__in=indexed.union(others, all=True))


def rows_holding(words: Sequence[str]) -> QuerySet[ChangeSetRow]:
    """Rows that hold all of these anywhere, by reading every row."""
    found = ChangeSetRow.objects.alias(said=Cast("payload", TextField()))
    for word in words:
        found = found.filter(said__icontains=word)
    return found
