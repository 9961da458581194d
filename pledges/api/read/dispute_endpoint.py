"""What sources, and the ledger, differ on."""

from pledges.answers import AsOf, row_shapes
from pledges.answers.disputes.dispute_list import list_disputes, page_of_disputes
from pledges.answers.filters import Values, order_parameter
from pledges.answers.filters.dispute_parameters import DISPUTE_PARAMETERS, dispute_filters
from pledges.answers.keyset_pages import PagePlace
from pledges.api.read.list_endpoint import ListView, Page


class Disputes(ListView):
    """A row for each sum that a source states, field on which sources differ, and pair of pledges that may be one."""

    about = "What sources, and the ledger, differ on: every value with its source, open differences first"
    parameters = {**DISPUTE_PARAMETERS, **order_parameter("status", words="Open differences first.")}
    shape = row_shapes.DISPUTES

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        descending = (values["order"] or "").startswith("-")
        page = page_of_disputes(as_of, dispute_filters(values), place, descending=descending)
        return page.with_rows([self.shape.write(row) for row in page.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return len(list_disputes(as_of, dispute_filters(values)))
