"""Reads the two clocks of a request."""

import re
from datetime import UTC, date, datetime, time

from pledges.answers.as_of import AsOf, as_of_from, stored_moment
from pledges.answers.filters.parameter import DAY, Parameter, RefusedError, day, text
from pledges.answers.filters.parameter_problems import BadParametersError, Problem, pointer
from pledges.values.choices import DEFAULT_BASES

VERSION = re.compile(r"v(\d{1,9})", re.ASCII)
BEGINS_WITH_DAY = re.compile(rf"{DAY.pattern}[T ]", re.ASCII)
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for version 0, the empty ledger before the first."""

FORMS = "A day (2024-02-14), a time (2024-02-14T12:00:00Z) or a version (v12)."

CLOCK_PARAMETERS = {
    "valid_at": Parameter(
        "What had happened by the end of this day (UTC). Without it, today.", text, {"type": "string", "format": "date"}
    ),
    "known_at": Parameter(
        "What this site had published by then: a day (its end, UTC), a time, or a version such as v12."
        " Without it, the latest version.",
        text,
        {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time"},
                {"type": "string", "pattern": "^v[0-9]{1,9}$"},
            ],
            "examples": ["2024-02-14", "2024-02-14T12:00:00Z", "v1"],
        },
    ),
}


def parse_moment(
    valid_at: str | None, known_at: str | None, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES
) -> AsOf:
    """The moment asked for, in one query: what had happened by `valid_at`, as far as published by `known_at`.

    :raises BadParametersError: naming the parameter, its value and what would be right.
    """
    problems: list[Problem] = []
    valid_day: date | None = None
    number: int | None = None
    instant: datetime | None = None
    try:
        valid_day = day(valid_at) if valid_at else None
    except RefusedError as refused:
        problems.append(Problem(pointer("valid_at"), refused.code, f"valid_at: {refused}", refused.hint))
    try:
        number, instant = read_known(known_at) if known_at else (None, None)
    except RefusedError as refused:
        problems.append(Problem(pointer("known_at"), refused.code, f"known_at: {refused}", refused.hint))
    if problems:
        raise BadParametersError(problems)
    stored = stored_moment(number=number, instant=instant)
    if number and stored.asked_version is None:
        message = f"known_at: there is no version v{number}."
        problem = Problem(pointer("known_at"), "unknown_version", message, f"The latest is v{stored.latest}.")
        raise BadParametersError([problem])
    asked = {"valid_at": valid_at, "known_at": known_at}
    return as_of_from(
        stored,
        now=now,
        valid_at=valid_day,
        version=(stored.asked_version or 0) if known_at else None,
        known_at=(instant or stored.asked_at or BEFORE_ALL) if known_at else None,
        bases=bases,
        query=tuple((name, value) for name, value in asked.items() if value),
    )


def read_known(value: str) -> tuple[int | None, datetime | None]:
    """The number of a version or an instant, whichever the value is."""
    match = VERSION.fullmatch(value)
    return (int(match[1]), None) if match else (None, read_instant(value))


def read_instant(value: str) -> datetime:
    """The end of a day, or a time; without an offset it is UTC."""
    try:
        if DAY.fullmatch(value):
            return datetime.combine(date.fromisoformat(value), time.max, tzinfo=UTC)
        if not BEGINS_WITH_DAY.match(value):
            raise ValueError
        # A plus sign that was not encoded in the URL arrives as a space.
        instant = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RefusedError(f"{value!r} is no day, time or version.", hint=FORMS) from None
