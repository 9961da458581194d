"""Lists whose rows the database writes out: page by page from either end, counted, or streamed in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection

from pledges.answers.as_of import AsOf
from pledges.answers.fields.named_record import Record
from pledges.answers.moment_relations import fetch

Query = Callable[[str], tuple[str, dict[str, Any]]]
Key = tuple[str, ...]
Row = tuple[Any, ...]
T = TypeVar("T")
R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Record)

FIRST, AT_ONCE = 100, 1_000
"""So many rows of a stream are in memory at a time; the first come sooner."""


@dataclass(frozen=True, slots=True)
class RowPage(Generic[T]):
    """Rows, and the keys next to which the pages after and before start; None where there is none."""

    rows: list[T]
    after: Key | None
    before: Key | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list at a moment. `query` returns the query of something selected from its rows, open for conditions.

    `keys` are the columns that it is ordered by with their types, unique together; `where` says whether the query has
    conditions already.
    """

    query: Query
    keys: tuple[tuple[str, str], ...]
    descending: bool = False

    def page(self, selected: str, *, size: int, key: Key | None = None, backwards: bool = False) -> RowPage[Row]:
        """Return a page of what is selected of the rows after or before a key, in one query."""
        way = "DESC" if self.descending != backwards else "ASC"
        columns = [column for column, _ in self.keys]
        sql, params = self.query(", ".join([*(f"({column})::text" for column in columns), selected]))
        if key is not None:
            places = ", ".join(f"%(key_{at})s::{kind}" for at, (_, kind) in enumerate(self.keys))
            sql += f" AND ({', '.join(columns)}) {'<' if way == 'DESC' else '>'} ({places})"
            params |= {f"key_{at}": value for at, value in enumerate(key)}
        sql += f" ORDER BY {', '.join(f'{column} {way}' for column in columns)} LIMIT {size + 1}"
        found = fetch(sql, params)
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        after = found and (more or backwards)
        before = found and (more if backwards else key is not None)
        return RowPage(
            rows=[row[len(columns) :] for row in found],
            after=tuple(found[-1][: len(columns)]) if after else None,
            before=tuple(found[0][: len(columns)]) if before else None,
        )

    def record_page(self, kind: type[R], *, size: int, key: Key | None = None, backwards: bool = False) -> RowPage[R]:
        """Return a page of records of the rows after or before a key, in one query."""
        found = self.page(kind.select_items(), size=size, key=key, backwards=backwards)
        return RowPage([kind.read(*row) for row in found.rows], found.after, found.before)

    def every(self, row: str) -> list[str]:
        """Return an expression of every row in order; for lists that are known to be short."""
        return [text for rows in self.stream(row) for (text,) in rows]

    def records(self, kind: type[R]) -> list[R]:
        """Return every row in order as a record, in one query; for lists that are known to be short."""
        sql, params = self.query(kind.select_items())
        return [kind.read(*row) for row in fetch(f"{sql} {self._order_clause()}", params)]

    def record_pairs(self, first: type[R], second: type[S]) -> list[tuple[R, S]]:
        """Return every row in order as two records, in one query."""
        sql, params = self.query(f"{first.select_items()}, {second.select_items()}")
        width = first.width()
        rows = fetch(f"{sql} {self._order_clause()}", params)
        return [(first.read(*row[:width]), second.read(*row[width:])) for row in rows]

    def count(self) -> int:
        """Return how many rows there are."""
        return int(fetch(*self.query("count(*)"))[0][0])

    def stream(self, *selected: str) -> Iterator[list[tuple[Any, ...]]]:
        """Return what is selected of every row in order, some rows at a time; the caller holds a transaction."""
        sql, params = self.query(", ".join(selected))
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"{sql} {self._order_clause()}", params)
            size = FIRST
            while rows := cursor.fetchmany(size):
                yield rows
                size = AT_ONCE

    def _order_clause(self) -> str:
        way = "DESC" if self.descending else "ASC"
        return f"ORDER BY {', '.join(f'{column} {way}' for column, _ in self.keys)}"


def moment_params(as_of: AsOf) -> dict[str, Any]:
    """Return the parameters of every query over rows at a moment."""
    return {**as_of.moment.params(), "computed_at": as_of.computed_at}
