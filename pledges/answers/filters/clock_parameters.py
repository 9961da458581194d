"""Reads the two clocks of a request."""

import re
from datetime import UTC, date, datetime, time

from pledges.answers.as_of import AsOf, Stored, as_of_from, stored_moment
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


class CatalogueMovedError(Exception):
    """The names of a version of the catalogue are asked for that were not kept."""

    def __init__(self, *, asked: int, kept_from: int, current: int) -> None:
        super().__init__(f"The names of version {asked} of the catalogue were not kept; those from {kept_from} on are.")
        self.kept_from = kept_from
        self.current = current


def parse_moment(
    valid_at: str | None,
    known_at: str | None,
    *,
    now: datetime,
    bases: tuple[str, ...] = DEFAULT_BASES,
    catalogue: int | None = None,
) -> AsOf:
    """The moment asked for, in one query: what had happened by `valid_at`, as far as published by `known_at`.

    With `catalogue` it is answered under the names of that version.

    :raises BadParametersError: naming the parameter, its value and what would be right.
    :raises CatalogueMovedError: the names of that version of the catalogue were not kept.
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
        raise BadParametersError([missing_version(number, stored)])
    if catalogue is not None:
        require_names(stored, catalogue, named_from=stored.asked_named_from if known_at else stored.named_from)
    asked = {"valid_at": valid_at, "known_at": known_at}
    return as_of_from(
        stored,
        now=now,
        valid_at=valid_day,
        version=(stored.asked_version or 0) if known_at else None,
        known_at=(instant or stored.asked_at or BEFORE_ALL) if known_at else None,
        bases=bases,
        query=tuple((name, value) for name, value in asked.items() if value),
        catalogue=catalogue,
    )


def require_names(stored: Stored, catalogue: int, *, named_from: int) -> None:
    """Refuse a version of the catalogue that is not there, or under which the facts asked for were not all named.

    :raises BadParametersError: it is not there yet, or older than the facts.
    :raises CatalogueMovedError: its names were not kept.
    """
    if catalogue > stored.catalogue:
        code, message = "unknown_catalogue", f"catalogue: there is no version {catalogue}."
        hint = f"The latest is {stored.catalogue}."
    elif catalogue < stored.kept_from:
        raise CatalogueMovedError(asked=catalogue, kept_from=stored.kept_from, current=stored.catalogue)
    elif catalogue < named_from:
        code, message = "catalogue_too_old", f"catalogue: version {catalogue} does not name all that is known."
        hint = f"Ask for catalogue={named_from} or later, or for an earlier known_at."
    else:
        return
    raise BadParametersError([Problem(pointer("catalogue"), code, message, hint)])


def missing_version(number: int, stored: Stored) -> Problem:
    """Why a version cannot be asked for: it was never published, or only just."""
    if number > stored.latest:
        message, hint = f"known_at: there is no version v{number}.", f"The latest is v{stored.latest}."
        return Problem(pointer("known_at"), "unknown_version", message, hint)
    message = f"known_at: the figures of version v{number} are being computed."
    hint = f"Ask again in a moment; v{stored.version} can be asked for."
    return Problem(pointer("known_at"), "version_being_computed", message, hint)


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
