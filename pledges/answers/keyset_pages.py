"""Pages of an ordered list from either end: which rows are beyond a key, and where the pages beside one start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Key = tuple[Any, ...]
Keys = Sequence[tuple[str, str]]
"""The columns that a list is ordered by with their types, unique together, all in one direction."""

T = TypeVar("T")
R = TypeVar("R")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class RowPage(Generic[T]):
    """Rows, and the keys next to which the pages after and before start; None where there is none."""

    rows: list[T]
    after: Key | None
    before: Key | None

    def with_rows(self, rows: list[R]) -> RowPage[R]:
        """The same part of the list, its rows as something else."""
        return RowPage(rows, self.after, self.before)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """What part of a list is asked for: so many rows from its beginning, or next to a key."""

    size: int = 100
    key: Key | None = None
    backwards: bool = False

    def narrow(self, sql: str, keys: Keys, *, descending: bool = False) -> tuple[str, dict[str, Any]]:
        """The query of one row more than the page has, and what it takes besides; `sql` is open for conditions."""
        turned = descending != self.backwards
        condition, params = beyond(keys, self.key, descending=turned) if self.key else ("true", {})
        return f"{sql} AND {condition} {order_clause(keys, descending=turned)} LIMIT {self.size + 1}", params

    def read_table(self, rows: QuerySet[M], *order: str) -> RowPage[M]:
        """A page of a table, ordered by unique columns; a minus in front of a column turns it round."""
        turned = reverse_order(order) if self.backwards else order
        if self.key is not None:
            rows = rows.filter(beyond_condition(turned, self.key))
        return self.cut(list(rows.order_by(*turned)[: self.size + 1]), lambda row: row_key(row, order))

    def cut(self, found: list[T], key_of: Callable[[T], Key]) -> RowPage[T]:
        """The page of what was found in the direction of reading, one row more than it shows where more follow."""
        more, shown = len(found) > self.size, found[: self.size]
        if self.backwards:
            shown.reverse()
        after = shown and (more or self.backwards)
        before = shown and (more if self.backwards else self.key is not None)
        return RowPage(shown, key_of(shown[-1]) if after else None, key_of(shown[0]) if before else None)


def beyond(keys: Keys, key: Key, *, descending: bool, mark: str = "key") -> tuple[str, dict[str, Any]]:
    """The condition of the rows behind a key in an order, and its parameters, which begin with the mark."""
    columns = ", ".join(column for column, _ in keys)
    places = ", ".join(f"%({mark}_{at})s::{kind}" for at, (_, kind) in enumerate(keys))
    params = {f"{mark}_{at}": value for at, value in enumerate(key)}
    return f"({columns}) {'<' if descending else '>'} ({places})", params


FIRST_PAGE = PagePlace()


def order_clause(keys: Keys, *, descending: bool = False) -> str:
    way = "DESC" if descending else "ASC"
    return f"ORDER BY {', '.join(f'{column} {way}' for column, _ in keys)}"


def reverse_order(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def row_key(row: Model, order: tuple[str, ...]) -> Key:
    return tuple(str(getattr(row, name.removeprefix("-"))) for name in order)


def beyond_condition(order: tuple[str, ...], key: Key) -> Q:
    """The condition of the rows of a table behind a key in an order."""
    condition, equal = Q(), Q()
    for name, value in zip(order, key, strict=True):
        column = name.removeprefix("-")
        condition |= equal & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{column: value})
    return condition
