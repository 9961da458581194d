"""The parameters of waiting times: the filters of pledges, by what to group, and the order of the groups."""

from dataclasses import replace

from pledges.answers import PledgeFilters
from pledges.answers.filters.parameter import Parameter, RefusedError, Values, choice, flag, order_parameter
from pledges.answers.filters.pledge_parameters import PLEDGE_PARAMETERS, pledge_filters
from pledges.answers.waiting import WAITING_ORDERS
from pledges.values.choices import AidType, WaitingGroup


def only_counted(value: str) -> bool:
    """Read whether pledges count; the waits of those that do not are in no group."""
    if not flag(value):
        raise RefusedError("waits are of what counts for Ukraine.", hint="pledges/?counted=false lists the rest.")
    return True


WAITING_PARAMETERS = {
    **{name: parameter for name, parameter in PLEDGE_PARAMETERS.items() if name != "basis"},
    "aid_type": choice("Kinds of aid; military unless asked otherwise.", AidType.values),
    "counted": Parameter("Only true: waits are of what counts for Ukraine.", only_counted, {"const": True}),
    "group_by": choice(
        "What to group by. Without it, all pledges are one group; a shared pledge stands under each donor that has a"
        " part of it.",
        WaitingGroup.values,
        many=False,
    ),
    **order_parameter(*WAITING_ORDERS, words="An unknown median comes before all others; among equals, by key."),
}


def waiting_filters(values: Values) -> PledgeFilters:
    filters = replace(pledge_filters(values), counted=True)
    return filters if filters.aid_types else replace(filters, aid_types=(AidType.MILITARY.value,))
