"""Lists straight from a table of the catalogue or of stated facts, ordered by unique columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model, Q

from pledges.answers import AsOf
from pledges.answers.filters import Parameter, Values, order_parameter
from pledges.api.read.list_endpoint import Key, ListView, Page, Place


class TableList(ListView):
    """A list straight from a table, ordered by unique columns; a minus in front of a column turns it round.

    `orders` are the names that `order` takes, each with its columns; the first is the order unless asked otherwise.
    """

    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {"slug": ("slug",)}
    usual: ClassVar[str] = ""
    lookups: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        return {**super().all_parameters(), **order_parameter(*cls.orders, default=cls.usual)}

    def columns(self, values: Values) -> tuple[str, ...]:
        name = values["order"] or self.usual or next(iter(self.orders))
        columns = self.orders[name.removeprefix("-")]
        return reverse_order(columns) if name.startswith("-") else columns

    def table(self, as_of: AsOf) -> Any:
        """The queryset of every row that the list can show."""
        raise NotImplementedError

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        """The queryset with everything that the shape of a row needs."""
        return rows

    def filter_rows(self, values: Values, as_of: AsOf) -> Any:
        chosen = {lookup: values[name] for name, lookup in self.lookups.items() if values[name] not in (None, ())}
        return self.table(as_of).filter(**chosen)

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        """A page of the table, one row further than it shows."""
        rows, columns = self.filter_rows(values, as_of), self.columns(values)
        if place.key is not None:
            rows = rows.filter(beyond(columns, place.key, backwards=place.backwards))
        order = reverse_order(columns) if place.backwards else columns
        found = list(self.fetch_related(rows, as_of).order_by(*order)[: place.size + 1])
        more, found = len(found) > place.size, found[: place.size]
        if place.backwards:
            found.reverse()
        ends = (more or place.backwards, more if place.backwards else place.key is not None)
        return Page(
            [self.shape.write(row) for row in found],
            row_key(found[-1], columns) if found and ends[0] else None,
            row_key(found[0], columns) if found and ends[1] else None,
        )

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return int(self.filter_rows(values, as_of).count())


def reverse_order(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def row_key(row: Model, order: tuple[str, ...]) -> Key:
    """The values that a row is ordered by, as text."""
    key = []
    for name in order:
        value: Any = row
        for part in name.removeprefix("-").split("__"):
            value = getattr(value, part)
        key.append(str(value))
    return tuple(key)


def beyond(order: tuple[str, ...], key: Key, *, backwards: bool) -> Q:
    """The condition of the rows after a key, or before it."""
    condition = Q()
    equal = Q()
    for name, value in zip(order, key, strict=True):
        column, descending = name.removeprefix("-"), name.startswith("-")
        comparison = "lt" if descending != backwards else "gt"
        condition |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    return condition
