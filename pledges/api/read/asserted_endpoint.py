"""What sources state in sum, beside the ledger."""

from pledges.answers import AsOf, row_shapes
from pledges.answers.asserted_sums import asserted_total_list
from pledges.answers.filters import PLEDGE_PARAMETERS, SYSTEM_PARAMETERS, Values, order_parameter, system_choice
from pledges.answers.filters.parameter import choice
from pledges.answers.keyset_lists import Listing
from pledges.api.read.list_endpoint import ListedView
from pledges.values.choices import SumMeasure, SumOutcome


class AssertedTotals(ListedView):
    """A row for each sum that a source states, and for what the recipient says it holds."""

    about = "What sources state in sum, compared with the ledger on the last day that they speak of"
    parameters = {
        "donor": PLEDGE_PARAMETERS["attributed_to"],
        "meeting": PLEDGE_PARAMETERS["meeting"],
        **SYSTEM_PARAMETERS,
        "measure": choice("Of what it is the sum.", SumMeasure.values),
        "outcome": choice("How the ledger stands to it.", SumOutcome.values),
        **order_parameter("as_of", words="The oldest first."),
    }
    shape = row_shapes.ASSERTED_TOTALS

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return asserted_total_list(
            as_of,
            donors=values["donor"],
            meetings=values["meeting"],
            systems=system_choice(values),
            measures=values["measure"],
            outcomes=values["outcome"],
            descending=(values["order"] or "").startswith("-"),
        )
