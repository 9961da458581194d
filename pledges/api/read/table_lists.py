"""Lists straight from a table of the catalogue or of stated facts, ordered by unique columns; and their single rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model

from pledges.answers import AsOf
from pledges.answers.filters import Parameter, Problem, Values, order_parameter
from pledges.answers.filters.parameter_problems import suggestion
from pledges.answers.keyset_pages import PagePlace, reverse_order
from pledges.api.problem_responses import UnknownRowError
from pledges.api.read.list_endpoint import ListView, Page
from pledges.api.read_endpoint import LedgerView


class TableList(ListView):
    """A list straight from a table, ordered by unique columns; a minus in front of a column turns it round.

    `orders` are the names that `order` takes, each with its columns; the first is the order unless asked otherwise.
    """

    model: ClassVar[type[Model]]
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
        return self.model._default_manager.all()

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        """The queryset with everything that the shape of a row needs."""
        return rows

    def write_rows(self, rows: list[Any], as_of: AsOf) -> list[Any]:
        """The rows of a page as they are given out."""
        return [self.shape.write(row) for row in rows]

    def filter_rows(self, values: Values, as_of: AsOf) -> Any:
        chosen = {lookup: values[name] for name, lookup in self.lookups.items() if values[name] not in (None, ())}
        return self.table(as_of).filter(**chosen)

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        rows = self.fetch_related(self.filter_rows(values, as_of), as_of)
        page = place.read_table(rows, *self.columns(values))
        return page.with_rows(self.write_rows(page.rows, as_of))

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return int(self.filter_rows(values, as_of).count())


class TableRow(LedgerView):
    """One row of a list, by its name in the address."""

    source: ClassVar[type[TableList]]
    column: ClassVar[str] = "slug"

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        listing = self.source()
        name = names[self.column]
        pointer = f"/path/{self.column.replace('pk', 'id')}"
        table = listing.table(as_of)
        row = listing.fetch_related(table, as_of).filter(**{self.column: name}).first()
        if row is None:
            by_name = self.column != "pk"
            hint = suggestion(name, table.values_list(self.column, flat=True)) if by_name else "The list has all."
            raise UnknownRowError(Problem(pointer, "unknown_value", f"There is no {name!r} here.", hint))
        written: dict[str, Any] = listing.write_rows([row], as_of)[0]
        return written


def row_view(source: type[TableList], about: str, *, column: str = "slug") -> type[TableRow]:
    """The view of one row of a list."""
    said = {"source": source, "shape": source.shape, "about": about, "column": column}
    return type(f"RowOf{source.__name__}", (TableRow,), said)
