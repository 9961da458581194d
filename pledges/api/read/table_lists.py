"""Lists straight from a table of the catalogue or of stated facts, ordered by unique columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pledges.answers import AsOf
from pledges.answers.filters import Parameter, Values, order_parameter
from pledges.answers.keyset_pages import PagePlace, reverse_order
from pledges.api.read.list_endpoint import ListView, Page


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

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        rows = self.fetch_related(self.filter_rows(values, as_of), as_of)
        page = place.read_table(rows, *self.columns(values))
        return page.with_rows([self.shape.write(row) for row in page.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return int(self.filter_rows(values, as_of).count())
