"""The filters of disputes, under the names they have on the page, in the API and in downloads."""

from pledges.answers.disputes import DisputeFilters
from pledges.answers.filters.parameter import Values, choice
from pledges.answers.filters.pledge_parameters import PLEDGE_PARAMETERS
from pledges.values.choices import DisputeKind, DisputeStatus

DISPUTE_PARAMETERS = {
    "kind": choice("What differs.", DisputeKind.values),
    "status": choice("Whether the difference is open.", DisputeStatus.values),
    **{name: PLEDGE_PARAMETERS[name] for name in ("donor", "system", "meeting")},
}


def dispute_filters(values: Values) -> DisputeFilters:
    return DisputeFilters(
        kinds=values["kind"],
        statuses=values["status"],
        donors=values["donor"],
        systems=values["system"],
        meetings=values["meeting"],
    )
