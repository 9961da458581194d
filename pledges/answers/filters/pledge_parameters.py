"""The filters of pledges and of summaries, under the names they have on pages, in the API and in downloads."""

from collections.abc import Collection

from django.db import models

from meetings.choices import SourceGrade
from pledges.answers import EntryFilters, PledgeFilters
from pledges.answers.filters.parameter import (
    Parameter,
    Values,
    choice,
    day_parameter,
    flag_parameter,
    number_parameter,
    text,
    whole_parameter,
)
from pledges.answers.pledge_dimensions import CATALOGUE, DIMENSIONS, RANGES
from pledges.values.choices import AidType, AmountBasis, Stage


def named_rows(description: str, model: type[models.Model], column: str, *, besides: tuple[str, ...] = ()) -> Parameter:
    def known_values(values: list[str]) -> Collection[str]:
        found = model._default_manager.filter(**{f"{column}__in": values}).values_list(column, flat=True)
        return {*found, *besides}

    def names() -> Collection[str]:
        return {*model._default_manager.values_list(column, flat=True), *besides}

    return Parameter(description, text, many=True, known=known_values, names=names)


def dimension_parameter(name: str) -> Parameter:
    dimension = DIMENSIONS[name]
    if dimension.words:
        return choice(dimension.about, dimension.words)
    listed = CATALOGUE[dimension.sort]
    return named_rows(dimension.about, listed.model, listed.value, besides=dimension.besides)


SYSTEM_PARAMETERS = {name: dimension_parameter(name) for name in ("system", "kind", "capability", "unit")}

SUMMARY_PARAMETERS = {
    **SYSTEM_PARAMETERS,
    "aid_type": choice("Kinds of aid; military unless asked otherwise. Several are added up.", AidType.values),
    "basis": choice("Which amounts count; donor_stated and contract unless asked otherwise.", AmountBasis.values),
}

PLEDGE_PARAMETERS = {
    "reference": Parameter("Pledges by reference.", text, many=True),
    **{name: dimension_parameter(name) for name in DIMENSIONS},
    "counted": flag_parameter("Whether the pledge counts in the totals for Ukraine."),
    **{name: (day_parameter if one.is_day else number_parameter)(one.about) for name, one in RANGES.items()},
    "q": Parameter(
        "Words that all have to be found: in the reference, the names of system, donors, meeting, coalition, initiative"
        " and package, or as whole words in what is quoted.",
        text,
    ),
    "basis": SUMMARY_PARAMETERS["basis"],
}

ENTRY_PARAMETERS = {
    "pledge": Parameter("Pledges by reference.", text, many=True),
    **SYSTEM_PARAMETERS,
    "stage": choice("How far the units have come.", Stage.values),
    "grade": choice("Grades of the source.", SourceGrade.values),
    "version": whole_parameter("Published in these dataset versions.", 1, 999_999_999, many=True),
    "live": flag_parameter("Whether nothing takes it back."),
    "occurred_after": day_parameter("On this day or later, as far as the date is known."),
    "occurred_before": day_parameter("On this day or earlier, as far as the date is known."),
}


def pledge_filters(values: Values) -> PledgeFilters:
    return PledgeFilters(
        references=values["reference"],
        search=values["q"],
        counted=values["counted"],
        **{dimension.field: values[name] for name, dimension in DIMENSIONS.items()},
        **{name: values[name] for name in RANGES},
    )


def system_choice(values: Values) -> dict[str, tuple[str, ...]]:
    """The choice of systems as the arguments that every summary takes."""
    return {
        "systems": values["system"],
        "kinds": values["kind"],
        "capabilities": values["capability"],
        "units": values["unit"],
    }


def entry_filters(values: Values) -> EntryFilters:
    return EntryFilters(
        pledges=values["pledge"],
        systems=values["system"],
        kinds=values["kind"],
        capabilities=values["capability"],
        units=values["unit"],
        stages=values["stage"],
        grades=values["grade"],
        versions=values["version"],
        live=values["live"],
        occurred_after=values["occurred_after"],
        occurred_before=values["occurred_before"],
    )
