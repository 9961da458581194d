"""The parameters of totals: the filters of pledges, by what to group, and what to add up."""

from dataclasses import replace

from pledges.answers import PledgeFilters
from pledges.answers.filters.parameter import Parameter, RefusedError, Values, choice, flag, one_of
from pledges.answers.filters.pledge_parameters import PLEDGE_PARAMETERS, pledge_filters
from pledges.values.choices import AidType, GroupBy, Measure


def group_keys(value: str) -> tuple[GroupBy, ...]:
    """Read one key, or several with commas between them."""
    read = one_of(GroupBy.values)
    return tuple(GroupBy(read(word.strip())) for word in value.split(",") if word.strip())


def only_counted(value: str) -> bool:
    """Read whether pledges count; those that do not are in no total."""
    if not flag(value):
        raise RefusedError("totals add up only what counts for Ukraine.", hint="pledges/?counted=false lists the rest.")
    return True


GROUP_BY = {
    "group_by": Parameter(
        "What to group by: repeated, or several with commas. Without it, everything is one group.",
        group_keys,
        {"type": "string", "enum": GroupBy.values},
        many=True,
    )
}
TOTAL_PARAMETERS = {
    **PLEDGE_PARAMETERS,
    "aid_type": choice("Kinds of aid; military unless asked otherwise, all where grouped by aid_type.", AidType.values),
    "counted": Parameter("Only true: totals add up what counts for Ukraine.", only_counted, {"const": True}),
    **GROUP_BY,
    "measure": choice(
        "What to add up: quantity, per system and unit (unless asked otherwise), or value_eur, over all systems.",
        Measure.values,
        many=False,
    ),
}


def total_keys(values: Values) -> tuple[GroupBy, ...]:
    """The keys to group by in the order in which they are named, each once."""
    return tuple(dict.fromkeys(key for keys in values["group_by"] for key in keys))


def total_measure(values: Values) -> Measure:
    """What to add up; quantities unless asked otherwise."""
    return Measure(values["measure"] or Measure.QUANTITY)


def total_filters(values: Values) -> PledgeFilters:
    filters = replace(pledge_filters(values), counted=None)
    if filters.aid_types or GroupBy.AID_TYPE in total_keys(values):
        return filters
    return replace(filters, aid_types=(AidType.MILITARY.value,))
