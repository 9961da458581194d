"""Lists whose rows the database writes out: page by page from either end, counted, or streamed in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection

from pledges.answers.as_of import AsOf
from pledges.answers.fields.named_record import Record
from pledges.answers.keyset_pages import Keys, PagePlace, RowPage, order_clause
from pledges.answers.moment_relations import fetch

Query = Callable[[str], tuple[str, dict[str, Any]]]
Row = tuple[Any, ...]
R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Record)

KEY = itemgetter(0)
FIRST, AT_ONCE = 100, 1_000
"""So many rows of a stream are in memory at a time; the first come sooner."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list at a moment. `query` returns the query of something selected from its rows, open for conditions."""

    query: Query
    keys: Keys
    descending: bool = False

    def page(self, selected: str, place: PagePlace) -> RowPage[Row]:
        width = len(self.keys)
        sql, params = self.query(", ".join([*(key_text(*key) for key in self.keys), selected]))
        sql, beside = place.narrow(sql, self.keys, descending=self.descending)
        found = place.cut(fetch(sql, params | beside), lambda row: row[:width])
        return found.with_rows([row[width:] for row in found.rows])

    def record_page(self, kind: type[R], place: PagePlace) -> RowPage[R]:
        found = self.page(kind.select_items(), place)
        return found.with_rows([kind.read(*row) for row in found.rows])

    def every(self, row: str) -> list[str]:
        """An expression of every row in order; for lists that are known to be short."""
        return [text for rows in self.stream(row) for (text,) in rows]

    def records(self, kind: type[R]) -> list[R]:
        """Every row in order as a record, in one query; for lists that are known to be short."""
        sql, params = self.query(kind.select_items())
        return [
            kind.read(*row) for row in fetch(f"{sql} {order_clause(self.keys, descending=self.descending)}", params)
        ]

    def record_groups(self, first: type[R], second: type[S]) -> list[tuple[R, list[S]]]:
        """Every record with what its rows say besides, in order and in one query; it begins with its key."""
        sql, params = self.query(f"{first.select_items()}, {second.select_items()}")
        width = first.width()
        found = []
        for _key, group in groupby(fetch(f"{sql} {order_clause(self.keys, descending=self.descending)}", params), KEY):
            rows = list(group)
            found.append((first.read(*rows[0][:width]), [second.read(*row[width:]) for row in rows]))
        return found

    def count(self) -> int:
        return int(fetch(*self.query("count(*)"))[0][0])

    def stream(self, *selected: str) -> Iterator[list[tuple[Any, ...]]]:
        """What is selected of every row in order, some rows at a time; the caller holds a transaction."""
        sql, params = self.query(", ".join(selected))
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"{sql} {order_clause(self.keys, descending=self.descending)}", params)
            size = FIRST
            while rows := cursor.fetchmany(size):
                yield rows
                size = AT_ONCE


def key_text(column: str, kind: str) -> str:
    """The expression of a key as text; a number reads the same with and without decimals that say nothing."""
    return f"trim_scale({column})::text" if kind == "numeric" else f"({column})::text"


def moment_params(as_of: AsOf) -> dict[str, Any]:
    """The parameters of every query over rows at a moment."""
    return {**as_of.moment.params(), "computed_at": as_of.computed_at}
