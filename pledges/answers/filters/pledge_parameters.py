"""The filters of pledges and of summaries, under the names they have on pages, in the API and in downloads."""

from collections.abc import Collection

from django.db import models

from meetings.choices import Capability, SourceGrade
from meetings.models import JOINT, Coalition, Donor, Forum, Initiative, Meeting
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
from pledges.answers.pledge_conditions import NONE
from pledges.models import Package, System
from pledges.values.choices import AidType, AmountBasis, Kind, Overdue, PartyRole, Stage, StatusWord, Unit


def named_rows(description: str, model: type[models.Model], column: str, *, besides: tuple[str, ...] = ()) -> Parameter:
    """Return a parameter that takes names of rows, and some words besides."""

    def known(values: list[str]) -> Collection[str]:
        found = model._default_manager.filter(**{f"{column}__in": values}).values_list(column, flat=True)
        return {*found, *besides}

    def names() -> Collection[str]:
        return {*model._default_manager.values_list(column, flat=True), *besides}

    return Parameter(description, text, many=True, known=known, names=names)


SYSTEM_PARAMETERS = {
    "system": named_rows("Systems by slug.", System, "slug"),
    "kind": choice("Kinds of system.", Kind.values),
    "capability": choice("What the system is for.", Capability.values),
    "unit": choice("Units in which the system is counted.", Unit.values),
}

SUMMARY_PARAMETERS = {
    **SYSTEM_PARAMETERS,
    "aid_type": choice("Kinds of aid; military unless asked otherwise. Several are added up.", AidType.values),
    "basis": choice("Which amounts count; donor_stated and contract unless asked otherwise.", AmountBasis.values),
}

PLEDGE_PARAMETERS = {
    "reference": Parameter("Pledges by reference.", text, many=True),
    **SYSTEM_PARAMETERS,
    "donor": named_rows(
        "Who takes part in any role, or with `role` in that one, by code; JOINT for what cannot be attributed.",
        Donor,
        "code",
        besides=(JOINT,),
    ),
    "role": choice("Roles that somebody has, or with `donor` that donor.", PartyRole.values),
    "attributed_to": named_rows(
        "Donors that a part of the pledge counts for in the sums per donor, by code; JOINT for the rest.",
        Donor,
        "code",
        besides=(JOINT,),
    ),
    "meeting": named_rows("Meetings by slug, or none.", Meeting, "slug", besides=(NONE,)),
    "forum": named_rows("Forums of the meeting, by slug.", Forum, "slug"),
    "coalition": named_rows("Coalitions by slug, or none.", Coalition, "slug", besides=(NONE,)),
    "initiative": named_rows("Initiatives by slug, or none.", Initiative, "slug", besides=(NONE,)),
    "package": named_rows("Packages by slug, or none.", Package, "slug", besides=(NONE,)),
    "aid_type": choice("Kinds of aid.", AidType.values),
    "beneficiary": named_rows("Who receives it, by code.", Donor, "code"),
    "status": choice("Status words.", StatusWord.values),
    "stage": choice("A line of the ledger that counts says that something reached this stage.", Stage.values),
    "grade": choice("A line of the ledger that counts has a source of this grade.", SourceGrade.values),
    "overdue": choice("Lateness.", Overdue.values),
    "counted": flag_parameter("Whether the pledge counts in the totals for Ukraine."),
    "announced_after": day_parameter("Announced on this day or later, as far as the date is known."),
    "announced_before": day_parameter("Announced on this day or earlier, as far as the date is known."),
    "due_after": day_parameter("Due on this day or later, as far as the date is known."),
    "due_before": day_parameter("Due on this day or earlier, as far as the date is known."),
    "delivered_after": day_parameter("Something delivered on this day or later, as far as the date is known."),
    "delivered_before": day_parameter("Something delivered on this day or earlier, as far as the date is known."),
    "quantity_certainly_min": number_parameter("At least so many promised, whatever the true number is."),
    "quantity_possibly_min": number_parameter("So many may be promised: the high satisfies it, or there is none."),
    "quantity_certainly_max": number_parameter("At most so many promised, whatever the true number is."),
    "quantity_possibly_max": number_parameter("So many or fewer may be promised: the low satisfies it."),
    "value_certainly_min": number_parameter("Worth at least so many euro, whatever the true value is."),
    "value_possibly_min": number_parameter("May be worth so many euro: the high satisfies it, or there is none."),
    "value_certainly_max": number_parameter("Worth at most so many euro, whatever the true value is."),
    "value_possibly_max": number_parameter("May be worth so many euro or less: the low satisfies it."),
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


ENDS = ("min", "max")


def pledge_filters(values: Values) -> PledgeFilters:
    """Return the filters of parameters that were read."""
    same = (
        *("announced_after", "announced_before", "due_after", "due_before", "delivered_after", "delivered_before"),
        *("counted", "overdue", "attributed_to"),
        *(f"{of}_{how}_{end}" for of in ("quantity", "value") for how in ("certainly", "possibly") for end in ENDS),
    )
    return PledgeFilters(
        references=values["reference"],
        systems=values["system"],
        kinds=values["kind"],
        capabilities=values["capability"],
        units=values["unit"],
        donors=values["donor"],
        roles=values["role"],
        forums=values["forum"],
        stages=values["stage"],
        grades=values["grade"],
        search=values["q"],
        meetings=values["meeting"],
        coalitions=values["coalition"],
        initiatives=values["initiative"],
        packages=values["package"],
        aid_types=values["aid_type"],
        beneficiaries=values["beneficiary"],
        statuses=values["status"],
        **{name: values[name] for name in same},
    )


def system_choice(values: Values) -> dict[str, tuple[str, ...]]:
    """Return the choice of systems as the arguments that every summary takes."""
    return {
        "systems": values["system"],
        "kinds": values["kind"],
        "capabilities": values["capability"],
        "units": values["unit"],
    }


def entry_filters(values: Values) -> EntryFilters:
    """Return the filters of parameters that were read."""
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
