"""How long promises wait from announcement to delivery."""

from pledges.answers import AsOf, row_shapes
from pledges.answers.fields.waiting_fields import waiting_json
from pledges.answers.filters import Values
from pledges.answers.filters.waiting_parameters import WAITING_PARAMETERS, waiting_filters
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.waiting import waiting_page, waiting_rows
from pledges.api.read.list_endpoint import ListView, Page


class Waiting(ListView):
    """A row for each group."""

    about = (
        "How long promises wait from announcement to reported delivery: the estimate from intervals (Turnbull), its"
        " median, and what the windows alone bound"
    )
    parameters = WAITING_PARAMETERS
    shape = row_shapes.WAITING_ROWS

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        page = waiting_page(
            as_of,
            waiting_filters(values),
            group_by=values["group_by"] or "",
            order=values["order"] or "key",
            place=place,
        )
        return page.with_rows([waiting_json(row) for row in page.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return len(waiting_rows(as_of, waiting_filters(values), values["group_by"] or ""))
