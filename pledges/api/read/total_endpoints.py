"""Totals by any keys."""

from collections.abc import Iterator
from typing import Any

from pledges import answers
from pledges.answers import AsOf, row_shapes
from pledges.answers.fields.total_fields import total_json
from pledges.answers.filters import Values
from pledges.answers.filters.total_parameters import TOTAL_PARAMETERS, total_filters, total_keys, total_measure
from pledges.api.read.list_endpoint import ListView, Page, Place

AT_ONCE = 20_000
"""So many rows of a download are in memory at a time."""


class Totals(ListView):
    """A row for each group, and with quantities for each system and unit in it."""

    about = "Sums by donor, role, system, meeting, stage, period and more; the parts add up to the whole"
    parameters = TOTAL_PARAMETERS
    shape = row_shapes.TOTALS

    def total_arguments(self, values: Values) -> dict[str, Any]:
        return {
            "filters": total_filters(values),
            "group_by": total_keys(values),
            "measure": total_measure(values),
        }

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        page = answers.totals(
            as_of,
            size=place.size,
            after=None if place.backwards else place.key,
            before=place.key if place.backwards else None,
            **self.total_arguments(values),
        )
        return Page([total_json(row) for row in page.rows], page.next, page.previous)

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_totals(as_of, **self.total_arguments(values))

    def every(self, values: Values, as_of: AsOf, **names: str) -> Iterator[dict[str, Any]]:
        """Every row, added up once for many of them."""
        place: Place | None = Place(AT_ONCE)
        while place is not None:
            page = self.page(values, as_of, place, **names)
            yield from page.results
            place = Place(AT_ONCE, page.after) if page.after else None
