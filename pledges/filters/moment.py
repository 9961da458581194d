"""Reads the two clocks of a request."""

import re
from datetime import UTC, date, datetime, time

from pledges.choices import DEFAULT_BASES
from pledges.filters.parameters import Parameter, RefusedError, day, text
from pledges.filters.problems import BadParametersError, Problem, pointer
from pledges.models import DatasetVersion
from pledges.projections.answers.as_of import AsOf, as_of_from, stored_moment

VERSION = re.compile(r"v(\d{1,9})", re.ASCII)
FORMS = "A day (2024-02-14), a time (2024-02-14T12:00:00Z) or a version (v12)."

CLOCK_PARAMETERS = {
    "valid_at": Parameter(
        "What had happened by the end of this day (UTC). Without it, today.", text, {"type": "string", "format": "date"}
    ),
    "known_at": Parameter(
        "What this site had published by then: a day (its end, UTC), a time, or a version such as v12."
        " Without it, the latest version.",
        text,
        {"type": "string", "examples": ["2024-02-14", "2024-02-14T12:00:00Z", "v12"]},
    ),
}


def parse_moment(
    valid_at: str | None, known_at: str | None, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES
) -> AsOf:
    """Return the moment asked for: what had happened by `valid_at`, as far as it was published by `known_at`.

    :raises BadParametersError: naming the parameter, its value and what would be right.
    """
    problems: list[Problem] = []
    valid_day: date | None = None
    version: int | None = None
    instant: datetime | None = None
    try:
        valid_day = day(valid_at) if valid_at else None
    except RefusedError as refused:
        problems.append(Problem(pointer("valid_at"), refused.code, f"valid_at: {refused}", refused.hint))
    try:
        version, instant = known_version(known_at) if known_at else (None, None)
    except RefusedError as refused:
        problems.append(Problem(pointer("known_at"), refused.code, f"known_at: {refused}", refused.hint))
    if problems:
        raise BadParametersError(problems)
    asked = {"valid_at": valid_at, "known_at": known_at}
    return as_of_from(
        stored_moment(),
        now=now,
        valid_at=valid_day,
        version=version,
        known_at=instant,
        bases=bases,
        query=tuple((name, value) for name, value in asked.items() if value),
    )


def known_version(value: str) -> tuple[int, datetime]:
    """Return the version that was the latest by then, 0 for none, and the time that stands for it."""
    match = VERSION.fullmatch(value)
    if match:
        return numbered_version(int(match[1]))
    instant = read_instant(value)
    number = (
        DatasetVersion.objects.filter(published_at__lte=instant)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return number or 0, instant


def numbered_version(number: int) -> tuple[int, datetime]:
    """Return a version by its number, with the time of its publication; 0 is the empty ledger before the first."""
    if number == 0:
        return 0, datetime(1970, 1, 1, tzinfo=UTC)
    published_at = DatasetVersion.objects.filter(number=number).values_list("published_at", flat=True).first()
    if published_at is None:
        latest = DatasetVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
        raise RefusedError(f"there is no version v{number}.", code="unknown_version", hint=f"The latest is v{latest}.")
    return number, published_at


def read_instant(value: str) -> datetime:
    """Return the end of a day, or a time; without an offset it is UTC."""
    try:
        if len(value) == len("2024-02-14"):
            return datetime.combine(date.fromisoformat(value), time.max, tzinfo=UTC)
        # A plus sign that was not encoded in the URL arrives as a space.
        instant = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RefusedError(f"{value!r} is no day, time or version.", hint=FORMS) from None
