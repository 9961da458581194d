"""The parameters of changes: where to go on, what kind, about what, and when by either clock."""

import re
from datetime import date
from typing import Any

from meetings.models import Coalition, Donor, Meeting
from pledges.answers import ChangeFilters, LedgerPlace
from pledges.answers.filters.parameter import Parameter, RefusedError, Values, choice, day_parameter, one_of, text
from pledges.answers.filters.pledge_parameters import SYSTEM_PARAMETERS, named_rows, system_choice
from pledges.values.choices import ChangeType
from pledges.values.pledge_references import REFERENCE_FORM

PLACE = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?", re.ASCII)
LAST = 2_147_483_647
"""A position behind the last one of every version."""

ORDERS = ("oldest", "newest")


def place(value: str) -> tuple[int, int | None]:
    """Read a version, or a version and a position in it."""
    match = PLACE.fullmatch(value)
    if match is None:
        raise RefusedError(f"{value!r} is no place in the ledger.", hint="A version (12), or with a position (12.340).")
    return int(match[1]), int(match[2]) if match[2] else None


def place_parameter(description: str) -> Parameter:
    return Parameter(description, place, {"type": "string", "pattern": r"^v?\d{1,9}(\.\d{1,9})?$"})


def reference(value: str) -> str:
    """Read the reference of a pledge; one that no pledge has is of no change."""
    if not re.fullmatch(REFERENCE_FORM, value, re.ASCII):
        raise RefusedError(f"{value!r} is no reference of a pledge.", hint="As in 2025-DEU-014.")
    return value


CHANGE_PARAMETERS = {
    "after": place_parameter("Changes after a version (12), or after a place in one (12.340). Never expires."),
    "before": place_parameter("Changes before a version, or before a place in one."),
    "order": Parameter(
        "Oldest first unless asked otherwise.",
        one_of(ORDERS),
        {"type": "string", "enum": list(ORDERS), "default": "oldest"},
    ),
    "type": choice("What changed.", ChangeType.values),
    "pledge": Parameter(
        "Pledges by reference.", reference, {"type": "string", "pattern": f"^{REFERENCE_FORM}$"}, many=True
    ),
    **SYSTEM_PARAMETERS,
    "donor": named_rows("Donors that the fact is about, or that the pledge named by then.", Donor, "code"),
    "meeting": named_rows("Meetings that the fact is about, or that the pledge named by then.", Meeting, "slug"),
    "coalition": named_rows("Coalitions that the fact is about, or that the pledge named by then.", Coalition, "slug"),
    "published_after": day_parameter("Published here on this day (UTC) or later."),
    "published_before": day_parameter("Published here on this day (UTC) or earlier."),
    "happened_after": day_parameter("Happened in the world on this day or later, as far as the date is known."),
    "happened_before": day_parameter("Happened in the world on this day or earlier, as far as the date is known."),
    "since_meeting": Parameter(
        "Happened in the world since the first day of this meeting.",
        text,
        known=lambda slugs: set(Meeting.objects.filter(slug__in=slugs).values_list("slug", flat=True)),
        names=lambda: set(Meeting.objects.values_list("slug", flat=True)),
    ),
}


def change_filters(values: Values, *, valid_at: date | None) -> ChangeFilters:
    """The filters of parameters that were read; `valid_at` where it was asked for."""
    begun = [day for day in (values["happened_after"], meeting_day(values["since_meeting"])) if day]
    by_then = [day for day in (values["happened_before"], valid_at) if day]
    return ChangeFilters(
        types=values["type"],
        pledges=values["pledge"],
        donors=values["donor"],
        meetings=values["meeting"],
        coalitions=values["coalition"],
        published_after=values["published_after"],
        published_before=values["published_before"],
        happened_after=max(begun, default=None),
        happened_before=min(by_then, default=None),
        **system_choice(values),
    )


def meeting_day(slug: str | None) -> date | None:
    return Meeting.objects.values_list("date_start", flat=True).get(slug=slug) if slug else None


def change_window(values: Values) -> dict[str, Any]:
    """Between which places and in which direction, as the arguments of the answer.

    A whole version as `after` stands for its end, as `before` for its beginning.
    """
    after, before = values["after"], values["before"]
    return {
        "after": after and LedgerPlace(after[0], LAST if after[1] is None else after[1]),
        "before": before and LedgerPlace(before[0], before[1] or 0),
        "newest_first": values["order"] == "newest",
    }
