"""Totals by any keys."""

from typing import Any

from pledges import answers
from pledges.answers import AsOf, row_shapes
from pledges.answers.fields.total_fields import total_json
from pledges.answers.filters import Values
from pledges.answers.filters.total_parameters import TOTAL_PARAMETERS, total_filters, total_keys, total_measure
from pledges.answers.keyset_pages import PagePlace
from pledges.api.read.list_endpoint import ListView, Page


class Totals(ListView):
    """A row for each group, and with quantities for each system and unit in it."""

    about = "Sums by donor, role, system, meeting, stage, period and more; the parts add up to the whole"
    parameters = TOTAL_PARAMETERS
    shape = row_shapes.TOTALS
    read_at_once = 20_000  # they are added up anew for every page

    def total_arguments(self, values: Values) -> dict[str, Any]:
        return {
            "filters": total_filters(values),
            "group_by": total_keys(values),
            "measure": total_measure(values),
        }

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        page = answers.totals(as_of, place=place, **self.total_arguments(values))
        return page.with_rows([total_json(row) for row in page.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_totals(as_of, **self.total_arguments(values))
